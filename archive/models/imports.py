"""Imports of old catalogues, and what each said of every line."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from archive.enums import ImportState, Outcome
from lib.constraints import SameOrganisation


class CatalogueImport(models.Model):
    """One import: which file, how it was understood, what came of it. ``name`` is what its things are known by."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    file_name = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=100, blank=True)
    fonds = models.ForeignKey(
        "archive.CatalogueUnit", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    access = models.CharField(max_length=12)
    mapping = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    converted = models.CharField(max_length=10, blank=True)
    refusal = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.WAITING)
    at = models.DateTimeField()
    by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="catalogue_import_of_org"),
            models.CheckConstraint(
                name="catalogue_import_refused_says_why",
                condition=~Q(state=ImportState.REFUSED) | ~Q(refusal=""),
            ),
            SameOrganisation("file", name="catalogue_import_file_same_org"),
            SameOrganisation("fonds", name="catalogue_import_fonds_same_org"),
            SameOrganisation("by", name="catalogue_import_by_same_org"),
        ]

    def __str__(self) -> str:
        return f"import of {self.file_name}"


class ImportLine(models.Model):
    """What an import did with one line, and why. ``before`` is what stood there, for taking the import back.

    ``unit_key`` and ``record_key`` name what was written; they are no foreign keys, the line outlives what it tells.
    ``run`` is held by the key over (organisation, run), which says all that keys over each of them would.
    """

    organisation = models.ForeignKey(
        "organisation.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )  # fmt: skip
    run = models.ForeignKey(
        CatalogueImport, on_delete=models.PROTECT, related_name="lines", db_index=False, db_constraint=False
    )
    place = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    level = models.CharField(max_length=10, blank=True)
    code = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200, blank=True)
    reasons = ArrayField(models.CharField(max_length=20), default=list)
    unit_key = models.BigIntegerField(null=True)
    record_key = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)

    class Meta:
        ordering = ["run", "place", "id"]
        constraints = [SameOrganisation("run", name="import_line_run_same_org")]
        indexes = [models.Index(fields=["run", "outcome", "place"], name="import_line_of_run")]

    def __str__(self) -> str:
        return f"line {self.place}: {self.outcome}"
