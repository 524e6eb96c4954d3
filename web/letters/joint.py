"""The lead's page of a joint letter: ask another organisation, let go of it, and who signs where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import policies, queries
from dispatch.enums import CosigningState
from dispatch.operations import joint_asking
from lib.calendar import local_day
from organisation.queries import neighbours_of
from ui.screens import screen
from ui.writing import moment
from web.letters.finding import letter_of
from web.letters.forms import ReasonForm
from web.organisation.asking import Page, ask

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dispatch.models import OutgoingLetter
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest


class PartnerForm(forms.Form):
    """Another organisation of this installation."""

    partner = forms.ChoiceField(
        label=gettext_lazy("Partner"),
        help_text=gettext_lazy(
            "Organisations of this installation. With any other, sign the letter on paper and have the registry "
            "number it with its scan."
        ),
    )

    def __init__(self, data: Any, *, choices: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["partner"].choices = choices  # type: ignore[attr-defined]


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """One of the two who sign, as the letter page names them."""

    name: str
    state: str
    office: str = ""
    url: str = ""
    label: str = ""


@screen(methods=("GET", "POST"))
def ask_partner(request: OfficeRequest, pk: int) -> HttpResponse:
    """Ask another organisation to issue the draft together; number and series stay this one's."""
    letter = letter_of(request, pk)
    policies.may_ask_partner(request.actor, letter).enforce()
    known = {one.organisation.code: one for one in neighbours_of(letter.organisation, local_day(request.at))}
    form = PartnerForm(request.POST or None, choices=[(code, one.name) for code, one in known.items()])

    def act() -> str:
        partner = known[form.cleaned_data["partner"]].organisation
        joint_asking.ask(letter=letter, partner=partner, by=request.actor, at=request.at)
        return reverse("letters:detail", args=[letter.pk])

    page = Page(
        title=_("Issue it together with another organisation"),
        said=_(
            "The partner reads the page as it is now and says who signs there. Then you submit; it signs after your "
            "leader and seals after your registry, which gives the number."
        ),
        submit=_("Ask the partner"),
        back=reverse("letters:detail", args=[letter.pk]),
        done=_("Asked. The letter can be submitted when the partner has said who signs."),
    )
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def let_partner_go(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take the question back from the partner while the letter is a draft."""
    letter = letter_of(request, pk)
    policies.may_edit(request.actor, letter).enforce()
    form = ReasonForm(request.POST or None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        joint_asking.take_back(letter=letter, reason=reason, by=request.actor, at=request.at)
        return reverse("letters:detail", args=[letter.pk])

    page = Page(
        title=_("Let go of the partner"),
        said=_("The partner reads your reason; the letter bears one signature again."),
        submit=_("Let go"),
        back=reverse("letters:detail", args=[letter.pk]),
        done=_("The partner is no longer asked."),
    )
    return ask(request, form, act, page=page)


def signatories(letter: OutgoingLetter, actor: Actor) -> list[Signatory]:
    """Give both who sign a letter with two signatures; nothing for every other letter."""
    row = queries.cosignature_of(letter)
    if row is None:
        return []
    state = str(CosigningState(row.state).label)
    if row.signed_at is not None:
        state += f", {moment(row.signed_at)}"
    own = letter.signer_post.person.full_name if letter.signer_post else ""
    first = (
        _("signed, %(at)s") % {"at": moment(letter.signed_at)}
        if letter.signed_at
        else _("has not signed yet")
    )
    lets_go = row.is_joint and policies.may_edit(actor, letter)
    return [
        Signatory(name=own, state=first),
        Signatory(
            name=row.signer_name,
            office=row.partner_name,
            state=state,
            url=reverse("letters:let_partner_go", args=[letter.pk]) if lets_go else "",
            label=_("Let go of the partner") if lets_go else "",
        ),
    ]
