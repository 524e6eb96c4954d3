"""One letter's sending: whom it goes to, what became of it there, and the acts of the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dispatch import policies, queries
from dispatch.models import Correspondent, Delivery, LetterRecipient, RecipientGroup
from dispatch.operations import delivery_news, recipients, sending
from dispatch.operations.recipients import Destination
from lib.calendar import local_day
from ui.screens import render, screen
from web.letters.finding import letter_of
from web.letters.recipients import context_of, lines_of, pick_form, ready
from web.organisation.asking import Page, ask
from web.sending.forms import ReceiptForm, RecipientForm, WhyForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from dispatch.models import OutgoingLetter
    from ui.request import OfficeRequest


@screen()
def letter(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show whom the letter goes to and what became of it, with what this person may do."""
    found = letter_of(request, pk)
    return render(request, "sending/letter.html", context_of(found, request.actor))


@screen(methods=("POST",))
def send(request: OfficeRequest, pk: int) -> HttpResponse:
    """Send to everybody who is ready, or to the chosen ones; say for how many."""
    found = letter_of(request, pk)
    chosen = {int(key) for key in request.POST.getlist("recipient") if key.isascii() and key.isdigit()}
    if request.POST.get("whom") != "chosen":
        chosen = {line.row.pk for line in ready(lines_of(found, request.actor))}
    begun = sending.send(letter=found, recipients_chosen=chosen, by=request.actor, at=request.at)
    said = ngettext("Sent to %(n)d recipient.", "Sent to %(n)d recipients.", len(begun)) % {"n": len(begun)}
    left = queries.unsent_recipients_of(found).count()
    if left:
        said += " " + ngettext("%(n)d is left.", "%(n)d are left.", left) % {"n": left}
    messages.success(request, said)
    return redirect("sending:letter", found.pk)


