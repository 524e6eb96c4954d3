"""May this person read, direct, handle and confirm this incoming letter now?"""

from __future__ import annotations

from datetime import datetime

from dispatch import errors
from dispatch.enums import AssignmentRole as R
from dispatch.enums import AssignmentStatus as A
from dispatch.enums import HandlingStage as H
from dispatch.enums import IncomingStatus
from dispatch.models import Assignment, DirectivePhrase, Handling, IncomingLetter, IncomingPart
from dispatch.policies import who
from dispatch.policies.arrivals import may_open
from dispatch.policies.recalls import is_not_recalled
from lib.refusal import Verdict, permit_if, refuse
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Post, Unit
from organisation.models.actor import Actor

DIRECT_TRANSFER = (
    "direct_transfer"  # the setting of the office: may the registry send letters straight to a unit?
)
_AT_HAND = (A.WAITING, A.ACCEPTED, A.PASSED_ON)
# What a stand-in must have been lent to act for a post, the most particular first.
_DUTIES = (
    Duty.HEAD,
    Duty.DEPUTY_HEAD,
    Duty.CHIEF_OF_OFFICE,
    Duty.UNIT_HEAD,
    Duty.OFFICER,
    Duty.REGISTRY_CLERK,
    Duty.ARCHIVIST,
    Duty.ADMINISTRATOR,
)


def duty_of(post: Post) -> Duty | None:
    """Give the duty by which a colleague stands in for ``post`` in an assignment, None when it has none."""
    return next((duty for duty in _DUTIES if duty.value in post.duties), None)


def unit_of(assignment: Assignment) -> Unit:
    """Give the unit an assignment lies in."""
    if assignment.unit is not None:
        return assignment.unit
    assert assignment.post is not None  # noqa: S101 -- held by a constraint
    return assignment.post.unit


def may_read_handled(actor: Actor, letter: IncomingLetter, at: datetime) -> Verdict:
    """Who has a part reads: registry and leaders, those assigned and the heads of their units, for information."""
    if letter.organisation_id != actor.organisation.pk:
        return refuse(errors.LetterIsNotYours)
    tokens = office.access_tokens_of(actor, at)
    found = IncomingPart.objects.filter(letter=letter, token__in=tokens, until__isnull=True).exists()
    return permit_if(found, otherwise=errors.LetterIsNotYours)


def may_print_incoming(actor: Actor, letter: IncomingLetter, at: datetime, *, stamped: bool) -> Verdict:
    """Whoever reads a letter prints it, with its stamp where it has a file; a virus is not printed."""
    there = permit_if(not stamped or letter.file_id is not None, otherwise=errors.NothingToPrint)
    return may_read_handled(actor, letter, at) and there and may_open(letter)


def may_propose(actor: Actor, handling: Handling) -> Verdict:
    """The chief of office filters what came and proposes who handles it."""
    chief = _of_office(actor, handling, Duty.CHIEF_OF_OFFICE, otherwise=errors.NotChiefOfOffice)
    return chief and _stands(handling, H.PROPOSING)


def may_direct(actor: Actor, handling: Handling) -> Verdict:
    """The head or a deputy directs (Decree 30/2020 Art. 23); whoever directed, or the head, directs anew."""
    if handling.stage in (H.PROPOSING, H.DIRECTING):
        return _leads(actor, handling) and _stands(handling, H.PROPOSING, H.DIRECTING)
    return directs(actor, handling) and _stands(handling, H.IN_HAND, H.CONFIRMING)


def may_return_to_chief(actor: Actor, handling: Handling) -> Verdict:
    """The leader has the chief of office propose anew."""
    return _leads(actor, handling) and _stands(handling, H.DIRECTING)


def may_transfer(actor: Actor, handling: Handling) -> Verdict:
    """The registry sends a letter straight to a unit where the office's regulation says so (Art. 23.2)."""
    allowed = bool(handling.organisation.settings.get(DIRECT_TRANSFER))
    rule = permit_if(allowed, otherwise=errors.TransferIsNotAllowed)
    registry = who.is_registry(actor, handling.organisation_id)
    return registry and rule and _stands(handling, H.PROPOSING, H.DIRECTING)


def may_record_directive(actor: Actor, handling: Handling) -> Verdict:
    """The registry records what the leader wrote on paper (Art. 23.3)."""
    return who.is_registry(actor, handling.organisation_id) and _stands(handling, H.PROPOSING, H.DIRECTING)


def may_settle(actor: Actor, handling: Handling) -> Verdict:
    """A leader, or the chief of office who filters, says that there is nothing to be done but to file it."""
    duties = (Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE)
    leads = _of_office(actor, handling, *duties, otherwise=errors.NotALeader)
    return leads and _stands(handling, H.PROPOSING, H.DIRECTING)


