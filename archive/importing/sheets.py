"""Old catalogues kept as sheets: lists of dossiers, of the documents in them, of parts with their parents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from archive import errors
from archive.enums import Access, Keeping, Level, Medium, Reason
from archive.importing import columns, dates, legacy, tables
from archive.importing.found import Catalogue, Found
from archive.importing.tables import Table
from lib.text import fold, single_line

_FIRST_ROWS: Final = 30
_NUMBER: Final = re.compile(r"\d{1,7}\Z")
_YEARS: Final = re.compile(r"(\d{1,3})\s*(?:nam|years?)?\Z")
# TT 05/2025: 01 for ever, 02 70 years … 06 10 years, 07 another.
_CODES: Final = {"01": None, "02": 70, "03": 50, "04": 30, "05": 20, "06": 10}
_FOR_EVER: Final = {"vinh vien", "vv", "permanent", "v.v", "vinh vien.", "lau dai va vinh vien"}
_SECRET: Final = re.compile(r"(?:tuyet\s+mat|toi\s+mat|mat|secret|a|b|c|03)\Z")
_LEVELS: Final = {
    **{fold(str(value)): value for value in Level.values},
    "phong": Level.FONDS, "phong nho": Level.SUBFONDS, "de muc": Level.SERIES, "nhom": Level.SERIES,
    "muc": Level.SERIES,
    "de muc nho": Level.SUBSERIES, "nhom nho": Level.SUBSERIES, "ho so": Level.DOSSIER,
}  # fmt: skip


def read(data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> Catalogue:
    """Give the catalogue in a spreadsheet or CSV file; ``mapping`` overrules what heads of columns are taken for.

    Refuses a file in which no sheet has known heads. Old encodings are told by their letters and converted.
    """
    found = tables.read(data, name=name)
    encoding = legacy.of(
        cell for table in found for row in table.rows[:400] for cell in row if isinstance(cell, str)
    )
    if encoding:
        for table in found:
            table.rows = [
                [legacy.convert(cell, encoding) if isinstance(cell, str) else cell for cell in row]
                for row in table.rows
            ]
    reading = _Reading(name[:100])
    taken: dict[str, str] = {}
    for table in found:
        heads = columns.head_row([[str(cell or "") for cell in row] for row in table.rows[:_FIRST_ROWS]])
        if heads is None:
            continue
        number, told = heads
        names = [single_line(str(cell or "")) for cell in table.rows[number]]
        told = [(mapping or {}).get(head, target) for head, target in zip(names, told, strict=True)]
        taken |= {head: target for head, target in zip(names, told, strict=True) if head}
        reading.table(table, number, names, told)
    if not taken:
        raise errors.ImportHasNoTable
    reading.settle()
    return Catalogue(reading.name, reading.things, taken, encoding)


@dataclass
class _Line:
    """One row: its values by what the columns are taken for, and what stands in the others."""

    place: int
    values: dict[str, Any]
    others: dict[str, str]
    reasons: list[Reason]
    texts: dict[str, str] = field(default_factory=dict)  # as asked for before

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if value is None:
            return ""
        if name not in self.texts:
            self.texts[name] = (
                value if isinstance(value, str) and value.isascii() and value.isalnum() else _said(value)
            )
        return self.texts[name]

    def number(self, name: str) -> int | None:
        told = self.text(name)
        if not told:
            return None
        found = _NUMBER.match(told.replace(".", "").replace(",", ""))
        return int(found[0]) if found else None


@dataclass
class _Reading:
    """One file being read: its things, and where each part and dossier stands among them."""

    name: str
    things: list[Found] = field(default_factory=list)
    parts: dict[tuple[str, ...], int] = field(default_factory=dict)
    dossiers: dict[str, int] = field(default_factory=dict)
    above: dict[int, str] = field(default_factory=dict)  # parts that name the code of their parent
    coded: dict[str, int] = field(default_factory=dict)
    last: int | None = None
    counts: dict[int, int] = field(default_factory=dict)

    def table(self, table: Table, heads: int, names: Sequence[str], told: Sequence[str]) -> None:
        """Read the rows below the heads."""
        for number, row in enumerate(table.rows[heads + 1 :], heads + 2):
            line = _line(table, number, row, names, told)
            if line is not None:
                self._row(line, set(told))

    def _row(self, line: _Line, told: set[str]) -> None:
        title = line.text("title")
        is_record = bool(line.text("subject")) and not title
        if not title or title.isdigit():
            texts = [text for text in (*map(line.text, line.values), *line.others.values()) if text]
            if _numbers_of_columns(texts):
                return
            if not is_record and not title and not line.text("code"):
                self._heading(line, texts)
                return
        if _secret(line):
            found = Found(
                line.place, f"{self.name}#{line.place}", None, Level.DOSSIER, "", reasons=[Reason.SECRET]
            )
            found.refused = True
            self.things.append(found)
            return
        if is_record:
            self._record(line)
        else:
            self._unit(line, told)
            if line.text("subject"):
                self._record(line)

    def _heading(self, line: _Line, texts: list[str]) -> None:
        """Take a row of a single text for the heading of what follows, as printed lists have them.

        Any other row without a title is told of.
        """
        if len(set(texts)) == 1 and not texts[0].isdigit() and len(texts[0]) > 3:  # noqa: PLR2004 -- a column's number
            self.parts[("heading",)] = self._part(
                (self._fonds(line), "heading", texts[0]), texts[0], "", line
            )
        elif len(texts) > 1 or (texts and not texts[0].isdigit()):  # the number of a page is nobody's
            words = " · ".join(dict.fromkeys(texts))[:200]
            found = Found(
                line.place, f"{self.name}#{line.place}", None, None, words, reasons=[Reason.NO_TITLE]
            )
            found.refused = True
            self.things.append(found)

    def _fonds(self, line: _Line) -> str:
        code, title = line.text("fonds_code"), line.text("fonds_title")
        if not code and not title:
            return ""
        key = ("fonds", code or title)
        if key not in self.parts:
            found = Found(
                line.place,
                f"{self.name}#fonds:{code or title}"[:300],
                None,
                Level.FONDS,
                title or code,
                code or title[:60],
            )
            self.things.append(found)
            self.parts[key] = len(self.things) - 1
        return code or title

    def _home(self, line: _Line) -> int | None:
        """Give the part a row stands in: its series, else the heading above it, else its fonds."""
        fonds = self._fonds(line)
        code, title = line.text("series_code"), line.text("series_title")
        if code or title:
            return self._part((fonds, "series", code or title), title or code, code, line)
        if ("heading",) in self.parts:
            return self.parts[("heading",)]
        return self.parts.get(("fonds", fonds)) if fonds else None

    def _part(self, key: tuple[str, ...], title: str, code: str, line: _Line) -> int:
        if key not in self.parts:
            above = self.parts.get(("fonds", key[0])) if key[0] else None
            found = Found(line.place, f"{self.name}#{'/'.join(key)}"[:300], above, Level.SERIES, title, code)
            self.things.append(found)
            self.parts[key] = len(self.things) - 1
        return self.parts[key]

    def _unit(self, line: _Line, told: set[str]) -> None:
        level = (
            Level(_LEVELS.get(fold(line.text("level")), Level.DOSSIER)) if "level" in told else Level.DOSSIER
        )
        fonds = self._fonds(line)  # a part that names its level and no parent stands right in its fonds
        above = self._home(line) if level == Level.DOSSIER else self.parts.get(("fonds", fonds))
        code, title = line.text("code"), line.text("title")
        name = code or f"~{sha256(title.encode()).hexdigest()[:12]}"
        home = self.things[above].key.partition("#")[2] if above is not None else ""
        key = f"{self.name}#{home}|{name}"[:300]
        if (
            level == Level.DOSSIER and key in self.dossiers and code
        ):  # a list that repeats the dossier on each line
            known = self.things[self.dossiers[key]]
            if not title or title == known.title:
                self.last = self.dossiers[key]
                return
        reasons = [*line.reasons, *([] if title else [Reason.NO_TITLE])]
        found = Found(line.place, key, above, level, title or code, code, reasons=reasons)
        _describe(found, line)
        if key in self.dossiers or any(key == one.key for one in self.things[-1:]):
            found.key = f"{key}@{line.place}"[:300]
        self.things.append(found)
        place = len(self.things) - 1
        if line.text("above_code"):
            self.above[place] = line.text("above_code")
        if code:
            self.coded.setdefault(code, place)
        if level == Level.DOSSIER:
            self.dossiers.setdefault(key, place)
            self.last = place
        else:
            self.parts[("heading",)] = place

    def _record(self, line: _Line) -> None:
        code = line.text("code")
        above = self.coded.get(code) if code else self.last
        if above is None or self.things[above].level != Level.DOSSIER:
            reason = Reason.NO_DOSSIER
            found = Found(
                line.place, f"{self.name}#{line.place}", None, None, line.text("subject"), reasons=[reason]
            )
            found.refused = True
            self.things.append(found)
            return
        self.counts[above] = ordinal = self.counts.get(above, 0) + 1
        told = line.number("ordinal") or ordinal
        number = "/".join(part for part in (line.text("number"), line.text("symbol")) if part)
        found = Found(
            line.place,
            f"{self.things[above].key}/{told}~{ordinal if told != ordinal else ''}"[:300],
            above,
            None,
            line.text("subject"),
            (line.text("record_code") or number)[:200],
            dates.read(line.values.get("dated") or line.values.get("time")),
            kind=line.text("kind"),
            author=line.text("author"),
            span=line.text("span")[:60],
            pages=line.number("pages"),
            file=line.text("file"),
            note=line.text("kept.note"),
            left_over=dict(line.others),
            reasons=list(line.reasons),
        )
        self.things.append(found)

    def settle(self) -> None:
        """Hang parts under the parents they name by code; refuse those whose parents lead in a circle."""
        for place, code in self.above.items():
            target = self.coded.get(code)
            if target is None or target == place or self.things[target].level == Level.DOSSIER:
                _refuse(self.things[place], Reason.CIRCLE if target == place else Reason.NO_PARENT)
            else:
                self.things[place].above = target
        for place in [one for one in self.above if self._leads_back(one)]:
            _refuse(self.things[place], Reason.CIRCLE)
        for thing in self.things:
            if dates.in_words(thing.dates) and not thing.refused:
                thing.reasons.append(Reason.DATE_IN_WORDS)
            if thing.left_over and not thing.refused:
                thing.reasons.append(Reason.LEFT_OVER)

    def _leads_back(self, place: int) -> bool:
        seen, here = {place}, self.things[place].above
        while here is not None and here not in seen:
            seen.add(here)
            here = self.things[here].above
        return here is not None


def _said(value: Any) -> str:
    """Give what stands in a cell as one line."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return single_line(str(value))


