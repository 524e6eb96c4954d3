"""The certificates of the office: whose, until when, in use or retired. Administrators retire and unlock them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from organisation import policies as office_policies
from signing import policies, queries
from signing.operations import certificates as acts
from ui.paging import paginate
from ui.screens import render, screen
from web.organisation.asking import Page, ask
from web.organisation.forms import WhyForm
from web.organisation.tabs import tabs_for

if TYPE_CHECKING:
    from signing.models import SigningCertificate
    from ui.request import OfficeRequest


@screen()
def certificates(request: OfficeRequest) -> HttpResponse:
    """Show every certificate ever registered, those in use first."""
    office_policies.may_administer(request.actor).enforce()
    page = paginate(queries.certificates_of(request.actor.organisation), request)
    rows = [(row, row.is_valid_at(request.at), policies.may_retire(request.actor, row)) for row in page.rows]
    context = {
        "tabs": tabs_for("certificates", request.actor),
        "page": page,
        "rows": rows,
        "believed": queries.believed(),
        "trust_folder": settings.TRUST_ROOTS_DIR,
        "modules": settings.PKCS11_MODULES,
    }
    return render(request, "organisation/certificates.html", context)


@screen(methods=("GET", "POST"))
def retire(request: OfficeRequest, pk: int) -> HttpResponse:
    """Take a certificate out of use for good."""
    row = _certificate(request, pk)
    policies.may_retire(request.actor, row).enforce()
    form = WhyForm(request.POST or None)

    def act() -> str:
        acts.retire(certificate=row, by=request.actor, at=request.at, **form.cleaned_data)
        return reverse("organisation:certificates")

    page = Page(
        title=_("Retire the certificate of %(name)s") % {"name": row.common_name},
        said=_(
            "From now on nothing is signed with it, and it does not come back. What it signed stays valid. "
            "Signatures that still wait for its PIN have to be asked for again."
        ),
        submit=_("Retire the certificate"),
        back=reverse("organisation:certificates"),
        grave=True,
    )
    return ask(request, form, act, page=page)


@screen(methods=("POST",))
def unlock(request: OfficeRequest, pk: int) -> HttpResponse:
    """Let the PIN of a certificate be tried again after five wrong ones."""
    acts.clear_failures(certificate=_certificate(request, pk), by=request.actor, at=request.at)
    messages.success(request, _("The PIN can be tried again."))
    return redirect("organisation:certificates")


def _certificate(request: OfficeRequest, pk: int) -> SigningCertificate:
    office_policies.may_administer(request.actor).enforce()
    row = queries.certificates_of(request.actor.organisation).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
