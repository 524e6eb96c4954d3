"""What is kept at hand for drafting: phrases inserted by key, model letters to begin others from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dispatch import policies, queries
from dispatch.enums import Reach
from dispatch.operations import aiding
from lib.refusal import Refusal
from ui.screens import render, screen
from web.letters.finding import letter_of
from web.letters.text import shown

if TYPE_CHECKING:
    from dispatch.models import LetterModel, OutgoingLetter, Phrase
    from organisation.models import Unit
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest

UNREADABLE = 422
MOST_DIGITS = 9


class PhraseForm(forms.Form):
    """A phrase to keep."""

    key = forms.CharField(
        label=pgettext_lazy("phrase", "Key"),
        max_length=20,
        help_text=gettext_lazy("Small letters without marks, or figures. Typed as //key and a space."),
    )
    text = forms.CharField(
        label=pgettext_lazy("phrase", "Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    reach = forms.ChoiceField(label=pgettext_lazy("reach", "For whom"))

    def __init__(self, *args: Any, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reach"].choices = reaches_of(actor)  # type: ignore[attr-defined]


@screen(methods=("GET", "POST"))
def aids(request: OfficeRequest) -> HttpResponse:
    """Show the phrases and models this person may use; with POST, keep another phrase."""
    form = PhraseForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        reach, given = Reach(form.cleaned_data["reach"]), form.cleaned_data
        try:
            aiding.keep_phrase(
                reach=reach,
                unit=_unit(request),
                key=given["key"],
                text=given["text"],
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The phrase is kept."))
            return redirect("letters:aids")
    context = {
        "form": form,
        "phrases": [_kept(request, phrase) for phrase in queries.phrases_for(request.actor)],
        "models": [_kept(request, model) for model in queries.models_for(request.actor)],
    }
    return render(request, "letters/aids.html", context, status=UNREADABLE if form.is_bound else 200)


@screen(methods=("POST",))
def retire_phrase(request: OfficeRequest, key: int) -> HttpResponse:
    """Offer a phrase no longer."""
    phrase = queries.phrases_for(request.actor).filter(pk=key).first()
    if phrase is None:
        raise Http404
    aiding.retire_phrase(phrase=phrase, by=request.actor, at=request.at)
    messages.success(request, _("The phrase is no longer offered."))
    return redirect("letters:aids")


@screen()
def model(request: OfficeRequest, key: int) -> HttpResponse:
    """Read one model."""
    found = _model(request, key)
    context = {
        "model": found,
        "content": shown(found.draft, found.kind),
        "may_change": policies.may_change(request.actor, found),
    }
    return render(request, "letters/model.html", context)


@screen(methods=("POST",))
def retire_model(request: OfficeRequest, key: int) -> HttpResponse:
    """Offer a model no longer."""
    aiding.retire_model(model=_model(request, key), by=request.actor, at=request.at)
    messages.success(request, _("The model is no longer offered."))
    return redirect("letters:aids")


@screen(methods=("POST",))
def keep_model(request: OfficeRequest, pk: int) -> HttpResponse:
    """Keep the draft as it was last typed as a model."""
    letter = letter_of(request, pk)
    typed = queries.autosave_of(letter)
    reach = request.POST.get("reach", "")
    aiding.keep_model(
        letter=letter,
        content=typed.draft if typed else letter.draft,
        reach=Reach(reach) if reach in Reach.values else Reach.OWN,
        unit=_unit(request),
        title=request.POST.get("title", ""),
        by=request.actor,
        at=request.at,
    )
    messages.success(request, _("The draft is kept as a model."))
    return redirect("letters:edit", letter.pk)


@screen(methods=("POST",))
def begin_from(request: OfficeRequest, pk: int) -> HttpResponse:
    """Let the draft go on from a model; what was typed stays as a version."""
    letter = letter_of(request, pk)
    digits = request.POST.get("model", "")
    found = _model(
        request, int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS else 0
    )
    aiding.begin_from(letter=letter, model=found, by=request.actor, at=request.at)
    messages.success(request, _("The draft goes on from the model “%(title)s”.") % {"title": found.title})
    return redirect("letters:edit", letter.pk)


def aids_of(request: OfficeRequest, letter: OutgoingLetter) -> dict[str, object]:
    """Give what the draft's page offers: phrases for the editor, models of the kind, and for whom one may be kept."""
    return {
        "phrases": queries.phrases_for(request.actor),
        "models": queries.models_for_letter(request.actor, letter),
        "reaches": reaches_of(request.actor),
    }


def begun_with(request: OfficeRequest) -> dict[str, object]:
    """Give what the form of a new letter starts with when it was asked for with ``?model=``."""
    digits = request.GET.get("model", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) > MOST_DIGITS:
        return {}
    found = queries.models_for(request.actor).filter(pk=int(digits)).first()
    return {"model": found.pk, "kind": found.kind} if found else {}


def keeping_the_post(view: str, pk: int) -> HttpResponse:
    """Lead on to ``view`` with the POST and its token: a second operation belongs in a second view."""
    response = HttpResponseRedirect(reverse(view, args=[pk]))
    response.status_code = 307
    return response


def reaches_of(actor: Actor) -> list[tuple[str, str]]:
    """Give for whom this person may keep something, the narrowest first."""
    unit = actor.acting_post.unit if actor.acting_post else None
    order = (Reach.OWN, Reach.UNIT, Reach.OFFICE)
    return [(reach.value, str(reach.label)) for reach in order if policies.may_keep(actor, reach, unit)]


def _kept(request: OfficeRequest, aid: Phrase | LetterModel) -> dict[str, object]:
    reach = Reach(aid.reach)
    label = aid.unit.name if aid.unit else str(reach.label)
    return {"aid": aid, "reach": label, "may_change": policies.may_change(request.actor, aid)}


def _unit(request: OfficeRequest) -> Unit | None:
    return request.actor.acting_post.unit if request.actor.acting_post else None


def _model(request: OfficeRequest, key: int) -> LetterModel:
    found = queries.models_for(request.actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found
