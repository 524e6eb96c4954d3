"""Events, their detail, and the leaves that number them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class Subject:
    """What an event is about: a kind of thing and the thing's key, both as text."""

    kind: str
    key: str


class Event(models.Model):
    """One act. Holds keys, codes and hashes only; what a person can read is in the detail (design D14).

    ``detail_hash`` is SHA-256 over salt and canonical detail: it binds the text to the event while the text
    can still be erased, by lawful destruction only. ``leaf_hash`` is the RFC 6962 leaf of the canonical event.
    """

    organisation_key = models.BigIntegerField()
    name = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_key = models.CharField(max_length=80)
    at = models.DateTimeField()
    trail = models.JSONField()
    facts = models.JSONField()
    detail_hash = models.CharField(max_length=64)
    leaf_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["organisation_key", "subject_kind", "subject_key", "id"], name="event_of_subject"
            ),
            models.Index(fields=["organisation_key", "at"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.subject_kind}:{self.subject_key}"


class EventDetail(models.Model):
    """The readable side of an event: names as they were, reasons, before and after. Erasable by destruction."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="detail")
    salt = models.CharField(max_length=32)
    text = models.JSONField()

    def __str__(self) -> str:
        return f"detail of event {self.event_id}"


class Leaf(models.Model):
    """The place of one event in the evidence tree. Given by one sequencer, so writers of events never queue."""

    position = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="leaf")
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"leaf {self.position}"
