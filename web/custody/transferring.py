"""One transfer: offered, looked through, returned dossier by dossier, taken over, its record signed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from archive import policies, queries
from archive.enums import DossierState, ItemState, TransferState
from archive.operations import transferring
from archive.operations.transferring import Offer
from lib.refusal import Refusal
from organisation.queries import may_in_any_post
from ui.screens import render, screen
from web.custody.finding import transfer_of
from web.custody.forms import OfferForm
from web.custody.record import record_of
from web.dossiers.forms import ReasonForm
from web.dossiers.history import history_lines
from web.organisation.asking import Page, ask

if TYPE_CHECKING:
    from django.http import HttpResponse

    from archive.models import Dossier, Transfer, TransferItem
    from lib.refusal import Verdict
    from ui.request import OfficeRequest

UNREADABLE = 422


@dataclass(frozen=True)
class Row:
    """A dossier of a transfer with what the archive would remark about it."""

    item: TransferItem
    in_plan: bool
    remarks: tuple[str, ...]
    may_return: object


@screen(methods=("GET", "POST"))
def offer(request: OfficeRequest) -> HttpResponse:
    """Ask which dossiers are offered; those named in the address are ticked."""
    form = OfferForm(
        request.POST or None,
        dossiers=_to_offer(request),
        initial={"dossiers": request.GET.getlist("dossier")},
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        new = Offer(
            basis=values["basis"],
            condition=values["condition"],
            paper_boxes=values["paper_boxes"] or 0,
            paper_dossiers=values["paper_dossiers"] or 0,
            paper_metres=values["paper_metres"] or Decimal(0),
        )
        chosen = [form.known[key] for key in values["dossiers"]]
        try:
            made = transferring.offer(dossiers=chosen, new=new, by=request.actor, at=request.at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The dossiers are offered to the archive."))
            return redirect("custody:detail", made.pk)
    context = {"form": form}
    return render(request, "custody/offer.html", context, status=UNREADABLE if form.errors else 200)


@screen()
def detail(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show a transfer: its dossiers with what they lack, its record and who signs it, what happened."""
    transfer = transfer_of(request, pk)
    items = list(queries.items_of(transfer))
    context = {
        "transfer": transfer,
        "rows": [_row(request, item) for item in items],
        "volume": queries.volume_of(transfer),
        "standing": sum(item.state == ItemState.OFFERED for item in items),
        "may_answer": may_in_any_post(
            request.actor, request.at, lambda one: policies.may_answer(one, transfer)
        ),
        "may_withdraw": _may_withdraw(request, transfer),
        "is_offered": transfer.state == TransferState.OFFERED,
        "record": record_of(request, transfer),
        "unplaced": _unplaced(request, transfer),
        "history": history_lines(request.actor.organisation_key, "transfer", transfer.pk),
    }
    return render(request, "custody/detail.html", context)


@screen(methods=("POST",))
def accept(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take the dossiers over that were not returned."""
    taken = transferring.accept(transfer=transfer_of(request, pk), by=request.actor, at=request.at)
    messages.success(request, _("Transfer %(number)s is in the archive's custody.") % {"number": taken})
    return redirect("custody:detail", pk)


@screen(methods=("GET", "POST"))
def return_item(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Return one dossier with a remark."""
    transfer = transfer_of(request, pk)
    found = queries.items_of(transfer).filter(pk=item).first()
    if found is None:
        raise Http404
    _may_return(request, found).enforce()
    form = ReasonForm(request.POST or None)

    def act() -> str:
        transferring.return_item(
            item=found, remark=form.cleaned_data["reason"], by=request.actor, at=request.at
        )
        return reverse("custody:detail", args=[pk])

    page = Page(
        title=_("Return dossier %(code)s") % {"code": found.dossier.code},
        said=found.dossier.title,
        submit=_("Return with this remark"),
        back=reverse("custody:detail", args=[pk]),
    )
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def withdraw(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take the whole offer back."""
    transfer = transfer_of(request, pk)
    _may_withdraw(request, transfer).enforce()
    form = ReasonForm(request.POST or None)

    def act() -> str:
        reason = form.cleaned_data["reason"]
        transferring.withdraw(transfer=transfer, reason=reason, by=request.actor, at=request.at)
        return reverse("custody:detail", args=[pk])

    page = Page(
        title=_("Withdraw transfer %(number)s") % {"number": transfer},
        said=_("Its dossiers are closed as before."),
        submit=_("Withdraw"),
        back=reverse("custody:detail", args=[pk]),
    )
    return ask(request, form, act, page=page)


def _to_offer(request: OfficeRequest) -> list[Dossier]:
    seen = queries.dossiers_visible_to(request.actor, request.at).filter(state=DossierState.CLOSED)
    return [dossier for dossier in seen[:2000] if policies.may_offer(request.actor, dossier)]


def _unplaced(request: OfficeRequest, transfer: Transfer) -> int:
    """Count the dossiers taken over by it that the archivist has not given a place in the catalogue."""
    if transfer.state != TransferState.ACCEPTED or not policies.may_catalogue(request.actor):
        return 0
    waiting = queries.dossiers_without_place(request.actor, request.at)
    return waiting.filter(transfer_items__transfer=transfer, transfer_items__state=ItemState.ACCEPTED).count()


def _row(request: OfficeRequest, item: TransferItem) -> Row:
    lying = list(queries.records_of(item.dossier))
    remarks = queries.remarks_on(item.dossier, lying)
    said = tuple(f"{one.record.ordinal}. {one.record.code} {one.sentence}" for one in remarks)
    return Row(item, item.dossier.entry_id is not None, said, _may_return(request, item))


def _may_return(request: OfficeRequest, item: TransferItem) -> Verdict:
    return may_in_any_post(request.actor, request.at, lambda one: policies.may_return_item(one, item))


def _may_withdraw(request: OfficeRequest, transfer: Transfer) -> Verdict:
    return may_in_any_post(request.actor, request.at, lambda one: policies.may_withdraw_offer(one, transfer))
