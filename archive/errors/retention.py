"""What the archive declines about retention."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class ScheduleIsNotYours(Refusal):
    """Importing a schedule without the duty."""

    sentence = _("Retention schedules are kept by the archivist.")


class ScheduleIsUnreadable(Refusal):
    """A file that is no schedule."""

    sentence = _("The file holds no schedule that can be read: %(why)s")


class ScheduleNeedsSource(Refusal):
    """A schedule nobody could look up."""

    sentence = _("Say what the schedule is called and where it comes from.")


class ShorterThanItsItems(Refusal):
    """A retention shorter than what lies in the dossier has (domain, trap 16)."""

    sentence = _("Number %(ordinal)s in the dossier is kept for %(years)s; the dossier is kept as long.")
