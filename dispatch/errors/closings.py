"""What is declined about closing a book, and about a closed one."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class BookIsClosed(Refusal):
    """A closed book is frozen with its closing page: nothing is written into it any more."""

    sentence = _(
        "The book “%(name)s” was closed on %(day)s and nothing is written into it any more. "
        "Give the letter a number of the book that runs today."
    )


class BookIsRunning(Refusal):
    """A book is closed when its last day has come, not before."""

    sentence = _(
        "The book “%(name)s” runs until %(until)s and cannot be closed yet. "
        "Where it has to end earlier, set its last day first."
    )


class LettersAwaitTheSeal(Refusal):
    """A number that may still become void would change the counts of the closing page."""

    sentence = _(
        "Letters of this book still wait for their seal: %(codes)s. Seal them or void their numbers, then close it."
    )


class BookHasAGap(Refusal):
    """A number without a line: the closing page would certify a register that is not whole."""

    sentence = _("Number %(number)s has no line in this book. Tell the administrator; nothing was closed.")
