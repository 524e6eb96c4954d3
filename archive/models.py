"""File plans, dossiers, records and grants of access."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from archive.enums import DossierState, PlanState
from lib.constraints import SameOrganisation


@dataclass(frozen=True)
class Origin:
    """Where a record comes from: a kind of thing and the thing's key, both as text."""

    kind: str
    key: str


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
                condition=Q(state=PlanState.DRAFT, approved_at__isnull=True)
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
    title = models.CharField(max_length=1000)
    retention_years = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    maker = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["plan", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="file_plan_entry_code_once"),
            models.UniqueConstraint(fields=["plan", "position"], name="file_plan_entry_position"),
            models.UniqueConstraint(fields=["organisation", "id"], name="file_plan_entry_of_org"),
            models.CheckConstraint(
                name="file_plan_entry_retention",
                condition=Q(retention_years__isnull=True) | Q(retention_years__gte=1),
            ),
            SameOrganisation("plan", name="file_plan_entry_plan_same_org"),
            SameOrganisation("unit", name="file_plan_entry_unit_same_org"),
            SameOrganisation("maker", name="file_plan_entry_maker_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Dossier(models.Model):
    """The papers of one matter (hồ sơ công việc, Decree 30/2020 Art. 28–30).

    ``code`` is unique in the organisation and year. ``tokens`` say who sees it; they are set by the
    operations from ``queries.tokens_for`` and by nobody else. ``last_ordinal`` is the highest number a record
    ever had in it.
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
    state = models.CharField(max_length=10, choices=DossierState, default=DossierState.OPEN)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    last_ordinal = models.PositiveIntegerField(default=0)
    tokens = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        ordering = ["organisation", "-year", "code"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "code"], name="dossier_code_once_a_year"),
            models.UniqueConstraint(fields=["organisation", "id"], name="dossier_of_organisation"),
            models.CheckConstraint(
                name="dossier_closed_has_day",
                condition=Q(state=DossierState.OPEN, closed_on__isnull=True)
                | Q(state=DossierState.CLOSED, closed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_retention",
                condition=Q(retention_years__isnull=True) | Q(retention_years__gte=1),
            ),
            SameOrganisation("unit", name="dossier_unit_same_org"),
            SameOrganisation("keeper", name="dossier_keeper_same_org"),
            SameOrganisation("entry", name="dossier_entry_same_org"),
        ]
        indexes = [GinIndex(fields=["tokens"], name="dossier_tokens", fastupdate=False)]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Record(models.Model):
    """One thing lying in a dossier, with its label copied as it was when filed.

    The same letter may lie in many dossiers without being copied (domain, trap 15), but only once in each. A
    record taken out keeps its line and its number; the thing itself is untouched.
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
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["dossier", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "ordinal"], name="record_ordinal_once"),
            models.UniqueConstraint(
                fields=["dossier", "origin_kind", "origin_key"],
                name="record_origin_once",
                condition=Q(removed_at__isnull=True),
            ),
            models.CheckConstraint(name="record_ordinal_from_one", condition=Q(ordinal__gte=1)),
            SameOrganisation("dossier", name="record_dossier_same_org"),
            SameOrganisation("filed_by", name="record_filer_same_org"),
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


class AccessGrant(models.Model):
    """Sight of one dossier given to one unit, one post or one person who would not have it otherwise."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="grants")
    unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey(
        "organisation.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="access_grant_to_exactly_one",
                condition=Q(unit__isnull=False, post__isnull=True, person__isnull=True)
                | Q(unit__isnull=True, post__isnull=False, person__isnull=True)
                | Q(unit__isnull=True, post__isnull=True, person__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["dossier", "unit", "post", "person"],
                name="access_grant_once",
                condition=Q(revoked_at__isnull=True),
                nulls_distinct=False,
            ),
            SameOrganisation("dossier", name="access_grant_dossier_same_org"),
            SameOrganisation("unit", name="access_grant_unit_same_org"),
            SameOrganisation("post", name="access_grant_post_same_org"),
            SameOrganisation("person", name="access_grant_person_same_org"),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk} on {self.dossier_id}"

    @property
    def token(self) -> str:
        """Give the access token the grant adds to its dossier."""
        prefix = f"org:{self.organisation_id}"
        if self.unit_id:
            return f"{prefix}/unit:{self.unit_id}"
        return f"{prefix}/post:{self.post_id}" if self.post_id else f"{prefix}/person:{self.person_id}"
