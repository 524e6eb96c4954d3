"""Retention schedules: every version with its source, one to read, one to import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import policies, queries
from archive.models import RetentionSchedule
from archive.operations import schedules as keeping
from ui.screens import render, screen
from web.custody.forms import ScheduleForm
from web.custody.listing import tabs_of
from web.organisation.asking import Page, ask

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest


@screen()
def schedules(request: OfficeRequest) -> HttpResponse:
    """List every version of every schedule."""
    context = {
        "tabs": tabs_of(request.actor, request.at, "schedules"),
        "schedules": queries.schedules_of(request.actor.organisation),
        "may_keep": policies.may_keep_schedules(request.actor),
    }
    return render(request, "custody/schedules.html", context)


@screen()
def schedule(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show the lines of one version."""
    try:
        found = queries.schedule_of(request.actor.organisation, pk)
    except RetentionSchedule.DoesNotExist:
        raise Http404 from None
    context = {"schedule": found, "items": queries.items_of_schedule(found)}
    return render(request, "custody/schedule.html", context)


@screen(methods=("GET", "POST"))
def bring(request: OfficeRequest) -> HttpResponse:
    """Import a schedule; the same lines again change nothing."""
    policies.may_keep_schedules(request.actor).enforce()
    form = ScheduleForm(request.POST or None, request.FILES or None)

    def act() -> str:
        values = form.cleaned_data
        made = keeping.import_schedule(
            name=values["name"],
            source=values["source"],
            valid_from=values["valid_from"],
            content=values["table"].read(keeping.MOST_BYTES + 1),
            by=request.actor,
            at=request.at,
        )
        return reverse("custody:schedule", args=[made.pk])

    page = Page(
        title=_("Import a retention schedule"),
        said=_("It becomes the next version of its name. What was judged by earlier ones stays as it was."),
        submit=_("Import"),
        back=reverse("custody:schedules"),
    )
    return ask(request, form, act, page=page)
