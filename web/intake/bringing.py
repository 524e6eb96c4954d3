"""Bring files in: a scan, several, a whole folder, a photograph. Secrecy is asked before a file can be chosen (D19)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from dispatch import errors, policies, queries
from dispatch.enums import ArrivalSource, Secrecy
from dispatch.operations import door_arrivals, mail_arrivals, taking_in
from dispatch.operations.taking_in import Coming
from files.operations import storing
from lib.refusal import Refusal
from ui.screens import answer_json, render, screen, wants_json

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpResponse

    from dispatch.models import IncomingLetter
    from files.operations.storing import Deposit
    from ui.request import OfficeRequest

UNREADABLE = 422
MOST_TOGETHER = 50  # files of one letter; a letter with more is a dossier
ACCEPTED = ".pdf,.png,.jpg,.jpeg,.tif,.tiff,.docx,.odt,.xlsx,.zip,.xml,.txt,.eml,image/*"
TOGETHER = [
    ("", gettext_lazy("each file is a letter")),
    ("yes", gettext_lazy("all are one letter: the first is the letter, the others its attachments")),
]


class BringForm(forms.Form):
    """What is asked beside the files, which are read from the request one by one."""

    secrecy = forms.ChoiceField(
        choices=[
            (Secrecy.NONE.value, gettext_lazy("none")),
            (Secrecy.CONFIDENTIAL.value, gettext_lazy("there is one (MẬT, TỐI MẬT, TUYỆT MẬT)")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    together = forms.ChoiceField(choices=TOGETHER, widget=forms.RadioSelect, required=False)
    token = forms.SlugField(max_length=43)
    place = forms.IntegerField(min_value=0, max_value=100_000, required=False)


def bring_context(request: OfficeRequest) -> dict[str, Any]:
    """Give what the form of bringing files in needs on any page."""
    return {
        "may_bring": policies.may_bring_in(request.actor),
        "bring_token": secrets.token_urlsafe(16),
        "accepted": ACCEPTED,
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "together": TOGETHER,
    }


@screen(methods=("GET", "POST"))
def bring(request: OfficeRequest) -> HttpResponse:
    """Take files in; a script sends them one by one and hears of each, a plain form sends all at once."""
    policies.may_bring_in(request.actor).enforce()
    if request.method == "GET":
        return render(request, "intake/bring.html", bring_context(request))
    form = BringForm(request.POST)
    try:
        taking_in.refuse_secret(_secrecy(form))
        letters, refused = _take(request, form)
    except Refusal as refusal:
        letters, refused = [], [str(refusal)]
    if wants_json(request):
        status = UNREADABLE if refused else 200
        return answer_json({"letters": letters, "sentence": " ".join(refused)}, status=status)
    return _told(request, letters, refused)


@screen(methods=("POST",))
def seen(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take a failure off the tray."""
    found = queries.failures_of(request.actor.organisation).filter(pk=pk).first()
    if found is not None:
        door_arrivals.acknowledge(failure=found, by=request.actor, at=request.at)
    return redirect("intake:tray")


def _secrecy(form: BringForm) -> Secrecy | None:
    form.is_valid()
    said = form.cleaned_data.get("secrecy")
    return Secrecy(said) if said else None


def _take(request: OfficeRequest, form: BringForm) -> tuple[list[int], list[str]]:
    if not form.is_valid():
        raise errors.NothingBrought
    sent = [*request.FILES.getlist("files"), *request.FILES.getlist("folder")]
    photographed = request.FILES.getlist("camera")
    if not sent and not photographed:
        raise errors.NothingBrought
    source = ArrivalSource.UPLOAD if sent else ArrivalSource.CAMERA
    sent += photographed
    groups = [[one] for one in sent]
    if form.cleaned_data["together"] or (photographed and len(photographed) > 1):
        groups = [sent]
    if any(len(group) > MOST_TOGETHER for group in groups):
        raise errors.TooManyTogether(most=MOST_TOGETHER)
    return _each(request, form, groups, source)


def _each(
    request: OfficeRequest, form: BringForm, groups: list[list[UploadedFile]], source: ArrivalSource
) -> tuple[list[int], list[str]]:
    """Take each group in by itself: what one file is refused for keeps no other out."""
    letters: list[int] = []
    refused: list[str] = []
    first = form.cleaned_data["place"] or 0
    for place, group in enumerate(groups, first):
        key = f"upload:{request.actor.person.pk if request.actor.person else 0}:{form.cleaned_data['token']}:{place}"
        coming = Coming(source=source, secrecy=_secrecy(form), origin_key=key)
        try:
            letter = _one(request, group, coming)
        except Refusal as refusal:
            refused.append(str(refusal))
        else:
            letters.append(letter.pk)
    return letters, refused


def _one(request: OfficeRequest, group: list[UploadedFile], coming: Coming) -> IncomingLetter:
    """Take one letter in: files, or an e-mail saved as a file."""
    by, at, name = request.actor, request.at, group[0].name or ""
    if len(group) == 1 and name.lower().endswith(".eml"):
        return mail_arrivals.take_mail(
            content=group[0].read(settings.MAX_UPLOAD_BYTES + 1),
            name=name,
            source=ArrivalSource.MAIL_FILE,
            origin_key=coming.origin_key,
            secrecy=coming.secrecy,
            by=by,
            at=at,
        )
    main, *others = [_lay(request, one) for one in group]
    return taking_in.take_in(coming=coming, main=main, others=others, by=by, at=at)


def _lay(request: OfficeRequest, sent: UploadedFile) -> Deposit:
    return storing.deposit(
        organisation_key=request.actor.organisation_key,
        content=cast("BinaryIO", sent.file),
        name=sent.name or "",
    )


def _told(request: OfficeRequest, letters: list[int], refused: list[str]) -> HttpResponse:
    if letters:
        said = ngettext("%(n)d letter came in.", "%(n)d letters came in.", len(letters))
        messages.success(request, said % {"n": len(letters)})
    if refused:
        context = {**bring_context(request), "refused": refused, "taken": bool(letters)}
        return render(request, "intake/bring.html", context, status=UNREADABLE)
    if len(letters) == 1:
        return redirect("intake:letter", letters[0])
    return redirect(reverse("intake:tray"))
