"""Whether the daily mail comes: one's own choice, reached from every mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from notices import queries
from notices.operations import choosing
from ui.screens import render, screen

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest


@screen(methods=("GET", "POST"))
def choice(request: OfficeRequest) -> HttpResponse:
    """Show the choice; POST ``wanted`` makes it."""
    person = request.actor.person
    assert person is not None  # noqa: S101 -- a screen is a person's
    if request.method == "POST":
        wanted = request.POST.get("wanted") == "yes"
        choosing.choose_mail(wanted=wanted, by=request.actor, at=request.at)
        messages.success(request, _("The daily mail comes.") if wanted else _("The daily mail is stopped."))
        return redirect("news:mail")
    return render(request, "news/mail.html", {"wanted": queries.wants_mail(person), "email": person.email})
