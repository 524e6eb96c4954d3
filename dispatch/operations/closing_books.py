"""Close a book: its closing page is written once and every line of it is frozen (Decree 30/2020 Art. 15, App. IV)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max, Q

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, policies, queries
from dispatch.enums import AllocationState, LetterStatus
from dispatch.models import BookClosing, NumberAllocation, NumberSeries
from dispatch.operations import allocating
from lib.calendar import local_day
from lib.database import locked
from organisation.models.actor import Actor

_UNUSED = "Khóa sổ, số đã giữ không sử dụng"  # printed in the register, so in Vietnamese
_MOST_NAMED = 5


@transaction.atomic
def close_book(*, series: NumberSeries, by: Actor, at: datetime) -> BookClosing:
    """Close the book and give its closing page; nothing is given from it or made void in it afterwards.

    Numbers still reserved become void, because nobody can use them any more. Refuses whoever is not the registry, a
    book before its last day, one that stands still or is closed, letters that await their seal, and a gap. A closed
    book is not opened again: what comes late takes a number of the book that runs, as the Decree's order of time asks.
    """
    series = locked(NumberSeries.objects.select_related("closing"), series.pk)
    policies.may_close_book(by, series, local_day(at)).enforce()
    until = series.until
    assert by.acting_post is not None and until is not None  # noqa: S101 -- by policy
    _void_reserved(series, at=at)
    _refuse_awaiting_seal(series)
    closing = BookClosing(
        organisation=series.organisation,
        series=series,
        first_number=series.start,
        last_number=series.next_number - 1 if series.next_number > series.start else None,
        first_day=series.opened_on,
        last_day=until,
        closed_at=at,
        closed_by=by.acting_post,
        **_counted(series),
    )
    _refuse_gap(series, closing)
    closing.save(force_insert=True)
    facts = {
        "code": series.code,
        "first": closing.first_number,
        "last": closing.last_number,
        "given": closing.given,
        "suffixed": closing.suffixed,
        "void": closing.void,
        "lapsed": closing.lapsed,
    }
    subject = Subject("series", str(series.pk))
    recording.record("book.closed", subject=subject, by=by, at=at, facts=facts, detail={"name": series.name})
    return closing


def _void_reserved(series: NumberSeries, *, at: datetime) -> None:
    kept = (
        series.allocations.filter(state=AllocationState.RESERVED).order_by("id").values_list("pk", flat=True)
    )
    for key in list(kept):
        line = locked(NumberAllocation, key)
        if line.state == AllocationState.RESERVED:  # a letter may have taken it while we waited
            allocating.void_line(line, _UNUSED, at=at)


def _refuse_awaiting_seal(series: NumberSeries) -> None:
    waiting = series.allocations.filter(
        state=AllocationState.ALLOCATED, letter__status=LetterStatus.NUMBERED
    ).order_by("number", "suffix")
    codes = list(waiting.values_list("reference_code", flat=True)[:_MOST_NAMED])
    if codes:
        raise errors.LettersAwaitTheSeal(codes=", ".join(codes))


def _counted(series: NumberSeries) -> dict[str, int]:
    whole, void = Q(suffix=""), Q(state=AllocationState.VOID)
    counted: dict[str, int] = series.allocations.aggregate(
        given=Count("pk", filter=whole & ~void),
        suffixed=Count("pk", filter=~whole),
        void=Count("pk", filter=whole & void),
        lapsed=Count("pk", filter=whole & void & ~Q(reserved_for="") & Q(letter__isnull=True)),
    )
    return counted


def _refuse_gap(series: NumberSeries, closing: BookClosing) -> None:
    """Refuse to certify a register that is not whole: each number from the first to the last has its line."""
    numbers = queries.numbers_of(series)
    highest = series.allocations.filter(suffix="").aggregate(last=Max("number"))["last"]
    expected = closing.given + closing.void
    if (
        expected == series.next_number - series.start
        and (highest or series.start - 1) == series.next_number - 1
    ):
        return
    missing = sorted(set(range(series.start, max(series.next_number, (highest or 0) + 1))) - set(numbers))
    raise errors.BookHasAGap(number=missing[0] if missing else highest)
