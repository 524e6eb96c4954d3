"""Answer for a letter with one's name: for its content, its format, and as the signing authority for its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import EndorsementKind, LetterStatus, PartRole
from dispatch.lint.findings import Finding
from dispatch.models import Endorsement, OutgoingLetter
from dispatch.operations import closing, locking, pages, participating
from lib.calendar import local_day
from organisation.enums import Duty
from organisation.models.actor import Actor


@transaction.atomic
def check_content(*, letter: OutgoingLetter, by: Actor, at: datetime) -> OutgoingLetter:
    """Pass the content as head of the drafting unit (Decree 30/2020 Art. 12.1); the chief of office is next."""
    letter = locking.locked_letter(letter, by)
    policies.may_check_content(by, letter).enforce()
    lifecycle.advance(letter, LetterStatus.FORMAT_CHECK)
    endorsement = endorse(letter=letter, kind=EndorsementKind.CONTENT, by=by, at=at)
    participating.admit(letter, PartRole.FORMAT_CHECKER, Duty.CHIEF_OF_OFFICE, at=at)
    return closing.close(
        letter=letter, act="content_passed", by=by, at=at, facts={"endorsement": endorsement.pk}
    )


@transaction.atomic
def check_format(*, letter: OutgoingLetter, by: Actor, at: datetime, reason: str = "") -> OutgoingLetter:
    """Pass the format as chief of office (Art. 12.2) and fix what the page bears: names, symbol, signer, authority.

    From here on a change of office, signer or mandate needs a return (design D9). Refuses a signer without mandate,
    and findings that must be put right unless a ``reason`` says why the letter passes all the same; it is kept.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_check_format(by, letter).enforce()
    if letter.signer_post is None:
        raise errors.SignerIsMissing
    day = local_day(at)
    letter.mandate = pages.mandate_for(letter.signer_post, day, letter.kind)
    if letter.mandate is None:
        raise errors.SignerHasNoMandate(name=letter.signer_post.person.full_name)
    letter.profile_version = pages.version_on(letter.profile_code, day)
    letter.printed = pages.printed_facts(letter, letter.draft, letter.mandate, day)
    findings = queries.findings_on(letter, letter.draft, at)
    in_spite_of = _reason_to_pass(findings, reason)
    lifecycle.advance(letter, LetterStatus.PREPARING)
    endorsement = endorse(letter=letter, kind=EndorsementKind.FORMAT, by=by, at=at, in_spite_of=in_spite_of)
    participating.admit(letter, PartRole.SIGNER, letter.signer_post, at=at)
    participating.admit(letter, PartRole.APPROVER, Duty.HEAD, at=at)
    facts = {
        "endorsement": endorsement.pk,
        "signer": letter.signer_post_id,
        "mandate": letter.mandate_id,
        "profile": letter.profile_version,
        "findings": sorted({finding.code for finding in findings}),
    }
    detail = {"printed": letter.printed, **({"reason": in_spite_of} if in_spite_of else {})}
    return closing.close(letter=letter, act="format_passed", by=by, at=at, facts=facts, detail=detail)


def _reason_to_pass(findings: Sequence[Finding], reason: str) -> str:
    """Give the reason for passing what must be put right, "" where nothing must; refuses to pass it without."""
    grave = sum(finding.is_must for finding in findings)
    if not grave:
        return ""
    if not reason.strip():
        raise errors.FindingsNeedAReason(count=grave)
    return closing.reason_given(reason)


@transaction.atomic
def approve(*, letter: OutgoingLetter, sha256: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Approve exactly the bytes that were read (Art. 11, design D9).

    ``sha256`` is the hash of the file shown to the person; refuses (ApprovedFileIsAnother) when the letter was laid
    out anew since.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_approve(by, letter).enforce()
    if sha256 != letter.prepared_sha256:
        raise errors.ApprovedFileIsAnother
    lifecycle.advance(letter, LetterStatus.SIGNATURE)
    letter.approved_sha256, letter.approved_by, letter.approved_at = sha256, by.acting_post, at
    endorsement = endorse(letter=letter, kind=EndorsementKind.APPROVAL, by=by, at=at, sha256=sha256)
    facts = {"endorsement": endorsement.pk, "sha256": sha256}
    return closing.close(letter=letter, act="approved", by=by, at=at, facts=facts)


def endorse(
    *,
    letter: OutgoingLetter,
    kind: EndorsementKind,
    by: Actor,
    at: datetime,
    sha256: str = "",
    reason: str = "",
    in_spite_of: str = "",
) -> Endorsement:
    """Write down that the present version passed, or, with a ``reason``, did not. Part of the acts above.

    ``in_spite_of`` is why it passed although something must be put right.
    """
    if by.post is None:
        raise ValueError("only a person in a post answers for a letter")
    return Endorsement.objects.create(
        organisation=letter.organisation,
        letter=letter,
        kind=kind,
        version_number=letter.version_number,
        file_sha256=sha256,
        post=by.post,
        represented=by.represented,
        passed=not reason,
        reason=reason or in_spite_of,
        at=at,
    )
