"""The procedure as a drawing with the letter's place in it, and as BPMN for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dispatch.enums import LetterStatus
from ui.screens import render, screen
from web.letters.finding import letter_of
from web.letters.reading import rail
from workflow import queries as procedures
from workflow.drawing import bpmn, svg
from workflow.outgoing_letter.flow import OutgoingLetterProcedure

if TYPE_CHECKING:
    from ui.request import OfficeRequest


@screen()
def drawing(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show the procedure with the place of one letter."""
    letter = letter_of(request, pk)
    status = str(LetterStatus(letter.status).label)
    context = {
        "letter": letter,
        "steps": rail(letter),
        "status_label": status,
        "alt": _("Procedure of an outgoing letter; this one stands at: %(status)s.") % {"status": status},
    }
    return render(request, "letters/flow.html", context)


@screen()
def drawing_svg(request: OfficeRequest, pk: int) -> HttpResponse:
    """Send the drawing itself; as an image of its own it needs no inline style."""
    letter = letter_of(request, pk)
    picture = svg(OutgoingLetterProcedure, procedures.position_of(letter))
    response = HttpResponse(picture, content_type="image/svg+xml")
    response["Cache-Control"] = "private, no-cache"
    return response


@screen()
def drawing_bpmn(request: OfficeRequest) -> HttpResponse:
    """Send the procedure as BPMN 2.0."""
    response = HttpResponse(bpmn(OutgoingLetterProcedure), content_type="application/xml")
    response["Content-Disposition"] = 'attachment; filename="outgoing-letter.bpmn"'
    return response