def may_take_back_directive(actor: Actor, handling: Handling) -> Verdict:
    """Whoever directed takes it back while nobody has opened it."""
    return directs(actor, handling) and _stands(handling, H.IN_HAND)


def may_confirm(actor: Actor, handling: Handling) -> Verdict:
    """Whoever directed, or the head, says that it is done, or sends it back."""
    return directs(actor, handling) and _stands(handling, H.CONFIRMING)


def may_accept(actor: Actor, assignment: Assignment) -> Verdict:
    """Whoever has the assignment accepts it."""
    return holds(actor, assignment) and _is_at(assignment, A.WAITING)


def may_work_on(actor: Actor, assignment: Assignment) -> Verdict:
    """Whoever has the assignment reports progress, asks for opinions and for time."""
    return holds(actor, assignment) and _is_at(assignment, *_AT_HAND)


def may_report(actor: Actor, assignment: Assignment) -> Verdict:
    """Whoever has the assignment reports it as done; of the whole letter that is its lead."""
    return holds(actor, assignment) and _is_at(assignment, *_AT_HAND)


def may_hand_back(actor: Actor, assignment: Assignment) -> Verdict:
    """Whoever has the assignment says that it is not for them, before anything was given on."""
    return holds(actor, assignment) and _is_at(assignment, A.WAITING, A.ACCEPTED)


def may_give_within(actor: Actor, assignment: Assignment) -> Verdict:
    """The head of the unit gives the assignment to somebody in it."""
    heads = permit_if(actor.has_duty(Duty.UNIT_HEAD), otherwise=errors.NotHeadOfTheUnit)
    return holds(actor, assignment) and heads and _is_at(assignment, *_AT_HAND)


def may_judge(actor: Actor, assignment: Assignment) -> Verdict:
    """Whoever gave an assignment within the unit accepts its report, sends it back, or takes it away."""
    return gave(actor, assignment) and _is_open(assignment)


def may_release(actor: Actor, assignment: Assignment) -> Verdict:
    """Whoever gave a contribution, or leads the whole, says that it is no longer needed."""
    part = permit_if(assignment.role == R.CONTRIBUTOR, otherwise=errors.ExactlyOneLead)
    lead = Assignment.objects.filter(letter=assignment.letter_id, role=R.LEAD, parent=assignment.parent_id)
    leads = any(holds(actor, one) for one in lead.exclude(status=A.ENDED))
    mine = permit_if(leads, otherwise=errors.NotGivenByYou(name=_giver(assignment)))
    return part and (mine or gave(actor, assignment)) and _is_open(assignment)


def may_keep_directive_phrase(actor: Actor, *, own: bool) -> Verdict:
    """Leaders and the chief of office keep usual words for themselves, the chief of office those of the office."""
    duties = (Duty.CHIEF_OF_OFFICE, Duty.HEAD, Duty.DEPUTY_HEAD) if own else (Duty.CHIEF_OF_OFFICE,)
    return permit_if(actor.has_duty(*duties), otherwise=errors.NotChiefOfOffice)


def may_retire_directive_phrase(actor: Actor, phrase: DirectivePhrase) -> Verdict:
    """Whoever may keep it lets it go."""
    if phrase.organisation_id != actor.organisation.pk:
        return refuse(errors.LetterIsNotYours)
    if phrase.person_id is None:
        return may_keep_directive_phrase(actor, own=False)
    own = actor.person is not None and actor.person.pk == phrase.person_id
    return permit_if(own, otherwise=errors.NotChiefOfOffice)


def may_read_board(actor: Actor) -> Verdict:
    """Leaders, the registry and the heads of units see what waits, falls due and is late."""
    duties = (Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE, Duty.REGISTRY_CLERK, Duty.UNIT_HEAD)
    return permit_if(actor.has_duty(*duties), otherwise=errors.NotALeader)


def sees_whole_office(actor: Actor) -> bool:
    """Say whether the board of ``actor`` is the office's; a head of a unit sees the own unit."""
    return actor.has_duty(Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE, Duty.REGISTRY_CLERK)


def may_reply(actor: Actor, handling: Handling) -> Verdict:
    """Whoever has a part at work in the letter begins a reply to it."""
    rows = Assignment.objects.filter(letter=handling.letter, status__in=_AT_HAND).select_related(
        "post", "unit"
    )
    mine = any(_holds(actor, one) for one in rows)
    return _stands(handling, H.IN_HAND) and permit_if(
        mine, otherwise=errors.NotYourAssignment(name=_lead_name(handling.letter))
    )


