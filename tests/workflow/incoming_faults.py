"""Faults of the incoming life, which its machine must notice (how: ``injecting``)."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.db.models import F

from dispatch import lifecycle, queries
from dispatch.enums import AssignmentStatus as A
from dispatch.enums import HandlingPart, HandlingStage
from dispatch.models import Assignment, IncomingLetter, NumberSeries
from dispatch.operations import allocating, handled_rows, handling_clocks
from dispatch.policies import directing as who
from lib.calendar import local_day
from notices.operations import notifying
from organisation.enums import Duty
from organisation.queries import WorkingCalendar
from search.operations import projecting
from tests.workflow.injecting import (
    Fault,
    after,
    anybody,
    before,
    by_name,
    forget_event,
    nothing,
    unless,
    yes,
)
from workflow.incoming_letter import ladder, reminding, telling
from workflow.passage import Holder

OPERATIONS = "dispatch.operations"
STEPS = "workflow.incoming_letter"


def _stay(*stages: HandlingStage) -> Any:
    return unless(lifecycle.carry, lambda handling, to, *, at: to in stages)


def _skip_a_number(*, series: NumberSeries, **_facts: object) -> None:
    NumberSeries.objects.filter(pk=series.pk).update(next_number=F("next_number") + 1)


def _give_again(line: Any, reason: str, *, at: Any) -> None:
    _VOID(line, reason, at=at)
    NumberSeries.objects.filter(pk=line.series_id).update(next_number=F("next_number") - 1)


def _end_it_alone(assignment: Assignment, reason: str, *, at: Any) -> None:
    """End a part and leave what was given on from it."""
    lifecycle.turn(assignment, A.ENDED, at=at)
    assignment.ended_reason = reason
    handled_rows.let_go(assignment, at=at)
    assignment.save()


def _holds_lent_or_not(actor: Any, assignment: Assignment) -> bool:
    post = actor.acting_post
    if post is None or assignment.unit_id is None:
        return _HOLDS(actor, assignment)
    return post.unit_id == assignment.unit_id and "unit_head" in post.duties


def _keep_what_was_done(assignment: Assignment, *, at: Any) -> None:
    assignment.status_since = at


def _always(granted: bool) -> Any:
    def lie(**facts: Any) -> Any:
        return _DECIDE(**{**facts, "granted": granted})

    return lie


def _claimed_or_not(*args: Any) -> bool:
    _CLAIM(*args)
    return True


def _all_clocks(organisation: Any, *, until: Any) -> Any:
    rows = queries.open_assignments(organisation).filter(letter__handling__stage=HandlingStage.IN_HAND)
    return rows.filter(due_on__lte=until)


def _weekends_too(self: WorkingCalendar, day: Any, working_days: int) -> Any:
    return day + timedelta(days=working_days)


def _tell_the_actor(kind: Any, letter: Any, people: Any, *, by: Any, **facts: Any) -> None:
    _TELL(kind, letter, people, by=SimpleNamespace(person=None), **facts)


def _tell_twice(**facts: Any) -> Any:
    _NOTIFY(**facts)
    return _NOTIFY(**facts)


def _no_wishes(self: Any, rows: Any) -> Any:
    return iter(())


def _admit_all(letter: IncomingLetter, parts: Any, *, at: Any) -> None:
    duties = [(HandlingPart.INFORMED, duty) for duty in Duty]
    _ADMIT(letter, [*parts, *duties], at=at)


def _a_day_late(rung: Any, due: Any, calendar: Any) -> Any:
    return _DAY_OF(rung, due, calendar) + timedelta(days=1)


def _found_by_everybody(*, organisation: Any, tokens: list[str], **facts: Any) -> Any:
    everybody = [f"org:{organisation.pk}"]
    return _PROJECT(organisation=organisation, tokens=[*tokens, *everybody], **facts)


def _ask_the_chief(self: Any) -> Holder:
    return Holder(duty=Duty.CHIEF_OF_OFFICE)


def _dismiss_as_well(_given: object, assignment: Assignment, _reason: str, *, at: Any) -> None:
    handled_rows.dismiss(assignment, at=at)


_VOID, _HOLDS, _DECIDE = allocating.void_line, who._holds, handling_clocks.decide_extension
_CLAIM, _TELL, _NOTIFY, _ADMIT = reminding._claim, telling.tell, notifying.tell, handled_rows.admit
_DAY_OF, _PROJECT = ladder.day_of, projecting.project

_POLICIES = {
    "may_propose": "proposed", "may_direct": "directed", "may_return_to_chief": "returned to the chief",
    "may_transfer": "transferred", "may_record_directive": "recorded from paper", "may_settle": "settled",
    "may_take_back_directive": "taken back", "may_confirm": "confirmed", "may_accept": "accepted",
    "may_work_on": "worked on", "may_report": "reported", "may_hand_back": "handed back",
    "may_give_within": "given on", "may_judge": "judged", "may_release": "released",
    "may_file_incoming": "filed", "may_pause": "clock stopped", "may_resume": "clock started",
    "may_ask_for_time": "time asked for", "may_decide_extension": "time granted",
    "may_ask_opinion": "opinion asked for", "may_answer_question": "opinion given", "may_reply": "reply begun",
    "may_register_arrival": "registered", "may_complete_incoming": "dealt with unhandled",
    "may_strike_out": "struck out", "may_read_handled": "read",
}  # fmt: skip
_ALL: tuple[Fault, ...] = (
    *(anybody(policy, what) for policy, what in _POLICIES.items()),
    # who acts for whom
    Fault("a stand-in needs no duty lent", "dispatch.policies.directing._holds", _holds_lent_or_not),
    Fault("the absent is not told", f"{STEPS}.telling.acted_for", nothing),
    # one lead, and no part without its rules
    Fault("any number of leads", f"{OPERATIONS}.directing._check", nothing),
    Fault("two leads within a unit", f"{OPERATIONS}.assigning._check", nothing),
    Fault("opening is not noted", f"{OPERATIONS}.handling.note_opened", nothing),
    Fault("whoever is not named again goes on", f"{OPERATIONS}.directing._end_others", lambda *_a, **_f: []),
    Fault("whoever is named again begins anew", "dispatch.lifecycle.give_again", lifecycle.give),
    Fault("whoever had reported has nothing to do again", "dispatch.lifecycle.give_again", _keep_what_was_done),
    Fault("what was given on goes on without its unit", f"{OPERATIONS}.handled_rows.end", _end_it_alone),
    Fault("nothing ends", f"{OPERATIONS}.handled_rows.end", nothing),
    Fault("told for information is asked to work", "dispatch.lifecycle.give", lifecycle.give_again),
    Fault("the unit does not take it up again", f"{OPERATIONS}.assigning._take_up", nothing),
    # the end of the whole
    Fault("one branch done is the whole done", f"{OPERATIONS}.handling._refuse_open", nothing),
    Fault("reports within the unit stay open", f"{OPERATIONS}.handling._accept_within", nothing),
    Fault("no reply is needed", "dispatch.queries.has_issued_reply", lambda letter: True),
    Fault("a draft is reply enough", "dispatch.queries.has_issued_reply", lambda letter: letter.replies.exists()),
    Fault("nobody has to confirm", "dispatch.lifecycle.carry", _stay(HandlingStage.CONFIRMING)),
    Fault("done is not completed", f"{OPERATIONS}.handled_letters.complete", nothing),
    Fault("filed is not the end", "dispatch.lifecycle.carry", _stay(HandlingStage.FILED)),
    Fault("struck out is still handled", f"{OPERATIONS}.directing.end_without_result", nothing),
    Fault("dealt with is still handled", f"{OPERATIONS}.handled_rows.end_unhandled", nothing),
    # numbers
    Fault("number skipped", f"{OPERATIONS}.allocating.take_arrival", before(allocating.take_arrival, _skip_a_number)),
    Fault("struck out number given again", f"{OPERATIONS}.allocating.void_line", _give_again),
    Fault("struck out line stands as before", f"{OPERATIONS}.allocating.void_line", nothing),
    Fault("registered for tomorrow", f"{OPERATIONS}.arriving.local_day", lambda at: local_day(at) + timedelta(days=1)),
    # the log
    forget_event("incoming.handling_begun"),
    forget_event("incoming.directed"),
    forget_event("incoming.reported"),
    forget_event("incoming.extension_granted"),
    forget_event("incoming.voided"),
    # time
    Fault("weekends are counted", "organisation.queries.WorkingCalendar.add", _weekends_too),
    Fault("standing still moves no deadline", f"{OPERATIONS}.clock_rules.stood_still", lambda *_args: 0),
    Fault("the officer's day does not move with the unit's", f"{OPERATIONS}.handling_clocks.let_follow", nothing),
    Fault("more time granted is refused", f"{OPERATIONS}.handling_clocks.decide_extension", _always(False)),
    Fault("more time refused is granted", f"{OPERATIONS}.handling_clocks.decide_extension", _always(True)),
    Fault("a new deadline has the old reminders", f"{OPERATIONS}.handling_clocks.begin_anew", nothing),
    Fault("reminded again and again", f"{STEPS}.reminding._claim", _claimed_or_not),
    Fault("reminded although reported or standing still", "dispatch.queries.clocks_running", _all_clocks),
    Fault("nobody above is told of what is late", f"{STEPS}.reminding.reached", lambda *args: ladder.reached(*args)[:2]),
    Fault("reminded a day late", f"{STEPS}.ladder.day_of", _a_day_late),
    # who is asked and told
    Fault("the steps do not follow", f"{STEPS}.door._follow", lambda *_args: False),
    Fault("a wish for time asks nobody", f"{STEPS}.openings._Asking._wishes", _no_wishes),
    Fault("an opinion is asked of nobody", "dispatch.queries.open_questions", lambda letter: []),
    Fault("a vacant post is asked", f"{STEPS}.openings._Asking._is_held", yes),
    Fault("the director is not asked", f"{STEPS}.openings._Asking.director", _ask_the_chief),
    Fault("steps have a day more", f"{STEPS}.openings.working_days", lambda step, urgency: 3),
    Fault("whoever acts is told", f"{STEPS}.telling.tell", _tell_the_actor),
    Fault("people are told twice", "notices.operations.notifying.tell", _tell_twice),
    Fault("whose part ended is not told", f"{STEPS}.telling.directed", lambda step, *_a, **_f: telling.acted_for(step)),
    Fault("the lead is not told of a contribution", f"{STEPS}.telling.reported", lambda step, _one: telling.acted_for(step)),
    Fault("nobody hears that it is done", f"{STEPS}.telling.completed", telling.acted_for),
    # who may read it
    Fault("whoever is named does not see it", f"{OPERATIONS}.handled_rows.admit_assigned", nothing),
    Fault("whoever never looked still sees it", f"{OPERATIONS}.handled_rows.dismiss", nothing),
    Fault("whoever looked sees it no more", f"{OPERATIONS}.handled_rows.end", after(handled_rows.end, _dismiss_as_well)),
    Fault("everybody sees it", f"{OPERATIONS}.handled_rows.admit", _admit_all),
    Fault("search does not follow", "search.operations.projecting.project", nothing),
    Fault("search finds it for everybody", "search.operations.projecting.project", _found_by_everybody),
    Fault("struck out it is still found", f"{OPERATIONS}.handled_rows.unproject", nothing),
    # crashes
    Fault("half an act stays", f"{STEPS}.door.transaction", SimpleNamespace(atomic=nullcontext)),
)  # fmt: skip
# Where each shows, to be quick; what is missing here is found as well, later.
_SHOWN_IN = {
    "is_directed_anew": (
        "whoever is not named again goes on",
        "told for information is asked to work",
        "whoever is named again begins anew",
    ),
    "is_handed_back": (
        "nothing ends",
        "whoever had reported has nothing to do again",
        "whose part ended is not told",
    ),
    "was_a_mistake": (
        "struck out is still handled",
        "struck out number given again",
        "struck out line stands as before",
        "event incoming.voided forgotten",
        "struck out it is still found",
        "struck out",
    ),
    "is_taken_back": (
        "whoever never looked still sees it",
        "whoever looked sees it no more",
        "opening is not noted",
        "taken back by anybody",
        "returned to the chief by anybody",
    ),
    "is_not_done_while_a_branch_is_open": (
        "one branch done is the whole done",
        "reports within the unit stay open",
        "the lead is not told of a contribution",
    ),
    "goes_the_whole_way": (
        "the unit does not take it up again",
        "filed is not the end",
        "filed by anybody",
    ),
    "needs_a_reply": (
        "no reply is needed",
        "a draft is reply enough",
    ),
    "is_sent_back": (
        "nobody has to confirm",
        "done is not completed",
        "nobody hears that it is done",
        "event incoming.reported forgotten",
        "event incoming.directed forgotten",
        "the steps do not follow",
        "people are told twice",
        "steps have a day more",
        "search does not follow",
        "search finds it for everybody",
    ),
    "asks_for_nothing": (
        "dealt with is still handled",
        "everybody sees it",
    ),
    "arrives": (
        "number skipped",
        "registered for tomorrow",
        "event incoming.handling_begun forgotten",
        "registered by anybody",
    ),
    "has_more_time": (
        "event incoming.extension_granted forgotten",
        "the officer's day does not move with the unit's",
        "more time granted is refused",
        "more time refused is granted",
        "a new deadline has the old reminders",
        "a wish for time asks nobody",
    ),
    "stands_still": (
        "standing still moves no deadline",
        "the officer's day does not move with the unit's",
    ),
    "is_late": (
        "weekends are counted",
        "reminded again and again",
        "reminded although reported or standing still",
        "nobody above is told of what is late",
        "reminded a day late",
    ),
    "is_talked_over": ("an opinion is asked of nobody",),
    "loses_its_people": ("a vacant post is asked",),
    "is_directed_on_paper": (
        "the director is not asked",
        "whoever is named does not see it",
    ),
    "dies_with_the_machine": ("half an act stays",),
    "is_done_for_the_absent": (
        "a stand-in needs no duty lent",
        "the absent is not told",
    ),
    "names_one_lead": (
        "any number of leads",
        "whoever acts is told",
        "what was given on goes on without its unit",
    ),
}
_BY_ANYBODY_SHOWN_IN = {
    "is_directed_on_paper": (
        "proposed", "directed", "settled", "recorded from paper", "dealt with unhandled", "struck out", "read",
        "given on",
    ),
    "has_more_time": (
        "accepted", "worked on", "reported", "handed back", "judged", "clock stopped", "time asked for",
        "time granted", "opinion asked for", "reply begun",
    ),
    "names_one_lead": ("released",),
    "stands_still": ("clock started",),
    "is_talked_over": ("opinion given",),
    "comes_straight": ("transferred",),
    "goes_the_whole_way": ("confirmed",),
}  # fmt: skip
_PLACE = {name: episode for episode, names in _SHOWN_IN.items() for name in names}
_PLACE |= {
    f"{what} by anybody": episode for episode, several in _BY_ANYBODY_SHOWN_IN.items() for what in several
}
FAULTS = tuple(replace(fault, shown_in=_PLACE.get(fault.name, "")) for fault in _ALL)
BY_NAME = by_name(FAULTS)
