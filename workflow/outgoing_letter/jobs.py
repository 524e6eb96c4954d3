"""What machines do for an outgoing letter: lay it out, and go on when a signature or seal has come.

Every handler is the same shape: the slow part outside any transaction, then one transaction that locks the
process, calls the operation, leaves the node and fences the job last, in the lock order of the house. Handlers
are an edge of the house and read the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from dispatch import queries as letters
from dispatch.enums import LetterStatus
from dispatch.models import OutgoingLetter
from dispatch.operations import cosigning, issuing, preparing, signing_off
from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from files.rendering import RenderingError
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations import queueing
from jobs.operations.leasing import finishing
from lib.refusal import Refusal
from organisation.models.actor import Actor
from signing import queries as signatures
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from signing.operations.preparing import prepare_file
from workflow import errors
from workflow.acting import completing, wait_of, waiting_letter
from workflow.enums import Outcome
from workflow.outgoing_letter import following, telling
from workflow.outgoing_letter.flow import OutgoingLetterProcedure
from workflow.outgoing_letter.position import ended_at
from workflow.passage import Passage

Clock = Callable[[], datetime]
PREPARE = "workflow.prepare_letter"
SIGNATURE_CAME = "workflow.signature_came"
WAITING_NODE = {
    SigningRole.LEADER: "await_signature",
    SigningRole.SECOND: "await_cosignature",
    SigningRole.SEAL: "await_seal",
}


class LetterSignatures:
    """Told by ``signing`` that a signature asked for a letter has ended (port RequestOrigin, kind "letter").

    Called with the request locked, so it only queues work of its own: process and letter come before a request.
    """

    def completed(self, request: SigningRequest, file: StoredFile, *, at: datetime) -> None:
        """Queue the step on: the signed file is there."""
        _queue(request, at)

    def failed(self, request: SigningRequest, *, at: datetime) -> None:
        """Queue the step back: there will be no signed file."""
        _queue(request, at)


def prepare(job: Job, *, clock: Clock = timezone.now) -> None:
    """Lay the letter out, add the fields for signature, seal, number and day, and bring it to the signer.

    A letter that cannot be laid out goes back to its draft with the sentence why; anything else is a bug and is
    retried. A letter withdrawn meanwhile is left alone.
    """
    letter = waiting_letter(job.key)
    if letter is None:
        return
    by = Actor.system(letter.organisation, PREPARE)
    try:
        file, why = _lay_out(letter, by, clock()), ""
    except (Refusal, RenderingError) as error:
        file, why = None, str(error if isinstance(error, Refusal) else errors.CannotBeDrawn())
    at = clock()
    with completing(job.key, by=by, at=at) as step:
        if step is not None and file is not None:
            step.letter = preparing.prepared(letter=step.letter, file=file, at=at, by=by)
        elif step is not None:
            step.letter = preparing.could_not_prepare(letter=step.letter, reason=why, by=by, at=at)
            step.outcome = Outcome.FAILED
        with finishing(job, at=at):
            pass


def signature_came(job: Job, *, clock: Clock = timezone.now) -> None:
    """Go on after a signature or a seal has come, or back to ask for it again.

    A wait that is over is left alone, and so is one for a later request: late news must not end it.
    """
    at = clock()
    letter = OutgoingLetterProcedure.letters().get(pk=job.payload["letter"])
    request = signatures.request_of(letter.organisation, job.payload["request"])
    node = WAITING_NODE[SigningRole(request.role)]
    wait = wait_of(letter.pk, procedure=OutgoingLetterProcedure, node=node)
    latest = signing_off.request_of(letter, SigningRole(request.role))  # read after the wait, which it began
    if wait is None or latest is None or latest.pk != request.pk:
        return
    by = Actor.system(letter.organisation, SIGNATURE_CAME)
    with completing(wait, by=by, at=at) as step:
        if step is not None:
            _settle(step, request, by, at)
        with finishing(job, at=at):
            pass


HANDLERS = {PREPARE: prepare, SIGNATURE_CAME: signature_came}


def _queue(request: SigningRequest, at: datetime) -> None:
    queueing.enqueue(
        SIGNATURE_CAME,
        key=str(request.pk),
        organisation_key=request.organisation_id,
        payload={"request": request.pk, "letter": int(request.origin_key)},
        queue=Queue.INTERACTIVE,
        at=at,
    )


def _lay_out(letter: OutgoingLetter, by: Actor, at: datetime) -> StoredFile:
    rendered = preparing.render_letter(letter, at)
    name = f"letter-{letter.pk}.pdf"
    laid_out = storing.store(by=by, at=at, content=rendered.pdf, name=name, role=FileRole.DRAFT_RENDERING)
    return prepare_file(by=by, at=at, file=laid_out, slots=rendered.slots)


def is_joint(letter: OutgoingLetter) -> bool:
    """Say whether another organisation signs and seals the letter as well."""
    row = letters.cosignature_of(letter)
    return row is not None and row.is_joint


def _settle(step: Passage, request: SigningRequest, by: Actor, at: datetime) -> None:
    """Call the operation that the end of the request means for the letter, and choose the way on."""
    leader, file = request.role == SigningRole.LEADER, request.result
    if request.state != RequestState.COMPLETED or file is None:
        step.outcome = Outcome.FAILED
        if leader:
            reason = str(request.get_reason_display())
            step.letter = signing_off.signature_failed(letter=step.letter, reason=reason, by=by, at=at)
        else:
            step.at = ended_at(
                request
            )  # no event of the letter tells it, so the step is dated by the request's
    elif leader:
        step.letter = signing_off.leader_signed(
            letter=step.letter, file=file, signed_at=request.signed_at, at=at, by=by
        )
        if step.letter.status == LetterStatus.COSIGNATURE:
            step.outcome = Outcome.PARTNER if is_joint(step.letter) else Outcome.BESIDE
    elif request.role == SigningRole.SECOND:
        step.letter = cosigning.second_signed(
            letter=step.letter, file=file, signed_at=request.signed_at, at=at, by=by
        )
    elif is_joint(step.letter):
        step.letter = issuing.sealed_by_lead(letter=step.letter, file=file, at=at, by=by)
        step.outcome = Outcome.PARTNER
    else:
        step.letter = issuing.sealed(letter=step.letter, file=file, at=at, by=by)
        following.follow(step.letter, at=at)
        telling.issued(step.letter, sealed_by=request.person, at=at)
