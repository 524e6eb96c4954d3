"""The letter is sealed and thereby issued."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch import errors, lifecycle, queries
from dispatch.enums import LetterStatus
from dispatch.models import OutgoingLetter
from dispatch.operations import closing, joint_asking, locking, recipients, signing_off, taking_effect
from files.models import StoredFile
from organisation.models.actor import Actor
from signing import queries as signatures
from signing.enums import Level, SigningRole, VerdictStatus


@transaction.atomic
def sealed(*, letter: OutgoingLetter, file: StoredFile, by: Actor, at: datetime) -> OutgoingLetter:
    """Take over the sealed file: the letter is issued, and what it says of others takes effect with it.

    The same file again changes nothing.

    Refuses (FileIsNotAccepted) whatever our verdict does not accept at B-LTA, and a file that is not the result of
    the letter's own request: a letter is never issued below its level.
    """
    letter, named = locked_for_issue(letter, by)
    if letter.issued_file_id == file.pk:
        return letter
    signing_off.check_result(letter, SigningRole.SEAL, file)
    return issue(letter=letter, file=file, named=named, by=by, at=at)


@transaction.atomic
def sealed_by_lead(*, letter: OutgoingLetter, file: StoredFile, by: Actor, at: datetime) -> OutgoingLetter:
    """Take over the file with the lead's seal: the partner's is next, and then the letter is issued.

    The same file again changes nothing. Refuses a file that is not the result of the letter's own request.
    """
    letter = locking.locked_letter(letter, by)
    row = joint_asking.locked_joint(letter)
    if row is None:
        raise errors.NoPartnerIsAsked
    if row.sealed_file_id == file.pk:
        return letter
    signing_off.check_result(letter, SigningRole.SEAL, file)
    joint_asking.sealed_by_lead(letter=letter, row=row, file=file, by=by, at=at)
    return letter


def locked_for_issue(letter: OutgoingLetter, by: Actor) -> tuple[OutgoingLetter, dict[int, OutgoingLetter]]:
    """Lock the letter and what it names, for an act that issues it."""
    return locking.locked_with_named(letter, by)


def issue(
    *,
    letter: OutgoingLetter,
    file: StoredFile,
    named: dict[int, OutgoingLetter],
    by: Actor,
    at: datetime,
) -> OutgoingLetter:
    """Issue the locked ``letter`` as ``file``. Part of the acts that bring the last seal; refuses as ``sealed``.

    A second signature or seal that is missing is refused here, and by the database.
    """
    lifecycle.advance(letter, LetterStatus.ISSUED)
    if not queries.is_wholly_signed(letter):
        raise errors.SecondSignatureIsMissing
    level = _accepted_level(file)
    letter.issued_file, letter.issued_at = file, at
    recipients.open_sending(letter, at=at)
    facts = {
        "file": file.pk,
        "sha256": file.sha256,
        "allocation": letter.allocation_id,
        "day": letter.legal_day.isoformat() if letter.legal_day else "",
        "level": level,
    }
    closing.close(
        letter=letter,
        act="issued",
        by=by,
        at=at,
        facts=facts,
        detail={"reference_code": letter.reference_code},
    )
    taking_effect.take_effect(letter=letter, named=named, by=by, at=at)
    return letter


def _accepted_level(file: StoredFile) -> str:
    verdict = signatures.verdict_of(file)
    if verdict is None:
        raise errors.FileIsNotAccepted(reason=VerdictStatus.INDETERMINATE.label)
    if verdict.status != VerdictStatus.ACCEPT:
        raise errors.FileIsNotAccepted(reason=VerdictStatus(verdict.status).label)
    if verdict.level != Level.B_LTA:
        raise errors.FileIsNotAccepted(reason=verdict.level)
    return str(verdict.level)
