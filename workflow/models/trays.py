"""Letters confirmed together, and each of them: what the tray remembers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from lib.constraints import SameOrganisation
from organisation.models import Organisation, Person, Post
from signing.models import SigningRequest
from workflow.enums import TrayAct


class TrayBatch(models.Model):
    """Letters confirmed together, with one PIN where they need one. No legal fact: those lie with the letters.

    ``attempt`` counts the PINs given; the signer forgets one at ``held_until``. ``stopped_at`` is when the PIN was
    found gone, so that the rest waits for another.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    legal_day = models.DateField(null=True, blank=True)
    address = models.CharField(max_length=64, blank=True, default="")
    attempt = models.PositiveSmallIntegerField(default=1)
    confirmed_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    rows: ClassVar[models.Manager[TrayBatch]] = models.Manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="tray_batch_of_organisation"),
            SameOrganisation("person", name="tray_batch_person_same_org"),
            SameOrganisation("post", name="tray_batch_post_same_org"),
        ]
        indexes = [models.Index(fields=["person", "-id"], name="tray_batch_of_person")]

    def __str__(self) -> str:
        return f"batch {self.pk}"


class TrayLine(models.Model):
    """One letter of a batch: the visit to its step, the bytes that were confirmed, and what came of it.

    ``done_at`` is when the letter's own act was made; ``refusal`` is the sentence why it was not, in the language of
    whoever confirmed. ``request`` is the signature asked for; how far it has come is read from there.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    batch = models.ForeignKey(TrayBatch, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=8, choices=TrayAct)
    letter_key = models.BigIntegerField()
    item_key = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    request = models.ForeignKey(SigningRequest, models.PROTECT, null=True, blank=True, related_name="+")
    refusal = models.TextField(blank=True, default="")
    done_at = models.DateTimeField(null=True, blank=True)

    rows: ClassVar[models.Manager[TrayLine]] = models.Manager()

    class Meta:
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "letter_key"], name="tray_line_once_a_letter"),
            models.UniqueConstraint(fields=["batch", "position"], name="tray_line_place"),
            models.CheckConstraint(
                name="tray_line_done_or_refused", condition=Q(done_at__isnull=True) | Q(refusal="")
            ),
            SameOrganisation("batch", name="tray_line_batch_same_org"),
            SameOrganisation("request", name="tray_line_request_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}.{self.position}: {self.act} {self.letter_key}"
