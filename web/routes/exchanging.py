"""A route for other people's tools and back: BPMN 2.0, and the drawing as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lib.refusal import Refusal
from ui.screens import render, screen
from web.routes.drawing import UNREADABLE
from web.routes.finding import drawing_of, head_of, posts_of, route_or_404, version_or_404
from web.routes.forms import UploadForm
from workflow.routes import policies, publishing, queries
from workflow.routes.bpmn_export import export
from workflow.routes.bpmn_graph import MOST_BYTES
from workflow.routes.bpmn_import import read_bpmn
from workflow.routes.doubts import doubts
from workflow.routes.schema import read_route

if TYPE_CHECKING:
    from ui.request import OfficeRequest
    from workflow.models import Route
    from workflow.routes.schema import Route as Stages


@screen()
def download(request: OfficeRequest, pk: int) -> HttpResponse:
    """Send the draft, or a version, as BPMN 2.0."""
    row = route_or_404(request, pk)
    stages, name = _stages(request, row)
    text = export(stages, code=row.code, name=row.name, posts=posts_of(request))
    return _file(text, "application/xml", f"{name}.bpmn")


@screen()
def picture(request: OfficeRequest, pk: int) -> HttpResponse:
    """Send the drawing of the draft, or of a version, as a file that stands alone."""
    row = route_or_404(request, pk)
    stages, name = _stages(request, row)
    text = drawing_of(stages, posts_of(request), title=row.name, alone=True)
    return _file(text, "image/svg+xml", f"{name}.svg")


@screen(methods=("GET", "POST"))
def upload(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take the stages of the draft from a BPMN file; say what the file leaves open, or why it is not read."""
    row = route_or_404(request, pk)
    policies.may_draw(request.actor, row).enforce()
    form = UploadForm(request.POST or None, request.FILES or None, initial={"edition": row.edition})
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"].read(MOST_BYTES + 1)
        try:
            read = read_bpmn(content)
            publishing.save_draft(
                route=row,
                stages=read.route,
                edition=form.cleaned_data["edition"],
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(
                request, _("The draft has the steps of the file. Look at it before you publish it.")
            )
            for sentence in doubts(read, posts_of(request)):
                messages.warning(request, sentence)
            return redirect("routes:route", pk)
    context = {**head_of(request, row), "form": form}
    return render(request, "routes/upload.html", context, status=UNREADABLE if form.errors else 200)


def _stages(request: OfficeRequest, row: Route) -> tuple[Stages, str]:
    asked = request.GET.get("version", "")
    if asked.isascii() and asked.isdigit() and len(asked) < 7:  # noqa: PLR2004
        version = version_or_404(row, int(asked))
        return read_route(version.stages), f"{row.code}-{version.number}"
    return queries.draft_of(row), f"{row.code}-draft"


def _file(text: str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
