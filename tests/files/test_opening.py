"""Pages are counted in a closed process: what a file does there is not done to the web process."""

from __future__ import annotations

import io
import resource
import time

import pikepdf
import pytest

from files.enums import MediaType
from files.errors import BrokenFile, EncryptedFile, FileRefused, TooHardFile
from files.reading import opening
from lib.isolation.room import ClosedRoom
from tests.files.pieces import bomb, pdf, picture


def _count(content: bytes, media_type: MediaType = MediaType.PDF) -> int | None:
    return opening.page_count_of(content, media_type, name="a.pdf")


def test_pages_and_frames_are_counted_and_other_types_have_none() -> None:
    assert _count(pdf(3)) == 3
    assert _count(picture("TIFF", 4), MediaType.TIFF) == 4
    assert _count(picture(), MediaType.PNG) == 1
    assert _count(b"text", MediaType.TEXT) is None


def test_locked_and_broken_files_are_told_apart() -> None:
    for locked in (pdf(password="x"), pdf(owner="x")):
        with pytest.raises(EncryptedFile):
            _count(locked)
    with pytest.raises(BrokenFile):
        _count(b"%PDF-1.7 nothing")
    with pytest.raises(BrokenFile):
        _count(picture()[:40], MediaType.PNG)


@pytest.mark.slow
def test_a_bomb_is_refused_and_costs_the_asking_process_nothing() -> None:
    hostile = bomb(400)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileRefused):
        _count(hostile)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 * 1024
    assert _count(pdf(2)) == 2


def test_a_file_that_gives_no_answer_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    room = ClosedRoom("tests.lib.answers")  # does not understand the question and ends
    monkeypatch.setattr(opening, "_room", room)
    with pytest.raises(TooHardFile) as caught:
        _count(pdf())
    assert "a.pdf" in str(caught.value)
    room.close()


def test_counting_an_ordinary_file_takes_no_second() -> None:
    _count(pdf())  # the first question starts the closed process
    began = time.monotonic()
    assert _count(pdf(300)) == 300
    assert time.monotonic() - began < 1


def test_an_excerpt_of_a_signed_file_keeps_no_field_whose_bytes_are_elsewhere() -> None:
    """A timestamp's field shows nothing, so it becomes no part of the page; left there, the copy would look torn."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        value = pikepdf.Dictionary(
            Type=pikepdf.Name.DocTimeStamp, ByteRange=[0, 10, 20, 30], Contents=b"x" * 8
        )
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T="Archive2", F=132,
            Rect=[0, 0, 0, 0], V=pdf.make_indirect(value),
        )  # fmt: skip
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
        field, link = pdf.make_indirect(field), pdf.make_indirect(link)
        pdf.pages[0].Annots = pikepdf.Array([field, link])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        out = io.BytesIO()
        pdf.save(out)
    made = opening.excerpt_of(out.getvalue(), ())
    assert b"ByteRange" not in made
    with pikepdf.open(io.BytesIO(made)) as copy:
        assert [str(one.Subtype) for one in copy.pages[0].get("/Annots", [])] in ([], ["/Link"])
