"""Propose, direct, transfer, record what was written on paper: the pages that name who handles a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import policies, queries
from dispatch.enums import AssignmentRole as R
from dispatch.enums import HandlingStage as H
from dispatch.operations.clock_rules import Term
from dispatch.operations.directing import Named, OnPaper
from files.operations import storing
from lib.calendar import local_day
from lib.refusal import Refusal
from organisation.enums import Duty
from organisation.queries import acting_as, holders_of
from ui.screens import render, screen
from web.incoming.finding import assignment_of, handling_of, letter_of
from web.incoming.naming import (
    TERMS,
    USUAL_TERM,
    NamingForm,
    as_initial,
    choices_of,
    said_of,
    term_label,
    within,
)
from web.incoming.usual import phrases_for, usual_leads
from workflow.incoming_letter import moves

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpResponse

    from dispatch.models import IncomingLetter
    from organisation.models import Post
    from ui.request import OfficeRequest

    Act = Callable[[Sequence[Named], str], object]

UNREADABLE = 422


class ProposeForm(NamingForm):
    """A proposal, and the leader it is presented to."""

    director = forms.ChoiceField(label=gettext_lazy("Present it to"), widget=forms.RadioSelect)
    field_order = (
        "director",
        "lead",
        "helpers",
        "told",
        "term",
        "day",
        "helpers_day",
        "reply",
        "phrase",
        "text",
    )


class PaperForm(NamingForm):
    """What a leader wrote on paper, with the scan of it."""

    director = forms.ChoiceField(label=gettext_lazy("Leader who wrote it"), widget=forms.RadioSelect)
    written_on = forms.DateField(
        label=gettext_lazy("Written on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    scan = forms.FileField(label=gettext_lazy("Scan of the paper (PDF or picture)"))
    field_order = (
        "director",
        "written_on",
        "scan",
        "text",
        "lead",
        "helpers",
        "told",
        "term",
        "day",
        "helpers_day",
    )


class AnewForm(NamingForm):
    """A directive that replaces the one in force, and why."""

    reason = forms.CharField(label=gettext_lazy("Why it is directed anew"), max_length=1000)
    field_order = (
        "reason",
        "lead",
        "helpers",
        "told",
        "term",
        "day",
        "helpers_day",
        "reply",
        "phrase",
        "text",
    )


@screen(methods=("GET", "POST"))
def propose(request: OfficeRequest, pk: int) -> HttpResponse:
    """Filter and present the letter to a leader, saying who should handle it."""
    letter = letter_of(request, pk)
    may = acting_as(request.actor, request.at, lambda one: policies.may_propose(one, handling_of(letter)))
    policies.may_propose(may, handling_of(letter)).enforce()
    leaders = _leaders(request)
    form = ProposeForm(
        request.POST or None,
        choices=choices_of(letter.organisation, request.at),
        phrases=phrases_for(request.actor),
        initial={"term": str(USUAL_TERM), "director": next(iter(leaders), "")},
    )
    form.fields["director"].choices = [(key, _name(post)) for key, post in leaders.items()]  # type: ignore[attr-defined]

    def act(named: Sequence[Named], text: str) -> object:
        director = leaders[form.cleaned_data["director"]]
        return moves.propose(
            letter=letter, director=director, named=named, text=text, by=request.actor, at=request.at
        )

    words = {
        "title": _("Propose who handles it"),
        "submit": _("Present it"),
        "done": _("Presented to the leader."),
    }
    return _page(request, letter, form, act, words)


@screen(methods=("GET", "POST"))
def direct(request: OfficeRequest, pk: int) -> HttpResponse:
    """Direct the letter: as proposed or to a usual unit with one tap, or by the form; anew with a reason."""
    letter = letter_of(request, pk)
    handling = handling_of(letter)
    actor = acting_as(request.actor, request.at, lambda one: policies.may_direct(one, handling))
    policies.may_direct(actor, handling).enforce()
    anew = handling.stage in (H.IN_HAND, H.CONFIRMING)
    proposal = queries.standing_directive(letter) if anew else queries.standing_proposal(letter)
    phrases = phrases_for(actor)
    form = (AnewForm if anew else NamingForm)(
        None if "quick" in request.POST else request.POST or None,
        choices=choices_of(letter.organisation, request.at),
        phrases=phrases,
        initial={"term": str(USUAL_TERM), **(as_initial(proposal.named) if proposal else {})},
    )

    def act(named: Sequence[Named], text: str) -> object:
        reason = form.cleaned_data.get("reason", "") if form.is_bound else ""
        return moves.direct(
            letter=letter, named=named, text=text, reason=reason, by=request.actor, at=request.at
        )

    usual = [] if anew else usual_leads(actor, request.at)
    words = {
        "title": _("Direct anew") if anew else _("Direct"),
        "submit": _("Direct"),
        "done": _("Directed. It can be taken back while nobody has opened it."),
    }
    if request.method == "POST" and "quick" in request.POST and not anew:
        return _quickly(request, letter, act, words, phrases)
    shown = {
        "proposal": None if anew else proposal,
        "proposed": said_of(proposal.named) if proposal and not anew else [],
        "usual": usual,
        "usual_words": phrases[0] if phrases else "",
        "usual_term": USUAL_TERM,
    }
    return _page(request, letter, form, act, words, **shown)


def _quickly(
    request: OfficeRequest, letter: IncomingLetter, act: Act, words: dict[str, str], phrases: list[str]
) -> HttpResponse:
    """Do what one tap says: as proposed, or the usual words and term for one unit or person."""
    chosen = request.POST["quick"]
    if chosen == "proposed":
        proposal = queries.standing_proposal(letter)
        if proposal is None:
            return redirect("incoming:direct", letter.pk)
        if request.POST.get("proposal", str(proposal.pk)) != str(proposal.pk):
            messages.error(request, _("There is another proposal by now. Read it first."))
            return redirect("incoming:direct", letter.pk)
        named = _as_named(proposal.named, request, letter)
        act(named, proposal.text)
    else:
        one = choices_of(letter.organisation, request.at).get(chosen)
        if one is None:
            return redirect("incoming:direct", letter.pk)
        named = [Named(role=R.LEAD, unit=one.unit, post=one.post, term=Term(days=USUAL_TERM))]
        act(named, phrases[0])
    messages.success(request, words["done"])
    return redirect("incoming:letter", letter.pk)


def _as_named(rows: list[dict[str, Any]], request: OfficeRequest, letter: IncomingLetter) -> list[Named]:
    """Give whom a proposal names, as of today."""
    form = NamingForm(None, choices=choices_of(letter.organisation, request.at))
    initial = as_initial(rows)
    initial["term"] = initial.get("term", "")
    bound = NamingForm({**initial, "text": "x", "day": initial.get("day") or ""}, choices=form.named)
    return bound.parts() if bound.is_valid() else []


@screen(methods=("GET", "POST"))
def transfer(request: OfficeRequest, pk: int) -> HttpResponse:
    """Send the letter straight to a unit, where the office's regulation says so."""
    letter = letter_of(request, pk)
    policies.may_transfer(request.actor, handling_of(letter)).enforce()
    form = NamingForm(
        request.POST or None,
        choices=choices_of(letter.organisation, request.at),
        phrases=[_("Transferred under the regulation of the office.")],
        initial={"term": str(USUAL_TERM), "phrase": _("Transferred under the regulation of the office.")},
    )

    def act(named: Sequence[Named], text: str) -> object:
        return moves.transfer(letter=letter, named=named, text=text, by=request.actor, at=request.at)

    words = {"title": _("Transfer it"), "submit": _("Transfer it"), "done": _("Transferred.")}
    return _page(request, letter, form, act, words)


