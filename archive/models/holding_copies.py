"""Certified copies of what the archive holds: asked for, allowed, numbered, certified by the organisation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from archive.enums import CopyState, Purpose
from archive.models.catalogue import CatalogueRecord, CatalogueUnit
from archive.models.records import Record
from lib.constraints import SameOrganisation

NUMBERED = (CopyState.ALLOWED, CopyState.SIGNED, CopyState.VOID)


class HoldingCopy(models.Model):
    """One certified copy of one document, and the request it came from.

    ``record`` is the document of an old list, ``item`` that of a dossier of our own. The number counts within a year
    and is given with the permission; a number that led to no copy stays, void, with its reason. ``printed`` are the
    words of the certificate as they were that day, ``file`` is the copy before the organisation signs it.
    """

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(CatalogueUnit, on_delete=models.PROTECT, related_name="copies")
    record = models.ForeignKey(
        CatalogueRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="copies"
    )
    item = models.ForeignKey(Record, on_delete=models.PROTECT, null=True, blank=True, related_name="copies")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")
    given_to = models.CharField(max_length=300, blank=True)
    purpose = models.CharField(max_length=10, choices=Purpose)
    purpose_text = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=CopyState, default=CopyState.ASKED)
    decided_by = models.ForeignKey(
        "organisation.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    day = models.DateField(null=True, blank=True)
    printed = models.JSONField(default=dict, blank=True)
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="holding_copy_of_exactly_one",
                condition=Q(record__isnull=False, item__isnull=True) | Q(record__isnull=True, item__isnull=False),
            ),
            models.CheckConstraint(
                name="holding_copy_number_comes_with_permission",
                condition=Q(
                    state__in=NUMBERED, number__gte=1, year__isnull=False, day__isnull=False, decided_at__isnull=False
                )
                | (~Q(state__in=NUMBERED) & Q(number__isnull=True, year__isnull=True, day__isnull=True)),
            ),
            models.CheckConstraint(
                name="holding_copy_refused_or_void_says_why",
                condition=~Q(state__in=[CopyState.REFUSED, CopyState.VOID]) | ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="holding_copy_certified_has_its_file",
                condition=~Q(state=CopyState.SIGNED) | Q(signed_file__isnull=False),
            ),
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="holding_copy_number_once"),
            SameOrganisation("unit", name="holding_copy_unit_same_org"),
            SameOrganisation("record", name="holding_copy_record_same_org"),
            SameOrganisation("item", name="holding_copy_item_same_org"),
            SameOrganisation("person", name="holding_copy_person_same_org"),
            SameOrganisation("decided_by", name="holding_copy_decider_same_org"),
            SameOrganisation("file", name="holding_copy_file_same_org"),
            SameOrganisation("signed_file", name="holding_copy_signed_same_org"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code or f"request {self.pk}"

    @property
    def code(self) -> str:
        """Give its number as it is written: ``05/2026``."""
        return "" if self.number is None else f"{self.number:02d}/{self.year}"
