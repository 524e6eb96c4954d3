"""Who is asked for what about an incoming letter, until when: told from the ledger alone.

Acts and rebuilding use the same answer, so the inboxes can be thrown away and made again. Nobody is left out: where a
post is vacant its unit's head is asked, where a unit has no head the director, and at last the chief of office.
Where a leader named somebody whose post has ended, the director is asked to name another.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from dispatch import policies, queries
from dispatch.enums import AssignmentRole as R
from dispatch.enums import AssignmentStatus as A
from dispatch.enums import HandlingStage as H
from dispatch.models import Assignment, Handling, IncomingLetter
from lib.calendar import local_day
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Post, Unit
from workflow.incoming_letter.deadlines import working_days
from workflow.passage import Holder, Opening

_AT_WORK = (A.WAITING, A.ACCEPTED, A.PASSED_ON)


def openings_of(letter: IncomingLetter, at: datetime) -> tuple[Opening, ...]:
    """Give the steps that wait for somebody; empty when nobody is asked any more."""
    handling = queries.handling_of(letter)
    if handling is None:
        return ()
    return tuple(_Asking(handling, at).openings())


class _Asking:
    """Reads one letter once and says who is asked."""

    def __init__(self, handling: Handling, at: datetime) -> None:
        self.handling, self.letter, self.at = handling, handling.letter, at
        self.organisation = handling.letter.organisation
        self.today = local_day(at)
        self.calendar = office.WorkingCalendar.of(self.organisation)

    def openings(self) -> Iterator[Opening]:
        stage = H(self.handling.stage)
        since = self.handling.stage_since
        if stage is H.PROPOSING:
            yield self._step("propose", Holder(duty=Duty.CHIEF_OF_OFFICE), since)
        elif stage is H.DIRECTING:
            yield self._step("direct", self.director(), since)
        elif stage is H.CONFIRMING:
            yield self._step("confirm", self.director(), since)
        elif stage is H.FILING:
            yield self._step("file_letter", self._filer(), since)
        elif stage is H.IN_HAND:
            yield from self._in_hand()

    def _in_hand(self) -> Iterator[Opening]:
        rows = list(queries.assignments_of(self.letter).exclude(status=A.ENDED))
        for row in rows:
            row.letter = self.letter
        for row in rows:
            within = [one for one in rows if one.parent_id == row.pk]
            yield from self._of_assignment(row, within)
        yield from self._wishes(rows)
        for opinion in queries.open_questions(self.letter):
            duty = policies.duty_of(opinion.post)
            yield Opening(
                "give_opinion", Holder(opinion.post, duty), "", opinion.pk, opinion.due_on, opinion.asked_at
            )

    def _of_assignment(self, row: Assignment, within: list[Assignment]) -> Iterator[Opening]:
        status = A(row.status)
        due = None if row.paused_on else row.due_on
        if status in _AT_WORK and self._is_nobodys(row):
            yield self._step("redirect", self.director(), row.status_since, about=row.pk)
            return
        alone = status is A.PASSED_ON and not any(one.is_open for one in within)  # nobody is left to wait for
        if status in (A.WAITING, A.ACCEPTED) or alone:
            step = "handle" if row.unit_id is None else "assign"
            yield Opening(step, self.holder_of(row), "", row.pk, due, row.status_since)
        elif status is A.PASSED_ON:
            for one in within:
                if one.status in (A.REPORTED, A.DECLINED):
                    yield self._step("check_report", self.holder_of(row), one.status_since, about=one.pk)
        elif status is A.DECLINED and row.parent_id is None:
            yield self._step("redirect", self.director(), row.status_since, about=row.pk)

    def _wishes(self, rows: list[Assignment]) -> Iterator[Opening]:
        by_key = {row.pk: row for row in rows}
        for wish in queries.open_extensions(self.letter):
            row = by_key.get(wish.assignment_id)
            if row is not None:
                giver = self.director() if row.parent is None else self.holder_of(row.parent)
                yield self._step("decide_extension", giver, wish.asked_at, about=wish.pk)

    def _step(self, step: str, holder: Holder, since: datetime, about: int | None = None) -> Opening:
        days = working_days(step, self.letter.urgency)
        due = None if days is None else self.calendar.add(local_day(since), days)
        return Opening(step, holder, "", about, due, since)

    # -------------------------------------------------------------- whose turn it is
    def director(self) -> Holder:
        """Give who directs; the head where that post has ended, the chief of office where nobody directs."""
        post = self.handling.director
        if post is not None and self._is_held(post):
            return Holder(post, Duty(self.handling.director_duty))
        head = office.holders_of(self.organisation, Duty.HEAD, self.today).first()
        if post is not None and head is not None:
            return Holder(head, Duty.HEAD)
        return Holder(duty=Duty.CHIEF_OF_OFFICE)

    def holder_of(self, row: Assignment) -> Holder:
        """Give who has an assignment: the post, else the head of its unit, else the director."""
        if row.post is not None and self._is_held(row.post):
            return Holder(row.post, policies.duty_of(row.post))
        return self._head_of(policies.unit_of(row)) or self.director()

    def _head_of(self, unit: Unit) -> Holder | None:
        head = office.holders_of(self.organisation, Duty.UNIT_HEAD, self.today, unit=unit).first()
        return Holder(head, Duty.UNIT_HEAD) if head is not None else None

    def _filer(self) -> Holder:
        """Give who files: whoever did the work for the lead; the registry where nothing was to be done."""
        lead = queries.lead_of(self.letter)
        if lead is None:
            return Holder(duty=Duty.REGISTRY_CLERK)
        within = queries.assignments_of(self.letter).filter(parent=lead, role=R.LEAD).exclude(status=A.ENDED)
        return self.holder_of(within.first() or lead)

    def _is_nobodys(self, row: Assignment) -> bool:
        """Say whether a leader named somebody whose post has ended: nobody but a leader can name another."""
        return row.parent_id is None and row.post is not None and not self._is_held(row.post)

    def _is_held(self, post: Post) -> bool:
        return post.valid_from <= self.today and (
            post.valid_until is None or self._ends_later(post.valid_until)
        )

    def _ends_later(self, day: date) -> bool:
        return self.today <= day
