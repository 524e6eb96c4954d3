"""What is said of an issued letter, and what may be done about it: correct, replace, recall, stop the recall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.enums import EVER_ISSUED, RelationKind
from lib.refusal import Refusal
from ui.screens import render, screen
from ui.writing import day
from web.letters.acts import Act, Asked
from web.letters.after_forms import CorrectionForm, RecallForm
from web.letters.finding import letter_of
from web.letters.forms import ReasonForm
from web.letters.standing import Said
from workflow import freezing
from workflow.outgoing_letter import starting

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse
    from django.utils.safestring import SafeString

    from dispatch.models import OutgoingLetter, Recall, RecallRequest
    from dispatch.queries import Successor
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest
    from web.letters.acts import Acts

UNREADABLE = 422
STOP = "ask-stop-recall"


def notices_of(letter: OutgoingLetter, actor: Actor, at: datetime) -> list[Said]:
    """Give what has to be seen first of an issued letter: no longer in force, and by what; corrected, and how."""
    if letter.status not in EVER_ISSUED:
        return []
    standing = queries.standing_of(letter)
    later = [standing.recalled_by, standing.replaced_by, *standing.corrected_by]
    keys = [one.key for one in later if one]
    seen = (
        set(queries.letters_visible_to(actor, at).filter(pk__in=keys).values_list("pk", flat=True))
        if keys
        else set()
    )
    said = []
    if standing.recalled_on:
        recall = queries.standing_recall(letter)
        text = _("It is no longer in force. It is kept as it was and cannot be changed, filed or sent.")
        reason = f"“{recall.reason}” – {recall.ordered_by.person.full_name}. " if recall else ""
        title = _("Recalled on %(day)s.") % {"day": day(standing.recalled_on)}
        said.append(_said(title, reason + text, _way(standing.recalled_by, seen), "late"))
    if standing.replaced_by:
        one = standing.replaced_by
        title = _("Replaced by %(code)s of %(day)s.") % {"code": one.code, "day": day(one.day)}
        said.append(_said(title, _("This letter is no longer in force."), _way(one, seen), "late"))
    for relation in queries.named_by(letter, RelationKind.CORRECTS) if standing.corrected_by else ():
        one = next(found for found in standing.corrected_by if found.key == relation.letter_id)
        title = _("Corrected by %(code)s of %(day)s.") % {"code": one.code, "day": day(one.day)}
        words = "; ".join(f"{part.place}: “{part.wrong}” → “{part.right}”" for part in relation.wordings)
        said.append(_said(title, words, _way(one, seen), "near"))
    return said


def facts_of(letter: OutgoingLetter, actor: Actor, at: datetime) -> list[tuple[str, SafeString]]:
    """Give what ``letter`` says of others, as facts with links for those who may follow them."""
    relations = list(queries.relations_of(letter))
    keys = [one.target_id for one in relations]
    visible = set(queries.letters_visible_to(actor, at).filter(pk__in=keys).values_list("pk", flat=True))
    facts = []
    for kind in RelationKind:
        named = [_link(one.target, one.target_id in visible) for one in relations if one.kind == kind]
        if named:
            label = str(kind.label)
            facts.append(
                (label[:1].upper() + label[1:], format_html_join("; ", "{}", ((one,) for one in named)))
            )
    resting = [_link(one.letter, True) for one in queries.resting_on(letter, actor, at)]
    if resting:
        facts.append((_("Basis of"), format_html_join("; ", "{}", ((one,) for one in resting))))
    return facts


def receivers_of(recall: Recall | None, actor: Actor) -> list[RecallRequest]:
    """Give what receivers of a recalled letter say; ``may_note`` says whether this person writes it down."""
    asked = list(queries.recall_requests_of(recall)) if recall else []
    for one in asked:
        one.may_note = bool(policies.may_note_answer(actor, one))  # type: ignore[attr-defined]
    return asked


def add_to(acts: Acts, letter: OutgoingLetter, recall: Recall | None, actor: Actor) -> None:
    """Add what this person may do about an issued letter, which is open before them, to the buttons of its page."""
    if letter.status not in EVER_ISSUED:
        return
    if policies.may_stop_recall(actor, letter, recall):
        asked = _asked_to_stop(letter)
        acts.side.append(Act(label=asked.label, dialog=asked.id, icon="undo"))
        acts.dialogs.append(asked)
    ways = (
        (RelationKind.CORRECTS, _("Correct"), "letters:correct"),
        (RelationKind.REPLACES, _("Replace"), "letters:replace"),
        (RelationKind.RECALLS, _("Recall"), "letters:recall"),
    )
    acts.side.extend(
        Act(label=label, url=reverse(name, args=[letter.pk]), method="get")
        for kind, label, name in ways
        if policies.may_draft_about(actor, letter, kind)
        or (kind == RelationKind.RECALLS and policies.may_recall(actor, letter))
    )


@screen(methods=("GET", "POST"))
def correct(request: OfficeRequest, pk: int) -> HttpResponse:
    """Ask what is wrong and what is right; begin the official letter that says so."""
    letter = letter_of(request, pk)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = starting.start_about(
                target=letter,
                relation=RelationKind.CORRECTS,
                corrections=form.corrections(),
                by=request.actor,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return _begun(request, draft)
    may = policies.may_begin_about(request.actor, letter, RelationKind.CORRECTS, request.at)
    context = {"letter": letter, "form": form, "may": may}
    return render(request, "letters/correct.html", context, status=UNREADABLE if form.is_bound else 200)


@screen(methods=("GET", "POST"))
def replace(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say what replacing means; begin the letter of equal form."""
    letter = letter_of(request, pk)
    if request.method == "POST":
        one = {"target": letter, "relation": RelationKind.REPLACES}
        return _begun(request, starting.start_about(**one, by=request.actor, at=request.at))  # type: ignore[arg-type]
    may = policies.may_begin_about(request.actor, letter, RelationKind.REPLACES, request.at)
    return render(request, "letters/replace.html", {"letter": letter, "may": may})


