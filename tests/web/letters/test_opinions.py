"""Opinions and steps on their screens: ask, answer, say what became of it; return to a step, pass up."""

from __future__ import annotations

from dispatch.enums import LetterStatus
from dispatch.models import Opinion, OutgoingLetter
from organisation.enums import Duty
from tests.web.letterdesk import LetterDesk
from workflow.models import WorkItem


def asked(desk: LetterDesk, *names: str) -> OutgoingLetter:
    letter = desk.office.draft()
    ticked = {f"post-{desk.office.actors[name].post.pk}": "on" for name in names}
    answer = desk.post("minh", "letters:ask", letter.pk, note="Xin góp ý", **ticked)
    assert answer.status_code == 302, answer.content.decode()
    return desk.office.read(letter)


def item_of(desk: LetterDesk, name: str) -> WorkItem:
    return WorkItem.items.get(owner_post=desk.office.actors[name].post, done_at__isnull=True)


def test_the_drafter_asks_several_and_sees_them_side_by_side(desk: LetterDesk, signer: object) -> None:
    desk.office.lend("hoa", "tam", Duty.UNIT_HEAD)
    draft = desk.office.draft()
    form = desk.get("minh", "letters:ask", draft.pk).content.decode()
    assert "Hồ Thanh Tâm stands in" in form
    letter = asked(desk, "hoa", "dung")
    assert letter.status == LetterStatus.OPINIONS
    page = desk.get("minh", "letters:detail", letter.pk).content.decode()
    assert page.count("waited for") == 2
    assert "Go on without the missing opinions" in page


def test_nobody_ticked_is_said_on_the_form(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    answer = desk.post("minh", "letters:ask", letter.pk, note="")
    assert answer.status_code == 422
    assert "Choose at least one" in answer.content.decode()


def test_who_is_asked_reads_types_and_answers(desk: LetterDesk) -> None:
    letter = asked(desk, "hoa")
    assert "asks for your opinion on the draft" in desk.get("hoa", "inbox:list").content.decode()
    item = item_of(desk, "hoa")
    page = desk.get("hoa", "letters:give_opinion", letter.pk, item.pk).content.decode()
    assert "Xin góp ý" in page
    kept = desk.post("hoa", "letters:keep_opinion", letter.pk, item.pk, text="Đang viết")
    assert kept.status_code == 200
    assert "Đang viết" in desk.get("hoa", "letters:give_opinion", letter.pk, item.pk).content.decode()
    empty = desk.post("hoa", "letters:give_opinion", letter.pk, item.pk, stance="disagree", text="")
    assert (empty.status_code, Opinion.objects.get().answered_at) == (422, None)
    desk.post("hoa", "letters:give_opinion", letter.pk, item.pk, stance="remarks", text="Bổ sung căn cứ")
    assert desk.status(letter) == LetterStatus.DRAFT
    page = desk.get("minh", "letters:detail", letter.pk).content.decode()
    assert "Say first what became of the remarks of Phạm Thị Hòa" in page
    opinion = Opinion.objects.get()
    refused = desk.post("minh", "letters:resolve", letter.pk, opinion.pk, resolution="declined", reason="")
    assert refused.status_code == 422
    desk.post("minh", "letters:resolve", letter.pk, opinion.pk, resolution="accepted", reason="")
    assert "Say first" not in desk.get("minh", "letters:detail", letter.pk).content.decode()


def test_a_round_is_closed_and_one_is_reminded_or_called_off(desk: LetterDesk) -> None:
    letter = asked(desk, "hoa", "dung")
    hoa = Opinion.objects.get(post=desk.office.hoa.post)
    assert desk.post("minh", "letters:remind", letter.pk, hoa.pk).status_code == 302
    assert "reminds you" in desk.get("hoa", "news:list").content.decode()
    desk.post("minh", "letters:call_off", letter.pk, hoa.pk, reason="Đã trao đổi rồi")
    assert not Opinion.objects.get(pk=hoa.pk).is_open
    desk.post("minh", "letters:close_round", letter.pk, reason="Không chờ được nữa")
    assert desk.status(letter) == LetterStatus.DRAFT


def test_an_opinion_is_passed_up(desk: LetterDesk) -> None:
    letter = asked(desk, "hoa")
    item = item_of(desk, "hoa")
    desk.post("hoa", "letters:pass_opinion_up", letter.pk, item.pk, reason="Vượt thẩm quyền")
    assert item_of(desk, "binh").step == "give_opinion"


def test_a_stranger_neither_asks_nor_answers(desk: LetterDesk) -> None:
    letter = asked(desk, "hoa")
    item = item_of(desk, "hoa")
    answer = desk.post("thu", "letters:give_opinion", letter.pk, item.pk, stance="agree", text="")
    assert answer.status_code == 404
    assert desk.post("hoa", "letters:ask", letter.pk, note="").status_code != 302


def test_the_step_to_return_to_is_chosen_in_the_dialog(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    page = desk.get("binh", "letters:detail", letter.pk).content.decode()
    assert '<option value="check_content">' in page
    desk.step("binh", "send_back", letter, reason="Sai thể thức", to="check_format")
    assert desk.status(letter) == LetterStatus.FORMAT_CHECK
    assert "Returned to this step" in desk.get("dung", "inbox:list").content.decode()


def test_a_check_is_passed_up_by_a_button_the_head_does_not_have(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    assert "Pass up to your superior" in desk.get("hoa", "letters:detail", letter.pk).content.decode()
    desk.step("hoa", "pass_up", letter, reason="Vượt thẩm quyền")
    page = desk.get("binh", "letters:detail", letter.pk).content.decode()
    assert "Content is right" in page
    assert "Pass up to your superior" not in page
