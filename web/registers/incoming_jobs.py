"""Printing a book of incoming letters: the part of the job ``registers.print`` that knows its filters and its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, Max, Min, Q

from dispatch.enums import AllocationState
from dispatch.layout.registers import RegisterClosing, RegisterCover
from dispatch.models.kinds import written
from dispatch.queries import ArrivalFilters
from lib.calendar import local_day
from organisation.queries import period_on
from web.registers import incoming_asking, laying
from web.registers.incoming_lines import BOOKS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from dispatch.layout.incoming_books import BookLine
    from dispatch.models import BookClosing
    from jobs.models import Job
    from organisation.models import Organisation


def laid_out(
    job: Job, organisation: Organisation, at: datetime, tell: Callable[[int, int], None]
) -> tuple[bytes, int, str]:
    """Give the book a job asks for as a PDF, how many lines it has, and the name of its file."""
    shelf = BOOKS[job.payload["register"]]
    _form, asked = incoming_asking.read(job.payload["asked"], organisation, local_day(at))
    asked = incoming_asking.as_book(asked)
    rows = shelf.rows(asked.lines(organisation))
    keys = list(rows.values_list("pk", flat=True))
    said = "; ".join(asked.said())
    cover = _cover(organisation, asked, title=shelf.form.title, book=job.payload["book"], at=at)
    book = laying.Book(
        cover=cover,
        said=f"Chỉ gồm: {said}" if said else "",
        at=at,
        fonts=settings.LICENSED_FONTS_DIR,
        form=shelf.form,
    )

    def read(start: int) -> list[BookLine]:
        return shelf.draw(rows.filter(pk__in=keys[start : start + laying.PART]))

    def closing(pages: int) -> RegisterClosing:
        return _closing(organisation, asked, cover, pages=pages, at=at)

    pdf = book.made(read, len(keys), lambda done: tell(done, len(keys)), closing)
    return pdf, len(keys), f"{shelf.file}-{local_day(at):%Y%m%d}.pdf"


def _cover(
    organisation: Organisation, asked: incoming_asking.Asked, *, title: str, book: str, at: datetime
) -> RegisterCover:
    """Say what the book spans: its days as asked or found, its first and last number."""
    lines = asked.lines(organisation)
    found = lines.order_by().aggregate(first=Min("legal_day"), last=Max("legal_day"))
    first, last = lines.first(), lines.last()
    since, until = asked.filters.since or found["first"], asked.filters.until or found["last"]
    years = sorted({day.year for day in (found["first"], found["last"]) if day})
    period = period_on(organisation, until or local_day(at))
    return RegisterCover(
        superior=period.superior,
        organisation=period.name,
        title=title,
        year="–".join(str(year) for year in years),
        since=since,
        until=until,
        first_number=written(first.number) if first else "",
        last_number=written(last.number) if last else "",
        book=book,
    )


def _closing(
    organisation: Organisation,
    asked: incoming_asking.Asked,
    cover: RegisterCover,
    *,
    pages: int,
    at: datetime,
) -> RegisterClosing:
    """Count the numbers; of a whole book that was closed, say by whom and when."""
    void = Q(state=AllocationState.VOID)
    counted = (
        asked.lines(organisation)
        .order_by()
        .aggregate(given=Count("pk", filter=~void), void=Count("pk", filter=void))
    )
    series = asked.filters.series
    whole = series is not None and asked.filters == ArrivalFilters(series=series)
    closed: BookClosing | None = getattr(series, "closing", None) if whole else None
    return RegisterClosing(
        pages=pages,
        first_number=cover.first_number,
        last_number=cover.last_number,
        place=period_on(organisation, closed.last_day if closed else local_day(at)).place,
        closed_by=closed.closed_by.person.full_name if closed else "",
        closed_on=local_day(closed.closed_at) if closed else None,
        **counted,
    )
