"""A letter goes by the stages its office drew: several asked at once, all, any or some of them, and back."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from viewflow.workflow.models import Task

from dispatch import errors as letter_errors
from dispatch import queries as letters
from dispatch.enums import LetterStatus, Stance
from dispatch.models import Endorsement, Opinion, OutgoingLetter
from organisation.enums import Duty
from tests.sizes import LONG
from tests.workflow.drawn import drawn, publish
from tests.workflow.office import Office, found
from tests.workflow.test_door import together
from tests.workflow.test_rebuild import boards, drop_everything, legal_facts
from workflow import doctor, errors, queries, rebuilding
from workflow.enums import Outcome
from workflow.models import RoutePin, WorkItem
from workflow.outgoing_letter import consulting, moves
from workflow.outgoing_letter.flow import OutgoingLetterProcedure
from workflow.routes.schema import Stage

LEADERS = ("duty:head", "duty:deputy_head", "duty:registry_clerk")


def looks(mode: str = "all", quorum: int = 0, who: tuple[str, ...] = LEADERS, **more: object) -> Stage:
    return Stage("looks", "Lãnh đạo xem trước", "content", who, mode, quorum, **more)  # type: ignore[arg-type]


def advises(mode: str = "all", quorum: int = 0, who: tuple[str, ...] = LEADERS, **more: object) -> Stage:
    return Stage("advises", "Lấy ý kiến", "opinion", who, mode, quorum, **more)  # type: ignore[arg-type]


def submitted(office: Office, stage: Stage) -> OutgoingLetter:
    publish(office, drawn(stage))
    letter = office.draft()
    office.next(letter, "draft")
    return office.read(letter)


def waiting(office: Office, letter: OutgoingLetter) -> set[str]:
    return {
        name
        for name, one in office.actors.items()
        for item in office.items(letter)
        if item.owner_post == one.post
    }


def give(
    office: Office, letter: OutgoingLetter, name: str, stance: Stance = Stance.AGREE, text: str = ""
) -> None:
    item = next(one for one in office.items(letter) if one.owner_post == office.actors[name].post)
    opinion = Opinion.objects.select_related("letter").get(pk=item.about_key)
    consulting.answer(
        item=item, opinion=opinion, stance=stance, text=text, by=office.actors[name], at=office.later()
    )


def passes(office: Office, letter: OutgoingLetter, name: str) -> None:
    item = next(one for one in office.items(letter) if one.owner_post == office.actors[name].post)
    office.act(item, letter, office.actors[name])


def test_everybody_of_a_stage_is_asked_at_once_and_the_last_one_lets_it_go_on(office: Office) -> None:
    letter = submitted(office, looks())
    assert (letter.status, letter.stage) == (LetterStatus.CONTENT_CHECK, "looks")
    assert waiting(office, letter) == {"binh", "yen", "lan"}
    for name, left in (("yen", {"binh", "lan"}), ("lan", {"binh"})):
        passes(office, letter, name)
        assert waiting(office, letter) == left
        assert office.read(letter).stage == "looks"
        assert doctor.findings(office.at) == []
    passes(office, letter, "binh")
    assert waiting(office, letter) == {"hoa"}
    assert Endorsement.objects.filter(stage="looks", passed=True).count() == 3
    assert doctor.findings(office.at) == []
    office.carry(letter, "file_letter")


@pytest.mark.parametrize(("mode", "quorum", "enough"), [("any", 0, 1), ("quorum", 2, 2)])
def test_when_enough_have_passed_nobody_else_is_asked(
    office: Office, mode: str, quorum: int, enough: int
) -> None:
    letter = submitted(office, looks(mode, quorum))
    for name in ("lan", "yen")[:enough]:
        assert office.read(letter).stage == "looks"
        passes(office, letter, name)
    assert waiting(office, letter) == {"hoa"}
    assert doctor.findings(office.at) == []
    late = WorkItem.items.filter(stage="looks", owner_post=office.binh.post).get()
    with pytest.raises(errors.StaleTask):
        moves.check_content(item=late, by=office.binh, at=office.later())


def test_one_return_ends_the_stage_for_all(office: Office) -> None:
    letter = submitted(office, looks())
    passes(office, letter, "yen")
    item = next(one for one in office.items(letter) if one.owner_post == office.binh.post)
    moves.send_back(item=item, reason="Chưa rõ nội dung", by=office.binh, at=office.later())
    assert queries.position_of(letter) == {"draft"}
    assert len(office.items(letter)) == 1
    assert not Endorsement.objects.filter(passed=True, voided_at__isnull=True).exists()
    assert doctor.findings(office.at) == []
    office.next(letter, "draft")
    assert waiting(office, letter) == {"binh", "yen", "lan"}


def test_opinions_of_a_stage_are_rows_with_a_day_and_siblings_keep_what_they_typed(office: Office) -> None:
    letter = submitted(office, advises("any", due_wd=3))
    assert letter.status == LetterStatus.OPINIONS
    assert {one.due_on for one in office.items(letter)} == {date(2026, 11, 27)}
    late = next(one for one in office.items(letter) if one.owner_post == office.binh.post)
    opinion = Opinion.objects.select_related("letter").get(pk=late.about_key)
    consulting.keep_typed(item=late, opinion=opinion, text="Tôi nghĩ", by=office.binh, at=office.later())
    give(office, letter, "yen", Stance.REMARKS, "Bổ sung căn cứ")
    opinion.refresh_from_db()
    assert (opinion.text, opinion.is_open, opinion.answered_at) == ("Tôi nghĩ", False, None)
    assert waiting(office, letter) == {"hoa"}
    assert doctor.findings(office.at) == []


def test_who_is_asked_for_advice_only_cannot_return_the_letter(office: Office) -> None:
    letter = submitted(office, advises(returns_to=None))
    item = office.items(letter)[0]
    with pytest.raises(letter_errors.NobodyReturnsHere):
        moves.send_back(item=item, reason="Chưa rõ nội dung", by=office.holder(item), at=office.later())


def test_a_no_of_a_stage_that_returns_is_kept_as_the_opinion(office: Office) -> None:
    letter = submitted(office, advises())
    item = next(one for one in office.items(letter) if one.owner_post == office.yen.post)
    moves.send_back(item=item, reason="Không đúng thẩm quyền", by=office.yen, at=office.later())
    said = Opinion.objects.get(post=office.yen.post)
    assert (said.stance, said.text) == (Stance.DISAGREE, "Không đúng thẩm quyền")
    assert queries.position_of(letter) == {"draft"}
    assert doctor.findings(office.at) == []


def test_a_stage_nobody_can_answer_at_is_not_skipped(office: Office) -> None:
    publish(office, drawn(looks(who=("unit:KHONG CO",))))
    letter = office.draft()
    with pytest.raises(errors.NobodyHoldsTheStep) as refused:
        office.next(letter, "draft")
    assert "Lãnh đạo xem trước" in str(refused.value)
    assert queries.position_of(letter) == {"draft"}
    assert not RoutePin.rows.exists()


def test_running_letters_keep_their_version_when_another_is_published(office: Office) -> None:
    letter = submitted(office, looks())
    publish(office, drawn(advises()), number=2)
    for name in ("binh", "yen", "lan"):
        passes(office, letter, name)
    assert office.read(letter).stage == "check_content"
    other = office.draft()
    office.next(other, "draft")
    assert office.read(other).stage == "advises"
    returned = office.item(letter)
    moves.send_back(item=returned, reason="Thiếu căn cứ", by=office.hoa, at=office.later())
    office.next(letter, "draft")
    assert office.read(letter).stage == "looks"


def test_a_return_to_an_earlier_stage_keeps_what_was_passed_before_it(office: Office) -> None:
    publish(office, drawn(looks("any")))
    letter = office.carry(office.draft(), "approve")
    item = office.item(letter)
    with pytest.raises(letter_errors.NotAStepBefore):
        moves.send_back(item=item, reason="Sai thể thức", to="sign", by=office.binh, at=office.later())
    moves.send_back(item=item, reason="Sai thể thức", to="check_format", by=office.binh, at=office.later())
    letter = office.read(letter)
    assert (letter.status, letter.prepared_sha256) == (LetterStatus.FORMAT_CHECK, "")
    assert office.item(letter).reason == Outcome.SENT_DOWN
    standing = Endorsement.objects.filter(passed=True, voided_at__isnull=True)
    assert set(standing.values_list("stage", flat=True)) == {"looks", "check_content"}
    assert doctor.findings(office.at) == []
    office.carry(letter, "file_letter")


def test_who_passed_a_step_takes_it_back_while_nobody_has_opened_it(office: Office) -> None:
    letter = office.at_step("check_format")
    with pytest.raises(letter_errors.NothingToTakeBack):
        moves.take_back(letter=letter, by=office.minh, at=office.later())
    moves.take_back(letter=letter, by=office.hoa, at=office.later())
    assert queries.position_of(letter) == {"check_content"}
    assert not Endorsement.objects.filter(passed=True, voided_at__isnull=True).exists()
    assert doctor.findings(office.at) == []
    office.carry(letter, "approve")
    moves.take_back(letter=letter, by=office.dung, at=office.later())
    assert queries.position_of(letter) == {"check_format"}
    assert doctor.findings(office.at) == []
    office.next(letter, "check_format")
    office.carry(letter, "approve")
    moves.note_opened(letter=letter, by=office.binh, at=office.later())
    with pytest.raises(letter_errors.OpenedAlready):
        moves.take_back(letter=letter, by=office.dung, at=office.later())


def test_one_of_several_takes_his_own_answer_back_and_the_others_stand(office: Office) -> None:
    letter = submitted(office, looks())
    for name in ("lan", "yen", "binh"):
        passes(office, letter, name)
    moves.take_back(letter=letter, by=office.binh, at=office.later())
    assert waiting(office, letter) == {"binh"}
    assert doctor.findings(office.at) == []
    passes(office, letter, "binh")
    assert waiting(office, letter) == {"hoa"}


# ------------------------------------------------------------------ up
def test_a_check_is_passed_up_and_nobody_stands_above_the_head(office: Office) -> None:
    letter = office.at_step("check_content")
    moves.pass_up(item=office.item(letter), reason="Vượt thẩm quyền", by=office.hoa, at=office.later())
    assert waiting(office, letter) == {"binh"}
    assert doctor.findings(office.at) == []
    with pytest.raises(letter_errors.NobodyIsAbove):
        moves.pass_up(item=office.item(letter), reason="Vượt thẩm quyền", by=office.binh, at=office.later())
    passes(office, letter, "binh")
    assert Endorsement.objects.get().post == office.binh.post


def test_a_deputy_passes_the_signature_up_and_the_page_is_laid_out_anew(office: Office) -> None:
    letter = office.at_step("sign", signer="yen")
    assert letter.printed["signer"] == office.yen.person.full_name
    moves.pass_up(item=office.item(letter), reason="Việc quan trọng", by=office.yen, at=office.later())
    letter = office.read(letter)
    assert (letter.status, letter.signer_post, letter.approved_sha256) == (
        LetterStatus.PREPARING,
        office.binh.post,
        "",
    )
    assert letter.printed["signer"] == office.binh.person.full_name
    assert letter.mandate.post == office.binh.post
    assert doctor.findings(office.at) == []
    letter = office.carry(letter, "approve")
    assert waiting(office, letter) == {"binh"}
    office.carry(letter, "file_letter")


def test_the_head_cannot_pass_a_signature_up(office: Office) -> None:
    letter = office.at_step("approve")
    with pytest.raises(letter_errors.NobodyIsAbove):
        moves.pass_up(item=office.item(letter), reason="Việc quan trọng", by=office.binh, at=office.later())


# ------------------------------------------------------------------ in another's place
def test_who_stands_in_gives_the_opinion_and_the_row_names_both(office: Office) -> None:
    letter = submitted(office, advises())
    office.lend("lan", "nga", Duty.REGISTRY_CLERK)
    item = next(one for one in office.items(letter) if one.owner_post == office.lan.post)
    opinion = Opinion.objects.select_related("letter").get(pk=item.about_key)
    consulting.answer(
        item=item, opinion=opinion, stance=Stance.AGREE, text="", by=office.nga, at=office.later()
    )
    opinion.refresh_from_db()
    assert (opinion.answered_by, opinion.represented) == (office.nga.post, office.lan.post)


def test_a_check_of_several_is_handed_over_to_a_colleague_with_the_duty(office: Office) -> None:
    letter = submitted(office, looks())
    held = [(letter, office.lan.post)]
    moves.hand_over(held=held, to=office.nga.post, reason="Nghỉ phép", by=office.hoa, at=office.later())
    assert waiting(office, letter) == {"binh", "yen", "nga"}
    assert doctor.findings(office.at) == []


# ------------------------------------------------------------------ rebuilt, counted, at the same instant
@LONG
def test_what_is_rebuilt_in_the_middle_of_stages_equals_what_was(office: Office) -> None:
    publish(office, drawn(advises("quorum", 2), between=(looks(who=LEADERS[:2]),)))
    fresh = office.draft()
    office.next(fresh, "draft")
    half = office.draft()
    office.next(half, "draft")
    give(office, half, "yen", Stance.DISAGREE, "Không đồng ý vì thiếu căn cứ")
    deep = office.draft()
    office.next(deep, "draft")
    for _ in range(2):
        office.next(deep, "give_opinion")
    office.next(deep, "check_content")
    passes(office, deep, "binh")
    asked = office.draft()
    ask(office, asked, "hoa", "dung")
    give(office, asked, "hoa")
    before, facts = boards(office), legal_facts()
    drop_everything()
    rebuilding.rebuild(queries.letters_to_rebuild(office.organisation), at=office.at)
    assert boards(office) == before
    assert legal_facts() == facts
    assert doctor.findings(office.at) == []
    for letter in (fresh, half, deep, asked):
        office.carry(letter, "file_letter")


def test_a_step_of_a_route_costs_at_most_25_statements_and_two_and_a_half_rows(office: Office) -> None:
    publish(office, drawn(advises(), between=(looks(),)))
    letter, costs = office.draft(), {}
    office.next(letter, "draft")
    while "prepare" not in queries.position_of(letter):
        item = office.items(letter)[0]
        act = partial(office.act, item, office.read(letter), office.holder(item))
        if item.about_key:
            opinion = Opinion.objects.select_related("letter").get(pk=item.about_key)
            given = {"opinion": opinion, "stance": Stance.AGREE, "text": "", "by": office.holder(item)}
            act = partial(consulting.answer, item=item, at=office.later(), **given)
        with CaptureQueriesContext(connection) as captured:
            act()
        own = [
            one for one in captured.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))
        ]
        costs[f"{len(costs)} {item.stage}"] = len(own)
    assert len(costs) == 8
    assert max(costs.values()) <= 25, costs
    rows = Task.objects.filter(process=OutgoingLetterProcedure.processes_of(letter.pk).get())
    assert rows.count() / len(costs) <= 2.5


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_the_same_instant_never_leave_a_letter_stuck_or_doubled(noon: datetime) -> None:
    office = found(noon)
    publish(office, drawn(looks(who=LEADERS[:2])))
    for _ in range(6):
        letter = office.draft()
        office.next(letter, "draft")
        one, other = office.items(letter)
        results = together(
            lambda one=one: moves.check_content(item=one, by=office.holder(one), at=office.at),
            lambda other=other: moves.check_content(item=other, by=office.holder(other), at=office.at),
        )
        assert [type(result).__name__ for result in results] == ["OutgoingLetter", "OutgoingLetter"]
        assert waiting(office, letter) == {"hoa"}
    assert doctor.findings(office.at) == []


@pytest.mark.django_db(transaction=True)
def test_of_two_where_one_is_enough_only_one_counts(noon: datetime) -> None:
    office = found(noon)
    publish(office, drawn(looks("any", who=LEADERS[:2])))
    for _ in range(4):
        letter = office.draft()
        office.next(letter, "draft")
        one, other = office.items(letter)
        results = together(
            lambda one=one: moves.check_content(item=one, by=office.holder(one), at=office.at),
            lambda other=other: moves.send_back(
                item=other, reason="Chưa đạt yêu cầu", by=office.holder(other), at=office.at
            ),
        )
        assert sorted(type(result).__name__ for result in results) == ["OutgoingLetter", "StaleTask"]
        assert queries.position_of(letter) in ({"draft"}, {"check_content"})
        assert len(office.items(letter)) == 1
    assert doctor.findings(office.at) == []


# ------------------------------------------------------------------ asked by the drafter
def ask(office: Office, letter: OutgoingLetter, *names: str) -> OutgoingLetter:
    from dispatch.operations.consulting import Question

    questions = [Question(office.actors[name].post, 2) for name in names]
    consulting.ask(
        item=office.item(letter), questions=questions, note="Xin góp ý", by=office.minh, at=office.later()
    )
    return office.read(letter)


def test_the_drafter_asks_several_and_has_the_draft_back_with_the_last_answer(office: Office) -> None:
    letter = ask(office, office.draft(), "hoa", "dung")
    assert waiting(office, letter) == {"hoa", "dung"}
    assert {one.reason for one in office.items(letter)} == {Outcome.ASKED}
    give(office, letter, "hoa", Stance.REMARKS, "Bổ sung căn cứ")
    assert waiting(office, letter) == {"dung"}
    give(office, letter, "dung")
    assert waiting(office, letter) == {"minh"}
    assert office.item(letter).reason == Outcome.ANSWERED
    with pytest.raises(letter_errors.OpinionsWait):
        office.next(letter, "draft")
    assert doctor.findings(office.at) == []
    from dispatch.enums import Resolution

    opinion = letters.unresolved(office.read(letter))[0]
    consulting.resolve(
        opinion=opinion, resolution=Resolution.ACCEPTED, reason="", by=office.minh, at=office.later()
    )
    office.carry(letter, "file_letter")


def test_the_drafter_closes_the_round_or_calls_one_off(office: Office) -> None:
    letter = ask(office, office.draft(), "hoa", "dung")
    opinion = letters.open_opinions(letter).filter(post=office.hoa.post).select_related("letter").get()
    consulting.call_off(opinion=opinion, reason="Đã trao đổi rồi", by=office.minh, at=office.later())
    assert waiting(office, letter) == {"dung"}
    assert doctor.findings(office.at) == []
    consulting.close_round(letter=letter, reason="Không chờ được", by=office.minh, at=office.later())
    assert waiting(office, letter) == {"minh"}
    assert doctor.findings(office.at) == []
    ask(office, letter, "hoa")
    last = letters.open_opinions(letter).select_related("letter").get()
    consulting.call_off(opinion=last, reason="Đã trao đổi rồi", by=office.minh, at=office.later())
    assert waiting(office, letter) == {"minh"}
    assert doctor.findings(office.at) == []


def test_an_opinion_is_passed_up_with_what_was_typed(office: Office) -> None:
    letter = ask(office, office.draft(), "hoa", "dung")
    item = next(one for one in office.items(letter) if one.owner_post == office.hoa.post)
    opinion = Opinion.objects.select_related("letter").get(pk=item.about_key)
    consulting.keep_typed(item=item, opinion=opinion, text="Dự kiến", by=office.hoa, at=office.later())
    consulting.pass_up(item=item, opinion=opinion, reason="Vượt thẩm quyền", by=office.hoa, at=office.later())
    assert waiting(office, letter) == {"binh", "dung"}
    assert Opinion.objects.get(post=office.binh.post).text == "Dự kiến"
    assert doctor.findings(office.at) == []
