"""The notice."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lib.constraints import SameOrganisation


class Notice(models.Model):
    """Something one person is told once. ``facts`` are short values the sentence of ``kind`` is made from."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_key = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [SameOrganisation("person", name="notice_person_same_organisation")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_unseen", condition=Q(seen_at__isnull=True)),
            models.Index(fields=["person", "subject_kind", "subject_key"], name="notice_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for {self.person_id}"


class MailChoice(models.Model):
    """Whether one person wants the daily mail; without a row it comes."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.OneToOneField("organisation.Person", on_delete=models.PROTECT, related_name="mail_choice")
    wanted = models.BooleanField()
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [SameOrganisation("person", name="mail_choice_person_same_org")]

    def __str__(self) -> str:
        return f"mail to {self.person_id}: {self.wanted}"
