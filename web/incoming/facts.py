"""What stands on an incoming letter, as both its pages show it: before the number and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from dispatch.enums import Urgency
from ui.writing import day

if TYPE_CHECKING:
    from dispatch.models import IncomingLetter


def facts_of(letter: IncomingLetter) -> list[tuple[str, object]]:
    """Give label and value of each fact in the order of the form; what is not known is empty."""
    return [
        (_("Arrival number"), letter.allocation or ""),
        (_("Day of arrival"), day(letter.arrival_day) if letter.arrival_day else ""),
        (_("Issued by"), letter.issuer),
        (_("Brought by"), letter.sender if letter.sender != letter.issuer else ""),
        (_("Number, symbol"), letter.reference_code),
        (_("Day"), day(letter.dated_on) if letter.dated_on else ""),
        (_("Kind"), letter.kind_name),
        (_("Signed by"), ", ".join(part for part in (letter.signer, letter.signer_title) if part)),
        (_("To"), letter.addressees.replace("\n", "; ")),
        (_("Urgency"), Urgency(letter.urgency).label),
        (_("Pages"), letter.page_count or ""),
    ]
