"""Where paper lies: store room, shelf, box, each with a label somebody can scan."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from archive.enums import PlaceKind
from lib.constraints import SameOrganisation


class StorePlace(models.Model):
    """A store room, a shelf in it, or a box on the shelf. Its code is unique within what holds it."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    within = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="contents"
    )
    kind = models.CharField(max_length=10, choices=PlaceKind)
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=300, blank=True)
    code_sort = models.CharField(max_length=200, db_collation="C", editable=False)

    class Meta:
        ordering = ["code_sort", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "within", "kind", "code"],
                name="store_place_code_once",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(fields=["organisation", "id"], name="store_place_of_organisation"),
            models.CheckConstraint(
                name="store_place_only_a_room_stands_alone",
                condition=Q(kind=PlaceKind.STORE, within__isnull=True)
                | (~Q(kind=PlaceKind.STORE) & Q(within__isnull=False)),
            ),
            models.CheckConstraint(name="store_place_not_in_itself", condition=~Q(within=models.F("id"))),
            SameOrganisation("within", name="store_place_within_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
