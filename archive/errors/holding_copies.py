"""What is declined about certified copies of holdings."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class NothingToCertify(Refusal):
    """Asking for a copy of a document without a file here, or of one that is no PDF."""

    sentence = _("There is no PDF of this document here. Have its paper scanned as PDF first.")


class NotInTheArchive(Refusal):
    """Asking the archive to certify what it does not hold."""

    sentence = _("The archive certifies what it holds: this dossier has not been taken over yet.")


class CopyIsDecided(Refusal):
    """Deciding twice."""

    sentence = _("This request for a certified copy was decided already.")


class HoldingCopyIsNotReady(Refusal):
    """Certifying what is not made yet, or certified, or void."""

    sentence = _("This copy does not wait for the organisation's signature.")


class HoldingCopyIsFinished(Refusal):
    """Voiding the number of a certified copy, or of none."""

    sentence = _("Only the number of a copy that is not certified yet can be made void.")


class HoldingCopyIsBeingSigned(Refusal):
    """Making void what is being signed."""

    sentence = _("The copy is being signed at this moment. Wait until the signature is complete.")


class NotTheSealKeeper(Refusal):
    """Certifying without the organisation's key."""

    sentence = _("The registry, which keeps the organisation's key, certifies copies.")
