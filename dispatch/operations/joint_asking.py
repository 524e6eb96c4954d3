"""Issue a letter together with another organisation of this installation: the lead's side.

What the partner has to read is carried there by a job (``joint_carrying``); its answers come back in its own acts.
Whoever touches both sides locks the lead's letter first, then the lead's row, then the partner's (design D16).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, policies, queries
from dispatch.enums import COSIGNED_OVER, CosigningState
from dispatch.models import CoSignature, JointRequest, OutgoingLetter
from dispatch.operations import beside, closing, drafting, locking
from files.models import StoredFile
from jobs.enums import Queue
from jobs.operations.queueing import enqueue
from lib.calendar import local_day
from lib.database import locked
from organisation import queries as office
from organisation.models import Organisation
from organisation.models.actor import Actor
from signing.enums import RequestState, SigningRole
from signing.models import CLOSED
from signing.operations import requesting

CARRY = "dispatch.carry_joint"


@transaction.atomic
def ask(*, letter: OutgoingLetter, partner: Organisation, by: Actor, at: datetime) -> CoSignature:
    """Ask ``partner`` to issue the draft together with this organisation, which leads: number and series are its.

    The partner gets the page as it is now and says who signs there; until then the draft does not leave its drafter.
    Refuses an organisation outside this installation or oneself, a second partner, minutes and contracts.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_ask_partner(by, letter).enforce()
    neighbours = office.neighbours_of(letter.organisation, local_day(at))
    period = neighbours.filter(organisation=partner).first()
    if period is None:
        raise errors.PartnerIsUnknown
    letter = drafting.with_typed(letter, by, at)
    if not letter.subject:
        raise errors.SubjectIsMissing
    if queries.cosignature_of(letter) is not None or letter.draft.second_post_id is not None:
        raise errors.OneSecondSignatory
    letter.cosigned = True
    row = CoSignature.objects.create(
        organisation=letter.organisation,
        letter=letter,
        partner=partner.code,
        partner_name=period.name[:300],
        words={
            "issuer": period.name,
            "issuer_name": period.written_name or period.name,
            "symbol": period.symbol,
            "superior": period.superior,
        },
        asked_by=by.acting_post,
        asked_at=at,
    )
    _note(row, "partner_asked", by=by, at=at)
    page_changed(letter)
    carry(row, at=at)
    return row