@screen(methods=("GET", "POST"))
def on_paper(request: OfficeRequest, pk: int) -> HttpResponse:
    """Record what the leader wrote on paper, with its scan."""
    letter = letter_of(request, pk)
    policies.may_record_directive(request.actor, handling_of(letter)).enforce()
    leaders = _leaders(request)
    form = PaperForm(
        request.POST or None,
        request.FILES or None,
        choices=choices_of(letter.organisation, request.at),
        initial={"term": str(USUAL_TERM), "written_on": local_day(request.at)},
    )
    form.fields["director"].choices = [(key, _name(post)) for key, post in leaders.items()]  # type: ignore[attr-defined]
    form.fields["text"].label, form.fields["text"].required = _("What is written there"), True

    def act(named: Sequence[Named], text: str) -> object:
        values = form.cleaned_data
        sent = values["scan"]
        scan = storing.deposit(
            organisation_key=request.actor.organisation_key, content=sent.read(), name=sent.name
        )
        paper = OnPaper(leader=leaders[values["director"]], day=values["written_on"], scan=scan)
        return moves.record_on_paper(
            letter=letter, paper=paper, named=named, text=text, by=request.actor, at=request.at
        )

    words = {
        "title": _("Record a directive written on paper"),
        "submit": _("Record it"),
        "done": _("Recorded; the leader is told."),
    }
    return _page(request, letter, form, act, words)


