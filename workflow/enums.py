"""Words of the procedures."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How a step was left. It chooses the next step, and it is why the next step's holder is asked."""

    DONE = "done", _("done")
    SIGNED = "signed", _("approved and signed at once")
    RETURNED = "returned", _("returned for revision")
    TAKEN_BACK = "taken_back", _("taken back by the drafter")
    FAILED = "failed", _("did not succeed")
    VOIDED = "voided", _("number voided")
    REFUSED = "refused", _("refused")
    HANDED_OVER = "handed_over", _("handed over to a colleague")
    WITHDRAWN = "withdrawn", _("withdrawn")


class NodeState(models.TextChoices):
    """Where the letter stands relative to a step, for rails and drawings."""

    DONE = "done", _("done")
    NOW = "now", _("now")
    TODO = "todo", _("to come")
