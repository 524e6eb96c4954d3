"""Open, close, freeze and resume number series (design D18, D25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, policies, queries
from dispatch.enums import AllocationState, Direction, Period
from dispatch.models import NumberAllocation, NumberSeries
from dispatch.models.kinds import kind_of
from lib.calendar import local_day, local_year
from lib.database import locked, queued
from lib.text import single_line
from organisation import queries as office
from organisation.models import Organisation
from organisation.models.actor import Actor

MOST_SKIPPED = 5_000
_FIRST_DAYS = 7  # of January, in which every number given looks whether a book is still to be opened
_SKIPPED = "Bỏ trống khi khôi phục hệ thống"  # printed in the register, so in Vietnamese


@dataclass(frozen=True, kw_only=True)
class NewSeries:
    """What a new series counts, and through which year or term. No kinds: all of them."""

    code: str
    name: str
    year: int | None = None
    term_from: date | None = None
    term_until: date | None = None
    kinds: tuple[str, ...] = ()
    direction: Direction = Direction.OUTGOING
    klass: str = ""
    start: int = 1
    opened_on: date | None = None


@transaction.atomic
def open_series(*, new: NewSeries, by: Actor, at: datetime) -> NumberSeries:
    """Open a series; give it. Refuses whoever is not the registry (set-up excepted) and a second counter (trap 5)."""
    if not by.is_system:
        policies.may_keep_registers(by).enforce()
    # Two clerks opening at once: the organisation's row makes them queue.
    organisation = queued(Organisation, by.organisation.pk)
    day = local_day(at)
    series = NumberSeries(
        organisation=organisation,
        direction=new.direction,
        code=new.code,
        name=single_line(new.name),
        profile_code=office.period_on(organisation, day).format_profile,
        period=Period.YEAR if new.year is not None else Period.TERM,
        year=new.year,
        term_from=new.term_from,
        term_until=new.term_until,
        opened_on=new.opened_on or (date(new.year, 1, 1) if new.year is not None else new.term_from or day),
        start=new.start,
        next_number=new.start,
        kinds=sorted(kind_of(code).code for code in new.kinds),
        klass=new.klass,
    )
    _refuse_second_counter(series)
    _refuse_second_name(series)
    series.save(force_insert=True)
    return _note(series, "opened", by=by, at=at, facts={"start": series.start})


@transaction.atomic
def end_series(*, series: NumberSeries, on: date, by: Actor, at: datetime) -> NumberSeries:
    """Let the series give no number dated after ``on``: a merger, a congress, a new rule in the middle of a year.

    Closing the book is another act, after that day (``closing_books``). Refuses a series whose last day was set, and
    a day before the series began or a number of it was given.
    """
    series = locked(NumberSeries.objects.select_related("closing"), series.pk)
    policies.may_end_series(by, series).enforce()
    last = queries.last_day_of(series)
    if on < last:
        raise errors.SeriesWasUsed(day=f"{last:%d/%m/%Y}")
    series.closed_on = on
    series.save(update_fields=["closed_on"])
    return _note(series, "ended", by=by, at=at, facts={"on": on.isoformat()})


@transaction.atomic
def freeze_series(*, series: NumberSeries, by: Actor, at: datetime) -> NumberSeries:
    """Stop the series until the last number used is confirmed. Called after a restore (design D25).

    A closed book gives no number anyway and stays as it is.
    """
    series = locked(NumberSeries.objects.select_related("closing"), series.pk)
    if not by.is_system:
        policies.may_keep_series(by, series).enforce()
    if series.frozen_at is None and policies.is_open_book(series):
        series.frozen_at = at
        series.save(update_fields=["frozen_at"])
        _note(series, "frozen", by=by, at=at)
    return series


@transaction.atomic
def confirm_last_number(*, series: NumberSeries, last_used: int, by: Actor, at: datetime) -> NumberSeries:
    """Let a frozen series go on behind ``last_used``; numbers the restored register does not know become void lines.

    Refuses a number below the last one in the register, a leap of more than 5,000, and a series that was not frozen.
    """
    series = locked(NumberSeries, series.pk)
    policies.may_confirm_series(by, series).enforce()
    if last_used < series.next_number - 1 or last_used - series.next_number >= MOST_SKIPPED:
        raise errors.NoSuchNumber(number=last_used)
    skipped = range(series.next_number, last_used + 1)
    day = min(local_day(at), date(series.year, 12, 31)) if series.year else local_day(at)
    NumberAllocation.objects.bulk_create([_void_line(series, number, day, by, at) for number in skipped])
    series.next_number, series.frozen_at = last_used + 1, None
    series.save(update_fields=["next_number", "frozen_at"])
    return _note(series, "resumed", by=by, at=at, facts={"last_used": last_used, "void": len(skipped)})


def series_for_act(
    *, organisation: Organisation, kind: str, day: date, by: Actor, at: datetime
) -> NumberSeries:
    """Give the outgoing series for ``kind`` on ``day``, opening a new year's from the last year's if need be.

    Refuses (NoSeries) when neither is there. Part of the acts that give numbers. A term's series is never opened
    by itself: a congress decides that.
    """
    found = queries.series_for(organisation, Direction.OUTGOING, kind, day)
    if found is None or (day.month == 1 and day.day <= _FIRST_DAYS):
        # All at once: a book of some kinds that came later would leave its first letters to the shared one.
        open_years(organisation=organisation, year=day.year, by=by, at=at)
        found = queries.series_for(organisation, Direction.OUTGOING, kind, day)
    if found is None:
        raise errors.NoSeries(kind=kind_of(kind).name, day=day.strftime("%d/%m/%Y"))
    return found


def series_for_arrival(*, organisation: Organisation, day: date, by: Actor, at: datetime) -> NumberSeries:
    """Give the series that counts arrivals on ``day``, opening a new year's from the last year's if need be.

    Refuses (NoIncomingBook) when neither is there. Part of the act that registers an arrival.
    """
    found = queries.arrivals_series(organisation, day)
    if found is None:
        open_years(organisation=organisation, year=day.year, by=by, at=at)
        found = queries.arrivals_series(organisation, day)
    if found is None:
        raise errors.NoIncomingBook(day=day.strftime("%d/%m/%Y"))
    return found


def open_years(*, organisation: Organisation, year: int, by: Actor, at: datetime) -> int:
    """Open the books of ``year`` that go on from those of the year before; give how many were opened.

    Part of the acts that give numbers, and of the schedule on 1 January. A book that ended during the year has no
    successor, and none is opened where another book already counts the same letters.
    """
    lasting = Q(closed_on__isnull=True) | Q(closed_on__gte=date(year - 1, 12, 31))
    before = NumberSeries.objects.filter(
        lasting, organisation=organisation, period=Period.YEAR, year=year - 1
    )
    after = NumberSeries.objects.filter(organisation=organisation, period=Period.YEAR, year=year)
    there = set(after.values_list("direction", "code"))
    return sum(
        _next_year(one, by=by, at=at)
        for one in before.select_related("organisation").order_by("id")
        if (one.direction, one.code) not in there
    )


@transaction.atomic
def open_new_year(*, at: datetime) -> int:
    """Open the books of the year that has begun, in every organisation; give how many. For the schedule."""
    year = local_year(at)
    keys = NumberSeries.objects.filter(period=Period.YEAR, year=year - 1).values("organisation")
    return sum(
        open_years(organisation=one, year=year, by=Actor.system(one, "dispatch.open_new_year"), at=at)
        for one in Organisation.objects.filter(pk__in=keys).order_by("id")
    )


def _next_year(before: NumberSeries, *, by: Actor, at: datetime) -> bool:
    """Open the book that goes on from ``before``; say whether it was opened here."""
    assert before.year is not None  # noqa: S101 -- a series by year has one, by constraint
    series = NumberSeries(
        organisation=before.organisation,
        direction=before.direction,
        code=before.code,
        year=before.year + 1,
        period=Period.YEAR,
        name=before.name,
        profile_code=before.profile_code,
        opened_on=date(before.year + 1, 1, 1),
        kinds=before.kinds,
        klass=before.klass,
    )
    locked(
        Organisation, before.organisation_id
    )  # two clerks at midnight queue here, as those who open a book
    try:
        _refuse_second_counter(series)
        _refuse_second_name(series)
    except (errors.SeriesOverlaps, errors.SeriesNameTaken):
        return False
    series.save(force_insert=True)
    _note(series, "opened", by=by, at=at, facts={"start": 1, "after": before.pk})
    return True


def _refuse_second_counter(new: NumberSeries) -> None:
    others = NumberSeries.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=new.opened_on),
        organisation=new.organisation,
        direction=new.direction,
        klass=new.klass,
    )
    years, terms = Q(period=Period.YEAR), Q(period=Period.TERM)
    lasting = terms & (Q(term_until__isnull=True) | Q(term_until__gte=new.opened_on))
    if new.year is not None:
        others = others.filter(years & Q(year=new.year) | lasting & Q(term_from__year__lte=new.year))
    elif new.term_from is not None:
        in_term = years & Q(year__gte=new.term_from.year)
        if new.term_until is not None:
            in_term &= Q(year__lte=new.term_until.year)
            lasting &= Q(term_from__lte=new.term_until)
        others = others.filter(in_term | lasting)
    # A series for all kinds may stand beside one for a few: the narrower one counts those.
    for other in others:
        if other.kinds == new.kinds or set(other.kinds) & set(new.kinds):
            raise errors.SeriesOverlaps(name=other.name)


def _refuse_second_name(new: NumberSeries) -> None:
    """A closed series keeps its name in the register: another one of the same period takes another."""
    namesakes = NumberSeries.objects.filter(
        organisation=new.organisation, direction=new.direction, code=new.code, period=new.period
    )
    if namesakes.filter(year=new.year, term_from=new.term_from).exists():
        raise errors.SeriesNameTaken(name=new.name)


def _void_line(series: NumberSeries, number: int, day: date, by: Actor, at: datetime) -> NumberAllocation:
    return NumberAllocation(
        organisation=series.organisation,
        series=series,
        direction=series.direction,
        number=number,
        profile_code=series.profile_code,
        legal_day=day,
        legal_year=day.year,
        state=AllocationState.VOID,
        allocated_at=at,
        allocated_by_key=by.person.pk if by.person else None,
        void_reason=_SKIPPED,
        voided_at=at,
    )


def _note(
    series: NumberSeries, name: str, *, by: Actor, at: datetime, facts: dict[str, object] | None = None
) -> NumberSeries:
    subject = Subject("series", str(series.pk))
    detail = {"name": series.name}
    recording.record(
        f"series.{name}",
        subject=subject,
        by=by,
        at=at,
        facts={"code": series.code, **(facts or {})},
        detail=detail,
    )
    return series
