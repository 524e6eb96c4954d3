"""Dossiers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from archive.enums import DossierState
from archive.models.plans import FilePlanEntry
from archive.models.retention import RetentionItem
from lib.constraints import SameOrganisation


class Dossier(models.Model):
    """The papers of one matter (hồ sơ công việc, Decree 30/2020 Art. 28–30).

    ``code`` is unique in the organisation and year. ``tokens`` say who sees it; they are set by the
    operations from ``queries.tokens_for`` and by nobody else. ``last_ordinal`` is the highest number a record
    ever had in it. Retention counts from the year of ``work_ended_on`` (trap 16), ``retention_years`` empty
    means for ever. Once in custody the database refuses changes (``archive/migrations/0002_custody.py``).
    """

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=1000)
    title_sort = models.CharField(max_length=4000, db_collation="C", editable=False)
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    keeper = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(
        FilePlanEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="dossiers"
    )
    retention_years = models.PositiveSmallIntegerField(null=True, blank=True)
    retention_item = models.ForeignKey(
        RetentionItem, on_delete=models.PROTECT, null=True, blank=True, related_name="dossiers"
    )
    state = models.CharField(max_length=10, choices=DossierState, default=DossierState.OPEN)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    work_ended_on = models.DateField(null=True, blank=True)
    closing_note = models.CharField(max_length=1000, blank=True)
    kept_back_until = models.DateField(null=True, blank=True)
    kept_back_reason = models.CharField(max_length=1000, blank=True)
    archived_on = models.DateField(null=True, blank=True)
    last_ordinal = models.PositiveIntegerField(default=0)
    tokens = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        ordering = ["organisation", "-year", "code"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "code"], name="dossier_code_once_a_year"),
            models.UniqueConstraint(fields=["organisation", "id"], name="dossier_of_organisation"),
            models.CheckConstraint(
                name="dossier_closed_has_day",
                condition=Q(state=DossierState.OPEN, closed_on__isnull=True, work_ended_on__isnull=True)
                | Q(
                    state__in=[DossierState.CLOSED, DossierState.OFFERED],
                    closed_on__isnull=False,
                    work_ended_on__isnull=False,
                )
                | Q(state=DossierState.ARCHIVED),
            ),
            models.CheckConstraint(
                name="dossier_archived_has_day",
                condition=Q(state=DossierState.ARCHIVED, archived_on__isnull=False)
                | (~Q(state=DossierState.ARCHIVED) & Q(archived_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="dossier_work_ended_before_closing",
                condition=Q(work_ended_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(work_ended_on__lte=F("closed_on")),
            ),
            models.CheckConstraint(
                name="dossier_retention",
                condition=Q(retention_years__isnull=True) | Q(retention_years__gte=1),
            ),
            SameOrganisation("unit", name="dossier_unit_same_org"),
            SameOrganisation("keeper", name="dossier_keeper_same_org"),
            SameOrganisation("entry", name="dossier_entry_same_org"),
            SameOrganisation("retention_item", name="dossier_retention_same_org"),
        ]
        indexes = [
            GinIndex(fields=["tokens"], name="dossier_tokens", fastupdate=False),
            models.Index(fields=["organisation", "state", "work_ended_on"], name="dossier_of_state"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
