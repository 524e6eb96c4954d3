"""What may enter: a file is what its bytes are, and only one thing."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest

from files.enums import MediaType
from files.errors import (
    ActiveContent,
    AmbiguousFile,
    BrokenFile,
    EncryptedFile,
    FakeFile,
    FileRefused,
    ForbiddenType,
    OldOfficeFile,
)
from files.reading.naming import clean_name
from files.reading.opening import page_count_of
from files.reading.sniffing import sniff
from tests.files.pieces import DOCX, ODT, XLSX, archive, pdf, picture


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (pdf(), "công văn.pdf", MediaType.PDF),
        (picture("PNG"), "ảnh.png", MediaType.PNG),
        (picture("JPEG"), "ảnh.jpeg", MediaType.JPEG),
        (picture("TIFF"), "quét.tif", MediaType.TIFF),
        (archive(DOCX), "dự thảo.docx", MediaType.DOCX),
        (archive(XLSX), "bảng.xlsx", MediaType.XLSX),
        (archive(ODT), "văn bản.odt", MediaType.ODT),
        (archive({"a.txt": b"a"}), "gói.zip", MediaType.ZIP),
        ("Kính gửi".encode(), "ghi chú.txt", MediaType.TEXT),
        ("Kính gửi".encode("utf-16"), "ghi chú.txt", MediaType.TEXT),
        (b"<?xml version='1.0'?><a/>", "gói.xml", MediaType.XML),
        (pdf(), "không có đuôi", MediaType.PDF),
        (pdf(), "Báo cáo quý III.2026", MediaType.PDF),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_accepted_file_is_known_by_its_bytes(content: bytes, name: str, expected: MediaType) -> None:
    assert sniff(content, name=name) == expected


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"MZ\x90\x00\x03", "setup.exe", ForbiddenType),
        (b"\x7fELF\x02\x01", "a", ForbiddenType),
        (b"\x00" * 100, "zero.bin", ForbiddenType),
        (b"<html><script>1</script></html>", "a.txt", ForbiddenType),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.xml", ForbiddenType),
        (b"<?xml version='1.0'?><svg/>", "a.xml", ForbiddenType),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "a.xml", ActiveContent),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "cu.doc", OldOfficeFile),
        (archive(DOCX | {"word/vbaProject.bin": b"x"}), "macro.docx", ActiveContent),
        (archive({"../../etc/passwd": b"x"}), "a.zip", ForbiddenType),
        (archive({"a.txt": b"a"})[:-10], "a.zip", BrokenFile),
        (b"xin ch\xc3\xa0o", "giả.pdf", FakeFile),
        (picture("PNG"), "giả.pdf", FakeFile),
        (pdf(), "giả.docx", FakeFile),
        (archive({"a.txt": b"a"}), "giả.docx", FakeFile),
        (b"\x00\x01" * 40, "giả.pdf", FakeFile),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_accepted_is_refused_with_its_reason(
    content: bytes, name: str, refusal: type[FileRefused]
) -> None:
    with pytest.raises(refusal) as caught:
        sniff(content, name=name)
    assert caught.type is refusal
    assert name in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(pdf() + archive({"a.exe": b"MZ"}), id="pdf that is also a zip"),
        pytest.param(picture("JPEG") + archive({"a.exe": b"MZ"}), id="picture that is also a zip"),
        pytest.param(b"GIF89a=1;/*" + pdf(), id="junk before the pdf header"),
        pytest.param(
            picture("PNG")[:60] + b"%PDF-1.7" + picture("PNG")[60:], id="pdf header inside a picture"
        ),
    ],
)
def test_a_file_that_two_readers_would_read_differently_is_refused(content: bytes) -> None:
    with pytest.raises(AmbiguousFile):
        sniff(content, name="hai mặt")


def test_a_zip_that_would_fill_the_disk_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for number in range(6):
            zipped.writestr(f"{number}", bytes(100 * 1024 * 1024))
    with pytest.raises(ForbiddenType):
        sniff(out.getvalue(), name="bom.zip")


def test_a_zip_of_countless_entries_is_refused_before_they_are_listed() -> None:
    hostile = entries(300_000)
    tracemalloc.start()
    try:
        with pytest.raises(ForbiddenType):
            sniff(hostile, name="bom.zip")
        assert tracemalloc.get_traced_memory()[1] < 3 * len(hostile)
    finally:
        tracemalloc.stop()


def test_a_zip_of_many_entries_is_accepted() -> None:
    assert sniff(entries(5_000), name="nhiều.zip") == MediaType.ZIP
    with pytest.raises(ForbiddenType):
        sniff(entries(5_001), name="quá nhiều.zip")


def entries(number: int) -> bytes:
    """Give a zip whose list names one entry ``number`` times and whose end says that there is one."""
    local = b"PK\x03\x04" + bytes(26)
    row = struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"a"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, number * len(row), len(local), 0)
    return local + row * number + end


def test_a_zip_whose_first_entry_unpacks_without_end_is_not_unpacked_to_be_known() -> None:
    import tracemalloc

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped, zipped.open("mimetype", "w") as entry:
        for _ in range(64):
            entry.write(bytes(1024 * 1024))
    tracemalloc.start()
    try:
        assert sniff(out.getvalue(), name="bom.zip") == MediaType.ZIP
        assert tracemalloc.get_traced_memory()[1] < 8 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_zip_whose_first_entry_is_damaged_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("mimetype", b"application/" * 40)
    damaged = bytearray(out.getvalue())
    damaged[38:48] = b"\xff" * 10
    with pytest.raises(BrokenFile):
        sniff(bytes(damaged), name="hỏng.zip")


@pytest.mark.parametrize(("content", "media_type", "pages"), [
    (pdf(3), MediaType.PDF, 3),
    (picture("TIFF", 4), MediaType.TIFF, 4),
    (picture("PNG"), MediaType.PNG, 1),
    (b"a", MediaType.TEXT, None),
])  # fmt: skip
def test_pages_are_counted(content: bytes, media_type: MediaType, pages: int | None) -> None:
    assert page_count_of(content, media_type, name="a") == pages


@pytest.mark.parametrize(
    "locks", [{"password": "bí mật"}, {"owner": "chủ"}], ids=["to open", "against printing"]
)
def test_a_locked_pdf_is_refused(locks: dict[str, str]) -> None:
    with pytest.raises(EncryptedFile):
        page_count_of(pdf(**locks), MediaType.PDF, name="khóa.pdf")


@pytest.mark.parametrize("content", [
    b"%PDF-1.7\n",
    b"%PDF-1.7\n" + b"x" * 500,
    pdf()[:60],
    b"%PDF-1.7\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
], ids=["bare", "junk", "cut", "no pages"])  # fmt: skip
def test_a_pdf_that_does_not_open_is_refused(content: bytes) -> None:
    with pytest.raises(BrokenFile):
        page_count_of(content, MediaType.PDF, name="hỏng.pdf")


def test_a_cut_picture_is_refused() -> None:
    with pytest.raises(BrokenFile):
        page_count_of(picture("PNG")[:50], MediaType.PNG, name="hỏng.png")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("C:\\Users\\Lan\\công văn.pdf", "công văn.pdf"),
        ("../../etc/passwd", "passwd"),
        ("ke\u0302\u0301 hoa\u0323ch.pdf", "kế hoạch.pdf"),
        ("a\x00b\x1f\u202efdp.exe", "ab fdp.exe"),
        ("  nhiều   khoảng\ttrắng .pdf ", "nhiều khoảng trắng.pdf"),
        ("", "unnamed"),
        ("...", "unnamed"),
        ("/", "unnamed"),
    ],
)
def test_a_name_is_cleaned_but_stays_recognisable(typed: str, kept: str) -> None:
    assert clean_name(typed) == kept


def test_a_long_name_keeps_its_ending() -> None:
    name = clean_name("đ" * 400 + ".pdf")
    assert len(name) == 255
    assert name.endswith("đ.pdf")
