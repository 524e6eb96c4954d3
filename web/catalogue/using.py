"""Asking to read, deciding, lending the paper, keeping a search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive import policies, queries
from archive.enums import Purpose, RequestState
from archive.operations import keeping_searches, lending, reading_requests
from audit.models import Subject
from lib.refusal import Refusal
from notices.operations import notifying
from organisation.queries import WorkingCalendar, may_in_any_post, people_of
from ui.paging import paginate
from ui.screens import render, screen
from web.catalogue.finding import asked_unit, asked_unit_key, unit_of
from web.inbox.days import days_left

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive.models import ReadingRequest
    from lib.refusal import Verdict
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest

UNREADABLE = 422


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class AskForm(forms.Form):
    """What somebody would like to read, and why."""

    asked_for = forms.CharField(
        label=gettext_lazy("What you would like to read"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Code, title, years: as much as you know."),
    )
    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), choices=Purpose.choices)
    purpose_text = forms.CharField(label=gettext_lazy("What for"), required=False, max_length=1000)


class AllowForm(forms.Form):
    """Until when."""

    until = _day(gettext_lazy("Until"))


class DeclineForm(forms.Form):
    """Why not."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000)


class LendForm(forms.Form):
    """Who takes the original, who permitted it, until when."""

    borrower = forms.ChoiceField(label=gettext_lazy("Borrower"))
    permitted_by = forms.CharField(
        label=gettext_lazy("Permitted by"), max_length=200, widget=forms.TextInput(attrs={"list": "deciders"})
    )
    due_on = _day(gettext_lazy("Due back"))
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person in people_of(actor.organisation)}
        listed = [(key, one.full_name) for key, one in self.people.items()]
        self.fields["borrower"].choices = [("", "–"), *listed]  # type: ignore[attr-defined]


