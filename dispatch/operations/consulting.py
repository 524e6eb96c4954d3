"""Ask units and people for their opinion, answer, remind, call off, and say what became of each (design §4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import LetterStatus, Resolution, Stance
from dispatch.lifecycle import TO_DRAFTER, Stop
from dispatch.models import Opinion, OutgoingLetter
from dispatch.operations import asking, closing, drafting, going_on, locking
from lib.calendar import local_day
from lib.database import locked
from lib.text import nfc
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Post, Unit
from organisation.models.actor import Actor

MOST_DAYS = 60
_LONGEST = 20_000
_LONGEST_QUESTION = 2000
_ENOUGH = "enough opinions were given"


@dataclass(frozen=True)
class Question:
    """Who is asked, a unit through its head or a post, and how many working days it may take."""

    whom: Unit | Post
    days: int


@transaction.atomic
def ask(
    *, letter: OutgoingLetter, questions: Iterable[Question], note: str, by: Actor, at: datetime
) -> OutgoingLetter:
    """Ask several at once about the newest saved text; each has its own term, counted in working days.

    The text stands still until all have answered or the drafter closes the round. Refuses whoever does not edit the
    draft, nobody asked, somebody asked twice, the drafter, a vacant unit, and terms outside 1 to 60 days.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_ask(by, letter).enforce()
    rows = _rows(letter, list(questions), note, by, at)
    if not letter.subject:
        raise errors.SubjectIsMissing
    drafting.request_preview(letter=letter, content=letter.draft, by=by, at=at)
    lifecycle.arrive(letter, Stop(LetterStatus.OPINIONS))
    letter.moved_by = by.acting_post
    asking.open_rows(letter, rows, at)
    facts = {"round": rows[0].round, "posts": [row.post_id for row in rows]}
    return closing.close(
        letter=letter, act="opinions_asked", by=by, at=at, facts=facts, detail={"note": note}
    )


@transaction.atomic
def answer(
    *, opinion: Opinion, stance: Stance, text: str, by: Actor, at: datetime, to: Stop | None = None
) -> OutgoingLetter:
    """Give one's opinion; give the letter. Refuses whoever was not asked, what is over, and a no without a reason.

    The last answer of a round of the drafter's own gives the draft back to him. At a stage of the route ``to`` is where
    the letter goes when enough have answered, None while others have to; nobody else is waited for then.
    """
    letter, opinion = _held(opinion, by)
    policies.may_answer(by, opinion).enforce()
    cleaned = _cleaned(text)
    if stance != Stance.AGREE and not any(character.isalpha() for character in cleaned):
        raise errors.OpinionSaysNothing
    opinion.stance, opinion.text, opinion.answered_at = stance, cleaned, at
    opinion.answered_by, opinion.represented, opinion.typed_at = by.post, by.represented, at
    opinion.save()
    facts: dict[str, object] = {"opinion": opinion.pk, "stance": str(stance), "round": opinion.round}
    if to is not None:
        asking.end_open(letter, _ENOUGH, at)
        facts |= {"passed": letter.stage, **going_on.go_on(letter=letter, stop=to, by=by, at=at)}
    else:
        _end_own_round(letter)
    detail = {"opinion": cleaned}
    return closing.close(letter=letter, act="opinion_given", by=by, at=at, facts=facts, detail=detail)


@transaction.atomic
def keep_typed(*, opinion: Opinion, text: str, by: Actor, at: datetime) -> Opinion:
    """Keep what is typed before it is sent; it stays when the question is called off meanwhile. Writes no event."""
    _letter, opinion = _held(opinion, by)
    policies.may_answer(by, opinion).enforce()
    opinion.text, opinion.typed_at = _cleaned(text), at
    opinion.save(update_fields=["text", "typed_at"])
    return opinion


@transaction.atomic
def remind(*, opinion: Opinion, by: Actor, at: datetime) -> Opinion:
    """Note that whoever was asked is reminded, once a day; the procedure tells them."""
    letter, opinion = _held(opinion, by)
    policies.may_lead_round(by, letter).enforce()
    _must_be_open(opinion)
    if opinion.reminded_at is not None and local_day(opinion.reminded_at) == local_day(at):
        raise errors.RemindedToday(name=opinion.post.person.full_name)
    opinion.reminded_at = at
    opinion.save(update_fields=["reminded_at"])
    closing.close(letter=letter, act="opinion_reminded", by=by, at=at, facts={"opinion": opinion.pk})
    return opinion


