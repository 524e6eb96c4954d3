"""What became of each letter that was confirmed; it can be left and come back to at any time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ui.screens import render, screen
from web.tray.rows import result_rows
from workflow.enums import LineState, TrayAct
from workflow.models import TrayBatch
from workflow.tray import queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from ui.request import OfficeRequest
    from workflow.tray.queries import Outcome

UNDER_WAY = {LineState.QUEUED, LineState.WORKING}
ORDER = [LineState.REFUSED, LineState.PIN, LineState.WORKING, LineState.QUEUED, LineState.DONE]


@screen()
def batch(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say for each letter: done, not done because, being signed, or waiting for the PIN again."""
    found = batch_of(request, pk)
    outcomes = queries.outcomes_of(found, request.at)
    working = [one for one in outcomes if one.state in UNDER_WAY]
    pins = sum(one.state == LineState.PIN for one in outcomes)
    seals = any(one.line.act == TrayAct.SEAL for one in outcomes)
    context = {
        "batch": found,
        "rows": result_rows(sorted(outcomes, key=lambda one: ORDER.index(one.state))),
        "heading": _heading(outcomes),
        "working": bool(working),
        "percent": round(100 * (len(outcomes) - len(working)) / len(outcomes)),
        "pin_label": ngettext(
            "Enter the PIN for the %(n)d letter that is left",
            "Enter the PIN for the %(n)d letters that are left",
            pins,
        )
        % {"n": pins}
        if pins
        else "",
        "url": request.path,
        "back_url": f"{reverse('tray:list')}{'?of=seal' if seals else ''}",
    }
    return render(request, "tray/batch.html", context, fragment="tray/_results.html")


def batch_of(request: OfficeRequest, pk: int) -> TrayBatch:
    """Give the batch; 404 alike for what is missing and for somebody else's."""
    try:
        return queries.batch_for(request.actor, pk)
    except TrayBatch.DoesNotExist:
        raise Http404 from None


def _heading(outcomes: Sequence[Outcome]) -> str:
    """Say how many are done, and how many are not, for whatever reason."""
    done = sum(one.state == LineState.DONE for one in outcomes)
    parts = [_("Done %(n)d of %(all)d") % {"n": done, "all": len(outcomes)}]
    working = sum(one.state in UNDER_WAY for one in outcomes)
    if working:
        parts.append(_("%(n)d under way") % {"n": working})
    pins = sum(one.state == LineState.PIN for one in outcomes)
    if pins:
        parts.append(_("%(n)d waiting for the PIN again") % {"n": pins})
    refused = sum(one.state == LineState.REFUSED for one in outcomes)
    if refused:
        parts.append(_("%(n)d not done") % {"n": refused})
    return ", ".join(parts)
