"""What the clerk fills in stands as if printed: the fields of signing meet the places of the layout."""

from __future__ import annotations

import io
from datetime import date

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from dispatch.models.kinds import fill_texts
from signing.engine.preparing import add_fields, fill
from tests.print.layouts import LAYOUTS
from tests.print.letters import laid_out, letter
from tests.print.paper import Paper

near = pytest.approx


def _filled(number: int, day: date) -> bytes:
    """Prepare a letter expected in November 2026, fill it as the clerk's act does, and flatten the fields."""
    blank = laid_out(letter(number_digits=max(3, len(str(number)))))
    writer = IncrementalPdfFileWriter(io.BytesIO(add_fields(blank.pdf, blank.slots)))
    fill(writer, fill_texts(number=number, day=day))
    out = io.BytesIO()
    writer.write(out)
    document = pdfium.PdfDocument(out.getvalue())
    document.init_forms()
    page = document[0]
    assert page.flatten() == raw.FLATTEN_SUCCESS
    page.close()
    flat = io.BytesIO()
    document.save(flat)
    document.close()
    return flat.getvalue()


@pytest.mark.parametrize(
    ("number", "day", "number_line", "date_line"),
    [
        (7, date(2026, 12, 1), "07/SNV-VP", "ngày 01 tháng 12 năm 2026"),
        (123, date(2026, 11, 24), "123/SNV-VP", "ngày 24 tháng 11 năm 2026"),
        (1234, date(2027, 1, 31), "1234/SNV-VP", "ngày 31 tháng 01 năm 2027"),
        (999, date(2026, 3, 9), "999/SNV-VP", "ngày 09 tháng 3 năm 2026"),
    ],
)
def test_number_and_date_filled_in_later_read_and_stand_like_print(
    number: int, day: date, number_line: str, date_line: str
) -> None:
    filled = Paper(_filled(number, day))
    words = _words(filled)
    assert number_line in words
    assert date_line in words
    for part, printed in ((f"{number:02d}", "/SNV-VP"), (date_line.removeprefix("ngày "), "Hưng Sơn, ngày")):
        field, beside = filled.line(part), filled.line(printed)
        assert field.y == near(beside.y, abs=0.05)
        assert field.size == beside.size
    figures, slash = filled.line(number_line.partition("/")[0]), filled.line("/SNV-VP")
    assert -0.1 < slash.glyphs[0].x - figures.glyphs[-1].right < 0.3


def test_the_filled_date_is_italic_and_stays_inside_the_text_area() -> None:
    line = Paper(_filled(5, date(2026, 12, 20))).line("tháng 12 năm 2026")
    assert line.face.endswith("italic")
    assert line.right <= 195


def test_an_appendix_bears_number_and_day_as_if_printed() -> None:
    page, profile = LAYOUTS["state-quyet_dinh-promulgating"]
    blank = laid_out(page, profile.version)
    writer = IncrementalPdfFileWriter(io.BytesIO(add_fields(blank.pdf, blank.slots)))
    fill(writer, fill_texts(number=5, day=date(2026, 12, 1)))
    out = io.BytesIO()
    writer.write(out)
    document = pdfium.PdfDocument(out.getvalue())
    document.init_forms()
    assert document[1].flatten() == raw.FLATTEN_SUCCESS
    flat = io.BytesIO()
    document.save(flat)
    second = Paper(flat.getvalue(), 1)
    number, symbol = second.line("05"), second.line("/QĐ-SNV")
    assert number.y == near(symbol.y, abs=0.05)
    assert -0.1 < symbol.glyphs[0].x - number.glyphs[-1].right < 0.4
    assert second.line("01 tháng 12 năm 2026").y == near(symbol.y, abs=0.05)


def _words(page: Paper) -> str:
    """Give the line of number and date as the eye reads it: letters from left to right, gaps as spaces."""
    level = page.line("/SNV-VP").y
    letters = [g for line in page.lines for g in line.glyphs if abs(g.y - level) < 0.1 and g.char.strip()]
    text, end = "", 0.0
    for glyph in sorted(letters, key=lambda g: g.x):
        text += (" " if glyph.x - end > 0.8 else "") + glyph.char
        end = glyph.right
    return text
