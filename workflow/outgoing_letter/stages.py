"""The interpreter of routes: which stage follows, who is asked there, and when those asked have said enough.

One loop serves every route: advance, ask everybody of the stage, gather, verdict, next. What the verdict rests on are
legal facts, the letter with its endorsements and opinions, so that the driver can be rebuilt from them at any moment.
Draft, layout, signature, number and seal stand around it and cannot be drawn away.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from django.db.models import QuerySet

from dispatch import queries as letters
from dispatch.enums import LetterStatus
from dispatch.errors import NobodyReturnsHere, NotAStepBefore, NothingToTakeBack
from dispatch.lifecycle import TO_DRAFTER, TO_LAYOUT, Asked, Stop, asked_of
from dispatch.models import Endorsement, Opinion, OutgoingLetter
from lib.calendar import local_day
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Post
from workflow.errors import NobodyHoldsTheStep
from workflow.outgoing_letter import deadlines
from workflow.passage import Holder, Opening
from workflow.routes import choosing
from workflow.routes.asking import asked_at, said
from workflow.routes.built_in import default_route
from workflow.routes.facts import facts_of
from workflow.routes.schema import DRAFT, Facts, Route, Stage, StageKind

STATUS_OF: Mapping[str, LetterStatus] = MappingProxyType(
    {
        StageKind.OPINION: LetterStatus.OPINIONS,
        StageKind.CONTENT: LetterStatus.CONTENT_CHECK,
        StageKind.FORMAT: LetterStatus.FORMAT_CHECK,
    }
)
NODE_OF: Mapping[LetterStatus, str] = MappingProxyType(
    {
        LetterStatus.OPINIONS: "give_opinion",
        LetterStatus.CONTENT_CHECK: "check_content",
        LetterStatus.FORMAT_CHECK: "check_format",
    }
)


class Onward(NamedTuple):
    """Where a letter goes, the stages before it whose endorsements stand (returns), and the steps that opens.

    ``opens`` None: what opens is told by the letter once it is there. ``leaves`` says that somebody who was asked has
    not answered.
    """

    stop: Stop
    keeps: tuple[str, ...] = ()
    opens: tuple[Opening, ...] | None = None
    leaves: bool = False


def route_of(letter: OutgoingLetter, at: datetime | None = None) -> Route:
    """Give the route ``letter`` goes by for life; one begun before there were routes goes by the built-in one.

    With ``at``, a draft that was never submitted has the route it would be given then.
    """
    known = choosing.pinned(letter)
    if known is not None:
        return known.route
    unsent = at is not None and letter.status in (LetterStatus.DRAFT, LetterStatus.OPINIONS)
    return choosing.route_for(letter, at).route if unsent and at is not None else default_route()


def passing(letter: OutgoingLetter, route: Route, at: datetime) -> list[Stage]:
    """Give the stages of ``route`` the letter goes through, those behind it and those to come."""
    facts = _facts(route, letter, at)
    return [stage for stage in route.stages if stage.applies(facts)]


def first_stop(letter: OutgoingLetter, at: datetime) -> Onward:
    """Pin ``letter`` to its route when it first leaves its drafter, and give where it goes.

    Refuses (NobodyHoldsTheStep) a stage nobody can answer at: no step is skipped.
    """
    route = choosing.pin(letter, at=at).route
    return _stop_at(route.first(_facts(route, letter, at)), letter, at)


def onward(letter: OutgoingLetter, at: datetime) -> Onward | None:
    """Give where ``letter`` goes when one more of those asked passes it; None while more have to.

    Refuses as ``first_stop``.
    """
    route = route_of(letter)
    stage = _present(route, letter)
    asked, passed = _gathered(letter)
    if passed + 1 < stage.needed(max(asked, 1)):
        return None
    going = _stop_at(route.after(stage.key, _facts(route, letter, at)), letter, at)
    return going._replace(leaves=passed + 1 < asked)


def back(letter: OutgoingLetter, to: str | None, at: datetime) -> Onward:
    """Give where a return leads: to ``to``, a stage passed or the drafter, or where the stage itself returns to.

    Refuses a stage at which nobody returns, and (NotAStepBefore) one the letter has not passed.
    """
    route = route_of(letter)
    here = route.stage(letter.stage) if letter.stage else route.stages[-1]
    if here.returns_to is None:
        raise NobodyReturnsHere
    target = here.returns_to if to is None else to
    if target == DRAFT:
        return Onward(TO_DRAFTER)
    if target not in {stage.key for stage in passed_stages(letter, route, at)}:
        raise NotAStepBefore
    before = route.stages[: route.index(target)]
    return _stop_at(route.stage(target), letter, at)._replace(keeps=tuple(stage.key for stage in before))


def taken_back(letter: OutgoingLetter, at: datetime) -> Stop:
    """Give where a letter taken back goes: to the stage it came from, or to its draft. An opinion given stands."""
    if not letter.came_from:
        return TO_DRAFTER
    stage = route_of(letter).stage(letter.came_from)
    if stage.kind == StageKind.OPINION:
        raise NothingToTakeBack
    return _stop_at(stage, letter, at).stop


def passed_stages(letter: OutgoingLetter, route: Route, at: datetime) -> list[Stage]:
    """Give the stages before the one ``letter`` stands at that it went through."""
    facts = _facts(route, letter, at)
    end = route.index(letter.stage) if letter.stage else len(route.stages) - 1
    return [stage for stage in route.stages[:end] if stage.applies(facts)]


def is_shared(letter: OutgoingLetter) -> bool:
    """Say whether others may be asked beside the one who acts."""
    return letter.status == LetterStatus.OPINIONS or len(letter.asked) > 1


def openings(letter: OutgoingLetter, at: datetime) -> tuple[Opening, ...] | None:
    """Give whose answers ``letter`` still waits for at its stage; None when it stands at none."""
    status = LetterStatus(letter.status)
    if status not in NODE_OF:
        return None
    if status is LetterStatus.OPINIONS:
        return tuple(_opinion(one) for one in letters.open_opinions(letter))
    route = route_of(letter)
    stage = _present(route, letter)
    day = local_day(at)
    due = due_on(letter, NODE_OF[status], stage, day)
    return tuple(
        Opening(NODE_OF[status], holder, stage.key, due_on=due) for holder in _waited_for(letter, stage, day)
    )


def due_on(letter: OutgoingLetter, node: str, stage: Stage | None, day: date) -> date | None:
    """Give the day an answer asked for on ``day`` is due: the term of the stage, else the house's own."""
    days = stage.due_wd if stage is not None and stage.due_wd is not None else None
    if days is None:
        days = deadlines.working_days(node, letter.urgency)
    return None if days is None else office.add_working_days(letter.organisation, day, days)


