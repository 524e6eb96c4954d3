"""Opinions on a draft: ask several at once, answer, see all side by side, say what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.enums import LetterStatus, Resolution, Stance
from dispatch.errors import OpinionsWait, ReasonIsMissing
from dispatch.models import Opinion
from lib.calendar import local_day
from lib.refusal import Refusal
from organisation import queries as office
from ui.screens import answer_json, render, screen
from ui.writing import clock
from web.letters.acts import Asked
from web.letters.finding import item_of, letter_of
from web.letters.opinion_forms import AskForm, OpinionForm, ResolutionForm
from web.letters.paper import paper
from web.letters.reasons import UNREADABLE, acted
from workflow.outgoing_letter import consulting

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpResponse
    from django.utils.functional import Promise

    from dispatch.models import OutgoingLetter
    from organisation.models import Delegation, Post
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest

STATES = {Stance.AGREE: "valid", Stance.REMARKS: "doubtful", Stance.DISAGREE: "invalid"}


@dataclass(frozen=True, kw_only=True)
class Said:
    """One opinion as the panel shows it, and what the reader may do about it."""

    opinion: Opinion
    state: str
    word: str | Promise
    late: bool = False
    may_lead: bool = False
    may_call_off: bool = False
    may_resolve: bool = False


@dataclass(frozen=True)
class Whom:
    """One line of the form: whom to ask, who that is, and who is absent."""

    name: str
    label: str
    note: str
    ticked: bool
    days: int | str
    away: str = ""


def panel(letter: OutgoingLetter, by: Actor, at: datetime) -> dict[str, object]:
    """Give the opinions on a letter side by side, by round, the newest first, with what ``by`` may do."""
    rounds: dict[int, list[Said]] = {}
    lead, close = policies.may_lead_round(by, letter), policies.may_close_round(by, letter)
    for one in queries.opinions_of(letter):
        rounds.setdefault(one.round, []).append(
            Said(
                opinion=one,
                state=_state(one),
                word=_word(one),
                late=one.is_open and one.due_on is not None and one.due_on < local_day(at),
                may_lead=bool(lead) and one.is_open,
                may_call_off=bool(close) and one.is_open,
                may_resolve=one.waits_for_the_drafter and bool(policies.may_resolve(by, letter, one)),
            )
        )
    return {"rounds": rounds, "may_close": bool(close), "letter": letter}


def _state(one: Opinion) -> str:
    return STATES[Stance(one.stance)] if one.answered_at else "pending"


def _word(one: Opinion) -> str | Promise:
    if one.answered_at:
        return str(Stance(one.stance).label)
    return _("waited for") if one.is_open else _("no longer asked")


@screen(methods=("GET", "POST"))
def ask(request: OfficeRequest, pk: int) -> HttpResponse:
    """Choose whom to ask and until when; everybody chosen is asked at once."""
    letter = letter_of(request, pk)
    day = local_day(request.at)
    units = list(office.units_of(letter.organisation, day))
    posts = [one for one in office.posts_on(letter.organisation, day) if one.person_id != letter.drafter_id]
    absent = office.away_on(letter.organisation, day)
    form = AskForm(request.POST or None, units=units, posts=posts)
    status = 200
    if request.method == "POST":
        status = UNREADABLE
        if form.is_valid():
            try:
                consulting.ask(
                    item=item_of(request, letter),
                    questions=form.questions(),
                    note=form.cleaned_data["note"],
                    by=request.actor,
                    at=request.at,
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(
                    request, _("Everybody chosen is asked. You have the draft back with the last answer.")
                )
                return redirect("letters:detail", letter.pk)
    policies.may_ask(request.actor, letter).enforce()
    context = {"letter": letter, "form": form, "units": _units(form, absent), "people": _people(form, absent)}
    return render(request, "letters/ask.html", context, status=status)


def _units(form: AskForm, absent: dict[int, Delegation]) -> list[Whom]:
    heads: dict[int, Post] = {}
    for name, whom in form.offered.items():
        if name.startswith("post-") and "unit_head" in whom.duties:  # type: ignore[union-attr]
            heads.setdefault(whom.unit_id, whom)  # type: ignore[union-attr, arg-type]
    return [
        _whom(form, name, whom.name, heads[whom.pk], absent)  # type: ignore[union-attr]
        for name, whom in form.offered.items()
        if name.startswith("unit-") and whom.pk in heads
    ]


def _people(form: AskForm, absent: dict[int, Delegation]) -> list[Whom]:
    return [
        _whom(form, name, post.person.full_name, post, absent)  # type: ignore[union-attr, arg-type]
        for name, post in form.offered.items()
        if name.startswith("post-")
    ]


def _whom(form: AskForm, name: str, label: str, post: Post, absent: dict[int, Delegation]) -> Whom:
    away = absent.get(post.pk)
    warned = ""
    if away is not None:
        words = {"name": away.delegate.person.full_name, "day": f"{away.valid_until:%d/%m}"}
        warned = _("absent until %(day)s, %(name)s stands in") % words
    note = (
        f"{post.person.full_name}, {post.title}"
        if label != post.person.full_name
        else f"{post.title}, {post.unit.name}"
    )
    days = form[f"{name}-days"].value()
    return Whom(name, label, note, bool(form[name].value()), days if days is not None else "", warned)


@screen(methods=("GET", "POST"))
def give(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Read the draft and say what one thinks of it."""
    letter = letter_of(request, pk)
    held = item_of(request, letter, item)
    opinion = _opinion(letter, held.about_key or 0)
    first = {"stance": Stance.AGREE, "text": opinion.text}
    form = OpinionForm(request.POST or None, initial=first)
    status = 200
    if request.method == "POST":
        status = UNREADABLE
        if form.is_valid():
            said = {"stance": Stance(form.cleaned_data["stance"]), "text": form.cleaned_data["text"]}
            try:
                consulting.answer(item=held, opinion=opinion, by=request.actor, at=request.at, **said)
            except Refusal as refusal:
                form.add_error("text", str(refusal))
            else:
                messages.success(request, _("Your opinion is with the drafter."))
                return redirect("inbox:list")
    context = {"letter": letter, "form": form, "opinion": opinion, "item": held, **paper(letter)}
    return render(request, "letters/opinion.html", context, status=status)


