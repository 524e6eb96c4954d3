"""The catalogue at full size: how fast old lists come in, what a click, a deep link, a search and a move take."""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.template import engines

from archive import queries
from archive.enums import Access, Level
from archive.importing.dates import read as read_dates
from archive.importing.found import Catalogue, Found
from archive.models import CatalogueRecord, CatalogueUnit
from archive.operations import arranging, cataloguing, import_planning, importing
from archive.operations.cataloguing import Described
from archive.operations.importing import Source
from organisation.models import Organisation, Person, Post
from organisation.models.actor import Actor
from search import queries as searching
from search.enums import IndexState
from search.index import place as places
from search.models import Projection
from tests.bench.clocks import Spent, spent
from tests.bench.served import Served, surroundings
from tests.results import ROOT
from tests.sizes import SIZES

PER_FONDS, PER_SERIES = 5_000, 100
WORDS = ("báo cáo tổng kết", "quyết định khen thưởng", "kế hoạch sử dụng đất", "hồ sơ cán bộ", "thanh tra ngân sách",
         "đại hội đảng bộ", "xây dựng nông thôn mới", "giải quyết đơn thư")  # fmt: skip
BY_COMMAND = "bench"


def things(number: int, dossiers: int, chance: random.Random) -> list[Found]:
    """Invent the fonds ``number`` with series, dossiers and records as an old list has them."""
    name = f"bench-{number}"
    found = [
        Found(1, f"{name}#", None, Level.FONDS, f"Phông {number}", f"B{number:03d}", read_dates("1976-2018"))
    ]
    for n in range(dossiers):
        if n % PER_SERIES == 0:
            series = len(found)
            found.append(
                Found(
                    n,
                    f"{name}#s{n}",
                    0,
                    Level.SERIES,
                    f"Đề mục {n // PER_SERIES + 1}",
                    f"S{number}.{n // PER_SERIES + 1}",
                )
            )
        year = 1976 + n % 42
        access = Access.CONDITIONAL if n % 10 == 0 else Access.INHERIT
        title = f"{chance.choice(WORDS)} {chance.choice(WORDS)} năm {year}, tập {n % 7 + 1}"
        found.append(
            Found(n, f"{name}#d{n}", series, Level.DOSSIER, title, f"{n + 1}", read_dates(f"{year}"), access=access,
                  sheets=n % 200, kept={"note": "bản gốc"} if n % 5 == 0 else {})
        )  # fmt: skip
        above = len(found) - 1
        for k in range(SIZES.catalogue_records_each):
            found.append(
                Found(n, f"{name}#d{n}/{k}", above, None, f"Về việc {chance.choice(WORDS)} {k}", f"{n}-{k}/QĐ-UB",
                      read_dates(f"{k % 28 + 1:02d}/03/{year}"), author="Ủy ban nhân dân tỉnh")
            )  # fmt: skip
    return found


