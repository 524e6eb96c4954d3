"""The numbers a clerk keeps for letters to come, and gives up again."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import errors, policies, queries
from dispatch.enums import AllocationState, LetterStatus
from dispatch.models.register import RegisterFilters
from dispatch.operations import numbering
from lib.calendar import ZONE, local_day
from lib.refusal import Refusal
from organisation.queries import posts_on
from ui.paging import paginate
from ui.screens import render, screen
from web.registers.asked_once import AskedOnce
from workflow.outgoing_letter import moves

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dispatch.models import NumberAllocation
    from organisation.models import Post
    from ui.request import OfficeRequest

UNREADABLE = 422


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text)


class ReserveForm(AskedOnce, forms.Form):
    """A number to keep: of which book, for which day, what for, until when."""

    series = forms.ChoiceField(label=gettext_lazy("Book"))
    legal_day = _day(gettext_lazy("Day of the letter"))
    whom = forms.ChoiceField(label=gettext_lazy("For whom"))
    reason = forms.CharField(label=gettext_lazy("For which letter, and why"), max_length=300)
    expires_on = _day(
        gettext_lazy("Kept until"),
        gettext_lazy(
            "An unused number becomes void at the end of this day; it is never given to another letter."
        ),
    )

    def __init__(
        self, *args: Any, choices: Sequence[tuple[str, str]], posts: Mapping[str, Post], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        people = [(key, f"{post.person}, {post.unit.name}") for key, post in posts.items()]
        self.fields["series"].choices = choices  # type: ignore[attr-defined]
        self.fields["whom"].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class VoidForm(forms.Form):
    """Why a number becomes void."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands in the register for ever, on the screen and on paper."),
    )


@screen(methods=("GET", "POST"))
def numbers(request: OfficeRequest) -> HttpResponse:
    """List the reserved numbers; reserve the next one of a book."""
    policies.may_keep_registers(request.actor).enforce()
    organisation = request.actor.organisation
    today = local_day(request.at)
    series = {str(one.pk): one for one in queries.open_series_of(organisation, today)}
    posts = {str(post.pk): post for post in posts_on(organisation, today).select_related("person", "unit")}
    choices = [
        (key, _("%(book)s, next number %(number)s") % {"book": one, "number": one.next_number})
        for key, one in series.items()
    ]
    initial = {"legal_day": today, "expires_on": today}
    form = ReserveForm(request.POST or None, choices=choices, posts=posts, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            kept = numbering.reserve(
                number_series=series[values["series"]],
                whom=posts[values["whom"]],
                legal_day=values["legal_day"],
                reason=values["reason"],
                expires_at=datetime.combine(values["expires_on"], time(23, 59, 59), tzinfo=ZONE),
                form_key=values["form_key"],
                by=request.actor,
                at=request.at,
            )
        except errors.FormIsAnswered as refusal:
            messages.warning(request, str(refusal))
            return redirect("registers:numbers")
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Number %(number)s is reserved.") % {"number": kept})
            return redirect("registers:numbers")
    reserved = queries.outgoing_register(organisation, RegisterFilters(state=AllocationState.RESERVED))
    context = {
        "form": form,
        "page": paginate(reserved.select_related("reserved_by__person", "reserved_to__person"), request),
        "series": series,
    }
    return render(request, "registers/numbers.html", context, status=UNREADABLE if form.errors else 200)


@screen(methods=("GET", "POST"))
def void(request: OfficeRequest, pk: int) -> HttpResponse:
    """Make a number void that is reserved, or given and not sealed yet, with the reason the register keeps."""
    policies.may_keep_registers(request.actor).enforce()
    number = _voidable(request, pk)
    form = VoidForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _void(request, number, form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Number %(number)s is void; its line and reason stay.") % {"number": number}
            )
            return redirect("registers:outgoing")
    context = {"form": form, "number": number, "may_void": policies.may_void_number(request.actor, number)}
    return render(request, "registers/void.html", context, status=UNREADABLE if form.errors else 200)


def _voidable(request: OfficeRequest, pk: int) -> NumberAllocation:
    number = queries.outgoing_register(request.actor.organisation, RegisterFilters()).filter(pk=pk).first()
    if number is None or not can_be_void(number):
        raise Http404
    return number


def can_be_void(number: NumberAllocation) -> bool:
    """Say whether the number is reserved, or its letter waits for the seal."""
    waits = number.letter is not None and number.letter.status == LetterStatus.NUMBERED
    return number.state == AllocationState.RESERVED or (number.state == AllocationState.ALLOCATED and waits)


def _void(request: OfficeRequest, number: NumberAllocation, reason: str) -> None:
    """A number with a letter is voided through the letter's procedure, which then asks for another one."""
    if number.letter is None:
        numbering.void_reservation(allocation=number, reason=reason, by=request.actor, at=request.at)
    else:
        moves.void_number(letter=number.letter, reason=reason, by=request.actor, at=request.at)
