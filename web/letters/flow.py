"""The procedure as a drawing with the letter's place in it, and as files for other programs and for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.safestring import mark_safe

from dispatch.enums import LetterStatus
from ui.screens import render, screen
from web.letters.finding import letter_of
from web.letters.reading import rail
from workflow import queries as procedures
from workflow.drawing.bpmn import bpmn
from workflow.drawing.svg import svg
from workflow.outgoing_letter.flow import OutgoingLetterProcedure

if TYPE_CHECKING:
    from ui.request import OfficeRequest


@screen()
def drawing(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show the procedure with the place of one letter."""
    letter = letter_of(request, pk)
    picture = svg(OutgoingLetterProcedure, procedures.states_of(letter))
    context = {
        "letter": letter,
        "steps": rail(letter),
        "status_label": str(LetterStatus(letter.status).label),
        # drawn by us from the chart alone; nothing a person typed is in it
        "drawing": mark_safe(picture),  # noqa: S308 -- see above
    }
    return render(request, "letters/flow.html", context)


@screen()
def drawing_svg(request: OfficeRequest, pk: int) -> HttpResponse:
    """Send the drawing as a file that stands alone."""
    letter = letter_of(request, pk)
    picture = svg(OutgoingLetterProcedure, procedures.states_of(letter), alone=True)
    response = HttpResponse(picture, content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="letter-{letter.pk}-procedure.svg"'
    return response


@screen()
def drawing_bpmn(request: OfficeRequest) -> HttpResponse:
    """Send the procedure as BPMN 2.0."""
    response = HttpResponse(bpmn(OutgoingLetterProcedure), content_type="application/xml")
    response["Content-Disposition"] = 'attachment; filename="outgoing-letter.bpmn"'
    return response
