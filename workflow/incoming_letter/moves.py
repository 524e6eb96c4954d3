"""What screens call for an incoming letter: each is one operation of ``dispatch`` through the door, and who is told.

All refuse what the operation refuses, whoever comes second among them; a refusal changes nothing. Somebody who may
do it only for an absent colleague does it in that colleague's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from archive.models import Dossier, Record
from dispatch import policies, queries
from dispatch.models import Assignment, Handling, IncomingLetter
from dispatch.operations import arriving, assigning, describing, directing, handling, incoming_filing
from dispatch.operations.describing import ArrivalFacts
from dispatch.operations.directing import Named, OnPaper
from organisation.models import Post
from organisation.models.actor import Actor
from organisation.queries import acting_as
from workflow.acting import mark_opened
from workflow.enums import Outcome
from workflow.errors import NotUnderWay
from workflow.incoming_letter import telling
from workflow.incoming_letter.door import tending
from workflow.incoming_letter.flow import IncomingLetterProcedure


def propose(
    *, letter: IncomingLetter, director: Post, named: Sequence[Named], text: str, by: Actor, at: datetime
) -> Handling:
    """Present the letter to a leader with a proposal who handles it."""
    actor = acting_as(by, at, lambda one: policies.may_propose(one, _handling(letter)))
    with tending(letter, by=actor, at=at) as step:
        done = directing.propose(letter=letter, director=director, named=named, text=text, by=actor, at=at)
        telling.acted_for(step)
    return done


def return_to_chief(*, letter: IncomingLetter, reason: str, by: Actor, at: datetime) -> Handling:
    """Have the chief of office propose anew."""
    actor = acting_as(by, at, lambda one: policies.may_return_to_chief(one, _handling(letter)))
    with tending(letter, by=actor, at=at, outcome=Outcome.RETURNED) as step:
        done = directing.return_to_chief(letter=letter, reason=reason, by=actor, at=at)
        telling.acted_for(step)
    return done


def direct(
    *, letter: IncomingLetter, named: Sequence[Named], text: str, reason: str = "", by: Actor, at: datetime
) -> Handling:
    """Direct the letter, or with a reason direct it anew; whoever is no longer named is told."""
    actor = acting_as(by, at, lambda one: policies.may_direct(one, _handling(letter)))
    outcome = Outcome.HANDED_OVER if reason else Outcome.DONE
    with tending(letter, by=actor, at=at, outcome=outcome) as step:
        before = queries.open_assignments_of(letter)
        done = directing.direct(letter=letter, named=named, text=text, reason=reason, by=actor, at=at)
        telling.directed(step, before, reason=reason)
    return done


def transfer(
    *, letter: IncomingLetter, named: Sequence[Named], text: str, by: Actor, at: datetime
) -> Handling:
    """Send the letter straight to a unit, where the office's regulation says so."""
    with tending(letter, by=by, at=at) as step:
        done = directing.transfer(letter=letter, named=named, text=text, by=by, at=at)
        telling.directed(step, [])
    return done


def record_on_paper(
    *, letter: IncomingLetter, paper: OnPaper, named: Sequence[Named], text: str, by: Actor, at: datetime
) -> Handling:
    """Record what a leader wrote on paper; the leader is told that it was recorded."""
    with tending(letter, by=by, at=at) as step:
        done = directing.record_on_paper(letter=letter, paper=paper, named=named, text=text, by=by, at=at)
        telling.directed(step, [])
        telling.recorded_for(step, paper.leader)
    return done


def take_back_directive(*, letter: IncomingLetter, by: Actor, at: datetime) -> Handling:
    """Fetch a directive back while nobody has opened the letter."""
    actor = acting_as(by, at, lambda one: policies.may_take_back_directive(one, _handling(letter)))
    with tending(letter, by=actor, at=at, outcome=Outcome.TAKEN_BACK) as step:
        done = directing.take_back(letter=letter, by=actor, at=at)
        telling.acted_for(step)
    return done


