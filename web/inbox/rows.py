"""An inbox as people read it: grouped by time, each line saying why it is here and the one thing to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dispatch.enums import CosigningState, Urgency
from organisation.enums import Duty
from ui.rows import LetterRow
from ui.writing import moment
from web.inbox.days import days_left
from web.inbox.incoming import incoming_row
from workflow.enums import Outcome
from workflow.incoming_letter.queries import IncomingAsked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.utils.functional import Promise

    from dispatch.models import JointRequest, OutgoingLetter
    from organisation.queries import WorkingCalendar
    from workflow.models import WorkItem
    from workflow.queries import Asked

# Step → the named act, the page it is done on, and whether that page names the visit.
ACTIONS: Mapping[str, tuple[Promise, str]] = {
    "draft": (gettext_lazy("Go on drafting"), "letters:edit"),
    "give_opinion": (gettext_lazy("Give opinion"), "letters:give_opinion"),
    "check_content": (gettext_lazy("Check content"), "letters:detail"),
    "check_format": (gettext_lazy("Check format"), "letters:detail"),
    "approve": (gettext_lazy("Read and sign"), "letters:detail"),
    "sign": (gettext_lazy("Sign"), "letters:detail"),
    "cosign": (gettext_lazy("Read and sign"), "letters:detail"),
    "number_and_seal": (gettext_lazy("Number and seal"), "letters:seal"),
    "file_letter": (gettext_lazy("File it"), "letters:file"),
}
NAMING_THE_VISIT = {"letters:seal", "letters:file", "letters:give_opinion"}
WHY: Mapping[str, Promise] = {
    "draft": gettext_lazy("You are drafting it; it has not been submitted."),
    "give_opinion": gettext_lazy("%(drafter)s asks for your opinion on the draft."),
    "check_content": gettext_lazy("%(drafter)s asks you to check the content."),
    "check_format": gettext_lazy("The content is passed; the format has to be checked."),
    "approve": gettext_lazy("Content and format are passed; it waits for your approval and signature."),
    "sign": gettext_lazy("You approved it; your signature is missing."),
    "cosign": gettext_lazy("Signed by %(signer)s; your signature beside it is missing."),
    "number_and_seal": gettext_lazy("Signed by %(signer)s; it needs number, day and seal."),
    "file_letter": gettext_lazy("Issued as %(code)s; it has to be filed into a dossier."),
}
WHY_AGAIN: Mapping[tuple[str, str], Promise] = {
    ("draft", Outcome.RETURNED): gettext_lazy("Sent back: “%(reason)s” Everything is as it was."),
    ("draft", Outcome.ANSWERED): gettext_lazy("The opinions are in. Say what became of them and go on."),
    ("check_content", Outcome.SENT_DOWN): gettext_lazy("Returned to this step: “%(reason)s”"),
    ("check_format", Outcome.SENT_DOWN): gettext_lazy("Returned to this step: “%(reason)s”"),
    ("check_content", Outcome.PASSED_UP): gettext_lazy("It was passed up to you to check the content."),
    ("check_format", Outcome.PASSED_UP): gettext_lazy("It was passed up to you to check the format."),
    ("give_opinion", Outcome.PASSED_UP): gettext_lazy("It was passed up to you to give the opinion."),
    ("check_content", Outcome.TAKEN_BACK): gettext_lazy("You took it back; it waits for your check again."),
    ("check_format", Outcome.TAKEN_BACK): gettext_lazy("You took it back; it waits for your check again."),
    ("draft", Outcome.TAKEN_BACK): gettext_lazy("You took it back to go on drafting."),
    ("draft", Outcome.REFUSED): gettext_lazy("The partner refused it; the reason stands above the draft."),
    ("draft", Outcome.HANDED_OVER): gettext_lazy("It was handed over to you to go on drafting."),
    ("draft", Outcome.FAILED): gettext_lazy("It could not be laid out; the reason stands above the draft."),
    ("sign", Outcome.FAILED): gettext_lazy("The signature did not succeed; nothing was signed. Sign again."),
    ("cosign", Outcome.FAILED): gettext_lazy(
        "The signature did not succeed; nothing was signed. Sign again."
    ),
    ("number_and_seal", Outcome.FAILED): gettext_lazy(
        "The seal did not succeed; the number stays. Seal again."
    ),
}
JOINT: Mapping[CosigningState, tuple[Promise, Promise]] = {
    CosigningState.ASKED: (
        gettext_lazy("Say who signs"),
        gettext_lazy("%(name)s asks to issue it together; who signs here?"),
    ),
    CosigningState.TO_SIGN: (
        gettext_lazy("Read and sign"),
        gettext_lazy("%(name)s has signed it; your signature beside it is missing."),
    ),
    CosigningState.TO_SEAL: (
        gettext_lazy("Seal"),
        gettext_lazy("%(name)s has numbered and sealed it; our seal is missing."),
    ),
}
BACK_LABEL = gettext_lazy("Revise version %(number)s")


@dataclass
class Group:
    """Lines of one stretch of time."""

    title: str
    mark: str = ""
    rows: list[LetterRow] = field(default_factory=list)

    @property
    def count_label(self) -> str:
        """Say how many."""
        return ngettext("%(n)d item", "%(n)d items", len(self.rows)) % {"n": len(self.rows)}


def grouped(asked: Sequence[Asked | IncomingAsked], at: datetime, calendar: WorkingCalendar) -> list[Group]:
    """Give the groups that are not empty, in the order of time; the order inside is the inbox's own."""
    groups = {
        "late": Group(_("Overdue"), "t-late"),
        "near": Group(_("Today and tomorrow"), "t-near"),
        "later": Group(_("This week and later")),
        "none": Group(_("Without a deadline")),
    }
    for place, one in enumerate(asked):
        days = days_left(calendar, at, one.item.due_on) if one.item.due_on else None
        groups[_time_of(days)].rows.append(row_of(one, days, primary=place == 0))
    return [group for group in groups.values() if group.rows]


