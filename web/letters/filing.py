"""The last step: the issued letter into its dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.queries import dossiers_to_file_in
from ui.screens import render, screen
from web.letters.finding import item_of, letter_of
from web.letters.signing import code_of
from workflow.outgoing_letter import moves

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest

UNREADABLE = 422


class FileForm(forms.Form):
    """Which dossier; the person sees only those they may file in."""

    dossier = forms.ChoiceField(label=gettext_lazy("Dossier"))


@screen(methods=("GET", "POST"))
def file(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Choose the dossier and file the letter."""
    letter = letter_of(request, pk)
    held = item_of(request, letter, item)
    open_ones = {str(one.pk): one for one in dossiers_to_file_in(request.actor, request.at)}
    form = FileForm(request.POST or None)
    form.fields["dossier"].choices = [(key, str(one)) for key, one in open_ones.items()]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        dossier = open_ones[form.cleaned_data["dossier"]]
        moves.file_letter(item=held, dossier=dossier, by=request.actor, at=request.at)
        messages.success(request, _("Filed in dossier %(code)s.") % {"code": dossier.code})
        return redirect("letters:detail", letter.pk)
    context = {"letter": letter, "form": form, "dossiers": open_ones, "code_label": code_of(letter)}
    return render(request, "letters/file.html", context, status=UNREADABLE if form.is_bound else 200)
