"""The part of an incoming letter's page that belongs to its time before the number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.enums import IncomingStatus, ProposalState
from files import queries as files
from files.enums import MediaType, VirusStatus
from ui.screens import render, screen
from ui.writing import moment
from web.intake import finding
from web.intake.facts_form import SURE, fact_rows, facts_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

    from dispatch.models import IncomingLetter, Proposal
    from files.models import StoredFile
    from ui.request import OfficeRequest

PICTURES = {MediaType.PNG.value, MediaType.JPEG.value}


RATIO = 1.4142  # a page is drawn 10,000 wide and so much higher, that letters on it are not distorted


@dataclass(frozen=True)
class Region:
    """Where on the page a value was read, with the number of its field."""

    tag: int
    left: int
    top: int
    wide: int
    high: int
    state: str
    tagged: bool


@dataclass(frozen=True)
class Sheet:
    """The picture of one page with its regions."""

    number: int
    regions: list[Region]


def context_of(request: OfficeRequest, found: IncomingLetter) -> dict[str, Any]:
    """Give what the page needs besides: how the file is looked at, what is proposed, how far the machine has come."""
    waiting = found.status == IncomingStatus.ARRIVED
    proposed = queries.proposals_of(found) if waiting else {}
    look = _look(found.file)
    drawn = files.preview_pages(found.file) if found.file and (waiting or look != "pdf") else []
    form = facts_form(found, proposed, kind=request.GET.get("kind", ""))
    context: dict[str, Any] = {
        "look": look,
        "sheets": _sheets(drawn, proposed, [field.name for field in form]),
        "may_open": policies.may_open(found),
        "held": policies.is_held(found),
        "copies": queries.copies_of_arrival(found),
        "made_with": queries.made_with(found),
    }
    if found.made_by is not None:
        made = list(found.made_by.made.all())
        context["may_undo"] = policies.may_undo_regrouping(request.actor, found.made_by, made)
    if found.status == IncomingStatus.LINKED:
        context |= {"copy_of": found.same_as, "may_unlink": policies.may_unlink_copy(request.actor, found)}
    if waiting:
        before, after, place, count = queries.next_arrivals(found)
        context |= {
            "may_describe": policies.may_describe_arrival(request.actor, found),
            "may_let_go": policies.may_let_go(request.actor, found),
            "fact_rows": fact_rows(form, found, proposed),
            "open_proposals": sum(one.state == ProposalState.OPEN for one in proposed.values()),
            "may_regroup": policies.may_regroup(request.actor, found) and policies.may_open(found),
            "twins": queries.twins_of(found),
            "before": before,
            "after": after,
            "place": place,
            "waiting_count": count,
            **reading_context(found),
        }
    return context


def reading_context(found: IncomingLetter) -> dict[str, Any]:
    """Give how far the machine has come with the letter."""
    reading = queries.reading_of(found)
    read = len(files.pages_read(found.file)) if found.file else 0
    pages = reading.pages if reading is not None else 0
    return {
        "letter": found,
        "reading": reading,
        "pages_read": min(read, pages),
        "pages_all": pages,
        "dividers": len(reading.dividers) if reading is not None else 0,
        "percent": 100 * min(read, pages) // pages if pages else 100,
        "virus": virus_words(found.file) if found.file else ("", ""),
    }


def virus_words(file: StoredFile) -> tuple[str, str]:
    """Say what is known of viruses: a state for the drawing, and words. Unchecked is never called clean."""
    checked = files.virus_check_of(file)
    if checked is None:
        return "doubtful", _("Not scanned for viruses")
    facts = {"scanner": checked.scanner.split("/")[0], "at": moment(checked.checked_at), "name": checked.name}
    if checked.status == VirusStatus.INFECTED:
        return "invalid", _("Virus found: %(name)s (%(scanner)s, %(at)s)") % facts
    return "valid", _("No virus found (%(scanner)s, %(at)s)") % facts


@screen()
def reading(request: OfficeRequest, pk: int) -> HttpResponse:
    """Give the part of the page that says how far the machine has come, for a page that waits for it."""
    found = finding.incoming(request, pk)
    return render(request, "intake/_reading.html", reading_context(found) | {"was_waiting": True})


def _sheets(drawn: list[int], proposed: Mapping[str, Proposal], order: list[str]) -> list[Sheet]:
    regions: dict[int, list[Region]] = {}
    for tag, name in enumerate(order, 1):
        one = proposed.get(name)
        if one is not None and one.page and len(one.box) == 4:
            left, top, right, bottom = one.box
            state = "near" if one.state == ProposalState.OPEN and one.sure < SURE else ""
            tagged = one.state == ProposalState.OPEN
            high = round((bottom - top) * RATIO) + 110
            region = Region(
                tag, left - 60, round(top * RATIO) - 55, right - left + 120, high, state, tagged=tagged
            )
            regions.setdefault(one.page, []).append(region)
    return [Sheet(number, regions.get(number, [])) for number in drawn]


def _look(file: StoredFile | None) -> str:
    """Say how the file is looked at: as PDF, as a picture, or not at all; "paper" where there is none."""
    if file is None:
        return "paper"
    if file.media_type == MediaType.PDF:
        return "pdf"
    return "picture" if file.media_type in PICTURES else "none"


def address(found: IncomingLetter) -> str:
    """Give the address of the letter's page."""
    return reverse("intake:letter", args=[found.pk])
