"""Old catalogues come in whole or not at all, the same way twice, and every line is told of."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.utils import translation

from archive import errors, queries
from archive.enums import Access, ImportState, Keeping, Level, Outcome, PlaceKind
from archive.importing import dates, legacy
from archive.models import CatalogueImport, CatalogueRecord, CatalogueUnit, ImportLine
from archive.operations import cataloguing, import_reading, import_undoing
from archive.operations.cataloguing import Described
from archive.operations.import_reading import Asked
from organisation.models.actor import Actor
from search.models import Projection
from tests.archive.conftest import Office

EAD = """<?xml version="1.0" encoding="UTF-8"?>
<ead xmlns="urn:isbn:1-931666-22-9" xmlns:xlink="http://www.w3.org/1999/xlink"><eadheader><eadid>VN-P07</eadid><filedesc><titlestmt><titleproper>Phông Ban Thi đua
</titleproper></titlestmt></filedesc></eadheader>
<archdesc level="fonds"><did><unitid>P07</unitid><unittitle>Phông Ban Thi đua – Khen thưởng</unittitle>
<unitdate normal="1976/2018">1976–2018</unitdate><origination><corpname>Ban Thi đua</corpname></origination>
<physdesc><extent>12 mét giá</extent></physdesc><repository>Kho lưu trữ</repository></did>
<bioghist><head>Lịch sử</head><p>Thành lập năm 1976.</p><p>Giải thể năm 2018.</p></bioghist>
<accessrestrict><p>Theo quy chế.</p></accessrestrict>
<dsc><c01 level="series" id="s1"><did><unitid>I</unitid><unittitle>Khen thưởng</unittitle></did>
<c02 level="file" id="f1"><did><container type="Hộp">3</container><unitid>12</unitid>
<unittitle>Hồ sơ khen thưởng năm 1986</unittitle><unitdate normal="1986-01-05/1986-12-20">1986</unitdate></did>
<c03 level="item"><did><unitid>05/QĐ</unitid><unittitle>Quyết định khen thưởng</unittitle>
<unitdate>ngày 05 tháng 3 năm 1986</unitdate></did></c03>
<c03 level="item"><did><unittitle>Danh sách</unittitle></did><dao xlink:href="a.pdf"/></c03></c02>
<c02 level="file"><did><unitid>12</unitid><unitdate>đầu thập niên 80</unitdate></did></c02></c01>
<c01 level="series"><did><unittitle>Tổ chức</unittitle></did>
<c02><did><unitid>1</unitid><unittitle>Nhân sự</unittitle></did></c02></c01></dsc></archdesc></ead>"""


def sheet(rows: list[list[Any]], *, merged: str = "", name: str = "Mục lục") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = name
    for row in rows:
        page.append(row)
    if merged:
        page.merge_cells(merged)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


HEADS = [
    "STT",
    "Hộp số",
    "Số, ký hiệu hồ sơ",
    "Tiêu đề hồ sơ",
    "Thời gian tài liệu",
    "Thời hạn bảo quản",
    "Số tờ",
    "Ghi chú",
]


class Importer:
    def __init__(self, office: Office, at: datetime) -> None:
        self.office, self.at = office, at

    def __call__(self, kind: str, content: bytes | str, *, dry: bool = False, **more: Any) -> CatalogueImport:
        data = content.encode() if isinstance(content, str) else content
        by: Actor = more.pop("by", self.office.thu)
        asked = Asked(kind, more.pop("name", "mục lục"), data, **more)
        with translation.override("en"):
            run = import_reading.carry_out(asked=asked, dry=dry, by=by, at=self.at)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return run

    def fonds(self, code: str = "P01") -> CatalogueUnit:
        told = Described(title="Phông thử", code=code, access=Access.OPEN)
        return cataloguing.add_unit(parent=None, level=Level.FONDS, told=told, by=self.office.thu, at=self.at)


@pytest.fixture
def bring(office: Office, noon: datetime) -> Importer:
    return Importer(office, noon)


def told(run: CatalogueImport) -> dict[int, tuple[str, list[str]]]:
    return {line.place: (line.outcome, line.reasons) for line in run.lines.all()}


def everything() -> list[Any]:
    units = CatalogueUnit.objects.order_by("pk").values_list(
        "pk", "title", "code", "parent", "position", "date_text"
    )
    return [*units, *CatalogueRecord.objects.order_by("pk").values_list("pk", "title", "unit", "ordinal")]


def test_a_finding_aid_comes_in_as_a_tree_with_records_below(
    bring: Importer, office: Office, noon: datetime
) -> None:
    run = bring("ead", EAD)
    assert (run.state, run.refusal) == (ImportState.DONE, "")
    assert {k: v for k, v in run.counts.items() if k.startswith("level")} == {
        "level.fonds": 1, "level.series": 2, "level.dossier": 3, "level.record": 2,
    }  # fmt: skip
    fonds = CatalogueUnit.objects.get(level=Level.FONDS)
    assert (fonds.code, fonds.year_from, fonds.year_to, fonds.access) == (
        "P07",
        1976,
        2018,
        Access.CONDITIONAL,
    )
    assert fonds.kept["history"] == "Lịch sử\nThành lập năm 1976.\nGiải thể năm 2018."
    assert fonds.kept["origin"] == "Ban Thi đua"
    assert "Kho lưu trữ" in fonds.left_over["repository"]
    dossier = CatalogueUnit.objects.get(code="12")
    assert (dossier.date_from, dossier.date_to) == (date(1986, 1, 5), date(1986, 12, 20))
    assert dossier.kept["shelfmark"] == "Hộp 3"
    first, second = dossier.records.all()
    assert (first.code, first.dated_on, first.ordinal) == ("05/QĐ", date(1986, 3, 5), 1)
    assert "a.pdf" in second.left_over["dao"]
    assert CatalogueUnit.objects.filter(parent__title="Khen thưởng").count() == 2
    assert set(Projection.objects.values_list("kind", flat=True)) == {"catalogue", "record"}
    assert Projection.objects.filter(withdrawn=False).count() == 8


def test_what_is_missing_or_doubled_is_kept_and_told(bring: Importer) -> None:
    run = bring("ead", EAD)
    odd = CatalogueUnit.objects.get(left_over__code="12")
    assert (odd.code, odd.title, odd.date_text, odd.year_from) == (
        "",
        "đầu thập niên 80",
        "đầu thập niên 80",
        None,
    )
    line = run.lines.get(unit_key=odd.pk)
    assert set(line.reasons) == {"no_title", "date_in_words", "code_twice"}


def test_a_second_run_changes_nothing(bring: Importer, office: Office) -> None:
    bring("ead", EAD)
    before = everything()
    again = bring("ead", EAD, name="another name")
    assert set(again.lines.values_list("outcome", flat=True)) == {Outcome.SAME}
    assert everything() == before
    fonds = bring.fonds()
    rows = [HEADS, [1, 5, "01.TCCB", "Hồ sơ tổ chức", "1998-1999", "Vĩnh viễn", 120, ""]]
    first = bring("sheet", sheet(rows), into=fonds)
    assert first.counts["new"] == 1
    second = bring("sheet", sheet(rows), into=fonds, name="đổi tên.xlsx")
    assert (second.counts.get("new"), second.counts["same"]) == (None, 1)


def test_a_newer_cut_changes_what_changed_and_adds_what_is_new(bring: Importer) -> None:
    bring("ead", EAD)
    newer = EAD.replace("Hồ sơ khen thưởng năm 1986", "Hồ sơ khen thưởng 1986, tập 1").replace(
        "</c02></c01></dsc>",
        "</c02><c02 level='file'><did><unittitle>Mới</unittitle></did></c02></c01></dsc>",
    )
    run = bring("ead", newer)
    assert Counter(run.lines.values_list("outcome", flat=True)) == {"same": 7, "changed": 1, "new": 1}
    assert CatalogueUnit.objects.get(code="12").title == "Hồ sơ khen thưởng 1986, tập 1"
    row = Projection.objects.get(kind="catalogue", key=str(CatalogueUnit.objects.get(code="12").pk))
    assert row.title == "Hồ sơ khen thưởng 1986, tập 1"


def test_what_the_archivist_described_anew_is_left_alone(
    bring: Importer, office: Office, noon: datetime
) -> None:
    bring("ead", EAD)
    unit = CatalogueUnit.objects.get(code="12")
    cataloguing.describe(unit=unit, told=Described("Tên đúng", "12"), by=office.thu, at=noon)
    run = bring("ead", EAD.replace("Hồ sơ khen thưởng năm 1986", "Tên sai"))
    unit.refresh_from_db()
    assert unit.title == "Tên đúng"
    line = run.lines.get(unit_key=unit.pk)
    assert (line.outcome, line.reasons) == (Outcome.SAME, ["edited_here"])


def test_a_trial_writes_a_report_and_nothing_else(bring: Importer) -> None:
    run = bring("ead", EAD, dry=True)
    assert (run.state, run.counts["new"]) == (ImportState.CHECKED, 8)
    assert run.lines.count() == 8
    assert not CatalogueUnit.objects.exists()
    assert not Projection.objects.exists()


def test_taking_back_leaves_what_was_there(bring: Importer, office: Office, noon: datetime) -> None:
    bring("ead", EAD)
    before = everything()
    newer = EAD.replace("Khen thưởng</unittitle>", "Khen thưởng, kỷ luật</unittitle>").replace(
        "Danh sách", "Danh sách mới"
    )
    newer = newer.replace("</dsc>", "<c01 level='series'><did><unittitle>Thêm</unittitle></did></c01></dsc>")
    run = bring("ead", newer)
    assert everything() != before
    import_undoing.take_back(run=run, by=office.thu, at=noon)
    assert everything() == before
    assert not Projection.objects.filter(withdrawn=False, title__contains="kỷ luật").exists()
    with pytest.raises(errors.ImportIsNotDone):
        import_undoing.take_back(run=run, by=office.thu, at=noon)
    first = CatalogueImport.objects.order_by("pk").first()
    assert first is not None
    import_undoing.take_back(run=first, by=office.thu, at=noon)
    assert everything() == []
    assert not Projection.objects.filter(withdrawn=False).exists()


def test_nothing_is_taken_back_that_somebody_worked_on(
    bring: Importer, office: Office, noon: datetime
) -> None:
    run = bring("ead", EAD)
    unit = CatalogueUnit.objects.get(code="12")
    cataloguing.describe(unit=unit, told=Described("Tên đúng", "12"), by=office.thu, at=noon)
    with pytest.raises(errors.ImportIsInUse):
        import_undoing.take_back(run=run, by=office.thu, at=noon)


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("ead", "<html><body>404</body></html>", "no finding aid"),
        ("ead", "<ead><archdesc><did>", "not well-formed"),
        ("ead", '<!DOCTYPE ead [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><ead>&b;</ead>', "declares XML entities"),
        ("ead", '<!DOCTYPE ead [<!ENTITY x SYSTEM "file:///etc/passwd">]><ead>&x;</ead>', "declares XML entities"),
        ("ead", "<ead><archdesc><did><unittitle>a&nbsp;b</unittitle></did></archdesc></ead>", "not well-formed"),
        ("sheet", b"\xd0\xcf\x11\xe0old", "Save it as .xlsx"),
        ("sheet", b"PK\x03\x04broken", "cannot be read"),
        ("sheet", "a,b\n1,2\n", "No column of the sheet is known"),
        ("sheet", b"\x00\x01\x02binary", "cannot be read"),
        ("ead", "", "Choose a file"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused_as_a_whole_and_says_why(
    bring: Importer, kind: str, content: bytes | str, said: str
) -> None:
    run = bring(kind, content)
    assert run.state == ImportState.REFUSED
    assert said in run.refusal
    assert not CatalogueUnit.objects.exists()


def test_an_external_document_type_is_neither_fetched_nor_a_hindrance(bring: Importer) -> None:
    doctype = '<!DOCTYPE ead PUBLIC "+//ISBN 1-931666-00-8//DTD ead.dtd//EN" "http://127.0.0.1:9/ead.dtd">'
    run = bring("ead", EAD.replace("?>\n", f"?>\n{doctype}\n", 1))
    assert run.state == ImportState.DONE


def zipped(members: dict[str, bytes], *, link: str = "") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if name == link:
                info.external_attr = 0o120777 << 16
            archive.writestr(info, content)
    return kept.getvalue()


PDF = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
       b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")  # fmt: skip
LIST = "Số hồ sơ,Tiêu đề hồ sơ,Số ký hiệu,Trích yếu,Ngày văn bản,Tệp\n01,Hồ sơ A,5/QĐ,Về việc A,05/03/1998,01.1.pdf\n01,,6/QĐ,Về việc B,,01.2.pdf\n"


def test_scans_lie_beside_the_records_their_list_names(bring: Importer) -> None:
    fonds = bring.fonds()
    run = bring("scans", zipped({"lô 1/danh muc.csv": LIST.encode(), "lô 1/01.1.PDF": PDF}), into=fonds)
    assert run.state == ImportState.DONE, run.refusal
    first, second = CatalogueRecord.objects.order_by("ordinal")
    assert first.file is not None and first.file.media_type == "application/pdf"
    assert (first.code, first.dated_on) == ("5/QĐ", date(1998, 3, 5))
    assert second.file is None
    assert "no_file" in run.lines.get(record_key=second.pk).reasons


@pytest.mark.parametrize(
    "name", ["../evil.pdf", "/etc/evil.pdf", "a\\..\\evil.pdf", "C:evil.pdf", "link.pdf"]
)
def test_a_name_that_leaves_its_folder_refuses_the_archive(bring: Importer, name: str) -> None:
    run = bring("scans", zipped({"list.csv": LIST.encode(), name: PDF}, link="link.pdf"), into=bring.fonds())
    assert "unsafe or stands twice" in run.refusal


def test_a_bomb_is_not_unpacked(bring: Importer) -> None:
    run = bring("scans", zipped({"list.csv": b"0" * 60_000_000}), into=bring.fonds())
    assert "unpacks to far more" in run.refusal


def test_merged_cells_formulas_and_headings_are_understood(bring: Importer) -> None:
    fonds = bring.fonds()
    rows: list[list[Any]] = [
        ["MỤC LỤC HỒ SƠ"],
        HEADS,
        ["I. TỔ CHỨC"],
        [1, 7, "01", "Hồ sơ thành lập", "12/3/1998 - 05/9/1999", "Vĩnh viễn", 45, ""],
        [2, None, "02", "Hồ sơ biên chế", datetime(2001, 5, 4), "20 năm", "=10+5", "nhòe chữ"],
        ["II. TÀI CHÍNH"],
        [3, 8, "03", "Dự toán", "khoảng năm 2002, đầu năm 2003", "lâu dài", "ba tờ", ""],
    ]
    run = bring("sheet", sheet(rows, merged="B4:B5"), into=fonds)
    first, second, third = CatalogueUnit.objects.filter(level=Level.DOSSIER).order_by("code_sort")
    assert [one.parent.title for one in (first, second, third) if one.parent] == [
        "I. TỔ CHỨC", "I. TỔ CHỨC", "II. TÀI CHÍNH",
    ]  # fmt: skip
    assert (first.date_from, first.date_to, first.keeping) == (
        date(1998, 3, 12),
        date(1999, 9, 5),
        Keeping.PERMANENT,
    )
    assert (second.keeping, second.retention_years, second.sheets) == (Keeping.YEARS, 20, None)
    assert second.place == first.place and first.place and first.place.kind == PlaceKind.BOX
    assert (third.date_text, third.year_from, third.year_to, third.date_from) == (
        "khoảng năm 2002, đầu năm 2003", 2002, 2003, None,
    )  # fmt: skip
    assert (third.keeping, third.retention_text, third.kept["extent"]) == (Keeping.WORDS, "lâu dài", "ba tờ")
    assert second.kept["note"] == "nhòe chữ"
    lines = told(run)
    assert set(lines[5][1]) == {"formula_empty", "merged"}


def test_secrets_are_refused_line_by_line_and_leave_no_word(bring: Importer, noon: datetime) -> None:
    rows = [
        ["Số hồ sơ", "Tiêu đề hồ sơ", "Độ mật"],
        ["1", "Kế hoạch kín", "Tối mật"],
        ["2", "Kế hoạch mở", ""],
    ]
    run = bring("sheet", sheet(rows), into=bring.fonds())
    assert told(run)[2] == ("refused", ["secret"])
    assert CatalogueUnit.objects.filter(level=Level.DOSSIER).get().title == "Kế hoạch mở"
    assert not ImportLine.objects.filter(title__contains="kín").exists()


def test_parents_that_go_in_a_circle_are_refused_with_what_lies_in_them(bring: Importer) -> None:
    rows = [
        ["Mã hồ sơ", "Tiêu đề", "Mã cấp trên", "Cấp mô tả"],
        ["A", "Mục A", "B", "đề mục"], ["B", "Mục B", "A", "đề mục"], ["C", "Mục C", "A", "đề mục"],
        ["D", "Mục D", "", "đề mục"], ["E", "Mục E", "D", "đề mục nhỏ"], ["F", "Mục F", "không có", "đề mục"],
    ]  # fmt: skip
    run = bring("sheet", sheet(rows), into=bring.fonds())
    outcomes = told(run)
    assert [outcomes[n] for n in (2, 3, 4)] == [("refused", ["circle"])] * 3
    assert outcomes[7] == ("refused", ["no_parent"])
    assert CatalogueUnit.objects.get(code="E").parent == CatalogueUnit.objects.get(code="D")


def test_letters_of_before_unicode_are_read(bring: Importer) -> None:
    tcvn3 = "Số hồ sơ;Tiêu đề hồ sơ\n1;Hå s¬ khen th­ëng n¨m 1996 cña ñy ban nh©n d©n\n2;B¸o c¸o tæng kÕt\n"
    body = tcvn3.partition("\n")[2]
    heads = "Sè hå s¬;Tiªu ®Ò hå s¬\n"
    run = bring("sheet", (heads + body).encode("latin-1"), into=bring.fonds())
    assert (run.state, run.converted) == (ImportState.DONE, "tcvn3")
    titles = set(CatalogueUnit.objects.filter(level=Level.DOSSIER).values_list("title", flat=True))
    assert titles == {"Hồ sơ khen thưởng năm 1996 của ủy ban nhân dân", "Báo cáo tổng kết"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hoà sô toå chöùc caùn boä naêm 1998", "Hồ sơ tổ chức cán bộ năm 1998"),
        ("Quyeát ñònh thaønh laäp", "Quyết định thành lập"),
        ("ÑAÛNG BOÄ TÆNH", "ĐẢNG BỘ TỈNH"),
    ],
)
def test_vni_is_told_apart_and_converted(old: str, new: str) -> None:
    assert legacy.of([old] * 3) == "vni"
    assert legacy.convert(old, "vni").replace("Hoà", "Hồ") == new


def test_sound_words_are_left_as_they_are() -> None:
    assert legacy.of(["Hồ sơ tổ chức", "Báo cáo"] * 50) == ""
    assert legacy.of(["Plain English titles only"] * 50) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1975-1986", (1975, 1986, None, None)),
        ("năm 1998", (1998, 1998, None, None)),
        ("05/03/1998", (1998, 1998, date(1998, 3, 5), date(1998, 3, 5))),
        ("từ ngày 02 tháng 3 năm 1976 đến ngày 12 tháng 4 năm 1980",
         (1976, 1980, date(1976, 3, 2), date(1980, 4, 12))),
        ("31/02/1998", (1998, 1998, None, None)),
        ("không rõ", (None, None, None, None)),
        ("undated", (None, None, None, None)),
        ("1986-1975", (None, None, None, None)),
    ],
)  # fmt: skip
def test_dates_are_days_only_where_they_are_written_so(text: str, expected: tuple[Any, ...]) -> None:
    found = dates.read(text)
    assert (found.year_from, found.year_to, found.day_from, found.day_to) == expected
    assert found.text == text


def test_nobody_but_the_archivist_imports(bring: Importer, office: Office) -> None:
    run = bring("ead", EAD, by=office.nam)
    assert run.state == ImportState.REFUSED
    assert not CatalogueUnit.objects.exists()


def test_titles_and_counts_equal_an_independent_count(bring: Importer) -> None:
    from lxml import etree

    bring("ead", EAD)
    tree = etree.fromstring(EAD.encode())
    components = tree.xpath("//*[starts-with(local-name(), 'c0')]")
    titles = {
        " ".join("".join(one.itertext()).split()) for one in tree.xpath("//*[local-name()='unittitle']")
    }
    assert CatalogueUnit.objects.count() + CatalogueRecord.objects.count() == len(components) + 1
    kept = {
        *CatalogueUnit.objects.values_list("title", flat=True),
        *CatalogueRecord.objects.values_list("title", flat=True),
    }
    assert titles <= kept
    assert queries.UNIT == "catalogue"
