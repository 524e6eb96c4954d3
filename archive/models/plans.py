"""File plans and their lines."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from archive.enums import PlanState
from archive.models.retention import RetentionItem
from lib.constraints import SameOrganisation


class FilePlan(models.Model):
    """The list of dossiers an office means to open in one year (danh mục hồ sơ, Decree 30/2020 Art. 29)."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=PlanState, default=PlanState.DRAFT)
    approved_by = models.ForeignKey(
        "organisation.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="file_plan_once_a_year"),
            models.UniqueConstraint(fields=["organisation", "id"], name="file_plan_of_organisation"),
            models.CheckConstraint(
                name="file_plan_approved_has_moment",
                condition=Q(state__in=[PlanState.DRAFT, PlanState.PRESENTED], approved_at__isnull=True)
                | Q(state=PlanState.APPROVED, approved_at__isnull=False),
            ),
            SameOrganisation("approved_by", name="file_plan_approver_same_org"),
        ]

    def __str__(self) -> str:
        return f"file plan {self.year}"


class FilePlanEntry(models.Model):
    """One line of a plan: code (``01.TCCB``), heading and title, retention, maker, note.

    ``retention_years`` empty means for ever, here and in a dossier.
    """

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(FilePlan, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=60)
    heading = models.CharField(max_length=300, blank=True)
    subheading = models.CharField(max_length=300, blank=True)
    title = models.CharField(max_length=1000)
    retention_years = models.PositiveSmallIntegerField(null=True, blank=True)
    retention_item = models.ForeignKey(
        RetentionItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    maker = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["plan", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="file_plan_entry_code_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["plan", "position"],
                name="file_plan_entry_position",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["organisation", "id"], name="file_plan_entry_of_org"),
            models.CheckConstraint(
                name="file_plan_entry_retention",
                condition=Q(retention_years__isnull=True) | Q(retention_years__gte=1),
            ),
            SameOrganisation("plan", name="file_plan_entry_plan_same_org"),
            SameOrganisation("unit", name="file_plan_entry_unit_same_org"),
            SameOrganisation("maker", name="file_plan_entry_maker_same_org"),
            SameOrganisation("retention_item", name="file_plan_entry_retention_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class FilePlanPart(models.Model):
    """The share one unit writes of a plan; handed in once the unit has written its lines."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(FilePlan, on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(null=True, blank=True)
    handed_in_by = models.ForeignKey(
        "organisation.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    remark = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["plan", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "unit"], name="file_plan_part_once"),
            SameOrganisation("plan", name="file_plan_part_plan_same_org"),
            SameOrganisation("unit", name="file_plan_part_unit_same_org"),
            SameOrganisation("handed_in_by", name="file_plan_part_hand_same_org"),
        ]

    def __str__(self) -> str:
        return f"part of {self.unit_id} in {self.plan_id}"
