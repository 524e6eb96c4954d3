"""How long what is kept: schedules with their source, and the items in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lib.constraints import SameOrganisation


class RetentionSchedule(models.Model):
    """One version of a table of retention periods (bảng thời hạn lưu trữ), as its source has it.

    A later version of the same ``name`` takes the place of this one from its ``valid_from`` on; what was judged
    by the earlier one stays as it was judged.
    """

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    version = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    valid_from = models.DateField()
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["organisation", "name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name", "version"], name="retention_schedule_version_once"
            ),
            models.UniqueConstraint(fields=["organisation", "id"], name="retention_schedule_of_org"),
            models.CheckConstraint(name="retention_schedule_version", condition=Q(version__gte=1)),
            SameOrganisation("imported_by", name="retention_schedule_importer_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


class RetentionItem(models.Model):
    """One line of a schedule: what it is for, how many years (empty: for ever), where it is said."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    schedule = models.ForeignKey(RetentionSchedule, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=30)
    heading = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=1000)
    years = models.PositiveSmallIntegerField(null=True, blank=True)
    article = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["schedule", "position"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "code"], name="retention_item_code_once"),
            models.UniqueConstraint(fields=["schedule", "position"], name="retention_item_position"),
            models.UniqueConstraint(fields=["organisation", "id"], name="retention_item_of_org"),
            models.CheckConstraint(
                name="retention_item_years", condition=Q(years__isnull=True) | Q(years__gte=1)
            ),
            SameOrganisation("schedule", name="retention_item_schedule_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
