"""What a letter is to an issued one: corrects, replaces, recalls it, or is based on it. One row a pair and kind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.db.models import F, Q

from dispatch.enums import RelationKind
from dispatch.models.letters import OutgoingLetter
from lib.constraints import SameOrganisation


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One correction: where the words stand, what stands there, and what it should say."""

    place: str
    wrong: str
    right: str

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Wording:
        """Read the stored form."""
        return cls(place=stored["place"], wrong=stored["wrong"], right=stored["right"])

    def as_json(self) -> dict[str, str]:
        """Give the stored form."""
        return asdict(self)


class LetterRelation(models.Model):
    """``letter`` says something of ``target``, which was issued before it was begun; so no circle can close.

    Made while ``letter`` is a draft; ``in_force_at`` is set when it is issued, ``dropped_at`` when the draft let the
    relation go or ended. ``line`` is how the letter prints a legal basis, ``corrections`` what it puts right. A
    trigger keeps letter, target and kind for ever, and a relation in force as it is.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=10, choices=RelationKind)
    target = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="named_by")
    line = models.CharField(max_length=300, blank=True, default="")
    corrections = models.JSONField(default=list, blank=True)
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    in_force_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["letter", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="relation_of_organisation"),
            models.UniqueConstraint(
                fields=["letter", "kind", "target"],
                name="relation_once",
                condition=Q(dropped_at__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["target"],
                name="one_replacement_a_letter",
                condition=Q(kind=RelationKind.REPLACES, dropped_at__isnull=True),
            ),
            models.CheckConstraint(name="relation_names_another", condition=~Q(letter=F("target"))),
            models.CheckConstraint(
                name="correction_says_what",
                condition=Q(kind=RelationKind.CORRECTS) & ~Q(corrections=[])
                | ~Q(kind=RelationKind.CORRECTS) & Q(corrections=[]),
            ),
            models.CheckConstraint(
                name="relation_in_force_or_dropped",
                condition=Q(in_force_at__isnull=True) | Q(dropped_at__isnull=True),
            ),
            SameOrganisation("letter", name="relation_letter_same_org"),
            SameOrganisation("target", name="relation_target_same_org"),
            SameOrganisation("linked_by", name="relation_linked_by_same_org"),
        ]
        indexes = [models.Index(fields=["target", "kind"], name="relation_target")]

    def __str__(self) -> str:
        return f"letter {self.letter_id} {self.kind} {self.target_id}"

    @property
    def wordings(self) -> list[Wording]:
        """Give what a correction puts right, in its order."""
        return [Wording.from_json(stored) for stored in self.corrections]
