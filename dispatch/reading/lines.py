"""Words with places, put together into lines; what stands in two columns side by side stays apart."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lib.text import fold, nfc

Box = tuple[int, int, int, int]
_RATIO = 1.414  # a page is higher than wide: the same length is more of the width than of the height
_HEADINGS = (["cong", "hoa", "xa"], ["dang", "cong", "san"], ["doc", "lap", "-"])
_HEADING_FROM = 4_000
_GAP = 2.2  # heights of a letter between two columns, at least


@dataclass(frozen=True)
class Word:
    """One word, its place in ten-thousandths of the page, and how sure its letters are (0 to 100)."""

    text: str
    box: Box
    sure: int

    @property
    def high(self) -> int:
        """Give its height."""
        return max(self.box[3] - self.box[1], 1)


@dataclass(frozen=True)
class Line:
    """Words side by side."""

    words: tuple[Word, ...]
    page: int = 1
    red: bool = False

    @property
    def text(self) -> str:
        """Give the words."""
        return nfc(" ".join(word.text for word in self.words))

    @property
    def folded(self) -> str:
        """Give the words as they are compared; offsets in it hold for ``text``."""
        return fold(self.text)

    @property
    def box(self) -> Box:
        """Give the place of the whole."""
        return around(word.box for word in self.words)

    @property
    def centre(self) -> int:
        """Give the middle between left and right."""
        return (self.box[0] + self.box[2]) // 2

    @property
    def sure(self) -> int:
        """Give how sure the letters are, the longer words counting more."""
        letters = sum(len(word.text) for word in self.words)
        return round(sum(word.sure * len(word.text) for word in self.words) / max(letters, 1))

    @property
    def high(self) -> int:
        """Give the usual height of its words."""
        return sorted(word.high for word in self.words)[len(self.words) // 2]

    @property
    def capital(self) -> bool:
        """Say whether it is set in capitals."""
        letters = [one for one in self.text if one.isalpha()]
        return len(letters) > 1 and sum(one.isupper() for one in letters) >= 0.8 * len(letters)


@dataclass(frozen=True)
class Page:
    """The lines of one page from above to below, those in red ink, and the left column of the head read by itself.

    ``own`` says that the text is the file's own, not read off a picture.
    """

    number: int
    lines: tuple[Line, ...]
    red: tuple[Line, ...] = ()
    head: tuple[Line, ...] = ()
    own: bool = False

    @property
    def left(self) -> tuple[Line, ...]:
        """Give the lines among which the left column of the head is found, the surest first."""
        return (*self.lines, *self.head)


def around(boxes: Iterable[Box]) -> Box:
    """Give the smallest place that holds all ``boxes``."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def page_of(told: bytes, number: int) -> Page:
    """Give a page from what ``files`` has read of it."""
    facts: dict[str, Any] = json.loads(told)
    lines = _lines(_words(facts["words"]), number, red=False)
    marks = _lines(_words(facts.get("red", [])), number, red=True)
    head = _lines(_words(facts.get("head", [])), number, red=False)
    return Page(number, lines, marks, head, own=facts["source"] == "text")


def _words(rows: Iterable[list[Any]]) -> list[Word]:
    return [
        Word(nfc(text), (left, top, right, bottom), sure) for text, left, top, right, bottom, sure in rows
    ]


def _lines(words: list[Word], page: int, *, red: bool) -> tuple[Line, ...]:
    """Join words from left to right: each to the line whose end it stands beside. A page may stand a little askew."""
    open_lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: one.box[0]):
        beside = [line for line in open_lines if _follows(line[-1], word)]
        if beside:
            nearest = min(beside, key=lambda line: (_off(line[-1], word), word.box[0] - line[-1].box[2]))
            nearest.append(word)
        else:
            open_lines.append([word])
    lines = [Line(tuple(part), page, red) for one in open_lines for part in _parted(one)]
    return tuple(sorted(lines, key=lambda line: (line.box[1], line.box[0])))


def _follows(last: Word, word: Word) -> bool:
    shared = min(last.box[3], word.box[3]) - max(last.box[1], word.box[1])
    if shared < 0.5 * min(last.high, word.high):
        return False
    gap = (word.box[0] - last.box[2]) / _RATIO
    return -0.8 * last.high < gap < _GAP * max(last.high, word.high)


def _parted(words: list[Word]) -> Iterator[list[Word]]:
    """Divide what runs into the heading of the State or the Party, when there is hardly a gap before it."""
    folded = [fold(word.text) for word in words]
    for place in range(1, len(words)):
        if folded[place : place + 3] in _HEADINGS and words[place].box[0] > _HEADING_FROM:
            yield words[:place]
            yield words[place:]
            return
    yield words


def _off(last: Word, word: Word) -> int:
    return abs(last.box[3] - word.box[3]) // 20
