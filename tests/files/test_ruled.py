"""Rows set directly: broken as the general layout breaks them, none lost, every sign embedded, equal bytes."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pikepdf
import pypdfium2 as pdfium
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from files.rendering import render_pdf
from files.rendering.faces import MISSING, Face, face_of
from files.rendering.fonts import PACKAGED
from files.rendering.ruled import RuledPages, RuledPlan, bound

AT = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
# 20 lines of 12.5 points and the frame of one row between top and bottom
PLAN = RuledPlan(
    left=50, top=320.2, bottom=64, columns=(100, 60), pad=(3, 2.85), label="Trang {}", right=210, foot=30
)
WORDS = (
    "Ủy ban nhân dân tỉnh Hưng Sơn; Văn phòng Sở, Tỉnh ủy; về việc triển khai khảo sát AV To Tr. 12/UBND-VX "
    "123/QĐ-UBND ngày 24/11/2026"
)


def face() -> Face:
    return face_of(PACKAGED / "LiberationSerif-Regular.ttf")


def book(rows: RuledPages) -> bytes:
    signs = " ".join(sorted(rows.characters))
    page = "<p style='break-before: page; overflow-wrap: break-word'>"
    html = f"<html lang='vi'><head><title>Sổ</title></head><body><p>Đầu</p>{page}{signs}</p>{page}Cuối</p></body></html>"
    return bound(render_pdf(html, at=AT, tagged=False).pdf, rows.pages, heads=0, tail=1, fonts=None)


def texts(pdf: bytes) -> list[str]:
    with pdfium.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


@pytest.mark.parametrize("width", [40, 75, 110, 160, 300])
def test_lines_break_where_the_general_layout_breaks_them(width: int) -> None:
    sheet = f"@page {{ size: {width}pt 900pt; margin: 0 }} body {{ margin: 0; font-size: 10pt; overflow-wrap: break-word }}"
    html = f"<html lang='vi'><head><title>a</title></head><body>{WORDS}</body></html>"
    with pdfium.PdfDocument(render_pdf(html, stylesheets=(sheet,), tagged=False).pdf) as document:
        theirs = document[0].get_textpage().get_text_bounded()
    # the reader marks a line that ends with a hyphen by a sign of its own, without an end of the line
    theirs = theirs.replace("\x02", "-\r\n").replace("\ufffe", "-\r\n")
    assert face().lines(WORDS, width * 100) == [line.strip() for line in theirs.split("\r\n")]


@given(
    st.text(alphabet="aâếỦđ AVTo-–/ \n\u00ad\u00a0\u4e2d\U0001f600\u0301x" * 2, max_size=200),
    st.integers(800, 12_000),
)
def test_no_letter_is_lost_and_no_line_is_too_long(text: str, most: int) -> None:
    lines = face().lines(text, most)
    assert "".join(lines).replace(" ", "") == face().written(text).replace(" ", "")
    assert [line for line in lines if len(line) > 1 and face().width(line) > most + 0.01] == []


def test_a_row_stays_whole_unless_it_is_higher_than_half_a_page() -> None:
    rows = RuledPages(PLAN, None)
    for lines in (8, 8, 9, 3, 18):
        rows.add(("a", " ".join(["mộtdòng_dài"] * lines)))
    rows.end()
    counted = [page.count("dòng") for page in texts(book(rows))]
    assert counted == [8 + 8, 9 + 3 + 7, 11, 0]


def test_rows_stand_in_order_each_once_with_numbered_pages() -> None:
    rows = RuledPages(PLAN, None)
    for number in range(1, 101):
        rows.add((f"dòng {number:03}.", "lý do " * (number % 7)))
    rows.end()
    pages = texts(book(rows))
    assert [int(n) for n in re.findall(r"dòng (\d{3})\.", " ".join(pages))] == list(range(1, 101))
    assert ["Đầu" in page for page in pages] == [True] * (len(pages) - 1) + [False]
    assert [f"Trang {n}" in page for n, page in enumerate(pages, 1)] == [True] * (len(pages) - 1) + [False]


def test_a_character_the_face_has_not_is_a_box_and_letters_in_pieces_are_composed() -> None:
    rows = RuledPages(PLAN, None)
    rows.add(("Hội nghị 中 \U0001f600", "Ủy"))
    rows.end()
    first = texts(book(rows))[0]
    assert f"Hội nghị {MISSING} {MISSING}" in first
    assert "Ủy" in first
    assert face().written("một\n dòng\t\u00admới") == "một dòng mới"


def test_every_sign_of_the_rows_is_embedded() -> None:
    rows = RuledPages(PLAN, None)
    rows.add(
        ("".join(chr(code) for code in range(0x21, 0x250)) + " x\u0302\u0323 α Я “” …", "a"),
        struck=frozenset({0}),
    )
    rows.end()
    with pikepdf.open(io.BytesIO(book(rows))) as pdf:
        page = pdf.pages[0]
        shown = set(re.findall(rb"<([0-9a-f]+)>", page.Contents[3].read_bytes()))
        glyphs = {int(run[place : place + 4], 16) for run in shown for place in range(0, len(run), 4)}
        file = page.Resources.Font["/VtRows"].DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()
    whole = TTFont(PACKAGED / "LiberationSerif-Regular.ttf")
    own, kept = whole["glyf"], TTFont(io.BytesIO(file))
    names, left = whole.getGlyphOrder(), kept.getGlyphOrder()
    drawn = {glyph for glyph in glyphs if own[names[glyph]].numberOfContours}
    assert 0 not in glyphs
    assert [names[glyph] for glyph in drawn if not kept["glyf"][left[glyph]].numberOfContours] == []


def test_the_same_rows_give_the_same_bytes() -> None:
    def made() -> bytes:
        rows = RuledPages(PLAN, None)
        rows.add(("Độc lập", "Tự do"))
        rows.end()
        return book(rows)

    assert made() == made()
