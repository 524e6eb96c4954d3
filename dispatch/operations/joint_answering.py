"""Another organisation asks to issue a letter together: the partner's answers, and how they change the lead's letter.

Both sides change in one transaction, with an event on each: the lead's letter is locked first, then its row, then ours.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from audit.models import Subject
from dispatch import errors, policies, queries
from dispatch.enums import CosigningState, LetterStatus
from dispatch.models import CoSignature, JointRequest, OutgoingLetter
from dispatch.operations import closing, cosigning, issuing, joint_asking, pages
from files.models import StoredFile
from lib.calendar import local_day
from lib.database import locked
from notices.operations import notifying
from organisation.models import Post
from organisation.models.actor import Actor
from signing.enums import SigningRole
from signing.models import SigningRequest
from signing.operations import requesting

ANSWER = "dispatch.joint_answer"


def lock_both(request: JointRequest) -> tuple[OutgoingLetter, CoSignature, JointRequest]:
    """Lock the lead's letter and row, then the partner's row, whoever of the two acts."""
    origin = CoSignature.objects.get(pk=request.origin_cosignature)
    letter = locked(OutgoingLetter.objects.select_related("organisation", "drafter"), origin.letter_id)
    row = locked(CoSignature, origin.pk)
    return letter, row, locked(JointRequest.objects.select_related("organisation", "mandate"), request.pk)


@transaction.atomic
def name_signer(*, request: JointRequest, post: Post, by: Actor, at: datetime) -> JointRequest:
    """Say who signs for this organisation, by the mandate of that post; the lead's page bears the words of it.

    Refuses a post without a mandate for letters of the kind (Decree 30/2020 Art. 13), and a question that is over.
    """
    letter, row, theirs = lock_both(request)
    policies.may_name_joint_signer(by, theirs).enforce()
    if row.state != CosigningState.ASKED:
        raise errors.JointIsOver(state=CosigningState(row.state).label)
    day = local_day(at)
    chosen = pages.post_of(theirs.organisation, post.pk, day)
    mandate = pages.mandate_for(chosen, day, theirs.kind) if chosen is not None else None
    if chosen is None or mandate is None:
        raise errors.SignerHasNoMandate(name=post.person.full_name)
    *before, title = mandate.authority_lines or [chosen.title.upper()]
    words: dict[str, Any] = {"signer": chosen.person.full_name, "title": title, "authority_lines": before}
    theirs.signer_post, theirs.mandate, theirs.words = chosen, mandate, words
    theirs.state, theirs.answered_by = CosigningState.AGREED, by.post
    joint_asking.save_theirs(
        theirs=theirs, name="agreed", by=by, at=at, facts={"signer": chosen.pk, "mandate": mandate.pk}
    )
    row.state, row.words = CosigningState.AGREED, {**row.words, **words}
    row.save(update_fields=["state", "words"])
    joint_asking.page_changed(letter)
    _note(letter, row, "partner_agreed", at=at, signer=words["signer"])
    _tell_drafter(letter, row, "joint.agreed", at=at)
    return theirs


@transaction.atomic
def refuse(*, request: JointRequest, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Decline to issue the letter together, with a reason the lead reads; give the lead's letter.

    Instead of signing, it makes the lead's letter a draft again, whose signature counts no more. Refuses whoever does
    not answer for the organisation, an empty reason, and (JointIsOver) a question taken back or answered.
    """
    letter, row, theirs = lock_both(request)
    policies.may_refuse_joint(by, theirs).enforce()
    reason = closing.reason_given(reason)
    signing = theirs.state == CosigningState.TO_SIGN
    if signing != (letter.status == LetterStatus.COSIGNATURE):
        raise errors.JointIsOver(state=CosigningState(row.state).label)
    theirs.answered_by = by.post
    joint_asking.end_theirs(row=row, theirs=theirs, state=CosigningState.REFUSED, reason=reason, by=by, at=at)
    if signing:
        machine = Actor.system(letter.organisation, ANSWER)
        cosigning.go_back(letter=letter, state=CosigningState.REFUSED, reason=reason, by=machine, at=at)
    else:
        joint_asking.end(row, CosigningState.REFUSED, reason, at=at)
    joint_asking.page_changed(letter)
    _note(letter, row, "partner_refused", at=at, reason=f"{row.partner_name}: {reason}")
    if not signing:
        _tell_drafter(letter, row, "joint.refused", at=at, reason=reason)
    return letter


@transaction.atomic
def request_signature(*, request: JointRequest, sha256: str, by: Actor, at: datetime) -> SigningRequest:
    """Ask for the second signature on the lead's very bytes; the PIN comes next. Asking again gives the same request.

    Refuses everybody but the signer the page names, in person, a mandate that changed, and other bytes.
    """
    letter, row, theirs = lock_both(request)
    policies.may_sign_joint(by, theirs, at).enforce()
    if letter.status != LetterStatus.COSIGNATURE or row.state != CosigningState.TO_SIGN:
        raise errors.JointIsOver(state=CosigningState(row.state).label)
    return _request(theirs, SigningRole.SECOND, sha256, by=by, at=at)