def _refuse(found: Found, reason: Reason) -> None:
    found.refused, found.above, found.reasons = True, None, [reason]


def _numbers_of_columns(texts: Sequence[str]) -> bool:
    """Say whether ``texts`` are 1, 2, 3 … as lists have them below their heads."""
    told = [text.strip("()") for text in texts]
    return len(told) > 2 and sorted(told) == sorted(str(number) for number in range(1, len(told) + 1))  # noqa: PLR2004


def _line(
    table: Table, number: int, row: Sequence[Any], names: Sequence[str], told: Sequence[str]
) -> _Line | None:
    if all(cell is None or str(cell).strip() == "" for cell in row):
        return None
    line = _Line(number, {}, {}, [])
    for column, cell in enumerate(row):
        target = told[column] if column < len(told) else ""
        if (number, column + 1) in table.formulas:
            line.reasons.append(Reason.FORMULA_EMPTY if cell is None else Reason.FORMULA)
        if cell is None:
            continue
        if target and target not in line.values:
            line.values[target] = cell
        elif not target and str(cell).strip():
            head = names[column] if column < len(names) and names[column] else f"({column + 1})"
            line.others[head] = single_line(str(cell))
    if number in table.merged:
        line.reasons.append(Reason.MERGED)
    line.reasons = list(dict.fromkeys(line.reasons))
    return line


