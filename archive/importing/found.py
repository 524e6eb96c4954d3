"""What a reader of old catalogues gives: things in the order of the file, each under the one it lies in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from archive.enums import Access, Keeping, Level, Medium, Reason

_TOLD = json.JSONEncoder(ensure_ascii=False, sort_keys=True)


@dataclass(slots=True)
class Dates:
    """The time of some papers: exact days where they were written so, years to sort by, and the words as they stood."""

    text: str = ""
    year_from: int | None = None
    year_to: int | None = None
    day_from: date | None = None
    day_to: date | None = None


@dataclass(slots=True)
class Found:
    """One part, dossier or record (``level`` None) of an old catalogue.

    ``place`` is its line in the file, ``above`` the number of the thing it lies in (None: it stands alone), ``key``
    what the same thing is known by in the next cut of the same file.
    """

    place: int
    key: str
    above: int | None
    level: Level | None
    title: str
    code: str = ""
    dates: Dates = field(default_factory=Dates)
    medium: str = Medium.PAPER
    keeping: str = Keeping.UNKNOWN
    retention_years: int | None = None
    retention_text: str = ""
    access: str = Access.INHERIT
    sheets: int | None = None
    pages: int | None = None
    kept: dict[str, str] = field(default_factory=dict)
    left_over: dict[str, str] = field(default_factory=dict)
    shelf: tuple[str, str, str] = ("", "", "")  # room, shelf, box
    kind: str = ""
    author: str = ""
    note: str = ""
    span: str = ""  # sheets of a record, "1-3"
    file: str = ""
    reasons: list[Reason] = field(default_factory=list)
    refused: bool = False

    def digest(self) -> str:
        """Give the hash of what was said of it, so that a second import can tell whether that changed."""
        days = [day.isoformat() if day else None for day in (self.dates.day_from, self.dates.day_to)]
        told = [
            self.level, self.title, self.code, self.dates.text, self.dates.year_from, self.dates.year_to, days,
            self.medium, self.keeping, self.retention_years, self.retention_text, self.access, self.sheets, self.pages,
            self.kept, self.left_over, list(self.shelf), self.kind, self.author, self.note, self.span, self.file,
        ]  # fmt: skip
        return sha256(_TOLD.encode(told).encode()).hexdigest()[:40]


@dataclass(slots=True)
class Catalogue:
    """What one file holds. ``name`` tells its things from those of other files; the first thing may be its fonds."""

    name: str
    things: list[Found]
    columns: dict[str, str] = field(default_factory=dict)  # heads of a sheet, and what they were taken for
    converted: str = ""  # the old encoding its words were in
