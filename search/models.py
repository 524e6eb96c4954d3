"""The projection: what of a thing can be found, and by whom."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class Projection(models.Model):
    """One findable thing. ``(organisation, kind, key)`` names it; ``tokens`` say who may find it.

    ``code_norm`` and ``words`` are the normal forms (``index/words.py``) the index and the fallback compare.
    ``changed`` is the id of the database transaction that wrote the row last: the indexer reads what is not
    older than the oldest transaction still running when it looked last, so no late commit is ever missed. A
    withdrawn row stays as an empty line without tokens until every index has forgotten the thing.
    """

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=80)
    title = models.TextField(blank=True)
    code = models.CharField(max_length=200, blank=True)
    code_norm = models.CharField(max_length=400, blank=True, db_collation="C")
    text = models.TextField(blank=True)
    words = models.TextField(blank=True, db_collation="C")
    facets = models.JSONField(default=dict)
    tokens = ArrayField(models.CharField(max_length=80), default=list)
    dated_on = models.DateField(null=True, blank=True)
    projected_at = models.DateTimeField()
    changed = models.BigIntegerField()
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "key"], name="projection_once"),
            models.CheckConstraint(
                name="projection_withdrawn_is_empty",
                condition=Q(withdrawn=False)
                | Q(withdrawn=True, title="", code="", text="", words="", tokens=[]),
            ),
        ]
        indexes = [
            models.Index(fields=["changed"], name="projection_changed"),
            models.Index(fields=["organisation", "code_norm"], name="projection_code"),
            GinIndex(fields=["tokens"], name="projection_tokens", fastupdate=False),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
