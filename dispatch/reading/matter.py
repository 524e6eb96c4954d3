"""What the letter is and is about: its kind and its subject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dispatch.models.kinds import KINDS, PARTY, STATE
from dispatch.reading.findings import Finding, found
from dispatch.reading.head import HEAD, MIDDLE, number_line
from dispatch.reading.lines import Line, Page
from lib.text import fold

_ABOUT = re.compile(r"^\W*(v\s*/\s*v|ve viec)\s*[:.]?\s*")
_ENDS = re.compile(
    r"^\W*(kinh (gui|trinh)|can cu|thuc hien|theo|ngay \d|noi nhan|hoa toc|thuong khan|khan$|so\s*:)"
)
_NAMES = {fold(kind.name): kind.code for kind in KINDS.values() if kind.name_is_printed}
_LOWEST = 6_000
_MOST_LINES = 6


def kind(page: Page) -> Finding | None:
    """Give the kind: its name in capitals in the middle; an official letter has “V/v” under its number instead."""
    title = _title(page)
    by_symbol = _by_symbol(page)
    if title is not None:
        named = _NAMES[_bare(title)]
        return found("kind", named, [title], trust=0.99 if by_symbol in {named, ""} else 0.9)
    about = _about(page)
    if about is not None:
        return found("kind", "cong_van", [about], trust=0.98 if by_symbol in {"cong_van", ""} else 0.8)
    line = number_line(page)
    return found("kind", by_symbol, [line], trust=0.85) if by_symbol and line is not None else None


def subject(page: Page) -> Finding | None:
    """Give the subject, without the words that lead to it."""
    about, title = _about(page), _title(page)
    if title is not None:
        below = [line for line in page.lines if line.box[1] >= title.box[3] - title.high // 2]
        lines, trust = _gathered(below, title, centred=True), 0.95
    elif about is not None:
        among = page.lines if about in page.lines else page.head
        below = [line for line in among if line.box[1] > about.box[1] + about.high // 2]
        column = [line for line in below if line.centre < MIDDLE]
        lines, trust = [about, *_gathered(column, about, centred=False)], 0.95
    else:
        return None
    if not lines:
        return None
    text = re.sub(r"(\w[/-]) (?=\w)", r"\1", " ".join(line.text for line in lines)).strip(" _*-—.")
    text = text[_ABOUT.match(fold(text)).end() :] if _ABOUT.match(fold(text)) else text  # type: ignore[union-attr]
    return found("subject", text, lines, trust=trust) if text else None


def _bare(line: Line) -> str:
    return re.sub(r"[^a-z ]", "", line.folded).strip()


def _title(page: Page) -> Line | None:
    for line in page.lines:
        inside = line.box[1] < _LOWEST and 3_200 < line.centre < 6_900
        if inside and line.capital and _bare(line) in _NAMES:
            return line
    return None


def _about(page: Page) -> Line | None:
    for line in page.left:
        if line.box[1] < HEAD and line.centre < MIDDLE and _ABOUT.match(line.folded):
            return line
    return None


def _by_symbol(page: Page) -> str:
    """Give the kind that the symbol names, empty where it names none or several."""
    line = number_line(page)
    if line is None:
        return ""
    found_ = re.search(r"\d\s*[a-d]?\s*([-/])\s*([a-z]+)", line.folded)
    if found_ is None:
        return ""
    profile = PARTY if found_[1] == "-" else STATE
    names = {
        kind_.code
        for kind_ in KINDS.values()
        if fold((kind_.party if profile == PARTY else kind_.state) or "-") == found_[2]
    }
    return names.pop() if len(names) == 1 else ""


def _gathered(lines: Iterable[Line], first: Line, *, centred: bool) -> Sequence[Line]:
    """Give the lines that go on from ``first``: near one another, and looking like it."""
    found_: list[Line] = []
    last = first
    for line in lines:
        gap = line.box[1] - last.box[3]
        if gap > 1.6 * last.high or len(found_) >= _MOST_LINES or _ENDS.match(line.folded):
            break
        if not any(one.isalnum() for one in line.text):
            if found_:
                break
            continue
        if centred and (line.capital or not 3_600 < line.centre < 6_500 or line.box[0] < 1_500):
            break
        if not centred and line.box[2] > 5_600:
            break
        found_.append(line)
        last = line
    return found_
