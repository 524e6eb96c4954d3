"""What comes through doors nobody stands at, the scanner's folder, the mailbox, the command line: one way for all.

A file is taken in under a name of its own, so that whoever asks twice, or died in between, finds it there already.
What cannot come in is kept as a failure with its reason, for the clerk to see; it is never silently dropped.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from audit.models import Subject
from audit.operations import recording
from dispatch import policies
from dispatch.carrier.mailbox import MailboxUnreachable
from dispatch.enums import ArrivalSource, Secrecy
from dispatch.models import ArrivalFailure, IncomingLetter
from dispatch.operations import mail_arrivals, taking_in
from dispatch.operations.taking_in import Coming
from files.operations import storing
from files.reading.naming import clean_name, ending_of
from lib.database import locked
from lib.isolation.room import RoomLost
from organisation.models.actor import Actor

logger = logging.getLogger(__name__)


def key_of(door: str, content: bytes, *more: object) -> str:
    """Give the name under which bytes that came through a door are known for ever."""
    # A name in an old alphabet, as scanners write it, comes with signs that are no Unicode.
    mark = hashlib.sha256("\0".join(map(str, more)).encode(errors="surrogateescape")).hexdigest()[:12]
    return f"{door}:{hashlib.sha256(content).hexdigest()}:{mark}"


def take_file(
    *, content: bytes, name: str, source: ArrivalSource, origin_key: str = "", by: Actor, at: datetime
) -> IncomingLetter:
    """Lay one file, a letter or an e-mail, into the intake; give the arrival. The same key again is the same row.

    Whoever sets such a door up says that nothing secret comes through it (design D19); a mark on the page holds the
    letter all the same. Refuses what the intake refuses.
    """
    if ending_of(clean_name(name)) == "eml":
        return mail_arrivals.take_mail(
            content=content,
            name=name,
            source=source,
            origin_key=origin_key,
            secrecy=Secrecy.NONE,
            by=by,
            at=at,
        )
    main = storing.deposit(organisation_key=by.organisation_key, content=content, name=name)
    coming = Coming(source=source, secrecy=Secrecy.NONE, origin_key=origin_key)
    return taking_in.take_in(coming=coming, main=main, by=by, at=at)


@transaction.atomic
def note_failure(
    *, name: str, reason: str, source: ArrivalSource, origin_key: str, by: Actor, at: datetime
) -> ArrivalFailure:
    """Keep that something could not come in, and why; the same thing again is the same row."""
    row, created = ArrivalFailure.objects.get_or_create(
        organisation=by.organisation,
        origin_key=origin_key,
        defaults={
            "source": source,
            "name": clean_name(name)[:300],
            "reason": reason[:500] or "–",
            "failed_at": at,
        },
    )
    if created:
        recording.record(
            "arrival.failed",
            subject=Subject("arrival_failure", str(row.pk)),
            by=by,
            at=at,
            facts={"source": source.value},
            detail={"name": row.name, "reason": row.reason},
        )
    return row


@contextmanager
def going_on(*, name: str, source: ArrivalSource, origin_key: str, by: Actor, at: datetime) -> Iterator[None]:
    """Let what fails inside for a reason nobody foresaw stay where it lies, said in the tray, and the rest come in.

    A database, a mailbox or a closed process that is away stops the run: it is no fault of what was looked at.
    """
    try:
        yield
    except (OperationalError, InterfaceError, MailboxUnreachable, RoomLost):
        raise
    except Exception:
        logger.exception("%s cannot be taken in", name)
        with translation.override("vi"):
            reason = _(
                "The machine failed at it. It stays where it lies and is tried again; tell who keeps the machine."
            )
        note_failure(name=name, reason=reason, source=source, origin_key=origin_key, by=by, at=at)


@transaction.atomic
def acknowledge(*, failure: ArrivalFailure, by: Actor, at: datetime) -> ArrivalFailure:
    """Say that a failure was seen: it leaves the tray, the row stays."""
    policies.may_bring_in(by).enforce()
    row = locked(ArrivalFailure.objects.filter(organisation=by.organisation), failure.pk)
    if row.seen_at is None:
        row.seen_at = at
        row.save(update_fields=["seen_at"])
        subject = Subject("arrival_failure", str(row.pk))
        recording.record("arrival.failure_seen", subject=subject, by=by, at=at)
    return row
