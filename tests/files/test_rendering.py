"""Rendering: equal bytes for equal input, nothing fetched, the reserved places where the boxes are."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from fontTools.ttLib import TTFont

from files.rendering import RenderingError, render_pdf
from files.rendering.fonts import PACKAGED, letter_fonts

AT = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
_PAGE = "@page { size: 100mm 50mm; margin: 10mm } body { margin: 0; font-size: 12pt }"


def _html(body: str) -> str:
    return f"<html lang='vi'><head><title>Thử</title></head><body>{body}</body></html>"


def test_weasyprint_is_the_pinned_version_whose_private_boxes_we_walk() -> None:
    assert weasyprint.__version__ == "70.0"


def test_the_same_page_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import hashlib; from datetime import datetime, UTC; from files.rendering import render_pdf; "
        f"page = {_html('<p>Độc lập</p>')!r}; "
        "rendered = render_pdf(page, at=datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)); "
        "print(hashlib.sha256(rendered.pdf).hexdigest())"
    )
    seen = {
        subprocess.run(  # noqa: S603 -- our own interpreter
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin"},
            cwd=Path(__file__).parents[2],
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_another_moment_changes_only_the_dates() -> None:
    first, second = (render_pdf(_html("<p>a</p>"), at=at) for at in (AT, AT.replace(year=2027)))
    assert first.pdf != second.pdf
    assert first.slots == second.slots


@pytest.mark.parametrize(
    "address",
    ["http://example.org/a.png", "https://example.org/a.png", "ftp://example.org/a.png", "file:///etc/hostname",
     "file:///etc/../etc/hostname", "file://elsewhere/etc/hostname"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["<img alt='x' src='{}'>", "<link rel='stylesheet' href='{}'>"])
def test_nothing_outside_the_package_is_read(address: str, place: str) -> None:
    with pytest.raises(RenderingError, match="Error fetching"):
        render_pdf(_html(place.format(address)))


def test_a_style_sheet_cannot_climb_out_of_the_fonts_folder() -> None:
    outside = f"{PACKAGED.as_uri()}/../css/print/letter.css"
    with pytest.raises(RenderingError):
        render_pdf(_html(f"<link rel='stylesheet' href='{outside}'>"))


def test_pictures_in_data_addresses_are_shown() -> None:
    square = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/%3E"
    assert render_pdf(_html(f'<img alt="x" src="{square}">')).pages == 1


def test_a_slot_comes_back_with_its_rectangle_in_points_from_the_lower_left() -> None:
    place = "position: absolute; left: 20mm; top: 5mm; width: 36mm; height: 10mm"
    body = f"<div id='slot-seal' style='{place}'></div>"
    slot = render_pdf(_html(body), stylesheets=[_PAGE]).slots["seal"]
    millimetres = [round(value * 25.4 / 72, 1) for value in slot.box]
    assert (slot.page, millimetres) == (0, [30.0, 25.0, 66.0, 35.0])


def test_a_slot_on_a_later_page_names_that_page() -> None:
    number = "<span id='slot-number' data-align='right'>&#160;</span>"
    body = f"<p style='break-after: page'>một</p><p>Số: {number}</p>"
    slot = render_pdf(_html(body), stylesheets=[_PAGE]).slots["number"]
    assert (slot.page, slot.align, slot.size) == (1, "right", 12)


def test_two_places_of_one_name_on_two_pages_are_an_error() -> None:
    body = "<p style='break-after: page' id='slot-day'>một</p><p id='slot-day'>hai</p>"
    with pytest.raises(RenderingError, match="day"):
        render_pdf(_html(body))


def test_the_rendering_names_the_hash_of_every_face() -> None:
    rendered = render_pdf(_html("<p>a</p>"))
    assert rendered.fonts["LiberationSerif-Regular.ttf"].startswith("29d12439831b7f59")
    assert len(rendered.fonts) == 4


def test_a_licensed_times_new_roman_is_used_when_all_four_faces_are_there(tmp_path: Path) -> None:
    for name, face in (("times.ttf", "Regular"), ("timesbd.ttf", "Bold"), ("timesi.ttf", "Italic")):
        shutil.copy(PACKAGED / f"LiberationSerif-{face}.ttf", tmp_path / name)
    assert letter_fonts(tmp_path).name == "Liberation Serif"
    shutil.copy(PACKAGED / "LiberationSerif-BoldItalic.ttf", tmp_path / "timesbi.ttf")
    rendered = render_pdf(_html("<p>Độc lập</p>"), licensed_fonts=tmp_path)
    assert set(rendered.fonts) == {"times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"}
    assert _font_names(rendered.pdf, tmp_path) == ["Times-New-Roman-Letter"]


def test_every_vietnamese_letter_has_a_glyph_in_every_face() -> None:
    letters = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
    fonts = letter_fonts()
    for _, path in fonts.faces:
        assert {ord(c) for c in letters + letters.upper()} <= set(TTFont(path).getBestCmap())


def _font_names(pdf: bytes, folder: Path) -> list[str]:
    file = folder / "out.pdf"
    file.write_bytes(pdf)
    with pikepdf.open(file) as opened:
        fonts = [
            o for o in opened.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == "/Type0"
        ]
        return sorted(str(font.BaseFont).partition("+")[2] for font in fonts)
