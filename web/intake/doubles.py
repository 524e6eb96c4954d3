"""The same letter by two ways: link the further copy to the first, or say that they are two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.models import IncomingLetter
from dispatch.operations import linking
from files import queries as files
from ui.screens import render, screen
from web.intake import finding

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest


@screen(methods=("GET", "POST"))
def compare(request: OfficeRequest, pk: int, other: int) -> HttpResponse:
    """Show both side by side; POST says what they are to each other."""
    found, second = finding.incoming(request, pk), finding.incoming(request, other)
    may = policies.may_link_copy(request.actor, found, second)
    if request.method == "POST":
        if request.POST.get("same") == "yes":
            linking.link(letter=found, other=second, by=request.actor, at=request.at)
            messages.success(request, _("It is linked as a further copy of %(name)s.") % {"name": second})
            return redirect("intake:tray")
        linking.find_different(letter=found, other=second, by=request.actor, at=request.at)
        messages.success(request, _("They are two letters; you are not warned of this pair again."))
        return redirect("intake:letter", pk)
    context = {
        "letter": found,
        "may": may,
        "both": [_side(found), _side(second)],
        "likeness": queries.likenesses_of(found).filter(other=second).first(),
    }
    return render(request, "intake/compare.html", context)


@screen(methods=("POST",))
def unlink(request: OfficeRequest, pk: int) -> HttpResponse:
    """Lay a further copy back into the tray."""
    linking.unlink(letter=finding.incoming(request, pk), by=request.actor, at=request.at)
    messages.success(request, _("It lies in the tray again as a letter of its own."))
    return redirect("intake:letter", pk)


def _side(letter: IncomingLetter) -> dict[str, object]:
    if not policies.may_open(letter):
        raise Http404
    return {
        "letter": letter,
        "drawn": letter.file is not None and files.preview_of(letter.file, 1) is not None,
        "facts": [
            (_("Arrival number"), letter.allocation or ""),
            (_("Issued by"), letter.issuer),
            (_("Number, symbol"), letter.reference_code),
            (_("Day"), letter.dated_on.strftime("%d/%m/%Y") if letter.dated_on else ""),
            (_("Subject"), letter.subject),
            (_("Way"), letter.get_source_display()),
            (_("Pages"), letter.page_count or ""),
        ],
    }
