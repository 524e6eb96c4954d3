"""The job ``dispatch.carry_joint``: bring the partner the draft, then the bytes to sign, then those to seal.

Slow work stands outside any transaction; the partner's row and the job's end stand or fall together, so a worker that
dies in between does it once. What was taken back meanwhile is not carried.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dispatch import queries
from dispatch.enums import CosigningState
from dispatch.models import CoSignature, JointRequest, OutgoingLetter
from dispatch.operations import closing, joint_asking, previewing
from files import queries as files
from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from files.operations.storing import Deposit
from files.rendering import RenderingError
from jobs.models import Job
from jobs.operations.leasing import finishing
from lib.calendar import local_day
from lib.database import locked
from lib.refusal import Refusal
from lib.text import single_line
from organisation import queries as office
from organisation.models import Organisation
from organisation.models.actor import Actor
from signing.operations import judging

Clock = Callable[[], datetime]
CARRY = joint_asking.CARRY
_EVENT = {CosigningState.TO_SIGN: "to_sign", CosigningState.TO_SEAL: "to_seal"}
_BEFORE = {CosigningState.TO_SIGN: CosigningState.AGREED, CosigningState.TO_SEAL: CosigningState.SIGNED}


def run(job: Job, *, clock: Clock = timezone.now) -> None:
    """Do the job: lay before the partner what it has to read at the state the job was queued for.

    A draft that cannot be drawn takes the question back, with the sentence why in the letter's history.
    """
    row = queries.cosignature_by_key(job.payload["cosignature"])
    state = CosigningState(job.payload["state"])
    partner = office.organisation_by_code(row.partner)
    try:
        laid, why = (_lay(row, state, partner, clock()) if row.state == state else None), ""
    except (Refusal, RenderingError) as error:
        laid, why = None, str(error)
    at = clock()
    with transaction.atomic():
        letter = locked(OutgoingLetter, row.letter_id)
        fresh = locked(CoSignature, row.pk)
        if fresh.state == state and laid is not None:
            _lay_before(fresh, letter, state, laid, partner, at=at)
        elif fresh.state == state and why:
            _could_not_draw(fresh, letter, why, at=at)
        with finishing(job, at=at):
            pass


def _lay(row: CoSignature, state: CosigningState, partner: Organisation, at: datetime) -> Deposit:
    letter = row.letter
    if state == CosigningState.ASKED:
        content, name = previewing.draw(letter, letter.draft, at).pdf, f"draft-{letter.pk}.pdf"
    else:
        file = letter.signed_file if state == CosigningState.TO_SIGN else row.sealed_file
        assert file is not None  # noqa: S101 -- what is to be signed or sealed has one, by constraint
        content, name = files.content_of(file), f"letter-{letter.pk}.signed.pdf"
    return storing.deposit(organisation_key=partner.pk, content=content, name=name)


def _lay_before(
    row: CoSignature,
    letter: OutgoingLetter,
    state: CosigningState,
    laid: Deposit,
    partner: Organisation,
    *,
    at: datetime,
) -> None:
    by, theirs = Actor.system(partner, CARRY), joint_asking.locked_theirs(row)
    if state == CosigningState.ASKED:
        if theirs is None:
            file = storing.keep(by=by, at=at, deposited=laid, role=FileRole.ORIGINAL)
            joint_asking.save_theirs(
                theirs=_question(row, letter, partner, file, at), name="asked", by=by, at=at
            )
        return
    if theirs is None or theirs.state != _BEFORE[state]:
        return
    file = storing.keep(by=by, at=at, deposited=laid, role=FileRole.ORIGINAL)
    theirs.state, theirs.file = state, file
    theirs.subject, theirs.reference_code = letter.subject, letter.reference_code
    theirs.lead_signer = str(letter.printed.get("signer", ""))
    joint_asking.save_theirs(theirs=theirs, name=_EVENT[state], by=by, at=at, facts={"sha256": file.sha256})
    judging.ask_for_verdict(by=by, at=at, file=file)


def _question(
    row: CoSignature, letter: OutgoingLetter, partner: Organisation, file: StoredFile, at: datetime
) -> JointRequest:
    own = office.period_on(letter.organisation, local_day(at))
    return JointRequest(
        organisation=partner,
        origin_organisation=letter.organisation.code,
        origin_cosignature=row.pk,
        sender=single_line(own.name)[:300],
        kind=letter.kind,
        kind_name=letter.kind_data.name,
        subject=letter.subject,
        lead_signer=letter.signer_post.person.full_name if letter.signer_post else "",
        file=file,
        asked_at=at,
        updated_at=at,
    )


def _could_not_draw(row: CoSignature, letter: OutgoingLetter, why: str, *, at: datetime) -> None:
    joint_asking.end(row, CosigningState.WITHDRAWN, why, at=at)
    by = Actor.system(letter.organisation, CARRY)
    detail = {"name": row.partner_name, "reason": why}
    facts = {"cosignature": row.pk, "partner": row.partner}
    closing.close(letter=letter, act="partner_let_go", by=by, at=at, facts=facts, detail=detail)


HANDLERS = {CARRY: run}
