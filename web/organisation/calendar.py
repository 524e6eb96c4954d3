"""The days that are worked, and those that differ: everybody reads them, administrators write them down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lib.calendar import local_day, local_year
from organisation import policies, queries
from organisation.enums import DayKind
from organisation.models import DayException
from organisation.operations import calendar as acts
from ui.screens import render, screen
from web.organisation.asking import Page, ask
from web.organisation.forms import DayForm
from web.organisation.tabs import tabs_for

if TYPE_CHECKING:
    from ui.request import OfficeRequest


@screen()
def calendar(request: OfficeRequest) -> HttpResponse:
    """Show the days of a year that differ from Monday to Friday."""
    year, today = _year(request), local_day(request.at)
    days = queries.day_exceptions_of(request.actor.organisation, year)
    context = {
        "tabs": tabs_for("calendar", request.actor),
        "year": year,
        "days": [(one, policies.may_take_out_day(request.actor, one, today)) for one in days],
        "may_administer": policies.may_administer(request.actor),
    }
    return render(request, "organisation/calendar.html", context)


def _year(request: OfficeRequest) -> int:
    asked = request.GET.get("year", "")
    readable = asked.isascii() and asked.isdigit() and len(asked) == 4 and int(asked)  # noqa: PLR2004
    return int(asked) if readable else local_year(request.at)


@screen(methods=("GET", "POST"))
def record(request: OfficeRequest) -> HttpResponse:
    """Write down a day that differs."""
    policies.may_administer(request.actor).enforce()
    form = DayForm(request.POST or None)

    def act() -> str:
        values = {**form.cleaned_data, "kind": DayKind(form.cleaned_data["kind"])}
        row = acts.record_day(by=request.actor, at=request.at, **values)
        return f"{reverse('organisation:calendar')}?year={row.day.year}"

    page = Page(
        title=_("A day that differs"),
        said=_("Deadlines counted from now on know it; those already set stay as they are."),
        submit=_("Record the day"),
        back=reverse("organisation:calendar"),
    )
    return ask(request, form, act, page=page)


@screen(methods=("POST",))
def take_out(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take a day out of the calendar."""
    policies.may_administer(request.actor).enforce()
    try:
        row = queries.day_exception_of(request.actor.organisation, pk)
    except DayException.DoesNotExist:
        raise Http404 from None
    year = row.day.year
    acts.take_out_day(exception=row, by=request.actor, at=request.at)
    messages.success(request, _("The day is an ordinary one again."))
    return redirect(f"{reverse('organisation:calendar')}?year={year}")
