"""Searching a large office: what people wait for an answer, and what the indexer takes. Rows: the register's, twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from config.demo import bulk_texts
from organisation.models import Post
from organisation.models.actor import Actor
from search import queries
from search.enums import IndexState
from search.index import place as places
from search.models import Projection
from tests.bench.clocks import Spent
from tests.results import ROOT
from tests.sizes import SIZES

QUESTIONS = 40


@pytest.fixture(scope="module")
def indexer(register: Any, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A real indexer process on the register and as many records again."""
    _double()
    settings.SEARCH_INDEX_DIR = folder / "index"
    at = connection.settings_dict
    address = f"postgresql://{at['USER']}@/{at['NAME']}?host={at['HOST']}"
    surroundings = {
        **os.environ,
        "DATABASE_URL": address,
        "SEARCH_INDEX_DIR": str(folder / "index"),
        "OFFICE_DEMO": "1",
    }
    surroundings["DJANGO_SETTINGS_MODULE"] = "config.settings"
    process = subprocess.Popen([sys.executable, "manage.py", "indexer"], cwd=ROOT, env=surroundings)
    begun = time.monotonic()
    while places.read(folder / "index") is None:
        assert process.poll() is None
        time.sleep(0.2)
    process.built_in = time.monotonic() - begun  # type: ignore[attr-defined]
    yield process
    process.terminate()
    process.wait()


def _double() -> None:
    """Add projections until there are SIZES.projections_in_search, the words of each shifted to another letter."""
    missing = SIZES.projections_in_search - Projection.objects.count()
    names = [
        field.column
        for field in Projection._meta.concrete_fields
        if field.name not in {"id", "kind", "key", "title"}
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO search_projection (kind, key, title, {columns})"
            f" SELECT 'record', key, title || ' (lưu)', {columns}"
            " FROM search_projection WHERE kind = 'letter' ORDER BY id LIMIT %s",
            [max(0, missing)],
        )
        cursor.execute("ANALYZE search_projection")


def _questions() -> dict[str, list[dict[str, Any]]]:
    chance = random.Random(11)
    phrases = [f"{act} {matter}" for act in bulk_texts._ACTS for matter in bulk_texts._MATTERS]
    words = sorted({word for phrase in phrases for word in phrase.split()})
    return {
        "one word": [{"query": chance.choice(words)} for _ in range(QUESTIONS)],
        "a subject": [{"query": chance.choice(phrases)} for _ in range(QUESTIONS)],
        "without accents": [{"query": "sap xep to chuc bo may"} for _ in range(QUESTIONS)],
        "a code": [{"query": f"{chance.randrange(1, 9999)}/SNV-CCHC"} for _ in range(QUESTIONS)],
        "everything": [{"query": ""} for _ in range(QUESTIONS)],
        "a word in one year": [
            {"query": chance.choice(words), "facets": {"year": "2024"}} for _ in range(QUESTIONS)
        ],
    }


@pytest.mark.parametrize("username", ["lan", "minh"])
def test_an_answer_comes_at_once(indexer: Any, figure: Any, username: str) -> None:
    actor = Actor.for_post(
        Post.objects.select_related("person", "organisation").get(person__username=username)
    )
    rows, everything, parts = Projection.objects.count(), Spent(), []
    for name, asked in _questions().items():
        times, most = Spent(), 0
        for question in asked:
            with times.one():
                found = queries.search(actor=actor, at=datetime.now(UTC), **question)
            assert found.state == IndexState.READY
            most = max(most, found.count)
        parts.append(f"{name} {times.p95:.0f} (up to {most} hits)")
        everything.add(times)
    how = f"{rows} projections, {everything.said()}; p95 by question: {', '.join(parts)}"
    figure(f"search as {username}, p95", everything.p95, "ms", how=how, most=50)


def test_memory_of_the_indexer(indexer: Any, figure: Any) -> None:
    status = Path(f"/proc/{indexer.pid}/status").read_text(encoding="ascii").splitlines()
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    how = f"VmHWM after building {Projection.objects.count()} rows in {indexer.built_in:.0f} s"
    figure("memory of the indexer", peak, "MiB", how=how, most=400)
