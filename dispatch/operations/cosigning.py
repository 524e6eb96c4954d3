"""The second signature of a letter: asked for on the bytes the signer signed, taken over, declined, called back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import COSIGNED_OVER, CosigningState, EndorsementKind, LetterStatus, PartRole
from dispatch.models import CoSignature, OutgoingLetter
from dispatch.operations import beside, closing, endorsing, joint_asking, locking, participating, signing_off
from files.models import StoredFile
from lib.database import locked
from organisation.enums import Duty
from organisation.models.actor import Actor
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from signing.operations import requesting


def locked_cosignature(letter: OutgoingLetter) -> CoSignature | None:
    """Give the second signatory of the locked ``letter``, locked; None when it has none."""
    row = queries.cosignature_of(letter)
    return None if row is None else locked(CoSignature.objects.select_related("post__person"), row.pk)


@transaction.atomic
def request_second_signature(
    *, letter: OutgoingLetter, sha256: str, by: Actor, at: datetime
) -> SigningRequest:
    """Ask for the second signature on the signed file; the PIN comes next. Asking again gives the same request.

    Refuses everybody but the colleague the page names, in person, and other bytes than those the signer signed.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_cosign(by, letter).enforce()
    file = letter.signed_file
    if file is None or sha256 != file.sha256:
        raise errors.ApprovedFileIsAnother
    known = signing_off.request_of(letter, SigningRole.SECOND)
    request = requesting.request_signature(
        by=by,
        at=at,
        file=file,
        role=SigningRole.SECOND,
        origin=signing_off.origin_of(letter),
        expected_sha256=sha256,
    )
    if known is None or known.pk != request.pk:
        facts = {"request": request.pk, "sha256": sha256}
        closing.close(letter=letter, act="second_signature_requested", by=by, at=at, facts=facts)
    return request


@transaction.atomic
def second_signed(
    *, letter: OutgoingLetter, file: StoredFile, by: Actor, at: datetime, signed_at: datetime | None = None
) -> OutgoingLetter:
    """Take over the file with both signatures; the registry is next. The same file again changes nothing.

    Refuses a file that is not the result of the letter's own request, or of another file than the signer's.
    """
    letter = locking.locked_letter(letter, by)
    if letter.signed_file_id == file.pk and letter.status != LetterStatus.COSIGNATURE:
        return letter
    signing_off.check_result(letter, SigningRole.SECOND, file)
    request = signing_off.request_of(letter, SigningRole.SECOND)
    if request is None or request.file_id != letter.signed_file_id:
        raise errors.FileIsOfAnother
    row = locked_cosignature(letter)
    if row is None or row.is_joint:
        raise errors.FileIsOfAnother
    return take_over(letter=letter, row=row, file=file, signed_at=signed_at or at, by=by, at=at)


def take_over(
    *,
    letter: OutgoingLetter,
    row: CoSignature,
    file: StoredFile,
    signed_at: datetime,
    by: Actor,
    at: datetime,
) -> OutgoingLetter:
    """Let the locked ``letter`` bear both signatures; the registry is next. Part of the acts that bring the second."""
    lifecycle.advance(letter, LetterStatus.SIGNED)
    letter.signed_file = file
    row.state, row.signed_at = CosigningState.SIGNED, signed_at
    row.save(update_fields=["state", "signed_at"])
    participating.admit(letter, PartRole.REGISTRY, Duty.REGISTRY_CLERK, at=at)
    facts = {"file": file.pk, "sha256": file.sha256, "cosignature": row.pk}
    detail = {"name": row.signer_name or row.partner_name}
    return closing.close(letter=letter, act="second_signed", by=by, at=at, facts=facts, detail=detail)


@transaction.atomic
def decline(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Send the letter back to its drafter instead of signing beside the signer, with a reason.

    The signature it bears counts no more: the text may change. Versions, files and endorsements stay.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_decline_cosigning(by, letter).enforce()
    reason = closing.reason_given(reason)
    go_back(letter=letter, state=CosigningState.REFUSED, reason=reason, by=by, at=at)
    declined = endorsing.endorse(letter=letter, kind=EndorsementKind.APPROVAL, by=by, at=at, reason=reason)
    facts = {"from": LetterStatus.COSIGNATURE.value, "endorsement": declined.pk}
    return closing.close(letter=letter, act="returned", by=by, at=at, facts=facts, detail={"reason": reason})


@transaction.atomic
def call_back(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Fetch the letter back from the second signatory, with a reason; it is a draft again, its signature set aside.

    Refuses others than drafter and signer, and (SecondSignatureIsUnderWay) a signature that is just being made.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_call_back(by, letter).enforce()
    reason = closing.reason_given(reason)
    go_back(letter=letter, state=CosigningState.WITHDRAWN, reason=reason, by=by, at=at)
    facts = {"from": LetterStatus.COSIGNATURE.value}
    return closing.close(
        letter=letter, act="called_back", by=by, at=at, facts=facts, detail={"reason": reason}
    )


def go_back(*, letter: OutgoingLetter, state: CosigningState, reason: str, by: Actor, at: datetime) -> None:
    """Make the locked ``letter`` a draft again that was signed already: what was signed is set aside, not deleted."""
    end_cosigning(letter=letter, state=state, reason=reason, by=by, at=at)
    _set_aside(letter, SigningRole.LEADER, by=by, at=at)
    letter.signed_file, letter.signed_at = None, None
    closing.reopen(letter, at=at)


def end_cosigning(
    *, letter: OutgoingLetter, state: CosigningState, reason: str, by: Actor, at: datetime
) -> None:
    """Let go of whoever should sign beside the signer of the locked ``letter``. Part of acts that end the waiting."""
    row = locked_cosignature(letter)
    if row is None or row.state in COSIGNED_OVER:
        return
    if row.is_joint:
        joint_asking.end(row, state, reason, at=at)
        return
    signing_off.let_go_of_request(letter=letter, role=SigningRole.SECOND, by=by, at=at)
    beside.end(row, state, reason, at)


def _set_aside(letter: OutgoingLetter, role: SigningRole, *, by: Actor, at: datetime) -> None:
    request = signing_off.request_of(letter, role)
    if request is not None and request.state == RequestState.COMPLETED:
        requesting.set_aside(by=by, at=at, request=request)
