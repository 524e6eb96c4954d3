"""What lies in dossiers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from archive.enums import LeftBecause
from archive.models.dossiers import Dossier
from archive.models.origins import Origin
from archive.models.retention import RetentionItem
from lib.constraints import SameOrganisation


class Record(models.Model):
    """One thing lying in a dossier, with its label copied as it was when filed.

    The same letter may lie in many dossiers without being copied (domain, trap 15), but only once in each. A
    record taken out keeps its line and its number; the thing itself is untouched. ``digest`` is the SHA-256 of
    a file laid in directly, by which a duplicate is known.
    """

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="records")
    ordinal = models.PositiveIntegerField()
    origin_kind = models.CharField(max_length=30)
    origin_key = models.CharField(max_length=80)
    label = models.CharField(max_length=200)
    code = models.CharField(max_length=200, blank=True)
    title = models.TextField()
    author = models.CharField(max_length=300, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_draft = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)
    retention_item = models.ForeignKey(
        RetentionItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.CharField(max_length=10, choices=LeftBecause, blank=True)
    removed_why = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["dossier", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="record_of_organisation"),
            models.UniqueConstraint(fields=["dossier", "ordinal"], name="record_ordinal_once"),
            models.UniqueConstraint(
                fields=["dossier", "origin_kind", "origin_key"],
                name="record_origin_once",
                condition=Q(removed_at__isnull=True),
            ),
            models.CheckConstraint(name="record_ordinal_from_one", condition=Q(ordinal__gte=1)),
            SameOrganisation("dossier", name="record_dossier_same_org"),
            SameOrganisation("filed_by", name="record_filer_same_org"),
            SameOrganisation("retention_item", name="record_retention_same_org"),
        ]
        indexes = [
            models.Index(fields=["organisation", "origin_kind", "origin_key"], name="record_of_origin")
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.code} {self.title}"

    @property
    def origin(self) -> Origin:
        """Give where the record comes from."""
        return Origin(self.origin_kind, self.origin_key)
