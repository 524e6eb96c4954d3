"""Certificates, requests for signatures, and judgements."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from lib.constraints import SameOrganisation
from signing.enums import Level, RequestState, SigningRole, VerdictStatus, WaitReason

# A request that stands in nobody's way: the same thing may be asked for again.
CLOSED = (RequestState.FAILED, RequestState.EXPIRED, RequestState.SET_ASIDE)


class SigningCertificate(models.Model):
    """A certificate of a person, or of the organisation's seal. The key lies elsewhere; `key_reference` says where."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=SigningRole)
    person = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    common_name = models.CharField(max_length=300)
    issuer = models.CharField(max_length=300)
    serial = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64)
    certificate = models.BinaryField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    key_reference = models.CharField(max_length=300)
    picture = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    registered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="certificate_of_organisation"),
            models.UniqueConstraint(fields=["organisation", "fingerprint"], name="certificate_once"),
            models.CheckConstraint(
                name="certificate_person_or_seal",
                condition=Q(role=SigningRole.LEADER, person__isnull=False)
                | Q(role=SigningRole.SEAL, person__isnull=True),
            ),
            SameOrganisation("person", name="certificate_person_same_organisation"),
            SameOrganisation("picture", name="certificate_picture_same_organisation"),
        ]

    def __str__(self) -> str:
        return self.common_name

    def is_valid_at(self, at: datetime) -> bool:
        """Whether the moment lies within the certificate's own period and it is in use."""
        return self.valid_from <= at <= self.valid_until and (self.retired_at is None or at < self.retired_at)


class PinFailure(models.Model):
    """A wrong PIN. Rows are only added; an administrator's unlocking marks them as cleared."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    certificate = models.ForeignKey(SigningCertificate, on_delete=models.PROTECT, related_name="pin_failures")
    at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [SameOrganisation("certificate", name="pin_failure_same_organisation")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.at:%Y-%m-%d %H:%M}"


class SigningRequest(models.Model):
    """The intent: these bytes, signed by this person in this role, for this origin.

    `working` holds the bytes between two steps and is emptied at the end. A PIN is never part of a row.
    """

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    expected_sha256 = models.CharField(max_length=64)
    role = models.CharField(max_length=10, choices=SigningRole)
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="+")
    certificate = models.ForeignKey(SigningCertificate, on_delete=models.PROTECT, related_name="requests")
    prefill = models.JSONField(default=dict, blank=True)
    origin_kind = models.CharField(max_length=30)
    origin_key = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.PREPARED)
    reason = models.CharField(max_length=30, choices=WaitReason, blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    prepared = models.JSONField(null=True, blank=True)
    working = models.BinaryField(null=True, blank=True)
    result = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    authorised_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    timestamped_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="signing_request_of_organisation"),
            models.UniqueConstraint(
                fields=["organisation", "origin_kind", "origin_key", "role"],
                condition=~Q(state__in=CLOSED),
                name="signing_request_one_live",
            ),
            models.CheckConstraint(
                name="signing_request_complete_has_result",
                condition=~Q(state=RequestState.COMPLETED)
                | Q(result__isnull=False, completed_at__isnull=False, working__isnull=True),
            ),
            SameOrganisation("file", name="signing_request_file_same_organisation"),
            SameOrganisation("person", name="signing_request_person_same_organisation"),
            SameOrganisation("post", name="signing_request_post_same_organisation"),
            SameOrganisation("certificate", name="signing_request_cert_same_organisation"),
            SameOrganisation("result", name="signing_request_result_same_organisation"),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="signing_request_state")]

    def __str__(self) -> str:
        return f"{self.role} {self.origin_kind} {self.origin_key}"

    @property
    def is_under_way(self) -> bool:
        """Say whether the PIN was given and nothing failed: it is being signed, or is signed."""
        return self.state not in {*CLOSED, RequestState.PREPARED}


class FileVerdict(models.Model):
    """The judgement of a stored file, kept with it. Judging again adds a row."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="verdicts")
    status = models.CharField(max_length=15, choices=VerdictStatus)
    level = models.CharField(max_length=6, choices=Level, blank=True)
    report = models.JSONField()
    roots_sha256 = models.CharField(max_length=64)
    judged_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [SameOrganisation("file", name="file_verdict_same_organisation")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.status}"
