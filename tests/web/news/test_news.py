"""News are said under what waits, in the reader's language, until they are seen; never about a letter not theirs."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Subject
from dispatch.models import Participation
from notices.models import Notice
from notices.operations import notifying
from organisation.enums import Duty
from tests.web.letterdesk import LetterDesk
from web.news.rows import DONE_FOR_YOU, SENTENCES
from workflow.models import WorkItem
from workflow.outgoing_letter.telling import News

REASON = "Không thuộc thẩm quyền"


@pytest.fixture
def desk(desk: LetterDesk, signer: list[Any]) -> LetterDesk:
    return desk


def page(desk: LetterDesk, name: str, view: str = "inbox:list", **more: Any) -> str:
    response = desk.get(name, view, **more)
    assert response.status_code == 200
    return response.content.decode()


def rows(shown: str) -> list[str]:
    """The text of each line of news, tags taken out."""
    found = re.findall(r'<article class="letter-row" data-news.*?</article>', shown, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def refused(desk: LetterDesk, subject: str = "Bổ sung biên chế") -> Any:
    letter = desk.office.at_step("approve", subject=subject)
    desk.step("binh", "refuse", letter, reason=REASON)
    return letter


def tell(desk: LetterDesk, count: int, name: str = "minh") -> None:
    """Let somebody have been told ``count`` things of a letter of theirs, an hour ago."""
    letter = desk.office.draft()
    for number in range(count):
        notifying.tell(
            people=[desk.office.actors[name].person],
            kind=News.ISSUED,
            subject=Subject("letter", str(letter.pk)),
            facts={"code": f"{number}/SNV", "day": "2026-11-24"},
            at=desk.office.at,
        )


# ------------------------------------------------------------------ in the inbox
def test_without_news_the_section_is_absent(desk: LetterDesk) -> None:
    desk.office.at_step("check_content")
    shown = page(desk, "hoa")

    assert rows(shown) == []
    assert "Seen all" not in shown


def test_news_stand_under_what_waits_and_lead_to_the_letter(desk: LetterDesk) -> None:
    letter = refused(desk)
    shown = page(desk, "minh")

    (line,) = rows(shown)
    assert line.endswith(f"Bổ sung biên chế Nguyễn Văn Bình refused it: “{REASON}”")
    assert f'href="/go/letter/{letter.pk}"' in shown
    assert shown.index("Nothing waits for you") < shown.index("Bổ sung biên chế")


def test_a_letter_issued_is_told_with_number_and_day(desk: LetterDesk) -> None:
    letter = desk.office.at_step("file_letter")
    letter = desk.office.read(letter)

    (line,) = rows(page(desk, "hoa"))
    assert f"Issued as {letter.reference_code} of {letter.legal_day:%d/%m/%Y}." in line


def test_news_speak_the_readers_language(desk: LetterDesk) -> None:
    refused(desk)
    minh = desk.browser("minh")
    minh.post("/language/", {"language": "vi"})

    assert f"Nguyễn Văn Bình từ chối ký: “{REASON}”" in minh.get("/inbox/").content.decode()


def test_the_newest_come_first_and_no_more_than_a_few(desk: LetterDesk) -> None:
    tell(desk, 7)
    shown = page(desk, "minh")

    assert [re.search(r"Issued as (\d)", line)[1] for line in rows(shown)] == ["6", "5", "4", "3", "2"]  # type: ignore[index]
    assert "the newest 5" in shown


def test_the_count_of_news_is_not_mixed_with_the_count_of_work(desk: LetterDesk) -> None:
    tell(desk, 3)  # and the letter they are about waits as a draft
    side = page(desk, "minh").split("</nav>")[0]

    assert re.findall(r'<span class="text">(\w+)</span><span class="n">(\d+)</span>', side) == [
        ("Inbox", "1"),
        ("News", "3"),
    ]
    assert "News</span></a>" in page(desk, "hoa").split("</nav>")[0]


def test_what_was_done_in_ones_name_is_said(desk: LetterDesk) -> None:
    letter = desk.office.at_step("check_content")
    desk.office.lend("hoa", "tam", Duty.UNIT_HEAD)
    desk.step("tam", "check_content", letter)

    (line,) = rows(page(desk, "hoa"))
    assert line.endswith("Hồ Thanh Tâm passed the content on your behalf.")


SAID_IN_MORE_THAN_ONE_WAY = {News.DONE_FOR_YOU, News.RECALLED}


@pytest.mark.parametrize("kind", [kind for kind in News if kind not in SAID_IN_MORE_THAN_ONE_WAY])
def test_every_kind_of_news_has_its_sentence(kind: News) -> None:
    assert kind in SENTENCES


def test_every_step_a_stand_in_may_take_has_its_sentence(desk: LetterDesk) -> None:
    desk.office.at_step("file_letter")
    lendable = set(WorkItem.items.exclude(duty="").values_list("step", flat=True))

    assert lendable | {"give_opinion"} == set(DONE_FOR_YOU)  # asked where a drafter or a route asks


# ------------------------------------------------------------------ who may see what
def test_the_subject_is_not_shown_to_whoever_may_no_longer_see_the_letter(desk: LetterDesk) -> None:
    refused(desk, subject="Chuyện kín của phòng")
    Participation.objects.all().delete()
    for view in ("inbox:list", "news:list"):
        shown = page(desk, "minh", view)

        assert len(rows(shown)) == 1
        assert rows(shown)[0].endswith("About a letter you may no longer see.")
        assert "Chuyện kín của phòng" not in shown
        assert REASON not in shown
        assert "/go/letter/" not in shown


def test_news_are_only_ones_own(desk: LetterDesk) -> None:
    refused(desk)

    assert rows(page(desk, "binh", "news:list")) == []
    assert len(rows(page(desk, "minh", "news:list"))) == 1


# ------------------------------------------------------------------ seen
def test_opening_the_letter_takes_its_news_away(desk: LetterDesk) -> None:
    letter = refused(desk)
    minh = desk.browser("minh")
    assert minh.get(f"/go/letter/{letter.pk}", follow=True).status_code == 200

    assert rows(page(desk, "minh")) == []
    assert len(rows(page(desk, "hoa"))) == 1


def test_news_that_come_right_after_the_letter_was_opened_are_seen_by_opening_it_again(
    desk: LetterDesk,
) -> None:
    letter = desk.office.at_step("approve")
    desk.get("minh", "letters:detail", letter.pk)
    desk.step("binh", "refuse", letter, reason=REASON)
    assert len(rows(page(desk, "minh"))) == 1
    desk.get("minh", "letters:detail", letter.pk)

    assert rows(page(desk, "minh")) == []


def test_seen_all_takes_away_what_was_shown_and_leaves_what_came_since(desk: LetterDesk) -> None:
    tell(desk, 2)
    shown = page(desk, "minh")
    newest = re.search(r'name="up_to" value="(\d+)"', shown)
    assert newest is not None
    tell(desk, 1)
    response = desk.browser("minh").post("/news/seen/", {"up_to": newest[1]}, follow=True)

    assert response.redirect_chain == [("/inbox/", 302)]
    assert len(rows(response.content.decode())) == 1
    assert len(rows(page(desk, "minh", "news:list"))) == 3


@pytest.mark.parametrize("up_to", ["", "-1", "x", "9" * 30, "²"])
def test_seen_all_of_nonsense_changes_nothing(desk: LetterDesk, up_to: str) -> None:
    tell(desk, 1)
    assert desk.browser("minh").post("/news/seen/", {"up_to": up_to}).status_code == 302

    assert Notice.objects.filter(seen_at=None).count() == 1


def test_news_are_seen_by_post_alone(desk: LetterDesk) -> None:
    assert desk.get("minh", "news:seen").status_code == 405


# ------------------------------------------------------------------ the page of all news
def test_the_page_keeps_what_was_seen_and_marks_what_is_new(desk: LetterDesk) -> None:
    tell(desk, 2)
    notifying.mark_seen(
        by=desk.office.minh,
        at=desk.office.at + timedelta(minutes=1),
        up_to=Notice.objects.order_by("id")[0].pk,
    )
    shown = page(desk, "minh", "news:list")

    assert [" New " in line for line in rows(shown)] == [True, False]
    assert "You were told 2 things." in shown


def test_older_news_are_on_further_pages(desk: LetterDesk) -> None:
    tell(desk, 53)
    response = desk.get("minh", "news:list", data={"page": "2"})

    assert [re.search(r"Issued as (\d+)", line)[1] for line in rows(response.content.decode())] == [  # type: ignore[index]
        "2",
        "1",
        "0",
    ]


def test_an_empty_page_says_so(desk: LetterDesk) -> None:
    shown = page(desk, "thu", "news:list")

    assert "No news" in shown
    assert "Seen all" not in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_questions_does_not_grow_with_the_news(desk: LetterDesk, count: int) -> None:
    tell(desk, count)
    desk.get("minh", "news:list")
    with CaptureQueriesContext(connection) as asked:
        desk.get("minh", "news:list")

    assert len(asked) == 15
