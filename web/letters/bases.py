"""Legal bases picked from issued letters: found by number or subject, cited by one press, let go by another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.enums import RelationKind
from dispatch.operations import citing, relating
from ui.screens import is_fragment, render, screen
from web.letters.finding import letter_of

if TYPE_CHECKING:
    from dispatch.models import OutgoingLetter
    from ui.request import OfficeRequest

MOST = 10
MOST_DIGITS = 12


@dataclass(frozen=True)
class Found:
    """One letter that may be cited, with the line that would be printed."""

    letter: OutgoingLetter
    line: str


@screen(methods=("GET", "POST"))
def bases(request: OfficeRequest, pk: int) -> HttpResponse:
    """Find issued letters; with POST, cite the chosen one and give the line for the form."""
    letter = letter_of(request, pk)
    policies.may_edit(request.actor, letter).enforce()
    if request.method == "POST":
        return _cite(request, letter)
    text = request.GET.get("q", "")
    matching = queries.issued_letters_matching(request.actor, request.at, text).exclude(pk=letter.pk)
    found = [Found(one, citing.basis_line(one)) for one in matching[: MOST + 1]]
    return _page(request, letter, text=text, found=found[:MOST], more=len(found) > MOST)


@screen(methods=("POST",))
def let_go(request: OfficeRequest, pk: int, key: int) -> HttpResponse:
    """Let the draft no longer rest on a letter; what stands in its text stays."""
    letter = letter_of(request, pk)
    relation = queries.relations_of(letter, RelationKind.BASED_ON).filter(pk=key).first()
    if relation is None:
        raise Http404
    relating.unlink(relation=relation, by=request.actor, at=request.at)
    messages.success(
        request, _("The link is gone. Take the line out of the legal bases too if it stands there.")
    )
    return redirect("letters:edit", letter.pk)


def _cite(request: OfficeRequest, letter: OutgoingLetter) -> HttpResponse:
    digits = request.POST.get("target", "")
    key = int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS else 0
    target = queries.issued_letters_matching(request.actor, request.at, "").filter(pk=key).first()
    if target is None:
        raise Http404
    relation = citing.cite(letter=letter, target=target, by=request.actor, at=request.at)
    if is_fragment(request):
        return _page(request, letter, line=relation.line)
    said = _("The link is kept. Copy this line into the legal bases: %(line)s") % {"line": relation.line}
    messages.success(request, said)
    return redirect("letters:edit", letter.pk)


def _page(request: OfficeRequest, letter: OutgoingLetter, **more: object) -> HttpResponse:
    cited = queries.relations_of(letter, RelationKind.BASED_ON)
    context = {"letter": letter, "cited": cited, "text": "", "found": None, "line": "", **more}
    return render(request, "letters/bases.html", context)
