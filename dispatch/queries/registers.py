"""Reading numbers and registers."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db.models import Max, Q, QuerySet

from dispatch.enums import AllocationState, Direction, LetterStatus, Period
from dispatch.models import (
    NumberAllocation,
    NumberSeries,
    OutgoingLetter,
)
from dispatch.models.register import RegisterFilters
from lib.text import fold
from organisation.models import Organisation

_CODE = re.compile(
    r"\s*(?P<number>\d{1,9})(?P<rest>[^\W\d]?\s*[/-].*)?\s*$", re.ASCII
)  # 12, 12a/UBND, 12 / ubnd-vp
_SPACED = re.compile(r"\s*([/-])\s*")


def series_of(
    organisation: Organisation, direction: Direction = Direction.OUTGOING
) -> QuerySet[NumberSeries]:
    """Give the number series, newest period first."""
    found = NumberSeries.objects.filter(organisation=organisation, direction=direction)
    return found.select_related("closing__closed_by__person").order_by("-year", "-term_from", "code")


def books_of(organisation: Organisation) -> QuerySet[NumberSeries]:
    """Give the books of letters, outgoing and incoming, newest period first."""
    found = NumberSeries.objects.filter(
        organisation=organisation, direction__in=[Direction.OUTGOING, Direction.INCOMING]
    )
    shown = found.select_related("closing__closed_by__person")
    return shown.order_by("-year", "-term_from", "-direction", "code")


def open_series_of(organisation: Organisation, day: date) -> QuerySet[NumberSeries]:
    """Give the outgoing series that may still give a number dated ``day`` or later, newest period first."""
    lasting = Q(period=Period.YEAR, year__gte=day.year) | (
        Q(period=Period.TERM) & (Q(term_until__isnull=True) | Q(term_until__gte=day))
    )
    open_on = Q(closed_on__isnull=True) | Q(closed_on__gte=day)
    return series_of(organisation).filter(lasting, open_on, closing__isnull=True)


def series_for(
    organisation: Organisation, direction: Direction, kind: str, day: date, *, klass: str = ""
) -> NumberSeries | None:
    """Give the series that counts letters of ``kind`` dated ``day``: a year's or a term's, or None."""
    in_period = Q(period=Period.YEAR, year=day.year) | (
        Q(period=Period.TERM, term_from__lte=day) & (Q(term_until__isnull=True) | Q(term_until__gte=day))
    )
    found = NumberSeries.objects.filter(
        in_period, organisation=organisation, direction=direction, klass=klass
    )
    found = found.filter(Q(kinds=[]) | Q(kinds__contains=[kind]), opened_on__lte=day)
    return (
        found.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=day))
        .order_by("-kinds", "-opened_on")
        .first()
    )


def series_by_key(organisation: Organisation, pk: int) -> NumberSeries:
    """Give one series of the organisation; raises DoesNotExist."""
    found = NumberSeries.objects.select_related("closing__closed_by__person")
    return found.get(organisation=organisation, pk=pk)


def last_day_of(series: NumberSeries) -> date:
    """Give the last day a line of the series bears, or its first day while it has none."""
    last = series.allocations.aggregate(day=Max("legal_day"))["day"]
    return max(last, series.opened_on) if last else series.opened_on


def frozen_series(organisation: Organisation) -> QuerySet[NumberSeries]:
    """Give the series that stand still until the last number used is confirmed."""
    return series_of(organisation).filter(frozen_at__isnull=False)


def can_number(organisation: Organisation, kind: str, day: date) -> bool:
    """Say whether a number can be given on ``day``: a series is there, or last year's will be continued by itself."""
    found = series_for(organisation, Direction.OUTGOING, kind, day)
    if found is not None:
        return found.frozen_at is None
    before = series_for(organisation, Direction.OUTGOING, kind, date(day.year - 1, 12, 31))
    return before is not None and before.period == Period.YEAR


def next_number_hint(series: NumberSeries) -> int:
    """Give the number that would be taken now. A hint for people: only the saving transaction gives numbers."""
    return NumberSeries.objects.values_list("next_number", flat=True).get(pk=series.pk)


def outgoing_register(organisation: Organisation, filters: RegisterFilters) -> QuerySet[NumberAllocation]:
    """Give the lines of the outgoing register: series, number, suffix; void and reserved ones keep their line."""
    lines = NumberAllocation.objects.filter(organisation=organisation, direction=Direction.OUTGOING)
    lines = lines.select_related("series", "letter__unit", "letter__drafter", "letter__signer_post__person")
    if filters.series is not None:
        lines = lines.filter(series=filters.series)
    if filters.year is not None:
        lines = lines.filter(legal_year=filters.year)
    if filters.kinds:
        lines = lines.filter(kind__in=filters.kinds)
    if filters.unit is not None:
        lines = lines.filter(letter__unit=filters.unit)
    if filters.signer is not None:
        lines = lines.filter(letter__signer_post=filters.signer)
    if filters.state is not None:
        lines = lines.filter(state=filters.state)
    if filters.since is not None:
        lines = lines.filter(legal_day__gte=filters.since)
    if filters.until is not None:
        lines = lines.filter(legal_day__lte=filters.until)
    if filters.text:
        lines = _saying(lines, filters.text)
    return lines.order_by("series", "number", "suffix")


def _saying(lines: QuerySet[NumberAllocation], text: str) -> QuerySet[NumberAllocation]:
    """Give the lines with ``text`` in subject or code; a number typed first is that number, not a part of one.

    Where both may answer, two questions are joined: each has an index, an OR over two tables has none.
    """
    subject = Q(letter__subject_folded__contains=fold(text))
    typed = _CODE.match(text)
    if typed is not None:
        code = Q(number=int(typed["number"]))
        if typed["rest"]:
            code &= Q(reference_code__icontains=_SPACED.sub(r"\1", typed["rest"]))
    elif " " in text:  # no code has a space in it
        return lines.filter(subject)
    else:
        code = Q(reference_code__icontains=text)
    plain = lines.select_related(None).order_by()
    return lines.filter(pk__in=plain.filter(code).values("pk").union(plain.filter(subject).values("pk")))


def awaiting_seal(organisation: Organisation | None = None) -> QuerySet[OutgoingLetter]:
    """Give the letters that are numbered and not sealed yet, oldest first: what has to be alarmed (design D18)."""
    waiting = OutgoingLetter.objects.filter(status=LetterStatus.NUMBERED)
    if organisation is not None:
        waiting = waiting.filter(organisation=organisation)
    return waiting.select_related("organisation", "allocation", "unit").order_by("legal_day", "id")


def expired_reservations(at: datetime) -> QuerySet[NumberAllocation]:
    """Give the reserved numbers whose time is over, in every organisation."""
    reserved = NumberAllocation.objects.filter(state=AllocationState.RESERVED, expires_at__lte=at)
    return reserved.select_related("organisation").order_by("id")
