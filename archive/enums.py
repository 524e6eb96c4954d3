"""Words of the archive."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanState(models.TextChoices):
    """Where a year's file plan stands (Decree 30/2020 Art. 29)."""

    DRAFT = "draft", _("draft")
    APPROVED = "approved", _("approved")


class DossierState(models.TextChoices):
    """Where a dossier stands."""

    OPEN = "open", _("being compiled")
    CLOSED = "closed", _("closed dossier")
