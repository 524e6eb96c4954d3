"""The outgoing register on the screen, and as a spreadsheet."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, cast

from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.enums import AllocationState
from dispatch.layout.registers import RegisterLine
from dispatch.operations import register_use
from lib.calendar import local_day, local_year
from lib.spreadsheet import MEDIA_TYPE
from organisation.queries import period_on
from ui.paging import paginate
from ui.rows import Column
from ui.screens import render, screen
from web.registers import asking, sheet
from web.registers.books import way_to_open
from web.registers.lines import lines_of
from web.registers.numbers import can_be_void

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from dispatch.models import NumberAllocation
    from lib.refusal import Verdict
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest

PER_PAGE = 50
CHUNK = 1000


@dataclass(frozen=True)
class Row:
    """A line of the screen: its columns, where it leads, and what the clerk may do with its number."""

    key: int
    line: RegisterLine
    letter_key: int | None
    state: AllocationState
    may_void: Verdict | bool


def columns() -> list[Column]:
    """Give the ten columns of the form, in the reader's language; two of them sort."""
    return [
        Column(label=_("Number, symbol"), key="number", width="narrow"),
        Column(label=_("Day"), key="day", width="narrow"),
        Column(label=_("Kind and subject")),
        Column(label=_("Signer")),
        Column(label=_("Recipients")),
        Column(label=_("Copy kept by")),
        Column(label=_("Copies")),
        Column(label=_("Sent on"), width="narrow"),
        Column(label=_("Received")),
        Column(label=_("Note")),
    ]


@screen()
def outgoing(request: OfficeRequest) -> HttpResponse:
    """Show the register; every filter stands in the address and is said aloud."""
    policies.may_read_registers(request.actor).enforce()
    organisation = request.actor.organisation
    form, asked = asking.read(request.GET, organisation, local_day(request.at))
    lines = asked.lines(organisation)
    sums = asking.sums(lines)
    page = paginate(lines, request, per_page=PER_PAGE, total=sums.total, keys_first=True)
    context = {
        "here": reverse("registers:outgoing"),
        "form": form,
        "page": page,
        "rows": _rows(page.rows, request.actor, request.at),
        "sums": sums,
        "said": asked.said(),
        "sort": asked.order,
        "columns": columns(),
        "may_keep": policies.may_keep_registers(request.actor),
        "year": local_year(request.at),
        "way": None if form.books else way_to_open(organisation, local_day(request.at)),
    }
    return render(request, "registers/outgoing.html", context)


def _rows(numbers: Sequence[NumberAllocation], actor: Actor, at: datetime) -> list[Row]:
    """Give the rows; a line leads to its letter only for those who take part in it."""
    keys = [number.letter_id for number in numbers if number.letter_id]
    open_ones = set(queries.letters_visible_to(actor, at).filter(pk__in=keys).values_list("pk", flat=True))
    return [
        Row(
            key=number.pk,
            line=line,
            letter_key=number.letter_id if number.letter_id in open_ones else None,
            state=AllocationState(number.state),
            may_void=can_be_void(number) and policies.may_void_number(actor, number),
        )
        for number, line in zip(numbers, lines_of(numbers), strict=True)
    ]


@screen(methods=("POST",))
def spreadsheet(request: OfficeRequest) -> HttpResponse:
    """Send the lines asked for as a spreadsheet, in the order of the book; the taking away is remembered."""
    organisation = request.actor.organisation
    _form, asked = asking.read(request.GET, organisation, local_day(request.at))
    lines = asking.as_book(asked).lines(organisation)
    said = asked.said()
    register_use.note_export(
        key=secrets.token_hex(8),
        asked=asked.typed,
        said=said,
        lines=lines.count(),
        by=request.actor,
        at=request.at,
    )
    period = period_on(organisation, local_day(request.at))
    name = f"{period.name}: {_('Outgoing register')}"
    kept = sheet.write_sheet(_all(lines), name=name, said=said or [_("Every line of every book")])
    response = FileResponse(
        kept,
        as_attachment=True,
        filename=f"so-van-ban-di-{local_day(request.at):%Y%m%d}.xlsx",
        content_type=MEDIA_TYPE,
    )
    return cast("HttpResponse", response)


def _all(lines: QuerySet[NumberAllocation]) -> Iterator[RegisterLine]:
    rows = lines.iterator(chunk_size=CHUNK)
    while some := list(islice(rows, CHUNK)):
        yield from lines_of(some)
