"""Choose whom a letter goes to: from the directory, from a group, or by name. Printed lines follow, and may differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, policies, queries
from dispatch.enums import LetterStatus, SendingChannel
from dispatch.models import Correspondent, Delivery, LetterRecipient, LetterSending, OutgoingLetter
from dispatch.operations import drafting, locking
from lib.database import locked
from lib.text import single_line
from organisation.models import Organisation
from organisation.models.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Whom, how and where to. Without a channel it is completed before the letter is sent."""

    name: str
    line: str = ""
    channel: SendingChannel | None = None
    inner: Organisation | None = None
    email: str = ""
    address: str = ""
    copies: int = 1
    envelopes: int = 1
    correspondent: Correspondent | None = None

    @classmethod
    def of(cls, known: Correspondent, *, line: str = "") -> Destination:
        """Give the usual way to somebody in the directory."""
        return cls(
            name=known.name,
            line=line or known.name,
            channel=SendingChannel(known.channel),
            inner=known.inner,
            email=known.email,
            address=known.address,
            correspondent=known,
        )


@transaction.atomic
def choose(
    *, letter: OutgoingLetter, destinations: Iterable[Destination], by: Actor, at: datetime
) -> list[LetterRecipient]:
    """Add ``destinations`` to the recipients; whoever is there already is passed over; give the new rows.

    On a draft, a line that the page does not bear yet is added to it. Refuses whoever may not choose recipients,
    and the office itself.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_choose_recipients(by, letter).enforce()
    added = [row for one in destinations if (row := _add(letter, one, at=at)) is not None]
    if letter.status == LetterStatus.DRAFT:
        _print(letter, [row.line for row in added], by=by, at=at)
    for row in added:
        _note(letter, "recipient_added", row, by=by, at=at)
    _reopen(letter)
    return added


@transaction.atomic
def change(
    *, recipient: LetterRecipient, destination: Destination, by: Actor, at: datetime
) -> LetterRecipient:
    """Say anew how and where the letter goes to one recipient; the printed line stays as the page bears it.

    Refuses once it was sent there, unless it did not arrive or was refused.
    """
    letter, row, delivery = _locked(recipient, by)
    policies.may_change_recipient(by, letter, row, delivery).enforce()
    row.name = single_line(destination.name)[:300] or row.name
    row.line = single_line(destination.line)[:300] or row.line
    _address(row, destination)
    _refuse_itself_or_twice(letter, row)
    row.save()
    _note(letter, "recipient_changed", row, by=by, at=at)
    return row


@transaction.atomic
def remove(*, recipient: LetterRecipient, by: Actor, at: datetime) -> LetterRecipient:
    """Take a recipient off a letter that was not sent to them; on a draft its line leaves the page too."""
    letter, row, delivery = _locked(recipient, by)
    policies.may_change_recipient(by, letter, row, delivery).enforce()
    if delivery is not None:
        raise errors.RecipientIsUnderWay(name=row.name)
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    if letter.status == LetterStatus.DRAFT:
        _unprint(letter, row.line, by=by, at=at)
    _note(letter, "recipient_removed", row, by=by, at=at)
    close_if_done(letter, at=at)
    return row


def open_sending(letter: OutgoingLetter, *, at: datetime) -> None:
    """Begin the sending of a letter just issued: printed lines the directory knows by name become recipients.

    Part of the act that issues, which writes the event. The registry looks at them before it sends.
    """
    LetterSending.objects.get_or_create(
        letter=letter, defaults={"organisation": letter.organisation, "begun_at": at}
    )
    lines = queries.lines_without_recipient(letter)
    known = queries.correspondents_named(letter.organisation, lines)
    for line in lines:
        if (one := known.get(queries.folded_name(line))) is not None:
            _add(letter, Destination.of(one, line=line), at=at)


def close_if_done(letter: OutgoingLetter, *, at: datetime) -> None:
    """Close the sending of the locked letter when everybody on it was sent to. Part of the acts that need it.

    A printed line nobody answers to keeps it open: the registry sends there, or says that it does not.
    """
    row = LetterSending.objects.filter(letter=letter, closed_at__isnull=True).first()
    rows = queries.recipients_of(letter)
    if row is None or not rows.exists() or rows.filter(delivery__isnull=True).exists():
        return
    if not queries.lines_without_recipient(letter):
        row.closed_at = at
        row.save(update_fields=["closed_at"])


def _reopen(letter: OutgoingLetter) -> None:
    if queries.unsent_recipients_of(letter).exists():
        LetterSending.objects.filter(letter=letter, closed_at__isnull=False).update(
            closed_at=None, closed_reason=""
        )


def _add(letter: OutgoingLetter, new: Destination, *, at: datetime) -> LetterRecipient | None:
    row = LetterRecipient(
        organisation=letter.organisation, letter=letter, name=single_line(new.name)[:300], added_at=at
    )
    row.line = single_line(new.line)[:300] or row.name
    _address(row, new)
    present = queries.recipients_of(letter)
    if _is_present(present, row):
        return None
    _refuse_itself_or_twice(letter, row)
    row.position = 1 + (letter.recipient_rows.aggregate(last=Max("position"))["last"] or 0)
    row.save(force_insert=True)
    return row


def _is_present(present: Iterable[LetterRecipient], new: LetterRecipient) -> bool:
    return any(
        (row.inner_id is not None and row.inner_id == new.inner_id)
        or (row.correspondent_id is not None and row.correspondent_id == new.correspondent_id)
        or queries.folded_name(row.name) == queries.folded_name(new.name)
        for row in present
    )


def _address(row: LetterRecipient, new: Destination) -> None:
    """Keep of the destination what its channel uses, so that no stale address can be sent to."""
    row.channel = new.channel.value if new.channel else ""
    row.correspondent = new.correspondent or row.correspondent
    row.inner = new.inner if new.channel == SendingChannel.INNER else None
    row.email = new.email.strip() if new.channel == SendingChannel.MAIL else ""
    keeps_place = new.channel in {SendingChannel.POST, SendingChannel.HAND}
    row.address = single_line(new.address)[:300] if keeps_place else ""
    row.copies, row.envelopes = max(1, new.copies), max(1, new.envelopes)


def _refuse_itself_or_twice(letter: OutgoingLetter, row: LetterRecipient) -> None:
    if row.inner_id is None:
        return
    if row.inner_id == letter.organisation_id:
        raise errors.RecipientIsThisOffice
    if queries.recipients_of(letter).filter(inner=row.inner_id).exclude(pk=row.pk).exists():
        raise errors.RecipientIsThereAlready(name=row.name)


def _print(letter: OutgoingLetter, lines: list[str], *, by: Actor, at: datetime) -> None:
    last = queries.autosave_of(letter)
    content = last.draft if last else letter.draft
    borne = {queries.folded_name(line) for line in (*content.addressees, *content.recipients)}
    fresh = [line for line in lines if line and queries.folded_name(line) not in borne]
    if fresh:
        fields: Mapping[str, object] = {"recipients": [*content.recipients, *fresh]}
        drafting.autosave(letter=letter, token=last.token if last else 0, fields=fields, by=by, at=at)


def _unprint(letter: OutgoingLetter, line: str, *, by: Actor, at: datetime) -> None:
    last = queries.autosave_of(letter)
    content = last.draft if last else letter.draft
    kept = [one for one in content.recipients if one != line]
    if len(kept) != len(content.recipients):
        token = last.token if last else 0
        drafting.autosave(letter=letter, token=token, fields={"recipients": kept}, by=by, at=at)


def _locked(recipient: LetterRecipient, by: Actor) -> tuple[OutgoingLetter, LetterRecipient, Delivery | None]:
    letter = locking.locked_letter(recipient.letter, by)
    row = locked(LetterRecipient, recipient.pk)
    return letter, row, Delivery.objects.filter(recipient=row).first()


def _note(letter: OutgoingLetter, name: str, row: LetterRecipient, *, by: Actor, at: datetime) -> None:
    facts = {"recipient": row.pk, "channel": row.channel, "inner": row.inner_id, "copies": row.copies}
    detail = {"name": row.name, "line": row.line, "email": row.email, "address": row.address}
    recording.record(
        f"letter.{name}",
        subject=Subject("letter", str(letter.pk)),
        by=by,
        at=at,
        facts=facts,
        detail=detail,
    )
