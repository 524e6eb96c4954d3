"""Answering another organisation: who signs, a refusal with its reason, the signature, the seal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from dispatch import policies
from dispatch.operations import joint_answering
from lib.calendar import local_day
from organisation.queries import posts_on
from signing.enums import SigningRole
from signing.queries import certificate_to_use
from ui.screens import render, screen
from web.joint.reading import joint_of
from web.letters.forms import ReasonForm, SignForm
from web.letters.signers import signers_for
from web.letters.signing import PUT_RIGHT, UNREADABLE, described, grouped, tries
from web.organisation.asking import Page, ask
from workflow.outgoing_letter import joint

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from dispatch.models import JointRequest
    from signing.models import SigningRequest
    from ui.request import OfficeRequest


class SignerForm(forms.Form):
    """Who signs for this organisation, by a mandate of today."""

    signer = forms.TypedChoiceField(label=gettext_lazy("Signs for us"), coerce=int)

    def __init__(self, data: Any, *, choices: list[tuple[int, str]]) -> None:
        super().__init__(data)
        self.fields["signer"].choices = choices  # type: ignore[attr-defined]


@screen(methods=("GET", "POST"))
def signer(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say who signs: one of those with a mandate for letters of the kind."""
    found = joint_of(request, pk)
    policies.may_name_joint_signer(request.actor, found).enforce()
    known = signers_for(request.actor.organisation, request.at, kind=found.kind)
    form = SignerForm(request.POST or None, choices=[(one.post_key, one.label) for one in known])

    def act() -> str:
        post = posts_on(request.actor.organisation, local_day(request.at)).get(pk=form.cleaned_data["signer"])
        joint_answering.name_signer(request=found, post=post, by=request.actor, at=request.at)
        return reverse("joint:detail", args=[found.pk])

    page = Page(
        title=_("Who signs for us?"),
        said=_("%(name)s prints the name and the title into the letter. It comes back to be signed.")
        % {"name": found.sender},
        submit=_("Say so"),
        back=reverse("joint:detail", args=[found.pk]),
        done=_("%(name)s is told.") % {"name": found.sender},
    )
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def refuse(request: OfficeRequest, pk: int) -> HttpResponse:
    """Decline to issue the letter together, with a reason."""
    found = joint_of(request, pk)
    policies.may_refuse_joint(request.actor, found).enforce()
    form = ReasonForm(request.POST or None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        joint.refuse(request=found, reason=reason, by=request.actor, at=request.at)
        return reverse("joint:detail", args=[found.pk])

    page = Page(
        title=_("Refuse to issue it together"),
        said=_("%(name)s reads your reason at once; the letter goes back to its drafter there.")
        % {"name": found.sender},
        submit=_("Refuse"),
        back=reverse("joint:detail", args=[found.pk]),
        done=_("Refused; %(name)s is told.") % {"name": found.sender},
        grave=True,
    )
    return ask(request, form, act, page=page)


@sensitive_post_parameters("pin")
@screen(methods=("GET", "POST"))
def sign(request: OfficeRequest, pk: int) -> HttpResponse:
    """Sign for the organisation the very bytes the lead's leader signed."""
    found = joint_of(request, pk)
    policies.may_sign_joint(request.actor, found, request.at).enforce()
    return _with_pin(request, found, SigningRole.SECOND, _("Sign"), joint.sign)


@sensitive_post_parameters("pin")
@screen(methods=("GET", "POST"))
def seal(request: OfficeRequest, pk: int) -> HttpResponse:
    """Set the organisation's seal over its leader's signature."""
    found = joint_of(request, pk)
    policies.may_seal_joint(request.actor, found).enforce()
    return _with_pin(request, found, SigningRole.PARTNER, _("Seal"), joint.seal)


def _with_pin(
    request: OfficeRequest,
    found: JointRequest,
    role: SigningRole,
    heading: str,
    act: Callable[..., SigningRequest],
) -> HttpResponse:
    form = SignForm(request.POST or None, initial={"sha256": found.file.sha256})
    if request.method == "POST" and form.is_valid():
        shown, pin = form.cleaned_data["sha256"], form.cleaned_data["pin"]
        try:
            act(request=found, sha256=shown, pin=pin, by=request.actor, at=request.at)
        except PUT_RIGHT as refusal:
            form.add_error("pin", str(refusal))
        else:
            return redirect("joint:detail", found.pk)
    certificate = certificate_to_use(request.actor, role, request.at)
    context = {
        "joint": found,
        "form": form,
        "heading": heading,
        "hash_label": grouped(found.file.sha256),
        "certificate": described(certificate) if certificate else "",
        "tries_label": tries(certificate) if certificate else "",
    }
    return render(request, "joint/pin.html", context, status=UNREADABLE if form.is_bound else 200)
