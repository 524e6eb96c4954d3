"""Make the procedures anew from the legal facts. What stands right is left as it is.

Used after a restore, after viewflow's tables were lost, when a post has ended while a step waited for it, and
when the doctor finds a letter whose procedure does not stand where the letter does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from viewflow.workflow.status import STATUS

from dispatch.models import OutgoingLetter
from lib.calendar import local_day
from lib.database import locked
from organisation.enums import Duty
from organisation.models.actor import Actor
from workflow import stops
from workflow.models import WorkItem
from workflow.nodes import Step
from workflow.outgoing_letter import stages
from workflow.outgoing_letter.flow import OutgoingLetterProcedure as Procedure
from workflow.outgoing_letter.position import Position, position_of
from workflow.passage import Opening, Passage

NAME = "workflow.rebuild"
_BY_OFFICE = (Duty.UNIT_HEAD, Duty.CHIEF_OF_OFFICE)  # steps that pass to the successor in the post


class Rebuilt(NamedTuple):
    """How many letters were looked at, and how many of their procedures had to be made anew."""

    seen: int
    made: int


def rebuild(letters: Iterable[OutgoingLetter], *, at: datetime) -> Rebuilt:
    """Bring the procedure of each letter to where the letter stands; one transaction a letter."""
    seen = made = 0
    for letter in letters:
        seen += 1
        made += rebuild_one(letter, at=at)
    return Rebuilt(seen, made)


@transaction.atomic
def rebuild_one(letter: OutgoingLetter, *, at: datetime) -> bool:
    """Bring one procedure to where its letter stands; say whether anything had to be made.

    Writes no event: nothing legal changes. A step whose office-holder has left goes to the successor, with a new
    term from ``at`` on. Refuses NobodyHoldsTheStep when there is none.
    """
    for key in Procedure.processes_of(letter.pk).values_list("pk", flat=True):
        with Procedure.holding(key):
            pass  # the row stays held until this transaction ends: process before letter
    letter = locked(Procedure.letters(), letter.pk)
    place = position_of(letter)
    items = list(_open_items(letter))
    successor = any(_has_left(item, at) for item in items)
    if not successor and _stands_right(letter, place, items):
        return False
    _clear(letter)
    if place is not None:
        if successor and place.openings is not None:
            place = place._replace(openings=stages.openings(letter, at))
        _resume(letter, place._replace(since=at) if successor else place)
    return True


def _stands_right(letter: OutgoingLetter, place: Position | None, items: list[WorkItem]) -> bool:
    live = _live(letter)
    tasks = [task for process in live for task in Procedure.open_tasks(process)]
    if place is None:
        return not live and not items
    if len(live) != 1 or not Procedure.is_running(live[0]):
        return False
    if sorted(task.flow_task.name for task in tasks) != sorted(place.nodes):
        return False
    if place.openings is not None and not _asks_the_same(items, place.openings):
        return False
    wanted = [task.pk for task in tasks if isinstance(task.flow_task, Step)]
    return sorted(item.task_key for item in items) == wanted


def _asks_the_same(items: list[WorkItem], openings: Iterable[Opening]) -> bool:
    """Say whether exactly those are asked whose answers the letter waits for."""
    asked = sorted((item.owner_post_id or 0, item.about_key or 0) for item in items)
    wanted = [(one.holder.post.pk if one.holder.post else 0, one.about_key or 0) for one in openings]
    return asked == sorted(wanted)


def _live(letter: OutgoingLetter) -> list[Any]:
    """Give the processes in which anything still runs, also those that call themselves ended."""
    processes = Procedure.processes_of(letter.pk)
    return [one for one in processes if Procedure.is_running(one) or Procedure.open_tasks(one).exists()]


def _has_left(item: WorkItem, at: datetime) -> bool:
    post = item.owner_post
    if post is None or post.valid_until is None or item.duty not in _BY_OFFICE:
        return False
    return post.valid_until < local_day(at)


def _open_items(letter: OutgoingLetter) -> Any:
    rows = WorkItem.items.filter(
        letter_kind=Procedure.letter_kind, letter_key=letter.pk, done_at__isnull=True
    )
    return rows.select_related("owner_post").order_by("id")


def _clear(letter: OutgoingLetter) -> None:
    """Take away the derived rows that stand wrong: open items and live processes of this letter."""
    _open_items(letter).delete()
    for process in _live(letter):
        process.delete()


def _resume(letter: OutgoingLetter, place: Position) -> None:
    """Begin a process and go straight to the node where the letter waits, as if it had just come there."""
    by = Actor.system(letter.organisation, NAME)
    passage = Passage(at=place.since, by=by, letter=letter, outcome=place.came_by)
    start: Any = Procedure.start.activation_class.create(Procedure.start, None, None)
    Procedure.attach(start.process, passage)
    start.process.save()
    start.task.process, start.task.status, start.task.finished = start.process, STATUS.DONE, place.since
    start.task.save()
    if place.openings is not None:
        for _opened in stops.open_all(start, place.openings):
            pass
        return
    node: Any = Procedure.instance.node(place.node)  # type: ignore[union-attr]
    activation = node._create(start, start.task.token)
    if activation.activate.can_proceed():
        activation.activate()
