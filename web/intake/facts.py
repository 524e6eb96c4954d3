"""Write down what stands on an arrival, before it has a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dispatch import policies
from dispatch.operations import describing
from lib.refusal import Refusal
from ui.screens import screen
from web.intake import letter as letters
from web.intake.facts_form import FactsForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest

UNREADABLE = 422


@screen(methods=("POST",))
def describe(request: OfficeRequest, pk: int) -> HttpResponse:
    """Write the facts down."""
    found = letters.incoming(request, pk)
    policies.may_describe_arrival(request.actor, found).enforce()
    form = FactsForm(request.POST)
    if form.is_valid():
        try:
            describing.describe(letter=found, facts=form.facts(), by=request.actor, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down."))
            return redirect("intake:letter", pk)
    return letters.show(request, found, facts=form, status=UNREADABLE)
