"""All rules over one letter: the best value for each field, compared with the names the office knows already."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from dispatch.reading import foot, head, matter
from dispatch.reading.findings import Finding
from dispatch.reading.lines import Line, Page
from lib.text import fold

LEAST = 45  # less sure is not worth a look
_ALIKE = 0.88
_MARK_HEIGHT = 5_000


def proposals(pages: Sequence[Page], *, names: Mapping[str, str]) -> list[Finding]:
    """Give what the pages say, at most one value a field. ``names`` are known offices: folded to written."""
    if not pages or not pages[0].lines:
        return []
    first = pages[0]
    found = [
        head.issuer(first),
        head.code(first),
        head.dated_on(first),
        matter.kind(first),
        matter.subject(first),
        head.urgency(first),
        *foot.signed(pages),
    ]
    known = [_known(one, names) if one.field == "issuer" else one for one in found if one is not None]
    return [one for one in known if one.sure >= LEAST and one.value]


def secret_mark(pages: Sequence[Page], *, is_mark: Callable[[list[str]], str | None]) -> Line | None:
    """Give the line that is a mark of secrecy in the upper half of the first page; None where there is none."""
    for page in pages[:1]:
        for line in (*page.red, *page.lines):
            if line.box[1] < _MARK_HEIGHT and line.capital and is_mark([line.text]):
                return line
    return None


def _known(one: Finding, names: Mapping[str, str]) -> Finding:
    """Give the name as the office writes it: letters read wrong are put right by names seen before."""
    folded = plain(one.value)
    if folded in names:
        return replace(one, value=_cased(names[folded], one.value), sure=min(99, max(one.sure, 92)))
    best = max(names, key=lambda name: SequenceMatcher(None, folded, name).ratio(), default="")
    if best and len(folded) >= 6 and SequenceMatcher(None, folded, best).ratio() >= _ALIKE:
        return replace(one, value=_cased(names[best], one.value), sure=min(one.sure, 88))
    return replace(one, sure=round(one.sure * 0.97))


def plain(text: str) -> str:
    """Give a name as names are compared: letters and figures only, without tones."""
    return re.sub(r"\s+", " ", re.sub(r"[^a-z0-9 ]", " ", fold(text))).strip()


def _cased(name: str, like: str) -> str:
    return name.upper() if like.isupper() else name
