"""Taking the text of a Word file into a draft: choose it, see what comes and what stays behind, take it or leave it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import errors, policies, queries
from dispatch.body.differences import lines_of_body
from dispatch.operations import importing
from files.errors import FileRefused
from lib.isolation.room import RoomLost
from ui.screens import render, screen
from web.letters.finding import letter_of
from web.letters.forms import LONGEST_TEXT, AttachForm

if TYPE_CHECKING:
    from dispatch.importing.opening import Imported
    from dispatch.models import OutgoingLetter
    from ui.request import OfficeRequest

UNREADABLE = 422
LONGEST_NAME = 200


class TakeForm(forms.Form):
    """What was shown: the text as JSON, the autosave it was shown beside, and the name of the file."""

    body = forms.CharField(max_length=LONGEST_TEXT, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    file_name = forms.CharField(label=gettext_lazy("File"), max_length=LONGEST_NAME, widget=forms.HiddenInput)


@screen(methods=("GET", "POST"))
def read(request: OfficeRequest, pk: int) -> HttpResponse:
    """Ask for a file; show what of it would become the text and what would not. Nothing is changed yet."""
    letter = letter_of(request, pk)
    policies.may_edit(request.actor, letter).enforce()
    if request.method == "GET":
        return _ask(request, letter)
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        return _ask(request, letter, _("Choose a file first."))
    sent = form.cleaned_data["file"]
    try:
        found = importing.read_file(
            letter=letter,
            content=cast("BinaryIO", sent.file),
            name=sent.name or "",
            by=request.actor,
            at=request.at,
        )
    except (FileRefused, errors.ImportRefused, errors.SecretMarkFound, errors.BodyIsTooLarge) as refusal:
        return _ask(request, letter, str(refusal))
    except RoomLost:
        return _ask(request, letter, _("Word files cannot be opened at this moment. Tell the administrator."))
    return _show(request, letter, found, sent.name or "")


@screen(methods=("POST",))
def take(request: OfficeRequest, pk: int) -> HttpResponse:
    """Put the text that was shown in the place of the draft's; the text before stays as a version."""
    letter = letter_of(request, pk)
    form = TakeForm(request.POST)
    try:
        body = json.loads(form.data.get("body", "")) if form.is_valid() else None
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        return _ask(request, letter, _("Choose the file again."))
    importing.take_body(
        letter=letter,
        body=body,
        token=form.cleaned_data["version"],
        note=_("text taken from %(name)s") % {"name": form.cleaned_data["file_name"]},
        by=request.actor,
        at=request.at,
    )
    messages.success(request, _("The text is taken over. The text before stands among the versions."))
    return redirect("letters:edit", letter.pk)


def _ask(request: OfficeRequest, letter: OutgoingLetter, error: str = "") -> HttpResponse:
    context = {"letter": letter, "import_error": error, "max_bytes": settings.MAX_UPLOAD_BYTES}
    return render(request, "letters/import.html", context, status=UNREADABLE if error else 200)


def _show(request: OfficeRequest, letter: OutgoingLetter, found: Imported, name: str) -> HttpResponse:
    kept = queries.autosave_of(letter)
    text = json.dumps(found.body, ensure_ascii=False, separators=(",", ":"))
    initial = {"body": text, "version": kept.token if kept else 0, "file_name": name[:LONGEST_NAME]}
    context = {
        "letter": letter,
        "name": name,
        "found": found,
        "lines": lines_of_body(found.body),
        "form": TakeForm(initial=initial),
    }
    return render(request, "letters/import_shown.html", context)
