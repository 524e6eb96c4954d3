"""The incoming letter: what arrived, exactly as it came, and what the registry made of it."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from dispatch.enums import ArrivalSource, IncomingStatus, Urgency
from files.models import StoredFile
from lib.constraints import SameOrganisation

# What came in and has no number yet may be known by its bytes alone.
UNNUMBERED = [
    IncomingStatus.ARRIVED,
    IncomingStatus.REFUSED,
    IncomingStatus.LINKED,
    IncomingStatus.REGROUPED,
    IncomingStatus.ERASED,
]
NUMBERED = [IncomingStatus.REGISTERED, IncomingStatus.COMPLETED, IncomingStatus.VOIDED]
LANGUAGE = "Tiếng Việt"  # a value of the register (Decree 30/2020 App. VI), so in Vietnamese


class IncomingLetter(models.Model):
    """A letter that came to the office. Its status is moved by ``operations/receiving`` and ``registering`` only.

    ``issuer`` made it, ``sender`` brought it here: two things. Both, and the subject, may be unknown until it is
    registered: a scan is there before anybody has read it. What is known of the origin are values, no keys:
    ``origin_key`` names the arrival once for ever, ``origin_delivery`` and ``origin_attempt`` are what the sender
    wants to hear of, ``verify_token`` leads to what the issuer says of its letter. The file is never rewritten.
    A file that bears a mark of secrecy is held (``held_mark``) until a clerk says why it is none (design D19).
    A letter that came on paper may have no file at all, or get its scan later. ``due_on`` is the answer's day as the
    letter itself names it; ``sheets`` and ``copies`` count the paper, where there is any (``paper_received``).
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, choices=IncomingStatus, default=IncomingStatus.ARRIVED)
    source = models.CharField(max_length=12, choices=ArrivalSource)
    origin_key = models.CharField(max_length=120, blank=True, default="")
    origin_organisation = models.CharField(max_length=20, blank=True, default="")
    origin_delivery = models.BigIntegerField(null=True, blank=True)
    origin_attempt = models.PositiveIntegerField(null=True, blank=True)
    verify_token = models.CharField(max_length=43, blank=True, default="")

    issuer = models.CharField(max_length=300, blank=True, default="")
    issuer_folded = models.CharField(max_length=300, blank=True, default="")
    sender = models.CharField(max_length=300, blank=True, default="")
    number = models.CharField(max_length=20, blank=True, default="")
    symbol = models.CharField(max_length=60, blank=True, default="")
    reference_code = models.CharField(max_length=80, blank=True, default="")
    dated_on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=30, blank=True, default="")
    kind_name = models.CharField(max_length=100, blank=True, default="")
    subject = models.CharField(max_length=500, blank=True, default="")
    signer = models.CharField(max_length=150, blank=True, default="")
    signer_title = models.CharField(max_length=150, blank=True, default="")
    addressees = models.TextField(blank=True, default="")
    urgency = models.CharField(max_length=12, choices=Urgency, default=Urgency.NORMAL)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    language = models.CharField(max_length=30, default=LANGUAGE)
    due_on = models.DateField(null=True, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    reply_address = models.EmailField(max_length=254, blank=True, default="")
    arrived_at = models.DateTimeField()

    arrival_day = models.DateField(null=True, blank=True)
    allocation = models.OneToOneField(
        "dispatch.NumberAllocation", models.PROTECT, null=True, blank=True, related_name="incoming_letter"
    )
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, null=True, blank=True, related_name="+")
    field_of_work = models.CharField(max_length=100, blank=True, default="")
    paper_received = models.BooleanField(default=False)
    sheets = models.PositiveIntegerField(null=True, blank=True)
    copies = models.PositiveIntegerField(default=1)
    note = models.CharField(max_length=500, blank=True, default="")
    registered_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        "dispatch.Regrouping", models.PROTECT, null=True, blank=True, related_name="made"
    )
    regrouped_by = models.ForeignKey(
        "dispatch.Regrouping", models.PROTECT, null=True, blank=True, related_name="taken"
    )
    held_mark = models.CharField(max_length=40, blank=True, default="")
    not_secret_because = models.CharField(max_length=1000, blank=True, default="")
    same_as = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    refusal_reason = models.CharField(max_length=1000, blank=True, default="")
    refused_at = models.DateTimeField(null=True, blank=True)
    completion_note = models.CharField(max_length=1000, blank=True, default="")
    completed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-arrived_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="incoming_of_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "origin_key"], name="arrival_once", condition=~Q(origin_key="")
            ),
            models.CheckConstraint(
                name="incoming_names_issuer",
                condition=Q(status__in=UNNUMBERED) | (~Q(issuer="") & ~Q(sender="") & ~Q(subject="")),
            ),
            models.CheckConstraint(
                name="incoming_registered_has_number",
                condition=Q(
                    status__in=NUMBERED,
                    allocation__isnull=False,
                    arrival_day__isnull=False,
                    registered_at__isnull=False,
                )
                | (
                    ~Q(status__in=NUMBERED)
                    & Q(allocation__isnull=True, arrival_day__isnull=True, registered_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="incoming_refused_says_why",
                condition=(Q(status=IncomingStatus.REFUSED, refused_at__isnull=False) & ~Q(refusal_reason=""))
                | (~Q(status=IncomingStatus.REFUSED) & Q(refused_at__isnull=True, refusal_reason="")),
            ),
            models.CheckConstraint(
                name="incoming_completed_has_moment",
                condition=Q(status=IncomingStatus.COMPLETED, completed_at__isnull=False)
                | (~Q(status=IncomingStatus.COMPLETED) & Q(completed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="incoming_copy_names_the_other",
                condition=~Q(status=IncomingStatus.LINKED) | Q(same_as__isnull=False),
            ),
            models.CheckConstraint(
                name="incoming_held_is_not_numbered",
                condition=Q(held_mark="") | Q(status__in=UNNUMBERED) | ~Q(not_secret_because=""),
            ),
            models.CheckConstraint(
                name="incoming_without_file_is_on_paper",
                condition=Q(file__isnull=False)
                | Q(source=ArrivalSource.PAPER)
                | Q(status=IncomingStatus.ERASED),
            ),
            models.CheckConstraint(
                name="incoming_erased_says_nothing",
                condition=~Q(status=IncomingStatus.ERASED)
                | Q(
                    file__isnull=True,
                    subject="",
                    issuer="",
                    reference_code="",
                    signer="",
                    addressees="",
                    note="",
                ),
            ),
            models.CheckConstraint(name="incoming_copies_are_some", condition=Q(copies__gte=1)),
            SameOrganisation("made_by", name="incoming_made_by_same_org"),
            SameOrganisation("regrouped_by", name="incoming_regrouped_by_same_org"),
            SameOrganisation("allocation", name="incoming_allocation_same_org"),
            SameOrganisation("unit", name="incoming_unit_same_org"),
            SameOrganisation("file", name="incoming_file_same_org"),
            SameOrganisation("same_as", name="incoming_same_as_same_org"),
        ]
        indexes = [
            models.Index(fields=["organisation", "status", "-arrived_at"], name="incoming_status"),
            models.Index(fields=["organisation", "reference_code"], name="incoming_code"),
            models.Index(fields=["organisation", "number", "dated_on"], name="incoming_number_day"),
            # Words in the list and in the books: any part of the number, the subject or the issuer.
            GinIndex(OpClass(Upper("reference_code"), name="gin_trgm_ops"), name="incoming_code_part"),
            GinIndex(OpClass(Upper("subject"), name="gin_trgm_ops"), name="incoming_subject_part"),
            GinIndex(OpClass("issuer_folded", name="gin_trgm_ops"), name="incoming_issuer_part"),
        ]

    def __str__(self) -> str:
        return self.reference_code or self.subject or self.file_name

    @property
    def scan(self) -> StoredFile:
        """Give the file of a letter that has one; raise LookupError for paper without a scan."""
        if self.file is None:
            raise LookupError(self.pk)
        return self.file

    @property
    def file_name(self) -> str:
        """Give the name of what came, empty where it came on paper and was not scanned."""
        return self.file.name if self.file is not None else ""


class IncomingAttachment(models.Model):
    """A file that came with an incoming letter, at its place, exactly as it came."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(IncomingLetter, models.PROTECT, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["letter", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "position"], name="incoming_attachment_place"),
            SameOrganisation("letter", name="incoming_attachment_letter_org"),
            SameOrganisation("file", name="incoming_attachment_file_org"),
        ]

    def __str__(self) -> str:
        return f"attachment {self.position} of incoming letter {self.letter_id}"
