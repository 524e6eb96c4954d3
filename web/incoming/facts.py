"""What stands on an incoming letter, as both its pages show it: before the number and after."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from dispatch.enums import Urgency
from dispatch.models.kinds import kind_of
from ui.writing import day

if TYPE_CHECKING:
    from audit.models import Event
    from dispatch.models import IncomingLetter

# What the registry and its mails have done, for the history on both pages.
REGISTERING = {
    "incoming.arrived": gettext_lazy("it arrived"),
    "incoming.described": gettext_lazy("wrote down what stands on it"),
    "incoming.read": gettext_lazy("the machine read it"),
    "incoming.not_secret": gettext_lazy("says that its mark is none of secrecy: “%(reason)s”"),
    "incoming.linked": gettext_lazy("linked it as a further copy"),
    "incoming.unlinked": gettext_lazy("found that it is a letter of its own"),
    "incoming.found_different": gettext_lazy("compared it with another letter: they are two"),
    "incoming.regrouped": gettext_lazy("had its pages laid into new letters"),
    "incoming.made": gettext_lazy("made of pages of what came in"),
    "incoming.laid_back": gettext_lazy("lies in the tray again as it came"),
    "incoming.registered": gettext_lazy("registered it"),
    "incoming.printed": gettext_lazy("printed it"),
    "incoming.erased": gettext_lazy("erased it as secret"),
    "incoming.corrected": gettext_lazy("corrected the book: %(changes)s (“%(reason)s”)"),
    "incoming.voided": gettext_lazy("struck it out of the book: “%(reason)s”"),
    "incoming.scanned": gettext_lazy("added its scan"),
    "incoming.acknowledged": gettext_lazy("the sender was told by mail"),
    "incoming.not_acknowledged": gettext_lazy("the mail to the sender could not be delivered: “%(reason)s”"),
}


_WRITTEN = {
    "issuer": gettext_lazy("Issued by"),
    "sender": gettext_lazy("Brought by"),
    "code": gettext_lazy("Number, symbol"),
    "dated_on": gettext_lazy("Day"),
    "kind": gettext_lazy("Kind"),
    "subject": gettext_lazy("Subject"),
    "signer": gettext_lazy("Signed by"),
    "signer_title": pgettext_lazy("of the signer", "Title"),
    "addressees": gettext_lazy("To"),
    "urgency": gettext_lazy("Urgency"),
    "due_on": gettext_lazy("Answer asked for by"),
    "language": gettext_lazy("Language"),
}


def corrected(event: Event) -> str:
    """Give what a correction of the book changed: each field, what it said before and what it says now."""
    detail = getattr(event, "detail", None)
    said = detail.text if detail else {}
    return "; ".join(
        f"{_WRITTEN[name]}: {_word(name, said.get(f'{name}_before'))} → {_word(name, said.get(name))}"
        for name in event.facts.get("fields", [])
        if name in _WRITTEN
    )


def _word(name: str, value: object) -> str:
    text = str(value or "")
    if name == "urgency" and text in Urgency.values:
        return str(Urgency(text).label)
    if name == "kind" and text:
        return str(kind_of(text).name)
    if name in ("dated_on", "due_on") and text:
        return day(date.fromisoformat(text))
    return text or "–"


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
        (_("Answer asked for by"), day(letter.due_on) if letter.due_on else ""),
        (_("Field of work"), letter.field_of_work),
        (_("Language"), letter.language),
        (_("Pages"), letter.page_count or ""),
        (_("Paper"), _paper(letter)),
        (_("Unit that gets it"), letter.unit.name if letter.unit else ""),
    ]


def _paper(letter: IncomingLetter) -> str:
    """Say how much paper came: copies and sheets; nothing when none did."""
    if not letter.paper_received:
        return ""
    said = [ngettext("%(n)d copy", "%(n)d copies", letter.copies) % {"n": letter.copies}]
    if letter.sheets:
        said.append(ngettext("%(n)d sheet", "%(n)d sheets", letter.sheets) % {"n": letter.sheets})
    return ", ".join(said)
