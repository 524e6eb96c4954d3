"""A letter comes in as files: from a clerk, a camera, the scanner's folder, a mail. One main file, the rest beside it.

The bytes are kept exactly as they came and are never rewritten. What they are, whether they are signed and what they
say is found out by jobs; until a clerk confirms it, nothing of it counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, policies
from dispatch.enums import ArrivalSource, Secrecy
from dispatch.models import IncomingLetter
from dispatch.operations import reading_arrivals
from dispatch.operations.receiving import KIND, enclose
from files.enums import FileRole, MediaType
from files.operations import storing
from files.operations.storing import Deposit
from lib.text import single_line
from organisation.models.actor import Actor

MAIN_TYPES = frozenset(
    {
        MediaType.PDF,
        MediaType.PNG,
        MediaType.JPEG,
        MediaType.TIFF,
        MediaType.DOCX,
        MediaType.ODT,
        MediaType.MAIL,
    }
)


@dataclass(frozen=True, kw_only=True)
class Coming:
    """How it came. ``origin_key`` names the arrival once for ever, where the way in has such a name.

    ``hints`` are what the way in knows, by field of the facts: proposed, never taken over. ``remarks`` are sentences
    about what did not come in with it.
    """

    source: ArrivalSource
    secrecy: Secrecy | None = None
    origin_key: str = ""
    sender: str = ""
    reply_address: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    remarks: Sequence[str] = ()


def refuse_secret(secrecy: Secrecy | None) -> None:
    """Refuse (ArrivalIsSecret, SecrecyIsNotSaid) all but what is said to bear no mark, before any byte is kept."""
    if secrecy is None:
        raise errors.SecrecyIsNotSaid
    if secrecy != Secrecy.NONE:
        raise errors.ArrivalIsSecret


@transaction.atomic
def take_in(
    *, coming: Coming, main: Deposit, others: Sequence[Deposit] = (), by: Actor, at: datetime
) -> IncomingLetter:
    """Lay files into the intake as one arrival; give it. The same ``origin_key`` again is the same row.

    Refuses what is secret or not said to be free of it (D19), and a main file that is no page (Decree 30/2020 Art. 21).
    """
    policies.may_bring_in(by).enforce()
    refuse_secret(coming.secrecy)
    standing = _standing(coming, by)
    if standing is not None:
        return standing
    if main.media_type not in MAIN_TYPES:
        raise errors.NotALetter(name=main.name)
    file = storing.keep(by=by, at=at, deposited=main, role=FileRole.ORIGINAL)
    letter = IncomingLetter.objects.create(
        organisation=by.organisation,
        source=coming.source,
        origin_key=coming.origin_key,
        sender=single_line(coming.sender)[:300],
        reply_address=coming.reply_address,
        page_count=file.page_count,
        file=file,
        arrived_at=at,
        updated_at=at,
    )
    enclose(letter=letter, others=others, by=by, at=at)
    recording.record(
        "incoming.arrived",
        subject=Subject(KIND, str(letter.pk)),
        by=by,
        at=at,
        facts={"source": coming.source.value, "file": file.pk, "sha256": file.sha256, "files": len(others)},
        detail={"name": file.name, "sender": letter.sender},
    )
    reading_arrivals.ask(letter=letter, remarks=coming.remarks, by=by, at=at)
    reading_arrivals.propose_hints(letter=letter, hints=coming.hints, by=by, at=at)
    return letter


def _standing(coming: Coming, by: Actor) -> IncomingLetter | None:
    if not coming.origin_key:
        return None
    return IncomingLetter.objects.filter(organisation=by.organisation, origin_key=coming.origin_key).first()
