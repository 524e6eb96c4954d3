"""What is found for what is typed, by the index and by the database in its place alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from organisation.models.actor import Actor
from search import queries
from search.enums import IndexState
from search.operations.indexing import Indexer
from tests.search.conftest import Office, Put

Ask = Callable[..., list[str]]


@pytest.fixture(params=["index", "database"])
def settled(request: pytest.FixtureRequest) -> Callable[[], None]:
    """Bring the index up to date, or have none at all: the answers have to be the same."""
    if request.param == "database":
        return lambda: None
    indexer: Indexer = request.getfixturevalue("indexer")
    return lambda: indexer.catch_up() and None


def test_accents_and_letter_case_do_not_matter(put: Put, settled: Any, ask: Ask) -> None:
    put(1, "Kế hoạch công tác năm 2026 của Đảng ủy")
    put(2, "Báo cáo tổng kết")
    settled()
    for typed in ("kế hoạch", "KE HOACH", "ke hoach", "Kê hoãch", "đảng", "dang", "ĐẢNG"):
        assert ask(typed) == ["1"], typed


def test_both_places_of_the_tone_and_both_unicode_forms_are_one_word(
    put: Put, settled: Any, ask: Ask
) -> None:
    put(1, "Văn phòng Tỉnh uỷ Hoà Bình")
    put(2, "Văn phòng Tỉnh ủy Hòa Bình")
    settled()
    for typed in ("ủy", "uỷ", unicodedata.normalize("NFD", "Tỉnh ủy"), "hòa", "hoà"):
        assert sorted(ask(typed)) == ["1", "2"], typed


def test_a_code_is_found_however_it_is_written(put: Put, settled: Any, ask: Ask) -> None:
    put(1, "Về việc nghỉ lễ", code="123/UBND-VP", dated_on=date(2020, 1, 1))
    put(2, "Trả lời công văn 123/UBND-VP", code="9/SNV-VP")
    put(3, "Số liệu khác", code="1234/UBND-VP")
    settled()
    for typed in ("123/UBND-VP", "123 / ubnd vp", "123/ubnd", "123"):
        assert ask(typed) == ["1", "2"], typed
    assert ask("1234") == ["3"]
    assert ask("9/snv-vp")[0] == "2"


def test_a_leading_zero_neither_finds_nor_hides(put: Put, settled: Any, ask: Ask) -> None:
    put(1, "Về việc nghỉ lễ", code="05/QĐ-SNV")
    settled()
    assert ask("5/QĐ-SNV") == ask("05/qd-snv") == ask("05") == ["1"]


def test_quotes_ask_for_words_side_by_side_and_a_star_for_a_beginning(
    put: Put, settled: Any, ask: Ask
) -> None:
    put(1, "Kế hoạch tài chính")
    put(2, "Tài liệu hội nghị về chính quyền")
    settled()
    assert sorted(ask("tài chính")) == ["1", "2"]
    assert ask('"tài chính"') == ask("“tài chính”") == ["1"]
    assert ask("quyề*") == ["2"]
    assert ask("quy") == []
    assert ask('"hội ngh*"') == []


def test_no_phrase_runs_from_the_code_into_the_title(put: Put, settled: Any, ask: Ask) -> None:
    put(1, "Nghỉ lễ", code="12/VP", text="Kính gửi các phòng")
    settled()
    assert ask('"vp nghỉ"') == ask('"lễ kính"') == []
    assert ask('"nghỉ lễ"') == ["1"]


def test_kinds_facets_and_days_narrow_and_are_counted_exactly(
    put: Put, settled: Any, reader: Actor, noon: datetime
) -> None:
    for n in range(30):
        put(n, "Tờ trình", dated_on=date(2024 + n % 3, 5, 1), facets={"unit": n % 2, "status": "issued"})
    put("d", "Tờ trình trong hồ sơ", kind="dossier", dated_on=None)
    settled()
    found = queries.search(actor=reader, at=noon, query="tờ trình", facets={"year": "2025"})
    assert found.count == 10
    assert {v.value: (v.count, v.chosen) for v in found.facets["year"]} == {
        "2024": (10, False), "2025": (10, True), "2026": (10, False),
    }  # fmt: skip
    assert {v.value: v.count for v in found.facets["unit"]} == {"0": 5, "1": 5}
    assert {v.value: v.count for v in found.facets["kind"]} == {"letter": 10}
    assert queries.search(actor=reader, at=noon, query="tờ trình", kinds=["dossier"]).count == 1
    both = queries.search(
        actor=reader, at=noon, kinds=["dossier", "letter"], facets={"year": ["2024", "2026"]}
    )
    assert both.count == 20
    days = queries.search(actor=reader, at=noon, since=date(2025, 1, 1), until=date(2025, 12, 31))
    assert days.count == 10
    assert queries.search(actor=reader, at=noon, since=date(2026, 1, 1), until=date(2025, 1, 1)).count == 0


def test_pages_are_whole_and_a_page_past_the_end_is_the_last(
    put: Put, settled: Any, reader: Actor, noon: datetime
) -> None:
    for n in range(45):
        put(n, f"Giấy mời số {n}", dated_on=date.fromordinal(date(2026, 1, 1).toordinal() + n))
    settled()
    pages = [
        queries.search(actor=reader, at=noon, query="giấy mời", page=n) for n in (1, 2, 3, 4, 10**15, -7)
    ]
    keys = [int(hit.key) for page in pages[:3] for hit in page.hits]
    assert keys == list(range(44, -1, -1))
    assert [page.page for page in pages] == [1, 2, 3, 3, 3, 1]
    assert {page.page_count for page in pages} == {3} and {page.count for page in pages} == {45}


def test_a_blank_question_shows_everything_newest_first(put: Put, settled: Any, ask: Ask) -> None:
    put(1, "Cũ", dated_on=date(1998, 1, 1))
    put(2, "Mới", dated_on=date(2026, 1, 1))
    put(3, "Không ngày", dated_on=None)
    settled()
    assert ask("") == ask("   ")
    assert ask("")[0] == "2" and sorted(ask("")) == ["1", "2", "3"]


HOSTILE = [
    '"', '""', '"a', "(", ")", "((((", "*", "a*b*", "-a", "a AND", "OR", "NOT", "title:x", "words:[a TO z]", "^2", "~",
    "\\", "\x00", "a\x00b", "%", "_", "' OR 1=1 --", "{}", "$1", "\ud7ff", "🙂", "ß", "İ", "한국", "́", "<script>",
    "a" * 5_000, "a " * 2_500, '"' * 5_000, "(" * 5_000, "../" * 1_600, "*" * 5_000, "0" * 5_000, "a/b" * 1_600,
]  # fmt: skip


@pytest.mark.parametrize("mode", ["index", "database"])
def test_nothing_typed_breaks_the_search(
    put: Put, reader: Actor, noon: datetime, mode: str, request: pytest.FixtureRequest
) -> None:
    put(1, "Kế hoạch <script>alert(1)</script> a b", text="\x00 OR NOT % _ ß 한국 🙂")
    if mode == "index":
        request.getfixturevalue("indexer").catch_up()
    for typed in HOSTILE:
        found = queries.search(actor=reader, at=noon, query=typed, facets={"year": typed[:50], "nope": typed})
        assert found.count == 0
        found = queries.search(actor=reader, at=noon, query=typed)
        assert found.state is (IndexState.READY if mode == "index" else IndexState.MISSING)
        assert found.cut == (len(typed) > 1_000), typed[:20]


def test_what_holds_no_word_finds_nothing_rather_than_everything(put: Put, settled: Any, ask: Ask) -> None:
    put(1, "Kế hoạch")
    settled()
    assert ask("???") == ask('""') == ask("*") == []


def test_who_holds_no_post_finds_nothing(
    put: Put, settled: Any, office: Office, ask: Ask, noon: datetime
) -> None:
    put(1, "Kế hoạch")
    settled()
    assert ask("kế hoạch", actor=Actor.system(office.organisation, "job")) == []
    assert queries.search(actor=Actor.system(office.organisation, "job"), at=noon).facets == {}
