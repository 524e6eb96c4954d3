"""Everything of whoever leaves, handed over in one act; and the record of it, to be printed and signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from audit.queries import history_of
from dispatch.queries import letters_visible_to
from lib.calendar import local_day
from lib.refusal import Refusal
from organisation import queries
from ui.screens import render, screen
from web.organisation.asking import UNREADABLE
from web.organisation.forms import HandOverForm
from web.organisation.handing import whose
from workflow import leaving

if TYPE_CHECKING:
    from ui.request import OfficeRequest


@screen(methods=("GET", "POST"))
def everything(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show all that somebody has in hand; give it to one colleague, all of it or nothing."""
    person, _posts = whose(request, pk)
    found = leaving.everything_of(person)
    there = queries.posts_on(request.actor.organisation, local_day(request.at))
    colleagues = [post for post in there if post.person_id != person.pk]
    form = HandOverForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        try:
            event = leaving.hand_everything_over(
                person=person,
                to=form.colleagues[form.cleaned_data["to"]],
                reason=form.cleaned_data["reason"],
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Everything is handed over. Print the record and have it signed."))
            return redirect("organisation:handed_over", pk, event.pk)
    records = history_of(person.organisation_id, leaving.SUBJECT, pk).filter(name=leaving.HANDED_OVER)
    context = {
        "person": person,
        "found": found,
        "readable": _readable(request, found),
        "form": form,
        "records": records.order_by("-id"),
    }
    return render(request, "organisation/everything.html", context, status=UNREADABLE if form.errors else 200)


@screen()
def record(request: OfficeRequest, pk: int, event: int) -> HttpResponse:
    """Show the record of a handing over, as it was: the page prints as it stands."""
    person, _posts = whose(request, pk)
    events = history_of(person.organisation_id, leaving.SUBJECT, pk).filter(name=leaving.HANDED_OVER)
    found = events.select_related("detail").filter(pk=event).first()
    if found is None or not hasattr(found, "detail"):
        raise Http404
    told = found.detail.text
    words = {
        "letters": _("Letters handed over"),
        "signatures": _("Letters given back to be drafted, for another to sign"),
        "dossiers": _("Dossiers handed over"),
        "assignments": _("Incoming letters to be given on by the head of the unit or the leader"),
        "loans": _("Paper to be brought back to the archive"),
    }
    context = {
        "person": person,
        "event": found,
        "told": told,
        "by": dict(told.get("names") or {}).get("person", ""),
        "parts": [(label, told["lines"].get(name, [])) for name, label in words.items()],
    }
    return render(request, "organisation/handed_over.html", context)


def _readable(request: OfficeRequest, found: leaving.Everything) -> set[int]:
    """Give the letters whose subject this person may read anyway."""
    keys = [task.letter.pk for task in (*found.to_give, *found.to_sign)]
    seen = letters_visible_to(request.actor, request.at).filter(pk__in=keys)
    return set(seen.values_list("pk", flat=True))
