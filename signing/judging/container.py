"""How a signature lies in the file, read without any PDF library.

A PDF signature covers two ranges of bytes with a hole between them for itself. Everything an attacker can do with
the ranges, the hole and what stands after them is refused here, before anyone interprets the file.
"""

import re
from dataclasses import dataclass

from asn1crypto import parser

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_END = re.compile(rb"%%EOF[\r\n \t]*\Z")
_HEXADECIMAL = re.compile(rb"[0-9A-Fa-f]+\Z")
MOST_SIGNATURES = 64


class NotPdf(Exception):
    """The bytes do not begin like a PDF."""


class ContainerFault(Exception):
    """A signature does not lie in the file as it must."""


@dataclass(frozen=True)
class Hole:
    """One signature's place: [start, stop) holds `<hex>`, `end` is where the second range ends, `der` the content."""

    start: int
    stop: int
    end: int
    der: bytes


def read(pdf: bytes) -> tuple[Hole, ...]:
    """The places of all signatures in order; refuses every irregularity.

    Refuses: no PDF at byte 0; ranges that are not four numbers beginning at 0; a hole that is not exactly the
    value of `/Contents`; anything but zeros behind the signature; nested or crossing ranges.
    What follows the last one is for `ends_with_own_revision` to say.
    """
    if not pdf.startswith(b"%PDF-"):
        raise NotPdf
    mentions = pdf.count(b"/ByteRange")
    found = list(_RANGE.finditer(pdf))
    if mentions != len(found) or mentions > MOST_SIGNATURES:
        raise ContainerFault("a byte range is not four plain numbers")
    holes = tuple(sorted((_hole(pdf, match) for match in found), key=lambda hole: hole.end))
    _check_order(pdf, holes)
    return holes


def _hole(pdf: bytes, match: re.Match[bytes]) -> Hole:
    first, start, stop, rest = (int(group) for group in match.groups())
    end = stop + rest
    if first != 0 or not 0 < start < stop < end <= len(pdf):
        raise ContainerFault("a byte range leaves the file or does not begin at its start")
    if not (match.end() <= start or match.start() >= stop) or match.start() >= end:
        raise ContainerFault("a byte range does not cover itself")
    if pdf[start : start + 1] != b"<" or pdf[stop - 1 : stop] != b">":
        raise ContainerFault("the hole is not a hexadecimal string")
    if not pdf[max(0, start - 32) : start].rstrip(b" \r\n\t").endswith(b"/Contents"):
        raise ContainerFault("the hole is not the value of /Contents")
    digits = pdf[start + 1 : stop - 1]
    if len(digits) % 2 or not _HEXADECIMAL.match(digits):
        raise ContainerFault("the hole holds something else than hexadecimal digits")
    return Hole(start, stop, end, _content(bytes.fromhex(digits.decode("ascii"))))


def _content(padded: bytes) -> bytes:
    """The DER value at the front; refuses anything but zeros behind it."""
    try:
        length = parser.peek(padded)
    except ValueError as error:
        raise ContainerFault("the signature is not DER") from error
    if padded[length:].strip(b"\0"):
        raise ContainerFault("something is hidden behind the signature")
    return padded[:length]


def _check_order(pdf: bytes, holes: tuple[Hole, ...]) -> None:
    before = 0
    for hole in holes:
        if hole.start < before:
            raise ContainerFault("signatures overlap")
        if not _END.search(pdf[max(0, hole.end - 64) : hole.end]):
            raise ContainerFault("a signed revision does not end like a file")
        before = hole.end


def ends_with_own_revision(pdf: bytes, end: int) -> bool:
    """Whether what follows byte `end` is a further revision of the file and not loose bytes."""
    tail = pdf[end:]
    pointers = re.findall(rb"startxref\s+(\d{1,12})\s+%%EOF", tail)
    return bool(pointers) and bool(_END.search(tail)) and end <= int(pointers[-1]) < len(pdf)