@transaction.atomic
def cancel(*, opinion: Opinion, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Call one question off, with a reason; what was typed stays. A question of the route cannot be called off.

    Gives the letter, which is a draft again when nobody else is waited for.
    """
    letter, opinion = _held(opinion, by)
    policies.may_close_round(by, letter).enforce()
    _must_be_open(opinion)
    reason = closing.reason_given(reason)
    asking.end([opinion], reason, at)
    _end_own_round(letter)
    facts, detail = {"opinion": opinion.pk}, {"reason": reason}
    return closing.close(letter=letter, act="opinion_called_off", by=by, at=at, facts=facts, detail=detail)


@transaction.atomic
def close_round(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """End one's own round although answers are missing, with a reason; the draft can be edited again."""
    letter = locking.locked_letter(letter, by)
    policies.may_close_round(by, letter).enforce()
    reason = closing.reason_given(reason)
    asking.end_open(letter, reason, at)
    lifecycle.arrive(letter, TO_DRAFTER)
    return closing.close(letter=letter, act="opinions_closed", by=by, at=at, detail={"reason": reason})


@transaction.atomic
def resolve(*, opinion: Opinion, resolution: Resolution, reason: str, by: Actor, at: datetime) -> Opinion:
    """Say what became of an opinion: taken over, in part, or not; the two latter with a reason."""
    letter, opinion = _held(opinion, by)
    policies.may_resolve(by, letter, opinion).enforce()
    reason = _cleaned(reason) if resolution == Resolution.ACCEPTED else closing.reason_given(reason)
    opinion.resolution, opinion.resolution_reason = resolution, reason[:_LONGEST_QUESTION]
    opinion.resolved_by, opinion.resolved_at = by.post, at
    opinion.save()
    facts = {"opinion": opinion.pk, "resolution": str(resolution)}
    closing.close(letter=letter, act="opinion_resolved", by=by, at=at, facts=facts, detail={"reason": reason})
    return opinion


def _end_own_round(letter: OutgoingLetter) -> None:
    """Make the locked ``letter`` a draft again when nobody of the drafter's own round is waited for any more."""
    if not letter.stage and not queries.open_opinions(letter).exists():
        lifecycle.arrive(letter, TO_DRAFTER)


def _rows(
    letter: OutgoingLetter, questions: list[Question], note: str, by: Actor, at: datetime
) -> list[Opinion]:
    if not questions:
        raise errors.NobodyIsAsked
    day, number = local_day(at), asking.next_round(letter)
    calendar = office.WorkingCalendar.of(letter.organisation)
    note = _cleaned(note)[:_LONGEST_QUESTION]
    rows: list[Opinion] = []
    for question in questions:
        post = _post_of(letter, question.whom, day)
        if any(row.post_id == post.pk for row in rows):
            raise errors.AskedTwice(name=post.person.full_name)
        if not 1 <= question.days <= MOST_DAYS:
            raise errors.DueDayIsWrong
        rows.append(
            Opinion(
                organisation=letter.organisation,
                letter=letter,
                round=number,
                version_number=letter.version_number,
                post=post,
                unit=question.whom if isinstance(question.whom, Unit) else None,
                duty=asking.duty_of(post),
                question=note,
                asked_by=by.post,
                asked_at=at,
                due_on=calendar.add(day, question.days),
            )
        )
    return rows


def _post_of(letter: OutgoingLetter, whom: Unit | Post, day: date) -> Post:
    if isinstance(whom, Unit):
        post = office.holders_of(letter.organisation, Duty.UNIT_HEAD, day, unit=whom).first()
        if post is None:
            raise errors.UnitHasNoHead(unit=whom.name)
    else:
        post = office.posts_on(letter.organisation, day).filter(pk=whom.pk).first()
        if post is None:
            raise errors.NotThereToBeAsked(name=whom.person.full_name)
    if post.person_id == letter.drafter_id:
        raise errors.DrafterIsAsked(name=post.person.full_name)
    return post


def _held(opinion: Opinion, by: Actor) -> tuple[OutgoingLetter, Opinion]:
    """Give letter and opinion freshly read and locked, the letter first."""
    letter = locking.locked_letter(OutgoingLetter(pk=opinion.letter_id), by)
    row = locked(Opinion.objects.select_related("post__person", "post__unit"), opinion.pk)
    row.letter = letter
    return letter, row


def _must_be_open(opinion: Opinion) -> None:
    if not opinion.is_open:
        raise errors.OpinionIsOver


def _cleaned(text: str) -> str:
    cleaned = nfc(text.replace("\0", "")).strip()[:_LONGEST]
    closing.refuse_secrets(cleaned)
    return cleaned
