"""Acting with a reason that is asked for on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect

from dispatch.errors import ReasonIsMissing
from ui.screens import render
from web.letters.acts import asked_about
from web.letters.forms import ReasonForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from dispatch.models import OutgoingLetter
    from ui.request import OfficeRequest
    from workflow.models import WorkItem

UNREADABLE = 422


def acted(request: OfficeRequest, act: Callable[[str], None]) -> tuple[ReasonForm, int | None]:
    """Act with the reason sent; give the form and the status to show it with, None once the act is done.

    A reason that is none is said at its field; every other refusal is raised.
    """
    form = ReasonForm(request.POST or None)
    if request.method != "POST":
        return form, 200
    if form.is_valid():
        try:
            act(form.cleaned_data["reason"])
        except ReasonIsMissing as refusal:
            form.add_error("reason", str(refusal))
        else:
            return form, None
    return form, UNREADABLE


def with_reason(
    request: OfficeRequest,
    letter: OutgoingLetter,
    name: str,
    act: Callable[[str], None],
    sentence: str,
    item: WorkItem | None,
) -> HttpResponse:
    """Ask for the reason on a page of its own when the dialog was not there, or the reason was none."""
    form, status = acted(request, act)
    if status is None:
        return back_to_inbox(request, letter, sentence)
    context = {"letter": letter, "form": form, "asked": asked_about(name, letter, item)}
    return render(request, "letters/reason.html", context, status=status)


def back_to_inbox(request: OfficeRequest, letter: OutgoingLetter, sentence: str) -> HttpResponse:
    """Say what happened and go back to what waits next."""
    messages.success(request, f"{letter.subject}: {sentence}" if letter.subject else sentence)
    return redirect("inbox:list")
