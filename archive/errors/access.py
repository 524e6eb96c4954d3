"""What the archive declines about letting people see a dossier."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class AlreadyGranted(Refusal):
    """Granting access twice."""

    sentence = _("This access was already granted.")


class AlreadyRevoked(Refusal):
    """Revoking access twice."""

    sentence = _("This access was already revoked.")
