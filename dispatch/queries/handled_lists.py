"""Lists of incoming letters by where they stand: one meaning of each word for lists, counts and the board."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from dispatch.enums import AssignmentRole as R
from dispatch.enums import AssignmentStatus as A
from dispatch.enums import HandlingStage as H
from dispatch.enums import Urgency
from dispatch.models import Assignment, IncomingLetter
from lib.text import fold

HURRIED = frozenset({Urgency.VERY_URGENT, Urgency.EXPRESS})
# Work is going on; a part that was reported waits for others.
AT_WORK = (A.WAITING, A.ACCEPTED, A.PASSED_ON, A.DECLINED)


class Show(StrEnum):
    """Which letters a list shows."""

    ALL = "all"
    DIRECTION = "direction"
    IN_HAND = "in_hand"
    NEAR = "near"
    LATE = "late"
    CONFIRM = "confirm"
    TO_FILE = "to_file"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Days:
    """Today, and the next working day: what falls due on either is near.

    ``too_long``: whatever stands at a stage since before the first moment is late there; hurried letters since before
    the second (Decree 30/2020 Art. 23: presented and handed on the same day, at the latest the next working day).
    """

    today: date
    next: date
    too_long: Mapping[H, tuple[datetime, datetime]] = field(default_factory=dict)


_STAGES = {
    Show.DIRECTION: (H.PROPOSING, H.DIRECTING),
    Show.IN_HAND: (H.IN_HAND,),
    Show.CONFIRM: (H.CONFIRMING,),
    Show.TO_FILE: (H.FILING,),
    Show.DONE: (H.FILED, H.OVER),
}


def handled(
    letters: QuerySet[IncomingLetter],
    show: Show,
    *,
    days: Days,
    unit: int | None = None,
    post: int | None = None,
) -> QuerySet[IncomingLetter]:
    """Give those of ``letters`` that ``show`` means; with ``unit`` or ``post`` where these have a part at work."""
    return letters.filter(_meant(show, days, unit, post))


def waiting_too_long(letters: QuerySet[IncomingLetter], *, days: Days, most: int) -> list[IncomingLetter]:
    """Give those of ``letters`` that wait too long for a proposal, a directive or a confirmation, the oldest first."""
    rows = letters.filter(_at(days.too_long), _stands_too_long(days))
    return list(rows.order_by("handling__stage_since", "id")[:most])


def sums(letters: QuerySet[IncomingLetter], shows: Collection[Show], *, days: Days) -> dict[str, int]:
    """Give, by the name of each of ``shows``, how many of ``letters`` it means: the length of the list it opens."""
    stages = {stage for show in shows for stage in _STAGES.get(show, (H.IN_HAND, *days.too_long))}
    counts = {show.value: Count("pk", filter=_meant(show, days)) for show in shows}
    return letters.filter(_at(stages)).order_by().aggregate(**counts)


def counted_by_unit(
    letters: QuerySet[IncomingLetter], shows: Collection[Show], *, days: Days
) -> dict[Show, dict[int, int]]:
    """Give how many of ``letters`` each unit has at work, as each of ``shows`` means it: the lengths of its lists."""
    return _counted_by(_of(letters, days), Coalesce("unit_id", "post__unit_id"), shows, days)


def counted_by_post(
    letters: QuerySet[IncomingLetter], shows: Collection[Show], *, days: Days
) -> dict[Show, dict[int, int]]:
    """The same by post."""
    return _counted_by(_of(letters, days).filter(post__isnull=False), F("post_id"), shows, days)


def longest_late(
    letters: QuerySet[IncomingLetter], *, days: Days, most: int, unit: int | None = None
) -> list[Assignment]:
    """Give the parts that are late the longest, of a unit or of all, each with its letter."""
    late = _of(letters, days).filter(_when(Show.LATE, days)).order_by("due_on", "id")
    if unit is not None:
        late = late.filter(Q(unit=unit) | Q(post__unit=unit))
    keys = list(late.values_list("pk", flat=True)[:most])  # only what is shown is read whole
    shown = ("letter__allocation", "letter__handling", "unit", "post__person", "post__unit")
    return list(Assignment.objects.filter(pk__in=keys).select_related(*shown).order_by("due_on", "id"))


def found_by(letters: QuerySet[IncomingLetter], words: str) -> QuerySet[IncomingLetter]:
    """Give those of ``letters`` with this arrival number, or these words in number, subject or issuer."""
    words = words.replace("\0", " ").strip()[:200]
    if not words:
        return letters
    found = Q(reference_code__icontains=words) | Q(subject__icontains=words)
    found |= Q(issuer_folded__contains=fold(words))
    if words.isascii() and words.isdigit() and len(words) < 8:
        found |= Q(allocation__number=int(words))
    return letters.filter(found)


def with_part_of(
    letters: QuerySet[IncomingLetter],
    *,
    posts: Iterable[int],
    units: Iterable[int] = (),
    keys: Iterable[int] = (),
) -> QuerySet[IncomingLetter]:
    """Give those of ``letters`` in which one of these posts or units still has a part, or which are among ``keys``."""
    rows = Assignment.objects.filter(letter=OuterRef("pk"), status__in=[*AT_WORK, A.REPORTED])
    mine = rows.filter(Q(post__in=list(posts)) | Q(unit__in=list(units)) | Q(post__unit__in=list(units)))
    return letters.filter(Exists(mine) | Q(pk__in=list(keys)))


def _at(stages: Iterable[H]) -> Q:
    # The handling's own organisation said as well: its index leads to the few that stand at these stages.
    return Q(handling__stage__in=list(stages), handling__organisation=F("organisation"))


def _meant(show: Show, days: Days, unit: int | None = None, post: int | None = None) -> Q:
    """Give what ``show`` means of a letter; with ``unit`` or ``post`` of one in which these have a part at work."""
    meant, whole = _at(_STAGES[show]) if show in _STAGES else Q(), unit is None and post is None
    if whole and show not in (Show.NEAR, Show.LATE):
        return meant
    part = Q(Exists(_parts(show, days, unit, post).filter(letter=OuterRef("pk"))), _at([H.IN_HAND]))
    if whole and show is Show.LATE:
        part = Q(_at([H.IN_HAND, *days.too_long]), part | _stands_too_long(days))
    return meant & part


def _of(letters: QuerySet[IncomingLetter], days: Days) -> QuerySet[Assignment]:
    return _parts(Show.IN_HAND, days).filter(
        letter__in=letters.filter(_at([H.IN_HAND])).order_by().values("pk")
    )


def _counted_by(
    rows: QuerySet[Assignment], of: Coalesce | F, shows: Collection[Show], days: Days
) -> dict[Show, dict[int, int]]:
    counts = {
        show.value: Count("letter_id", distinct=True, filter=_when(show, days) or None) for show in shows
    }
    found: list[dict[str, int]] = list(rows.annotate(of=of).values("of").annotate(**counts).order_by())  # type: ignore[arg-type, misc]
    return {show: {row["of"]: row[show.value] for row in found if row[show.value]} for show in shows}


def _stands_too_long(days: Days) -> Q:
    found = Q(pk__in=[])
    for stage, (ordinary, hurried) in days.too_long.items():
        late = Q(handling__stage_since__lt=ordinary)
        late |= Q(handling__stage_since__lt=hurried, urgency__in=list(HURRIED))
        found |= Q(handling__stage=stage) & late
    return found


def _parts(show: Show, days: Days, unit: int | None = None, post: int | None = None) -> QuerySet[Assignment]:
    # Of letters in hand, which whoever asks says of the letters: a part of another counts nowhere.
    rows = Assignment.objects.filter(_when(show, days), status__in=AT_WORK).exclude(role=R.INFORMATION)
    if unit is not None:
        rows = rows.filter(Q(unit=unit) | Q(post__unit=unit))
    if post is not None:
        rows = rows.filter(post=post)
    return rows


def _when(show: Show, days: Days) -> Q:
    if show is Show.LATE:
        return Q(paused_on__isnull=True, due_on__lt=days.today)
    if show is Show.NEAR:
        return Q(paused_on__isnull=True, due_on__gte=days.today, due_on__lte=days.next)
    return Q()
