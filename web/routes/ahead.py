"""Looking ahead: who would get a letter on a route, until when, who is absent and who stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lib.calendar import local_day
from organisation import queries as office
from ui.screens import render, screen
from web.letters.finding import letter_of
from web.organisation.forms import WhyForm
from web.routes.finding import drawing_of, head_of, posts_of, route_or_404
from web.routes.forms import SampleForm
from workflow import queries as procedures
from workflow.outgoing_letter import moving
from workflow.outgoing_letter.deadlines import stage_days
from workflow.outgoing_letter.drawn import route_badges, route_states
from workflow.routes import choosing, queries
from workflow.routes.chart import asked_said, when_said
from workflow.routes.comparing import return_said
from workflow.routes.schema import Route as Stages
from workflow.routes.schema import StageKind
from workflow.routes.simulate import Sample, Visit, simulate

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest


@screen()
def preview(request: OfficeRequest, pk: int) -> HttpResponse:
    """Look ahead on the draft with a letter nobody has written."""
    row = route_or_404(request, pk)
    organisation, day = request.actor.organisation, local_day(request.at)
    units = list(office.units_of(organisation, day))
    signers = list({one.post_id: one.post for one in office.mandates_on(organisation, day)}.values())
    first = _first(request, row.kinds, row.unit_id, units, signers)
    form = SampleForm({**first, **request.GET.dict()}, units=units, signers=signers)
    visits: list[Visit] = []
    stages = queries.draft_of(row)
    if form.is_valid():
        chosen = form.cleaned_data
        sample = Sample(
            organisation,
            chosen["kind"],
            form.units[chosen["unit"]],
            chosen["urgency"],
            form.signers[chosen["signer"]],
            chosen["copies"] or 0,
        )
        visits = simulate(stages, sample, request.at, terms=stage_days)
    context = {**head_of(request, row), "form": form, **_said(stages, visits)}
    return render(request, "routes/preview.html", context)


@screen()
def letter(request: OfficeRequest, pk: int) -> HttpResponse:
    """Look ahead with a letter: on the route it is pinned to, or the one it would be."""
    found = letter_of(request, pk)
    pinned = choosing.pinned(found)
    chosen = pinned or choosing.route_for(found, request.at)
    visits = [] if pinned else simulate(chosen.route, found, request.at, terms=stage_days)
    states = route_states(found, chosen.route, request.at) if pinned else None
    badges = route_badges(found, chosen.route, procedures.open_items_of(found)) if pinned else None
    context = {
        "letter": found,
        "version": chosen.version,
        "pinned": pinned is not None,
        "may_move": moving.may_move(request.actor, found, request.at),
        "drawing": drawing_of(chosen.route, posts_of(request), states=states, badges=badges),
        **_said(chosen.route, visits),
    }
    return render(request, "routes/letter.html", context)


@screen(methods=("POST",))
def move(request: OfficeRequest, pk: int) -> HttpResponse:
    """Let a letter that is back with its drafter go by the route in use now."""
    found = letter_of(request, pk)
    moving.may_move(request.actor, found, request.at).enforce()
    form = WhyForm(request.POST)
    if form.is_valid():
        moving.move(letter=found, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
        messages.success(request, _("The letter goes by the route in use now."))
    else:
        messages.error(request, _("Say why the letter changes its route."))
    return redirect("routes:letter", pk)


def _said(stages: Stages, visits: list[Visit]) -> dict[str, Any]:
    """Give the visits with their words, and who would be missed."""
    rows = [
        {
            "visit": visit,
            "when": when_said(visit.stage.when),
            "how_many": asked_said(visit.stage) if len(visit.stage.who) > 1 else "",
            "returns": return_said(visit.stage, stages),
        }
        for visit in visits
    ]
    missing = [(visit.stage.name, one) for visit in visits for one in visit.expected if one.is_missing]
    dues = [visit.due_on for visit in visits if visit.due_on]
    return {
        "rows": rows,
        "missing": missing,
        "one_for_both": _one_for_both(visits),
        "ready_on": dues[-1] if dues else None,
    }


def _one_for_both(visits: list[Visit]) -> str:
    """Give the name of whoever would answer for content and format alike, empty when two do (Art. 12)."""
    asked: dict[str, set[str]] = {StageKind.CONTENT: set(), StageKind.FORMAT: set()}
    for visit in visits:
        if visit.stage.kind in asked:
            asked[visit.stage.kind] |= {one.post.person.full_name for one in visit.expected if one.post}
    return ", ".join(sorted(asked[StageKind.CONTENT] & asked[StageKind.FORMAT]))


def _first(
    request: OfficeRequest, kinds: list[str], unit: int | None, units: list[Any], signers: list[Any]
) -> dict[str, str]:
    """Give the sample a page begins with: of the kind and unit the route is for, signed by the first who signs."""
    post = request.actor.post
    own = unit or (post.unit_id if post else units[0].pk if units else 0)
    return {
        "kind": kinds[0] if kinds else "cong_van",
        "unit": str(own),
        "urgency": "normal",
        "signer": str(signers[0].pk) if signers else "",
        "copies": "",
    }