def may_file_incoming(actor: Actor, letter: IncomingLetter, handling: Handling) -> Verdict:
    """Whoever did the work files it (Art. 30), the registry and the chief of office may as well; once a dossier."""
    done = _stands(handling, H.FILING, H.FILED)
    worked = Assignment.objects.filter(letter=letter).exclude(role=R.INFORMATION).exclude(status=A.ENDED)
    of_office = actor.has_duty(Duty.REGISTRY_CLERK, Duty.CHIEF_OF_OFFICE)
    mine = of_office or any(_holds(actor, one) for one in worked.select_related("post", "unit"))
    mine = mine and letter.organisation_id == actor.organisation.pk
    return done and permit_if(mine, otherwise=errors.NotYourAssignment(name=_lead_name(letter)))


def holds(actor: Actor, assignment: Assignment) -> Verdict:
    """Permit whoever has the assignment: the post, or the head of the unit; a stand-in needs the duty lent."""
    name = str(assignment.post.person if assignment.post else assignment.unit)
    return permit_if(_holds(actor, assignment), otherwise=errors.NotYourAssignment(name=name))


def gave(actor: Actor, assignment: Assignment) -> Verdict:
    """Permit whoever gave the assignment: the head of the unit, or the director of the letter."""
    if assignment.parent is not None:
        holder = assignment.parent
        return permit_if(_holds(actor, holder), otherwise=errors.NotGivenByYou(name=_giver(assignment)))
    return directs(actor, assignment.letter.handling)


def directs(actor: Actor, handling: Handling) -> Verdict:
    """Permit the director of the letter, the head, and without a director the chief of office."""
    if handling.organisation_id != actor.organisation.pk:
        return refuse(errors.LetterIsNotYours)
    if actor.has_duty(Duty.HEAD):
        return permit_if(True, otherwise=errors.NotALeader)
    if handling.director is None:
        return permit_if(actor.has_duty(Duty.CHIEF_OF_OFFICE), otherwise=errors.NotChiefOfOffice)
    post = actor.acting_post
    own = post is not None and post.pk == handling.director_id
    lent = actor.delegation is None or handling.director_duty in actor.duties
    return permit_if(own and lent, otherwise=errors.NotItsDirector(name=handling.director.person.full_name))


def _holds(actor: Actor, assignment: Assignment) -> bool:
    post = actor.acting_post
    if post is None or assignment.organisation_id != actor.organisation.pk:
        return False
    if assignment.unit_id is not None:
        return post.unit_id == assignment.unit_id and actor.has_duty(Duty.UNIT_HEAD)
    if post.pk != assignment.post_id:
        return False
    needed = duty_of(post)
    return actor.delegation is None or (needed is not None and needed.value in actor.duties)


def _leads(actor: Actor, handling: Handling) -> Verdict:
    return _of_office(actor, handling, Duty.HEAD, Duty.DEPUTY_HEAD, otherwise=errors.NotALeader)


def _of_office(actor: Actor, handling: Handling, *duties: Duty, otherwise: type) -> Verdict:
    here = handling.organisation_id == actor.organisation.pk
    return permit_if(here and actor.has_duty(*duties), otherwise=otherwise)


def _stands(handling: Handling, *stages: H) -> Verdict:
    """Permit at one of ``stages``, unless the letter was voided or its sender recalls it."""
    here = permit_if(
        handling.stage in stages, otherwise=errors.HandlingIsElsewhere(stage=H(handling.stage).label)
    )
    letter = handling.letter
    known = permit_if(
        letter.status in (IncomingStatus.REGISTERED, IncomingStatus.COMPLETED),
        otherwise=errors.IncomingIsElsewhere(status=IncomingStatus(letter.status).label),
    )
    return here and known and is_not_recalled(letter)


def _is_at(assignment: Assignment, *statuses: A) -> Verdict:
    stage = H(assignment.letter.handling.stage)
    under_way = permit_if(stage is H.IN_HAND, otherwise=errors.HandlingIsElsewhere(stage=stage.label))
    here = permit_if(
        assignment.status in statuses,
        otherwise=errors.AssignmentIsElsewhere(status=A(assignment.status).label),
    )
    return here and under_way and is_not_recalled(assignment.letter)


def _is_open(assignment: Assignment) -> Verdict:
    return permit_if(
        assignment.is_open, otherwise=errors.AssignmentIsElsewhere(status=A(assignment.status).label)
    ) and is_not_recalled(assignment.letter)


def _lead_name(letter: IncomingLetter) -> str:
    leads = Assignment.objects.filter(letter=letter, role=R.LEAD, parent__isnull=True).exclude(status=A.ENDED)
    lead = leads.select_related("post__person", "unit").first()
    return "" if lead is None else str(lead.post.person if lead.post else lead.unit)


def _giver(assignment: Assignment) -> str:
    return assignment.given_by.person.full_name
