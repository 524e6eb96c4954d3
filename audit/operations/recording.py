"""Write one event. Called last in every operation, inside its transaction.

The canonical form is version 1 and is fixed for ever: ``docs/evidence/event-vectors.json`` holds test vectors
that an independent verifier has to reproduce.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from django.db import transaction

from audit.models import Event, EventDetail, Subject
from audit.ports import Author
from lib.canonical import canonical

FORM = 1
_LEAF = b"\x00"  # RFC 6962 §2.1: a leaf is hashed behind a zero byte, a node behind a one


def record(
    name: str,
    *,
    subject: Subject,
    by: Author,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    detail: Mapping[str, object] | None = None,
) -> Event:
    """Append the event ``name`` about ``subject``, done ``by`` someone ``at`` a moment; give the row.

    ``facts`` are keys, codes and hashes only; everything a person could read goes into ``detail``. Must run in
    the transaction of the act itself, so that neither stands without the other.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is written in the transaction of its act")
    text = {**(detail or {}), "names": dict(by.names())}
    salt = secrets.token_hex(16)
    event = Event(
        organisation_key=by.organisation_key,
        name=name,
        subject_kind=subject.kind,
        subject_key=subject.key,
        at=at,
        trail=dict(by.trail()),
        facts=dict(facts or {}),
        detail_hash=commitment(salt, text),
    )
    event.leaf_hash = leaf_hash(event)
    event.save(force_insert=True)
    EventDetail(event=event, salt=salt, text=text).save(force_insert=True)
    return event


def commitment(salt: str, text: Mapping[str, object]) -> str:
    """Give the hash that binds a readable detail to its event: SHA-256 over salt bytes and canonical text."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(text)).hexdigest()


def canonical_event(event: Event) -> bytes:
    """Give the canonical bytes of an event, form 1. The moment is UTC in whole microseconds since 1970."""
    moment = event.at.astimezone(UTC)
    microseconds = int(moment.timestamp()) * 1_000_000 + moment.microsecond
    return canonical(
        {
            "form": FORM,
            "organisation": event.organisation_key,
            "name": event.name,
            "subject": {"kind": event.subject_kind, "key": event.subject_key},
            "at": microseconds,
            "trail": event.trail,
            "facts": event.facts,
            "detail": event.detail_hash,
        }
    )


def leaf_hash(event: Event) -> str:
    """Give the RFC 6962 leaf hash of an event."""
    return hashlib.sha256(_LEAF + canonical_event(event)).hexdigest()
