"""Joint letters as steps: the partner's acts, and what they do to the lead's letter and its procedure.

The partner has no procedure of its own: what it is asked is a row, and each answer moves the lead's letter in the same
transaction. Its signature and seal come as bytes, so a job judges them, copies them and goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dispatch import queries as letters
from dispatch.enums import CosigningState, LetterStatus
from dispatch.models import CoSignature, JointRequest, OutgoingLetter
from dispatch.operations import joint_answering
from files import queries as files
from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from jobs.enums import Queue
from jobs.errors import RetryLater
from jobs.models import Job
from jobs.operations import queueing
from jobs.operations.leasing import finishing
from organisation import queries as office
from organisation.models.actor import Actor
from signing import queries as signatures
from signing.enums import FIELD_OF, Level, SigningRole, VerdictStatus
from signing.judging.results import Expected, Verdict
from signing.models import SigningRequest
from signing.operations import authorising, judging
from workflow.acting import completing, interrupting, wait_of
from workflow.enums import Outcome
from workflow.outgoing_letter import following, telling
from workflow.outgoing_letter.flow import OutgoingLetterProcedure

Clock = Callable[[], datetime]
CAME = "workflow.joint_signature_came"
WAITING_NODE = {SigningRole.SECOND: "await_partner", SigningRole.PARTNER: "await_partner_seal"}
_FIELDS = tuple(FIELD_OF[role] for role in SigningRole if role is not SigningRole.TEXT)
_EXPECTED = {
    SigningRole.SECOND: (_FIELDS[:2], Level.B_LT),
    SigningRole.PARTNER: (_FIELDS, Level.B_LTA),
}
_LATER = 20


class NotTheLeadsBytes(Exception):
    """A bug, or a hand in the store: what came back is not the lead's file with one more signature that holds."""


class JointSignatures:
    """Told by ``signing`` that a signature or seal asked for a joint letter has ended (port RequestOrigin)."""

    def completed(self, request: SigningRequest, file: StoredFile, *, at: datetime) -> None:
        """Queue bringing the signed bytes to the lead."""
        queueing.enqueue(
            CAME,
            key=str(request.pk),
            organisation_key=request.organisation_id,
            payload={"request": request.pk},
            queue=Queue.INTERACTIVE,
            at=at,
        )

    def failed(self, request: SigningRequest, *, at: datetime) -> None:
        """Nothing follows: the partner's page says so and offers to ask again."""


@transaction.atomic
def refuse(*, request: JointRequest, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Decline to issue the letter together; instead of signing, the lead's letter goes back to its drafter."""
    row = letters.cosignature_by_key(request.origin_cosignature)
    if row.letter.status != LetterStatus.COSIGNATURE:
        return joint_answering.refuse(request=request, reason=reason, by=by, at=at)
    machine = Actor.system(row.letter.organisation, joint_answering.ANSWER)
    moved = interrupting(
        row.letter, procedure=OutgoingLetterProcedure, by=machine, at=at, outcome=Outcome.REFUSED
    )
    with moved as step:
        step.letter = joint_answering.refuse(request=request, reason=reason, by=by, at=at)
    return step.letter  # type: ignore[no-any-return]


@transaction.atomic
def sign(*, request: JointRequest, sha256: str, pin: str, by: Actor, at: datetime) -> SigningRequest:
    """Sign for the partner what the lead's leader signed; given again, the PIN that was lost."""
    asked = joint_answering.request_signature(request=request, sha256=sha256, by=by, at=at)
    return authorising.hand_over(by=by, at=at, request=asked, pin=pin)


@transaction.atomic
def seal(*, request: JointRequest, sha256: str, pin: str, by: Actor, at: datetime) -> SigningRequest:
    """Set the partner's seal on what the lead numbered and sealed; given again, the PIN that was lost."""
    asked = joint_answering.request_seal(request=request, sha256=sha256, by=by, at=at)
    return authorising.hand_over(by=by, at=at, request=asked, pin=pin)


def signature_came(job: Job, *, clock: Clock = timezone.now) -> None:
    """Bring the partner's signature or seal to the lead: judge the bytes, copy them, let the letter go on.

    Done twice it is done once. A letter taken back meanwhile is left alone: the signature stays with the partner.
    """
    partner = office.organisation_of(job.organisation_key)
    request = signatures.request_of(partner, job.payload["request"])
    theirs = letters.joint_request_of(request.organisation, int(request.origin_key))
    row = letters.cosignature_by_key(theirs.origin_cosignature)
    role = SigningRole(request.role)
    wait = wait_of(row.letter_id, procedure=OutgoingLetterProcedure, node=WAITING_NODE[role])
    if wait is None or request.result is None:
        _close(job, clock())
        return
    content, verdict = _judged(row, request, role, clock())
    lead = row.letter.organisation
    laid = storing.deposit(organisation_key=lead.pk, content=content, name=request.result.name)
    by, at = Actor.system(lead, CAME), clock()
    with completing(wait, by=by, at=at) as step:
        if step is not None and _still_waits(row, role):
            file_role = FileRole.SIGNED if role is SigningRole.SECOND else FileRole.ISSUED
            file = storing.keep(by=by, at=at, deposited=laid, role=file_role)
            judging.keep(by=by, at=at, file=file, verdict=verdict)
            act = joint_answering.signed if role is SigningRole.SECOND else joint_answering.sealed
            step.letter = act(request=request, letter=step.letter, file=file, by=by, at=at)
            if role is SigningRole.PARTNER:
                following.follow(step.letter, at=at)
                telling.issued(step.letter, sealed_by=None, at=at)
        with finishing(job, at=at):
            pass


HANDLERS = {CAME: signature_came}


def _judged(
    row: CoSignature, request: SigningRequest, role: SigningRole, at: datetime
) -> tuple[bytes, Verdict]:
    """Give the partner's bytes and the lead's own verdict on them: its file, untouched, with one more that holds."""
    before = row.letter.signed_file if role is SigningRole.SECOND else row.sealed_file
    if before is None or request.result is None:
        raise NotTheLeadsBytes
    content = files.content_of(request.result)
    fields, level = _EXPECTED[role]
    expected = Expected(
        fields=fields, certificates={FIELD_OF[role]: request.certificate.fingerprint}, level=level
    )
    verdict = judge(content, at, expected)
    if verdict.status is VerdictStatus.INDETERMINATE:
        raise RetryLater(seconds=_LATER, reason="the verdict cannot be determined yet")
    if verdict.status is not VerdictStatus.ACCEPT or not content.startswith(files.content_of(before)):
        raise NotTheLeadsBytes
    return content, verdict


def judge(content: bytes, at: datetime, expected: Expected) -> Verdict:
    """Judge bytes our own signer made, against what they must carry."""
    from signing.judging import verdict  # noqa: PLC0415 -- slow import

    return verdict.judge(content, signatures.trust_roots(), at=at, expected=expected)


def _still_waits(row: CoSignature, role: SigningRole) -> bool:
    wanted = CosigningState.TO_SIGN if role is SigningRole.SECOND else CosigningState.TO_SEAL
    return letters.cosignature_by_key(row.pk).state == wanted


def _close(job: Job, at: datetime) -> None:
    with transaction.atomic(), finishing(job, at=at):
        pass
