"""What the way of a letter does not allow."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class IllegalStep(Refusal):
    """A status that may not follow the present one."""

    sentence = _("A letter at “%(status)s” cannot go to “%(to)s”.")


class ReasonIsMissing(Refusal):
    """An act that needs a reason was given none, or one too short to be understood."""

    sentence = _("Give a reason that others can understand.")


class OpenedAlready(Refusal):
    """Taking back a letter that somebody has opened."""

    sentence = _("Somebody has opened the letter already. Ask them to return it.")


class LetterIsBeingSigned(Refusal):
    """Withdrawing while the signature is being made."""

    sentence = _("The letter is being signed at this moment. Wait until the signature is complete.")


class ApprovedFileIsAnother(Refusal):
    """The bytes shown to the person are not the bytes to be approved (design D9)."""

    sentence = _(
        "The letter was laid out again since you opened it. Read the present version and decide again."
    )


class FileIsNotAccepted(Refusal):
    """A file whose signatures our verdict does not accept at the required level is never issued."""

    sentence = _("The sealed file was not accepted (%(reason)s), so the letter was not issued.")


class FileIsOfAnother(Refusal):
    """A file that does not belong to this organisation."""

    sentence = _("This file does not belong to the office of the letter.")
