"""Rows of opinions asked for and no longer waited for. Part of the acts that move a letter, which write the event."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from dispatch import queries
from dispatch.enums import PartRole, Stance
from dispatch.lifecycle import Stop
from dispatch.models import Opinion, OutgoingLetter
from dispatch.operations import participating
from lib.calendar import local_day
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Post
from organisation.models.actor import Actor

_LONGEST_REASON = 2000


def ask_at_stage(*, letter: OutgoingLetter, stop: Stop, by: Actor, at: datetime) -> None:
    """Ask those the route names at ``stop``. Part of the act that brought the letter there."""
    due = None
    if stop.due is not None:
        due = office.add_working_days(letter.organisation, local_day(at), stop.due)
    number = next_round(letter)
    rows = [
        Opinion(
            organisation=letter.organisation,
            letter=letter,
            round=number,
            stage=stop.stage,
            version_number=letter.version_number,
            post_id=one.post,
            duty=one.duty,
            asked_by=by.post,
            asked_at=at,
            due_on=due,
        )
        for one in stop.asked
        if one.post is not None
    ]
    open_rows(letter, rows, at)


def end_open(letter: OutgoingLetter, reason: str, at: datetime) -> None:
    """Stop waiting for what is still open; what was typed stays. Part of other acts."""
    end(list(queries.open_opinions(letter)), reason, at)


def end_with_a_no(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> None:
    """Take a return as this person's opinion and wait for no other. Part of the return."""
    post = by.acting_post
    Opinion.objects.filter(letter=letter, post=post, answered_at__isnull=True, over_at__isnull=True).update(
        stance=Stance.DISAGREE,
        text=reason,
        answered_at=at,
        typed_at=at,
        answered_by=by.post,
        represented=by.represented,
    )
    end_open(letter, reason, at)


def duty_of(post: Post) -> str:
    """Give the duty by which a colleague can stand in for ``post`` when it is asked something, empty for none."""
    return next((duty.value for duty in Duty if duty.value in post.duties), "")


def open_rows(letter: OutgoingLetter, rows: list[Opinion], at: datetime) -> None:
    """Write the rows of one round and let those asked see the letter."""
    Opinion.objects.bulk_create(rows)
    participating.admit_posts(letter, PartRole.CONSULTED, [row.post_id for row in rows], at=at)


def next_round(letter: OutgoingLetter) -> int:
    """Give the number of the next round of ``letter``."""
    last = letter.opinions.order_by().aggregate(last=Max("round"))["last"]
    return int(last or 0) + 1


def end(rows: list[Opinion], reason: str, at: datetime) -> None:
    """Stop waiting for ``rows``; what was typed stays."""
    keys = [row.pk for row in rows]
    Opinion.objects.filter(pk__in=keys).update(over_at=at, over_reason=reason[:_LONGEST_REASON])
