"""What an office keeps at hand for drafting: short phrases, and model letters."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dispatch.enums import Reach
from dispatch.models.content import DraftContent
from dispatch.models.kinds import Kind, kind_choices, kind_of
from lib.constraints import SameOrganisation

_NAMES_ITS_OWNER = (
    Q(reach=Reach.OFFICE, unit__isnull=True, person__isnull=True)
    | Q(reach=Reach.UNIT, unit__isnull=False, person__isnull=True)
    | Q(reach=Reach.OWN, unit__isnull=True, person__isnull=False)
)


class Phrase(models.Model):
    """A short text put into the editor by its key. Retired, it is no longer offered; its row stays.

    It belongs to the office, to one unit, or to one person, who alone keep it.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    reach = models.CharField(max_length=6, choices=Reach)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=20)
    text = models.CharField(max_length=2000)
    kept_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reach", "unit", "person", "key"],
                name="phrase_key_once",
                condition=Q(retired_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="phrase_names_its_owner", condition=_NAMES_ITS_OWNER),
            models.CheckConstraint(
                name="phrase_key_can_be_typed", condition=Q(key__regex="^[a-z0-9]{1,20}$") & ~Q(text="")
            ),
            SameOrganisation("unit", name="phrase_unit_same_org"),
            SameOrganisation("person", name="phrase_person_same_org"),
        ]

    def __str__(self) -> str:
        return self.key


class LetterModel(models.Model):
    """A letter to begin others from: its kind and content, without signer and day. Retired, it is no longer offered."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    reach = models.CharField(max_length=6, choices=Reach)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=30, choices=kind_choices)
    title = models.CharField(max_length=150)
    content = models.JSONField()
    kept_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "kind", "title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "reach", "unit", "person", "kind", "title"],
                name="model_title_once",
                condition=Q(retired_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="model_names_its_owner", condition=_NAMES_ITS_OWNER & ~Q(title="")),
            SameOrganisation("unit", name="model_unit_same_org"),
            SameOrganisation("person", name="model_person_same_org"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def draft(self) -> DraftContent:
        """Give the content a letter begins with."""
        return DraftContent.from_fields(self.content)

    @property
    def kind_data(self) -> Kind:
        """Give name and abbreviations of the kind."""
        return kind_of(self.kind)
