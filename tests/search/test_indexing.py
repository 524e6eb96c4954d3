"""The index follows the rows, whoever commits when, and can always be made again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction

from organisation.models.actor import Actor
from search import queries
from search.enums import IndexState
from search.errors import AnotherIndexerRuns
from search.index import place as places
from search.index import writing
from search.models import Projection
from search.operations import indexing
from search.operations.indexing import Indexer
from tests.search.conftest import Office, Put

Ask = Callable[..., list[str]]


def _snapshot(reader: Actor, noon: datetime) -> list[object]:
    asked = [("", 1), ("", 2), ("kế hoạch", 1), ("12/ubnd", 1), ("năm", 2), ("báo", 1)]
    answers: list[object] = []
    for query, page in asked:
        found = queries.search(actor=reader, at=noon, query=query, page=page)
        assert found.state is IndexState.READY
        answers.append(found)
    return answers


def test_a_rebuilt_index_answers_like_the_one_that_followed_every_change(
    put: Put, indexer: Indexer, reader: Actor, noon: datetime, settings: Any
) -> None:
    for n in range(120):
        put(
            n % 70,
            f"Kế hoạch báo cáo năm {n}",
            code=f"{n}/UBND",
            dated_on=date(2026, 1, 1) + timedelta(days=n % 70),
        )
        if n % 7 == 0:
            indexer.catch_up()
    indexer.catch_up()
    before, folder = _snapshot(reader, noon), indexer.place.folder
    indexer.rebuild()
    assert indexer.place.folder != folder
    assert _snapshot(reader, noon) == before
    assert [path.name for path in Path(settings.SEARCH_INDEX_DIR).glob("index-*")] == [indexer.place.folder]


def test_a_commit_that_comes_late_is_not_missed(put: Put, indexer: Indexer, ask: Ask, office: Office) -> None:
    """A transaction that began before others and ended after them still reaches the index."""
    begun, end, ended = threading.Event(), threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            put("slow", "Kế hoạch chậm")
            begun.set()
            end.wait(10)
        connections.close_all()
        ended.set()

    worker = threading.Thread(target=slow)
    worker.start()
    assert begun.wait(10)
    put("quick", "Kế hoạch nhanh")
    assert indexer.catch_up() == 1
    assert indexer.catch_up() == 0, "what is ahead is not written again and again"
    assert ask("kế hoạch") == ["quick"]
    end.set()
    assert ended.wait(10)
    worker.join()
    assert indexer.catch_up() == 1
    assert sorted(ask("kế hoạch")) == ["quick", "slow"]
    assert indexer.catch_up() == 0


def test_a_rolled_back_act_leaves_nothing_to_find(put: Put, indexer: Indexer, ask: Ask) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put(1, "Kế hoạch")
        _ = 1 // 0
    indexer.catch_up()
    assert ask("kế hoạch") == []


def test_an_indexer_that_was_killed_goes_on_where_it_was(
    put: Put, office: Office, ask: Ask, settings: Any
) -> None:
    home = Path(settings.SEARCH_INDEX_DIR)
    first = Indexer(home)
    put(1, "Kế hoạch một")
    first.catch_up()
    kept = places.read(home)
    put(2, "Kế hoạch hai")
    first.catch_up()
    first.close()
    assert kept is not None
    places.write(home, kept)  # as if it had died between the commit of the index and the note of it
    second = Indexer(home)
    assert second.place.folder == kept.folder
    assert second.catch_up() == 1
    assert sorted(ask("kế hoạch")) == ["1", "2"]
    second.close()


def _no_folder(home: Path, folder: Path) -> None:
    shutil.rmtree(folder)


def _no_place(home: Path, folder: Path) -> None:
    (home / "place.json").unlink()


def _torn_place(home: Path, folder: Path) -> None:
    (home / "place.json").write_text('{"folder": "ind')


def _torn_meta(home: Path, folder: Path) -> None:
    (folder / "meta.json").write_text("{")


def _other_form(home: Path, folder: Path) -> None:
    (home / "place.json").write_text((home / "place.json").read_text().replace('"form": 1', '"form": 0'))


def _other_cluster(home: Path, folder: Path) -> None:
    (home / "place.json").write_text(
        (home / "place.json").read_text().replace('"cluster": "', '"cluster": "x')
    )


@pytest.mark.parametrize(
    "damage", [_no_folder, _no_place, _torn_place, _torn_meta, _other_form, _other_cluster]
)
def test_a_damaged_index_never_costs_an_answer_and_is_built_anew(
    put: Put, reader: Actor, noon: datetime, settings: Any, damage: Callable[[Path, Path], None]
) -> None:
    put(1, "Kế hoạch")
    home = Path(settings.SEARCH_INDEX_DIR)
    indexer = Indexer(home)
    indexer.close()
    damage(home, home / indexer.place.folder)
    found = queries.search(actor=reader, at=noon, query="kế hoạch")
    assert (found.count, found.state, [hit.key for hit in found.hits]) == (1, IndexState.MISSING, ["1"])
    Indexer(home).close()
    found = queries.search(actor=reader, at=noon, query="kế hoạch")
    assert (found.count, found.state) == (1, IndexState.READY)


def test_rows_of_another_cluster_are_numbered_anew(
    put: Put, office: Office, settings: Any, noon: datetime
) -> None:
    """After a restore the rows carry transaction ids this cluster has not reached; nothing may wait for them."""
    put(1, "Kế hoạch")
    Projection.objects.update(changed=2**60)
    indexer = Indexer(Path(settings.SEARCH_INDEX_DIR))
    assert indexer.catch_up() in (0, 1)
    assert Projection.objects.get().changed < 2**60
    assert queries.standing(office.organisation.pk, noon).waiting == 0
    indexer.close()


def test_an_index_that_lags_for_long_lets_the_database_answer(
    put: Put, indexer: Indexer, reader: Actor, noon: datetime, office: Office
) -> None:
    put(1, "Kế hoạch")
    indexer.catch_up()
    put(2, "Kế hoạch")
    found = queries.search(actor=reader, at=noon + timedelta(seconds=5), query="kế hoạch")
    assert (found.state, found.count) == (IndexState.READY, 1)
    found = queries.search(actor=reader, at=noon + timedelta(seconds=11), query="kế hoạch")
    assert (found.state, found.count) == (IndexState.BEHIND, 2)
    assert queries.standing(office.organisation.pk, noon).waiting == 1


def test_an_index_has_one_writer(office: Office, settings: Any) -> None:
    home = Path(settings.SEARCH_INDEX_DIR)
    with writing.sole(home), pytest.raises(AnotherIndexerRuns):
        indexing.serve(home, stop=threading.Event())


def _until(condition: Callable[[], bool], *, seconds: float) -> float:
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds
        time.sleep(0.02)
    return time.monotonic() - begun


def test_the_indexer_process_follows_within_two_seconds_rebuilds_on_request_and_ends_when_told(
    put: Put, office: Office, ask: Ask, noon: datetime, settings: Any
) -> None:
    home = Path(settings.SEARCH_INDEX_DIR)
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
    surroundings = {**os.environ, "DATABASE_URL": address, "SEARCH_INDEX_DIR": str(home), "OFFICE_DEMO": "1"}
    surroundings["DJANGO_SETTINGS_MODULE"] = "config.settings"
    command = [sys.executable, "manage.py", "indexer"]
    with subprocess.Popen(command, env=surroundings) as process:
        try:
            _until(lambda: places.read(home) is not None, seconds=30)
            put(1, "Kế hoạch")
            _until(lambda: queries.standing(office.organisation.pk, noon).waiting == 0, seconds=2)
            assert ask("kế hoạch") == ["1"]
            place = places.read(home)
            assert place is not None
            subprocess.run(
                [*command, "--rebuild"], env=surroundings, check=True, timeout=60, stdout=subprocess.DEVNULL
            )
            again = places.read(home)
            assert again is not None and again.folder != place.folder
            put(2, "Kế hoạch")
            _until(lambda: len(ask("kế hoạch")) == 2, seconds=2)
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
