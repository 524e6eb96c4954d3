"""The organisation's signature as text: looks, place, level, and files of anybody's making."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from files.rendering import render_pdf
from signing.engine import augmenting, texts, two_phase
from signing.enums import Level, VerdictStatus
from signing.judging import verdict
from signing.judging.results import Expected
from tests.signing.conftest import Pki, sign

FONT = Path(__file__).resolve().parents[2] / "static" / "fonts" / "LiberationSerif-Regular.ttf"
LINES = ("SAO Y", "ỦY BAN NHÂN DÂN TỈNH HƯNG SƠN", "Thời gian ký: 2026-11-30T10:15:30+07:00")
MARK = texts.Mark(LINES, FONT)


def blank(rotate: int = 0, size: tuple[int, int] = (595, 842)) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=size)
        pdf.pages[0].rotate(rotate, relative=False)
        pdf.save(out)
    return out.getvalue()


def archived(pki: Pki, pdf: bytes, mark: texts.Mark = MARK) -> bytes:
    signed = sign(pki, pdf, "Text", "snv", mark=mark)
    stamped = augmenting.add_timestamp(signed, "Text", pki.stamps)
    return augmenting.add_archive_timestamp(
        augmenting.add_validation_data(stamped, "Text", pki.trust), pki.stamps
    )


def accepted(pki: Pki, pdf: bytes) -> bool:
    expected = Expected(fields=("Text",), level=Level.B_LTA)
    found = verdict.judge(pdf, [pki.root], at=datetime.now(UTC), expected=expected)
    return found.status is VerdictStatus.ACCEPT


def words(pdf: bytes, tmp_path: Path) -> str:
    """What pdftotext reads, with the place of every word."""
    path = tmp_path / "read.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True)
    return done.stdout


def test_a_marked_file_is_accepted_at_the_highest_level(pki: Pki) -> None:
    made = render_pdf("<html lang=vi><body><p>Phụ lục kèm theo</p></body></html>").pdf
    done = archived(pki, made)
    assert done.startswith(made)
    assert accepted(pki, done)


def test_the_lines_stand_in_the_top_right_corner_and_can_be_read(pki: Pki, tmp_path: Path) -> None:
    read = words(sign(pki, blank(), "Text", "snv", mark=MARK), tmp_path)
    found = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]+)<', read)
    said = " ".join(word for *_place, word in found)
    assert "SAO Y" in said
    assert "ỦY BAN NHÂN DÂN TỈNH HƯNG SƠN" in said
    assert "2026-11-30T10:15:30+07:00" in said
    assert min(float(left) for left, *_ in found) > 595 / 2
    assert max(float(right) for _, _, right, *_ in found) < 595
    assert max(float(low) for _, _, _, low, _ in found) < 842 / 10


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_the_lines_stand_on_the_page_and_above_its_text(pki: Pki, tmp_path: Path, count: int) -> None:
    """The text of an official letter begins 20 mm below the edge (Decree 30/2020 App. I)."""
    mark = texts.Mark(("BẢN SAO CHỨNG THỰC LƯU TRỮ", *LINES)[:count], FONT)
    read = words(sign(pki, blank(), "Text", "snv", mark=mark), tmp_path)
    rows = [
        (float(top), float(low))
        for top, low in re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)"', read)
    ]
    assert len({top for top, _low in rows}) == count
    assert min(top for top, _low in rows) > 842 * 3 / 297
    assert max(low for _top, low in rows) < 842 * 20.5 / 297


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_on_a_turned_page_the_lines_stand_upright_in_the_reader_s_corner(
    pki: Pki, tmp_path: Path, turned: int
) -> None:
    signed = sign(pki, blank(turned), "Text", "snv", mark=MARK)
    path = tmp_path / "turned.pdf"
    path.write_bytes(signed)
    subprocess.run(["pdftoppm", "-r", "50", "-gray", str(path), str(tmp_path / "page")], check=True)
    from PIL import Image

    with Image.open(next(tmp_path.glob("page*.pgm"))) as page:
        ink = page.point(lambda value: 255 if value < 128 else 0).getbbox()
        assert ink is not None
        left, top, right, bottom = ink
        assert left > page.width / 3
        assert bottom < page.height / 6
        assert right - left > bottom - top


def test_every_letter_of_vietnamese_can_be_shown(pki: Pki) -> None:
    every = "ĂÂĐÊÔƠƯăâđêôơư" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA))
    assert sign(pki, blank(), "Text", "snv", mark=texts.Mark((every,), FONT))
    with pytest.raises(texts.LetterMissing):
        sign(pki, blank(), "Text", "snv", mark=texts.Mark(("漢",), FONT))


def test_a_file_that_is_signed_or_encrypted_is_left_alone(pki: Pki) -> None:
    signed = sign(pki, blank(), "Text", "snv", mark=MARK)
    with pytest.raises(two_phase.CannotCarry):
        sign(pki, signed, "Text", "snv", mark=MARK)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(blank())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    for bad in (out.getvalue(), b"%PDF-1.7 nothing"):
        with pytest.raises(two_phase.CannotCarry):
            sign(pki, bad, "Text", "snv", mark=MARK)


def test_a_change_after_the_signature_is_seen(pki: Pki) -> None:
    done = archived(pki, blank())
    assert not accepted(pki, done + b"\n%%EOF\n")
