"""What is declined about letters signed on paper."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class SignedInFuture(Refusal):
    """A paper letter is numbered after it was signed (Decree 30/2020 Art. 15)."""

    sentence = _(
        "The letter cannot have been signed on %(day)s: that day has not come. Check the day of signature."
    )


class NobodyReceivesIt(Refusal):
    """The register has a column for whom a letter went to."""

    sentence = _("Say whom the letter goes to: an addressee or a recipient.")


class ScanIsNotPdf(Refusal):
    """The scan of a paper letter is a PDF (Decree 30/2020 App. I)."""

    sentence = _("“%(name)s” is not a PDF. Scan the letter as a PDF, in colour, at its full size.")


class LetterIsNotOnPaper(Refusal):
    """A scan belongs to a letter signed on paper; an electronic one is its own original."""

    sentence = _("This letter was signed electronically: the file itself is the original and needs no scan.")


class ScanIsThere(Refusal):
    """The scan of a letter is laid in once and never exchanged."""

    sentence = _("The scan of %(number)s is here already and is not exchanged.")
