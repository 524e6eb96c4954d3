"""Reading the books of incoming letters: their lines, who a letter was handed to, what answered it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from dispatch.enums import EVER_ISSUED, AllocationState, Direction, IncomingStatus, Urgency
from dispatch.enums import AssignmentRole as R
from dispatch.enums import AssignmentStatus as A
from dispatch.models import Assignment, IncomingLetter, NumberAllocation, NumberSeries, Reply
from dispatch.queries.handled_lists import Days, Show, handled
from lib.text import fold
from organisation.models import Organisation, Unit

_ORDER = {R.LEAD: 0, R.CONTRIBUTOR: 1, R.INFORMATION: 2}


@dataclass(frozen=True, kw_only=True)
class ArrivalFilters:
    """The filters of the books of incoming letters; an empty one shows every line."""

    series: NumberSeries | None = None
    kind: str = ""
    unit: Unit | None = None
    urgency: Urgency | None = None
    void: bool = False
    show: Show | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""


def incoming_register(
    organisation: Organisation, filters: ArrivalFilters, days: Days
) -> QuerySet[NumberAllocation]:
    """Give the lines asked for: series, then number; struck out ones keep theirs. ``days`` says what is late."""
    lines = NumberAllocation.objects.filter(organisation=organisation, direction=Direction.INCOMING)
    lines = lines.select_related("series", "incoming_letter__unit", "incoming_letter__handling")
    plain = {"series": filters.series, "kind": filters.kind, "incoming_letter__urgency": filters.urgency}
    lines = lines.filter(**{name: value for name, value in plain.items() if value})
    if filters.void:
        lines = lines.filter(state=AllocationState.VOID)
    if filters.since is not None:
        lines = lines.filter(legal_day__gte=filters.since)
    if filters.until is not None:
        lines = lines.filter(legal_day__lte=filters.until)
    if filters.unit is not None:
        part = Assignment.objects.filter(letter=OuterRef("incoming_letter")).exclude(status=A.ENDED)
        part = part.filter(Q(unit=filters.unit) | Q(post__unit=filters.unit))
        lines = lines.filter(Q(incoming_letter__unit=filters.unit) | Exists(part))
    if filters.show is not None:
        standing = [IncomingStatus.REGISTERED, IncomingStatus.COMPLETED]
        letters = IncomingLetter.objects.filter(organisation=organisation, status__in=standing)
        shown = handled(letters, filters.show, days=days)
        lines = lines.filter(incoming_letter__in=shown.order_by().values("pk"))
    if filters.text:
        lines = _saying(lines, filters.text)
    return lines.order_by("series", "number")


def _saying(lines: QuerySet[NumberAllocation], text: str) -> QuerySet[NumberAllocation]:
    """Give the lines with this arrival number, or with these words in number and symbol, subject or issuer."""
    if text.isascii() and text.isdigit() and len(text) < 8:
        return lines.filter(Q(number=int(text)) | Q(incoming_letter__number=text))
    words = Q(incoming_letter__reference_code__icontains=text)
    words |= Q(incoming_letter__subject__icontains=text)
    return lines.filter(words | Q(incoming_letter__issuer_folded__contains=fold(text)))


def transfers_of(lines: QuerySet[NumberAllocation]) -> QuerySet[Assignment]:
    """Give to whom the letters of ``lines`` were handed, one each: by arrival number, the lead first."""
    rows = Assignment.objects.filter(
        letter__allocation__in=lines.order_by().values("pk"), parent__isnull=True
    ).exclude(status=A.ENDED)
    people = ("unit", "post__person", "post__unit", "letter__allocation__series")
    return rows.select_related(*people).order_by(
        "letter__allocation__series", "letter__allocation__number", "id"
    )


def handed_to(letters: Iterable[int]) -> dict[int, list[Assignment]]:
    """Give, for each of ``letters``, to whom it was handed, the lead first."""
    found: dict[int, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(letter__in=list(letters), parent__isnull=True).exclude(status=A.ENDED)
    for row in rows.select_related("unit", "post__person", "post__unit").order_by("id"):
        found[row.letter_id].append(row)
    return {key: sorted(some, key=lambda one: _ORDER[R(one.role)]) for key, some in found.items()}


def answers_to(letters: Iterable[int]) -> dict[int, list[str]]:
    """Give, for each of ``letters``, number and symbol of what was issued in reply."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Reply.objects.filter(incoming__in=list(letters), letter__status__in=EVER_ISSUED)
    for key, code in rows.order_by("id").values_list("incoming", "letter__reference_code"):
        found[key].append(code)
    return found


def lines_unlike_their_letters() -> QuerySet[NumberAllocation]:
    """Give the arrival numbers of every organisation that stand while their letter does not, or the other way round."""
    lines = NumberAllocation.objects.filter(direction=Direction.INCOMING)
    standing = Q(state=AllocationState.ALLOCATED)
    registered = Q(incoming_letter__status__in=[IncomingStatus.REGISTERED, IncomingStatus.COMPLETED])
    gone = Q(state=AllocationState.VOID) & registered
    return lines.filter((standing & ~registered) | gone).order_by("id")


def registered_everywhere() -> QuerySet[IncomingLetter]:
    """Give the registered letters of every organisation with their files."""
    standing = [IncomingStatus.REGISTERED, IncomingStatus.COMPLETED]
    return (
        IncomingLetter.objects.filter(status__in=standing)
        .select_related("file__blob", "allocation")
        .order_by("id")
    )