def _secret(line: _Line) -> bool:
    said = fold(line.text("secrecy"))
    if said and _SECRET.match(said):
        return True
    return fold(line.text("access")) in {"03", "3", "mat", "tuyet mat", "toi mat"}


def _describe(found: Found, line: _Line) -> None:
    found.dates = (
        dates.read(line.values.get("start"), line.values.get("end"))
        if line.text("start") or line.text("end")
        else dates.read(line.values.get("time"))
    )
    found.kept = {
        name.removeprefix("kept."): line.text(name)
        for name in line.values
        if name.startswith("kept.") and line.text(name)
    }
    found.left_over = dict(line.others)
    found.sheets, found.pages = line.number("sheets"), line.number("pages")
    for name in ("sheets", "pages"):
        if line.text(name) and line.number(name) is None:
            found.kept["extent"] = line.text(name)
    found.shelf = (line.text("room"), line.text("shelf"), line.text("box"))
    _keeping(found, line.text("keeping"))
    found.access = _access(found, line.text("access"))
    medium = fold(line.text("medium"))
    if medium:
        found.medium = (
            Medium.MIXED
            if "giay" in medium and "dien tu" in medium
            else Medium.ELECTRONIC
            if "dien tu" in medium
            else Medium.PAPER
        )


def _keeping(found: Found, said: str) -> None:
    plain = fold(said).strip()
    if not plain:
        return
    if plain in _FOR_EVER or plain == "01":
        found.keeping = Keeping.PERMANENT
    elif plain in _CODES or _YEARS.match(plain):
        number = _YEARS.match(plain)
        years = _CODES.get(plain) if plain in _CODES else int(number[1]) if number else None
        found.keeping, found.retention_years = (Keeping.YEARS, years) if years else (Keeping.WORDS, None)
        found.retention_text = "" if years else said[:200]
    else:
        found.keeping, found.retention_text = Keeping.WORDS, said[:200]


def _access(found: Found, said: str) -> str:
    plain = fold(said).strip()
    if not plain:
        return Access.INHERIT
    if plain in {"01", "1", "cong khai", "rong rai", "khong han che", "open", "public"}:
        return Access.OPEN
    if plain not in {
        "02",
        "2",
        "han che",
        "co dieu kien",
        "tiep can co dieu kien",
        "conditional",
        "restricted",
    }:
        found.reasons.append(Reason.ODD_ACCESS)
        found.left_over["access"] = said[:200]
    return Access.CONDITIONAL
