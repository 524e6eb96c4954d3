"""What an import writes set by set is what the acts write row by row; and workbooks are read as they are meant."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from django.db import connection, transaction

from archive import errors, queries
from archive.enums import Access, Keeping, Level, Purpose
from archive.importing import tables
from archive.models import CatalogueRecord, CatalogueUnit, StorePlace
from archive.operations import catalogue_showing, cataloguing, import_undoing, reading_requests
from archive.operations.cataloguing import Described
from search.models import Projection
from tests.archive.conftest import Office
from tests.archive.test_importing import EAD, HEADS, Importer, sheet

SAME = ("title", "code", "code_norm", "text", "words", "facets", "tokens", "dated_on", "withdrawn")


@pytest.fixture
def bring(office: Office, noon: datetime) -> Importer:
    return Importer(office, noon)


def said(row: Projection) -> list[Any]:
    """What a row says, whatever the order of the elements of description in it."""
    loose = {"text": sorted(row.text.splitlines()), "words": sorted(row.words.split())}
    return [loose.get(name, getattr(row, name)) for name in SAME]


def test_search_rows_of_an_import_are_those_the_acts_write(
    bring: Importer, office: Office, noon: datetime
) -> None:
    bring("ead", EAD)
    rows = [
        HEADS,
        [1, 5, "01.TCCB", 'Hồ sơ ‘tổ chức’ \\ "trích"', "1998-1999", "20 năm", 120, "dòng\tmột"],
        [2, 5, "02", "Không rõ ngày", "khoảng đầu thế kỷ", "lâu dài", "", ""],
    ]
    bring("sheet", sheet(rows), into=bring.fonds())
    written = {(row.kind, row.key): row for row in Projection.objects.all()}
    assert len(written) == 11
    for unit in CatalogueUnit.objects.select_related("parent", "organisation", "creator"):
        root = queries.root_of(unit)
        made = catalogue_showing.projection_of(unit, root, at=noon)
        assert said(made) == said(written[("catalogue", str(unit.pk))])
        for record in CatalogueRecord.objects.filter(unit=unit):
            made = catalogue_showing.record_projection_of(record, unit, root, at=noon)
            assert said(made) == said(written[("record", str(record.pk))])
    assert StorePlace.objects.count() == 2  # the room “?” and the box, once


def test_what_lies_in_no_dossier_can_be_stored_in_no_way(office: Office, noon: datetime) -> None:
    fonds = cataloguing.add_unit(
        parent=None,
        level=Level.FONDS,
        told=Described("Phông", "P", access=Access.OPEN),
        by=office.thu,
        at=noon,
    )
    dossier = cataloguing.add_unit(
        parent=fonds, level=Level.DOSSIER, told=Described("Hồ sơ", "1"), by=office.thu, at=noon
    )
    columns = "organisation_id, parent_id, position, path, level, code, code_sort, title, title_sort, date_text, medium, keeping, retention_text, access, kept, left_over, last_ordinal, tokens, source_key, source_hash"  # fmt: skip
    values = f"{office.organisation.pk}, {dossier.pk}, 1, '', 'dossier', '', '', 'x', '', '', 'paper', '', '', '', '{{}}', '{{}}', 0, '{{}}', '', ''"  # fmt: skip
    with (
        pytest.raises(Exception, match="dossier_holds_no_units"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT INTO archive_catalogueunit ({columns}) VALUES ({values})")


def test_an_import_somebody_asked_to_read_from_is_not_taken_back(
    bring: Importer, office: Office, noon: datetime
) -> None:
    run = bring("ead", EAD)
    unit = CatalogueUnit.objects.get(code="12")
    asked = reading_requests.ask(
        asked_for="x", purpose=Purpose.OFFICIAL, purpose_text="", unit=None, by=office.nam, at=noon
    )
    reading_requests.name_unit(request=asked, unit=unit, by=office.thu, at=noon)
    with pytest.raises(errors.ImportIsInUse):
        import_undoing.take_back(run=run, by=office.thu, at=noon)


def test_what_an_old_list_says_runs_out_is_listed_to_whoever_sees_it(
    bring: Importer, office: Office, noon: datetime
) -> None:
    rows = [
        HEADS,
        [1, 1, "1", "Hết hạn", "1998-1999", "20 năm", 1, ""],
        [2, 1, "2", "Chưa hết hạn", "1998-2024", "20 năm", 1, ""],
        [3, 1, "3", "Vĩnh viễn", "1998", "Vĩnh viễn", 1, ""],
        [4, 1, "4", "Không rõ năm", "không rõ", "5 năm", 1, ""],
    ]
    fonds = bring.fonds()
    bring("sheet", sheet(rows), into=fonds)
    assert [(one.title, one.last_year) for one in queries.expired_units(office.nam, noon)] == [
        ("Hết hạn", 2019)
    ]  # type: ignore[attr-defined]
    told = Described("Phông thử", "P01", access=Access.CONDITIONAL)
    cataloguing.describe(unit=fonds, told=told, by=office.thu, at=noon)
    assert not queries.expired_units(office.nam, noon).exists()
    assert queries.expired_units(office.thu, noon).count() == 1
    assert CatalogueUnit.objects.get(code="1", keeping=Keeping.YEARS)


def test_days_numbers_and_words_of_a_workbook_are_what_they_look_like() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append([datetime(1998, 3, 5), date(1900, 3, 1), 12, 12.5, "05", True, None, "  hai  "])
    page["C1"].number_format = "0"
    page["D1"].number_format = "#,##0.00 [$VND]"
    page["I1"], page["I1"].number_format = 36_000, 'dd"ngày"mm'  # type: ignore[index]
    book.create_sheet("ẩn").sheet_state = "hidden"
    kept = io.BytesIO()
    book.save(kept)
    (table,) = tables.read(kept.getvalue(), name="x")
    first = table.rows[0]
    assert first[:8] == [datetime(1998, 3, 5), datetime(1900, 3, 1), 12, 12.5, "05", True, None, "  hai  "]
    assert first[8] == datetime(1998, 7, 24)


def workbook(rows: str, merged: str = "", strings: str = "") -> bytes:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    linked = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook {main} {linked}><sheets><sheet name="A" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/worksheets/s.xml",
            f"<worksheet {main}><sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells></worksheet>",
        )
        archive.writestr("xl/sharedStrings.xml", f"<sst {main}>{strings}</sst>")
    return kept.getvalue()


def test_shared_strings_gaps_and_formulas_are_read() -> None:
    rows = (
        '<row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2"><f>1+1</f><v>2</v></c></row>'
        '<row r="4"><c r="A4" t="s"><v>1</v></c><c t="inlineStr"><is><t>x</t></is></c><c t="s"><v>99</v></c></row>'
    )
    strings = "<si><t>một</t></si><si><r><t>ha</t></r><r><t>i</t></r><rPh><t>đọc</t></rPh></si>"
    (table,) = tables.read(workbook(rows, strings=strings), name="x")
    assert table.rows == [[], [None, "một", None, 2], [], ["hai", "x", None]]
    assert table.formulas == {(2, 4)}


@pytest.mark.parametrize(
    ("rows", "merged", "said"),
    [
        ('<row r="9999999"/>', "", errors.ImportTooLarge),
        ('<row r="5"/><row r="2"/>', "", errors.ImportUnreadable),
        ("<row><c><v>1</v>", "", errors.ImportUnreadable),
        ("<row/>" * 11_000, '<mergeCell ref="A1:GR11000"/>', errors.ImportIsABomb),
    ],
)
def test_a_workbook_that_lies_about_itself_is_refused(rows: str, merged: str, said: type[Exception]) -> None:
    content: Any = workbook(rows, merged)
    with pytest.raises(said):
        tables.read(content, name="x")