def settle(*, letter: IncomingLetter, note: str, by: Actor, at: datetime) -> Handling:
    """Say that nothing is to be done but to file it."""
    actor = acting_as(by, at, lambda one: policies.may_settle(one, _handling(letter)))
    with tending(letter, by=actor, at=at) as step:
        done = directing.settle(letter=letter, note=note, by=actor, at=at)
        telling.acted_for(step)
    return done


def complete_unhandled(*, letter: IncomingLetter, note: str, by: Actor, at: datetime) -> IncomingLetter:
    """Let the registry say that a letter nobody was directed to handle is dealt with."""
    with tending(letter, by=by, at=at):
        return arriving.complete(letter=letter, note=note, by=by, at=at)


def correct(
    *,
    letter: IncomingLetter,
    facts: ArrivalFacts,
    reason: str,
    seen: datetime | None = None,
    by: Actor,
    at: datetime,
) -> IncomingLetter:
    """Correct what the book says of a letter; another urgency gives the steps that wait other days."""
    with tending(letter, by=by, at=at):
        return describing.correct(letter=letter, facts=facts, reason=reason, seen=seen, by=by, at=at)


def strike_out(
    *, letter: IncomingLetter, reason: str, returned: bool = False, by: Actor, at: datetime
) -> IncomingLetter:
    """Strike a letter out of the book that was registered by mistake; whoever worked on it is told."""
    with tending(letter, by=by, at=at, outcome=Outcome.FROZEN) as step:
        before = queries.open_assignments_of(step.letter)
        done = arriving.strike_out(letter=letter, reason=reason, returned=returned, by=by, at=at)
        directing.end_without_result(letter=step.letter, reason=reason, by=by, at=at)
        telling.directed(step, before, reason=reason)
    return done


# ------------------------------------------------------------------ with an assignment
def give_on(
    *,
    assignment: Assignment,
    named: Sequence[Named],
    note: str = "",
    reason: str = "",
    by: Actor,
    at: datetime,
) -> Handling:
    """Give the assignment on within the unit, or with a reason to others there."""
    actor = acting_as(by, at, lambda one: policies.may_give_within(one, assignment))
    outcome = Outcome.HANDED_OVER if reason else Outcome.DONE
    with tending(assignment.letter, by=actor, at=at, outcome=outcome) as step:
        before = queries.open_assignments_of(assignment.letter)
        done = assigning.give_on(
            assignment=assignment, named=named, note=note, reason=reason, by=actor, at=at
        )
        telling.directed(step, before, reason=reason)
    return done


def take_away(*, assignment: Assignment, reason: str, by: Actor, at: datetime) -> Handling:
    """Take away what was given on within the unit."""
    actor = acting_as(by, at, lambda one: policies.may_judge(one, assignment))
    with tending(assignment.letter, by=actor, at=at, outcome=Outcome.TAKEN_BACK) as step:
        before = queries.open_assignments_of(assignment.letter)
        done = assigning.take_away(assignment=assignment, reason=reason, by=actor, at=at)
        telling.directed(step, before, reason=reason)
    return done


def accept(*, assignment: Assignment, by: Actor, at: datetime) -> Handling:
    """Say that one has it in hand; no step moves."""
    actor = acting_as(by, at, lambda one: policies.may_accept(one, assignment))
    with tending(assignment.letter, by=actor, at=at) as step:
        done = handling.accept(assignment=assignment, by=actor, at=at)
        telling.acted_for(step)
    return done


def tell_progress(*, assignment: Assignment, percent: int, note: str, by: Actor, at: datetime) -> Handling:
    """Tell how far it has come; no step moves."""
    actor = acting_as(by, at, lambda one: policies.may_work_on(one, assignment))
    with tending(assignment.letter, by=actor, at=at) as step:
        done = handling.tell_progress(assignment=assignment, percent=percent, note=note, by=actor, at=at)
        telling.acted_for(step)
    return done


