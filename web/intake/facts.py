"""Write down what stands on an arrival: all of it, or one field by one key; correct it once it is in the book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import policies
from dispatch.operations import describing, erasing, holding
from dispatch.operations.describing import ArrivalFacts
from lib.refusal import Refusal
from ui.screens import answer_json, screen
from web.intake import finding
from web.intake import letter as letters
from web.intake.facts_form import FactsForm, fact_rows
from web.organisation.asking import Page, ask
from workflow.incoming_letter import moves

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from dispatch.models import IncomingLetter
    from ui.request import OfficeRequest

UNREADABLE = 422


class WhyForm(forms.Form):
    """Why a mark is none of secrecy."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SureForm(forms.Form):
    """Asked once more before anything is erased for good."""

    sure = forms.BooleanField(label=gettext_lazy("I have looked at the paper: it bears a mark of secrecy"))


@screen(methods=("POST",))
def describe(request: OfficeRequest, pk: int) -> HttpResponse:
    """Write the facts down."""
    found = finding.incoming(request, pk)
    policies.may_describe_arrival(request.actor, found).enforce()
    form = FactsForm(request.POST)
    if request.POST.get("only"):
        return _one(request, found, form, request.POST["only"])
    if form.is_valid():
        try:
            describing.describe(letter=found, facts=form.facts(), by=request.actor, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down."))
            return redirect("intake:letter", pk)
    rows = fact_rows(form, found, {})
    return letters.show(request, found, fact_rows=rows, facts_form=form, status=UNREADABLE)


def _one(request: OfficeRequest, found: IncomingLetter, form: FactsForm, name: str) -> HttpResponse:
    """Write down one field, as a script sends it; answer with what is wrong, if anything is."""
    form.is_valid()
    if name not in form.cleaned_data:
        sentence = " ".join(
            str(error) for error in form.errors.get(name, [_("This cannot be recorded like that.")])
        )
        return answer_json({"sentence": sentence}, status=UNREADABLE)
    values = {name: form.cleaned_data[name]}
    try:
        describing.note(letter=found, values=values, by=request.actor, at=request.at)
    except Refusal as refusal:
        return answer_json({"sentence": str(refusal)}, status=UNREADABLE)
    return answer_json({"sentence": ""})


class CorrectionForm(FactsForm):
    """What the book should say, and why it says something else."""

    reason = forms.CharField(
        label=gettext_lazy("Reason of the correction"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    # When the line that is corrected was changed last, as the page shows it.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("issuer", "subject"):  # as when it was registered
            self.fields[name].required = True

    def clean_seen(self) -> datetime | None:
        """Give the moment, None where none was sent."""
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None


@screen(methods=("GET", "POST"))
def correct(request: OfficeRequest, pk: int) -> HttpResponse:
    """Correct what the book says of a registered letter."""
    found = finding.incoming(request, pk)
    policies.may_correct_arrival(request.actor, found).enforce()
    said = {**vars(ArrivalFacts.of(found)), "seen": found.updated_at.isoformat()}
    form = CorrectionForm(request.POST or None, initial=said)

    def act() -> str:
        moves.correct(
            letter=found,
            facts=form.facts(),
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
            by=request.actor,
            at=request.at,
        )
        return reverse("incoming:letter", args=[pk])

    page = Page(
        title=_("Correct arrival %(n)s in the book") % {"n": found.allocation},
        said=_(
            "The number and the day of arrival stay. What the book said before is kept in the history, with your name "
            "and the reason."
        ),
        submit=_("Correct it"),
        done=_("The book is corrected."),
        back=reverse("incoming:letter", args=[pk]),
        first=(
            _("Correct it by the letter itself."),
            reverse("incoming:letter", args=[pk]),
            _("Look at the page"),
        ),
    )
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def erase(request: OfficeRequest, pk: int) -> HttpResponse:
    """Erase a letter that is secret, and say where else it lies."""
    found = finding.incoming(request, pk)
    policies.may_erase_secret(request.actor, found).enforce()
    form = SureForm(request.POST if request.method == "POST" else None)

    def act() -> str:
        erasing.erase_secret(letter=found, by=request.actor, at=request.at)
        return reverse("intake:letter", args=[pk])

    page = Page(
        title=_("The letter is secret: erase it"),
        said=_(
            "File, pictures, text, attachments, the mail it came with and what the log says of it in words are erased "
            "now and cannot be brought back. A note without content stays."
        ),
        submit=_("Erase it"),
        done=_("Erased. Now erase it in the other places, which the page names."),
        back=reverse("intake:letter", args=[pk]),
        grave=True,
    )
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def let_go(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say why a mark on a held letter is none of secrecy."""
    found = finding.incoming(request, pk)
    policies.may_let_go(request.actor, found).enforce()
    form = WhyForm(request.POST or None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        holding.let_go(letter=found, reason=reason, by=request.actor, at=request.at)
        return reverse("intake:letter", args=[pk])

    page = Page(
        title=_("The mark is none of secrecy"),
        said=_("The machine read “%(mark)s” on the page. You answer for it that this is no secret letter.")
        % {"mark": found.held_mark},
        submit=_("It is not secret"),
        back=reverse("intake:letter", args=[pk]),
        grave=True,
    )
    return ask(request, form, act, page=page)