@transaction.atomic
def take_back(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> CoSignature:
    """Let go of the partner while the letter is a draft, with a reason the partner reads."""
    letter = locking.locked_letter(letter, by)
    policies.may_edit(by, letter).enforce()
    row = locked_joint(letter)
    if row is None:
        raise errors.NoPartnerIsAsked
    reason = closing.reason_given(reason)
    end(row, CosigningState.WITHDRAWN, reason, at=at)
    row.letter = letter
    _note(row, "partner_let_go", by=by, at=at, reason=reason)
    page_changed(letter)
    return row


def sealed_by_lead(
    *, letter: OutgoingLetter, row: CoSignature, file: StoredFile, by: Actor, at: datetime
) -> None:
    """Let the partner seal what the lead numbered and sealed. Part of taking over the lead's seal; both are locked."""
    row.state, row.sealed_file = CosigningState.TO_SEAL, file
    row.save(update_fields=["state", "sealed_file"])
    carry(row, at=at)
    facts = {"file": file.pk, "sha256": file.sha256, "cosignature": row.pk}
    detail = {"name": row.partner_name, "reference_code": letter.reference_code}
    closing.close(letter=letter, act="sealed_by_lead", by=by, at=at, facts=facts, detail=detail)


def unseal(row: CoSignature, *, at: datetime) -> None:
    """Take the file with the lead's seal back from the partner, because its number is voided. Part of voiding it.

    Refuses (PartnerIsSigning) while the partner's seal is being set.
    """
    row.state, row.sealed_file = CosigningState.SIGNED, None
    row.save(update_fields=["state", "sealed_file"])
    theirs = locked_theirs(row)
    if theirs is None or theirs.state != CosigningState.TO_SEAL:
        return
    _stop_signature(row, theirs, SigningRole.PARTNER, at)
    theirs.state, theirs.reference_code = CosigningState.SIGNED, ""
    save_theirs(theirs=theirs, name="unsealed", by=_machine(theirs), at=at)


def end(row: CoSignature, state: CosigningState, reason: str, *, at: datetime) -> None:
    """Let a partner be one no longer, on both sides; ``row`` and its letter are locked. Part of the acts that do.

    Refuses (PartnerIsSigning) while the partner signs or seals, or its signature is on its way here.
    """
    theirs = locked_theirs(row)
    if theirs is not None and theirs.state not in COSIGNED_OVER:
        end_theirs(row=row, theirs=theirs, state=state, reason=reason, by=_machine(theirs), at=at)
    beside.end(row, state, reason, at)


def end_theirs(
    *, row: CoSignature, theirs: JointRequest, state: CosigningState, reason: str, by: Actor, at: datetime
) -> None:
    """Let the locked question of the partner be over, refused or taken back; a request for a PIN ends with it.

    Refuses (PartnerIsSigning) once the PIN was given.
    """
    for role in (SigningRole.SECOND, SigningRole.PARTNER):
        if theirs.state in (CosigningState.TO_SIGN, CosigningState.TO_SEAL):
            _stop_signature(row, theirs, role, at)
    theirs.state, theirs.over_at, theirs.reason = state, at, reason[:2000]
    refused = state is CosigningState.REFUSED
    save_theirs(theirs=theirs, name="refused" if refused else "taken_back", by=by, at=at, reason=reason)


def carry(row: CoSignature, *, at: datetime) -> None:
    """Queue bringing the partner what it has to read now. Part of the acts that ask it."""
    enqueue(
        CARRY,
        key=f"{row.pk}/{row.state}/{int(at.timestamp() * 1000)}",
        organisation_key=row.organisation_id,
        payload={"cosignature": row.pk, "state": str(row.state)},
        queue=Queue.INTERACTIVE,
        at=at,
    )


def locked_joint(letter: OutgoingLetter) -> CoSignature | None:
    """Give the partner of the locked ``letter``, locked; None when it is not a joint one."""
    row = queries.cosignature_of(letter)
    return locked(CoSignature, row.pk) if row is not None and row.is_joint else None


def locked_theirs(row: CoSignature) -> JointRequest | None:
    """Give the partner's row of a co-signature, locked; None while nothing was carried there."""
    rows = JointRequest.objects.select_for_update(of=("self",)).filter(origin_cosignature=row.pk)
    return rows.select_related("organisation").first()


def save_theirs(
    *,
    theirs: JointRequest,
    name: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    facts: dict[str, object] | None = None,
) -> JointRequest:
    """Save the partner's row and write the event ``joint.<name>`` on its side."""
    theirs.updated_at = at
    theirs.save()
    recording.record(
        f"joint.{name}",
        subject=Subject(queries.JOINT, str(theirs.pk)),
        by=by,
        at=at,
        facts={"state": str(theirs.state), "file": theirs.file_id, **(facts or {})},
        detail={"sender": theirs.sender, "subject": theirs.subject, "reason": reason},
    )
    return theirs


def _stop_signature(row: CoSignature, theirs: JointRequest, role: SigningRole, at: datetime) -> None:
    request = queries.joint_signature_of(theirs, role)
    if request is None or request.state in CLOSED or request.file_id != theirs.file_id:
        return
    if request.state != RequestState.PREPARED:
        raise errors.PartnerIsSigning(name=row.partner_name)
    requesting.withdraw(by=_machine(theirs), at=at, request=request)


def _machine(theirs: JointRequest) -> Actor:
    return Actor.system(theirs.organisation, CARRY)


def page_changed(letter: OutgoingLetter) -> None:
    """Forget previews drawn with other issuers: they are kept by the content alone."""
    letter.renderings.all().delete()


def _note(row: CoSignature, name: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    closing.close(
        letter=row.letter,
        act=name,
        by=by,
        at=at,
        facts={"cosignature": row.pk, "partner": row.partner},
        detail={"name": row.partner_name, "reason": reason},
    )
