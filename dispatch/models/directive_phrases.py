"""Words leaders usually write when they direct a letter."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lib.constraints import SameOrganisation


class DirectivePhrase(models.Model):
    """One usual directive, of the office or of one person. Retired, it is no longer offered."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=500)
    position = models.PositiveSmallIntegerField(default=0)
    kept_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person", "text"],
                name="directive_phrase_once",
                condition=Q(retired_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="directive_phrase_says_something", condition=~Q(text="")),
            SameOrganisation("person", name="directive_phrase_person_org"),
        ]

    def __str__(self) -> str:
        return self.text
