"""Reading whom letters go to, what became of them there, and the books of sending."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from dispatch import lifecycle
from dispatch.enums import DeliveryStatus, GroupScope, SendingChannel
from dispatch.models import (
    Correspondent,
    Delivery,
    DeliveryAttempt,
    DeliveryEntry,
    KeptCopyUse,
    LetterRecipient,
    LetterSending,
    OutgoingLetter,
    RecipientGroup,
)
from lib.calendar import ZONE, local_day
from lib.text import fold, single_line
from organisation.models import Organisation
from organisation.models.actor import Actor

AS_ABOVE = "nhu tren"  # the printed line that stands for the addressees, folded
_PURPOSE = re.compile(r"\s*\((?:để|thay)\b[^)]*\)\s*$")  # "(để b/c)", "(thay báo cáo)"
_ENDS = " .;,"


def correspondents_of(organisation: Organisation) -> QuerySet[Correspondent]:
    """Give the directory in Vietnamese order, those no longer written to left out."""
    known = Correspondent.objects.filter(organisation=organisation, retired_at__isnull=True)
    return known.select_related("inner").order_by("sort_key", "id")


def correspondent_of(organisation: Organisation, pk: int) -> Correspondent:
    """Give one entry of the directory; raises DoesNotExist."""
    return correspondents_of(organisation).get(pk=pk)


def groups_for(actor: Actor) -> QuerySet[RecipientGroup]:
    """Give the saved groups this person may use: the office's, those of the unit acted in, one's own."""
    post, person = actor.acting_post, actor.person
    own = Q(scope=GroupScope.OFFICE)
    if post is not None:
        own |= Q(scope=GroupScope.UNIT, unit=post.unit_id)
    if person is not None:
        own |= Q(scope=GroupScope.PRIVATE, owner=person.pk)
    groups = RecipientGroup.objects.filter(own, organisation=actor.organisation, removed_at__isnull=True)
    return groups.select_related("unit", "owner").annotate(size=Count("members")).order_by("name", "id")


def members_of(group: RecipientGroup) -> QuerySet[Correspondent]:
    """Give the correspondents of a group in its order, those no longer written to left out."""
    members = Correspondent.objects.filter(pk__in=group.members.values("correspondent"))
    return members.filter(retired_at__isnull=True).order_by("sort_key", "id")


def recipients_of(letter: OutgoingLetter) -> QuerySet[LetterRecipient]:
    """Give those the letter goes to, in their order, with what became of it there; those taken off are left out."""
    rows = letter.recipient_rows.filter(removed_at__isnull=True)
    return rows.select_related("delivery", "inner", "correspondent", "letter").order_by("position", "id")


def unsent_recipients_of(letter: OutgoingLetter) -> QuerySet[LetterRecipient]:
    """Give those the letter was not sent to yet."""
    return recipients_of(letter).filter(delivery__isnull=True)


def printed_lines(letter: OutgoingLetter) -> list[str]:
    """Give every line of the page that names somebody the letter goes to; “as above” names nobody new."""
    content = letter.draft
    lines = [*content.addressees, *content.recipients]
    return [line for line in lines if fold(line).strip(_ENDS) != AS_ABOVE]


def lines_without_recipient(letter: OutgoingLetter) -> list[str]:
    """Give the printed lines that no recipient of the letter answers to."""
    taken = {folded_name(text) for row in recipients_of(letter) for text in (row.line, row.name)}
    return [line for line in printed_lines(letter) if folded_name(line) not in taken]


def folded_name(line: str) -> str:
    """Give what a printed line is compared by: no purpose in brackets, no end of line, no marks."""
    return fold(_PURPOSE.sub("", single_line(line)).strip(_ENDS))


def correspondents_named(organisation: Organisation, lines: Iterable[str]) -> dict[str, Correspondent]:
    """Give the entries of the directory that bear exactly the names of printed ``lines``, by folded name."""
    names = {folded_name(line) for line in lines}
    found = correspondents_of(organisation).filter(name_folded__in=names)
    return {one.name_folded: one for one in found}


def delivery_of(organisation: Organisation, pk: int) -> Delivery:
    """Give one delivery with its letter and recipient; raises DoesNotExist."""
    rows = Delivery.objects.select_related("letter__organisation", "recipient")
    return rows.get(organisation=organisation, pk=pk)


def attempt_by_key(pk: int) -> DeliveryAttempt:
    """Give one attempt to the job that carries it, with all it needs; raises DoesNotExist."""
    needed = ("organisation", "inner", "file__blob", "delivery__letter__issued_file__blob")
    return DeliveryAttempt.objects.select_related(*needed, "delivery__letter__organisation").get(pk=pk)


def attempts_of(delivery: Delivery) -> QuerySet[DeliveryAttempt]:
    """Give the attempts of a delivery, the newest first, each with what was said of it."""
    said = Prefetch("entries", DeliveryEntry.objects.order_by("id"))
    return delivery.tries.select_related("inner").prefetch_related(said).order_by("-number")


def present_attempt(delivery: Delivery) -> DeliveryAttempt:
    """Give the attempt a delivery is at."""
    return delivery.tries.select_related("inner", "file").get(number=delivery.attempts)


def open_sendings(organisation: Organisation) -> QuerySet[LetterSending]:
    """Give the issued letters that somebody is still to be sent, the longest waiting first."""
    waiting = LetterSending.objects.filter(organisation=organisation, closed_at__isnull=True)
    return waiting.select_related("letter__unit", "letter__allocation").order_by("begun_at", "id")


def sending_of(letter: OutgoingLetter) -> LetterSending | None:
    """Give the sending of a letter, None before its issue."""
    return LetterSending.objects.filter(letter=letter).first()


def stopped_deliveries(organisation: Organisation) -> QuerySet[Delivery]:
    """Give the deliveries that failed or were refused and wait for the registry, the newest first."""
    stopped = Delivery.objects.filter(organisation=organisation, status__in=lifecycle.STOPPED)
    return stopped.select_related("letter__allocation", "recipient").order_by("-updated_at", "-id")


def deliveries_under_way(organisation: Organisation) -> QuerySet[Delivery]:
    """Give the deliveries that left and of which nobody said that they arrived, the oldest first."""
    waiting = (DeliveryStatus.QUEUED, DeliveryStatus.SENT)
    rows = Delivery.objects.filter(organisation=organisation, status__in=waiting)
    return rows.select_related("letter__allocation", "recipient").order_by("updated_at", "id")


@dataclass(frozen=True, kw_only=True)
class SentFacts:
    """What the outgoing register says of the sending of one letter: columns 5, 7, 8 and 9 of Decree 30/2020, App. IV.

    ``copies`` counts those of every recipient; ``sent_on`` is the first day the letter left for anybody.
    """

    recipients: tuple[str, ...] = ()
    copies: int = 0
    sent_on: date | None = None
    receipts: tuple[str, ...] = ()


def sent_facts(letters: Iterable[int]) -> Mapping[int, SentFacts]:
    """Give the facts of sending for the letters with these keys; none for one without recipients. Two queries."""
    rows = LetterRecipient.objects.filter(letter__in=list(letters), removed_at__isnull=True)
    rows = rows.select_related("delivery").order_by("letter", "position", "id")
    left = DeliveryEntry.objects.filter(
        attempt__delivery__letter__in=list(letters), status=DeliveryStatus.SENT
    )
    first: dict[int, date] = {}
    for key, at in left.order_by("-at").values_list("attempt__delivery__letter", "at"):
        first[key] = local_day(at)
    grouped: dict[int, list[LetterRecipient]] = {}
    for row in rows:
        grouped.setdefault(row.letter_id, []).append(row)
    return {key: _facts(some, first.get(key)) for key, some in grouped.items()}


def _facts(rows: list[LetterRecipient], sent_on: date | None) -> SentFacts:
    receipts = [receipt_of(row.delivery) for row in rows if hasattr(row, "delivery")]
    return SentFacts(
        recipients=tuple(row.name for row in rows),
        copies=sum(row.copies for row in rows),
        sent_on=sent_on,
        receipts=tuple(receipt for receipt in receipts if receipt),
    )


def receipt_of(delivery: Delivery) -> str:
    """Give what stands in the column of receipts: who took it and when, or the number it got; empty without either."""
    day = f"{delivery.acknowledged_on:%d/%m/%Y}" if delivery.acknowledged_on else ""
    return " ".join(part for part in (delivery.acknowledged_by, delivery.arrival_code, day) if part)


def departures(
    organisation: Organisation, channel: SendingChannel, since: date, until: date
) -> QuerySet[DeliveryEntry]:
    """Give what left through ``channel`` on the days from ``since`` to ``until``: the lines of the postal book.

    An envelope that came back and was sent again stands there twice, as on paper.
    """
    begin = datetime.combine(since, time.min, ZONE)
    end = datetime.combine(until + timedelta(days=1), time.min, ZONE)
    left = DeliveryEntry.objects.filter(
        organisation=organisation,
        status=DeliveryStatus.SENT,
        at__gte=begin,
        at__lt=end,
        attempt__channel=channel,
    )
    return left.select_related("attempt__delivery__letter").order_by("at", "id")


def issued_by_code(organisation: Organisation, code: str) -> OutgoingLetter | None:
    """Give the newest letter of the office that was issued under ``code``, or None."""
    letters = OutgoingLetter.objects.filter(organisation=organisation, issued_at__isnull=False)
    return letters.filter(reference_code__iexact=single_line(code)).order_by("-issued_at").first()


def copy_uses(organisation: Organisation) -> QuerySet[KeptCopyUse]:
    """Give the book of the use of kept copies, the newest first."""
    uses = KeptCopyUse.objects.filter(organisation=organisation)
    return uses.select_related("letter", "permitted_by__person").order_by("-lent_on", "-id")


def kept_copy_out(letter: OutgoingLetter) -> KeptCopyUse | None:
    """Give who has the kept copy of a letter at this moment, or None."""
    return KeptCopyUse.objects.filter(letter=letter, returned_on__isnull=True).first()
