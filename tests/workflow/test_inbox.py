"""One inbox per person: own work, the pool's, and that of the absent, in the order it is due."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisation.enums import Duty
from tests.workflow.office import Office, found
from workflow import queries
from workflow.enums import NodeState
from workflow.outgoing_letter import moves


def steps(office: Office, who: Any) -> list[tuple[str, str]]:
    return [(line.item.step, line.letter.subject) for line in queries.inbox(who, office.at)]


def test_everybody_sees_the_steps_that_wait_for_them_and_no_others(office: Office) -> None:
    office.draft(subject="Một")
    office.at_step("check_content", subject="Hai")
    office.at_step("check_format", subject="Ba")
    office.at_step("approve", subject="Bốn")
    office.at_step("number_and_seal", subject="Năm")
    office.at_step("file_letter", subject="Sáu")
    assert sorted(steps(office, office.minh)) == [("draft", "Một"), ("file_letter", "Sáu")]
    assert steps(office, office.hoa) == [("check_content", "Hai")]
    assert steps(office, office.dung) == [("check_format", "Ba")]
    assert steps(office, office.binh) == [("approve", "Bốn")]
    assert steps(office, office.lan) == steps(office, office.nga) == [("number_and_seal", "Năm")]
    assert steps(office, office.yen) == steps(office, office.quan) == steps(office, office.thu) == []


def test_the_inbox_is_ordered_by_the_day_due_then_by_urgency(office: Office) -> None:
    office.at_step("check_content", subject="ordinary")
    office.at_step("check_content", subject="express", urgency="express")
    office.at_step("check_content", subject="urgent", urgency="urgent")
    office.draft(by="hoa", subject="own draft")
    assert [subject for _step, subject in steps(office, office.hoa)] == [
        "express",
        "urgent",
        "ordinary",
        "own draft",
    ]


def test_an_inbox_of_any_length_costs_the_same_few_queries(office: Office) -> None:
    costs = set()
    for _ in range(3):
        office.at_step("check_content")
        with CaptureQueriesContext(connection) as captured:
            queries.inbox(office.hoa, office.at)
        costs.add(len(captured))
    assert len(costs) == 1
    assert costs.pop() <= 6  # posts, delegations, items; posts, delegations again for visibility, letters


def test_counts_tell_what_is_late_today_and_on_behalf(office: Office) -> None:
    office.at_step("check_content", subject="late")
    office.later(days=6)
    office.at_step("check_content", subject="today", urgency="express")
    office.later(days=1)
    office.lend("hoa", "tam", Duty.UNIT_HEAD)
    counted = queries.counts(queries.inbox(office.tam, office.at), office.at)
    assert counted == queries.Counts(all=2, late=1, today=1, on_behalf=2)


def test_offices_do_not_see_each_other(office: Office) -> None:
    other = found(office.at, code="STP")
    office.at_step("number_and_seal")
    assert queries.inbox(other.lan, other.at) == []


def test_the_step_one_may_take_on_a_letter(office: Office) -> None:
    letter = office.at_step("check_content")
    assert queries.open_item_for(office.hoa, letter, office.at) == office.item(letter)
    assert queries.open_item_for(office.minh, letter, office.at) is None
    office.lend("hoa", "tam", Duty.UNIT_HEAD)
    item = queries.open_item_for(office.tam, letter, office.at)
    assert item is not None
    by = queries.actor_for(item, office.tam, office.at)
    assert by is not None and by.represented == office.hoa.post


def test_the_rail_tells_done_now_and_to_come_with_who_and_when(office: Office) -> None:
    letter = office.at_step("check_format")
    rail = queries.progress_of(letter)
    assert [(step.step, step.state) for step in rail] == [
        ("draft", NodeState.DONE),
        ("check_content", NodeState.DONE),
        ("check_format", NodeState.NOW),
        ("approve", NodeState.TODO),
        ("sign", NodeState.TODO),
        ("number_and_seal", NodeState.TODO),
        ("file_letter", NodeState.TODO),
    ]
    assert [step.who for step in rail[:3]] == ["Nguyễn Văn Minh", "Phạm Thị Hòa", "Vũ Tiến Dũng"]
    assert rail[2].due_on == date(2026, 11, 25)
    assert rail[1].at is not None


def test_the_rail_of_a_filed_letter_is_done(office: Office) -> None:
    letter = office.at_step("file_letter")
    office.next(letter, "file_letter")
    rail = queries.progress_of(office.read(letter))
    assert {step.state for step in rail} == {NodeState.DONE}
    assert [step.who for step in rail[3:]] == [
        "Nguyễn Văn Bình",
        "Nguyễn Văn Bình",
        "Trần Thị Lan",
        "Nguyễn Văn Minh",
    ]


def test_a_return_takes_the_rail_back(office: Office) -> None:
    letter = office.at_step("check_format")
    moves.send_back(item=office.item(letter), reason="Sai thể thức", by=office.dung, at=office.later())
    rail = queries.progress_of(office.read(letter))
    assert [step.state for step in rail] == [NodeState.NOW, *[NodeState.TODO] * 6]


def test_the_drawing_knows_where_the_letter_is(office: Office) -> None:
    letter = office.at_step("approve")
    states = queries.states_of(letter)
    assert states["approve"] == NodeState.NOW
    assert states["prepare"] == states["draft"] == NodeState.DONE
    assert "sign" not in states
    office.carry(letter, "file_letter")
    office.next(letter, "file_letter")
    assert set(queries.states_of(office.read(letter)).values()) == {NodeState.DONE}
