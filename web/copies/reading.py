"""The register of copies, and one copy with its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dispatch import policies, queries
from dispatch.enums import AllocationState, Medium
from dispatch.models import CertifiedCopy
from signing.enums import RequestState
from signing.models import CLOSED
from signing.queries import verdict_of
from ui.paging import paginate
from ui.screens import render, screen
from ui.writing import day as written
from web.letters.serving import serve

if TYPE_CHECKING:
    from django.http import HttpResponse

    from files.models import StoredFile
    from ui.request import OfficeRequest

PER_PAGE = 100
LEAST_DPI = 200


@screen()
def register(request: OfficeRequest) -> HttpResponse:
    """List every copy by its number; the page prints as it stands."""
    policies.may_read_copies(request.actor).enforce()
    page = paginate(queries.copies_of(request.actor.organisation), request, per_page=PER_PAGE)
    context = {
        "rows": [(copy, state_of(copy)) for copy in page.rows],
        "page": page,
        "may_keep": policies.may_keep_copies(request.actor),
        "said": ngettext(
            "%(n)d copy, of all years and forms.", "%(n)d copies, of all years and forms.", page.total
        )
        % {"n": page.total},
    }
    return render(request, "copies/list.html", context)


@screen()
def detail(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show one copy: what it is of, its file, and what is still to be done."""
    copy = copy_of(request, pk)
    verdict, title, text = state_of(copy)
    readable = policies.may_read_copy(request.actor, copy, request.at)
    file = shown_file(copy)
    context = {
        "copy": copy,
        "state": {"verdict": verdict, "title": title, "text": text},
        "working": copy.file_id is None and not copy.trouble and verdict == "doubtful",
        "file_url": reverse("copies:file", args=[copy.pk]) if file and readable else "",
        "file_name": f"{copy.reference_code.replace('/', '-')}.pdf",
        "facts": _facts(copy),
        "scan": _scan(copy),
        "may_sign": policies.may_sign_copy(request.actor, copy),
        "may_void": policies.may_void_copy(request.actor, copy),
        "may_copy": policies.may_keep_copies(request.actor) and copy.form == "sao_y" and verdict == "valid",
    }
    return render(request, "copies/detail.html", context)


@screen()
def file(request: OfficeRequest, pk: int) -> HttpResponse:
    """Send the furthest file of the copy."""
    copy = copy_of(request, pk)
    policies.may_read_copy(request.actor, copy, request.at).enforce()
    found = shown_file(copy)
    if found is None:
        raise Http404
    return serve(request, found, name=f"{copy.reference_code.replace('/', '-')}.pdf")


def copy_of(request: OfficeRequest, pk: int) -> CertifiedCopy:
    """Give the copy to whoever may read the register; 404 for another office's."""
    policies.may_read_copies(request.actor).enforce()
    try:
        return queries.copy_by_key(request.actor.organisation, pk)
    except CertifiedCopy.DoesNotExist:
        raise Http404 from None


def shown_file(copy: CertifiedCopy) -> StoredFile | None:
    """Give the signed file, else the one made for signing or printing."""
    return copy.signed_file or copy.file


def state_of(copy: CertifiedCopy) -> tuple[str, str, str]:
    """Give the mark, a word and a sentence for where the copy stands."""
    if copy.allocation.state == AllocationState.VOID:
        return "invalid", _("Void"), copy.allocation.void_reason
    if copy.trouble:
        return "invalid", _("Could not be made"), copy.trouble
    if copy.file_id is None:
        return "doubtful", _("Being made"), ""
    if not copy.is_electronic:
        return "valid", _("Ready"), _("Print it, have it signed by hand and set the wet seal.")
    if copy.signed_file is not None:
        judged = verdict_of(copy.signed_file)
        return "valid", _("Signed"), str(judged.get_status_display()) if judged else ""
    return _signature_of(copy)


def _signature_of(copy: CertifiedCopy) -> tuple[str, str, str]:
    request = queries.copy_request(copy)
    if request is None:
        return "doubtful", _("Waiting for the organisation's signature"), ""
    reason = str(request.get_reason_display()) if request.reason else ""
    if request.state in CLOSED:
        return "invalid", _("Not signed"), reason or str(RequestState(request.state).label)
    return "doubtful", _("Being signed"), reason or str(RequestState(request.state).label)


def _facts(copy: CertifiedCopy) -> list[tuple[str, object]]:
    return [
        (_("Form of the copy"), copy.title),
        (_("From"), Medium(copy.from_medium).label),
        (_("Made into"), Medium(copy.to_medium).label),
        (_("Copy of"), f"{copy.original_code}, {written(copy.original_day)}, {copy.original_issuer}"),
        (_("Subject"), copy.original_subject),
        (_("Pages of the excerpt"), copy.pages),
        (_("Day"), written(copy.legal_day)),
        (_("Signed by"), copy.printed.get("signer", "")),
        (_("Recipients"), "; ".join(copy.recipients.splitlines())),
        (_("How many"), copy.copies),
        (_("Made by"), copy.made_by.full_name),
    ]


def _scan(copy: CertifiedCopy) -> str:
    """Say when a scan is below the rule: 200 dpi, in colour (Decree 30/2020 App. I)."""
    found = copy.printed.get("scan")
    if not found:
        return ""
    faults = []
    if found["dpi"] and found["dpi"] < LEAST_DPI:
        faults.append(_("only %(dpi)d dpi") % {"dpi": found["dpi"]})
    if not found["colour"]:
        faults.append(_("not in colour"))
    return ", ".join(faults)
