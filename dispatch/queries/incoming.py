"""Reading what arrived."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from dispatch.enums import Direction, IncomingStatus
from dispatch.models import IncomingAttachment, IncomingLetter, Likeness, NumberSeries
from dispatch.models.codes import split_code
from dispatch.queries.registers import series_for
from lib.text import fold
from organisation.models import Organisation

_STANDING = (IncomingStatus.REGISTERED, IncomingStatus.COMPLETED)


def incoming_of(organisation: Organisation, *statuses: IncomingStatus) -> QuerySet[IncomingLetter]:
    """Give the incoming letters at ``statuses`` (all without any), the newest arrival first."""
    letters = IncomingLetter.objects.filter(organisation=organisation)
    if statuses:
        letters = letters.filter(status__in=statuses)
    shown = letters.select_related("allocation", "unit", "file__blob").prefetch_related("proposals")
    return shown.order_by("-arrived_at", "-id")


def incoming_by_key(organisation: Organisation, pk: int) -> IncomingLetter:
    """Give one incoming letter with what its page shows; raises DoesNotExist."""
    shown = (
        "organisation",
        "file__blob",
        "allocation__series",
        "unit",
        "same_as__allocation",
        "made_by",
        "regrouped_by",
    )
    return IncomingLetter.objects.select_related(*shown).get(organisation=organisation, pk=pk)


def incoming_by_origin(organisation: Organisation, origin_key: str) -> IncomingLetter | None:
    """Give the letter that arrived under ``origin_key``, or None before it did."""
    return IncomingLetter.objects.filter(organisation=organisation, origin_key=origin_key).first()


def incoming_attachments_of(letter: IncomingLetter) -> QuerySet[IncomingAttachment]:
    """Give the files that came with the letter, in their order."""
    return letter.attachments.select_related("file__blob").order_by("position")


def doubles_of(letter: IncomingLetter) -> QuerySet[IncomingLetter]:
    """Give the registered letters that may be the same one (Decree 30/2020, App. VI, group 1).

    The same: equal bytes; equal issuer, number, symbol and day, however the issuer's marks are typed; nearly the same
    text. By whichever way it came. What a clerk has compared and found to be another is left out.
    """
    return _the_same(letter).filter(status__in=_STANDING).order_by("registered_at", "id")


def twins_of(letter: IncomingLetter) -> QuerySet[IncomingLetter]:
    """Give the arrivals without a number that may be the same letter, likewise."""
    return _the_same(letter).filter(status=IncomingStatus.ARRIVED).order_by("arrived_at", "id")


def registered_alike(
    organisation: Organisation, *, issuer: str, code: str, dated_on: date | None
) -> QuerySet[IncomingLetter]:
    """Give the registered letters with this issuer, number, symbol and day, the newest first."""
    number, symbol, _reference = split_code(code)
    here = IncomingLetter.objects.filter(organisation=organisation, status__in=_STANDING)
    if not number or dated_on is None:
        return here.none()
    alike = here.filter(number=number, symbol__iexact=symbol, dated_on=dated_on)
    same = alike.filter(issuer_folded=fold(issuer)[:300])
    return same.select_related("allocation").order_by("-registered_at", "-id")


def copies_of_arrival(letter: IncomingLetter) -> QuerySet[IncomingLetter]:
    """Give the further copies of a letter that came by other ways."""
    return IncomingLetter.objects.filter(
        organisation=letter.organisation_id, same_as=letter, status=IncomingStatus.LINKED
    ).select_related("organisation", "same_as__allocation", "file__blob")


def _the_same(letter: IncomingLetter) -> QuerySet[IncomingLetter]:
    """Give all that may be the same letter; each way of being so is asked by itself, so that its index is used."""
    here = IncomingLetter.objects.filter(organisation=letter.organisation_id)
    compared = Likeness.objects.filter(organisation=letter.organisation_id)
    ways = [
        here.filter(file__blob=letter.file.blob_id if letter.file else None, file__isnull=False).values_list(
            "pk", flat=True
        ),
        compared.filter(letter=letter, percent__isnull=False).values_list("other", flat=True),
        compared.filter(other=letter, percent__isnull=False).values_list("letter", flat=True),
    ]
    if letter.number and letter.dated_on:
        same = here.filter(number=letter.number, dated_on=letter.dated_on, symbol__iexact=letter.symbol)
        ways.append(same.filter(issuer_folded=letter.issuer_folded).values_list("pk", flat=True))
    different = compared.filter(not_same_at__isnull=False)
    apart = {
        letter.pk,
        *different.filter(letter=letter).values_list("other", flat=True),
        *different.filter(other=letter).values_list("letter", flat=True),
    }
    keys = {key for way in ways for key in way} - apart
    return here.filter(pk__in=keys).select_related("allocation", "file__blob")


def arrivals_series(organisation: Organisation, day: date) -> NumberSeries | None:
    """Give the series that counts arrivals on ``day``, or None."""
    return series_for(organisation, Direction.INCOMING, "", day)
