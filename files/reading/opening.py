"""Has uploads opened: to know that they can be read and how many pages they have, to draw pages, to read their text.

Nothing is opened here: a closed process does it (`child`), for what comes from outside may be made to do harm.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from files.enums import MediaType
from files.errors import BrokenFile, EncryptedFile, TooHardFile
from lib.isolation.room import ClosedRoom, TooHard
from lib.isolation.wire import pack, unpack

PICTURES = frozenset({MediaType.PNG, MediaType.JPEG, MediaType.TIFF})
_AT_ONCE = 1_000
_room = ClosedRoom("files.reading.child")


@dataclass(frozen=True)
class Run:
    """Some pages in a row, as PNG or as text; ``pages`` is the number of all pages, 0 when none could be opened."""

    first: int
    parts: tuple[bytes, ...] = ()
    pages: int = 0

    @property
    def after(self) -> int | None:
        """Give the page to go on with, None at the end or where it cannot go on."""
        following = self.first + len(self.parts)
        return following if self.parts and following <= self.pages else None


def page_count_of(content: bytes, media_type: MediaType, *, name: str) -> int | None:
    """Give the number of pages, None where the type has none.

    Refuses a locked or unreadable file, and one that takes more memory or time than a file deserves.
    """
    if media_type != MediaType.PDF and media_type not in PICTURES:
        return None
    try:
        told = json.loads(_ask(content, do="count", picture=media_type in PICTURES))
    except TooHard:
        raise TooHardFile(name=name) from None
    if "pages" not in told:
        raise (EncryptedFile if told["fault"] == "locked" else BrokenFile)(name=name)
    return int(told["pages"])


def drawn(content: bytes, media_type: MediaType, *, first: int) -> Run:
    """Give pictures of the pages from ``first`` (1) on, as many as are drawn in a few seconds.

    A page that is too hard to draw ends the run before it.
    """
    return _run(content, first, do="draw", picture=media_type in PICTURES)


def read(content: bytes, *, first: int) -> Run:
    """Give the text of the pages of a PDF from ``first`` (1) on, likewise."""
    return _run(content, first, do="read")


def compared(old: bytes, new: bytes, *, first: int) -> Run:
    """Give the pages of two PDF from ``first`` (1) on, likewise: each part is, packed, the two pictures with frames
    around what differs (empty where a file has no such page) and whether they differ ("1" or nothing)."""
    return _run(pack([old, new]), first, do="compare")


def words_on(content: bytes, *, page: int) -> bytes:
    """Give the words of a page's own text layer with their places, as JSON; refuses (TooHardFile) a hostile page."""
    return _made(content, do="words", page=page)


@dataclass(frozen=True)
class Inks:
    """A page as pictures to read letters from. ``red`` is empty where there is no red ink in the upper part."""

    dark: bytes
    red: bytes
    red_place: tuple[int, ...]
    head: bytes


def inks_on(content: bytes, media_type: MediaType, *, page: int) -> Inks:
    """Give the inks of a page; refuses (TooHardFile) a hostile one."""
    return inks_in(unpack(_made(content, do="inks", page=page, picture=media_type in PICTURES)))


def inks_in(parts: Sequence[bytes]) -> Inks:
    """Give the answer of the closed process its names."""
    dark, red, place, head = parts
    return Inks(dark, red, tuple(json.loads(place)), head)


def dividers_in(content: bytes, media_type: MediaType) -> list[tuple[int, str]]:
    """Give the pages at which a pile scanned in one go may fall apart, and why: "blank" or "code"."""
    try:
        found = json.loads(_ask(content, do="dividers", picture=media_type in PICTURES))
    except TooHard:
        return []
    return [(int(page), str(why)) for page, why in found]


def assembled(files: Sequence[bytes], pages: Sequence[tuple[int, int, int]]) -> bytes:
    """Give a new PDF of pages of ``files``: place of the file, page (from 1), quarter turns; refuses (TooHardFile)."""
    return _made(pack(list(files)), do="assemble", pages=[list(one) for one in pages])


@dataclass(frozen=True)
class ScanQuality:
    """What a scan is: version of PDF, lowest resolution (0: no picture fills a page), and whether in colour."""

    version: str
    dpi: int
    colour: bool


def quality_of(content: bytes) -> ScanQuality:
    """Examine a scan; refuses (TooHardFile) what takes more than a file deserves."""
    try:
        return ScanQuality(**json.loads(_ask(content, do="quality")))
    except TooHard:
        raise TooHardFile(name="") from None


def excerpt_of(content: bytes, pages: Sequence[int]) -> bytes:
    """Give some pages (from 1; none named: all) as a file of their own, fields and signatures part of the page."""
    return _made(content, do="excerpt", pages=list(pages))


def last_blank(content: bytes, *, least: float) -> float | None:
    """Give where, in millimetres from the upper edge, the last blank strip of the last page begins; None: none."""
    try:
        found = json.loads(_ask(content, do="blank", least=least))
    except TooHard:
        return None
    return None if found is None else float(found)


def laid_over(content: bytes, over: bytes, *, new_page: bool, first: bool = False) -> bytes:
    """Lay a page over the last one, over the ``first``, or behind it."""
    return _made(pack([content, over]), do="lay", new_page=new_page, first_page=first)


def _made(content: bytes, **asked: object) -> bytes:
    try:
        return _ask(content, **asked)
    except TooHard:
        raise TooHardFile(name="") from None


def _run(content: bytes, first: int, **asked: object) -> Run:
    for most in (_AT_ONCE, 1):  # one hard page must not take along the easy ones before it
        try:
            pages, *parts = unpack(_ask(content, first=first, most=most, **asked))
        except TooHard:
            continue
        return Run(first, tuple(parts), int(pages))
    return Run(first)


def _ask(content: bytes, **asked: object) -> bytes:
    return _room.ask(json.dumps(asked).encode(), content)
