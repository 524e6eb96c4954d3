"""Writing a letter: begin, type, keep, go back to what was kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch import errors, policies, queries
from dispatch.enums import RelationKind, RenderingState, Secrecy
from dispatch.models import DraftVersion, LetterRendering
from dispatch.models.content import DraftContent
from dispatch.operations import drafting
from lib.calendar import local_day
from lib.refusal import Refusal
from ui.screens import answer_json, render, screen
from ui.writing import clock, moment
from web.letters import recipients
from web.letters.aids import aids_of, begun_with, keeping_the_post
from web.letters.finding import letter_of
from web.letters.forms import DraftForm, NewLetterForm, readable
from web.letters.history import events_of
from web.letters.kinds import choices_of
from web.letters.linting import findings_of
from web.letters.signers import colleagues_of, signers_for
from web.letters.standing import last_return
from web.letters.text import shown
from workflow.outgoing_letter import starting

if TYPE_CHECKING:
    from dispatch.models import OutgoingLetter
    from ui.request import OfficeRequest

UNREADABLE = 422
CONFLICT = 409
MOST_DIGITS = 10


@screen(methods=("GET", "POST"))
def new(request: OfficeRequest) -> HttpResponse:
    """Ask for the secrecy first; begin a draft only of what is not secret."""
    units = {post.unit_id: post.unit for post in request.posts}
    form = NewLetterForm(
        request.POST or None,
        units=[(key, unit.name) for key, unit in units.items()],
        kinds=choices_of(request.actor.organisation, local_day(request.at)),
        initial=begun_with(request),
    )
    if request.method == "GET" or not form.is_valid():
        return render(
            request, "letters/new.html", {"form": form}, status=200 if request.method == "GET" else UNREADABLE
        )
    try:
        letter = starting.start(
            kind=form.cleaned_data["kind"],
            unit=units[int(form.cleaned_data["unit"])],
            secrecy=Secrecy(form.cleaned_data["secrecy"]),
            by=request.actor,
            at=request.at,
        )
    except errors.AbbreviationIsNotKnown as refusal:
        form.add_error("kind", str(refusal))
        return render(request, "letters/new.html", {"form": form}, status=UNREADABLE)
    except errors.SecretsAreNotKeptHere as refusal:
        form.add_error("secrecy", str(refusal))
        return render(request, "letters/new.html", {"form": form}, status=UNREADABLE)
    if form.cleaned_data["model"]:
        return keeping_the_post("letters:begin_from", letter.pk)
    return redirect("letters:edit", letter.pk)


@screen(methods=("GET", "POST"))
def edit(request: OfficeRequest, pk: int) -> HttpResponse:
    """Type beside the page. Saving is one operation; submitting follows by a redirect that keeps the method."""
    letter = letter_of(request, pk)
    if request.method == "GET":
        if not policies.may_edit(request.actor, letter):
            return redirect("letters:detail", letter.pk)
        return _edit_page(request, letter, _bound(request, letter, data=None))
    form = _bound(request, letter, data=request.POST)
    if not form.is_valid():
        return _edit_page(request, letter, form, status=UNREADABLE)
    if policies.may_edit(request.actor, letter) and _typed_elsewhere(request, form):
        return _conflict(request, letter, form, _("Newer text was typed elsewhere."))
    try:
        return _save(request, letter, form)
    except errors.DraftChangedElsewhere as refusal:
        return _conflict(request, letter, form, str(refusal))
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _edit_page(request, letter, form, status=UNREADABLE)


def _save(request: OfficeRequest, letter: OutgoingLetter, form: DraftForm) -> HttpResponse:
    drafting.save_version(
        letter=letter,
        content=form.content(),
        base_version=_number(request.POST.get("base_version")),
        note=form.cleaned_data["note"],
        by=request.actor,
        at=request.at,
    )
    if request.POST.get("then") == "submit":
        return keeping_the_post("letters:submit", letter.pk)
    messages.success(request, _("The version is saved."))
    return redirect("letters:edit", letter.pk)


def _typed_elsewhere(request: OfficeRequest, form: DraftForm) -> bool:
    """Say whether text was kept that this page has not seen.

    The browser says (``pending``) when one saving of its own was still under way; that one may have arrived.
    """
    kept = form.autosave  # type: ignore[attr-defined]
    if kept is None:
        return False
    mine = request.actor.person is not None and kept.person_id == request.actor.person.pk
    under_way = 1 if mine and request.POST.get("pending") else 0
    return bool(kept.token - _number(request.POST.get("version")) > under_way)


def _bound(request: OfficeRequest, letter: OutgoingLetter, *, data: Any) -> DraftForm:
    signers = signers_for(request.actor.organisation, request.at, kind=letter.kind)
    autosave = queries.autosave_of(letter)
    form = DraftForm(
        data,
        letter=letter,
        content=autosave.draft if autosave else letter.draft,
        signers=[(signer.post_key, signer.label) for signer in signers],
        colleagues=colleagues_of(request.actor.organisation, request.at),
    )
    form.signers, form.autosave = signers, autosave  # type: ignore[attr-defined]
    return form


def _edit_page(
    request: OfficeRequest, letter: OutgoingLetter, form: DraftForm, *, status: int = 200
) -> HttpResponse:
    autosave = form.autosave  # type: ignore[attr-defined]
    drawn = queries.rendering_of(letter)
    context = {
        "letter": letter,
        "form": form,
        "token": request.POST.get("version") or (autosave.token if autosave else 0),
        "base_version": request.POST.get("base_version")
        or (autosave.base_version if autosave else letter.version_number),
        "saved_at": clock(autosave.saved_at) if autosave else "",
        "signers": form.signers,  # type: ignore[attr-defined]
        "may_submit": policies.may_edit(request.actor, letter),
        "may_edit": policies.may_edit(request.actor, letter),
        "returned": last_return(letter, events_of(letter)),
        "attachments": queries.attachments_of(letter),
        "sent": recipients.context_of(letter, request.actor),
        "versions": queries.versions_of(letter),
        **aids_of(request, letter),
        "cited": queries.relations_of(letter, RelationKind.BASED_ON),
        "findings": findings_of(
            queries.findings_on(letter, autosave.draft if autosave else letter.draft, request.at)
        ),
        "preview_url": _preview_url(drawn) if drawn and drawn.state == RenderingState.READY else "",
        "max_bytes": settings.MAX_UPLOAD_BYTES,
    }
    return render(request, "letters/edit.html", context, status=status)


def _conflict(request: OfficeRequest, letter: OutgoingLetter, form: DraftForm, sentence: str) -> HttpResponse:
    """Show both texts; taking mine up again means basing it on the newest version."""
    kept = queries.autosave_of(letter)
    context = {
        "letter": letter,
        "form": form,
        "sentence": sentence,
        "mine": shown(form.content(), letter.kind),
        "theirs": shown(kept.draft if kept else letter.draft, letter.kind),
        "their_end": f"{kept.person.full_name}, {moment(kept.saved_at)}" if kept else "",
        "base_version": letter.version_number,
        "token": kept.token if kept else 0,
    }
    return render(request, "letters/conflict.html", context, status=CONFLICT)


@screen(methods=("POST",))
def autosave(request: OfficeRequest, pk: int) -> HttpResponse:
    """Keep what was typed; 409 with who and when if another tab or person was quicker. Nothing is lost."""
    letter = letter_of(request, pk)
    try:
        sent = json.loads(request.body)
        typed = readable(sent["fields"])
        token = _number(sent["version"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return answer_json({"sentence": _("The office could not read what was sent.")}, status=400)
    kept = drafting.autosave(letter=letter, token=token, fields=typed, by=request.actor, at=request.at)
    return answer_json({"version": str(kept.token), "saved_at": clock(kept.saved_at)})


@screen()
def preview(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say how far the page of what is typed has come, asking for it when nobody has."""
    letter = letter_of(request, pk)
    kept = queries.autosave_of(letter)
    content: DraftContent = kept.draft if kept else letter.draft
    made = drafting.request_preview(letter=letter, content=content, by=request.actor, at=request.at)
    ready = made.state == RenderingState.READY
    facts = {"state": str(made.state), "version": made.pk, "sentence": made.sentence}
    return answer_json({**facts, "url": _preview_url(made) if ready else ""})


