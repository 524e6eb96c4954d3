"""What clocks and opinions of incoming letters decline."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class ExtensionIsNoLonger(Refusal):
    """More time until a day that is not behind the present deadline."""

    sentence = _("Ask for a day behind the present deadline, within one year.")


class ExtensionIsAskedFor(Refusal):
    """A second wish for more time before the first is answered."""

    sentence = _("More time was asked for already and is not decided yet.")


class ExtensionIsDecided(Refusal):
    """Deciding twice."""

    sentence = _("This was decided already: %(state)s.")


class ClockStandsStill(Refusal):
    """Stopping a clock that stands, or asking for time while it stands."""

    sentence = _("The clock of this assignment stands still already.")


class ClockRuns(Refusal):
    """Resuming a clock that runs."""

    sentence = _("The clock of this assignment runs.")


class HasNoDeadline(Refusal):
    """A clock that was never set."""

    sentence = _("This assignment has no deadline.")


class AskedAlready(Refusal):
    """Asking the same colleague twice at once."""

    sentence = _("%(name)s was asked already and has not answered yet.")


class NotAskedForOpinion(Refusal):
    """Answering what somebody else was asked."""

    sentence = _("%(name)s is asked for this opinion.")


class QuestionIsOver(Refusal):
    """Answering twice, or after nobody asks any more."""

    sentence = _("This opinion was given already, or is no longer asked for.")
