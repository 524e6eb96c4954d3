"""What an inbox says of an incoming letter: why it is here, and the one thing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch.enums import Urgency
from ui.rows import LetterRow
from ui.writing import day, moment
from workflow.enums import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import Promise

    from workflow.incoming_letter.queries import IncomingAsked

ACTIONS: Mapping[str, tuple[Promise, str]] = {
    "propose": (gettext_lazy("Propose"), "incoming:propose"),
    "direct": (gettext_lazy("Direct"), "incoming:direct"),
    "redirect": (gettext_lazy("Decide"), "incoming:letter"),
    "assign": (gettext_lazy("Give it on"), "incoming:letter"),
    "handle": (gettext_lazy("Handle"), "incoming:letter"),
    "check_report": (gettext_lazy("Check the report"), "incoming:letter"),
    "decide_extension": (gettext_lazy("Decide"), "incoming:letter"),
    "give_opinion": (gettext_lazy("Give opinion"), "incoming:letter"),
    "confirm": (gettext_lazy("Read and confirm"), "incoming:letter"),
    "file_letter": (gettext_lazy("File it"), "incoming:file_letter"),
}
WHY: Mapping[str, Promise] = {
    "propose": gettext_lazy("Registered; say who should handle it and present it to a leader."),
    "direct": gettext_lazy("Presented to you; say who handles it."),
    "redirect": gettext_lazy("It was handed back to you; decide who handles it."),
    "assign": gettext_lazy(
        "Your unit has a part in it: give it to somebody, handle it yourself, or report when it is done."
    ),
    "handle": gettext_lazy("You have a part in it."),
    "check_report": gettext_lazy("Somebody of your unit reported, or handed it back."),
    "decide_extension": gettext_lazy("Somebody asks you for more time."),
    "give_opinion": gettext_lazy("You are asked for an opinion."),
    "confirm": gettext_lazy("Reported as done; confirm it or send it back."),
    "file_letter": gettext_lazy("It is done and has to be filed into a dossier."),
}
WHY_AGAIN: Mapping[tuple[str, str], Promise] = {
    ("propose", Outcome.RETURNED): gettext_lazy("The leader wants another proposal."),
    ("direct", Outcome.TAKEN_BACK): gettext_lazy("You took your directive back; direct it again."),
    ("assign", Outcome.RETURNED): gettext_lazy("It was sent back to your unit."),
    ("handle", Outcome.RETURNED): gettext_lazy("Your report was sent back."),
}


def incoming_row(asked: IncomingAsked, days: int | None, *, primary: bool) -> LetterRow:
    """Give one line."""
    item, letter = asked.item, asked.letter
    label, page = ACTIONS[item.step]
    why = str(WHY_AGAIN.get((item.step, item.reason)) or WHY[item.step])
    if asked.on_behalf_of is not None:
        why = _("On behalf of %(name)s. %(why)s") % {"name": asked.on_behalf_of.person.full_name, "why": why}
    return LetterRow(
        url=reverse("incoming:letter", args=[letter.pk]),
        title=f"{letter.kind_name} {letter.subject}".strip(),
        meta_code=_("Arrival %(number)s") % {"number": letter.allocation},
        meta=", ".join(part for part in (letter.reference_code, day(letter.dated_on)) if part),
        why=why,
        urgency=Urgency(letter.urgency),
        due=item.due_on,
        days=days,
        who=letter.issuer,
        who_note=_("here since %(at)s") % {"at": moment(item.assigned_at)},
        action_label=label,
        action_url=reverse(page, args=[letter.pk]),
        primary=primary,
    )
