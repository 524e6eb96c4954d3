"""One look at all that was ticked, one PIN, and the PIN again for what is left.

A PIN goes from the form to the operation and nowhere else: not into the session, a log, or back into a page.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from lib.calendar import local_day
from organisation.queries import WorkingCalendar
from signing.enums import SigningRole
from signing.queries import certificate_to_use
from ui.screens import render, screen
from web.letters.pinform import PinForm
from web.letters.signing import PUT_RIGHT, described, tries
from web.tray.progress import batch_of
from web.tray.reading import is_sealing
from web.tray.rows import expected_numbers, tray_rows
from workflow.enums import LineState, TrayAct
from workflow.tray import acts, queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from ui.request import OfficeRequest
    from web.tray.rows import TrayRow
    from workflow.tray.queries import Waiting

UNREADABLE = 422
SHOWN = 5
LINE = re.compile(r"([0-9]{1,18}):([0-9]{1,18}):(approve|sign|seal):([0-9a-f]{64})\Z")


@sensitive_post_parameters("pin")
@screen(methods=("GET", "POST"))
def confirm(request: OfficeRequest) -> HttpResponse:
    """Show what is confirmed; with the PIN (or without, when only approving) have the machine begin."""
    seals = is_sealing(request)
    form = PinForm(request.POST or None)
    if request.method == "POST":
        chosen = _chosen(request)
        only_approve = "only_approve" in request.POST or not any(one.act != TrayAct.APPROVE for one in chosen)
        if only_approve:
            kept = [one for one in chosen if one.act != TrayAct.SEAL]
            chosen = [acts.Chosen(one.letter_key, one.item_key, TrayAct.APPROVE, one.sha256) for one in kept]
        if only_approve or form.is_valid():
            day = local_day(request.at) if seals else None
            pin = "" if only_approve else form.cleaned_data["pin"]
            try:
                batch = acts.confirm(chosen=chosen, pin=pin, legal_day=day, by=request.actor, at=request.at)
            except PUT_RIGHT as refusal:
                form.add_error("pin", str(refusal))
            else:
                return redirect("tray:batch", batch.pk)
    return _ask(request, form, seals=seals)


@sensitive_post_parameters("pin")
@screen(methods=("GET", "POST"))
def pin(request: OfficeRequest, pk: int) -> HttpResponse:
    """Ask for the PIN again, for what is left of a batch only."""
    batch = batch_of(request, pk)
    left = [one for one in queries.outcomes_of(batch, request.at) if one.state == LineState.PIN]
    if not left:
        return redirect("tray:batch", batch.pk)
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acts.resume(batch=batch, pin=form.cleaned_data["pin"], by=request.actor, at=request.at)
        except PUT_RIGHT as refusal:
            form.add_error("pin", str(refusal))
        else:
            return redirect("tray:batch", batch.pk)
    role = SigningRole.SEAL if left[0].line.act == TrayAct.SEAL else SigningRole.LEADER
    heading = ngettext(
        "Enter the PIN for the %(n)d letter that is left",
        "Enter the PIN for the %(n)d letters that are left",
        len(left),
    ) % {"n": len(left)}
    context = {
        "heading": heading,
        "form": form,
        "url": request.path,
        "rest": [one.letter.subject for one in left],
        "back_url": reverse("tray:batch", args=[batch.pk]),
        **_key(request, role),
    }
    return render(request, "tray/pin.html", context, status=UNREADABLE if form.is_bound else 200)


def _ask(request: OfficeRequest, form: PinForm, *, seals: bool) -> HttpResponse:
    waiting = _ticked(request, seals=seals)
    calendar = WorkingCalendar.of(request.actor.organisation)
    day = local_day(request.at)
    numbers = expected_numbers(waiting, day) if seals else {}
    rows = [
        replace(row, expected=numbers.get(row.item, ""))
        for row in tray_rows(waiting, request.at, calendar, sealing=seals)
    ]
    signed = [one for one in waiting if one.act != TrayAct.APPROVE]
    context = {
        "rows": rows[:SHOWN],
        "more": rows[SHOWN:],
        "count": len(rows),
        "urgent": [row for row in rows if row.urgent],
        "values": [row.value for row in rows],
        "form": form,
        "seals": seals,
        "needs_pin": bool(signed),
        "may_only_approve": not seals and any(one.item.step == "approve" for one in waiting) and bool(signed),
        "heading": _heading(rows, seals=seals, needs_pin=bool(signed)),
        "day": day,
        "back_url": f"{reverse('tray:list')}{'?of=seal' if seals else ''}",
        **_key(request, SigningRole.SEAL if seals else SigningRole.LEADER),
    }
    return render(request, "tray/confirm.html", context, status=UNREADABLE if form.is_bound else 200)


def _ticked(request: OfficeRequest, *, seals: bool) -> list[Waiting]:
    """Give what was ticked and may be: in the order of the tray, read, and still waiting."""
    keys = {one.item_key for one in _chosen(request)} if request.method == "POST" else _asked(request)
    waiting = queries.tray_of(request.actor, request.at, sealing=seals)
    return [one for one in waiting if one.item.pk in keys and one.opened]


def _asked(request: OfficeRequest) -> set[int]:
    return {int(key) for key in request.GET.getlist("item") if re.fullmatch(r"[0-9]{1,18}", key)}


def _chosen(request: OfficeRequest) -> list[acts.Chosen]:
    """Give the lines the page showed, in its order; what is not a line is left out."""
    found = [LINE.match(value) for value in request.POST.getlist("line")]
    return [
        acts.Chosen(int(one[1]), int(one[2]), TrayAct(one[3]), one[4]) for one in found if one is not None
    ]


def _heading(rows: Sequence[TrayRow], *, seals: bool, needs_pin: bool) -> str:
    count = {"n": len(rows)}
    if seals:
        return ngettext("Number and seal %(n)d letter", "Number and seal %(n)d letters", len(rows)) % count
    if needs_pin:
        return ngettext("Sign %(n)d letter", "Sign %(n)d letters", len(rows)) % count
    return ngettext("Approve %(n)d letter", "Approve %(n)d letters", len(rows)) % count


def _key(request: OfficeRequest, role: SigningRole) -> dict[str, str]:
    certificate = certificate_to_use(request.actor, role, request.at)
    return {
        "certificate": described(certificate) if certificate else "",
        "tries_label": tries(certificate) if certificate else "",
    }
