"""The archival rules of PDF/A-3b that a renderer can break, checked on our own letters (no veraPDF is to be
had)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from dispatch.layout.profiles import STATE_2020
from tests.print.layouts import LAYOUTS
from tests.print.letters import GOLDEN, laid_out

_LETTERS = {name: (page, STATE_2020) for name, page in GOLDEN.items()} | LAYOUTS


@pytest.fixture(params=_LETTERS)
def pdf(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    page, profile = _LETTERS[request.param]
    with pikepdf.open(io.BytesIO(laid_out(page, profile.version).pdf)) as opened:
        yield opened


def _fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary)
        and item.get("/Type") == "/Font"
        and "/DescendantFonts" in item
    ]


def test_the_metadata_claims_part_three_level_b_and_agrees_with_the_document(pdf: pikepdf.Pdf) -> None:
    stream = pdf.Root.Metadata
    assert stream.Type == "/Metadata" and stream.Subtype == "/XML"
    assert (
        str(pdf.docinfo["/CreationDate"]) == "D:20261124080000Z"
    )  # read before pikepdf brings the two in line
    with pdf.open_metadata() as xmp:
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "B")
        assert xmp["dc:title"] == str(pdf.docinfo["/Title"])
        created = datetime.fromisoformat(xmp["xmp:CreateDate"])
    assert created == datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def test_colour_is_defined_by_an_srgb_output_intent(pdf: pikepdf.Pdf) -> None:
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert int(intent.DestOutputProfile.N) == 3


def test_the_document_is_tagged_vietnamese_and_has_an_identifier(pdf: pikepdf.Pdf) -> None:
    assert bool(pdf.Root.MarkInfo.Marked) is True
    assert pdf.Root.StructTreeRoot.K is not None
    assert str(pdf.Root.Lang) == "vi"
    assert len(pdf.trailer.ID) == 2
    assert all(page.Tabs == "/S" for page in pdf.pages)


def test_nothing_runs_and_nothing_is_encrypted_or_attached(pdf: pikepdf.Pdf) -> None:
    assert not pdf.is_encrypted
    assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.Root.keys())
    assert set(pdf.Root.get("/Names", {}).keys()) <= {"/Dests"}  # the reserved places are named destinations
    assert all("/Annots" not in page and "/AA" not in page for page in pdf.pages)
    names = {str(item.get("/S", "")) for item in pdf.objects if isinstance(item, pikepdf.Dictionary)}
    assert not {"/JavaScript", "/Launch", "/URI", "/SubmitForm"} & names


def test_every_font_is_embedded_with_widths_equal_to_the_font_program(pdf: pikepdf.Pdf) -> None:
    fonts = _fonts(pdf)
    assert fonts
    for font in fonts:
        descendant = font.DescendantFonts[0]
        assert descendant.CIDToGIDMap == "/Identity" and "/ToUnicode" in font
        program = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
        order, units = program.getGlyphOrder(), program["head"].unitsPerEm
        for cid, width in _widths(descendant.W):
            assert abs(program["hmtx"][order[cid]][0] * 1000 / units - width) <= 1


def test_no_standard_font_is_used_without_being_embedded(pdf: pikepdf.Pdf) -> None:
    simple = [
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary)
        and item.get("/Type") == "/Font"
        and item.get("/Subtype") in ("/Type1", "/TrueType")
    ]
    assert simple == []


def test_pictures_carry_an_alternative_text() -> None:
    with pikepdf.open(io.BytesIO(laid_out(GOLDEN["one_page"]).pdf)) as pdf:
        figures = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"]
        assert all(str(figure.Alt) for figure in figures)


def _widths(array: pikepdf.Array) -> Iterator[tuple[int, float]]:
    items = list(array)
    while items:
        first = int(items.pop(0))
        if isinstance(items[0], pikepdf.Array):
            yield from ((first + offset, float(width)) for offset, width in enumerate(items.pop(0)))
        else:
            last, width = int(items.pop(0)), float(items.pop(0))
            yield from ((cid, width) for cid in range(first, last + 1))