@pytest.fixture(scope="module")
def catalogue(bare: None, django_db_blocker: Any) -> Iterator[dict[str, float]]:
    """The bare office with SIZES.catalogue_dossiers dossiers, imported fonds by fonds as the command does."""
    at, chance = datetime.now(UTC), random.Random(SIZES.seed)
    with django_db_blocker.unblock():
        organisation = Organisation.objects.get(code="SNV")
        by, took, count = Actor.system(organisation, BY_COMMAND), 0.0, 0
        for number in range(-(-SIZES.catalogue_dossiers // PER_FONDS)):
            size = min(PER_FONDS, SIZES.catalogue_dossiers - number * PER_FONDS)
            found = Catalogue(f"bench-{number}", things(number, size, chance))
            begun = time.perf_counter()
            plan = import_planning.plan(catalogue=found, into=None, by=by, at=at)
            source = Source("sheet", f"{number}.xlsx", f"{number:064d}")
            importing.bring_in(plan=plan, source=source, access=Access.OPEN, by=by, at=at)
            took += time.perf_counter() - begun
            count += len(found.things)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the autovacuum of an office has long done
        yield {"rate": count / took, "count": count, "took": took}


@pytest.fixture(scope="module")
def indexer(catalogue: Any, folder: Path) -> Iterator[dict[str, float]]:
    """A real indexer process that builds the index of it all."""
    process = subprocess.Popen([sys.executable, "manage.py", "indexer"], cwd=ROOT, env=surroundings())
    begun = time.monotonic()
    while places.read(folder / "index") is None:
        assert process.poll() is None
        time.sleep(0.2)
    yield {"built": time.monotonic() - begun}
    process.terminate()
    process.wait()


def reader(username: str) -> Actor:
    return Actor.for_post(
        Post.objects.select_related("person", "organisation").get(person__username=username)
    )


def how_large() -> str:
    units, records = CatalogueUnit.objects.count(), CatalogueRecord.objects.count()
    return f"{units} units, {records} records"


def test_import(catalogue: dict[str, float], figure: Any) -> None:
    how = f"{catalogue['count']:.0f} things in {catalogue['took']:.0f} s, with events, search rows and report"
    figure("import of old catalogues", catalogue["rate"], "things/s", how=how, least=5_000)


def test_rebuild(indexer: dict[str, float], figure: Any) -> None:
    how = f"{Projection.objects.count()} projections"
    figure("index of the catalogue built anew", indexer["built"], "s", how=how, most=60)


def caught_up(by: Actor) -> None:
    """Wait until the index holds what other measurements changed."""
    until = time.monotonic() + 120
    while searching.standing(by.organisation_key, datetime.now(UTC)).waiting:
        assert time.monotonic() < until
        time.sleep(0.2)


@pytest.mark.parametrize("username", ["thu", "minh"])
def test_search(indexer: Any, figure: Any, username: str) -> None:
    caught_up(reader(username))
    actor, chance, all_times, parts = reader(username), random.Random(3), Spent(), []
    fonds = list(CatalogueUnit.objects.filter(level=Level.FONDS)[:5])
    series = list(CatalogueUnit.objects.filter(level=Level.SERIES)[:50])
    questions: dict[str, list[dict[str, Any]]] = {
        "words": [{"query": chance.choice(WORDS)} for _ in range(40)],
        "everything": [{} for _ in range(40)],
        "in a fonds": [{"query": "khen thuong", "inside": chance.choice(fonds)} for _ in range(40)],
        "in a series": [{"inside": chance.choice(series)} for _ in range(40)],
        "narrowed": [
            {"query": "báo cáo", "facets": {"year": ["1990"], "level": ["record"]}} for _ in range(40)
        ],
    }
    for name, asked in questions.items():
        times = Spent()
        for question in asked:
            with times.one():
                found = queries.find_in_catalogue(actor=actor, at=datetime.now(UTC), **question)
            assert found.state == IndexState.READY
        parts.append(f"{name} {times.p95:.0f}")
        all_times.add(times)
    how = f"{how_large()}; {all_times.said()}; p95 by question: {', '.join(parts)}"
    figure(
        f"catalogue search as {username}, exact count, 5 facets, p95", all_times.p95, "ms", how=how, most=50
    )


def test_clicks(indexer: Any, web: Served, figure: Any) -> None:
    chance, minh = random.Random(5), Person.objects.get(username="minh")
    fonds = list(CatalogueUnit.objects.filter(level=Level.FONDS).values_list("pk", flat=True))
    dossiers = list(
        CatalogueUnit.objects.filter(level=Level.DOSSIER, access="").values_list("pk", flat=True)[:2_000]
    )
    click = web.spent(
        minh, lambda: f"/catalogue/branch/{chance.choice(fonds)}/", 60, headers={"HX-Request": "true"}
    )
    figure(
        "catalogue: a click in the tree, p95", click.p95, "ms", how=f"{how_large()}; {click.said()}", most=100
    )
    page = web.spent(minh, lambda: f"/catalogue/{chance.choice(dossiers)}/", 60)
    figure("catalogue: page of a dossier, p95", page.p95, "ms", how=page.said(), most=100)
    whole = web.spent(minh, lambda: f"/catalogue/{chance.choice(fonds)}/", 40)
    figure("catalogue: page of a fonds, p95", whole.p95, "ms", how=whole.said(), most=100)


def test_deep_link(indexer: Any, figure: Any) -> None:
    """The way up from a dossier and the tree opened around it, with the reader's rights, as HTML."""
    by, chance = reader("minh"), random.Random(7)
    dossiers = list(CatalogueUnit.objects.filter(level=Level.DOSSIER, access="").values_list("pk", flat=True))
    engine = engines["django"]

    def follow() -> None:
        seen = queries.units_visible_to(by, datetime.now(UTC))
        found = seen.select_related("parent").get(pk=chance.choice(dossiers))
        way = queries.ancestors_of(seen, found)
        tree = queries.tree_around(seen, found, way)
        engine.get_template("catalogue/_tree.html").render({"tree": tree, "unit": found, "way": way})

    link = spent(follow, 100)
    how = f"{how_large()}; {link.said()}"
    figure("catalogue: deep link, way up and tree around it, p95", link.p95, "ms", how=how, most=50)


def test_lag(indexer: Any, figure: Any) -> None:
    """How long after its commit a change is found: over single changes, and after a series changed its access."""
    by = reader("thu")
    caught_up(by)
    dossiers = list(CatalogueUnit.objects.filter(level=Level.DOSSIER).order_by("pk")[:20])
    lags = [lag_of(one, f"zzq{number}", by) for number, one in enumerate(dossiers)]
    how = f"{how_large()}; 20 changes one after the other, p50 {statistics.median(lags):.2f} s"
    figure("catalogue: from a change to its being found, slowest", max(lags), "s", how=how, most=2)
    series = CatalogueUnit.objects.filter(level=Level.SERIES).order_by("pk")[1]
    wide = lag_of(series, "zzqwide", by, access=Access.CONDITIONAL)
    how = f"{series.children.count()} dossiers and their records with it"
    figure("catalogue: from closing a series to its being found so", wide, "s", how=how, most=2)


def lag_of(unit: CatalogueUnit, word: str, by: Actor, access: Access = Access.INHERIT) -> float:
    told = Described(title=f"{unit.title} {word}", code=unit.code, year_from=unit.year_from, access=access)
    cataloguing.describe(unit=unit, told=told, by=by, at=datetime.now(UTC))
    begun = time.monotonic()
    while not queries.find_in_catalogue(actor=by, at=datetime.now(UTC), query=word).count:
        assert time.monotonic() - begun < 60
        time.sleep(0.02)
    return time.monotonic() - begun


def test_moves(indexer: Any, figure: Any) -> None:
    """A series with its dossiers and records: to the front, into a part of its fonds, into another fonds."""
    by = reader("thu")
    series = list(CatalogueUnit.objects.filter(level=Level.SERIES, parent__code="B000").order_by("position"))
    times, target = min(20, len(series) // 3), series[0]
    others = list(CatalogueUnit.objects.filter(level=Level.FONDS).exclude(code="B000")[:1])

    def moved(parent: CatalogueUnit | None) -> None:
        one = CatalogueUnit.objects.get(pk=series.pop().pk)
        arranging.move(unit=one, parent=parent or one.parent, after=None, by=by, at=datetime.now(UTC))

    held = f"{how_large()}; each with {PER_SERIES} dossiers and their records"
    ways: list[tuple[str, CatalogueUnit | None]] = [
        ("to the front of its fonds", None),
        ("within its fonds", target),
    ]
    for name, parent in [*ways, *(("to another fonds", one) for one in others)]:
        took = spent(lambda parent=parent: moved(parent), times - 1)  # type: ignore[misc]
        figure(
            f"catalogue: a series moved {name}, p95", took.p95, "ms", how=f"{held}; {took.said()}", most=500
        )
