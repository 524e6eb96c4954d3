"""What is wrong with a Word file whose text is to become a letter."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class ImportRefused(Refusal):
    """Base of everything that keeps the text of a file out."""


class ImportIsNotWord(ImportRefused):
    """Something else than a document in the format of Word."""

    sentence = _("%(name)s is not a Word document (.docx). Save it as .docx and choose it again.")


class ImportIsBroken(ImportRefused):
    """A document that cannot be read, or was made to do harm."""

    sentence = _("%(name)s cannot be read. Open it in Word, save it anew as .docx and choose it again.")


class ImportIsLocked(ImportRefused):
    """A document locked with a password."""

    sentence = _("%(name)s is locked with a password. Save it without one and choose it again.")


class ImportIsTooHard(ImportRefused):
    """A document whose text takes more room or time than any letter does."""

    sentence = _(
        "%(name)s holds more than a letter can. Take out what does not belong to the text and try again."
    )


class ImportIsEmpty(ImportRefused):
    """A document without words."""

    sentence = _("%(name)s holds no text that could be taken over. Nothing was changed.")
