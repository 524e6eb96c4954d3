"""Words of stored files."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FileRole(models.TextChoices):
    """The part a file plays for whatever it belongs to. Slugs are stored and never change."""

    ORIGINAL = "original", _("original as received")
    ATTACHMENT = "attachment", _("attachment")
    DRAFT_RENDERING = "draft_rendering", _("draft as laid out")
    PREPARED = "prepared", _("prepared for signing")
    SIGNED = "signed", _("signed")
    ISSUED = "issued", _("as issued")
    SCAN = "scan", _("scan of the paper")
    COPY = "copy", _("certified copy")
    EVIDENCE = "evidence", _("evidence")
    EXPORT = "export", _("export")
    PICTURE = "picture", _("signature or seal picture")


class RenditionKind(models.TextChoices):
    """What can be derived from stored bytes and made again at any time."""

    PREVIEW = "preview", _("page image")
    TEXT = "text", _("text layer")
    WORDS = "words", _("words with their places")


class VirusStatus(models.TextChoices):
    """What a virus scanner said. That nobody looked is no row, and never “clean”."""

    CLEAN = "clean", pgettext_lazy("virus check", "no virus found")
    INFECTED = "infected", pgettext_lazy("virus check", "a virus was found")


class MediaType(models.TextChoices):
    """The types that are accepted. What a file is, its bytes say; names and browsers are not believed."""

    PDF = "application/pdf", "PDF"
    PNG = "image/png", "PNG"
    JPEG = "image/jpeg", "JPEG"
    TIFF = "image/tiff", "TIFF"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "XLSX"
    ODT = "application/vnd.oasis.opendocument.text", "ODT"
    ZIP = "application/zip", "ZIP"
    TEXT = "text/plain", "TXT"
    XML = "application/xml", "XML"
    MAIL = "message/rfc822", "EML"
    TIMESTAMP = "application/timestamp-reply", "TSR"
