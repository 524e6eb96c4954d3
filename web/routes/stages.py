"""One stage of a draft: added, changed, moved, taken out. Each act is kept at once, on the edition it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lib.calendar import local_day
from organisation import queries as office
from ui.screens import is_fragment, render, screen
from ui.writing import day as written
from web.routes.drawing import UNREADABLE, page_of
from web.routes.finding import head_of, posts_of, route_or_404
from web.routes.forms import StageForm
from workflow.models import Route
from workflow.routes import editing, policies, publishing, queries
from workflow.routes.schema import Route as Stages
from workflow.routes.schema import StageKind

if TYPE_CHECKING:
    from ui.request import OfficeRequest


@screen(methods=("POST",))
def add(request: OfficeRequest, pk: int) -> HttpResponse:
    """Add a stage at its natural place, and ask for the rest."""
    row, stages = _draft(request, pk)
    kind = request.POST.get("kind", "")
    if kind not in StageKind.values:
        raise Http404
    after, key = editing.added(stages, StageKind(kind))
    _save(request, row, after)
    return redirect("routes:stage", row.pk, key)


@screen(methods=("GET", "POST"))
def change(request: OfficeRequest, pk: int, key: str) -> HttpResponse:
    """Change a stage: what is asked, whom, until when, on which condition, and where it returns to."""
    row, stages = _draft(request, pk)
    stage = _stage(stages, key)
    form = StageForm(
        request.POST if request.method == "POST" else None,
        stage=stages.stage(stage),
        route=stages,
        units=list(office.units_of(request.actor.organisation, local_day(request.at))),
        posts=posts_of(request),
        absent=_absent(request),
        edition=row.edition,
    )
    if request.method == "POST" and form.is_valid():
        after = editing.changed(stages, key, form.read())
        _save(request, row, after)
        return redirect("routes:route", row.pk)
    context = {
        **head_of(request, row),
        "form": form,
        "stage": stages.stage(stage),
        "chosen": {name for name in ("posts", "units") if form[name].value()},
        "faults": [
            one.sentence
            for one in queries.faults(stages, request.actor.organisation, local_day(request.at))
            if one.stage == key
        ],
        "conditions": [form[n] for n in ("urgency", "when_kind", "when_unit", "authority", "circulation")],
    }
    return render(request, "routes/stage.html", context, status=UNREADABLE if form.errors else 200)


@screen(methods=("POST",))
def move(request: OfficeRequest, pk: int, key: str) -> HttpResponse:
    """Move a stage one place up or down."""
    row, stages = _draft(request, pk)
    by = 1 if request.POST.get("to") == "down" else -1
    return _done(request, _save(request, row, editing.moved(stages, _stage(stages, key), by)))


@screen(methods=("POST",))
def remove(request: OfficeRequest, pk: int, key: str) -> HttpResponse:
    """Take a stage out of the draft."""
    row, stages = _draft(request, pk)
    return _done(request, _save(request, row, editing.removed(stages, _stage(stages, key))))


def _draft(request: OfficeRequest, pk: int) -> tuple[Route, Stages]:
    row = route_or_404(request, pk)
    policies.may_draw(request.actor, row).enforce()
    return row, editing.sound(queries.draft_of(row))


def _stage(stages: Stages, key: str) -> str:
    if all(stage.key != key for stage in stages.stages):
        raise Http404
    return key


def _save(request: OfficeRequest, row: Route, stages: Stages) -> Route:
    asked = request.POST.get("edition", "")
    edition = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0  # noqa: PLR2004
    return publishing.save_draft(route=row, stages=stages, edition=edition, by=request.actor, at=request.at)


def _done(request: OfficeRequest, row: Route) -> HttpResponse:
    if is_fragment(request):
        return page_of(request, route_or_404(request, row.pk))
    return redirect("routes:route", row.pk)


def _absent(request: OfficeRequest) -> dict[int, str]:
    """Say of each post whose holder is away today until when, and who stands in."""
    given = office.delegations_of(request.actor.organisation)
    today = local_day(request.at)
    return {
        one.principal_id: _("away until %(day)s, %(name)s stands in")
        % {"day": written(one.valid_until), "name": one.delegate.person.full_name}
        for one in given
        if one.revoked_at is None and one.valid_from <= today <= one.valid_until
    }
