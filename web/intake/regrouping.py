"""Divide a pile into letters, join, turn and reorder pages: each page with a mark where a letter begins."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.enums import IncomingStatus
from dispatch.operations import regrouping
from files import queries as files
from files.reading.places import DIVIDER
from lib.refusal import Refusal
from ui.screens import render, screen
from web.intake import finding

if TYPE_CHECKING:
    from django.http import QueryDict

    from dispatch.models import IncomingLetter
    from ui.request import OfficeRequest

UNREADABLE = 422
NEIGHBOURS = 12
TURNS = (0, 1, 2, 3)


@dataclass(frozen=True)
class Leaf:
    """One page as the form shows it."""

    letter: IncomingLetter
    page: int
    place: int
    begins: bool
    out: bool
    turns: int
    why: str
    drawn: bool

    @property
    def key(self) -> str:
        """Give the name its fields are sent under."""
        return f"{self.letter.pk}-{self.page}"


@screen(methods=("GET", "POST"))
def regroup(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show the pages of an arrival, and of those joined to it; POST has them laid into new letters."""
    found = finding.incoming(request, pk)
    policies.may_regroup(request.actor, found).enforce()
    asked = request.POST.getlist("with") if request.method == "POST" else request.GET.getlist("with")
    joined = [found, *_joined(request, found, asked)]
    refused = ""
    if request.method == "POST":
        try:
            regrouping.ask(letters=joined, plan=_plan(joined, request.POST), by=request.actor, at=request.at)
        except Refusal as refusal:
            refused = str(refusal)
        else:
            messages.success(
                request, _("The pages are being laid into new letters; they appear in the tray.")
            )
            return redirect("intake:tray")
    others = [one for one in _neighbours(request, found) if one not in joined]
    context = {
        "letter": found,
        "joined": joined,
        "leaves": _leaves(joined, request.POST if refused else None),
        "others": others[:NEIGHBOURS],
        "refused": refused,
        "turns": TURNS,
    }
    return render(request, "intake/regroup.html", context, status=UNREADABLE if refused else 200)


@screen(methods=("POST",))
def undo(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take a regrouping back."""
    policies.may_read_intake(request.actor).enforce()
    row = queries.regrouping_by_key(request.actor.organisation, pk)
    if row is None:
        raise Http404
    regrouping.undo(regrouping=row, by=request.actor, at=request.at)
    messages.success(request, _("Taken back: what came in lies in the tray as it came."))
    return redirect("intake:tray")


@screen()
def divider(request: OfficeRequest) -> HttpResponse:
    """Give a sheet to print and lay between letters before they are scanned in one go."""
    policies.may_bring_in(request.actor).enforce()
    out = io.BytesIO()
    segno.make_qr(DIVIDER, error="h").save(out, kind="svg", scale=12, border=6)
    headers = {"Content-Disposition": 'inline; filename="trang-tach.svg"'}
    return HttpResponse(out.getvalue(), content_type="image/svg+xml", headers=headers)


def _neighbours(request: OfficeRequest, found: IncomingLetter) -> list[IncomingLetter]:
    waiting = queries.incoming_of(request.actor.organisation, IncomingStatus.ARRIVED).exclude(pk=found.pk)
    return list(waiting[: NEIGHBOURS * 2])


def _joined(request: OfficeRequest, found: IncomingLetter, asked: list[str]) -> list[IncomingLetter]:
    keys = [int(one) for one in asked if one.isdecimal()]
    waiting = queries.incoming_of(request.actor.organisation, IncomingStatus.ARRIVED).exclude(pk=found.pk)
    by_key = {one.pk: one for one in waiting.filter(pk__in=keys)}
    return [by_key[key] for key in dict.fromkeys(keys) if key in by_key]


def _leaves(joined: list[IncomingLetter], sent: QueryDict | None) -> list[Leaf]:
    """Give every page; where a pile may fall apart, blank pages and dividers are left out and the next one begins."""
    leaves: list[Leaf] = []
    for letter in joined:
        reading = queries.reading_of(letter)
        why = {int(page): str(kind) for page, kind in (reading.dividers if reading else [])}
        drawn = set(files.preview_pages(letter.scan))
        for page in range(1, (letter.page_count or 1) + 1):
            key = f"{letter.pk}-{page}"
            begins = page - 1 in why and page not in why
            leaves.append(
                Leaf(
                    letter=letter,
                    page=page,
                    place=len(leaves) + 1,
                    begins=bool(sent.get(f"begins-{key}")) if sent else begins or not leaves,
                    out=bool(sent.get(f"out-{key}")) if sent else page in why,
                    turns=_number(sent.get(f"turns-{key}", "")) % 4 if sent else 0,
                    why=why.get(page, ""),
                    drawn=page in drawn,
                )
            )
    return leaves


def _plan(joined: list[IncomingLetter], sent: QueryDict) -> list[list[regrouping.Page]]:
    pages = []
    for letter in joined:
        for page in range(1, (letter.page_count or 1) + 1):
            key = f"{letter.pk}-{page}"
            if not sent.get(f"out-{key}"):
                place = _number(sent.get(f"place-{key}", ""))
                begins = bool(sent.get(f"begins-{key}"))
                pages.append((place, begins, (letter.pk, page, _number(sent.get(f"turns-{key}", "")) % 4)))
    plan: list[list[regrouping.Page]] = []
    for _place, begins, leaf in sorted(pages, key=lambda one: one[0]):
        if begins or not plan:
            plan.append([])
        plan[-1].append(leaf)
    return plan


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
