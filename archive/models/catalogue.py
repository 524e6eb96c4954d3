"""The catalogue: fonds, series and dossiers as one tree, and the records of the dossiers that came from old lists."""

from __future__ import annotations

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Coalesce

from archive.enums import Access, Keeping, Level, Medium
from lib.constraints import SameOrganisation

# The year at whose end the retention of a dossier of an old list runs out: that of its last papers and its years.
LAST_YEAR: Final = Cast(Coalesce("year_to", "year_from"), models.IntegerField()) + Cast(
    "retention_years", models.IntegerField()
)


class ArchiveCreator(models.Model):
    """A body whose papers make a fonds (cơ quan hình thành phông), and the one that took over from it."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    year_from = models.SmallIntegerField(null=True, blank=True)
    year_to = models.SmallIntegerField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    history = models.TextField(blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="archive_creator_once"),
            models.UniqueConstraint(fields=["organisation", "id"], name="archive_creator_of_org"),
            models.CheckConstraint(name="archive_creator_not_own_heir", condition=~Q(successor=F("id"))),
            models.CheckConstraint(
                name="archive_creator_years_in_order",
                condition=Q(year_from__isnull=True)
                | Q(year_to__isnull=True)
                | Q(year_from__lte=F("year_to")),
            ),
            SameOrganisation("successor", name="archive_creator_heir_same_org"),
        ]

    def __str__(self) -> str:
        return self.name


class CatalogueUnit(models.Model):
    """One unit of description (ISAD(G)): a fonds, a series, a dossier.

    ``position`` orders the children of one parent, with gaps of 1,024. ``path`` names the ancestors of a part that
    holds others and itself (``/12/57/``); a dossier has none, so moving a series never touches its dossiers. A
    trigger holds ``path`` to the parents, which is why no circle can be stored. ``kept`` are the further elements
    of description by the names of ``describing.ELEMENTS``; ``left_over`` is what an import could not map, as it
    stood. ``tokens`` say who sees it, set by the operations from ``queries.tokens_of_unit`` and by nobody else.
    ``source_key`` and ``source_hash`` name what an import made it of, and what was said there.

    A reference is held once, by the key over (organisation, row): a second key that says less, and indexes another
    one begins with, would cost an import half of its time.
    """

    organisation = models.ForeignKey(
        "organisation.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    position = models.BigIntegerField()
    path = models.CharField(max_length=500, blank=True, db_collation="C", editable=False)
    level = models.CharField(max_length=10, choices=Level)
    code = models.CharField(max_length=200, blank=True)
    code_sort = models.CharField(max_length=400, blank=True, db_collation="C", editable=False)
    title = models.TextField()
    title_sort = models.CharField(max_length=400, blank=True, db_collation="C", editable=False)
    year_from = models.SmallIntegerField(null=True, blank=True)
    year_to = models.SmallIntegerField(null=True, blank=True)
    date_from = models.DateField(null=True, blank=True)
    date_to = models.DateField(null=True, blank=True)
    date_text = models.CharField(max_length=500, blank=True)
    medium = models.CharField(max_length=10, choices=Medium, default=Medium.PAPER)
    keeping = models.CharField(max_length=10, choices=Keeping, default=Keeping.UNKNOWN, blank=True)
    retention_years = models.PositiveSmallIntegerField(null=True, blank=True)
    retention_text = models.CharField(max_length=200, blank=True)
    access = models.CharField(max_length=12, choices=Access, default=Access.INHERIT, blank=True)
    sheets = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    creator = models.ForeignKey(
        ArchiveCreator, on_delete=models.PROTECT, null=True, blank=True, related_name="fonds"
    )
    place = models.ForeignKey(
        "archive.StorePlace", on_delete=models.PROTECT, null=True, blank=True, related_name="units",
        db_constraint=False,
    )  # fmt: skip
    dossier = models.OneToOneField(
        "archive.Dossier", on_delete=models.PROTECT, null=True, blank=True, related_name="catalogued"
    )
    kept = models.JSONField(default=dict, blank=True)
    left_over = models.JSONField(default=dict, blank=True)
    last_ordinal = models.PositiveIntegerField(default=0)
    tokens = ArrayField(models.CharField(max_length=80), default=list)
    source_key = models.CharField(max_length=300, blank=True, db_collation="C")
    source_hash = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["organisation", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="catalogue_unit_of_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "parent", "code"],
                name="catalogue_unit_code_once",
                condition=~Q(code=""),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="catalogue_unit_only_fonds_stand_alone",
                condition=Q(level=Level.FONDS, parent__isnull=True)
                | (~Q(level=Level.FONDS) & Q(parent__isnull=False)),
            ),
            models.CheckConstraint(
                name="catalogue_unit_fonds_says_access",
                condition=~Q(level=Level.FONDS) | ~Q(access=Access.INHERIT),
            ),
            models.CheckConstraint(
                name="catalogue_unit_only_dossiers_are_ends",
                condition=Q(level=Level.DOSSIER, path="")
                | (~Q(level=Level.DOSSIER) & ~Q(path="") & Q(dossier__isnull=True)),
            ),
            models.CheckConstraint(
                name="catalogue_unit_keeping",
                condition=Q(keeping=Keeping.YEARS, retention_years__gte=1)
                | (~Q(keeping=Keeping.YEARS) & Q(retention_years__isnull=True)),
            ),
            SameOrganisation("parent", name="catalogue_unit_parent_same_org"),
            SameOrganisation("creator", name="catalogue_unit_creator_same_org"),
            SameOrganisation("place", name="catalogue_unit_place_same_org"),
            SameOrganisation("dossier", name="catalogue_unit_dossier_same_org"),
        ]
        indexes = [
            models.Index(fields=["parent", "position"], name="catalogue_unit_children"),
            models.Index(
                fields=["organisation", "path"], name="catalogue_unit_path", condition=~Q(level="dossier")
            ),
            models.Index(fields=["organisation", "code_sort"], name="catalogue_unit_code"),
            models.Index(
                fields=["organisation", "source_key"],
                name="catalogue_unit_source",
                condition=~Q(source_key=""),
            ),
            GinIndex(fields=["tokens"], name="catalogue_unit_tokens", fastupdate=False),
            models.Index(
                F("organisation"),
                LAST_YEAR,
                name="catalogue_unit_runs_out",
                condition=Q(level=Level.DOSSIER, keeping=Keeping.YEARS, dossier__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title[:60]}".strip()

    @property
    def holds_units(self) -> bool:
        """Say whether it may hold other units; a dossier holds records."""
        return self.level != Level.DOSSIER


class CatalogueRecord(models.Model):
    """One document of a catalogued dossier as an old list names it. Records of our own dossiers stay ``Record``."""

    organisation = models.ForeignKey(
        "organisation.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )  # fmt: skip
    unit = models.ForeignKey(
        CatalogueUnit, on_delete=models.PROTECT, related_name="records", db_index=False, db_constraint=False
    )
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=200, blank=True)
    title = models.TextField()
    author = models.CharField(max_length=500, blank=True)
    dated_on = models.DateField(null=True, blank=True)
    date_text = models.CharField(max_length=500, blank=True)
    sheets = models.CharField(max_length=60, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True)
    file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    left_over = models.JSONField(default=dict, blank=True)
    source_key = models.CharField(max_length=300, blank=True, db_collation="C")
    source_hash = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["unit", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "ordinal"], name="catalogue_record_ordinal_once"),
            models.UniqueConstraint(fields=["organisation", "id"], name="catalogue_record_of_org"),
            models.CheckConstraint(name="catalogue_record_from_one", condition=Q(ordinal__gte=1)),
            SameOrganisation("unit", name="catalogue_record_unit_same_org"),
            SameOrganisation("file", name="catalogue_record_file_same_org"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "source_key"],
                name="catalogue_record_source",
                condition=~Q(source_key=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.ordinal}. {self.code} {self.title[:60]}"
