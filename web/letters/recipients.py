"""One truthful line for each recipient: how the letter goes there, where it stands, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import policies, queries
from dispatch.enums import DeliveryStatus, SaidBy, SendingChannel
from dispatch.operations import sending
from jobs.enums import JobState
from jobs.queries import find
from ui.writing import day, moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dispatch.models import (
        Correspondent,
        Delivery,
        DeliveryEntry,
        LetterRecipient,
        OutgoingLetter,
        RecipientGroup,
    )
    from lib.refusal import Verdict
    from organisation.models.actor import Actor

STATES = {
    DeliveryStatus.QUEUED: "todo",
    DeliveryStatus.SENT: "now",
    DeliveryStatus.RECEIVED: "done",
    DeliveryStatus.REGISTERED: "done",
    DeliveryStatus.COMPLETED: "done",
    DeliveryStatus.REFUSED: "late",
    DeliveryStatus.FAILED: "late",
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """One line of what became of a delivery."""

    text: str
    at: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One recipient as the page shows it."""

    row: LetterRecipient
    way: str
    where: str
    delivery: Delivery | None = None
    state: str = ""
    status: str = ""
    detail: str = ""
    history: list[Said] = field(default_factory=list)
    may_send: Verdict | None = None
    may_change: Verdict | None = None
    may_send_again: Verdict | None = None
    may_note: Verdict | None = None

    @property
    def is_ready(self) -> bool:
        """Say whether pressing “send” would send here."""
        return self.delivery is None and bool(self.may_send)


class PickForm(forms.Form):
    """From the directory or a saved group."""

    correspondent = forms.ChoiceField(label=gettext_lazy("From the directory"), required=False)
    group = forms.ChoiceField(label=gettext_lazy("A saved group"), required=False)

    def __init__(
        self, *args: Any, known: Iterable[Correspondent], groups: Iterable[RecipientGroup], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        one = [(str(row.pk), f"{row.name} ({row.get_channel_display()})") for row in known]
        several = [(str(row.pk), f"{row.name} ({row.size})") for row in groups]  # type: ignore[attr-defined]
        self.fields["correspondent"].choices = [("", "–"), *one]  # type: ignore[attr-defined]
        self.fields["group"].choices = [("", "–"), *several]  # type: ignore[attr-defined]


def section_of(letter: OutgoingLetter, actor: Actor) -> dict[str, Any]:
    """Give what the letter's page says of its sending."""
    shown = lines_of(letter, actor)
    unsent = [line for line in shown if line.delivery is None]
    return {"lines": shown, "unsent": unsent, "may_send": policies.may_send(actor, letter)}


def context_of(letter: OutgoingLetter, actor: Actor) -> dict[str, Any]:
    """Give what the page of sending and the draft's form need."""
    section = section_of(letter, actor)
    shown = section["lines"]
    choosing = policies.may_choose_recipients(actor, letter)
    missing = queries.lines_without_recipient(letter) if choosing else []
    known = queries.correspondents_named(letter.organisation, missing) if missing else {}
    return {
        **section,
        "letter": letter,
        "ready": ready(shown),
        "may_choose": choosing,
        "sending": queries.sending_of(letter),
        "missing": [(line, known.get(queries.folded_name(line))) for line in missing],
        "pick": pick_form(letter, actor) if choosing else None,
        "copies": sum(line.row.copies for line in shown),
    }


def pick_form(letter: OutgoingLetter, actor: Actor, data: Any = None) -> PickForm:
    """Give the form that picks from directory and groups."""
    known = queries.correspondents_of(letter.organisation)
    return PickForm(data, known=known, groups=queries.groups_for(actor))


def lines_of(letter: OutgoingLetter, actor: Actor) -> list[Line]:
    """Give the recipients of a letter in their order."""
    return [_line(letter, row, actor) for row in queries.recipients_of(letter)]


def way_of(channel: str) -> str:
    """Say how a letter goes; empty when nobody has said it yet."""
    return str(SendingChannel(channel).label) if channel else _("not said yet")


def where_to(row: LetterRecipient) -> str:
    """Give the address the channel uses."""
    if row.channel == SendingChannel.MAIL:
        return row.email
    return row.address if row.channel in {SendingChannel.POST, SendingChannel.HAND} else ""


def ready(lines: Iterable[Line]) -> list[Line]:
    """Give those that pressing “send to all” sends to."""
    return [line for line in lines if line.is_ready]


def _line(letter: OutgoingLetter, row: LetterRecipient, actor: Actor) -> Line:
    delivery = getattr(row, "delivery", None)
    common: dict[str, Any] = {
        "row": row,
        "way": way_of(row.channel),
        "where": where_to(row),
        "may_change": policies.may_change_recipient(actor, letter, row, delivery),
    }
    if delivery is None:
        may_send = policies.may_send_to(row, mail_is_set_up=sending.mail_is_set_up())
        return Line(**common, may_send=may_send, status=_("not sent yet"), detail=may_send.reason)
    status = DeliveryStatus(delivery.status)
    return Line(
        **common,
        delivery=delivery,
        state=STATES[status],
        status=str(status.label),
        detail=_detail(delivery, status),
        history=_history(delivery),
        may_send_again=policies.may_send_again(actor, letter, delivery, row),
        may_note=policies.may_note_receipt(actor, letter, delivery, row),
    )


def _detail(delivery: Delivery, status: DeliveryStatus) -> str:
    if status == DeliveryStatus.QUEUED:
        return _waiting(delivery)
    if delivery.reason:
        return delivery.reason
    if status == DeliveryStatus.SENT:
        return _("left %(at)s; nobody has said that it arrived") % {"at": moment(delivery.sent_at)}
    said = [
        _("received %(day)s") % {"day": day(delivery.acknowledged_on)} if delivery.acknowledged_on else ""
    ]
    if delivery.acknowledged_by:
        said.append(_("by %(name)s") % {"name": delivery.acknowledged_by})
    if delivery.arrival_code:
        said.append(_("arrival number %(code)s") % {"code": delivery.arrival_code})
    return ", ".join(part for part in said if part)


def _waiting(delivery: Delivery) -> str:
    """Say the truth about one that has not left: when it is tried, or that a person has to look."""
    job = find(sending.DELIVER, sending.job_key(delivery, delivery.attempts))
    if job is None or job.state == JobState.DONE:
        return ""
    if job.state == JobState.DEAD:
        return _("The work stopped; send it again.")
    if job.last_error and job.state == JobState.QUEUED:
        last = job.last_error.strip().splitlines()[-1][:200]
        return _("not yet: %(reason)s; tried again %(at)s") % {"reason": last, "at": moment(job.run_at)}
    return _("on its way in a moment")


def _history(delivery: Delivery) -> list[Said]:
    several = delivery.attempts > 1
    said = []
    for attempt in queries.attempts_of(delivery):
        for entry in reversed(attempt.entries.all()):
            text = _entry(entry)
            if several:
                text = _("attempt %(n)d: %(text)s") % {"n": attempt.number, "text": text}
            said.append(Said(text=text, at=moment(entry.at)))
    return said


def _entry(entry: DeliveryEntry) -> str:
    text = str(DeliveryStatus(entry.status).label)
    who = entry.who or str(SaidBy(entry.said_by).label)
    text = f"{text} – {who}"
    if entry.note:
        text = f"{text}: {entry.note}"
    return text if entry.moved else _("%(text)s (came late, changed nothing)") % {"text": text}
