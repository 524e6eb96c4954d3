"""Closing a book, and the page that says what it held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.models import NumberSeries
from dispatch.models.kinds import written
from dispatch.operations import closing_books
from lib.calendar import local_day
from ui.screens import render, screen
from ui.writing import day as written_day
from ui.writing import moment_full
from web.organisation.asking import Page, ask
from web.registers.books import series_of

if TYPE_CHECKING:
    from dispatch.models import BookClosing
    from ui.request import OfficeRequest


@screen(methods=("GET", "POST"))
def close(request: OfficeRequest, pk: int) -> HttpResponse:
    """Close a book that has come to its last day."""
    series = series_of(request, pk)
    policies.may_close_book(request.actor, series, local_day(request.at)).enforce()

    def act() -> str:
        closing_books.close_book(series=series, by=request.actor, at=request.at)
        return reverse("registers:closing", args=[series.pk])

    page = Page(
        title=_("Close the book “%(book)s”") % {"book": series},
        said=_(
            "Its closing page is written now and every line is frozen: no number is given, kept or made void in it "
            "any more, and it is not opened again. A letter signed before and numbered later takes a number of the "
            "book that runs then. Numbers still reserved become void: %(count)s."
        )
        % {"count": queries.reserved_in(series).count()},
        submit=_("Close the book"),
        done=_("The book is closed. Print it with its closing page and have it bound."),
        back=reverse("registers:books"),
        grave=True,
    )
    return ask(request, forms.Form(request.POST if request.method == "POST" else None), act, page=page)


@screen()
def closing(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show the closing page of a closed book."""
    policies.may_read_registers(request.actor).enforce()
    try:
        series = queries.series_by_key(request.actor.organisation, pk)
    except NumberSeries.DoesNotExist:
        raise Http404 from None
    found: BookClosing | None = getattr(series, "closing", None)
    if found is None:
        raise Http404
    return render(request, "registers/closing.html", {"series": series, "rows": _facts(found)})


def _facts(closing: BookClosing) -> list[tuple[str, object]]:
    last = written(closing.last_number) if closing.last_number else ""
    return [
        (_("Days"), f"{written_day(closing.first_day)} – {written_day(closing.last_day)}"),
        (_("Numbers"), f"{written(closing.first_number)} – {last}" if last else _("none was given")),
        (_("Given to letters"), closing.given),
        (_("With a letter behind"), closing.suffixed),
        (_("Void"), closing.void),
        (_("Of them kept and never used"), closing.lapsed),
        (_("Closed by"), closing.closed_by.person.full_name),
        (_("Closed at"), moment_full(closing.closed_at)),
    ]
