"""The job ``registers.print``: reads the lines, lays them out in parts, joins the parts, keeps the book."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone, translation

from dispatch.layout.registers import RegisterCover, compose_register
from dispatch.models.kinds import written
from dispatch.operations import register_use
from files.enums import FileRole
from files.operations.storing import store
from files.rendering import render_pdf
from jobs.operations import leasing
from lib.calendar import local_day
from organisation.models.actor import Actor
from organisation.queries import organisation_of, period_on
from web.registers import asking
from web.registers.lines import line_of
from web.registers.printing import progress_key

if TYPE_CHECKING:
    from datetime import datetime

    from dispatch.models import NumberAllocation
    from files.rendering import RenderedPdf
    from jobs.models import Job
    from organisation.models import Organisation

PART: Final = 2_000  # lines laid out at once: half a minute of work and 200 MB
_A_DAY: Final = 86_400


def run(job: Job) -> None:
    """Print the register a job asks for. Slow work outside transactions, then one that keeps file and event."""
    organisation = organisation_of(job.organisation_key)
    started = timezone.now()
    with translation.override("vi"):  # the legal form is Vietnamese
        _form, asked = asking.read(job.payload["asked"], organisation, local_day(started))
        asked = asking.as_book(asked)
        numbers = list(asked.lines(organisation).values_list("pk", flat=True))
        cover = _cover(organisation, asked, numbers, book=job.payload["book"], at=started)
        parts = list(_parts(job, organisation, asked, numbers, cover))
    pdf = _joined(parts)
    name = f"so-van-ban-di-{local_day(started):%Y%m%d}.pdf"
    by = Actor.system(organisation, register_use.PRINT)
    at = timezone.now()
    with leasing.finishing(job, at=at):
        file = store(by=by, at=at, content=pdf, name=name, role=FileRole.EXPORT)
        register_use.keep_print(key=job.key, file=file, lines=len(numbers), by=by, at=at)


def _parts(
    job: Job, organisation: Organisation, asked: asking.Asked, numbers: Sequence[int], cover: RegisterCover
) -> Iterator[RenderedPdf]:
    """Lay out the book in parts, keeping the lease and saying how far it has come."""
    said = "; ".join(asked.said())
    said = f"Chỉ gồm: {said}" if said else ""
    pages = 0
    for start in range(0, max(len(numbers), 1), PART):
        cache.set(progress_key(job.key), (start, len(numbers)), _A_DAY)
        leasing.extend(job, at=timezone.now())
        lines = [line_of(n) for n in asked.lines(organisation).filter(pk__in=numbers[start : start + PART])]
        composed = compose_register(lines, cover=cover, said=said, with_cover=start == 0, pages_before=pages)
        part = render_pdf(
            composed.html,
            stylesheets=composed.stylesheets,
            at=timezone.now(),
            licensed_fonts=settings.LICENSED_FONTS_DIR,
        )
        pages += part.pages - (start == 0)
        yield part
    cache.set(progress_key(job.key), (len(numbers), len(numbers)), _A_DAY)


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


def _joined(parts: Sequence[RenderedPdf]) -> bytes:
    """Join the parts. A book of one part stays PDF/A as it was made; a joined one no longer claims to be."""
    if len(parts) == 1:
        return parts[0].pdf
    import pikepdf  # noqa: PLC0415 -- slow import

    with pikepdf.new() as book:
        for part in parts:
            with pikepdf.open(io.BytesIO(part.pdf)) as pages:
                book.pages.extend(pages.pages)
        for page in book.pages:
            if "/StructParents" in page.obj:
                del page.obj["/StructParents"]
        kept = io.BytesIO()
        book.save(kept, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return kept.getvalue()
