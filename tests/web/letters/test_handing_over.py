"""Work in hand, seen and handed over by the head of the unit or an administrator, through a browser."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dispatch.models import OutgoingLetter
from lib.calendar import local_day
from organisation.models import Post
from tests.web.letterdesk import LetterDesk

SUBJECT = "Rà soát văn bản điện tử"


def whole(desk: LetterDesk, name: str, who: str, language: str = "en") -> str:
    response = desk.get(name, "organisation:work", desk.office.actors[who].person.pk)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def give(desk: LetterDesk, by: str, letters: list[OutgoingLetter], to: str, reason: str = "chuyển công tác"):
    office = desk.office
    sent = {"letter": [letter.pk for letter in letters], "to": office.actors[to].post.pk, "reason": reason}
    return desk.post(by, "organisation:work", office.minh.person.pk, **sent)


def test_a_head_reads_what_the_letters_are_and_an_administrator_only_that_there_are(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    assert SUBJECT in whole(desk, "hoa", "minh")
    html = whole(desk, "quan", "minh")
    assert SUBJECT not in html
    assert f"Letter {letter.pk}, Công văn" in html


@pytest.mark.parametrize("name", ["minh", "tam", "dung", "lan"])
def test_nobody_else_asks_for_the_work_of_others(desk: LetterDesk, name: str) -> None:
    desk.office.draft()
    assert desk.get(name, "organisation:work", desk.office.minh.person.pk).status_code == 409
    html = desk.get(name, "organisation:person", desk.office.minh.person.pk).content.decode()
    assert "Work in hand" not in html


def test_the_chosen_letters_go_to_the_named_colleague(desk: LetterDesk) -> None:
    first, second = desk.office.draft(), desk.office.draft()
    assert give(desk, "hoa", [first], "tam").status_code == 302
    assert desk.office.read(first).drafter_post == desk.office.tam.post
    assert desk.office.read(second).drafter_post == desk.office.minh.post
    page = desk.get("tam", "letters:detail", first.pk).content.decode()
    assert "handed it over from Nguyễn Văn Minh to Hồ Thanh Tâm: “chuyển công tác”" in page


def test_only_those_who_may_take_over_stand_in_the_choice(desk: LetterDesk) -> None:
    letter = desk.office.draft()
    html = whole(desk, "quan", "minh")
    assert f'value="{desk.office.tam.post.pk}"' in html
    assert f'value="{desk.office.hoa.post.pk}"' in html
    assert f'<option value="{desk.office.lan.post.pk}"' not in html
    assert give(desk, "quan", [letter], "lan").status_code == 422


@pytest.mark.parametrize("wrong", ["nothing", "nobody", "no reason"])
def test_what_is_missing_is_said(desk: LetterDesk, wrong: str) -> None:
    letter = desk.office.draft()
    letters = [] if wrong == "nothing" else [letter]
    to, reason = ("lan" if wrong == "nobody" else "tam"), ("" if wrong == "no reason" else "chuyển công tác")
    assert give(desk, "hoa", letters, to, reason).status_code == 422
    assert desk.office.read(letter).drafter_post == desk.office.minh.post


def test_letters_that_wait_for_a_signer_who_leaves_go_back_to_be_drafted(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve", signer="yen")
    yen = desk.office.yen.person.pk
    assert "Waiting for this signature" in whole(desk, "quan", "yen")
    for name in ("hoa", "minh"):
        sent = {"letter": letter.pk, "reason": "nghỉ hưu"}
        assert desk.post(name, "organisation:take_from_signer", yen, **sent).status_code == 409
    assert (
        desk.post("quan", "organisation:take_from_signer", yen, letter=letter.pk, reason="").status_code
        == 422
    )
    sent = {"letter": letter.pk, "reason": "nghỉ hưu từ tháng sau"}
    assert desk.post("quan", "organisation:take_from_signer", yen, **sent).status_code == 302
    assert desk.status(letter) == "draft"
    assert "nghỉ hưu từ tháng sau" in desk.get("minh", "letters:edit", letter.pk).content.decode()


def test_ending_a_post_leads_first_to_the_work_in_hand(desk: LetterDesk) -> None:
    letter, office = desk.office.draft(), desk.office
    html = desk.get("quan", "organisation:end_post", office.minh.post.pk).content.decode()
    assert f"/organisation/people/{office.minh.person.pk}/work/" in html
    sent = {"last_day": local_day(office.at).isoformat(), "reason": "nghỉ hưu"}
    refused = desk.post("quan", "organisation:end_post", office.minh.post.pk, **sent)
    assert refused.status_code == 422
    assert "still has work in hand (1)" in refused.content.decode()
    give(desk, "quan", [letter], "tam")
    assert desk.post("quan", "organisation:end_post", office.minh.post.pk, **sent).status_code == 302


def test_an_administrator_is_told_of_work_that_was_left_behind(desk: LetterDesk) -> None:
    desk.office.draft()
    told = "Work waits for people who are gone."
    assert told not in desk.get("quan", "organisation:office").content.decode()
    yesterday = local_day(desk.office.at) - timedelta(days=1)
    Post.objects.filter(pk=desk.office.minh.post.pk).update(valid_until=yesterday)
    assert told in desk.get("quan", "organisation:office").content.decode()
    assert told not in desk.get("hoa", "organisation:office").content.decode()
