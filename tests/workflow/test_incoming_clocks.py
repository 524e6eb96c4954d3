"""Time on incoming letters: terms in working days, pauses, more time, the calendar, and the ladder of reminders."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from dispatch import errors, queries
from dispatch.enums import AssignmentRole as R
from dispatch.enums import ExtensionState
from dispatch.operations.clock_rules import Term
from dispatch.operations.directing import Named
from jobs.models import Job
from notices.models import Notice
from organisation.enums import DayKind
from organisation.models import DayException
from organisation.operations import calendar as days
from organisation.queries import WorkingCalendar
from tests.workflow.incoming_office import Intake, founded
from workflow.incoming_letter import clocks, deadlines, ladder, moves, recounting, reminding
from workflow.models import RungClaim

TUESDAY = date(2026, 11, 24)  # the day of ``noon``


@pytest.fixture
def intake(db: Any, noon: datetime) -> Intake:
    return founded(noon)


def due(intake: Intake, letter: Any, whom: str = "XDCQ") -> date | None:
    return intake.of(letter, whom).due_on


def on(day: date, hour: int = 3) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_terms_count_working_days_and_each_part_has_its_own(intake: Intake) -> None:
    letter = intake.directed(intake.lead(days=5), intake.helper(days=3))
    assert due(intake, letter) == date(2026, 12, 1)  # Tue + 5 working days
    assert due(intake, letter, "TCBC") == date(2026, 11, 27)


def test_nobody_in_the_unit_has_longer_than_the_unit(intake: Intake) -> None:
    letter = intake.directed()
    late = Named(role=R.LEAD, post=intake.post("minh"), term=Term(day=date(2026, 12, 2)))
    with pytest.raises(errors.LaterThanTheWhole):
        moves.give_on(assignment=intake.of(letter, "XDCQ"), named=[late], by=intake.hoa, at=intake.later())
    intake.give_on(letter)
    assert due(intake, letter, "minh") == date(2026, 12, 1)


def test_a_clock_that_stood_still_runs_out_later_by_working_days(intake: Intake) -> None:
    letter = intake.directed()
    lead = intake.of(letter, "XDCQ")
    clocks.pause(assignment=lead, reason="chờ số liệu của Sở Tài chính", by=intake.binh, at=intake.later())
    assert [item.due_on for item in _items(letter)] == [None]
    intake.office.at = on(date(2026, 11, 30))  # Monday: Tue, Wed, Thu, Fri stood still
    clocks.resume(assignment=intake.of(letter, "XDCQ"), by=intake.binh, at=intake.later())
    assert due(intake, letter) == date(2026, 12, 7)
    assert [item.due_on for item in _items(letter)] == [date(2026, 12, 7)]


def _items(letter: Any) -> list[Any]:
    from workflow.incoming_letter.queries import open_items_of

    return list(open_items_of(letter))


def test_only_whoever_gave_it_stops_the_clock(intake: Intake) -> None:
    letter = intake.in_hand()
    with pytest.raises(errors.NotGivenByYou):
        clocks.pause(
            assignment=intake.of(letter, "minh"), reason="xin dừng lại", by=intake.minh, at=intake.later()
        )
    clocks.pause(assignment=intake.of(letter, "minh"), reason="chờ số liệu", by=intake.hoa, at=intake.later())


def test_more_time_is_asked_for_granted_and_refused(intake: Intake) -> None:
    letter = intake.directed()
    lead = intake.of(letter, "XDCQ")
    with pytest.raises(errors.ExtensionIsNoLonger):
        clocks.ask_for_time(
            assignment=lead, until=date(2026, 12, 1), reason="việc phức tạp", by=intake.hoa, at=intake.later()
        )
    clocks.ask_for_time(
        assignment=lead, until=date(2026, 12, 8), reason="việc phức tạp", by=intake.hoa, at=intake.later()
    )
    assert intake.asked(letter) == [("assign", "hoa"), ("decide_extension", "binh")]
    (wish,) = queries.open_extensions(letter)
    wish.assignment = intake.of(letter, "XDCQ")
    clocks.decide_extension(extension=wish, granted=True, by=intake.binh, at=intake.later())
    assert due(intake, letter) == date(2026, 12, 8)
    assert intake.asked(letter) == [("assign", "hoa")]
    clocks.ask_for_time(
        assignment=intake.of(letter, "XDCQ"), until=date(2026, 12, 9), reason="vẫn phức tạp", by=intake.hoa,
        at=intake.later(),
    )  # fmt: skip
    (again,) = queries.open_extensions(letter)
    again.assignment = intake.of(letter, "XDCQ")
    with pytest.raises(errors.ReasonIsMissing):
        clocks.decide_extension(extension=again, granted=False, by=intake.binh, at=intake.later())
    clocks.decide_extension(
        extension=again, granted=False, answer="đã gia hạn rồi", by=intake.binh, at=intake.later()
    )
    assert [one.state for one in queries.extensions_of(letter)] == [
        ExtensionState.GRANTED, ExtensionState.REFUSED,
    ]  # fmt: skip


def test_an_opinion_is_asked_for_and_given_while_the_work_goes_on(intake: Intake) -> None:
    letter = intake.in_hand()
    clocks.ask_opinion(
        assignment=intake.of(letter, "minh"), posts=[intake.post("thu"), intake.post("vy")],
        question="Có vướng mắc gì không?", due_on=None, by=intake.minh, at=intake.later(),
    )  # fmt: skip
    assert intake.asked(letter) == [("give_opinion", "thu"), ("give_opinion", "vy"), ("handle", "minh")]
    first, second = queries.open_questions(letter)
    for question in (first, second):
        question.assignment = intake.of(letter, "minh")
        question.letter = question.assignment.letter
    with pytest.raises(errors.NotAskedForOpinion):
        clocks.answer(question=first, text="Không", by=intake.khoa, at=intake.later())
    clocks.answer(question=first, text="Không có vướng mắc", by=intake.thu, at=intake.later())
    with pytest.raises(errors.QuestionIsOver):
        clocks.answer(question=first, text="Lần nữa", by=intake.thu, at=intake.later())
    clocks.no_longer(question=second, by=intake.minh, at=intake.later())
    assert intake.asked(letter) == [("handle", "minh")]


def test_a_changed_calendar_counts_running_clocks_anew_and_leaves_days_the_leader_named(
    intake: Intake,
) -> None:
    by_days = intake.directed()
    intake.give_on(by_days)  # without a term of his own the officer has the unit's
    fixed = intake.directed(
        Named(role=R.LEAD, unit=intake.office.units["TCBC"], term=Term(day=date(2026, 12, 1)))
    )
    assert due(intake, by_days) == date(2026, 12, 1)
    days.record_day(
        day=date(2026, 11, 26), kind=DayKind.OFF, name="Nghỉ đột xuất", by=intake.quan, at=intake.later()
    )
    assert Job.objects.filter(kind=days.CHANGED).count() == 1
    assert due(intake, by_days) == date(2026, 12, 1)
    recounting.recount_office(intake.organisation, at=intake.later())
    assert due(intake, by_days) == due(intake, by_days, "minh") == date(2026, 12, 2)
    assert [item.due_on for item in _items(by_days)] == [date(2026, 12, 2)]
    assert due(intake, fixed, "TCBC") == date(2026, 12, 1)


# ---------------------------------------------------------------- the ladder
def told(letter: Any) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(subject_kind="incoming", subject_key=str(letter.pk), kind__in=[
        "incoming.due_soon", "incoming.due_today", "incoming.overdue",
    ])  # fmt: skip
    return sorted((row.kind, row.person.username) for row in rows.select_related("person"))


def test_each_rung_is_climbed_once_and_reaches_higher(intake: Intake) -> None:
    letter = intake.directed()
    intake.give_on(letter)
    office = intake.organisation
    assert reminding.remind(office, at=on(date(2026, 11, 27))) == 0
    for _twice in range(2):
        reminding.remind(office, at=on(date(2026, 11, 30)))
    assert told(letter) == [("incoming.due_soon", "snv-hoa"), ("incoming.due_soon", "snv-minh")]
    reminding.remind(office, at=on(date(2026, 12, 1)))
    reminding.remind(office, at=on(date(2026, 12, 2)))
    for _twice in range(2):
        reminding.remind(office, at=on(date(2026, 12, 4)))
    overdue = [who for kind, who in told(letter) if kind == "incoming.overdue"]
    assert overdue.count("snv-binh") == 2  # once for the unit's part, once for the officer's
    assert overdue.count("snv-minh") == 2  # one day late, three days late
    assert RungClaim.rows.filter(assignment_key=intake.of(letter, "minh").pk).count() == 4


def test_after_a_standstill_of_the_machine_everybody_is_told_once(intake: Intake) -> None:
    letter = intake.directed()
    reminding.remind(intake.organisation, at=on(date(2026, 12, 10)))
    assert told(letter) == [
        ("incoming.overdue", "snv-binh"), ("incoming.overdue", "snv-dung"), ("incoming.overdue", "snv-hoa"),
    ]  # fmt: skip
    assert RungClaim.rows.count() == 4


def test_what_is_reported_or_stands_still_reminds_nobody(intake: Intake) -> None:
    reported, paused = intake.reported(), intake.directed()
    clocks.pause(
        assignment=intake.of(paused, "XDCQ"), reason="chờ số liệu", by=intake.binh, at=intake.later()
    )
    assert reminding.remind(intake.organisation, at=on(date(2026, 12, 10))) == 0
    assert told(reported) == told(paused) == []


def test_more_time_is_a_new_clock_with_reminders_of_its_own(intake: Intake) -> None:
    letter = intake.directed()
    reminding.remind(intake.organisation, at=on(date(2026, 12, 1)))
    before = len(told(letter))
    intake.office.at = on(date(2026, 12, 1), 4)
    clocks.ask_for_time(
        assignment=intake.of(letter, "XDCQ"), until=date(2026, 12, 8), reason="việc phức tạp", by=intake.hoa,
        at=intake.later(),
    )  # fmt: skip
    (wish,) = queries.open_extensions(letter)
    wish.assignment = intake.of(letter, "XDCQ")
    clocks.decide_extension(extension=wish, granted=True, by=intake.binh, at=intake.later())
    reminding.remind(intake.organisation, at=on(date(2026, 12, 2)))
    assert len(told(letter)) == before
    reminding.remind(intake.organisation, at=on(date(2026, 12, 8)))
    assert len(told(letter)) == before + 1


def test_an_office_keeps_a_ladder_of_its_own(intake: Intake) -> None:
    intake.organisation.settings = {
        ladder.SETTING: [
            {"code": "w", "days": 2, "whom": ["chief"]},
            {"code": "v", "days": -2, "whom": ["holder"]},
        ]
    }
    assert [rung.code for rung in ladder.ladder_of(intake.organisation)] == ["v", "w"]
    for broken in (
        [{"code": "x", "days": 1, "whom": ["everybody"]}],
        [{"code": "x", "days": 999, "whom": ["holder"]}],
    ):
        with pytest.raises(ladder.LadderIsBroken):
            ladder.ladder_from(broken)


def test_working_days_are_counted_back_as_they_are_forward() -> None:
    calendar = WorkingCalendar(
        [(date(2026, 11, 26), "off"), (date(2026, 11, 28), "working"), (date(2026, 11, 27), "half")]
    )
    for span in range(15):
        for offset in range(30):
            day = calendar.add(TUESDAY + timedelta(days=offset), 0)
            assert calendar.before(calendar.add(day, span), span) == day


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_climb_each_rung_once(noon: datetime) -> None:
    intake = founded(noon)
    letters = [intake.directed() for _ in range(4)]
    at = on(date(2026, 12, 10))
    together, climbed, wrong = threading.Barrier(4), [], []

    def worker() -> None:
        try:
            together.wait()
            climbed.append(reminding.remind(intake.organisation, at=at))
        except Exception as error:  # noqa: BLE001 -- told by the test
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert sum(climbed) == 4 * len(letters) == RungClaim.rows.count()
    for letter in letters:
        assert len(told(letter)) == 3


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_do_it_once(noon: datetime) -> None:
    intake = founded(noon)
    letter = intake.proposed()
    together, done, refused = threading.Barrier(2), [], []

    def leader(name: str, unit: str) -> None:
        try:
            together.wait()
            moves.direct(
                letter=letter, named=[intake.lead(unit)], text="Giao", by=intake.actors[name], at=intake.at
            )
            done.append(name)
        except errors.NotItsDirector:
            refused.append(name)
        except errors.ReasonIsMissing:
            refused.append(name)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=leader, args=one) for one in (("binh", "XDCQ"), ("yen", "TCBC"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(done), len(refused)) == (1, 1)
    assert len(intake.asked(letter)) == 1


def test_every_calendar_change_asks_for_a_recount(intake: Intake) -> None:
    days.record_day(day=date(2026, 12, 31), kind=DayKind.OFF, name="Nghỉ", by=intake.quan, at=intake.later())
    exception = DayException.objects.get(organisation=intake.organisation, day=date(2026, 12, 31))
    days.take_out_day(exception=exception, by=intake.quan, at=intake.later())
    assert Job.objects.filter(kind=days.CHANGED).count() == 2


# ---------------------------------------------------------------- what lists call late
def test_what_stands_too_long_at_a_stage_is_what_is_past_the_deadline_of_its_step() -> None:
    calendar = WorkingCalendar([(date(2026, 11, 26), "off"), (date(2026, 11, 28), "working")])
    for today in (TUESDAY + timedelta(days=one) for one in range(14)):
        for working_days in (0, 1, 2):
            first = deadlines.first_day_in_time(calendar, today, working_days)
            for since in (today - timedelta(days=one) for one in range(10)):
                assert (since < first) == (calendar.add(since, working_days) < today)


def test_a_letter_that_waits_for_its_directive_too_long_is_late(intake: Intake) -> None:
    ordinary, hurried = intake.proposed(), intake.registered(urgency="express")
    late_part, confirming = intake.directed(intake.lead(days=0)), intake.reported()

    def late(day: date) -> set[int]:
        calendar = WorkingCalendar.of(intake.organisation)
        letters = queries.registered_visible_to(intake.binh, intake.at)
        found = queries.handled(letters, queries.Show.LATE, days=deadlines.days_of(calendar, day))
        assert found.count() == len(found)
        return {letter.pk for letter in found}

    assert late(TUESDAY) == set()
    assert late(date(2026, 11, 25)) == {hurried.pk, late_part.pk}
    assert late(date(2026, 11, 26)) == {hurried.pk, late_part.pk, ordinary.pk}
    assert late(date(2026, 11, 27)) == {hurried.pk, late_part.pk, ordinary.pk, confirming.pk}
