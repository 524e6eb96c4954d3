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
    BESIDE = "beside", _("signed; a second signature is to come")
    PARTNER = "partner", _("signed; the partner signs or seals next")
    VOIDED = "voided", _("number voided")
    REFUSED = "refused", _("refused")
    HANDED_OVER = "handed_over", _("handed over to a colleague")
    ASKED = "asked", _("opinions asked for")
    ANSWERED = "answered", _("opinions are in")
    SENT_DOWN = "sent_down", _("returned to an earlier step")
    PASSED_UP = "passed_up", _("passed up")
    CALLED_OFF = "called_off", _("no longer asked")
    WITHDRAWN = "withdrawn", _("withdrawn")
    FROZEN = "frozen", _("replaced or recalled")
    MORE_TIME = "more_time", _("more time asked for")


class NodeState(models.TextChoices):
    """Where the letter stands relative to a step, for rails and drawings."""

    DONE = "done", _("done")
    NOW = "now", _("now")
    TODO = "todo", _("to come")


class TrayAct(models.TextChoices):
    """What one line of a confirmed batch asks for."""

    APPROVE = "approve", _("approve")
    SIGN = "sign", _("approve and sign")
    SEAL = "seal", _("number and seal")


class LineState(models.TextChoices):
    """Where one letter of a confirmed batch stands; read from the letter's own facts, never stored."""

    QUEUED = "queued", _("waiting its turn")
    WORKING = "working", _("being signed")
    DONE = "done", _("done")
    PIN = "pin", _("waiting for the PIN again")
    REFUSED = "refused", _("not done")
