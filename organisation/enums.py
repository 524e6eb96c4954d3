"""Words of the office."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FormatProfile(models.TextChoices):
    """Which regime an organisation's own letters follow (domain rule zero)."""

    STATE = "state", _("State (Decree 30/2020)")
    PARTY = "party", _("Party (05-HD/VPTW 2026)")


class Duty(models.TextChoices):
    """What a post is there for; policies ask for duties, never for titles."""

    HEAD = "head", _("head of the organisation")
    DEPUTY_HEAD = "deputy_head", _("deputy head")
    CHIEF_OF_OFFICE = "chief_of_office", _("chief of office")
    UNIT_HEAD = "unit_head", _("head of a unit")
    OFFICER = "officer", _("officer")
    REGISTRY_CLERK = "registry_clerk", _("registry clerk")
    ARCHIVIST = "archivist", _("archivist")
    ADMINISTRATOR = "administrator", _("administrator")


class Authority(models.TextChoices):
    """By what right someone signs (Decree 30/2020 Art. 13)."""

    HEAD = "head", _("as head")
    ON_BEHALF = "on_behalf", _("on behalf of the collective")
    FOR_HEAD = "for_head", _("for the head")
    BY_ORDER = "by_order", _("by order of the head")
    BY_DELEGATION = "by_delegation", _("by special delegation")
    ACTING = "acting", _("acting head")


class DayKind(models.TextChoices):
    """How a day differs from an ordinary week."""

    OFF = "off", _("holiday")
    WORKING = "working", _("working day in exchange")
    HALF = "half", _("half working day")


class Channel(models.TextChoices):
    """From where an act came."""

    WEB = "web", _("browser")
    JOB = "job", _("background work")
    COMMAND = "command", _("command line")
