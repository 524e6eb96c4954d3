"""What a dossier lacks, and what leaves it when it is closed (Decree 30/2020 Art. 29)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models import Dossier, Record
from archive.queries.contents import records_of
from archive.queries.transfers import must_be_handed_over
from lib.text import fold


class Lack(StrEnum):
    """What may be missing; the archive asks for the same when the dossier is offered."""

    DAY = "day"
    AUTHOR = "author"
    PAGES = "pages"


SENTENCES: dict[Lack, Promise] = {
    Lack.DAY: _("has no day"),
    Lack.AUTHOR: _("has no author"),
    Lack.PAGES: _("has no number of pages, which a dossier kept for five years or longer needs"),
}


@dataclass(frozen=True)
class Remark:
    """One thing missing at one line of the list of documents."""

    record: Record
    lack: Lack

    @property
    def sentence(self) -> str:
        """Say it."""
        return str(SENTENCES[self.lack])


@dataclass(frozen=True)
class Review:
    """A dossier looked through before it is closed: what leaves it, what stays, what is missing there."""

    drafts: tuple[Record, ...]
    duplicates: tuple[tuple[Record, Record], ...]  # the later one, and the one it repeats
    staying: tuple[Record, ...]
    remarks: tuple[Remark, ...]


def review_of(dossier: Dossier) -> Review:
    """Look through what lies in the dossier now: drafts, duplicates, and what the rest lacks."""
    lying = list(records_of(dossier))
    drafts = tuple(record for record in lying if record.is_draft)
    kept = [record for record in lying if not record.is_draft]
    duplicates = tuple(_duplicates(kept))
    return Review(drafts, duplicates, tuple(kept), remarks_on(dossier, kept))


def remarks_on(dossier: Dossier, records: Sequence[Record]) -> tuple[Remark, ...]:
    """Give what the ``records`` of a dossier lack, in their order."""
    found = []
    for record in records:
        if record.dated_on is None:
            found.append(Remark(record, Lack.DAY))
        if not record.author:
            found.append(Remark(record, Lack.AUTHOR))
        if not record.page_count and must_be_handed_over(dossier):
            found.append(Remark(record, Lack.PAGES))
    return tuple(found)


def _duplicates(records: Sequence[Record]) -> list[tuple[Record, Record]]:
    """Give those that repeat an earlier one: the same bytes, or the same number, day and author."""
    first: dict[tuple[str, ...], Record] = {}
    found = []
    for record in records:
        signs: list[tuple[str, ...]] = [("bytes", record.digest)] if record.digest else []
        if record.code and record.dated_on:
            signs.append(("words", fold(record.code), record.dated_on.isoformat(), fold(record.author)))
        earlier = next((first[sign] for sign in signs if sign in first), None)
        if earlier is not None:
            found.append((record, earlier))
        for sign in signs:
            first.setdefault(sign, record)
    return found
