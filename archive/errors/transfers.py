"""What the archive declines about handing dossiers over."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class TransferIsOver(Refusal):
    """Changing a transfer that was answered or withdrawn."""

    sentence = _("Transfer %(number)s is over.")


class NothingToOffer(Refusal):
    """An offer without dossiers."""

    sentence = _("Choose at least one closed dossier.")


class NotOfOneUnit(Refusal):
    """Dossiers of two units in one transfer."""

    sentence = _("One transfer takes the dossiers of one unit: they give and sign together.")


class KeptBack(Refusal):
    """Offering what the unit keeps with consent."""

    sentence = _("Dossier %(code)s is kept back until %(day)s; end that first.")


class NotTheGiver(Refusal):
    """Offering or withdrawing for another unit."""

    sentence = _("Dossiers are handed over by their keeper or by the head of their unit.")


class NotTheArchivist(Refusal):
    """Taking over, or returning, without the duty."""

    sentence = _("The archivist takes dossiers over or returns them.")


class OwnDossiersAreTaken(Refusal):
    """The archivist taking over what the same person offered."""

    sentence = _("Who offered the dossiers cannot take them over: two people sign the record.")


class AllWereReturned(Refusal):
    """Taking over a transfer of which nothing is left."""

    sentence = _("Every dossier of this transfer was returned; there is nothing to take over.")


class ItemIsAnswered(Refusal):
    """Returning what was returned."""

    sentence = _("Dossier %(code)s was answered already.")


class KeptTooLong(Refusal):
    """Keeping a dossier back for more than two years (Decree 30/2020 Art. 30)."""

    sentence = _("A dossier is kept back for at most two years after it is due: until %(day)s.")


class ConsentNeeded(Refusal):
    """Keeping a dossier back without the head's consent."""

    sentence = _("The head of the organisation consents to keeping a dossier back.")


class RecordIsNotDrawn(Refusal):
    """Signing a record that is not laid out yet."""

    sentence = _("The transfer record is still being laid out. Try again in a moment.")


class NotYoursToSign(Refusal):
    """Signing the transfer record as somebody else."""

    sentence = _("%(name)s signs here.")


class GiverSignsFirst(Refusal):
    """The receiver signing before the giver."""

    sentence = _("%(name)s gives and signs first.")


class RecordIsBeingSigned(Refusal):
    """Signing while the first signing is under way."""

    sentence = _("The record is being signed. Wait a moment.")


class RecordIsSigned(Refusal):
    """Signing twice."""

    sentence = _("You have signed this record already.")


class NoSuchForm(Refusal):
    """Printing a form the archive does not have."""

    sentence = _("There is no such form to print.")


class NotKeptBack(Refusal):
    """Ending what was not consented."""

    sentence = _("Dossier %(code)s is not kept back.")