@transaction.atomic
def request_seal(*, request: JointRequest, sha256: str, by: Actor, at: datetime) -> SigningRequest:
    """Ask for this organisation's seal on what the lead numbered and sealed; refuses everybody but the registry.

    A colleague takes over a request that still waits for its PIN.
    """
    _letter, row, theirs = lock_both(request)
    policies.may_seal_joint(by, theirs).enforce()
    if row.state != CosigningState.TO_SEAL:
        raise errors.JointIsOver(state=CosigningState(row.state).label)
    standing = queries.joint_signature_of(theirs, SigningRole.PARTNER)
    if standing is not None and standing.state == "prepared" and standing.person != by.person:
        requesting.withdraw(by=by, at=at, request=standing)
    return _request(theirs, SigningRole.PARTNER, sha256, by=by, at=at)


def signed(
    *, request: SigningRequest, letter: OutgoingLetter, file: StoredFile, by: Actor, at: datetime
) -> OutgoingLetter:
    """Let both sides bear the partner's signature; ``file`` are its bytes at the lead. Part of the job that does it.

    ``by`` is the lead's machine. Refuses a letter that no longer waits for it.
    """
    theirs = queries.joint_request_of(request.organisation, int(request.origin_key))
    letter, row, theirs = lock_both(theirs)
    if row.state != CosigningState.TO_SIGN or letter.status != LetterStatus.COSIGNATURE:
        raise errors.JointIsOver(state=CosigningState(row.state).label)
    moment = request.signed_at or at
    assert request.result is not None  # noqa: S101 -- a completed request has one, by constraint
    theirs.state, theirs.signed_at, theirs.file = CosigningState.SIGNED, moment, request.result
    machine = Actor.system(theirs.organisation, ANSWER)
    joint_asking.save_theirs(
        theirs=theirs, name="signed", by=machine, at=at, facts={"sha256": request.result.sha256}
    )
    return cosigning.take_over(letter=letter, row=row, file=file, signed_at=moment, by=by, at=at)


def sealed(
    *, request: SigningRequest, letter: OutgoingLetter, file: StoredFile, by: Actor, at: datetime
) -> OutgoingLetter:
    """Let both sides bear the partner's seal: the letter is issued. Part of the job that brings the bytes.

    ``by`` is the lead's machine. Refuses a letter that no longer waits for it, and what our verdict does not accept.
    """
    asked = queries.joint_request_of(request.organisation, int(request.origin_key))
    letter, named = issuing.locked_for_issue(letter, by)
    _letter, row, theirs = lock_both(asked)
    if row.state != CosigningState.TO_SEAL or letter.status != LetterStatus.NUMBERED:
        raise errors.JointIsOver(state=CosigningState(row.state).label)
    assert request.result is not None  # noqa: S101 -- a completed request has one, by constraint
    theirs.state, theirs.sealed_at, theirs.file = CosigningState.SEALED, at, request.result
    machine = Actor.system(theirs.organisation, ANSWER)
    joint_asking.save_theirs(
        theirs=theirs, name="sealed", by=machine, at=at, facts={"sha256": request.result.sha256}
    )
    row.state, row.sealed_at = CosigningState.SEALED, at
    row.save(update_fields=["state", "sealed_at"])
    return issuing.issue(letter=letter, file=file, named=named, by=by, at=at)


def _request(
    theirs: JointRequest, role: SigningRole, sha256: str, *, by: Actor, at: datetime
) -> SigningRequest:
    if sha256 != theirs.file.sha256:
        raise errors.ApprovedFileIsAnother
    return requesting.request_signature(
        by=by,
        at=at,
        file=theirs.file,
        role=role,
        origin=requesting.Origin(queries.JOINT, str(theirs.pk)),
        expected_sha256=sha256,
    )


def _note(
    letter: OutgoingLetter, row: CoSignature, act: str, *, at: datetime, reason: str = "", signer: str = ""
) -> None:
    closing.close(
        letter=letter,
        act=act,
        by=Actor.system(letter.organisation, ANSWER),
        at=at,
        facts={"cosignature": row.pk, "partner": row.partner},
        detail={"name": row.partner_name, "reason": reason, "signer": signer},
    )


def _tell_drafter(
    letter: OutgoingLetter, row: CoSignature, kind: str, *, at: datetime, reason: str = ""
) -> None:
    notifying.tell(
        people=[letter.drafter],
        kind=kind,
        subject=Subject(closing.KIND, str(letter.pk)),
        facts={"name": row.partner_name, "reason": reason[:300], "by": row.signer_name},
        at=at,
    )
