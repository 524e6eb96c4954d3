"""One incoming letter: the page as it came, its verdict, and what the registry does with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit.queries import history_of
from dispatch import policies, queries
from dispatch.enums import IncomingStatus
from dispatch.errors import ArrivalMayBeDouble
from dispatch.models import IncomingLetter
from dispatch.operations import arriving
from files import queries as files
from lib.calendar import local_day
from lib.refusal import Refusal
from ui.rows import LogEntry
from ui.screens import render, screen
from ui.writing import moment
from web.incoming.facts import REGISTERING, corrected, facts_of
from web.incoming.signatures import signatures_on
from web.intake import arrival, finding
from web.intake.register_form import RegisterForm, kept, units_by_key
from web.letters.history import reason_of, who_did
from web.letters.serving import serve
from web.organisation.asking import Page, ask
from workflow.incoming_letter import moves, starting

if TYPE_CHECKING:
    from audit.models import Event
    from files.models import StoredFile
    from ui.request import OfficeRequest

UNREADABLE = 422
WORDS = {
    "incoming.refused": gettext_lazy("returned it: “%(reason)s”"),
    "incoming.completed": gettext_lazy("said that it is dealt with"),
    **REGISTERING,
    "incoming.recall_asked": gettext_lazy("the sender recalls it: “%(reason)s”"),
    "incoming.recall_agreed": gettext_lazy("cancelled it at the recall of its sender"),
    "incoming.recall_refused": gettext_lazy("refused the recall: “%(reason)s”"),
    "incoming.recall_stopped": gettext_lazy("the sender stopped the recall"),
}


class ReasonForm(forms.Form):
    """Why it goes back, as the sender reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class DoneForm(forms.Form):
    """How it was dealt with, as the sender reads it."""

    note = forms.CharField(label=gettext_lazy("Result"), required=False, max_length=1000)