def hand_back(*, assignment: Assignment, reason: str, by: Actor, at: datetime) -> Handling:
    """Say that it is not for oneself; whoever gave it decides."""
    actor = acting_as(by, at, lambda one: policies.may_hand_back(one, assignment))
    with tending(assignment.letter, by=actor, at=at, outcome=Outcome.RETURNED) as step:
        done = handling.hand_back(assignment=assignment, reason=reason, by=actor, at=at)
        telling.acted_for(step)
    return done


def report(*, assignment: Assignment, text: str, by: Actor, at: datetime) -> Handling:
    """Report an assignment as done; the lead's report brings the letter to its director."""
    actor = acting_as(by, at, lambda one: policies.may_report(one, assignment))
    with tending(assignment.letter, by=actor, at=at) as step:
        done = handling.report(assignment=assignment, text=text, by=actor, at=at)
        telling.reported(step, assignment)
    return done


def accept_report(*, assignment: Assignment, by: Actor, at: datetime) -> Handling:
    """Accept a report within the unit."""
    actor = acting_as(by, at, lambda one: policies.may_judge(one, assignment))
    with tending(assignment.letter, by=actor, at=at) as step:
        done = assigning.accept_report(assignment=assignment, by=actor, at=at)
        telling.acted_for(step)
    return done


def send_back_report(*, assignment: Assignment, reason: str, by: Actor, at: datetime) -> Handling:
    """Send a report back, or insist on what was handed back."""
    actor = acting_as(by, at, lambda one: policies.may_judge(one, assignment))
    with tending(assignment.letter, by=actor, at=at, outcome=Outcome.RETURNED) as step:
        done = assigning.send_back(assignment=assignment, reason=reason, by=actor, at=at)
        telling.acted_for(step)
    return done


def release(*, assignment: Assignment, reason: str, by: Actor, at: datetime) -> Handling:
    """Say that a contribution is no longer needed; whoever had it is told."""
    actor = acting_as(by, at, lambda one: policies.may_release(one, assignment))
    with tending(assignment.letter, by=actor, at=at, outcome=Outcome.CALLED_OFF) as step:
        before = queries.open_assignments_of(assignment.letter)
        done = assigning.release(assignment=assignment, reason=reason, by=actor, at=at)
        telling.directed(step, before, reason=reason)
    return done


# ------------------------------------------------------------------ the end
def confirm(*, letter: IncomingLetter, note: str = "", by: Actor, at: datetime) -> Handling:
    """Confirm that the letter is done; whoever worked on it is told."""
    actor = acting_as(by, at, lambda one: policies.may_confirm(one, _handling(letter)))
    with tending(letter, by=actor, at=at) as step:
        done = handling.confirm(letter=letter, note=note, by=actor, at=at)
        telling.completed(step)
    return done


def send_back(*, letter: IncomingLetter, reason: str, by: Actor, at: datetime) -> Handling:
    """Send the letter back to its lead."""
    actor = acting_as(by, at, lambda one: policies.may_confirm(one, _handling(letter)))
    with tending(letter, by=actor, at=at, outcome=Outcome.RETURNED) as step:
        done = handling.send_back(letter=letter, reason=reason, by=actor, at=at)
        telling.acted_for(step)
    return done


def file_letter(*, letter: IncomingLetter, dossier: Dossier, by: Actor, at: datetime) -> Record:
    """File the finished letter; the first time ends its procedure, further dossiers take it as well."""
    actor = acting_as(by, at, lambda one: policies.may_file_incoming(one, letter, _handling(letter)))
    with tending(letter, by=actor, at=at) as step:
        record = incoming_filing.file_incoming(letter=letter, dossier=dossier, by=actor, at=at)
        telling.acted_for(step)
    return record


def note_opened(*, letter: IncomingLetter, by: Actor, at: datetime) -> None:
    """Note that ``by`` looked at the letter: own assignments count as opened, news as seen."""
    with transaction.atomic():
        handling.note_opened(letter=letter, by=by, at=at)
        mark_opened(IncomingLetterProcedure.letter_kind, letter.pk, by=by, at=at)
        telling.seen(letter, by=by, at=at)


def _handling(letter: IncomingLetter) -> Handling:
    found = queries.handling_of(letter)
    if found is None:
        raise NotUnderWay
    return found
