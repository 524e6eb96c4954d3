"""What was tried against letters in hand: marks of secrecy beside them, an office that files another's letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dispatch import errors, policies, queries
from dispatch.enums import AssignmentRole as R
from lib.calendar import local_day
from organisation.models import Organisation, Post
from tests.workflow.incoming_office import Intake, founded
from workflow import leaving
from workflow.incoming_letter import clocks, door, moves

SECRET = "Xem văn bản kèm theo\nTỐI MẬT"


@pytest.fixture
def intake(db: Any, noon: datetime) -> Intake:
    return founded(noon)


def test_a_note_beside_a_name_bears_no_mark_of_secrecy(intake: Intake) -> None:
    letter = intake.proposed()
    named = [intake.lead(note=SECRET)]
    with pytest.raises(errors.SecretMarkFound):
        moves.direct(letter=letter, named=named, text="Giao phòng", by=intake.binh, at=intake.later())
    assert not queries.assignments_of(letter).exists()
    letter = intake.directed()
    with pytest.raises(errors.SecretMarkFound):
        intake.give_on(letter, note=SECRET)
    intake.give_on(letter)
    with pytest.raises(errors.SecretMarkFound):
        moves.take_away(assignment=intake.of(letter, "minh"), reason=SECRET, by=intake.hoa, at=intake.later())


def test_the_answer_with_which_time_is_given_bears_none(intake: Intake) -> None:
    letter = intake.directed()
    clocks.ask_for_time(
        assignment=intake.of(letter, "XDCQ"), until=date(2026, 12, 8), reason="việc phức tạp", by=intake.hoa,
        at=intake.later(),
    )  # fmt: skip
    (wish,) = queries.open_extensions(letter)
    wish.assignment = intake.of(letter, "XDCQ")
    with pytest.raises(errors.SecretMarkFound):
        clocks.decide_extension(
            extension=wish, granted=True, answer=SECRET, by=intake.binh, at=intake.later()
        )


def test_the_record_of_whoever_leaves_does_not_say_what_a_letter_without_a_number_is_about(
    intake: Intake,
) -> None:
    letter = intake.in_hand(number="", symbol="", reference_code="", subject="đơn tố cáo ông A")
    intake.dossiers(0)
    person, to = intake.minh.person, intake.tam.post
    event = leaving.hand_everything_over(
        person=person, to=to, reason="nghỉ hưu theo chế độ", by=intake.quan, at=intake.later()
    )
    assert "tố cáo" not in str(event.detail.text)
    assert event.detail.text["lines"]["assignments"] == [(f"số đến {letter.allocation}", "")]


def test_where_the_person_a_leader_named_has_left_the_leader_names_another(intake: Intake) -> None:
    """The head of the unit was asked, and refused whatever they did about it."""
    letter = intake.directed(intake.person("minh", R.LEAD, days=5))
    day = local_day(intake.at) - timedelta(days=1)
    Post.objects.filter(pk=intake.minh.post.pk).update(valid_until=day)
    door.bring_to(letter, at=intake.at)
    assert intake.asked(letter) == [("redirect", "binh")]
    moves.direct(
        letter=letter, named=[intake.lead()], text="Giao phòng", reason="người được giao đã nghỉ việc",
        by=intake.binh, at=intake.later(),
    )  # fmt: skip
    assert intake.asked(letter) == [("assign", "hoa")]


def test_the_registry_of_another_office_files_nothing_of_ours(intake: Intake) -> None:
    letter = intake.reported()
    moves.confirm(letter=letter, by=intake.binh, at=intake.later())
    letter = intake.read(letter)
    other = Organisation(pk=intake.lan.organisation.pk + 1, code="KHAC")
    stranger = replace(intake.lan, organisation=other)
    assert policies.may_file_incoming(intake.lan, letter, intake.handling(letter))
    assert not policies.may_file_incoming(stranger, letter, intake.handling(letter))
