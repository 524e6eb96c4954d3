"""Issued is not sent: to whom a letter really goes, how, and what became of it at each of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dispatch.enums import DeliveryStatus, SaidBy, SendingChannel
from dispatch.models.directory import Correspondent, channel_has_address, not_to_itself
from dispatch.models.letters import OutgoingLetter
from lib.constraints import SameOrganisation

_LEFT = [
    DeliveryStatus.SENT,
    DeliveryStatus.RECEIVED,
    DeliveryStatus.REGISTERED,
    DeliveryStatus.COMPLETED,
    DeliveryStatus.REFUSED,
]
_WITH_REASON = [DeliveryStatus.REFUSED, DeliveryStatus.FAILED]


class LetterRecipient(models.Model):
    """One to whom the letter goes. ``line`` is what the page says of them, which may differ from ``name``.

    A row is written with the draft or at the registry and may lack its channel until the letter is sent. One that
    is taken off keeps its row.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="recipient_rows")
    position = models.PositiveIntegerField()
    line = models.CharField(max_length=300, blank=True, default="")
    name = models.CharField(max_length=300)
    correspondent = models.ForeignKey(
        Correspondent, models.PROTECT, null=True, blank=True, related_name="letter_rows"
    )
    channel = models.CharField(max_length=5, choices=SendingChannel, blank=True, default="")
    inner = models.ForeignKey(
        "organisation.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    copies = models.PositiveIntegerField(default=1)
    envelopes = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["letter", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="recipient_of_organisation"),
            models.CheckConstraint(name="recipient_has_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="recipient_gets_a_copy", condition=Q(copies__gte=1, envelopes__gte=1)
            ),
            models.CheckConstraint(name="recipient_is_another", condition=not_to_itself()),
            models.UniqueConstraint(
                fields=["letter", "inner"],
                name="inner_recipient_once",
                condition=Q(removed_at__isnull=True, inner__isnull=False),
            ),
            SameOrganisation("letter", name="recipient_letter_same_org"),
            SameOrganisation("correspondent", name="recipient_correspondent_same_org"),
        ]

    def __str__(self) -> str:
        return self.name


