"""The leader's signature: asked for on the approved bytes, and taken over when it is complete."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import CosigningState, LetterStatus, PartRole
from dispatch.models import OutgoingLetter
from dispatch.operations import closing, endorsing, joint_asking, locking, participating
from files.models import StoredFile
from organisation.enums import Duty
from organisation.models.actor import Actor
from signing import queries as signatures
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from signing.operations import requesting


@transaction.atomic
def request_leader_signature(
    *, letter: OutgoingLetter, sha256: str, by: Actor, at: datetime
) -> SigningRequest:
    """Ask for the signer's signature on the approved file; the PIN comes next. Asking again gives the same request.

    Refuses everybody but the signer in person, a mandate that changed, and other bytes than those approved.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_sign(by, letter, at).enforce()
    if letter.prepared_file is None or sha256 != letter.approved_sha256:
        raise errors.ApprovedFileIsAnother
    request = requesting.request_signature(
        by=by,
        at=at,
        file=letter.prepared_file,
        role=SigningRole.LEADER,
        origin=origin_of(letter),
        expected_sha256=letter.approved_sha256,
    )
    if letter.status == LetterStatus.SIGNATURE:
        lifecycle.advance(letter, LetterStatus.SIGNING)
        facts = {"request": request.pk, "sha256": sha256}
        closing.close(letter=letter, act="signature_requested", by=by, at=at, facts=facts)
    return request


@transaction.atomic
def approve_and_request(*, letter: OutgoingLetter, sha256: str, by: Actor, at: datetime) -> SigningRequest:
    """Approve and ask for one's own signature: one act, two events (design D9)."""
    policies.may_approve_and_sign(by, locking.locked_letter(letter, by), at).enforce()
    approved = endorsing.approve(letter=letter, sha256=sha256, by=by, at=at)
    return request_leader_signature(letter=approved, sha256=sha256, by=by, at=at)


@transaction.atomic
def leader_signed(
    *, letter: OutgoingLetter, file: StoredFile, by: Actor, at: datetime, signed_at: datetime | None = None
) -> OutgoingLetter:
    """Take over the signed file; the second signatory is next, or the registry. The same file again changes nothing.

    ``signed_at`` is the moment of the signature itself when it lies before ``at``. Refuses a file that is not the
    result of the letter's own request.
    """
    letter = locking.locked_letter(letter, by)
    if letter.signed_file_id == file.pk and letter.status != LetterStatus.SIGNING:
        return letter
    check_result(letter, SigningRole.LEADER, file)
    row = queries.cosignature_of(letter)
    lifecycle.advance(letter, LetterStatus.COSIGNATURE if row is not None else LetterStatus.SIGNED)
    letter.signed_file, letter.signed_at = file, signed_at or at
    if row is not None:
        row.state = CosigningState.TO_SIGN
        row.save(update_fields=["state"])
        if row.is_joint:
            joint_asking.carry(row, at=at)
    participating.admit(letter, PartRole.REGISTRY, Duty.REGISTRY_CLERK, at=at)
    facts = {"file": file.pk, "sha256": file.sha256}
    return closing.close(letter=letter, act="leader_signed", by=by, at=at, facts=facts)


@transaction.atomic
def signature_failed(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Put the letter back before its signature, for the signer to try again. ``reason`` is a code or a sentence."""
    letter = locking.locked_letter(letter, by)
    if letter.status == LetterStatus.SIGNATURE:
        return letter
    lifecycle.advance(letter, LetterStatus.SIGNATURE)
    return closing.close(letter=letter, act="signature_failed", by=by, at=at, detail={"reason": reason})


def origin_of(letter: OutgoingLetter) -> requesting.Origin:
    """Give how signing names the letter."""
    return requesting.Origin(closing.KIND, str(letter.pk))


def request_of(letter: OutgoingLetter, role: SigningRole) -> SigningRequest | None:
    """Give the latest request for a signature on the letter, or None."""
    return signatures.request_for(letter.organisation, closing.KIND, str(letter.pk), role)


def check_result(letter: OutgoingLetter, role: SigningRole, file: StoredFile) -> None:
    """Refuse a file that the letter's own request did not give."""
    request = request_of(letter, role)
    if request is None or request.result_id != file.pk:
        raise errors.FileIsOfAnother


def let_go_of_request(*, letter: OutgoingLetter, role: SigningRole, by: Actor, at: datetime) -> None:
    """End a request that still waits for its PIN, because the letter goes another way. Part of other acts."""
    request = request_of(letter, role)
    if request is not None and request.state == RequestState.PREPARED:
        requesting.withdraw(by=by, at=at, request=request)
