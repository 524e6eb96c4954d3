"""Joint letters: may this person ask another organisation, or answer one?"""

from __future__ import annotations

from datetime import datetime

from dispatch import errors
from dispatch.enums import CosigningState, Medium
from dispatch.models import JointRequest, OutgoingLetter
from dispatch.models.shapes import shape_of
from dispatch.policies import letters, who
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models.actor import Actor

_ANSWER = (Duty.REGISTRY_CLERK, Duty.CHIEF_OF_OFFICE, Duty.HEAD, Duty.DEPUTY_HEAD)
_MAY_REFUSE = (CosigningState.ASKED, CosigningState.TO_SIGN)


def may_ask_partner(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Whoever writes the draft asks another organisation to issue it jointly; minutes and contracts never are."""
    if letter.medium != Medium.ELECTRONIC or shape_of(letter.kind).two_sign:
        return refuse(errors.KindIsNotJoint)
    return letters.may_edit(actor, letter)


def may_read_joint(actor: Actor, request: JointRequest) -> Verdict:
    """Registry, chief of office and leaders see what other organisations ask, and whoever is to sign it."""
    if request.organisation_id != actor.organisation.pk:
        return refuse(errors.NotForJointLetters)
    if _is_signer(actor, request):
        return permit()
    return may_see_joint(actor)


def may_see_joint(actor: Actor) -> Verdict:
    """The list of joint letters is open to those who answer for the organisation."""
    return permit_if(actor.has_duty(*_ANSWER), otherwise=errors.NotForJointLetters)


def may_name_joint_signer(actor: Actor, request: JointRequest) -> Verdict:
    """Say who signs, while the other organisation asks it."""
    return _waits(request, CosigningState.ASKED) and may_read_joint(actor, request) and may_see_joint(actor)


def may_refuse_joint(actor: Actor, request: JointRequest) -> Verdict:
    """Decline at the question who signs, or instead of signing; what was signed is not taken back."""
    if request.state not in _MAY_REFUSE:
        return _over(request)
    return may_read_joint(actor, request)


def may_sign_joint(actor: Actor, request: JointRequest, at: datetime) -> Verdict:
    """Only whom the page names, in person, by the mandate the page was laid out with (Decree 30/2020 Art. 13)."""
    if not _waits(request, CosigningState.TO_SIGN):
        return _over(request)
    if request.organisation_id != actor.organisation.pk or not _is_signer(actor, request):
        return refuse(errors.NotTheJointSigner(name=request.words.get("signer", "")))
    return permit_if(who.has_mandate(request.mandate, actor, at), otherwise=errors.MandateHasChanged)


def may_seal_joint(actor: Actor, request: JointRequest) -> Verdict:
    """The partner's registry seals what its leader signed and the lead numbered and sealed (Art. 33)."""
    return _waits(request, CosigningState.TO_SEAL) and who.is_registry(actor, request.organisation_id)


def _is_signer(actor: Actor, request: JointRequest) -> bool:
    own = actor.represented is None and actor.post is not None
    return own and actor.post is not None and actor.post.pk == request.signer_post_id


def _waits(request: JointRequest, state: CosigningState) -> Verdict:
    return permit() if request.state == state else _over(request)


def _over(request: JointRequest) -> Verdict:
    return refuse(errors.JointIsOver(state=CosigningState(request.state).label))
