"""Registering a certificate: the file of its authority, where its key is, and the picture it shows on letters."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from files.enums import FileRole, MediaType
from files.operations import storing
from organisation import queries as office
from signing import policies, queries
from signing.keys import opening
from signing.operations import certificates as acts
from ui.screens import screen
from web.organisation.asking import Page, ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpResponse

    from files.models import StoredFile
    from organisation.models import Person
    from ui.request import OfficeRequest

SEAL: Final = "seal"
DEMO_FILE: Final = "file"
LARGEST: Final = 64 * 1024  # a certificate has two kilobytes
LARGEST_PICTURE: Final = 1024 * 1024
WIDEST: Final = 2000
PNG: Final = b"\x89PNG\r\n\x1a\n"


class CertificateForm(forms.Form):
    """Whose certificate, the certificate itself, its picture, and the place of its key. No PIN is asked for here."""

    whose = forms.ChoiceField(label=gettext_lazy("Whose"))
    certificate = forms.FileField(
        label=gettext_lazy("Certificate"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".pem,.cer,.crt,.der"}),
        help_text=gettext_lazy("The file of the authority, PEM or DER. Never the file of the key."),
    )
    picture = forms.FileField(
        label=gettext_lazy("Picture of the signature or seal"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": "image/png"}),
        help_text=gettext_lazy(
            "PNG on a transparent ground, the signature in blue, the seal in red (Decree 30/2020, App. I)."
        ),
    )
    module = forms.ChoiceField(
        label=gettext_lazy("Module that reaches the key"),
        help_text=gettext_lazy("Those named in PKCS11_MODULES on the machine of the office."),
    )
    token = forms.CharField(
        label=gettext_lazy("Label of the token"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("As the token or the server names itself."),
    )
    key = forms.CharField(label=gettext_lazy("Label of the key"), max_length=100)

    def __init__(self, *args: Any, people: Sequence[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.pk): person for person in people}
        named = [(key, f"{person.full_name} ({person.username})") for key, person in self.people.items()]
        self.fields["whose"].choices = [("", "–"), (SEAL, _("The seal of the office")), *named]  # type: ignore[attr-defined]
        modules = [(module, module) for module in settings.PKCS11_MODULES]
        if settings.DEMO:
            modules.append((DEMO_FILE, _("A file of the demonstration")))
        self.fields["module"].choices = modules  # type: ignore[attr-defined]

    def clean_certificate(self) -> bytes:
        """Refuse what is far too long for a certificate."""
        return _read(self.cleaned_data["certificate"], LARGEST)

    def clean_picture(self) -> bytes:
        """Refuse a picture that is far too long, or too wide for the signer to draw at once."""
        content = _read(self.cleaned_data["picture"], LARGEST_PICTURE)
        if content.startswith(PNG) and max(struct.unpack(">II", content[16:24].ljust(8, b"\0"))) > WIDEST:
            raise forms.ValidationError(
                _("The picture is larger than %(most)s points a side. Make it smaller.") % {"most": WIDEST}
            )
        return content

    def clean(self) -> dict[str, Any]:
        """Ask for the token where there is one, and for labels that a reference can hold."""
        cleaned = super().clean() or {}
        if cleaned.get("module") != DEMO_FILE and not cleaned.get("token") and "token" not in self.errors:
            self.add_error("token", _("Say the label of the token."))
        for name in ("token", "key"):
            if "|" in cleaned.get(name, ""):
                self.add_error(name, _("A label cannot hold the sign “|”."))
        return cleaned

    def reference(self) -> str:
        """Give the place of the key as the signer reads it."""
        values = self.cleaned_data
        if values["module"] == DEMO_FILE:
            return f"file:{values['key']}"
        return opening.behind_module(values["module"], values["token"], values["key"])


def _read(sent: UploadedFile, most: int) -> bytes:
    if (sent.size or 0) > most:
        raise forms.ValidationError(_("The file is larger than %(most)s KB.") % {"most": most // 1024})
    return bytes(sent.read())


@screen(methods=("GET", "POST"))
def register(request: OfficeRequest) -> HttpResponse:
    """Register a certificate of somebody who signs, or of the seal."""
    policies.may_administer(request.actor).enforce()
    people = office.people_of(request.actor.organisation)
    asked = request.GET.get("whose", "")
    form = CertificateForm(
        request.POST or None, request.FILES or None, people=list(people), initial={"whose": asked}
    )

    def act() -> str:
        values = form.cleaned_data
        registration = acts.Registration(
            pem=values["certificate"],
            key_reference=form.reference(),
            person=form.people.get(values["whose"]),
            picture=_picture(request, values["picture"]),
        )
        acts.register(by=request.actor, at=request.at, registration=registration)
        return reverse("organisation:certificates")

    page = Page(
        title=_("Register a certificate"),
        said=_(
            "The key stays on its token or server; the office keeps only where it is. Whoever signs enters the PIN "
            "each time, and it is kept nowhere."
        ),
        submit=_("Register the certificate"),
        back=reverse("organisation:certificates"),
        first=_needed_first(request),
    )
    return ask(request, form, act, page=page)


def _picture(request: OfficeRequest, content: bytes) -> StoredFile:
    return storing.store(
        by=request.actor,
        at=request.at,
        content=content,
        name="picture.png",
        role=FileRole.PICTURE,
        media_type=MediaType.PNG,
    )


def _needed_first(request: OfficeRequest) -> tuple[str, str, str] | None:
    """Say what the machine of the office has to have before; a page cannot give it."""
    back = reverse("organisation:certificates")
    if not queries.trust_roots():
        return _("No root of an authority lies in the trust folder yet."), back, _("How it gets there")
    if not settings.PKCS11_MODULES and not settings.DEMO:
        return (
            _("PKCS11_MODULES names no module yet, so no key can be reached."),
            back,
            _("How it gets there"),
        )
    return None
