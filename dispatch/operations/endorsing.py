"""Answer for a letter with one's name: for its content, its format, and as the signing authority for its bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import EndorsementKind, LetterStatus
from dispatch.lifecycle import TO_FORMAT, TO_LAYOUT, Stop
from dispatch.lint.findings import Finding
from dispatch.models import Endorsement, OutgoingLetter
from dispatch.operations import closing, going_on, locking
from organisation.models.actor import Actor


@transaction.atomic
def check_content(
    *, letter: OutgoingLetter, by: Actor, at: datetime, to: Stop | None = TO_FORMAT
) -> OutgoingLetter:
    """Answer for the content (Decree 30/2020 Art. 12.1) and let the letter go to the stop ``to``.

    ``to`` is None while others have to answer at this step too. Where the page is laid out next, a signer without
    mandate is refused.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_check_content(by, letter).enforce()
    return _pass(letter, EndorsementKind.CONTENT, to, by=by, at=at)


@transaction.atomic
def check_format(
    *,
    letter: OutgoingLetter,
    by: Actor,
    at: datetime,
    reason: str = "",
    to: Stop | None = TO_LAYOUT,
) -> OutgoingLetter:
    """Answer for the format (Art. 12.2). Before the layout, what the page bears is fixed: names, signer, authority.

    From here on a change of office, signer or mandate needs a return (design D9). ``to`` as in ``check_content``.
    Refuses findings that must be put right unless a ``reason`` says why the letter passes all the same; it is kept.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_check_format(by, letter).enforce()
    return _pass(letter, EndorsementKind.FORMAT, to, by=by, at=at, reason=reason)


def _pass(
    letter: OutgoingLetter,
    kind: EndorsementKind,
    to: Stop | None,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> OutgoingLetter:
    stage, findings = letter.stage, None
    going = going_on.go_on(letter=letter, stop=to, by=by, at=at) if to else {}
    laid_out = to is not None and to.status is LetterStatus.PREPARING
    if kind is EndorsementKind.FORMAT:  # the mandate of the page that was just fixed need not be read twice
        mandate = letter.mandate if laid_out else None
        findings = queries.findings_on(letter, letter.draft, at, mandate=mandate)
    in_spite_of = _reason_to_pass(findings or (), reason)
    endorsement = endorse(letter=letter, kind=kind, stage=stage, by=by, at=at, in_spite_of=in_spite_of)
    facts = {"endorsement": endorsement.pk, **({"passed": stage} if stage else {}), **going}
    if findings is not None:
        facts["findings"] = sorted({finding.code for finding in findings})
    detail: dict[str, object] = {"reason": in_spite_of} if in_spite_of else {}
    if laid_out:
        detail["printed"] = letter.printed
    return closing.close(letter=letter, act=f"{kind}_passed", by=by, at=at, facts=facts, detail=detail)


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
    stage: str = "",
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
        stage=stage,
        version_number=letter.version_number,
        file_sha256=sha256,
        post=by.post,
        represented=by.represented,
        passed=not reason,
        reason=reason or in_spite_of,
        at=at,
    )
