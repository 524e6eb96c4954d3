"""The job ``registers.print``: reads the lines in parts, lays them out, keeps the book."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone, translation

from dispatch.layout.registers import RegisterClosing, RegisterCover, RegisterLine
from dispatch.models.kinds import written
from dispatch.operations import register_use
from files.enums import FileRole
from files.operations.storing import store
from jobs.operations import leasing
from lib.calendar import local_day
from organisation.models.actor import Actor
from organisation.queries import organisation_of, period_on
from web.registers import asking, incoming_jobs, laying
from web.registers.ending import closing_of
from web.registers.lines import lines_of
from web.registers.printing import OUTGOING, progress_key

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.models import NumberAllocation
    from jobs.models import Job
    from organisation.models import Organisation

_A_DAY: Final = 86_400


def run(job: Job) -> None:
    """Print the register a job asks for. Slow work outside transactions, then one that keeps file and event."""
    organisation = organisation_of(job.organisation_key)
    started = timezone.now()
    with translation.override("vi"):  # the legal form is Vietnamese
        if job.payload.get("register", OUTGOING) != OUTGOING:
            pdf, count, name = incoming_jobs.laid_out(
                job, organisation, started, lambda *how: _tell(job, *how)
            )
        else:
            _form, asked = asking.read(job.payload["asked"], organisation, local_day(started))
            asked = asking.as_book(asked)
            numbers = list(asked.lines(organisation).values_list("pk", flat=True))
            pdf, count = _laid_out(job, organisation, asked, numbers, started), len(numbers)
            name = f"so-van-ban-di-{local_day(started):%Y%m%d}.pdf"
    by = Actor.system(organisation, register_use.PRINT)
    at = timezone.now()
    with leasing.finishing(job, at=at):
        file = store(by=by, at=at, content=pdf, name=name, role=FileRole.EXPORT)
        register_use.keep_print(key=job.key, file=file, lines=count, by=by, at=at)


def _laid_out(
    job: Job, organisation: Organisation, asked: asking.Asked, numbers: Sequence[int], at: datetime
) -> bytes:
    """Lay out the book, keeping the lease and saying how far it has come."""
    said = "; ".join(asked.said())
    cover = _cover(organisation, asked, numbers, book=job.payload["book"], at=at)
    book = laying.Book(
        cover=cover, said=f"Chỉ gồm: {said}" if said else "", at=at, fonts=settings.LICENSED_FONTS_DIR
    )

    def tell(done: int) -> None:
        _tell(job, done, len(numbers))

    def read(start: int) -> list[RegisterLine]:
        part = numbers[start : start + laying.PART]
        return lines_of(asked.lines(organisation).filter(pk__in=part))

    def closing(pages: int) -> RegisterClosing:
        return closing_of(asked, organisation, cover, pages=pages, day=local_day(at))

    pdf = book.made(read, len(numbers), tell, closing)
    tell(len(numbers))
    return pdf


def _tell(job: Job, done: int, total: int) -> None:
    cache.set(progress_key(job.key), (done, total), _A_DAY)
    leasing.extend(job, at=timezone.now())


def _cover(
    organisation: Organisation, asked: asking.Asked, numbers: Sequence[int], *, book: str, at: datetime
) -> RegisterCover:
    """Say what the book spans: its days as asked or found, its first and last number in the order of the book."""
    lines = asked.lines(organisation)
    first, last = (
        (_line(asked, organisation, numbers[place]) for place in (0, -1)) if numbers else (None, None)
    )
    days = [
        number.legal_day
        for number in (lines.order_by("legal_day").first(), lines.order_by("-legal_day").first())
        if number
    ]
    since = asked.filters.since or (days[0] if days else None)
    until = asked.filters.until or (days[-1] if days else None)
    years = sorted({day.year for day in days})
    period = period_on(organisation, until or local_day(at))
    return RegisterCover(
        superior=period.superior,
        organisation=period.name,
        year="–".join(str(year) for year in years),
        since=since,
        until=until,
        first_number=written(first.number, first.suffix) if first else "",
        last_number=written(last.number, last.suffix) if last else "",
        book=book,
    )


def _line(asked: asking.Asked, organisation: Organisation, pk: int) -> NumberAllocation:
    return asked.lines(organisation).get(pk=pk)
