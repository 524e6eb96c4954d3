"""The head of an official letter: issuer, number and symbol, day, urgency (Decree 30/2020 App. I; 05-HD)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from dispatch.enums import Urgency
from dispatch.models.kinds import KINDS
from dispatch.reading.findings import Finding, found
from dispatch.reading.lines import Line, Page
from lib.text import fold

HEAD = 4_600  # what stands lower is no head any more
MIDDLE = 4_900  # of the width: the issuer's column lies left of it
_NUMBER = re.compile(r"^\W{0,2}s[o0c]\s*[:;.,]?\s*(\d[\dol]{0,5}\s?[a-d]?)\s*([-/–])\s*(\S.{0,40})$")
_DAY = re.compile(r"ng[aà]y\s*([\dolis]{1,2})\s*th[aá]ng\s*([\dolis]{1,2})\s*n[aă]m\s*([\dolis]{4})")
_FIGURES = str.maketrans("olis", "0115")
_URGENCIES = (
    ("thuong khan", Urgency.VERY_URGENT),
    ("hoa toc", Urgency.EXPRESS),
    ("khan", Urgency.URGENT),
)
# With these words the name of an office begins; a line without one goes on with the name above it.
_BEGINNINGS = re.compile(
    r"^(so|bo|ban|uy ban|van phong|tong cuc|cuc|chi cuc|vu|vien|trung tam|truong|hoc vien|dai hoc|phong|hoi dong|"
    r"hoi|lien doan|mat tran|doan|dang uy|dang bo|huyen uy|tinh uy|thanh uy|quan uy|thi uy|chi bo|thanh tra|toa an|"
    r"vien kiem sat|kho bac|ngan hang|bao hiem|cong an|quan khu|bo chi huy|thue|hai quan|dai|bao|benh vien|"
    r"cong ty|tong cong ty|tap doan|chinh phu|thu tuong|quoc hoi|huyen|thanh pho|tinh)\b"
)
_HIGHER_ONLY = re.compile(r"^(tinh|thanh pho|huyen)\b(?! uy)")
_ABBREVIATIONS = {
    fold(abbreviation): abbreviation
    for kind in KINDS.values()
    for abbreviation in (kind.state, kind.party)
    if abbreviation and abbreviation != "?" and abbreviation not in {"DA", "ĐA"}
}

_AMBIGUOUS = {"HD", "HĐ"}


def number_line(page: Page) -> Line | None:
    """Give the line of number and symbol, None where none is found in the head."""
    for line in page.left:
        if line.box[1] < HEAD and line.box[0] < MIDDLE and _NUMBER.match(line.folded):
            return line
    return None


def code(page: Page) -> Finding | None:
    """Give number and symbol as printed: ``05/QĐ-SNV``, ``412-CV/BTCTU``."""
    line = number_line(page)
    if line is None:
        return None
    match = _NUMBER.match(line.folded)
    assert match is not None  # noqa: S101 -- number_line matched it
    number = match[1].replace(" ", "").translate(_FIGURES)
    symbol = re.sub(r"\s+", "", line.text[match.start(3) : match.end(3)]).strip("._,;:*'\"|")
    symbol, certain = _symbol(symbol)
    trust = (0.99 if page.own else 0.97) if certain else 0.8
    return found("code", f"{number}{match[2].replace('–', '-')}{symbol}", [line], trust=trust)


def _symbol(read: str) -> tuple[str, bool]:
    """Give the symbol with the strokes of known abbreviations put right, and whether it looks like one."""
    parts = re.split(r"([-/])", read)
    mended = [_mended(part) for part in parts]
    looks = all(re.fullmatch(r"[A-ZĐÂĂÊÔƠƯ][A-Za-zĐđÂĂÊÔƠƯ0-9.]*|[-/]", part) for part in mended if part)
    return "".join(mended), looks and len(parts) > 1


def _mended(part: str) -> str:
    """Give the abbreviation of a kind that is meant where letters were read wrong: QD for QĐ, TIr for TTr."""
    folded = fold(part)
    if part in _ABBREVIATIONS.values() or part in _AMBIGUOUS:  # HD and HĐ are two kinds
        return part
    if folded in _ABBREVIATIONS:
        return _ABBREVIATIONS[folded]
    if len(part) == len("TTr") and part[-1].islower():
        near = [one for one in _ABBREVIATIONS.values() if len(one) == len(part) and one[-1] == part[-1]]
        near = [one for one in near if sum(a != b for a, b in zip(one, part, strict=True)) == 1]
        return near[0] if len(near) == 1 else part
    return part


def dated_on(page: Page) -> Finding | None:
    """Give the day of the letter, as ISO."""
    for line in page.lines:
        match = _DAY.search(line.folded) if line.box[1] < HEAD and line.box[2] > MIDDLE else None
        if match is None:
            continue
        day, month, year = (int(part.translate(_FIGURES)) for part in match.groups())
        try:
            read = date(year, month, day)
        except ValueError:
            continue
        return found("dated_on", read.isoformat(), [line], trust=0.99)
    return None


def issuer(page: Page) -> Finding | None:
    """Give the office that issues: the last name in the left column above the number, without its superior."""
    number = number_line(page)
    bottom = number.box[1] if number is not None else 2_000
    blocks = [
        [line for line in lines if line.box[3] <= bottom + 60 and _is_name(line)]
        for lines in (page.lines, page.head)
    ]
    block = max(blocks, key=lambda lines: (sum(len(line.text) for line in lines) // 4, lines == blocks[0]))
    if not block:
        return None
    chosen = list(_names(block))[-1]
    text = " ".join(line.text.strip(" _*.-—|'\"") for line in chosen)
    trust = 0.93 if number is not None else 0.7
    return found("issuer", text, chosen, trust=trust * (0.5 if text.endswith((" VÀ", ",")) else 1))


def _is_name(line: Line) -> bool:
    letters = sum(one.isalpha() for one in line.text)
    return line.centre < MIDDLE and line.capital and letters >= 4 and line.box[2] < 5_600


def _names(block: Sequence[Line]) -> Iterator[list[Line]]:
    """Divide the lines of the left column into names: superior, issuer."""
    name: list[Line] = []
    for line in block:
        starts = _BEGINNINGS.match(line.folded.strip(" _*.-"))
        goes_on = name and _HIGHER_ONLY.match(line.folded) and _wants_place(name)
        if name and starts and not goes_on:
            yield name
            name = []
        name.append(line)
    yield name


def _wants_place(name: Sequence[Line]) -> bool:
    """Say whether a name ends so that the province, town or district it is of may follow on the next line."""
    return " ".join(line.folded for line in name).startswith(("uy ban", "hoi dong", "mat tran", "van phong"))


def urgency(page: Page) -> Finding | None:
    """Give the mark of urgency, which stands by itself, in red and often in a frame."""
    for line in (*page.red, *page.lines):
        words = line.folded.strip(" .|[]_-:")
        if line.box[1] > HEAD + 800 or not line.capital or len(words) > 24:
            continue
        for mark, degree in _URGENCIES:
            if words.startswith(mark):
                return found("urgency", degree.value, [line], trust=0.98)
    return None
