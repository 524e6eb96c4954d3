"""Codes that stand already, come twice or mean something else: no line of a list is lost over them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from archive.enums import ImportState, Level, Outcome
from archive.models import CatalogueUnit
from archive.operations import cataloguing, import_undoing, import_writing
from archive.operations.cataloguing import Described
from tests.archive.conftest import Office
from tests.archive.test_catalogue_at_once import somebody_waits, thread
from tests.archive.test_importing import HEADS, Importer, sheet
from tests.office.toy import wait_until


@pytest.fixture
def bring(office: Office, noon: datetime) -> Importer:
    return Importer(office, noon)


def row(number: int, code: str, title: str) -> list[Any]:
    return [number, "1", code, title, "1986", "Vĩnh viễn", 3, ""]


def ead(inside: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ead xmlns="urn:isbn:1-931666-22-9"><eadheader><eadid>VN-P01</eadid></eadheader>
<archdesc level="fonds"><did><unitid>P01</unitid><unittitle>P01</unittitle></did><dsc>{inside}</dsc></archdesc></ead>"""


def part(level: str, key: str, code: str, title: str, inside: str = "") -> str:
    did = f"<did><unitid>{code}</unitid><unittitle>{title}</unittitle></did>"
    return f'<c level="{level}" id="{key}">{did}{inside}</c>'


def test_a_row_that_changes_is_not_taken_for_the_one_it_was(bring: Importer) -> None:
    into = bring.fonds()
    bring("sheet", sheet([HEADS, row(1, "1", "X"), row(2, "2", "Y")]), into=into)
    corrected = sheet([HEADS, row(1, "1", "Z"), row(2, "1", "X"), row(3, "2", "Y")])
    bring("sheet", corrected, into=into)
    assert set(into.children.values_list("title", flat=True)) == {"X", "Y", "Z"}
    again = bring("sheet", corrected, into=into)
    assert set(again.lines.values_list("outcome", flat=True)) == {Outcome.SAME}


def test_a_series_is_not_taken_for_a_dossier_of_its_code(
    bring: Importer, office: Office, noon: datetime
) -> None:
    into = bring.fonds()
    told = Described(title="Khen thưởng", code="I")
    dossier = cataloguing.add_unit(parent=into, level=Level.DOSSIER, told=told, by=office.thu, at=noon)
    data = sheet([[*HEADS, "Mục lục số"], [*row(1, "1", "X"), "I"], [*row(2, "2", "Y"), "I"]])
    for dry in (True, False):
        assert bring("sheet", data, into=into, dry=dry).state != ImportState.REFUSED
    assert not dossier.children.exists()
    assert CatalogueUnit.objects.get(title="X").parent == CatalogueUnit.objects.get(
        parent=into, level=Level.SERIES
    )


def test_a_series_named_twice_holds_both_its_files(bring: Importer, office: Office, noon: datetime) -> None:
    told = Described(title="S", code="I")
    cataloguing.add_unit(parent=bring.fonds(), level=Level.SERIES, told=told, by=office.thu, at=noon)
    twice = "".join(part("series", f"s{n}", "I", "S", part("file", f"f{n}", "1", f"T{n}")) for n in (1, 2))
    run = bring("ead", ead(twice))
    assert run.state == ImportState.DONE, run.refusal
    files = CatalogueUnit.objects.filter(level=Level.DOSSIER).values_list("title", "code", "parent__code")
    assert set(files) == {("T1", "1", "I"), ("T2", "", "I")}


@pytest.mark.django_db(transaction=True)
def test_an_import_and_the_taking_back_of_the_one_before_come_one_after_the_other(
    transactional_db: None, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office("STP")
    bring = Importer(office, noon)
    first = bring("ead", ead(part("file", "f1", "1", "A") + part("file", "f2", "2", "B")))
    failed: list[Exception] = []
    other = thread(lambda: import_undoing.take_back(run=first, by=office.thu, at=noon), failed)
    change = import_writing.Writing._change

    def then_it_begins(self: Any, line: Any) -> None:
        change(self, line)
        if not other.is_alive() and other.ident is None:
            other.start()
            wait_until(somebody_waits)

    monkeypatch.setattr(import_writing.Writing, "_change", then_it_begins)
    second = bring("ead", ead(part("file", "f2", "2", "B2") + part("file", "f1", "1", "A2")))
    other.join()
    assert second.state == ImportState.DONE
    assert [type(one).__name__ for one in failed] == ["ImportIsInUse"]


@pytest.mark.parametrize(
    ("heads", "values", "code"),
    [
        (["Mã", "Tiêu đề", "Số tờ"], ["A9", "X", 3], "A9"),
        (["Mã", "Số, ký hiệu hồ sơ", "Tiêu đề", "Số tờ"], ["A9", "1", "X", 3], "1"),
    ],
)
def test_a_column_called_code_is_one_where_no_other_is(
    bring: Importer, heads: list[str], values: list[Any], code: str
) -> None:
    bring("sheet", sheet([heads, values]), into=bring.fonds())
    unit = CatalogueUnit.objects.get(title="X")
    assert unit.code == code
    assert ("Mã" in unit.left_over) is (code != "A9")
