"""Which of several answers comes first."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from search.index import reading
from search.operations.indexing import Indexer
from tests.search.conftest import Put

Ask = Callable[..., list[str]]


def test_accents_as_typed_come_first_even_when_old(put: Put, indexer: Indexer, ask: Ask) -> None:
    put("tone", "Về việc bán đấu giá", dated_on=date(2026, 11, 1))
    put("exact", "Bàn về sự cải cách", text="bàn giao", dated_on=date(1950, 1, 1))
    put("plain", "Ban giao", dated_on=date(2026, 11, 2))
    indexer.catch_up()
    assert ask("bàn")[0] == "exact"
    assert sorted(ask("bàn")) == ["exact", "plain", "tone"]
    assert ask("ban") == ["plain", "tone", "exact"]


def test_the_tone_place_is_not_an_accent(put: Put, indexer: Indexer, ask: Ask) -> None:
    put("new", "Tỉnh uỷ", dated_on=date(2020, 1, 1))
    put("old", "Tỉnh ủy", dated_on=date(2021, 1, 1))
    put("wrong", "Tình úy", dated_on=date(2026, 1, 1))
    indexer.catch_up()
    assert ask("tỉnh uỷ") == ask("tỉnh ủy") == ["old", "new", "wrong"]


def test_the_title_comes_before_the_text_and_words_side_by_side_before_scattered(
    put: Put, indexer: Indexer, ask: Ask
) -> None:
    put("text", "Thông báo", text="hội nghị cán bộ", dated_on=date(2026, 9, 1))
    put("scattered", "Hội thi và nghị quyết", dated_on=date(2026, 10, 1))
    put("title", "Hội nghị cán bộ", dated_on=date(2001, 1, 1))
    indexer.catch_up()
    assert ask("hoi nghi") == ["title", "scattered", "text"]


def test_the_newest_comes_first_among_equals_and_the_undated_stand_as_of_1900(
    put: Put, indexer: Indexer, ask: Ask
) -> None:
    days = {
        "a": date(2026, 3, 1),
        "b": date(2026, 3, 2),
        "c": date(1931, 1, 1),
        "d": None,
        "e": date(1890, 1, 1),
    }
    for key, day in days.items():
        put(key, "Lịch công tác", dated_on=day)
    indexer.catch_up()
    assert ask("lịch công tác") == ["b", "a", "c", "d", "e"]
    assert ask("") == ["b", "a", "c", "d", "e"]


def test_newest_first_leaves_the_score_aside(put: Put, indexer: Indexer, ask: Ask) -> None:
    put("title", "Hội nghị", dated_on=date(2001, 1, 1))
    put("text", "Thông báo", text="hội nghị", dated_on=date(2026, 9, 1))
    indexer.catch_up()
    assert ask("hội nghị") == ["title", "text"]
    assert ask("hội nghị", newest_first=True) == ["text", "title"]


@pytest.mark.parametrize("question", ["nghị", "nghi", "hội", "bàn"])
def test_among_very_many_the_same_come_first_page_by_page(
    put: Put, indexer: Indexer, ask: Ask, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    """One word stands beside no other, so the order of many has to be that of few, whichever way it is found."""
    chance = random.Random(7)
    words = ["hội", "nghị", "nghi", "bàn", "ban", "họp"]
    for number in range(70):
        title, text = (" ".join(chance.choices(words, k=3)) for _ in range(2))
        put(number, title, text=text, dated_on=date(2026, 1, 1) + timedelta(days=number // 3))
    indexer.catch_up()
    few = [ask(question, page=page) for page in (1, 2, 3)]
    monkeypatch.setattr(reading, "BROAD", 0)
    assert [ask(question, page=page) for page in (1, 2, 3)] == few
    assert len(few[0]) == 20


@pytest.mark.parametrize("best", [0, 7, 20, 33, 50])
def test_among_very_many_each_stands_on_one_page_however_old(
    put: Put, indexer: Indexer, ask: Ask, monkeypatch: pytest.MonkeyPatch, best: int
) -> None:
    """A day of long ago weighs less than a step between scores: what reaches every step still comes first, once."""
    for number in range(50):
        day = date(1627, 1, 1) if number % 2 else date(2026, 1, 1)
        title, text = ("Hội nghị", "") if number < best else ("Thông báo", "hội nghị")
        put(number, title, text=text, dated_on=day + timedelta(days=number))
    indexer.catch_up()
    monkeypatch.setattr(reading, "BROAD", 0)
    found = [key for page in (1, 2, 3) for key in ask("hội", page=page)]
    assert len(found) == len(set(found)) == 50
    assert {int(key) for key in found[:best]} == set(range(best))