class LetterSending(models.Model):
    """The sending of one issued letter: opened by its issue, closed when nobody is left to send it to.

    ``closed_reason`` says why the registry closed it though somebody was left.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.OneToOneField(OutgoingLetter, models.PROTECT, related_name="sending")
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["begun_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="sending_reason_closes", condition=Q(closed_reason="") | Q(closed_at__isnull=False)
            ),
            SameOrganisation("letter", name="sending_letter_same_org"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "begun_at"], name="sending_open", condition=Q(closed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"sending of letter {self.letter_id}"


class Delivery(models.Model):
    """What became of the letter at one recipient. ``status`` is moved by ``lifecycle.carry_forward`` only.

    ``attempts`` numbers the present one. ``sent_at`` is when it left last; ``acknowledged_on`` and ``_by`` what the
    receipt says; ``arrival_code`` the number an organisation of this installation registered it under.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="deliveries")
    recipient = models.OneToOneField(LetterRecipient, models.PROTECT, related_name="delivery")
    status = models.CharField(max_length=10, choices=DeliveryStatus, default=DeliveryStatus.QUEUED)
    attempts = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_on = models.DateField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=200, blank=True, default="")
    arrival_code = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=1000, blank=True, default="")
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["letter", "recipient"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="delivery_of_organisation"),
            models.CheckConstraint(name="delivery_counts_from_one", condition=Q(attempts__gte=1)),
            models.CheckConstraint(
                name="delivery_left_has_moment", condition=~Q(status__in=_LEFT) | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(
                name="delivery_says_why",
                condition=(Q(status__in=_WITH_REASON) & ~Q(reason=""))
                | (~Q(status__in=_WITH_REASON) & Q(reason="")),
            ),
            SameOrganisation("letter", name="delivery_letter_same_org"),
            SameOrganisation("recipient", name="delivery_recipient_same_org"),
        ]
        indexes = [models.Index(fields=["organisation", "status", "-updated_at"], name="delivery_status")]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class DeliveryAttempt(models.Model):
    """One time the letter was sent on its way to one recipient: how and where to, as it was then. Never changed."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="tries")
    number = models.PositiveIntegerField()
    channel = models.CharField(max_length=5, choices=SendingChannel)
    name = models.CharField(max_length=300)
    inner = models.ForeignKey(
        "organisation.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    copies = models.PositiveIntegerField()
    envelopes = models.PositiveIntegerField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["delivery", "number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="attempt_of_organisation"),
            models.UniqueConstraint(fields=["delivery", "number"], name="attempt_once"),
            models.CheckConstraint(name="attempt_can_arrive", condition=channel_has_address()),
            models.CheckConstraint(name="attempt_goes_elsewhere", condition=not_to_itself()),
            models.CheckConstraint(
                name="attempt_by_wire_has_file",
                condition=~Q(channel__in=[SendingChannel.INNER, SendingChannel.MAIL]) | Q(file__isnull=False),
            ),
            SameOrganisation("delivery", name="attempt_delivery_same_org"),
            SameOrganisation("file", name="attempt_file_same_org"),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} of delivery {self.delivery_id}"


class DeliveryEntry(models.Model):
    """One line of what became of an attempt: the status said, by whom, when. Never changed.

    ``moved`` is False for news that came too late or out of order: it is kept, and the delivery stays where it was.
    ``at`` is when it happened, ``noted_at`` when we came to know.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    attempt = models.ForeignKey(DeliveryAttempt, models.PROTECT, related_name="entries")
    status = models.CharField(max_length=10, choices=DeliveryStatus)
    said_by = models.CharField(max_length=8, choices=SaidBy)
    who = models.CharField(max_length=300, blank=True, default="")
    note = models.CharField(max_length=1000, blank=True, default="")
    moved = models.BooleanField()
    at = models.DateTimeField()
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["attempt", "id"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "status"], name="entry_once"),
            models.CheckConstraint(
                name="entry_says_why", condition=~Q(status__in=_WITH_REASON) | ~Q(note="")
            ),
            models.CheckConstraint(name="entry_is_not_ahead", condition=Q(at__lte=F("noted_at"))),
            SameOrganisation("attempt", name="entry_attempt_same_org"),
        ]
        indexes = [models.Index(fields=["organisation", "status", "at"], name="entry_day")]

    def __str__(self) -> str:
        return f"{self.status} of attempt {self.attempt_id}"


class KeptCopyUse(models.Model):
    """A kept copy given out and its return: one line of the book of nine columns (Decree 30/2020, App. IV)."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="copy_uses")
    lent_on = models.DateField()
    user_name = models.CharField(max_length=150)
    user_unit = models.CharField(max_length=200, blank=True, default="")
    dossier_code = models.CharField(max_length=100, blank=True, default="")
    permitted_by = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True, default="")
    lent_at = models.DateTimeField()
    returned_on = models.DateField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["lent_on", "id"]
        constraints = [
            models.CheckConstraint(name="copy_use_names_user", condition=~Q(user_name="")),
            models.UniqueConstraint(
                fields=["letter"], name="one_kept_copy_out", condition=Q(returned_on__isnull=True)
            ),
            models.CheckConstraint(
                name="copy_returned_after_lent",
                condition=Q(returned_on__isnull=True, returned_at__isnull=True)
                | Q(returned_on__gte=F("lent_on"), returned_at__isnull=False),
            ),
            SameOrganisation("letter", name="copy_use_letter_same_org"),
            SameOrganisation("permitted_by", name="copy_use_permitted_same_org"),
        ]
        indexes = [models.Index(fields=["organisation", "lent_on"], name="copy_use_day")]

    def __str__(self) -> str:
        return f"{self.user_name}, {self.lent_on}"
