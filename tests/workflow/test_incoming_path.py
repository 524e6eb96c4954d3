"""The way of an incoming letter, step by step: who is asked, who may, what is refused, and what follows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from audit.queries import history_of
from dispatch import errors, queries
from dispatch.enums import AssignmentRole as R
from dispatch.enums import AssignmentStatus as A
from dispatch.enums import HandlingStage as H
from dispatch.models import Assignment, Handling
from dispatch.operations.directing import Named
from organisation.enums import Duty
from tests.workflow.incoming_office import Intake, founded
from workflow.incoming_letter import door, moves


@pytest.fixture
def intake(db: Any, noon: datetime) -> Intake:
    return founded(noon)


def test_a_registered_letter_waits_for_the_chief_of_office(intake: Intake) -> None:
    letter = intake.registered()
    assert intake.asked(letter) == [("propose", "chief_of_office")]
    assert intake.inbox("dung") == [(letter.pk, "propose")]
    assert intake.handling(letter).stage == H.PROPOSING


def test_proposed_it_waits_for_the_leader_it_was_presented_to(intake: Intake) -> None:
    letter = intake.proposed("yen")
    assert intake.asked(letter) == [("direct", "yen")]
    proposal = queries.standing_proposal(letter)
    assert proposal is not None
    assert proposal.named[0]["role"] == "lead"
    assert not queries.assignments_of(letter).exists()


def test_the_whole_way_from_the_book_to_the_dossier(intake: Intake) -> None:
    letter = intake.directed(intake.lead(), intake.helper(), intake.person("thu", R.INFORMATION))
    assert intake.asked(letter) == [("assign", "hoa"), ("assign", "khoa")]
    intake.give_on(letter)
    assert intake.asked(letter) == [("assign", "khoa"), ("handle", "minh")]
    minh, khoa = intake.of(letter, "minh"), intake.of(letter, "TCBC")
    moves.accept(assignment=minh, by=intake.minh, at=intake.later())
    moves.tell_progress(assignment=minh, percent=40, note="đang viết", by=intake.minh, at=intake.later())
    moves.report(assignment=minh, text="Đã viết xong", by=intake.minh, at=intake.later())
    assert intake.asked(letter) == [("assign", "khoa"), ("check_report", "hoa")]
    moves.report(assignment=khoa, text="Góp ý xong", by=intake.khoa, at=intake.later())
    assert intake.asked(letter) == [("check_report", "hoa")]
    moves.report(assignment=intake.of(letter, "XDCQ"), text="Xong", by=intake.hoa, at=intake.later())
    assert intake.asked(letter) == [("confirm", "binh")]
    assert intake.status(letter) == "registered"
    moves.confirm(letter=letter, by=intake.binh, at=intake.later())
    assert intake.status(letter) == "completed"
    assert intake.asked(letter) == [("file_letter", "minh")]
    dossier = intake.dossier()
    moves.file_letter(letter=letter, dossier=dossier, by=intake.minh, at=intake.later())
    assert intake.asked(letter) == []
    assert intake.handling(letter).stage == H.FILED
    assert [record.code for record in dossier.records.all()] == [letter.reference_code]
    names = [event.name for event in history_of(intake.organisation.pk, "incoming", letter.pk)]
    assert names == [
        "incoming.registered", "incoming.handling_begun", "incoming.proposed", "incoming.directed",
        "incoming.given_on", "incoming.accepted", "incoming.progress_told", "incoming.reported",
        "incoming.reported", "incoming.reported", "incoming.completed", "incoming.filed",
    ]  # fmt: skip


def test_one_branch_done_is_not_the_whole_done(intake: Intake) -> None:
    letter = intake.directed(intake.lead(), intake.helper())
    moves.accept(assignment=intake.of(letter, "XDCQ"), by=intake.hoa, at=intake.later())
    with pytest.raises(errors.BranchesAreOpen, match="Tổ chức"):
        moves.report(assignment=intake.of(letter, "XDCQ"), text="Xong", by=intake.hoa, at=intake.later())
    moves.release(
        assignment=intake.of(letter, "TCBC"), reason="không cần góp ý nữa", by=intake.hoa, at=intake.later()
    )
    moves.report(assignment=intake.of(letter, "XDCQ"), text="Xong", by=intake.hoa, at=intake.later())
    assert intake.asked(letter) == [("confirm", "binh")]


@pytest.mark.parametrize("leads", [0, 2])
def test_a_directive_names_exactly_one_lead(intake: Intake, leads: int) -> None:
    letter = intake.proposed()
    named = [intake.lead("XDCQ"), intake.lead("TCBC")][:leads] or [intake.helper()]
    with pytest.raises(errors.ExactlyOneLead):
        moves.direct(letter=letter, named=named, text="Giao", by=intake.binh, at=intake.later())
    assert intake.asked(letter) == [("direct", "binh")]


def test_the_database_itself_refuses_a_second_lead_and_none(intake: Intake) -> None:
    letter = intake.directed(intake.lead(), intake.helper())
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(letter=letter, role=R.CONTRIBUTOR).update(role=R.LEAD)
    with pytest.raises(IntegrityError, match="0 leads"), transaction.atomic():
        Assignment.objects.filter(letter=letter, role=R.LEAD).update(role=R.CONTRIBUTOR)
        _check_now()
    with pytest.raises(IntegrityError, match="parts of it are open"), transaction.atomic():
        Handling.objects.filter(letter=letter).update(stage=H.FILING, ended_at=intake.at)
        _check_now()


def _check_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_only_a_leader_directs_and_the_head_always(intake: Intake) -> None:
    letter = intake.proposed("yen")
    for name in ("dung", "lan", "hoa", "minh", "quan"):
        with pytest.raises(errors.NotALeader):
            moves.direct(
                letter=letter, named=[intake.lead()], text="Giao", by=intake.actors[name], at=intake.later()
            )
    moves.direct(letter=letter, named=[intake.lead()], text="Giao", by=intake.binh, at=intake.later())
    assert intake.handling(letter).director == intake.post("binh")


def test_a_second_leader_at_the_same_letter_is_refused_and_changes_nothing(intake: Intake) -> None:
    letter = intake.directed()
    with pytest.raises(errors.NotItsDirector):
        moves.direct(
            letter=letter, named=[intake.lead("TCBC")], text="Giao", by=intake.yen, at=intake.later()
        )
    assert intake.asked(letter) == [("assign", "hoa")]


def test_directed_anew_the_others_end_and_whoever_is_named_again_goes_on(intake: Intake) -> None:
    letter = intake.directed(intake.lead(), intake.helper())
    intake.give_on(letter)
    moves.direct(
        letter=letter,
        named=[intake.lead("TCBC"), intake.person("thu")],
        text="Giao phòng TCBC chủ trì",
        reason="đúng lĩnh vực của phòng TCBC",
        by=intake.binh,
        at=intake.later(),
    )
    assert intake.asked(letter) == [("assign", "khoa"), ("handle", "thu")]
    assert intake.of(letter, "XDCQ").status == A.ENDED
    assert intake.of(letter, "minh").status == A.ENDED
    assert queries.lead_of(letter) == intake.of(letter, "TCBC")


def test_whoever_contributed_may_be_named_again_for_information(intake: Intake) -> None:
    letter = intake.directed(intake.lead(), intake.helper())
    moves.report(assignment=intake.of(letter, "TCBC"), text="Góp ý", by=intake.khoa, at=intake.later())
    told = Named(role=R.INFORMATION, unit=intake.office.units["TCBC"])
    again = {"named": [intake.lead(), told], "text": "Giao", "reason": "phòng TCBC chỉ cần biết"}
    moves.direct(letter=letter, **again, by=intake.binh, at=intake.later())
    assert intake.of(letter, "TCBC").status == A.TOLD


def test_directing_anew_needs_a_reason(intake: Intake) -> None:
    letter = intake.directed()
    with pytest.raises(errors.ReasonIsMissing):
        moves.direct(
            letter=letter, named=[intake.lead("TCBC")], text="Giao", by=intake.binh, at=intake.later()
        )


def test_what_nobody_opened_is_taken_back_and_afterwards_not(intake: Intake) -> None:
    letter = intake.directed()
    moves.take_back_directive(letter=letter, by=intake.binh, at=intake.later())
    assert intake.asked(letter) == [("direct", "binh")]
    moves.direct(letter=letter, named=[intake.lead()], text="Giao", by=intake.binh, at=intake.later())
    moves.note_opened(letter=letter, by=intake.hoa, at=intake.later())
    with pytest.raises(errors.TouchedAlready):
        moves.take_back_directive(letter=letter, by=intake.binh, at=intake.later())


def test_handed_back_the_director_decides(intake: Intake) -> None:
    letter = intake.directed()
    lead = intake.of(letter, "XDCQ")
    moves.hand_back(assignment=lead, reason="không thuộc chức năng", by=intake.hoa, at=intake.later())
    assert intake.asked(letter) == [("redirect", "binh")]
    moves.send_back_report(assignment=lead, reason="vẫn giao phòng", by=intake.binh, at=intake.later())
    assert intake.asked(letter) == [("assign", "hoa")]


def test_within_the_unit_it_is_given_to_another_with_a_reason(intake: Intake) -> None:
    letter = intake.in_hand()
    with pytest.raises(errors.ReasonIsMissing):
        intake.give_on(letter, "tam")
    intake.give_on(letter, "tam", reason="anh Minh đi công tác")
    assert intake.asked(letter) == [("handle", "tam")]
    with pytest.raises(errors.NotOfTheUnit):
        intake.give_on(letter, "vy", reason="đổi người làm")


def test_a_report_sent_back_waits_for_the_officer_again(intake: Intake) -> None:
    letter = intake.in_hand()
    minh = intake.of(letter, "minh")
    moves.report(assignment=minh, text="Xong", by=intake.minh, at=intake.later())
    moves.send_back_report(assignment=minh, reason="thiếu số liệu", by=intake.hoa, at=intake.later())
    assert intake.asked(letter) == [("handle", "minh")]


def test_the_director_sends_the_whole_back_to_its_lead(intake: Intake) -> None:
    letter = intake.reported()
    moves.send_back(letter=letter, reason="chưa đủ nội dung", by=intake.binh, at=intake.later())
    assert intake.asked(letter) == [("assign", "hoa")]
    assert intake.handling(letter).stage == H.IN_HAND


def test_done_twice_it_happens_once(intake: Intake) -> None:
    letter = intake.reported()
    moves.confirm(letter=letter, by=intake.binh, at=intake.later())
    with pytest.raises(errors.HandlingIsElsewhere):
        moves.confirm(letter=letter, by=intake.binh, at=intake.later())


def test_a_stand_in_directs_in_the_name_of_the_absent(intake: Intake) -> None:
    letter = intake.proposed("yen")
    intake.lend("yen", "dung", Duty.DEPUTY_HEAD)
    moves.direct(letter=letter, named=[intake.lead()], text="Giao", by=intake.dung, at=intake.later())
    assert intake.handling(letter).director == intake.post("yen")
    event = history_of(intake.organisation.pk, "incoming", letter.pk).last()
    assert event is not None
    assert (event.trail["person"], event.trail["represented"]) == (
        intake.dung.person.pk,
        intake.post("yen").pk,
    )


def test_the_registry_transfers_only_where_the_regulation_says_so(intake: Intake) -> None:
    letter = intake.registered()
    with pytest.raises(errors.TransferIsNotAllowed):
        moves.transfer(letter=letter, named=[intake.lead()], text="Chuyển", by=intake.lan, at=intake.later())
    intake.organisation.settings = {"direct_transfer": True}
    intake.organisation.save()
    moves.transfer(letter=letter, named=[intake.lead()], text="Chuyển", by=intake.lan, at=intake.later())
    assert intake.asked(letter) == [("assign", "hoa")]
    moves.report(assignment=intake.of(letter, "XDCQ"), text="Xong", by=intake.hoa, at=intake.later())
    assert intake.asked(letter) == [("confirm", "chief_of_office")]


def test_nothing_to_be_done_it_goes_to_the_dossier(intake: Intake) -> None:
    letter = intake.registered()
    moves.settle(letter=letter, note="gửi để báo cáo, lưu", by=intake.dung, at=intake.later())
    assert intake.status(letter) == "completed"
    assert intake.asked(letter) == [("file_letter", "registry_clerk")]


def test_steps_thrown_away_are_made_again_from_the_ledger(intake: Intake) -> None:
    letters = [intake.registered(), intake.proposed(), intake.directed(), intake.in_hand(), intake.reported()]
    before = [intake.asked(letter) for letter in letters]
    from tests.workflow.test_rebuild import drop_everything

    drop_everything()
    assert [intake.asked(letter) for letter in letters] == [[]] * 5
    for letter in letters:
        assert door.bring_to(letter, at=intake.at)
    assert [intake.asked(letter) for letter in letters] == before
    assert not any(door.bring_to(letter, at=intake.at) for letter in letters)
    assert all(door.stands_right(letter, intake.at) for letter in letters)
