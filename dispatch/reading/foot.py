"""The end of a letter: who signed it, in which office."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dispatch.reading.findings import Finding, found
from dispatch.reading.lines import Line, Page

_RIGHT = 5_000
_OFFICE = re.compile(
    r"(giam doc|truong|chu tich|bi thu|chanh van phong|chanh thanh tra|thu ky|vien truong|cuc truong|vu truong|"
    r"hieu truong|chi huy|tong bien tap|chu nhiem|thu truong|uy vien)"
)
_AUTHORITY = re.compile(r"^\W*(k\s*/?\s*t|t\s*/?\s*m|t\s*/?\s*l|tuq|q|tl|tm|kt)\s*[./]")
_NAME = re.compile(r"[A-ZĐÀ-Ỹ][a-zđà-ỹ]+(?: [A-ZĐÀ-Ỹ][a-zđà-ỹ]*){1,4}")
_MOST_BELOW = 3_000  # from the title to the name


def signed(pages: Sequence[Page]) -> list[Finding]:
    """Give signer and title from the signature block, on whichever page it stands; the last one counts."""
    for page in reversed(pages):
        titles = [
            line
            for line in page.lines
            if line.centre > _RIGHT and line.capital and _OFFICE.search(line.folded) and len(line.words) <= 8
        ]
        for title in reversed(titles):
            below = _below(page, title)
            if below is not None:
                office = re.sub(r"\s+", " ", title.text).strip(" ._|")
                return [
                    found("signer", _name(below), [below], trust=0.93),
                    *_titled(office, title),
                ]
    return []


def _titled(office: str, title: Line) -> list[Finding]:
    return [] if _AUTHORITY.match(title.folded) else [found("signer_title", office, [title], trust=0.93)]


def _below(page: Page, title: Line) -> Line | None:
    """Give the nearest line below the title that is a person's name, more or less under it."""
    for line in page.lines:
        lower = title.box[3] < line.box[1] + line.high < title.box[3] + _MOST_BELOW
        if lower and abs(line.centre - title.centre) < 1_300 and _name(line):
            return line
    return None


def _name(line: Line) -> str:
    text = re.sub(r"[^\w ]", "", line.text).strip()
    found_ = _NAME.fullmatch(text)
    return "" if found_ is None or line.capital else text
