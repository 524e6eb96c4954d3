"""Reading every organisation at once, for doctor and export."""

from __future__ import annotations

import re

from django.db.models import QuerySet

from dispatch.enums import EVER_ISSUED
from dispatch.models import (
    NumberAllocation,
    NumberSeries,
    OutgoingLetter,
)

_CODE = re.compile(
    r"\s*(?P<number>\d{1,9})(?P<rest>[^\W\d]?\s*[/-].*)?\s*$", re.ASCII
)  # 12, 12a/UBND, 12 / ubnd-vp
_SPACED = re.compile(r"\s*([/-])\s*")
_SHOWN = (
    "organisation",
    "unit",
    "drafter",
    "drafter_post__person",
    "signer_post__person",
    "mandate",
    "allocation__series",
    "prepared_file__blob",
    "signed_file__blob",
    "issued_file__blob",
    "dossier",
)


def all_issued() -> QuerySet[OutgoingLetter]:
    """Give the letters that were ever issued, of every organisation in the order of their issue."""
    issued = OutgoingLetter.objects.filter(status__in=EVER_ISSUED)
    return issued.select_related("organisation", "allocation", "issued_file__blob").order_by(
        "issued_at", "id"
    )


def all_series() -> QuerySet[NumberSeries]:
    """Give the number series of every organisation."""
    return NumberSeries.objects.select_related("organisation").order_by(
        "organisation", "direction", "code", "id"
    )


def numbers_of(series: NumberSeries) -> QuerySet[NumberAllocation, int]:
    """Give the whole numbers that have a line in the register of ``series``, exceptions with a suffix left out."""
    return series.allocations.filter(suffix="").order_by("number").values_list("number", flat=True)
