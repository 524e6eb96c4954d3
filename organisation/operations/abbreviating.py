"""Record the abbreviations an office uses for kinds of letter whose rules leave them open."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from lib.database import queued
from lib.text import single_line
from organisation import errors, policies, queries
from organisation.models import Organisation
from organisation.models.actor import Actor

MOST_LETTERS = 10


@transaction.atomic
def record_abbreviations(*, abbreviations: Mapping[str, str], by: Actor, at: datetime) -> Organisation:
    """Record ``abbreviations`` by kind as the office's own; an empty one is taken back. Give the organisation.

    Symbols of letters laid out before stay as they are. Refuses whoever is not an administrator, and what is not
    one word of at most ten letters.
    """
    organisation = queued(Organisation, by.organisation.pk)
    policies.may_administer(by, organisation.pk).enforce()
    cleaned = {kind: single_line(text) for kind, text in abbreviations.items()}
    for text in cleaned.values():
        if text and not (text.isalpha() and len(text) <= MOST_LETTERS):
            raise errors.AbbreviationIsNoWord(text=text[:MOST_LETTERS], most=MOST_LETTERS)
    kept = {**queries.own_abbreviations(organisation), **cleaned}
    organisation.settings[queries.ABBREVIATIONS] = {kind: text for kind, text in sorted(kept.items()) if text}
    organisation.save(update_fields=["settings"])
    recording.record(
        "organisation.abbreviations_recorded",
        subject=Subject("organisation", str(organisation.pk)),
        by=by,
        at=at,
        facts={"kinds": sorted(cleaned)},
        detail={"after": cleaned},
    )
    return organisation
