"""The books of incoming letters on the screen, as a spreadsheet, and asked for in print."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlencode

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.layout.incoming_books import BookLine
from dispatch.operations import register_use
from lib.calendar import local_day
from lib.spreadsheet import MEDIA_TYPE, write_table
from organisation.queries import period_on
from ui.paging import paginate
from ui.rows import Column, Tab
from ui.screens import render, screen
from web.registers import asking, incoming_asking, printing
from web.registers.incoming_lines import BOOKS, HANDLING, REGISTER, IncomingBook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from ui.request import OfficeRequest

PER_PAGE, CHUNK = 50, 500
LINKED = {REGISTER: 1, HANDLING: 0}  # the column that leads to the letter; the second one else
SORTED = {REGISTER: {0: "day", 1: "number"}, HANDLING: {0: "number"}}


@dataclass(frozen=True)
class Cell:
    """One cell of the screen: its head, its words, whether it is struck through or leads to the letter."""

    head: str
    words: str
    struck: bool
    linked: bool


@dataclass(frozen=True)
class Row:
    """A line of the screen, and the letter it leads to for who may read it."""

    line: BookLine
    cells: list[Cell]
    letter: int | None


@screen()
def incoming(request: OfficeRequest) -> HttpResponse:
    """Show a book (``?book=``); every filter stands in the address and is said aloud."""
    policies.may_read_registers(request.actor).enforce()
    organisation, day = request.actor.organisation, local_day(request.at)
    book = _chosen(request)
    form, asked = incoming_asking.read(request.GET, organisation, day)
    numbers = asked.lines(organisation)
    rows = book.rows(numbers)
    transfers = book.code == "transfer"
    sums = asking.Sums(rows.order_by().count(), 0, 0, 0, 0) if transfers else asking.sums(numbers)
    page = paginate(rows, request, per_page=PER_PAGE, total=sums.total, keys_first=True)
    context = {
        "book": book,
        "here": reverse("registers:incoming"),
        "form": form,
        "page": page,
        "rows": _rows(request, book, page.rows),
        "sums": sums,
        "said": asked.said(),
        "sort": asked.order,
        "columns": [
            Column(label=str(head), key=SORTED.get(book.code, {}).get(place, ""))
            for place, head in enumerate(book.heads)
        ],
        "tabs": _tabs(request, book),
        "may_open": policies.may_keep_registers(request.actor) and not form.books,
    }
    return render(request, "registers/incoming.html", context)


def _chosen(request: OfficeRequest) -> IncomingBook:
    return BOOKS.get(request.GET.get("book", ""), BOOKS[REGISTER])


def _tabs(request: OfficeRequest, book: IncomingBook) -> list[Tab]:
    kept = {name: value for name, value in request.GET.items() if name not in ("book", "page", "sort")}
    return [
        Tab(
            label=str(one.title),
            url=f"?{urlencode({'book': one.code, **kept})}",
            count=None,
            current=one.code == book.code,
        )
        for one in BOOKS.values()
    ]


def _rows(request: OfficeRequest, book: IncomingBook, items: Sequence[Any]) -> list[Row]:
    lines = book.draw(items)
    keys = [line.letter for line in lines if line.letter]
    seen = queries.registered_visible_to(request.actor, request.at).filter(pk__in=keys)
    open_ones = set(seen.order_by().values_list("pk", flat=True))
    if policies.may_read_intake(request.actor):
        open_ones |= set(keys)  # registry and leaders see a struck out one on the registry's page
    linked = LINKED.get(book.code, 1)
    return [
        Row(
            line=line,
            cells=[
                Cell(str(head), words, place in line.struck, place == linked)
                for place, (head, words) in enumerate(zip(book.heads, line.cells, strict=True))
            ],
            letter=line.letter if line.letter in open_ones else None,
        )
        for line in lines
    ]


@screen(methods=("POST",))
def spreadsheet(request: OfficeRequest) -> HttpResponse:
    """Send the lines asked for as a spreadsheet, in the order of the book; the taking away is remembered."""
    organisation, day = request.actor.organisation, local_day(request.at)
    book = _chosen(request)
    _form, asked = incoming_asking.read(request.GET, organisation, day)
    rows, said = book.rows(incoming_asking.as_book(asked).lines(organisation)), asked.said()
    register_use.note_export(
        key=secrets.token_hex(8),
        asked={**asked.typed, "book": book.code},
        said=said,
        lines=rows.count(),
        by=request.actor,
        at=request.at,
    )
    kept = write_table(
        (line.cells for line in _all(book, rows)),
        columns=book.form.columns,
        widths=book.widths,
        title=book.form.title.capitalize()[:31],
        name=f"{period_on(organisation, day).name}: {book.title}",
        said=said or [_("Every line of every book")],
    )
    response = FileResponse(
        kept, as_attachment=True, filename=f"{book.file}-{day:%Y%m%d}.xlsx", content_type=MEDIA_TYPE
    )
    return cast("HttpResponse", response)


def _all(book: IncomingBook, rows: QuerySet[Any]) -> Iterator[BookLine]:
    items = rows.iterator(chunk_size=CHUNK)
    while some := list(islice(items, CHUNK)):
        yield from book.draw(some)


@screen(methods=("GET", "POST"))
def ask(request: OfficeRequest) -> HttpResponse:
    """Say what will be printed, then have it printed; book and filters come with the address."""
    policies.may_read_registers(request.actor).enforce()
    organisation = request.actor.organisation
    book = _chosen(request)
    filters, asked = incoming_asking.read(request.GET, organisation, local_day(request.at))
    back = reverse("registers:incoming")
    return printing.have_printed(request, filters, asked, register=book.code, back=back, book=book)
