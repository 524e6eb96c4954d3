"""Measure the search on 200,000 projections: build, every class of question, lag, memory. No figure fails a test.

Run by ``./office bench``, or: pytest tests/bench/bench_search.py
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from organisation.models import Organisation, Person, Post, Unit
from organisation.models.actor import Actor
from search import queries
from search.index import place as places
from search.index import writing
from search.index.words import padded, words_of
from search.models import Projection
from search.operations import projecting
from search.operations.indexing import Indexer
from tests.bench.clocks import Spent
from tests.sizes import TIERS

ROWS = int(os.environ.get("BENCH_PROJECTIONS", TIERS["bench"].projections_in_search))
TEXT = (
    "về việc triển khai thực hiện kế hoạch công tác năm báo cáo kết quả kiểm tra cải cách hành chính nghị quyết"
    " đại hội đảng bộ tỉnh ủy văn phòng sở nội vụ quyết định thành lập tổ chức cán bộ tuyển dụng công chức viên chức"
    " chuyển đổi số lưu trữ hồ sơ thi đua khen thưởng phòng chống thiên tai ngân sách đầu tư xây dựng nông thôn mới"
    " giáo dục y tế"
)
WORDS = TEXT.split()
UNITS = 40


@pytest.fixture
def reader(django_db_setup: None, django_db_blocker: Any, settings: Any, tmp_path: Path) -> Iterator[Actor]:
    """Somebody of an office of its own beside whatever else was measured; its rows go when it is done."""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    with django_db_blocker.unblock():
        organisation = Organisation.objects.create(code="BENCH-SEARCH")
        units = [
            Unit(organisation=organisation, name=f"Phòng {n}", symbol=f"P{n}", valid_from="2020-01-01")
            for n in range(UNITS)
        ]
        Unit.objects.bulk_create(units)
        person = Person.objects.create(
            organisation=organisation, username="bench-search", full_name="Lan", password="!"
        )
        post = Post.objects.create(
            organisation=organisation, person=person, unit=units[0], title="x", duties=["officer"],
            valid_from="2020-01-01",
        )  # fmt: skip
        yield Actor.for_post(post)
        Projection.objects.filter(organisation=organisation).delete()


def _fill(organisation: Organisation) -> None:
    chance, now = random.Random(20261124), timezone.now()
    prefix, rows = f"org:{organisation.pk}", []
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        changed = cursor.fetchone()[0]
        for n in range(ROWS):
            title, text = (" ".join(chance.choices(WORDS, k=k)) for k in (12, 60))
            code = f"{n % 5000 + 1}/{chance.choice(['SNV-VP', 'QĐ-SNV', 'UBND-NC'])}"
            day = date(2000, 1, 1) + timedelta(days=chance.randrange(9_700))
            unit = chance.randrange(UNITS)
            tokens = (
                [prefix]
                if n % 10 < 3
                else [f"{prefix}/unit:{unit}", f"{prefix}/person:{chance.randrange(500)}"]
            )
            rows.append(
                Projection(
                    organisation=organisation, kind=chance.choice(["letter", "letter", "dossier"]), key=str(n),
                    title=title, code=code, code_norm=" ".join(words_of(code)), text=text,
                    words=padded([words_of(code), words_of(title), words_of(text)]),
                    facets={"year": str(day.year), "unit": str(unit), "status": chance.choice(["issued", "draft"])},
                    tokens=tokens, dated_on=day, projected_at=now, changed=changed,
                )
            )  # fmt: skip
            if len(rows) == 5_000:
                Projection.objects.bulk_create(rows)
                rows.clear()
        Projection.objects.bulk_create(rows)
        cursor.execute("ANALYZE search_projection")


def _questions() -> dict[str, list[dict[str, Any]]]:
    chance = random.Random(7)

    def some(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count))

    return {
        "one word": [{"query": some(1)} for _ in range(40)],
        "two words": [{"query": some(2)} for _ in range(40)],
        "five words": [{"query": some(5)} for _ in range(40)],
        "phrase": [{"query": f'"{some(2)}"'} for _ in range(40)],
        "beginning": [{"query": f"{some(1)[:2]}*"} for _ in range(40)],
        "code": [{"query": f"{chance.randrange(5000)}/SNV-VP"} for _ in range(40)],
        "number only": [{"query": str(chance.randrange(5000))} for _ in range(40)],
        "no accents": [{"query": "ke hoach cong tac"} for _ in range(40)],
        "everything": [{"query": ""} for _ in range(40)],
        "two facets chosen": [
            {"query": some(1), "facets": {"year": "2020", "status": "issued"}} for _ in range(40)
        ],
        "page 50": [{"query": some(1), "page": 50} for _ in range(40)],
    }


def _measure(reader: Actor, state: str, times: int, figure: Any, what: str, most: float | None) -> None:
    everything = Spent()
    for name, asked in _questions().items():
        spent, hits = Spent(), 0
        for question in asked[:times]:
            with spent.one(), everything.one():
                found = queries.search(actor=reader, at=timezone.now(), **question)
            assert found.state == state
            hits = max(hits, found.count)
        figure(f"{what}, {name}, p95", spent.p95, "ms", how=f"{spent.said()}, up to {hits} hits", most=most)
    figure(f"{what}, all, p95", everything.p95, "ms", how=everything.said(), most=most)


def _put(reader: Actor, key: str, title: str) -> None:
    with transaction.atomic():
        projecting.project(
            organisation=reader.organisation, kind="letter", key=key, title=title, code="", text="", facets={},
            tokens=[f"org:{reader.organisation_key}"], dated_on=None, at=timezone.now(),
        )  # fmt: skip


def test_the_search_is_measured(reader: Actor, figure: Any) -> None:
    home = queries.index_home()
    filling = Spent()
    with filling.one():
        _fill(reader.organisation)
    figure("projections written in bulk", filling.wall[0] / 1_000, "s", how=f"{ROWS} rows")
    _measure(reader, "missing", 3, figure, "search without index", None)
    building = Spent()
    with writing.sole(home):
        with building.one():
            indexer = Indexer(home)
        size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 2**20
        how = f"{ROWS} rows, own CPU {building.cpu[0] / 1_000:.1f} s, {size:.0f} MiB on disk"
        figure("index built", building.wall[0] / 1_000, "s", how=how)
        _measure(reader, "ready", 40, figure, "search", 50)
        following = Spent()
        for n in range(30):
            _put(reader, str(n), "Sửa")
            with following.one():
                indexer.catch_up()
        figure("one changed row into the index, p95", following.p95, "ms", how=following.said())
        indexer.close()
    (home / "place.json").unlink()
    _a_real_indexer(reader, home, figure)


def _a_real_indexer(reader: Actor, home: Path, figure: Any) -> None:
    """Let a real indexer build from nothing and follow, and say how late and how large it is."""
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}"
    surroundings = {**os.environ, "DATABASE_URL": address, "SEARCH_INDEX_DIR": str(home), "OFFICE_DEMO": "1"}
    surroundings["DJANGO_SETTINGS_MODULE"] = "config.settings"
    with subprocess.Popen([sys.executable, "manage.py", "indexer"], env=surroundings) as process:
        while places.read(home) is None:
            time.sleep(0.1)
        lag = Spent()
        for n in range(20):
            _put(reader, str(n), f"Mới{n}")
            with lag.one():
                while not queries.search(actor=reader, at=timezone.now(), query=f"mới{n}").count:
                    time.sleep(0.01)
        figure("from commit to being found, p95", lag.p95, "ms", how=f"p50 {lag.p50:.0f} ms", most=2_000)
        status = Path(f"/proc/{process.pid}/status").read_text()
        peak = int(status.split("VmHWM:")[1].split()[0]) / 1_024
        figure("memory of the indexer, peak", peak, "MiB", how=f"after building {ROWS} rows", most=400)
        process.terminate()
