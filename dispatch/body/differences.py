"""What differs between two texts: lines that came, went, changed in words, or only in form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import count
from typing import Any, Literal

POINTS = "abcdđeghiklmnopqrstuvxy"
State = Literal["same", "new", "gone", "changed", "reshaped"]
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.45  # as many words in common as make two lines one line that was changed
_MOST_PAIRS = 2_500  # more pairs of lines than that are told as gone and new, not compared word by word


@dataclass(frozen=True)
class Line:
    """One line as it is read, its number or dash in front; ``form`` is what its look depends on."""

    text: str
    form: str = ""


@dataclass(frozen=True)
class Piece:
    """Some words of a line: in both texts, only in the new, or only in the old."""

    state: Literal["same", "new", "gone"]
    text: str


@dataclass(frozen=True)
class Difference:
    """One line of the comparison."""

    state: State
    pieces: tuple[Piece, ...]


def lines_of_body(body: Mapping[str, Any]) -> list[Line]:
    """Give the lines of ``body`` with the numbers, letters and dashes the page sets before them."""
    return list(_Reader().lines(body))


def compare(old: Sequence[Line], new: Sequence[Line]) -> list[Difference]:
    """Give every line of both texts in reading order with what became of it; equal texts give only "same"."""
    found: list[Difference] = []
    keys = [line.text for line in old], [line.text for line in new]
    for act, a, b, c, d in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if act == "equal":
            found += [_reshaped(one, other) for one, other in zip(old[a:b], new[c:d], strict=True)]
        else:
            found += _changed(old[a:b], new[c:d])
    return found


def _reshaped(old: Line, new: Line) -> Difference:
    return Difference("same" if old.form == new.form else "reshaped", (Piece("same", new.text),))


def _changed(old: Sequence[Line], new: Sequence[Line]) -> list[Difference]:
    """Pair the lines that are most alike and tell what lies between the pairs as gone and new."""
    pair = _most_alike(old, new) if len(old) * len(new) <= _MOST_PAIRS else None
    if pair is None:
        gone = [Difference("gone", (Piece("gone", line.text),)) for line in old]
        return gone + [Difference("new", (Piece("new", line.text),)) for line in new]
    here, there = pair
    middle = Difference("changed", tuple(words(old[here].text, new[there].text)))
    return [*_changed(old[:here], new[:there]), middle, *_changed(old[here + 1 :], new[there + 1 :])]


def _most_alike(old: Sequence[Line], new: Sequence[Line]) -> tuple[int, int] | None:
    best, found = _ALIKE, None
    for there, line in enumerate(new):
        matcher = SequenceMatcher(None, "", line.text, autojunk=False)
        for here, other in enumerate(old):
            matcher.set_seq1(other.text)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and matcher.ratio() > best:
                best, found = matcher.ratio(), (here, there)
    return found


def words(old: str, new: str) -> Iterator[Piece]:
    """Give the words of two lines, those of the old before those that took their place."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for act, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if act == "equal":
            yield Piece("same", "".join(after[c:d]))
            continue
        if a < b:
            yield Piece("gone", "".join(before[a:b]))
        if c < d:
            yield Piece("new", "".join(after[c:d]))


class _Reader:
    """Reads a body as it is printed; articles count through the whole text."""

    def __init__(self) -> None:
        self._articles = count(1)

    def lines(self, node: Mapping[str, Any], mark: str = "", form: str = "") -> Iterator[Line]:
        """Give the lines of a node; ``mark`` stands before the first of them."""
        kind = str(node.get("type", ""))
        if kind in {"paragraph", "heading", "article"}:
            before = f"Điều {next(self._articles)}. " if kind == "article" else mark
            yield Line(before + _text(node), f"{form}{kind}{_form(node)}")
        elif kind == "table_row":
            cells = [" ".join(line.text for line in self.lines(cell)) for cell in node.get("content") or ()]
            yield Line(" | ".join(cells), "row")
        else:
            yield from self._children(node, kind, mark, form)

    def _children(self, node: Mapping[str, Any], kind: str, mark: str, form: str) -> Iterator[Line]:
        for number, child in enumerate(node.get("content") or ()):
            first = mark if number == 0 and kind == "list_item" else ""
            if kind in {"ordered_list", "bullet_list"}:
                first = _mark(node, number)
            yield from self.lines(child, first, f"{form}{kind}>")


def _mark(node: Mapping[str, Any], number: int) -> str:
    attributes = node.get("attrs") or {}
    if node["type"] == "bullet_list":
        return "- "
    place = int(attributes.get("order", 1)) - 1 + number
    if attributes.get("style") == "alpha" and place < len(POINTS):
        return f"{POINTS[place]}) "
    return f"{place + 1}. "


def _text(node: Mapping[str, Any]) -> str:
    return "".join(
        "\n" if child.get("type") == "hard_break" else str(child.get("text", ""))
        for child in node.get("content") or ()
    )


def _form(node: Mapping[str, Any]) -> str:
    """Give what the look of a block depends on besides its words."""
    attributes = {
        name: value for name, value in (node.get("attrs") or {}).items() if value not in {None, "justify"}
    }
    marks = [
        (str(child.get("text", "")), sorted(mark["type"] for mark in child.get("marks") or ()))
        for child in node.get("content") or ()
        if child.get("marks")
    ]
    return f"{sorted(attributes.items())}{marks}"
