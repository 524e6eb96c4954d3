"""Handing dossiers over to the office archive (Decree 30/2020 Art. 30, App. V)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from archive.enums import ItemState, TransferState
from archive.models.dossiers import Dossier
from lib.constraints import SameOrganisation


class Transfer(models.Model):
    """Dossiers of one unit offered together to the archive, by the giver or by whoever stood in (``offered_by``).

    ``printed`` holds the names and figures of the transfer record as they were on the day it was taken over. On
    paper the three ``paper_`` figures say how much lies in boxes; electronic dossiers and files are counted.
    """

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=TransferState, default=TransferState.OFFERED)
    giver = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="+")
    offered_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    offered_at = models.DateTimeField()
    receiver = models.ForeignKey(
        "organisation.Post", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    basis = models.CharField(max_length=500, blank=True)
    condition = models.CharField(max_length=500, blank=True)
    paper_dossiers = models.PositiveIntegerField(default=0)
    paper_boxes = models.PositiveIntegerField(default=0)
    paper_metres = models.DecimalField(max_digits=7, decimal_places=2, default=0)
    printed = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["organisation", "-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year", "number"], name="transfer_number_once"),
            models.UniqueConstraint(fields=["organisation", "id"], name="transfer_of_organisation"),
            models.CheckConstraint(
                name="transfer_accepted_has_receiver",
                condition=~Q(state=TransferState.ACCEPTED)
                | Q(receiver__isnull=False, answered_at__isnull=False),
            ),
            SameOrganisation("unit", name="transfer_unit_same_org"),
            SameOrganisation("giver", name="transfer_giver_same_org"),
            SameOrganisation("offered_by", name="transfer_offered_by_same_org"),
            SameOrganisation("receiver", name="transfer_receiver_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class TransferItem(models.Model):
    """One dossier of a transfer, with what the archivist remarked. It lies in one standing offer at a time."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="items")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="transfer_items")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.OFFERED)
    remark = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["transfer", "position"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "position"], name="transfer_item_position"),
            models.UniqueConstraint(
                fields=["dossier"],
                name="transfer_item_one_standing",
                condition=Q(state__in=[ItemState.OFFERED, ItemState.ACCEPTED]),
            ),
            models.CheckConstraint(
                name="transfer_item_returned_says_why",
                condition=~Q(state=ItemState.RETURNED) | ~Q(remark=""),
            ),
            SameOrganisation("transfer", name="transfer_item_transfer_same_org"),
            SameOrganisation("dossier", name="transfer_item_dossier_same_org"),
        ]

    def __str__(self) -> str:
        return f"{self.position} in {self.transfer_id}"


class TransferCopy(models.Model):
    """One of the two copies of the transfer record: 1 stays with the unit, 2 with the archive."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveSmallIntegerField()
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    given_file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    signed_file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["transfer", "number"]
        constraints = [
            models.UniqueConstraint(fields=["transfer", "number"], name="transfer_copy_once"),
            models.CheckConstraint(name="transfer_copy_one_or_two", condition=Q(number__in=[1, 2])),
            models.CheckConstraint(
                name="transfer_copy_giver_signs_first",
                condition=Q(signed_file__isnull=True) | Q(given_file__isnull=False),
            ),
            SameOrganisation("transfer", name="transfer_copy_transfer_same_org"),
            SameOrganisation("file", name="transfer_copy_file_same_org"),
            SameOrganisation("given_file", name="transfer_copy_given_same_org"),
            SameOrganisation("signed_file", name="transfer_copy_signed_same_org"),
        ]

    def __str__(self) -> str:
        return f"copy {self.number} of {self.transfer_id}"


class TransferReminder(models.Model):
    """The claim of one rung of reminders about one dossier or one waiting transfer: told once, never twice."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=10)
    subject_key = models.BigIntegerField()
    rung = models.CharField(max_length=20)
    due_on = models.DateField()
    claimed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_key", "rung", "due_on"], name="transfer_reminder_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rung} of {self.subject_kind} {self.subject_key}"