@screen()
def preview_file(request: OfficeRequest, pk: int, rendering: int) -> HttpResponse:
    """Send the page of one state of the text; 404 when it was never made or has been dropped.

    What is typed and not saved is seen by whoever writes; other readers see the newest version.
    """
    letter = letter_of(request, pk)
    saved = queries.rendering_of(letter, letter.draft.hash)
    readable = policies.may_edit(request.actor, letter) or (saved is not None and saved.pk == rendering)
    pdf = queries.rendering_bytes(letter, rendering) if readable else None
    if pdf is None:
        raise Http404
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@screen()
def version(request: OfficeRequest, pk: int, number: int) -> HttpResponse:
    """Read one saved version."""
    letter = letter_of(request, pk)
    found = _version_of(letter, number)
    context = {
        "letter": letter,
        "version": found,
        "shown": shown(found.draft, letter.kind),
        "newest": number == letter.version_number,
        "may_edit": policies.may_edit(request.actor, letter),
    }
    return render(request, "letters/version.html", context)


@screen(methods=("POST",))
def restore(request: OfficeRequest, pk: int, number: int) -> HttpResponse:
    """Make an old version the newest; the ones between stay."""
    letter = letter_of(request, pk)
    found = _version_of(letter, number)
    drafting.save_version(
        letter=letter,
        content=found.draft,
        base_version=letter.version_number,
        note=_("restored from version %(number)s") % {"number": number},
        by=request.actor,
        at=request.at,
    )
    messages.success(request, _("Version %(number)s is the newest again.") % {"number": number})
    return redirect("letters:edit", letter.pk)


def _version_of(letter: OutgoingLetter, number: int) -> DraftVersion:
    try:
        return queries.version_of(letter, number)
    except DraftVersion.DoesNotExist:
        raise Http404 from None


def _preview_url(rendering: LetterRendering) -> str:
    return reverse("letters:preview_file", args=[rendering.letter_id, rendering.pk])


def _number(text: object) -> int:
    """Read a small number a form brought back; anything else is 0, the state before the first saving."""
    digits = str(text)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < MOST_DIGITS else 0
