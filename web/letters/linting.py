"""What the rules of layout and wording find, shown where it is: beside its field, in the text, before the acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dispatch import policies, queries
from dispatch.enums import LetterStatus
from dispatch.models.content import LABELS
from ui.screens import render, screen
from web.letters.finding import letter_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from django.http import HttpResponse

    from dispatch.lint.findings import Finding
    from dispatch.models import OutgoingLetter
    from ui.request import OfficeRequest

FIELDS = (
    "subject", "addressees", "legal_bases", "body", "parts",
    "recipients", "keep_line", "signer_post_id", "expected_on",
)  # fmt: skip
CHECKED = {LetterStatus.CONTENT_CHECK, LetterStatus.FORMAT_CHECK}


@dataclass(frozen=True)
class Shown:
    """One finding on a page: its words, and where the script finds the place (counted as browsers count)."""

    finding: Finding
    label: str
    where: str
    path: str
    start: int
    end: int


@dataclass(frozen=True)
class Findings:
    """All findings of a letter: the sentence that sums them up, and the lines by field."""

    said: str
    grave: int
    shown: list[Shown]

    @property
    def by_field(self) -> dict[str, list[Shown]]:
        """Give every field that can have findings, with those it has."""
        return {name: [one for one in self.shown if one.finding.place.field == name] for name in FIELDS}


def findings_of(found: Iterable[Finding]) -> Findings:
    """Give what the page shows for ``found``."""
    shown = [_shown(finding) for finding in found]
    grave = sum(one.finding.is_must for one in shown)
    return Findings(_said(grave, len(shown) - grave), grave, shown)


def findings_for_check(letter: OutgoingLetter, at: datetime) -> Findings | None:
    """Give the findings on a letter whose content or format is being checked; None at any other step."""
    if letter.status not in CHECKED:
        return None
    return findings_of(queries.findings_on(letter, letter.draft, at))


@screen()
def findings(request: OfficeRequest, pk: int) -> HttpResponse:
    """Give the findings on what is typed, for the panel and the places beside the fields; the drafter only."""
    letter = letter_of(request, pk)
    policies.may_edit(request.actor, letter).enforce()
    kept = queries.autosave_of(letter)
    found = queries.findings_on(letter, kept.draft if kept else letter.draft, request.at)
    context = {"letter": letter, "findings": findings_of(found), "beside": True}
    return render(request, "letters/_findings_edit.html", context)


def _said(grave: int, slight: int) -> str:
    if not grave and not slight:
        return _("Nothing found: the letter keeps all rules that are examined.")
    parts = []
    if grave:
        parts.append(
            ngettext("%(n)d thing must be put right", "%(n)d things must be put right", grave) % {"n": grave}
        )
    if slight:
        parts.append(
            ngettext("%(n)d is better put right", "%(n)d are better put right", slight) % {"n": slight}
        )
    return ", ".join(parts) + "."


def _shown(finding: Finding) -> Shown:
    place = finding.place
    label = str(LABELS[place.field])
    where = label
    if place.line is not None:
        where = _("%(field)s, line %(number)d") % {"field": label, "number": place.line + 1}
    elif place.path:
        where = _("%(field)s, part %(number)d") % {"field": label, "number": place.path[0] + 1}
    return Shown(finding, label, where, ".".join(map(str, place.path)), place.start, place.end)
