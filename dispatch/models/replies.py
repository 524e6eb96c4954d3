"""Which incoming letter an outgoing one replies to."""

from __future__ import annotations

from django.db import models

from dispatch.models.incoming import IncomingLetter
from dispatch.models.letters import OutgoingLetter
from lib.constraints import SameOrganisation


class Reply(models.Model):
    """``letter`` is written in reply to ``incoming`` (in_reply_to). Made when the draft is begun, and kept for ever."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="replies_to")
    incoming = models.ForeignKey(IncomingLetter, models.PROTECT, related_name="replies")
    linked_by = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "incoming"], name="reply_once"),
            SameOrganisation("letter", name="reply_letter_same_org"),
            SameOrganisation("incoming", name="reply_incoming_same_org"),
            SameOrganisation("linked_by", name="reply_linked_by_same_org"),
        ]

    def __str__(self) -> str:
        return f"letter {self.letter_id} replies to incoming {self.incoming_id}"
