"""What files declines, and the one alarm: bytes that are no longer what they were."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class FileRefused(Refusal):
    """Base of everything that keeps a file out."""


class EmptyFile(FileRefused):
    """The file has no bytes."""

    sentence = _("The file %(name)s is empty. Please choose it again.")


class FileTooLarge(FileRefused):
    """The file is larger than the office accepts."""

    sentence = _("The file %(name)s is larger than %(megabytes)s MB. Please divide it or make it smaller.")


class ForbiddenType(FileRefused):
    """The bytes are of no accepted type."""

    sentence = _(
        "The file %(name)s is of a type that is not accepted. "
        "Accepted are PDF, pictures, DOCX, XLSX, ODT, TXT and XML."
    )


class OldOfficeFile(FileRefused):
    """The old binary format of Office, or an Office file locked with a password, which looks the same."""

    sentence = _(
        "The file %(name)s is an old Office file or locked with a password. "
        "Please save it as DOCX, XLSX or PDF without a password."
    )


class FakeFile(FileRefused):
    """The name promises a type that the bytes are not."""

    sentence = _(
        "The name of %(name)s says %(promised)s, but the content is not. "
        "Please check the file before sending it."
    )


class AmbiguousFile(FileRefused):
    """The bytes can be read as two different types, as a way to smuggle content past a check."""

    sentence = _("The file %(name)s can be read as two different types and is refused for safety.")


class BrokenFile(FileRefused):
    """The bytes begin like an accepted type but cannot be opened."""

    sentence = _("The file %(name)s is damaged and cannot be opened. Please ask for it again.")


class TooHardFile(FileRefused):
    """Opening the file takes more time or memory than any honest file does."""

    sentence = _(
        "The file %(name)s could not be opened within the allowed time and memory. "
        "Please have it saved anew and try again."
    )


class EncryptedFile(FileRefused):
    """The file is protected by a password or by restrictions."""

    sentence = _(
        "The file %(name)s is locked with a password or restrictions. Please ask for it without them."
    )


class ActiveContent(FileRefused):
    """The file carries programs (macros)."""

    sentence = _("The file %(name)s contains programs (macros). Please save it without them.")


class NotAMail(FileRefused):
    """A file that says it is an e-mail and has no header of one."""

    sentence = _("The file %(name)s is no e-mail. Please save the mail anew as a file and try again.")


class StoredBytesDamaged(Exception):
    """Stored bytes are gone or no longer match their hash: an alarm for the administrator, not a refusal."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"stored bytes {sha256} are missing or damaged")
        self.sha256 = sha256


class DifferentBytesUnderOneHash(Exception):
    """The bytes handed to the store do not have the hash they were announced with."""
