"""Several people in one fonds at the same moment: what is added goes along with a move, and is closed with what is above.

The first act is not committed yet when the second begins to wait for it; afterwards the catalogue has to be as if they
had come one after the other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction

from archive import errors, queries
from archive.enums import Access, Level
from archive.models import CatalogueUnit
from archive.operations import cataloguing, reading_requests
from archive.operations.cataloguing import Described
from archive.operations.import_writing import Writing
from lib.refusal import Refusal
from search.models import Projection
from tests.archive.conftest import Office
from tests.archive.test_catalogue import Shelves
from tests.archive.test_importing import HEADS, Importer, sheet
from tests.archive.test_use import asked
from tests.office.toy import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def shelves(transactional_db: None, noon: datetime) -> Shelves:
    return Shelves(Office("SNV"), noon)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw first
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def thread(act: Callable[[], object], failed: list[Exception] | None = None) -> threading.Thread:
    def run() -> None:
        try:
            act()
        except Exception as error:  # noqa: BLE001 -- told to the test
            if failed is None:
                raise
            failed.append(error)
        finally:
            connections.close_all()

    return threading.Thread(target=run)


@contextmanager
def beside(act: Callable[[], object]) -> Iterator[None]:
    """Let ``act`` begin, and wait, before what the block did is committed; give when both are done."""
    other = thread(act)
    with transaction.atomic():
        yield
        other.start()
        wait_until(somebody_waits)
    other.join()


def close(shelves: Shelves, unit: CatalogueUnit) -> None:
    told = Described(unit.title, unit.code, access=Access.CONDITIONAL)
    cataloguing.describe(unit=unit, told=told, by=shelves.office.thu, at=shelves.at)


def test_a_part_added_while_what_is_above_it_moves_has_the_new_way(shelves: Shelves) -> None:
    fonds = shelves.fonds()
    a, b = shelves.part(fonds, "A"), shelves.part(fonds, "B")
    inside = shelves.part(a, "A.1", Level.SUBSERIES)
    with beside(lambda: shelves.move(a, b)):
        added = shelves.part(inside, "A.1.1", Level.CLASS)
    way = [CatalogueUnit.objects.get(code=code).pk for code in ("P01", "B", "A", "A.1", "A.1.1")]
    assert CatalogueUnit.objects.get(pk=added.pk).path == "".join(f"/{key}" for key in way) + "/"


def test_a_dossier_added_while_what_is_above_it_is_closed_is_closed_too(shelves: Shelves) -> None:
    a = shelves.part(shelves.fonds(), "A")
    inside = shelves.part(a, "A.1", Level.SUBSERIES)
    with beside(lambda: close(shelves, a)):
        added = shelves.dossier(inside, "7", title="Hồ sơ kín")
    closed = CatalogueUnit.objects.get(pk=inside.pk).tokens
    assert closed != inside.tokens
    assert CatalogueUnit.objects.get(pk=added.pk).tokens == closed
    assert Projection.objects.get(kind="catalogue", key=str(added.pk)).tokens == closed


@pytest.mark.parametrize("ends", [True, False])
def test_what_may_be_read_stays_so_while_what_is_above_is_closed(shelves: Shelves, ends: bool) -> None:
    office, noon = shelves.office, shelves.at
    fonds = shelves.fonds()
    unit, request, later = shelves.dossier(fonds, "1"), asked(office, noon), noon + timedelta(days=30)
    reading_requests.name_unit(request=request, unit=unit, by=office.thu, at=noon)
    if ends:
        reading_requests.allow(request=request, until=date(2026, 12, 1), by=office.binh, at=noon)
    with beside(lambda: close(shelves, fonds)):
        if ends:
            assert reading_requests.end_due(at=later) == 1
        else:
            reading_requests.allow(request=request, until=date(2026, 12, 31), by=office.binh, at=noon)
    assert queries.units_visible_to(office.nam, later).filter(pk=unit.pk).exists() is not ends


@pytest.mark.parametrize("act", ["add", "move", "close"])
def test_an_import_into_a_part_and_another_act_in_its_fonds_wait_for_each_other(
    shelves: Shelves, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    fonds = shelves.fonds()
    inside, other = shelves.part(fonds, "A"), shelves.part(fonds, "B")
    acts: dict[str, Callable[[], Any]] = {
        "add": lambda: shelves.dossier(inside, "9"),
        "move": lambda: shelves.move(inside, other),
        "close": lambda: close(shelves, inside),
    }
    failed: list[Exception] = []
    another, whole = thread(acts[act], failed), Writing.all

    def all_then_wait(self: Writing) -> None:
        whole(self)
        another.start()
        wait_until(somebody_waits)

    monkeypatch.setattr(Writing, "all", all_then_wait)
    rows = sheet([HEADS, [1, "3", "77", "Hồ sơ", "1996", "20 năm", "10", ""]])
    Importer(shelves.office, shelves.at)("sheet", rows, into=inside)
    another.join()
    assert failed == []
    came = CatalogueUnit.objects.get(code="77")
    assert came.tokens == CatalogueUnit.objects.get(pk=came.parent_id).tokens


def test_what_went_to_another_fonds_meanwhile_is_not_changed_by_the_page_before(shelves: Shelves) -> None:
    first, second = shelves.fonds(), shelves.fonds("P02")
    a, b = shelves.part(first, "A"), shelves.part(second, "B")
    failed: list[Exception] = []

    def late() -> None:
        try:
            shelves.part(a, "A.1", Level.SUBSERIES)
        except Refusal as refusal:
            failed.append(refusal)

    with beside(late):
        shelves.move(a, b)
    assert [type(one) for one in failed] == [errors.MovedMeanwhile]
    assert not CatalogueUnit.objects.filter(code="A.1").exists()
    added = shelves.part(CatalogueUnit.objects.get(pk=a.pk), "A.2", Level.SUBSERIES)
    assert added.path == f"/{second.pk}/{b.pk}/{a.pk}/{added.pk}/"
