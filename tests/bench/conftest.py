"""What is measured stands here once: a large register in a database of its own, and the list of figures.

A figure is printed, and with ``--write`` appended to docs/performance.md. A slow figure never fails a test: the
machine may be busy, and only the document may say that a limit is not met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases

from tests.bench.arrivals import intake as intake  # for all files, once
from tests.bench.served import Served, serving
from tests.results import PERFORMANCE, Result, append, load_of_machine
from tests.sizes import SIZES

_RESULTS = pytest.StashKey[list[Result]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write", action="store_true", help="append the figures to docs/performance.md")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_RESULTS] = []


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    results = config.stash[_RESULTS]
    if not results:
        return
    terminalreporter.section("figures")
    for result in results:
        terminalreporter.write_line(result.line())
    if config.getoption("--write"):
        append(PERFORMANCE, results, load=load_of_machine())
        terminalreporter.write_line(f"appended to {PERFORMANCE.name}")


Figure = Callable[..., None]


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Note a figure: name, number, unit, and the limit with which way it goes."""

    def note(
        name: str, value: float, unit: str, *, how: str, most: float | None = None, least: float | None = None
    ) -> None:
        met = (
            None
            if most is None and least is None
            else (most is None or value <= most) and (least is None or value >= least)
        )
        limit = (
            f"≤ {most:g} {unit}"
            if most is not None
            else f"≥ {least:g} {unit}"
            if least is not None
            else "none"
        )
        number = f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"
        request.config.stash[_RESULTS].append(Result(name, f"{number} {unit}", limit, met, how))

    return note


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bench")


@pytest.fixture(autouse=True)
def _own_folders(folder: Path) -> None:
    """One set of folders for the whole run: the register outlives a test."""
    use(folder)


def use(folder: Path) -> None:
    """Let this process, and the web it starts, keep its things in ``folder``."""
    house.FILE_STORE_DIR = folder / "store"
    house.SEARCH_INDEX_DIR = folder / "index"
    house.SIGNER_SOCKET = str(folder / "signer.sock")
    house.STATIC_ROOT = folder


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """The database of the run; the plugin's own makes one only for marked tests, whose work it takes back."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases=["default"])
        yield
        connections.close_all()
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="session")
def bare(django_db_setup: None, django_db_blocker: Any, folder: Path) -> None:
    """The demo's office and its people, without letters, committed; once, whichever measurements follow."""
    from tests.demo.test_bulk import bare_office

    use(folder)
    with django_db_blocker.unblock():
        bare_office(datetime.now(UTC))


@pytest.fixture(scope="session")
def register(bare: None, django_db_blocker: Any) -> Iterator[Any]:
    """The bare office with SIZES.letters_in_register letters, committed; nothing is rolled back."""
    from config.demo import bulk

    with django_db_blocker.unblock():
        loaded = bulk.load(SIZES.letters_in_register, at=datetime.now(UTC))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the autovacuum of an office has long done
        yield loaded


@pytest.fixture(scope="session")
def web(django_db_setup: None, django_db_blocker: Any, folder: Path) -> Iterator[Served]:
    """The web process of the house, on the database of the run."""
    use(folder)
    with django_db_blocker.unblock(), serving() as served:
        yield served