@screen(methods=("POST",))
def keep(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Keep what is typed before it is sent."""
    letter = letter_of(request, pk)
    held = item_of(request, letter, item)
    opinion = _opinion(letter, held.about_key or 0)
    text = request.POST.get("text", "")
    consulting.keep_typed(item=held, opinion=opinion, text=text, by=request.actor, at=request.at)
    return answer_json({"saved_at": clock(request.at)})


@screen(methods=("GET", "POST"))
def resolve(request: OfficeRequest, pk: int, opinion: int) -> HttpResponse:
    """Say what became of one remark."""
    letter = letter_of(request, pk)
    found = _opinion(letter, opinion)
    form = ResolutionForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = UNREADABLE
        if form.is_valid():
            chosen = Resolution(form.cleaned_data["resolution"])
            reason = form.cleaned_data["reason"]
            try:
                consulting.resolve(
                    opinion=found, resolution=chosen, reason=reason, by=request.actor, at=request.at
                )
            except ReasonIsMissing as refusal:
                form.add_error("reason", str(refusal))
            else:
                messages.success(request, _("Noted what became of the opinion."))
                return redirect(f"{reverse('letters:detail', args=[letter.pk])}#opinions")
    context = {"letter": letter, "form": form, "opinion": found, "word": _word(found)}
    return render(request, "letters/resolve.html", context, status=status)


@screen(methods=("POST",))
def remind(request: OfficeRequest, pk: int, opinion: int) -> HttpResponse:
    """Remind one who has not answered."""
    letter = letter_of(request, pk)
    found = _opinion(letter, opinion)
    consulting.remind(opinion=found, by=request.actor, at=request.at)
    messages.success(request, _("%(name)s is reminded.") % {"name": found.post.person.full_name})
    return redirect(f"{reverse('letters:detail', args=[letter.pk])}#opinions")


@screen(methods=("GET", "POST"))
def call_off(request: OfficeRequest, pk: int, opinion: int) -> HttpResponse:
    """No longer wait for one."""
    letter = letter_of(request, pk)
    found = _opinion(letter, opinion)

    def act(reason: str) -> None:
        consulting.call_off(opinion=found, reason=reason, by=request.actor, at=request.at)

    title = _("No longer ask %(name)s") % {"name": found.post.person.full_name}
    return _with_reason(request, letter, title, act)


@screen(methods=("GET", "POST"))
def close(request: OfficeRequest, pk: int) -> HttpResponse:
    """Go on drafting although answers are missing."""
    letter = letter_of(request, pk)

    def act(reason: str) -> None:
        consulting.close_round(letter=letter, reason=reason, by=request.actor, at=request.at)

    return _with_reason(request, letter, _("Go on without the missing opinions"), act)


@screen(methods=("GET", "POST"))
def pass_up(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Let one's superior give the opinion."""
    letter = letter_of(request, pk)
    held = item_of(request, letter, item)
    opinion = _opinion(letter, held.about_key or 0)

    def act(reason: str) -> None:
        consulting.pass_up(item=held, opinion=opinion, reason=reason, by=request.actor, at=request.at)

    return _with_reason(request, letter, _("Pass the opinion up"), act, after="inbox:list")


def _with_reason(
    request: OfficeRequest, letter: OutgoingLetter, title: str, act: Callable[[str], None], after: str = ""
) -> HttpResponse:
    form, status = acted(request, act)
    if status is None:
        messages.success(request, _("Done. Who was asked can read why."))
        return redirect(after) if after else redirect("letters:detail", letter.pk)
    text = _("What was typed so far is kept.")
    asked = Asked(id="ask-reason", title=title, text=text, label=title, url=request.path)
    context = {"letter": letter, "form": form, "asked": asked}
    return render(request, "letters/reason.html", context, status=status)


def waits_for_fate(letter: OutgoingLetter) -> str:
    """Give the sentence that says whose remarks still wait for a word of the drafter; empty when none do."""
    if letter.status != LetterStatus.DRAFT:
        return ""
    names = ", ".join(one.post.person.full_name for one in queries.unresolved(letter))
    return str(OpinionsWait(names=names)) if names else ""


def _opinion(letter: OutgoingLetter, pk: int) -> Opinion:
    try:
        found = queries.opinion_of(letter, pk)
    except Opinion.DoesNotExist:
        raise Http404 from None
    found.letter = letter
    return found
