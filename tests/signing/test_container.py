"""How a signature lies in a file: one right way, and everything else is refused before anyone interprets it."""

from __future__ import annotations

import pytest

from signing.judging import container
from signing.judging.container import ContainerFault, Hole, NotPdf

DER = bytes.fromhex("3003020107")
HEAD = b"%PDF-1.7\n"
END = b"\nstartxref\n9\n%%EOF\n"


def signed(
    before: bytes = HEAD,
    *,
    content: bytes = DER.hex().encode() + b"0000",
    key: bytes = b"/Contents",
    brackets: bytes = b"<>",
    end: bytes = END,
    first: int = 0,
    moved: tuple[int, int, int] = (0, 0, 0),
    mirrored: bool = False,
) -> bytes:
    """Lay one signature behind ``before``; ``moved`` shifts the start and stop of the hole and the end of the range."""
    place, hole = b"/ByteRange[%d %010d %010d %010d]", brackets[:1] + content + brackets[1:]
    width = len(place % (first, 0, 0, 0))
    start = len(before) + len(key) + (0 if mirrored else width)
    stop = start + len(hole)
    length = stop + (width if mirrored else 0) + len(end) - stop
    numbers = place % (first, start + moved[0], stop + moved[1], length + moved[2])
    middle = key + hole + numbers if mirrored else numbers + key + hole
    return before + middle + end


def test_reads_where_the_signature_lies_and_what_it_holds() -> None:
    pdf = signed()
    (hole,) = container.read(pdf)
    assert pdf[hole.start : hole.stop] == b"<30030201070000>"
    assert hole == Hole(pdf.index(b"<"), pdf.index(b">") + 1, len(pdf), DER)


def test_the_range_may_stand_right_behind_the_hole() -> None:
    (hole,) = container.read(signed(mirrored=True))
    assert hole.der == DER


def test_a_little_room_before_the_hole_is_allowed() -> None:
    assert container.read(signed(key=b"/Contents" + b" " * 23))


def test_a_file_without_signature_has_no_hole() -> None:
    assert container.read(HEAD + END) == ()


def test_signatures_are_given_in_the_order_of_their_revisions() -> None:
    once = signed()
    twice = signed(once)
    assert [hole.end for hole in container.read(twice)] == [len(once), len(twice)]


@pytest.mark.parametrize("junk", [b"", b" %PDF-1.7\n", b"MZ%PDF-"])
def test_what_does_not_begin_like_a_pdf_is_none(junk: bytes) -> None:
    with pytest.raises(NotPdf):
        container.read(junk + signed()[9:] if junk else junk)


@pytest.mark.parametrize(
    ("said", "pdf"),
    [
        ("four plain numbers", signed().replace(b"[0 ", b"[+0 ")),
        ("four plain numbers", signed(before=HEAD + b"/ByteRange 5 0 R ")),
        ("does not begin at its start", signed(first=1)),
        ("leaves the file", signed(moved=(-signed().index(b"<"), 0, 0))),
        ("leaves the file", signed(moved=(1000, 0, 0))),
        ("leaves the file", signed(moved=(0, 0, 1))),
        ("leaves the file", signed(moved=(20, -20, 20))),
        ("does not cover itself", signed(moved=(-30, 0, 0))),
        ("not a hexadecimal string", signed(brackets=b"(>")),
        ("not a hexadecimal string", signed(brackets=b"<)")),
        ("not a hexadecimal string", signed(moved=(1, 0, 0))),
        ("not a hexadecimal string", signed(moved=(0, -1, 1))),
        ("not the value of /Contents", signed(key=b"/Content")),
        ("not the value of /Contents", signed(key=b"/Contents" + b" " * 24)),
        ("hexadecimal digits", signed(content=DER.hex().encode() + b"000")),
        ("hexadecimal digits", signed(content=DER.hex().encode() + b"0g")),
        ("hexadecimal digits", signed(content=DER.hex().encode() + b"\n\n")),
        ("hexadecimal digits", signed(content=b"")),
        ("not DER", signed(content=b"30")),
        ("not DER", signed(content=b"3080")),
        ("hidden behind the signature", signed(content=DER.hex().encode() + b"0001")),
        ("does not end like a file", signed(end=END + b"loose")),
        ("does not end like a file", signed(end=b"\nendobj\n")),
    ],
)
def test_every_irregularity_is_refused_by_name(said: str, pdf: bytes) -> None:
    with pytest.raises(ContainerFault, match=said):
        container.read(pdf)


def test_a_range_hidden_in_the_hole_covers_nothing() -> None:
    inner = b"/ByteRange[0 9999999990 9999999991 9999999992]"
    pdf = HEAD + b"/Contents<" + inner + b">" + END
    start, stop = pdf.index(b"<"), pdf.index(b">") + 1
    numbers = b"/ByteRange[0 %010d %010d %010d]" % (start, stop, len(pdf) - stop)
    with pytest.raises(ContainerFault, match="does not cover itself"):
        container.read(pdf.replace(inner, numbers))


def test_a_range_behind_its_own_end_covers_nothing_of_itself() -> None:
    whole = signed(mirrored=True)
    numbers = whole[whole.index(b"/ByteRange") : whole.index(b"]") + 1]
    early = whole.replace(numbers, b" " * len(numbers))
    with pytest.raises(ContainerFault, match="does not cover itself"):
        container.read(early + numbers)


def test_two_ranges_for_one_hole_overlap() -> None:
    once = signed()
    (hole,) = container.read(once)
    end = len(once) + len(b"/ByteRange[0 %010d %010d %010d]" % (0, 0, 0)) + len(END)
    again = once + b"/ByteRange[0 %010d %010d %010d]" % (hole.start, hole.stop, end - hole.stop) + END
    assert len(again) == end
    with pytest.raises(ContainerFault, match="overlap"):
        container.read(again)


@pytest.mark.parametrize(("many", "fits"), [(64, True), (65, False)])
def test_more_than_sixty_four_signatures_are_not_read(many: int, fits: bool) -> None:
    pdf = HEAD
    for _ in range(many):
        pdf = signed(pdf)
    if fits:
        assert len(container.read(pdf)) == many
        return
    with pytest.raises(ContainerFault):
        container.read(pdf)


@pytest.mark.parametrize(
    ("tail", "whole"),
    [
        (b"1 0 obj\nstartxref\n100\n%%EOF\n", True),
        (b"startxref\n9\n%%EOF\n1 0 obj\nstartxref\n105\n%%EOF", True),
        (b"1 0 obj\nstartxref\n99\n%%EOF\n", False),
        (b"1 0 obj\nstartxref\n128\n%%EOF\n", False),
        (b"1 0 obj\nstartxref\n127\n%%EOF\n", True),
        (b"startxref\n105\n%%EOF\n1 0 obj\nstartxref\n9\n%%EOF", False),
        (b"1 0 obj\nstartxref\n100\n%%EOF\nloose", False),
        (b"loose", False),
        (b"%%EOF\n", False),
        (b"", False),
    ],
)
def test_what_follows_is_a_revision_that_points_into_itself_or_loose_bytes(tail: bytes, whole: bool) -> None:
    assert container.ends_with_own_revision(b"x" * 100 + tail, 100) is whole
