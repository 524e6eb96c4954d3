"""What is most like a thing, or like what somebody described in a sentence."""

from __future__ import annotations

from datetime import datetime

from organisation.models.actor import Actor
from search import queries
from search.operations.indexing import Indexer
from tests.search.conftest import Office, Put

SENTENCE = "xin xem giúp tập hồ sơ khen thưởng khoảng những năm 1998"


def keys(found: tuple[queries.Hit, ...]) -> list[str]:
    return [hit.key for hit in found]


def test_a_sentence_finds_what_has_most_of_its_words_the_rare_ones_first(
    put: Put, indexer: Indexer, reader: Actor, noon: datetime
) -> None:
    put("both", "Khen thưởng năm 1998")
    put("one", "Khen thưởng năm 2003")
    put("none", "Tuyển dụng viên chức")
    for number in range(5):
        put(f"year{number}", f"Báo cáo tổng kết năm {2010 + number}")
    indexer.catch_up()
    found = keys(queries.near(actor=reader, at=noon, query=SENTENCE))
    assert found[:2] == ["both", "one"]
    assert "none" not in found


def test_what_somebody_may_not_see_is_never_near_nor_alike(
    put: Put, indexer: Indexer, office: Office, reader: Actor, noon: datetime
) -> None:
    other = office.person("Kín")
    hidden = [f"{office.everybody}/person:{other.person.pk}"] if other.person else []
    put("hidden", "Khen thưởng năm 1998", tokens=hidden)
    put("open", "Khen thưởng năm 1998")
    indexer.catch_up()
    assert keys(queries.near(actor=reader, at=noon, query=SENTENCE)) == ["open"]
    assert set(keys(queries.near(actor=other, at=noon, query=SENTENCE))) == {"hidden", "open"}
    assert queries.alike(actor=reader, at=noon, kind="letter", key="hidden") == ()
    assert queries.alike(actor=reader, at=noon, kind="letter", key="open") == ()
    assert keys(queries.alike(actor=other, at=noon, kind="letter", key="open")) == ["hidden"]


def test_without_an_index_nothing_is_near(put: Put, reader: Actor, noon: datetime) -> None:
    put("open", "Khen thưởng năm 1998")
    assert queries.near(actor=reader, at=noon, query=SENTENCE) == ()