@screen(methods=("GET", "POST"))
def recall(request: OfficeRequest, pk: int) -> HttpResponse:
    """Ask for the reason; recall at once, or begin the letter that recalls."""
    letter = letter_of(request, pk)
    may_recall = policies.may_recall(request.actor, letter)
    may_write = policies.may_begin_about(request.actor, letter, RelationKind.RECALLS, request.at)
    form = RecallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _recalled(request, letter, form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    context = {"letter": letter, "form": form, "may_recall": may_recall, "may_write": may_write}
    return render(request, "letters/recall.html", context, status=UNREADABLE if form.is_bound else 200)


@screen(methods=("GET", "POST"))
def stop_recall(request: OfficeRequest, pk: int) -> HttpResponse:
    """Stop a recall with a reason."""
    letter = letter_of(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            freezing.stop_recall(
                letter=letter, reason=form.cleaned_data["reason"], by=request.actor, at=request.at
            )
        except Refusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("The recall is stopped. The letter is in force again."))
            return redirect("letters:detail", letter.pk)
    context = {"letter": letter, "form": form, "asked": _asked_to_stop(letter)}
    return render(request, "letters/reason.html", context, status=UNREADABLE if form.is_bound else 200)


def _recalled(request: OfficeRequest, letter: OutgoingLetter, reason: str) -> HttpResponse:
    """Recall at once, or begin the recalling letter: two buttons of one form, one operation each."""
    if request.POST.get("how") == "letter":
        draft = starting.start_about(
            target=letter, relation=RelationKind.RECALLS, reason=reason, by=request.actor, at=request.at
        )
        return _begun(request, draft)
    freezing.recall(letter=letter, reason=reason, by=request.actor, at=request.at)
    messages.success(request, _("Recalled. The letter is frozen; those who took part are told."))
    return redirect("letters:detail", letter.pk)


def _begun(request: OfficeRequest, draft: OutgoingLetter) -> HttpResponse:
    messages.success(request, _("The draft is begun with the words of the Decree. Read and go on."))
    return redirect("letters:edit", draft.pk)


def _asked_to_stop(letter: OutgoingLetter) -> Asked:
    return Asked(
        id=STOP,
        title=_("Stop the recall"),
        text=_("The letter comes into force again as it was issued. Those who took part read your reason."),
        label=_("Stop the recall"),
        url=reverse("letters:stop_recall", args=[letter.pk]),
    )


def _said(title: str, text: str, url: str, state: str) -> Said:
    return Said(title, text, state=state, url=url, link=_("See that letter") if url else "")


def _way(one: Successor | None, seen: set[int]) -> str:
    """Give where a later letter is read: its page, or what anyone is told of it."""
    if one is None:
        return ""
    return (
        reverse("letters:detail", args=[one.key])
        if one.key in seen
        else reverse("verify:letter", args=[one.token])
    )


def _link(target: OutgoingLetter, visible: bool) -> SafeString:  # noqa: FBT001 -- a fact of the row
    what = f"{target.reference_code}, {day(target.legal_day)}" if target.legal_day else target.reference_code
    if not visible:
        return format_html("{}", what)
    return format_html('<a href="{}">{}</a>', reverse("letters:detail", args=[target.pk]), what)