@screen(methods=("GET", "POST"))
def requests(request: OfficeRequest) -> HttpResponse:
    """List requests to read; take a new one."""
    unit = asked_unit(request, "unit")
    form = AskForm(
        request.POST or None, initial={"asked_for": f"{unit.code} {unit.title}".strip()[:500] if unit else ""}
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        reading_requests.ask(
            asked_for=values["asked_for"],
            purpose=Purpose(values["purpose"]),
            purpose_text=values["purpose_text"],
            unit=unit,
            by=request.actor,
            at=request.at,
        )
        messages.success(request, _("The request waits for a decision."))
        return redirect("catalogue:requests")
    context = {
        "form": form,
        "page": paginate(queries.requests_visible_to(request.actor, request.at), request),
        "all": may_in_any_post(request.actor, request.at, policies.may_see_every_request),
    }
    return render(request, "catalogue/requests.html", context, status=UNREADABLE if form.errors else 200)


@screen(methods=("GET", "POST"))
def decide(request: OfficeRequest, pk: int) -> HttpResponse:
    """Allow until a day, or refuse with a reason; the archivist says which unit is meant."""
    found = _request(request, pk)
    notifying.mark_seen(by=request.actor, at=request.at, subject=Subject(queries.READING, str(pk)))
    open_ = found.state == RequestState.ASKED
    allow, decline = AllowForm(request.POST or None), DeclineForm(request.POST or None)
    if request.method == "POST":
        try:
            if "name_unit" in request.POST:
                unit = asked_unit(request, "unit")
                if unit is not None:
                    reading_requests.name_unit(request=found, unit=unit, by=request.actor, at=request.at)
                return redirect("catalogue:request", pk)
            if "allow" in request.POST and allow.is_valid():
                until = allow.cleaned_data["until"]
                shown = asked_unit_key(request, "shown")
                reading_requests.allow(
                    request=found, until=until, shown=shown, by=request.actor, at=request.at
                )
                return redirect("catalogue:requests")
            if "decline" in request.POST and decline.is_valid():
                reason = decline.cleaned_data["reason"]
                reading_requests.decline(request=found, reason=reason, by=request.actor, at=request.at)
                return redirect("catalogue:requests")
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("catalogue:request", pk)
    may_decide = _may(request, found, policies.may_decide_reading)
    may_name = may_in_any_post(request.actor, request.at, policies.may_catalogue) or may_decide
    words = request.GET.get("q", found.asked_for)[:200]
    may_choose = open_ and may_name
    proposed = queries.dossiers_meant(words, actor=request.actor, at=request.at) if may_choose else []
    context = {
        "asked": found,
        "open": open_,
        "allow": AllowForm(),
        "decline": DeclineForm(),
        "may_decide": may_decide,
        "may_decline": _may(request, found, policies.may_decline_reading),
        "proposed": proposed,
        "words": words,
        "may_name": may_name,
        "granted": found.state == RequestState.GRANTED,
    }
    return render(request, "catalogue/request.html", context)


def _may(
    request: OfficeRequest, found: ReadingRequest, may: Callable[[Actor, ReadingRequest], Verdict]
) -> Verdict:
    return may_in_any_post(request.actor, request.at, lambda one: may(one, found))


def _request(request: OfficeRequest, pk: int) -> ReadingRequest:
    found = queries.requests_visible_to(request.actor, request.at).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@screen(methods=("GET", "POST"))
def lend(request: OfficeRequest, pk: int) -> HttpResponse:
    """Lend the paper original of a dossier."""
    unit = unit_of(request, pk)
    policies.may_change_unit(request.actor, unit).enforce()
    initial = {"permitted_by": queries.permitted_by(unit)}
    form = LendForm(request.POST or None, actor=request.actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        person = form.people[values["borrower"]]
        try:
            lending.lend(
                unit=unit,
                borrower=person,
                borrower_unit=queries.unit_name_of(person, request.at),
                permitted_by=values["permitted_by"],
                due_on=values["due_on"],
                note=values["note"],
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The loan stands in the book."))
            return redirect("catalogue:unit", pk)
    deciders = queries.deciders_of(request.actor.organisation, request.at)
    context = {"form": form, "unit": unit, "out": queries.loan_out(unit), "deciders": deciders}
    return render(request, "catalogue/lend.html", context, status=UNREADABLE if form.errors else 200)


@screen()
def loans(request: OfficeRequest) -> HttpResponse:
    """Show the book of loans in its nine columns."""
    page = paginate(queries.loans_visible_to(request.actor, request.at), request)
    may_change = policies.may_catalogue(request.actor)
    calendar = WorkingCalendar.of(request.actor.organisation)
    context = {
        "page": page,
        "rows": [
            (one, None if one.returned_on else days_left(calendar, request.at, one.due_on))
            for one in page.rows
        ],
        "may_change": may_change,
        "years": queries.years_of_loans(request.actor) if may_change else [],
    }
    return render(request, "catalogue/loans.html", context)


@screen(methods=("POST",))
def take_in(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take an original in again."""
    loan = queries.loans_visible_to(request.actor, request.at).filter(pk=pk).first()
    if loan is None:
        raise Http404
    lending.take_in(loan=loan, by=request.actor, at=request.at)
    messages.success(request, _("The original is back."))
    return redirect("catalogue:loans")


@screen(methods=("POST",))
def keep_search(request: OfficeRequest) -> HttpResponse:
    """Keep the search whose address came along."""
    keeping_searches.keep(
        name=request.POST.get("name", ""), query=request.GET.urlencode(), by=request.actor, at=request.at
    )
    messages.success(request, _("The search is kept."))
    return redirect(reverse("catalogue:find") + f"?{request.GET.urlencode()}")


@screen(methods=("POST",))
def let_search_go(request: OfficeRequest, pk: int) -> HttpResponse:
    """Forget a kept search."""
    saved = queries.searches_of(request.actor).filter(pk=pk).first()
    if saved is None:
        raise Http404
    keeping_searches.let_go(saved=saved, by=request.actor, at=request.at)
    return redirect("catalogue:find")
