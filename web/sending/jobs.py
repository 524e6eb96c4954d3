"""The job ``sending.print``: reads the lines of a book, lays them out, keeps the file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation

from dispatch import queries
from dispatch.layout.books import compose_book
from dispatch.layout.registers import RegisterCover
from dispatch.operations import book_use
from files.enums import FileRole
from files.operations.storing import store
from files.rendering import render_pdf
from jobs.operations import leasing
from organisation.models.actor import Actor
from organisation.queries import organisation_of, period_on
from web.sending import bookrows
from web.sending.books import CHANNELS, FORMS

if TYPE_CHECKING:
    from jobs.models import Job
    from organisation.models import Organisation

NAMES = {"post": "so-gui-buu-dien", "hand": "phieu-giao-nhan", "copies": "so-su-dung-ban-luu"}


def run(job: Job) -> None:
    """Print the book a job asks for. Slow work outside transactions, then one that keeps file and event."""
    organisation = organisation_of(job.organisation_key)
    name = job.payload["book"]
    since, until = (date.fromisoformat(job.payload[end]) for end in ("since", "until"))
    with translation.override("vi"):  # the legal form is Vietnamese
        rows = _rows(organisation, name, since, until)
        cover = _cover(organisation, FORMS[name].title, since, until)
        composed = compose_book(FORMS[name], rows, cover=cover, as_receipt=name == "hand")
        made = render_pdf(
            composed.html,
            stylesheets=composed.stylesheets,
            at=timezone.now(),
            licensed_fonts=settings.LICENSED_FONTS_DIR,
        )
    by, at = Actor.system(organisation, book_use.PRINT), timezone.now()
    with leasing.finishing(job, at=at):
        file = store(
            by=by, at=at, content=made.pdf, name=f"{NAMES[name]}-{until:%Y%m%d}.pdf", role=FileRole.EXPORT
        )
        book_use.keep_print(key=job.key, file=file, lines=len(rows), by=by, at=at)


def _rows(organisation: Organisation, name: str, since: date, until: date) -> list[tuple[str, ...]]:
    if name == "copies":
        uses = queries.copy_uses(organisation).filter(lent_on__gte=since, lent_on__lte=until)
        return [bookrows.copy(use) for use in uses.order_by("lent_on", "id")]
    draw = bookrows.postal if name == "post" else bookrows.by_hand
    left = queries.departures(organisation, CHANNELS[name], since, until)
    return [draw(entry, n) for n, entry in enumerate(left, 1)]


def _cover(organisation: Organisation, title: str, since: date, until: date) -> RegisterCover:
    period = period_on(organisation, until)
    years = sorted({since.year, until.year})
    return RegisterCover(
        superior=period.superior,
        organisation=period.name,
        title=title,
        year="–".join(str(year) for year in years),
        since=since,
        until=until,
    )
