"""Words of searching."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexState(models.TextChoices):
    """What answered a search. Only the first is the index; otherwise the database answered in its place."""

    READY = "ready", _("The search index is up to date.")
    BEHIND = "behind", _("The search index is catching up. Results come straight from the database for now.")
    MISSING = (
        "missing",
        _("The search index is being built. Results come straight from the database for now."),
    )
