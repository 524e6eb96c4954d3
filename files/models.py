"""Bytes, files and renditions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from files.enums import FileRole, RenditionKind, VirusStatus
from lib.constraints import SameOrganisation


class Blob(models.Model):
    """Bytes that lie in the store, once per organisation, under their SHA-256. The row is never changed."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sha256"], name="blob_once"),
            models.UniqueConstraint(fields=["organisation", "id"], name="blob_in_organisation"),
            models.CheckConstraint(condition=Q(size__gt=0), name="blob_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="blob_sha256"),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class StoredFile(models.Model):
    """One use of bytes: under this name, in this part. ``page_count`` is None where pages have no meaning.

    ``created_by_key`` is the person's key as it was, None for the system.
    """

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="uses")
    name = models.CharField(max_length=255)
    role = models.CharField(max_length=20, choices=FileRole)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by_key = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "id"], name="stored_file_in_organisation"),
            models.CheckConstraint(condition=~Q(name=""), name="stored_file_has_name"),
            SameOrganisation("blob", name="stored_file_blob_same_organisation"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def sha256(self) -> str:
        """Give the hash of the bytes."""
        return self.blob.sha256

    @property
    def size(self) -> int:
        """Give the number of bytes."""
        return self.blob.size

    @property
    def media_type(self) -> str:
        """Give the type of the bytes."""
        return self.blob.media_type


class Rendition(models.Model):
    """Bytes derived from other bytes: a page image, the text layer. A cache: it may be erased and made again.

    ``page`` counts from 1; 0 stands for the whole.
    """

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    source = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="renditions")
    target = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="rendition_of")
    kind = models.CharField(max_length=10, choices=RenditionKind)
    page = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["source", "kind", "page"]
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "page"], name="rendition_once"),
            SameOrganisation("source", name="rendition_source_same_organisation"),
            SameOrganisation("target", name="rendition_target_same_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.page} of {self.source_id}"


class VirusCheck(models.Model):
    """What a scanner said of bytes, by which signatures, and when. A later check is a further row."""

    organisation = models.ForeignKey("organisation.Organisation", on_delete=models.PROTECT, related_name="+")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="virus_checks")
    status = models.CharField(max_length=8, choices=VirusStatus)
    name = models.CharField(max_length=200, blank=True, default="")
    scanner = models.CharField(max_length=200)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=VirusStatus.CLEAN, name="")
                | (Q(status=VirusStatus.INFECTED) & ~Q(name="")),
                name="virus_has_name",
            ),
            models.CheckConstraint(condition=~Q(scanner=""), name="virus_check_names_scanner"),
            SameOrganisation("blob", name="virus_check_blob_same_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.name}".strip()
