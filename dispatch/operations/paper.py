"""Register a letter that was signed on paper: number, day and register line in one act, its scan at once or later.

Paper and electronic letters share one series (Decree 30/2020 Art. 15). Such a letter is laid out, approved and
signed at the desk; what is kept here is its line, its facts and the scan, bit by bit. It never meets a digital
signature: making an electronic original of it is a certified copy, another act (Art. 18.6).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.db import transaction

from dispatch import errors, lifecycle, policies
from dispatch.enums import LetterStatus, Medium, PartRole, Secrecy
from dispatch.models import NumberAllocation, OutgoingLetter
from dispatch.models.content import DraftContent, check_lengths
from dispatch.models.kinds import kind_of
from dispatch.operations import (
    allocating,
    closing,
    drafting,
    locking,
    numbering,
    pages,
    participating,
    recipients,
)
from dispatch.operations.allocating import SuffixException
from files.enums import FileRole, MediaType
from files.models import StoredFile
from files.operations import storing
from files.operations.storing import Deposit
from lib.calendar import ZONE, local_day
from lib.text import fold
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Post
from organisation.models.actor import Actor

_TOKEN_BYTES = 18  # as every letter has


@dataclass(frozen=True, kw_only=True)
class PaperLetter:
    """What the clerk reads off the paper: who drafted and signed it, when, and the words of the register."""

    kind: str
    drafter_post: Post
    signer_post: Post
    signed_on: date
    content: DraftContent


@transaction.atomic
def register(
    *,
    paper: PaperLetter,
    secrecy: Secrecy,
    scan: Deposit | None = None,
    legal_day: date | None = None,
    reservation: NumberAllocation | None = None,
    exception: SuffixException | None = None,
    form_key: str = "",
    by: Actor,
    at: datetime,
) -> OutgoingLetter:
    """Give a letter signed on paper its number and day and write its line; give the letter, which is issued.

    Refuses anything secret before a row exists, whoever is not the registry, a signer without mandate on the day of
    the signature (Art. 13), a day ahead of today, a scan that is no PDF, a ``form_key`` that got its number
    already, and whatever numbering refuses.
    """
    if secrecy != Secrecy.NONE:
        raise errors.SecretsAreNotKeptHere
    policies.may_register_paper(by).enforce()
    allocating.refuse_answered_form(by, form_key)
    letter = _letter(paper, by, at)
    letter.save(force_insert=True)
    day = legal_day or (reservation.legal_day if reservation else local_day(at))
    line = numbering.line_for(
        letter=letter, day=day, reservation=reservation, exception=exception, by=by, at=at
    )
    allocating.note_form(line, form_key)
    lifecycle.advance(letter, LetterStatus.ISSUED)
    letter.allocation, letter.legal_day, letter.reference_code = line, line.legal_day, line.reference_code
    letter.issued_at, letter.issued_file = at, _kept(scan, by, at)
    _admit(letter, at)
    recipients.open_sending(letter, at=at)
    return closing.close(
        letter=letter,
        act="registered_on_paper",
        by=by,
        at=at,
        facts=_facts(letter, line),
        detail=_detail(line),
    )


@transaction.atomic
def add_scan(
    *, letter: OutgoingLetter, scan: Deposit, reason: str, by: Actor, at: datetime
) -> OutgoingLetter:
    """Lay in the scan of a paper letter that was registered without one, saying why it follows only now.

    Refuses an electronic letter, a second scan, a scan that is no PDF, whoever is not the registry.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_add_scan(by, letter).enforce()
    reason = closing.reason_given(reason)
    file = letter.issued_file = _kept(scan, by, at)
    assert file is not None  # noqa: S101 -- a deposit was given
    facts = {"file": file.pk, "sha256": file.sha256}
    return closing.close(
        letter=letter, act="scan_added", by=by, at=at, facts=facts, detail={"reason": reason}
    )


def _letter(paper: PaperLetter, by: Actor, at: datetime) -> OutgoingLetter:
    """Give the letter as it would stand here had it been written here, unsaved; refuses what cannot be registered."""
    kind, drafter, signer = kind_of(paper.kind), paper.drafter_post, paper.signer_post
    content = _content(paper)
    if paper.signed_on > local_day(at):
        raise errors.SignedInFuture(day=f"{paper.signed_on:%d/%m/%Y}")
    mandate = pages.mandate_for(signer, paper.signed_on, kind.code)
    if mandate is None:
        raise errors.SignerHasNoMandate(name=signer.person.full_name)
    profile = office.period_on(by.organisation, paper.signed_on).format_profile
    letter = OutgoingLetter(
        organisation=by.organisation,
        medium=Medium.PAPER,
        kind=kind.code,
        profile_code=profile,
        profile_version=pages.version_on(profile, paper.signed_on),
        unit=drafter.unit,
        drafter=drafter.person,
        drafter_post=drafter,
        signer_post=signer,
        mandate=mandate,
        subject=content.subject,
        subject_folded=fold(content.subject),
        urgency=content.urgency,
        circulation=content.circulation,
        copies=content.copies,
        content=content.as_json(),
        signed_at=_moment_of(paper.signed_on, at),
        verify_token=secrets.token_urlsafe(_TOKEN_BYTES),
        created_at=at,
        updated_at=at,
    )
    letter.printed = pages.printed_facts(letter, content, mandate, paper.signed_on)
    return letter


def _content(paper: PaperLetter) -> DraftContent:
    content = replace(paper.content, signer_post_id=paper.signer_post.pk)
    if not content.keep_line:
        content = replace(content, keep_line=f"VT, {paper.drafter_post.unit.symbol}")
    drafting.check_storable(content, paper.kind)
    check_lengths(content)
    if not content.subject:
        raise errors.SubjectIsMissing
    if not content.addressees and not content.recipients:
        raise errors.NobodyReceivesIt
    return content


def _moment_of(day: date, at: datetime) -> datetime:
    """Give the moment of a signature of which only the day is known: never later than its number."""
    return at if day == local_day(at) else datetime.combine(day, time.min, tzinfo=ZONE)


def _kept(scan: Deposit | None, by: Actor, at: datetime) -> StoredFile | None:
    if scan is None:
        return None
    if scan.media_type != MediaType.PDF:
        raise errors.ScanIsNotPdf(name=scan.name)
    return storing.keep(by=by, at=at, deposited=scan, role=FileRole.SCAN)


def _admit(letter: OutgoingLetter, at: datetime) -> None:
    """Let those take part who would have, had the letter been written here."""
    participating.admit(letter, PartRole.DRAFTER, letter.drafter, at=at)
    participating.admit(letter, PartRole.DRAFTER, letter.drafter_post, at=at)
    participating.admit(letter, PartRole.UNIT, letter.unit, at=at)
    if letter.signer_post is not None:
        participating.admit(letter, PartRole.SIGNER, letter.signer_post, at=at)
    participating.admit(letter, PartRole.APPROVER, Duty.HEAD, at=at)
    participating.admit(letter, PartRole.REGISTRY, Duty.REGISTRY_CLERK, at=at)


def _facts(letter: OutgoingLetter, line: NumberAllocation) -> dict[str, object]:
    file = letter.issued_file
    return {
        "allocation": line.pk,
        "series": line.series_id,
        "number": line.number,
        "suffix": line.suffix,
        "day": line.legal_day.isoformat(),
        "signer": letter.signer_post_id,
        "mandate": letter.mandate_id,
        "file": file.pk if file else None,
        "sha256": file.sha256 if file else "",
    }


def _detail(line: NumberAllocation) -> dict[str, object]:
    return {"reference_code": line.reference_code, "exception": line.exception_reason}