@screen(methods=("GET", "POST"))
def letter(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show the letter; POST registers it."""
    found = finding.incoming(request, pk)
    doubles = list(queries.doubles_of(found)) if found.status == IncomingStatus.ARRIVED else []
    form = _form(request, doubles, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = starting.register(letter=found, entry=form.entry(doubles), by=request.actor, at=request.at)
        except ArrivalMayBeDouble:  # said above the form, where both can be opened
            return _page(request, found, form, list(queries.doubles_of(found)), status=UNREADABLE)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Registered: arrival number %(n)s.") % {"n": done.allocation})
            return redirect(_next(found, form) if "next" in request.POST else reverse("intake:tray"))
    return _page(request, found, form, doubles, status=UNREADABLE if form.errors else 200)


def _form(request: OfficeRequest, doubles: list, data: Any = None) -> RegisterForm:
    initial = {"arrival_day": local_day(request.at), "copies": 1, **kept(request.GET)}
    return RegisterForm(data, initial=initial, units=units_by_key(request), double=bool(doubles))


def _next(found: IncomingLetter, form: RegisterForm) -> str:
    """Give the address of the next arrival that waits, the one below first; what the clerk keeps goes with it."""
    before, after, _place, _count = queries.next_arrivals(found)
    following = after or before
    if following is None:
        return reverse("intake:tray")
    return f"{reverse('intake:letter', args=[following.pk])}?{form.to_keep(found.kind)}"


def show(request: OfficeRequest, found: IncomingLetter, *, status: int = 200, **more: object) -> HttpResponse:
    """Show the page of ``found`` with a part of it as another screen left it."""
    doubles = list(queries.doubles_of(found)) if found.status == IncomingStatus.ARRIVED else []
    return _page(request, found, _form(request, doubles), doubles, status=status, more=more)


def _page(
    request: OfficeRequest,
    found: IncomingLetter,
    form: RegisterForm,
    doubles: list,
    *,
    status: int = 200,
    more: dict[str, object] | None = None,
) -> HttpResponse:
    judged, judging = signatures_on(found)
    actor, label = request.actor, str(IncomingStatus(found.status).label)
    context = {
        "letter": found,
        "status_label": label[:1].upper() + label[1:],
        "form": form,
        "doubles": doubles,
        "facts": _facts(found),
        "signatures": judged,
        "judging": judging,
        "attachments": queries.incoming_attachments_of(found),
        "history": [_entry(event) for event in reversed(_events(found))],
        "may_register": policies.may_register_arrival(actor, found),
        "may_refuse": policies.may_refuse_arrival(actor, found),
        "may_complete": policies.may_complete_incoming(actor, found),
        "may_correct": policies.may_correct_arrival(actor, found),
        "may_strike_out": policies.may_strike_out(actor, found),
        "may_scan": policies.may_scan_arrival(actor, found),
        "waits": found.status == IncomingStatus.ARRIVED and bool(policies.is_not_recalled(found)),
        "recall": queries.recall_of_incoming(found),
        "described": bool(policies.is_described(found)),
        "book": queries.arrivals_series(found.organisation, local_day(request.at)),
        **arrival.context_of(request, found),
        **(more or {}),
    }
    return render(request, "intake/letter.html", context, status=status)


def _facts(found: IncomingLetter) -> list[tuple[str, object]]:
    link = reverse("verify:letter", args=[found.verify_token]) if found.verify_token else ""
    answer = format_html('<a href="{}">{}</a>', link, _("What the issuer says of it")) if link else ""
    return [
        *facts_of(found),
        (_("Note"), found.note),
        (_("Arrived"), moment(found.arrived_at)),
        (_("Way"), found.get_source_display()),
        (_("Returned because"), found.refusal_reason),
        (_("Struck out because"), found.allocation.void_reason if found.allocation else ""),
        (_("Result"), found.completion_note),
        (_("Original"), answer),
    ]


def _events(found: IncomingLetter) -> list[Event]:
    return list(history_of(found.organisation_id, "incoming", found.pk))


def _entry(event: Event) -> LogEntry:
    words = str(WORDS.get(event.name, event.name))
    said = {"reason": reason_of(event), "changes": corrected(event)}
    return LogEntry(at=event.at, who=who_did(event), text=words % said)


@screen(methods=("GET", "POST"))
def refuse(request: OfficeRequest, pk: int) -> HttpResponse:
    """Return the letter to its sender."""
    found = finding.incoming(request, pk)
    policies.may_refuse_arrival(request.actor, found).enforce()
    form = ReasonForm(request.POST or None)

    def act() -> str:
        arriving.refuse(letter=found, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
        return reverse("intake:tray")

    page = Page(
        title=_("Return it to the sender"),
        said=_("%(name)s reads the reason at once. The letter gets no number here.") % {"name": found.sender},
        submit=_("Return it"),
        back=reverse("intake:letter", args=[pk]),
        done=_("Returned; the sender is told."),
        grave=True,
    )
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def complete(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say that the letter has been dealt with."""
    found = finding.incoming(request, pk)
    policies.may_complete_incoming(request.actor, found).enforce()
    form = DoneForm(request.POST or None)

    def act() -> str:
        moves.complete_unhandled(
            letter=found, note=form.cleaned_data["note"], by=request.actor, at=request.at
        )
        return reverse("intake:tray")

    page = Page(
        title=_("It is dealt with"),
        said=_("The sender is told."),
        submit=_("Dealt with"),
        back=reverse("intake:letter", args=[pk]),
    )
    return ask(request, form, act, page=page)


@screen()
def file(request: OfficeRequest, pk: int, sha256: str) -> HttpResponse:
    """Send the letter or a file that came with it, exactly as it came."""
    found = finding.incoming(request, pk)
    policies.may_open(found).enforce()
    own = [
        *([found.file] if found.file else []),
        *(one.file for one in queries.incoming_attachments_of(found)),
    ]
    chosen: StoredFile | None = next((one for one in own if one.sha256 == sha256), None)
    if chosen is None:
        raise Http404
    return serve(request, chosen)


@screen()
def page(request: OfficeRequest, pk: int, number: int) -> HttpResponse:
    """Send the picture of a page."""
    found = finding.incoming(request, pk)
    policies.may_open(found).enforce()
    drawn = files.preview_of(found.file, number) if found.file else None
    if drawn is None:
        raise Http404
    return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": "private, no-cache"})