@screen(methods=("GET", "POST"))
def give_on(request: OfficeRequest, key: int) -> HttpResponse:
    """Give an assignment on within the unit, or to others there with a reason."""
    assignment = assignment_of(request, key)
    letter = letter_of(request, assignment.letter_id)
    actor = acting_as(request.actor, request.at, lambda one: policies.may_give_within(one, assignment))
    policies.may_give_within(actor, assignment).enforce()
    unit = policies.unit_of(assignment)
    again = any(one.is_open and one.parent_id == assignment.pk for one in queries.assignments_of(letter))
    form_class = AnewForm if again else NamingForm
    form = form_class(
        request.POST or None,
        choices=within(unit, letter.organisation, request.at, but=actor.acting_post),
        whole_office=False,
        initial={"term": "", "day": None},
    )
    form.fields["term"].choices = [  # type: ignore[attr-defined]
        *((str(days), term_label(days)) for days in TERMS),
        ("", _("as long as the unit has")),
    ]
    form.fields["text"].label = _("What is to be done")

    def act(named: Sequence[Named], text: str) -> object:
        reason = form.cleaned_data.get("reason", "")
        return moves.give_on(
            assignment=assignment, named=named, note=text, reason=reason, by=request.actor, at=request.at
        )

    words = {
        "title": _("Give it to others in the unit") if again else _("Give it to somebody in the unit"),
        "submit": _("Give it"),
        "done": _("Given."),
    }
    return _page(request, letter, form, act, words)


def _page(
    request: OfficeRequest,
    letter: IncomingLetter,
    form: NamingForm,
    act: Act,
    words: dict[str, str],
    **shown: object,
) -> HttpResponse:
    """Show the form, or do what it says once."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.parts(), form.cleaned_data["text"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, words["done"])
            return redirect("incoming:letter", letter.pk)
    context = {
        "letter": letter,
        "form": form,
        "back": reverse("incoming:letter", args=[letter.pk]),
        "more_open": any(form[name].value() for name in ("helpers", "told") if name in form.fields)
        or bool(form.errors),
        **words,
        **shown,
    }
    return render(request, "incoming/direct.html", context, status=UNREADABLE if form.errors else 200)


def _leaders(request: OfficeRequest) -> dict[str, Post]:
    """Give who may direct today, the head first."""
    organisation, today = request.actor.organisation, local_day(request.at)
    found = [*holders_of(organisation, Duty.HEAD, today), *holders_of(organisation, Duty.DEPUTY_HEAD, today)]
    return {str(post.pk): post for post in found}


def _name(post: Post) -> str:
    return f"{post.person.full_name}, {post.title}"
