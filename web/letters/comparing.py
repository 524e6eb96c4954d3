"""Two versions of a letter beside each other, as text and as pages; and what changed since a leader last decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.enums import RenderingState
from dispatch.models import DraftVersion
from dispatch.operations import comparing
from ui.screens import render, screen
from ui.writing import moment
from web.letters.differences import Section, differences
from web.letters.finding import letter_of
from web.letters.history import READING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from audit.models import Event
    from dispatch.models import Endorsement, OutgoingLetter
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest

MOST_DIGITS = 9


@dataclass(frozen=True)
class Since:
    """What the leader is told at the approval: one sentence, and the differences if there are any."""

    said: str
    sections: list[Section]
    attachments: list[str]
    older: int = 0
    newer: int = 0

    @property
    def changed(self) -> bool:
        """Say whether there is anything to look at."""
        return bool(self.sections or self.attachments)


@screen()
def pick(request: OfficeRequest, pk: int) -> HttpResponse:
    """Go to the comparison of the two chosen versions; without a choice, of the newest and the one before."""
    letter = letter_of(request, pk)
    newest = letter.version_number
    older = _chosen(request, "older") or max(1, newest - 1)
    newer = _chosen(request, "newer") or newest
    older, newer = sorted((older, newer))
    return redirect("letters:compare", letter.pk, older, newer)


@screen()
def compare(request: OfficeRequest, pk: int, older: int, newer: int) -> HttpResponse:
    """Show what differs between two saved versions: their text, or with ``?show=pages`` their pages."""
    letter = letter_of(request, pk)
    old, new = (_version(letter, number) for number in (older, newer))
    as_pages = request.GET.get("show") == "pages" and older < newer
    context = {
        "letter": letter,
        "old": old,
        "new": new,
        "versions": queries.versions_of(letter),
        "as_pages": as_pages,
        "sections": [] if as_pages else differences(letter, old.draft, new.draft, request.at),
        **(_pictures(request, letter, older, newer) if as_pages else {}),
    }
    return render(request, "letters/compare.html", context)


@screen()
def pages(request: OfficeRequest, pk: int, older: int, newer: int) -> HttpResponse:
    """Say how far the pictures have come; the part of the page asks again by itself while they are drawn."""
    letter = letter_of(request, pk)
    if older >= newer:
        raise Http404
    for number in (older, newer):
        _version(letter, number)
    context = {"letter": letter, **_pictures(request, letter, older, newer)}
    return render(request, "letters/_compared_pages.html", context)


@screen()
def picture(request: OfficeRequest, pk: int, key: int, number: int, side: str) -> HttpResponse:
    """Send one picture of a comparison; 404 when it was dropped."""
    letter = letter_of(request, pk)
    png = queries.compared_picture(letter, key, number, after=side == "after")
    if png is None:
        raise Http404
    response = HttpResponse(png, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-cache"
    return response


def changed_since(
    letter: OutgoingLetter, events: Iterable[Event], *, by: Actor, at: datetime
) -> Since | None:
    """Give what changed since the person last decided on the letter, or else last read it; None if it waits not for
    them. ``events`` are those before this page was opened."""
    if not (policies.may_approve(by, letter) or policies.may_sign(by, letter, at)):
        return None
    decision = queries.last_decision_of(by, letter)
    if decision is not None:
        return _since(letter, decision.version_number, decision.at, _decided(decision), at)
    read = [one for one in events if one.name in READING and _is_by(one, by) and one.facts.get("version")]
    if not read:
        return Since(_("You have not decided on this letter before, nor read it."), [], [])
    said = _("you read it on %(when)s") % {"when": moment(read[-1].at)}
    return _since(letter, int(read[-1].facts["version"]), read[-1].at, said, at)


def _decided(decision: Endorsement) -> str:
    facts = {"when": moment(decision.at)}
    if decision.passed:
        return _("you approved it on %(when)s") % facts
    return _("you sent it back on %(when)s") % facts


def _since(letter: OutgoingLetter, number: int, moment_: datetime, how: str, at: datetime) -> Since:
    facts = {"how": how, "number": number}
    old = queries.version_of(letter, number).draft
    sections = differences(letter, old, letter.draft, at)
    attachments = [_attachment(one.file.name, gone=one.removed_at is not None)
                   for one in queries.attachments_changed_since(letter, moment_)]  # fmt: skip
    if not sections and not attachments:
        return Since(_("Nothing changed since %(how)s (version %(number)d).") % facts, [], [])
    said = _("What changed since %(how)s (version %(number)d):") % facts
    return Since(said, sections, attachments, number, letter.version_number)


def _attachment(name: str, *, gone: bool) -> str:
    return (_("attachment taken off: %(name)s") if gone else _("attachment added: %(name)s")) % {"name": name}


def _is_by(event: Event, by: Actor) -> bool:
    return by.person is not None and event.trail.get("person") == by.person.pk


def _pictures(request: OfficeRequest, letter: OutgoingLetter, older: int, newer: int) -> dict[str, object]:
    asked = comparing.request_pictures(
        letter=letter, older=older, newer=newer, by=request.actor, at=request.at
    )
    ready = asked.state == RenderingState.READY
    found = list(queries.comparison_pages(asked)) if ready else []
    return {
        "comparison": asked,
        "working": asked.state == RenderingState.WORKING,
        "pages": found,
        "differing": sum(page.differs for page in found),
        "shortened": len(found) == comparing.MOST_PAGES,
    }


def _version(letter: OutgoingLetter, number: int) -> DraftVersion:
    try:
        return queries.version_of(letter, number)
    except DraftVersion.DoesNotExist:
        raise Http404 from None


def _chosen(request: OfficeRequest, name: str) -> int:
    digits = request.GET.get(name, "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS else 0
