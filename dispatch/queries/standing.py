"""What became of issued letters: in force, corrected, replaced, recalled. For pages, lists, registers, verifying."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from dispatch.enums import RelationKind
from dispatch.models import CoSignature, LetterRelation, NumberAllocation, OutgoingLetter, Recall
from dispatch.queries.relations import ACTS
from lib.calendar import local_day


@dataclass(frozen=True, kw_only=True)
class Successor:
    """A later letter that says something of an earlier one, and the token it answers to."""

    key: int
    kind: str
    code: str
    day: date
    token: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What stands of an issued letter today. Nothing in it: in force as it was issued."""

    corrected_by: tuple[Successor, ...] = ()
    replaced_by: Successor | None = None
    recalled_on: date | None = None
    recalled_by: Successor | None = None

    @property
    def in_force(self) -> bool:
        """Say whether the letter still holds, corrections included."""
        return self.replaced_by is None and self.recalled_on is None

    @property
    def as_issued(self) -> bool:
        """Say whether nothing was ever said of it."""
        return self.in_force and not self.corrected_by


def standing_of(letter: OutgoingLetter) -> Standing:
    """Give what stands of one letter."""
    return standings_of([letter.pk])[letter.pk]


def standings_of(keys: Iterable[int]) -> dict[int, Standing]:
    """Give what stands of each of several letters by key: two questions, however many."""
    wanted = set(keys)
    said: dict[tuple[int, str], list[Successor]] = defaultdict(list)
    rows = LetterRelation.objects.filter(target__in=wanted, kind__in=ACTS, in_force_at__isnull=False)
    for row in rows.select_related("letter").order_by("in_force_at", "id"):
        said[row.target_id, row.kind].append(_successor(row.letter))
    recalls = {
        row.letter_id: row
        for row in Recall.objects.filter(letter__in=wanted, stopped_at__isnull=True).select_related(
            "by_letter"
        )
    }
    return {key: _standing(key, said, recalls.get(key)) for key in wanted}


def _standing(key: int, said: dict[tuple[int, str], list[Successor]], recall: Recall | None) -> Standing:
    return Standing(
        corrected_by=tuple(said[key, RelationKind.CORRECTS]),
        replaced_by=next(iter(said[key, RelationKind.REPLACES]), None),
        recalled_on=local_day(recall.ordered_at) if recall else None,
        recalled_by=_successor(recall.by_letter) if recall and recall.by_letter else None,
    )


def _successor(letter: OutgoingLetter) -> Successor:
    assert letter.legal_day is not None  # noqa: S101 -- an issued letter has one, by constraint
    return Successor(
        key=letter.pk,
        kind=letter.kind_data.name,
        code=letter.reference_code,
        day=letter.legal_day,
        token=letter.verify_token,
    )


def with_standing(lines: QuerySet[NumberAllocation]) -> QuerySet[NumberAllocation]:
    """Give register lines with what became of their letters: ``became`` (kind, code, day) and ``recalled_at``.

    ``joint_with`` names the other organisation of a joint letter, None for every other.
    """
    later = LetterRelation.objects.filter(
        target=OuterRef("letter"), kind__in=ACTS, in_force_at__isnull=False
    ).order_by("in_force_at", "id")
    recall = Recall.objects.filter(letter=OuterRef("letter"), stopped_at__isnull=True)
    joint = CoSignature.objects.filter(letter=OuterRef("letter"), over_at__isnull=True).exclude(partner="")
    said = JSONObject(kind="kind", code="letter__reference_code", day="letter__legal_day")
    return lines.annotate(
        became=ArraySubquery(later.values(said=said)),
        recalled_at=Subquery(recall.values("ordered_at")[:1]),
        joint_with=Subquery(joint.values("partner_name")[:1]),
    )
