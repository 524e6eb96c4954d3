"""What is declined about certified copies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class ConversionIsNotAllowed(Refusal):
    """A form of copy that the law does not make from this original (Decree 30/2020 Art. 25)."""

    sentence = _("The law knows no “%(form)s” from %(source)s to %(target)s (Decree 30/2020 Art. 25).")


class NotATrueCopy(Refusal):
    """A sao lục of anything but a sao y (Art. 25)."""

    sentence = _("A “sao lục” is made only from a “sao y” that stands in the register of copies.")


class OriginalIsNotInForce(Refusal):
    """Copying what was recalled or replaced, or never issued."""

    sentence = _("Only an issued letter that is in force is copied.")


class ScanIsMissing(Refusal):
    """An electronic copy of paper without its scan (App. I: PDF 1.4 or later)."""

    sentence = _("The scan of the paper is missing: a PDF of version 1.4 or later.")


class ScanIsTooOld(Refusal):
    """A PDF before version 1.4 (App. I)."""

    sentence = _("The scan is a PDF of version %(version)s; the rule asks for 1.4 or later. Scan it again.")


class OriginalIsNotNamed(Refusal):
    """A copy of something without code, issuer, day and subject."""

    sentence = _("Say what is copied: its number and symbol, issuer, day and subject.")


class PagesAreWrong(Refusal):
    """Pages of an excerpt that the original does not have."""

    sentence = _("Write the pages as “1-3, 5”; the original has %(pages)s.")


class CopyIsNotFinished(Refusal):
    """Copying a copy that is void, or not signed yet."""

    sentence = _("A copy is copied once it is signed, and never when its number is void.")


class CopyIsBeingSigned(Refusal):
    """Making void a copy on which the organisation's signature is being set."""

    sentence = _("The copy is being signed at this moment. Wait until the signature is complete.")


class CopyIsNotReady(Refusal):
    """Signing what is not made yet, or signed, void or on paper."""

    sentence = _("This copy does not wait for the organisation's signature.")
