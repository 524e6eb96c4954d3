"""Reading the register of certified copies."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from dispatch.enums import Direction, Period
from dispatch.models import CertifiedCopy, NumberSeries
from organisation.models import Organisation
from signing import queries as signatures
from signing.enums import SigningRole
from signing.models import SigningRequest

COPY = "copy"
_SHOWN = (
    "organisation",
    "allocation__series",
    "signer_post__person",
    "letter",
    "of_copy",
    "source_file__blob",
    "file__blob",
    "signed_file__blob",
    "made_by",
)


def copies_of(organisation: Organisation) -> QuerySet[CertifiedCopy]:
    """Give the register: every copy, the newest number first."""
    rows = CertifiedCopy.objects.filter(organisation=organisation).select_related(*_SHOWN)
    return rows.order_by("-allocation__legal_year", "-allocation__number")


def copy_by_key(organisation: Organisation, pk: int) -> CertifiedCopy:
    """Give one copy; raises DoesNotExist."""
    return CertifiedCopy.objects.select_related(*_SHOWN).get(organisation=organisation, pk=pk)


def copies_series(organisation: Organisation, day: date) -> NumberSeries | None:
    """Give the one series that counts all forms of copies in the year of ``day``, or None."""
    rows = NumberSeries.objects.filter(
        organisation=organisation, direction=Direction.COPY, period=Period.YEAR, year=day.year
    )
    return rows.order_by("-opened_on").first()


def copy_request(copy: CertifiedCopy) -> SigningRequest | None:
    """Give the latest request for the organisation's signature on a copy."""
    return signatures.request_for(copy.organisation, COPY, str(copy.pk), SigningRole.TEXT)
