"""What the intake declines before a letter has its number."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class ArrivalIsSecret(Refusal):
    """Bringing in what bears a mark of secrecy (Decree 26/2020 Art. 4, design D19)."""

    sentence = _(
        "A letter with a mark of secrecy must not be brought in, nor even registered here. Nothing was kept. Take it, "
        "with its envelope, to whoever keeps the register of secret letters on the separate machine, and erase the "
        "scan from the scanner, the folder and the mailbox it lies in."
    )


class SecrecyIsNotSaid(Refusal):
    """Bringing files in without saying that they bear no mark of secrecy."""

    sentence = _("Say first whether the letter bears a mark of secrecy (MẬT, TỐI MẬT, TUYỆT MẬT).")


class NothingBrought(Refusal):
    """Bringing in nothing."""

    sentence = _("Choose at least one file.")


class NotALetter(Refusal):
    """A file that cannot be read as a page on its own."""

    sentence = _(
        "%(name)s is no letter by itself: a letter is a PDF, a picture, DOCX or ODT. "
        "Bring it in together with its letter, as an attachment."
    )


class OriginalIsFixed(Refusal):
    """Changing what another organisation of this installation wrote."""

    sentence = _("These are the values of the issuer's own system; they are not changed here.")


class NothingIsCorrected(Refusal):
    """Correcting a line of the book into itself."""

    sentence = _("Nothing was changed: every field says what the book says already.")


class CorrectedMeanwhile(Refusal):
    """Correcting a line of the book by what it said before somebody else corrected it."""

    sentence = _(
        "Somebody else has changed this letter since you opened the page. Open the page again and correct what it says "
        "now."
    )


class ArrivalFactsAreMissing(Refusal):
    """Registering what nobody has read yet (Decree 30/2020 Art. 22, App. VI)."""

    sentence = _("Before it is registered, write down: %(fields)s.")


class DayOfLetterIsImpossible(Refusal):
    """A letter dated ahead of its arrival, or before there were such letters."""

    sentence = _(
        "The letter cannot be of %(day)s: it lies after its arrival, or before 1945. Check the day on the page."
    )


class TooManyTogether(Refusal):
    """More files than a letter has."""

    sentence = _("One letter has at most %(most)s files. Bring them in as several letters, or in a ZIP.")


class ArrivalIsHeld(Refusal):
    """Anything done with an arrival that seems to bear a mark of secrecy (design D19)."""

    sentence = _(
        "The page seems to bear the mark “%(mark)s”, so the letter is held. Say first that it is no mark of secrecy, "
        "and why."
    )


class NothingIsHeld(Refusal):
    """Letting go what is not held."""

    sentence = _("This letter is not held.")


class ArrivalIsInfected(Refusal):
    """Opening or registering what a scanner found a virus in."""

    sentence = _(
        "The virus scanner found %(virus)s in this letter. It is not opened or registered here: return it, and ask the "
        "sender for a clean file."
    )


class NotACopyOfItself(Refusal):
    """Linking a letter to itself, to a further copy, or to what was returned."""

    sentence = _("A letter is linked to another one that stands in the tray or in the book.")


class CopyWasReported(Refusal):
    """Taking the link off after the sender was told the number."""

    sentence = _("The sender was told already that this letter has number %(number)s. The link stays.")


class SignedFileStaysWhole(Refusal):
    """Laying pages of a signed file into a new one: the signature would be lost."""

    sentence = _("%(name)s bears a digital signature, so its pages stay together as they came.")


class PlanIsImpossible(Refusal):
    """A regrouping that leaves nothing, or names a page that is not there or names it twice."""

    sentence = _("Keep at least one page for each letter, each page once, at most %(most)s pages.")


class PlanChangesNothing(Refusal):
    """A regrouping after which everything is as before."""

    sentence = _("Nothing would change: say where a letter begins, what is turned, or what is left out.")


class RegroupingIsUsed(Refusal):
    """Taking back what has gone on."""

    sentence = _(
        "One of the new letters has been registered, returned or divided again. It cannot be taken back."
    )