def pin_group(letters: Sequence[OutgoingLetter]) -> list[Group]:
    """Give the group of letters whose signature or seal waits for the PIN again; none when there is no such letter."""
    rows = [
        LetterRow(
            url=reverse("letters:detail", args=[letter.pk]),
            title=letter.subject,
            meta_code=_code(letter),
            meta=letter.kind_data.name,
            why=_("You asked for it, but the PIN was lost before it was used. Nothing was signed yet."),
            urgency=Urgency(letter.urgency),
            who=letter.drafter,
            action_label=_("Enter the PIN"),
            action_url=reverse("letters:pin", args=[letter.pk]),
        )
        for letter in letters
    ]
    return [Group(_("Waiting for your PIN again"), "t-late", rows)] if rows else []


def joint_group(requests: Sequence[JointRequest]) -> list[Group]:
    """Give the group of joint letters of other organisations that wait for the reader; none when there is none."""
    rows = [
        LetterRow(
            url=reverse("joint:detail", args=[one.pk]),
            title=one.subject,
            meta_code=one.reference_code or one.kind_name,
            meta=one.kind_name if one.reference_code else one.sender,
            why=str(JOINT[CosigningState(one.state)][1]) % {"name": one.sender},
            urgency=Urgency.NORMAL,
            who=one.sender,
            action_label=JOINT[CosigningState(one.state)][0],
            action_url=reverse("joint:detail", args=[one.pk]),
        )
        for one in requests
    ]
    return [Group(_("Joint letters of other organisations"), "", rows)] if rows else []


def archive_group(rows: list[LetterRow]) -> list[Group]:
    """Give the group of what was asked of the archive; none when nothing was."""
    return [Group(_("From the archive"), "", rows)] if rows else []


def _time_of(days: int | None) -> str:
    if days is None:
        return "none"
    if days < 0:
        return "late"
    return "near" if days <= 1 else "later"


def row_of(asked: Asked | IncomingAsked, days: int | None, *, primary: bool) -> LetterRow:
    """Give one line."""
    if isinstance(asked, IncomingAsked):
        return incoming_row(asked, days, primary=primary)
    item, letter = asked.item, asked.letter
    label, page = ACTIONS[item.step]
    if item.step == "draft" and item.reason == Outcome.RETURNED:
        label = BACK_LABEL % {"number": letter.version_number}  # type: ignore[assignment]
    keys = [letter.pk, item.pk] if page in NAMING_THE_VISIT else [letter.pk]
    return LetterRow(
        url=reverse("letters:detail", args=[letter.pk]),
        title=letter.subject or _("(no subject yet)"),
        meta_code=_code(letter),
        meta=letter.kind_data.name,
        why=_why(asked),
        urgency=Urgency(letter.urgency),
        due=item.due_on,
        days=days,
        who=letter.drafter,
        who_note=_("here since %(at)s") % {"at": moment(item.assigned_at)},
        action_label=label,
        action_url=reverse(page, args=keys),
        primary=primary,
    )


def _code(letter: OutgoingLetter) -> str:
    return letter.reference_code or _("Draft %(number)s") % {"number": letter.pk}


def _why(asked: Asked) -> str:
    item, letter = asked.item, asked.letter
    sentence = WHY_AGAIN.get((item.step, item.reason)) or WHY[item.step]
    words = {
        "drafter": letter.drafter.full_name,
        "signer": letter.signer_post.person.full_name if letter.signer_post else "",
        "code": letter.reference_code,
        "reason": _reason(letter, item),
    }
    why = str(sentence) % words
    if asked.on_behalf_of is None:
        return why
    return _("On behalf of %(name)s. %(why)s") % {"name": asked.on_behalf_of.person.full_name, "why": why}


def _reason(letter: OutgoingLetter, item: WorkItem) -> str:
    """Give why the letter came back, from the endorsements loaded with the list."""
    if item.reason not in (Outcome.RETURNED, Outcome.SENT_DOWN):
        return ""
    declined = [one for one in letter.endorsements.all() if not one.passed]
    return max(declined, key=lambda one: one.pk).reason if declined else ""


def mine_row(letter: OutgoingLetter, item: WorkItem | None) -> LetterRow:
    """Give the line of a letter of one's own that is with others now: with whom and since when."""
    page = reverse("letters:detail", args=[letter.pk])
    status = str(letter.get_status_display())
    return LetterRow(
        url=page,
        title=letter.subject or _("(no subject yet)"),
        meta_code=_code(letter),
        meta=letter.kind_data.name,
        why=status[:1].upper() + status[1:],
        urgency=Urgency(letter.urgency),
        due=item.due_on if item else None,
        who=(item.owner_post or Duty(item.duty).label) if item else _("The system"),
        who_note=_("holds it since %(at)s") % {"at": moment(item.assigned_at if item else letter.updated_at)},
        action_label=_("Open"),
        action_url=page,
    )
