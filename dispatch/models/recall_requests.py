"""The receivers' part of a recall: what each is asked and says. The sender's row and the receiver's share no key."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from dispatch.enums import RecallAnswer
from dispatch.models.incoming import IncomingLetter
from dispatch.models.recalls import Recall
from dispatch.models.sending import Delivery
from lib.constraints import SameOrganisation

_SAID = (RecallAnswer.AGREED, RecallAnswer.REFUSED)


class RecallRequest(models.Model):
    """One receiver who has the recalled letter is asked to cancel it, or to send the paper back.

    ``electronic`` receivers of this installation answer themselves; for the others the registry notes what they say.
    ``said_by`` is the name of who said it, ``note`` the reason of a refusal.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    recall = models.ForeignKey(Recall, models.PROTECT, related_name="requests")
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="recall_requests")
    name = models.CharField(max_length=300)
    electronic = models.BooleanField()
    state = models.CharField(max_length=8, choices=RecallAnswer, default=RecallAnswer.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    said_by = models.CharField(max_length=300, blank=True, default="")
    note = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        ordering = ["recall", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="recall_request_of_organisation"),
            models.UniqueConstraint(fields=["recall", "delivery"], name="recall_request_once"),
            models.CheckConstraint(
                name="recall_request_answered",
                condition=Q(state__in=_SAID, answered_at__isnull=False)
                | ~Q(state__in=_SAID) & Q(answered_at__isnull=True, said_by="", note=""),
            ),
            models.CheckConstraint(
                name="recall_request_no_has_reason",
                condition=~Q(state=RecallAnswer.REFUSED) | ~Q(note=""),
            ),
            SameOrganisation("recall", name="recall_request_recall_same_org"),
            SameOrganisation("delivery", name="recall_request_delivery_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"


class IncomingRecall(models.Model):
    """The sender of an incoming letter recalls it: what this office was told, and what it answered.

    ``origin_request`` is the number of the sender's question, a value and no key.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(IncomingLetter, models.PROTECT, related_name="recalls")
    origin_organisation = models.CharField(max_length=20)
    origin_request = models.BigIntegerField(unique=True)
    sender = models.CharField(max_length=300)
    reason = models.CharField(max_length=2000)
    state = models.CharField(max_length=8, choices=RecallAnswer, default=RecallAnswer.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "organisation.Post", models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer_reason = models.CharField(max_length=1000, blank=True, default="")

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="incoming_recall_of_org"),
            models.UniqueConstraint(
                fields=["letter"],
                name="one_open_incoming_recall",
                condition=Q(state__in=[RecallAnswer.ASKED, RecallAnswer.AGREED]),
            ),
            models.CheckConstraint(
                name="incoming_recall_answered",
                condition=Q(state__in=_SAID, answered_at__isnull=False, answered_by__isnull=False)
                | ~Q(state__in=_SAID)
                & Q(answered_at__isnull=True, answered_by__isnull=True, answer_reason=""),
            ),
            models.CheckConstraint(
                name="incoming_recall_no_has_reason",
                condition=~Q(state=RecallAnswer.REFUSED) | ~Q(answer_reason=""),
            ),
            SameOrganisation("letter", name="incoming_recall_letter_same_org"),
            SameOrganisation("answered_by", name="incoming_recall_post_same_org"),
        ]

    def __str__(self) -> str:
        return f"recall of incoming letter {self.letter_id}"