def _stop_at(stage: Stage | None, letter: OutgoingLetter, at: datetime) -> Onward:
    if stage is None or stage.kind == StageKind.SIGNATURE:
        return Onward(TO_LAYOUT)
    status = STATUS_OF[stage.kind]
    day, node = local_day(at), NODE_OF[status]
    asked, holders = [], []
    for answer in asked_at(stage, letter, day):
        if answer.holder is None or answer.holder.post is None:
            raise NobodyHoldsTheStep(step=stage.name, duty=said(answer.who))
        holders.append(answer.holder)
        asked.append(_asked(answer.who, answer.holder.post, answer.holder.duty))
    if status is LetterStatus.OPINIONS:
        days = stage.due_wd if stage.due_wd is not None else deadlines.working_days(node, letter.urgency)
        return Onward(Stop(status, stage.key, tuple(asked), days))
    due = due_on(letter, node, stage, day)
    opens = tuple(Opening(node, holder, stage.key, due_on=due) for holder in holders)
    return Onward(Stop(status, stage.key, tuple(asked)), opens=opens)


def _asked(who: str, post: Post, duty: Duty | None) -> Asked:
    """Give whom the stop waits for: an office follows its holder, a post asked by name does not."""
    named = who.startswith("post:")
    unit = None if who.startswith("duty:") else post.unit_id
    return Asked(post.pk, duty.value if duty else "", unit, named)


def _present(route: Route, letter: OutgoingLetter) -> Stage:
    """Give the stage ``letter`` stands at; one begun before there were stages stands at that of its status."""
    if letter.stage:
        return route.stage(letter.stage)
    return next(one for one in route.stages if STATUS_OF.get(one.kind) == letter.status)


def _gathered(letter: OutgoingLetter) -> tuple[int, int]:
    """Give how many are asked at the present stage and how many of them have passed the letter."""
    if letter.status == LetterStatus.OPINIONS:
        latest = letters.opinions_of(letter).filter(stage=letter.stage)
        rows = list(latest.values_list("round", "answered_at", "over_at"))
        last = max((number for number, _at, _over in rows), default=0)
        mine = [(answered, over) for number, answered, over in rows if number == last and over is None]
        return len(mine), sum(answered is not None for answered, _over in mine)
    if len(letter.asked) < 2:
        return 1, 0
    return len(letter.asked), _standing(letter).count()


def _standing(letter: OutgoingLetter) -> QuerySet[Endorsement]:
    return letter.endorsements.filter(stage=letter.stage, passed=True, voided_at__isnull=True)


def _waited_for(letter: OutgoingLetter, stage: Stage, day: date) -> list[Holder]:
    """Give the holders of those asked who have not answered yet, as the letter says; successors where they left."""
    asked = asked_of(letter)
    if not asked:
        return [one.holder for one in asked_at(stage, letter, day) if one.holder is not None]
    done: set[int | None] = set()
    if len(asked) > 1:
        rows = _standing(letter).values_list("post", "represented")
        done = {represented or post for post, represented in rows}
    keys = [one.post for one in asked if one.post is not None]
    posts = {post.pk: post for post in office.all_posts_in(letter.organisation).filter(pk__in=keys)}
    found = []
    for one in asked:
        if one.post in done:
            continue
        post = posts.get(one.post or 0)
        if post is not None and not one.named and post.valid_until is not None and post.valid_until < day:
            post = _successor(letter, one, day) or post
        found.append(Holder(post, Duty(one.duty) if one.duty else None))
    return found


def _successor(letter: OutgoingLetter, asked: Asked, day: date) -> Post | None:
    held = office.holders_of(letter.organisation, Duty(asked.duty), day) if asked.duty else None
    if held is None:
        return None
    return (held if asked.unit is None else held.filter(unit_id=asked.unit)).first()


def _opinion(opinion: Opinion) -> Opening:
    duty = Duty(opinion.duty) if opinion.duty else None
    node = NODE_OF[LetterStatus.OPINIONS]
    holder = Holder(opinion.post, duty)
    return Opening(node, holder, opinion.stage, opinion.pk, opinion.due_on, opinion.asked_at)


def _facts(route: Route, letter: OutgoingLetter, at: datetime) -> Facts:
    """Read the facts only where a condition asks for them."""
    return facts_of(letter, local_day(at)) if any(stage.when for stage in route.stages) else {}
