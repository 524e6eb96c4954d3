"""What the use of the archive declines."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class RequestSaysNothing(Refusal):
    """Asking for nothing."""

    sentence = _("Say what you would like to read.")


class RequestIsDecided(Refusal):
    """Deciding twice."""

    sentence = _("This request was decided already.")


class RequestNamesNoUnit(Refusal):
    """Allowing what nobody knows."""

    sentence = _("The archivist has to say first which dossier is meant.")


class RequestNamesAnotherUnit(Refusal):
    """Allowing what was not on the page."""

    sentence = _("Another dossier was named meanwhile. Look at the page again and decide then.")


class NotYoursToAllow(Refusal):
    """Deciding about access without the duty."""

    sentence = _("Reading is allowed by the head, a deputy or the chief of office.")


class NotLetRead(Refusal):
    """Reading what is in a dossier without having been let."""

    sentence = _("You were not let read this dossier. Ask to read it.")


class DayIsOver(Refusal):
    """A day in the past."""

    sentence = _("That day is over. Give a day from today on.")


class IsLentOut(Refusal):
    """Lending what is out."""

    sentence = _("The original is out: %(name)s has it until %(day)s.")


class HasNoPaper(Refusal):
    """Lending what has no paper original."""

    sentence = _("This dossier has no paper original to lend.")


class IsBackAlready(Refusal):
    """Taking in what is back."""

    sentence = _("The original is back already.")


class SearchNeedsName(Refusal):
    """Keeping a search under no name, or one in use."""

    sentence = _("Give the search a name of its own.")