@screen(methods=("GET", "POST"))
def close(request: OfficeRequest, pk: int) -> HttpResponse:
    """Say that nobody else gets the letter."""
    found = letter_of(request, pk)
    policies.may_close_sending(request.actor, found).enforce()
    left = "; ".join(queries.lines_without_recipient(found))
    form = WhyForm(request.POST or None, initial={"reason": _("Not sent to: %(lines)s") % {"lines": left}})

    def act() -> str:
        sending.close(letter=found, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
        return reverse("sending:tray")

    page = Page(
        title=_("Nobody else gets this letter"),
        said=_("The letter leaves the list of what is to be sent. The reason stays with it."),
        submit=_("Close the sending"),
        back=reverse("sending:letter", args=[pk]),
    )
    return ask(request, form, act, page=page)


@screen(methods=("POST",))
def pick(request: OfficeRequest, pk: int) -> HttpResponse:
    """Add somebody from the directory, or everybody of a group; printed lines follow on a draft."""
    found = letter_of(request, pk)
    form = pick_form(found, request.actor, request.POST)
    if form.is_valid():
        chosen = _picked(request, form.cleaned_data)
        added = recipients.choose(
            letter=found,
            destinations=[Destination.of(one) for one in chosen],
            by=request.actor,
            at=request.at,
        )
        said = ngettext("%(n)d recipient is added.", "%(n)d recipients are added.", len(added))
        messages.success(request, said % {"n": len(added)})
    return back(request, found)


def _picked(request: OfficeRequest, values: dict[str, str]) -> list[Correspondent]:
    organisation = request.actor.organisation
    chosen = []
    try:
        if values["correspondent"]:
            chosen.append(queries.correspondent_of(organisation, int(values["correspondent"])))
        if values["group"]:
            group = queries.groups_for(request.actor).get(pk=int(values["group"]))
            chosen += list(queries.members_of(group))
    except (Correspondent.DoesNotExist, RecipientGroup.DoesNotExist):
        raise Http404 from None
    return chosen


def back(request: OfficeRequest, letter: OutgoingLetter) -> HttpResponse:
    """Lead back to the form the act came from: the draft's, or the sending's."""
    if policies.may_edit(request.actor, letter):
        return redirect(f"{reverse('letters:edit', args=[letter.pk])}#recipients")
    return redirect("sending:letter", letter.pk)


@screen(methods=("GET", "POST"))
def add(request: OfficeRequest, pk: int) -> HttpResponse:
    """Add one recipient by hand, for a printed line or beside them."""
    found = letter_of(request, pk)
    policies.may_choose_recipients(request.actor, found).enforce()
    line = request.GET.get("line", "")[:300]
    form = _form(request, {"name": line, "line": line})

    def act() -> str:
        destination = form.chosen()
        recipients.choose(letter=found, destinations=[destination], by=request.actor, at=request.at)
        return _place(request, found)

    page = Page(title=_("Add a recipient"), submit=_("Add"), back=_place(request, found))
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def change(request: OfficeRequest, pk: int, key: int) -> HttpResponse:
    """Say anew how the letter goes to one recipient."""
    found, row = letter_of(request, pk), _row(request, pk, key)
    policies.may_choose_recipients(request.actor, found).enforce()
    form = _form(request, RecipientForm.shown(row))

    def act() -> str:
        recipients.change(recipient=row, destination=form.chosen(), by=request.actor, at=request.at)
        return _place(request, found)

    page = Page(title=row.name, submit=_("Save"), back=_place(request, found))
    return ask(request, form, act, page=page)


@screen(methods=("POST",))
def remove(request: OfficeRequest, pk: int, key: int) -> HttpResponse:
    """Take a recipient off."""
    found = letter_of(request, pk)
    recipients.remove(recipient=_row(request, pk, key), by=request.actor, at=request.at)
    messages.success(request, _("The recipient is taken off."))
    return back(request, found)


@screen(methods=("POST",))
def send_again(request: OfficeRequest, pk: int, key: int) -> HttpResponse:
    """Send once more to one recipient."""
    delivery = _delivery(request, pk, key)
    sending.send_again(delivery=delivery, by=request.actor, at=request.at)
    messages.success(request, _("Sent again to %(name)s.") % {"name": delivery.recipient.name})
    return redirect("sending:letter", pk)


@screen(methods=("GET", "POST"))
def receipt(request: OfficeRequest, pk: int, key: int) -> HttpResponse:
    """Note who received the letter and when."""
    delivery = _delivery(request, pk, key)
    form = ReceiptForm(request.POST or None, initial={"on": local_day(request.at)})

    def act() -> str:
        values = form.cleaned_data
        delivery_news.acknowledge(
            delivery=delivery,
            on=values["on"],
            received_by=values["received_by"],
            by=request.actor,
            at=request.at,
        )
        return reverse("sending:letter", args=[pk])

    return ask(request, form, act, page=_page(delivery, _("Received"), _("Note the receipt")))


@screen(methods=("GET", "POST"))
def failed(request: OfficeRequest, pk: int, key: int) -> HttpResponse:
    """Note that the letter came back."""
    delivery = _delivery(request, pk, key)
    form = WhyForm(request.POST or None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        delivery_news.note_failure(delivery=delivery, reason=reason, by=request.actor, at=request.at)
        return reverse("sending:letter", args=[pk])

    return ask(request, form, act, page=_page(delivery, _("Came back"), _("Note that it came back")))


def _page(delivery: Delivery, title: str, submit: str) -> Page:
    back_to = reverse("sending:letter", args=[delivery.letter_id])
    return Page(title=title, said=delivery.recipient.name, submit=submit, back=back_to)


def _form(request: OfficeRequest, initial: dict[str, Any]) -> RecipientForm:
    organisation, day = request.actor.organisation, local_day(request.at)
    return RecipientForm(request.POST or None, initial=initial, organisation=organisation, day=day)


def _place(request: OfficeRequest, letter: OutgoingLetter) -> str:
    return str(back(request, letter)["Location"])


def _row(request: OfficeRequest, pk: int, key: int) -> LetterRecipient:
    try:
        return queries.recipients_of(letter_of(request, pk)).get(pk=key)
    except LetterRecipient.DoesNotExist:
        raise Http404 from None


def _delivery(request: OfficeRequest, pk: int, key: int) -> Delivery:
    letter_of(request, pk)
    try:
        found = queries.delivery_of(request.actor.organisation, key)
    except Delivery.DoesNotExist:
        raise Http404 from None
    if found.letter_id != pk:
        raise Http404
    return found
