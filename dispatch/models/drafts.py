"""What is written before a letter is signed: versions, autosaves, attachments, live previews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from dispatch.enums import RenderingState
from dispatch.models.content import DraftContent
from dispatch.models.letters import OutgoingLetter
from lib.constraints import SameOrganisation

if TYPE_CHECKING:
    from files.models import StoredFile


class DraftVersion(models.Model):
    """One saved version of a draft. Append-only: the database refuses to change or delete it."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    post = models.ForeignKey("organisation.Post", models.PROTECT, related_name="+")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    note = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["letter", "number"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="draft_version_once"),
            SameOrganisation("letter", name="version_letter_same_org"),
            SameOrganisation("author", name="version_author_same_org"),
            SameOrganisation("post", name="version_post_same_org"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of letter {self.letter_id}"

    @property
    def draft(self) -> DraftContent:
        """Give the content of this version."""
        return DraftContent.from_fields(self.content)


class Autosave(models.Model):
    """What was typed since the last version. ``token`` rises with every saving: it shows a second tab."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.OneToOneField(OutgoingLetter, models.PROTECT, related_name="autosave")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    base_version = models.PositiveIntegerField()
    content = models.JSONField()
    token = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["letter"]
        constraints = [
            SameOrganisation("letter", name="autosave_letter_same_org"),
            SameOrganisation("person", name="autosave_person_same_org"),
        ]

    def __str__(self) -> str:
        return f"autosave of letter {self.letter_id}"

    @property
    def draft(self) -> DraftContent:
        """Give the content as last typed."""
        return DraftContent.from_fields(self.content)


class Attachment(models.Model):
    """A file that goes with the letter. Taking it off leaves the row: versions before still name it.

    ``signed_file`` is the same with the organisation's signature as text, made when the letter was sealed.
    """

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    added_by = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    signed_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["letter", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "position"], name="attachment_position_once"),
            SameOrganisation("letter", name="attachment_letter_same_org"),
            SameOrganisation("file", name="attachment_file_same_org"),
            SameOrganisation("signed_file", name="attachment_signed_same_org"),
            SameOrganisation("added_by", name="attachment_added_by_same_org"),
        ]

    def __str__(self) -> str:
        return f"attachment {self.position} of letter {self.letter_id}"

    @property
    def sent_file(self) -> StoredFile:
        """Give what receivers get: the signed file where there is one."""
        return self.signed_file or self.file


class LetterRendering(models.Model):
    """A live preview. A cache: the bytes stand in the row and the older ones of a letter are dropped."""

    organisation = models.ForeignKey("organisation.Organisation", models.PROTECT, related_name="+")
    letter = models.ForeignKey(OutgoingLetter, models.PROTECT, related_name="renderings")
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=RenderingState, default=RenderingState.WORKING)
    pdf = models.BinaryField(null=True, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    sentence = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["letter", "-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "content_hash"], name="rendering_once"),
            models.CheckConstraint(
                name="rendering_ready_has_pdf",
                condition=Q(state=RenderingState.READY, pdf__isnull=False, page_count__isnull=False)
                | ~Q(state=RenderingState.READY) & Q(pdf__isnull=True, page_count__isnull=True),
            ),
            SameOrganisation("letter", name="rendering_letter_same_org"),
        ]

    def __str__(self) -> str:
        return f"preview of letter {self.letter_id}: {self.state}"

    @property
    def draft(self) -> DraftContent:
        """Give the content this preview shows."""
        return DraftContent.from_fields(self.content)
