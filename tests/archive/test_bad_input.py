"""What is hostile or broken is refused or kept with a reason, never half imported; one bad file stops no other."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from archive.enums import ImportState, Level, Outcome
from archive.importing import guarding
from archive.models import CatalogueImport, CatalogueRecord, CatalogueUnit, ImportLine
from search.models import Projection
from tests.archive.conftest import Office
from tests.archive.test_import_rows import workbook
from tests.archive.test_importing import EAD, HEADS, Importer, sheet, told


@pytest.fixture
def bring(office: Office, noon: datetime) -> Importer:
    return Importer(office, noon)


def packed(name: str, content: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return kept.getvalue()


DEEP = "<ead><archdesc><did/><dsc>" + "<c>" * 20_000 + "</c>" * 20_000 + "</dsc></archdesc></ead>"
BILLION = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("ead", BILLION.encode("utf-16"), "declares XML entities"),
        ("ead", f"{BILLION}<ead>&b;</ead>", "declares XML entities"),
        ("ead", DEEP, "not well-formed"),
        ("ead", b"\xff\xfe\x00\x00<ead/>", "not well-formed"),
        ("sheet", workbook("<row><c><v>1</v></c></row>") + b"\x00" * 99, "No column of the sheet is known"),
        ("sheet", packed("xl/workbook.xml", BILLION.encode()), "declares XML entities"),
        ("sheet", packed("xl/workbook.xml", b"0" * 80_000_000), "unpacks to far more"),
        ("sheet", packed("nothing.txt", b"x"), "cannot be read"),
        ("sheet", "Số hồ sơ,Tiêu đề hồ sơ\n1," + "x" * 200_000 + "\n", "cannot be read"),
        ("scans", packed("a/../../list.csv", b"x"), "unsafe or stands twice"),
        ("scans", packed("only.pdf", b"x"), "list"),
        ("scans", b"PK\x03\x04" + b"\x00" * 500, "cannot be read"),
    ],
)  # fmt: skip
def test_it_is_refused_as_a_whole_and_leaves_nothing(
    bring: Importer, kind: str, content: bytes | str, said: str
) -> None:
    run = bring(kind, content)
    assert run.state == ImportState.REFUSED and said in run.refusal
    assert not CatalogueUnit.objects.exists() and not CatalogueRecord.objects.exists()
    assert not Projection.objects.exists() and not ImportLine.objects.exists()


def test_what_is_larger_than_any_list_is_refused_before_it_is_read(
    bring: Importer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert guarding.MOST_XML < 300 * 1024 * 1024 and guarding.MOST_SHEET < 300 * 1024 * 1024
    monkeypatch.setattr(guarding, "MOST_XML", 1_000)  # 300 MB of it would only cost the test its time
    monkeypatch.setattr(guarding, "MOST_SHEET", 1_000)
    for kind in ("ead", "sheet"):
        run = bring(kind, "x" * 1_001)
        assert run.state == ImportState.REFUSED and "MB" in run.refusal


def test_a_row_without_a_title_is_told_of_and_never_dropped(bring: Importer) -> None:
    heads = ["Mã", "Tiêu đề", "Thời gian", "Số tờ", "Ghi chú"]
    rows: list[list[Any]] = [
        heads,
        [1, 2, 3, 4, 5],  # the numbers of the columns
        ["01", "Hồ sơ một", "1998", 10, ""],
        ["", "", "1999", 12, ""],
        ["", "", "", "", "Tổng cộng"],
        ["02", "", "1999", 3, ""],
        ["", "\u200b", "", "", ""],  # signs that print nothing
    ]
    run = bring("sheet", sheet(rows), into=bring.fonds())
    lines = {line.place: (line.outcome, line.title, line.reasons) for line in run.lines.all()}
    assert lines[4] == (Outcome.REFUSED, "1999 · 12", ["no_title"])
    assert "no_title" in lines[6][2] and 2 not in lines
    assert CatalogueUnit.objects.get(title="Hồ sơ một").code == "01"


def test_a_file_of_300_mb_is_refused_unread_and_the_next_one_comes_in(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    large = tmp_path / "1.xml"
    with large.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    (tmp_path / "2.xml").write_text(EAD, "utf-8")
    with pytest.raises(SystemExit):
        call_command("import_catalogue", "ead", str(tmp_path), "--organisation", "SNV")
    refused, done = capsys.readouterr().out.strip().splitlines()[:2]
    assert "1.xml" in refused and "128 MB" in refused
    assert "2.xml" in done and CatalogueUnit.objects.filter(level=Level.FONDS).count() == 1


def test_two_dossiers_of_one_code_stand_both_one_of_them_without_it(bring: Importer) -> None:
    rows = [
        HEADS,
        [1, 1, "01", "Hồ sơ một", "1998", "", 1, ""],
        [2, 1, "01", "Hồ sơ khác", "1999", "", 1, ""],
        [3, 1, "01", "Hồ sơ một", "1998", "", 1, ""],
    ]
    fonds = bring.fonds()
    run = bring("sheet", sheet(rows), into=fonds)
    dossiers = CatalogueUnit.objects.filter(level=Level.DOSSIER).order_by("pk")
    assert [(one.code, one.title) for one in dossiers] == [("01", "Hồ sơ một"), ("", "Hồ sơ khác")]
    assert dossiers[1].left_over["code"] == "01"
    assert told(run)[3] == (Outcome.NEW, ["left_over", "code_twice"]) or "code_twice" in told(run)[3][1]
    again = bring("sheet", sheet(rows), into=fonds)
    assert again.counts.get("new") is None and dossiers.count() == 2


@pytest.mark.parametrize(
    "words", ["khoảng đầu những năm tám mươi", "31/02/1998", "1998?", "thế kỷ XX", "=NOW()", "-5", "99999"]
)
def test_a_date_that_is_prose_stays_as_it_was_written(bring: Importer, words: str) -> None:
    rows: list[list[Any]] = [HEADS, [1, 1, "01", "Hồ sơ", f"'{words}", "", 1, ""]]
    bring("sheet", sheet(rows), into=bring.fonds())
    dossier = CatalogueUnit.objects.get(level=Level.DOSSIER)
    assert dossier.date_text == f"'{words}"
    assert dossier.date_from is None and dossier.date_to is None


def test_one_bad_file_stops_no_other_and_the_command_says_so(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "1.xml").write_text("<html/>", "utf-8")
    (tmp_path / "2.xml").write_text(EAD, "utf-8")
    (tmp_path / "3.xml").write_text(f"{BILLION}<ead/>", "utf-8")
    with pytest.raises(SystemExit) as end:
        call_command("import_catalogue", "ead", str(tmp_path), "--json", "--organisation", "SNV")
    assert end.value.code == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [bool(line["refused"]) for line in lines] == [True, False, True]
    assert CatalogueUnit.objects.filter(level=Level.FONDS).count() == 1
    assert CatalogueImport.objects.filter(state=ImportState.REFUSED).count() == 2


def test_a_list_of_heading_codes_alone_fills_the_headings_that_stand(bring: Importer) -> None:
    fonds = bring.fonds()
    named = [["Mã đề mục", "Đề mục", "Số hồ sơ", "Tiêu đề"], ["II", "KHEN THƯỞNG", "01", "Hồ sơ một"]]
    bring("sheet", sheet(named), into=fonds)
    rows = [
        ["Mã đề mục", "Số hồ sơ", "Tiêu đề", "Năm"],
        ["II", "02", "Hồ sơ hai", "2018"],
        ["II", "03", "", ""],
    ]
    run = bring("sheet", sheet(rows), into=fonds, name="bổ sung.xlsx")
    heading = CatalogueUnit.objects.get(level=Level.SERIES)
    assert (heading.code, heading.title) == ("II", "KHEN THƯỞNG")
    assert {one.code for one in CatalogueUnit.objects.filter(parent=heading)} == {"01", "02", "03"}
    assert "no_title" in told(run)[3][1]
    assert "left_over" not in told(run)[2][1]
