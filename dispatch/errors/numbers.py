"""What the numbers and registers do not allow."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class NoSeries(Refusal):
    """No series counts letters of this kind on this day."""

    sentence = _("No number series is open for “%(kind)s” on %(day)s. The registry has to open one.")


class SeriesIsClosed(Refusal):
    """The series was closed before the day asked for."""

    sentence = _("The number series “%(name)s” is closed on %(day)s.")


class SeriesIsFrozen(Refusal):
    """After a restore every series stands still until a clerk confirms the last number used (design D25)."""

    sentence = _(
        "The number series “%(name)s” stands still until the registry confirms the last number used."
    )


class SeriesOverlaps(Refusal):
    """Two series for the same kind at the same time would be two counters (domain trap 5)."""

    sentence = _(
        "“%(name)s” already counts letters of this kind in this period; two counters are not allowed."
    )


class SeriesNameTaken(Refusal):
    """Two books of one name in one period could not be told apart in the register."""

    sentence = _("There is a book “%(name)s” for this period already. Give the new one another name.")


class SeriesWasUsed(Refusal):
    """A series cannot be closed before it was opened, or before it gave its last number."""

    sentence = _("The book cannot end before %(day)s: a number of that day stands in it, or it began then.")


class LegalDayIsInFuture(Refusal):
    """A letter cannot be dated ahead."""

    sentence = _("The letter cannot be dated %(day)s: that day has not come.")


class LegalDayIsBeforeSignature(Refusal):
    """A letter cannot be older than its signature."""

    sentence = _("The letter was signed on %(signed)s and cannot be dated %(day)s.")


class SeriesIsNotFrozen(Refusal):
    """Only a series frozen by a restore is confirmed; confirming another would void numbers for nothing."""

    sentence = _("This series is running; there is nothing to confirm.")


class NumberDoesNotFit(Refusal):
    """A number longer than the place laid out for it would be cut on the page."""

    sentence = _(
        "The page was laid out for a number of %(places)s figures and %(number)s is longer. "
        "Withdraw the letter and have it laid out and signed again."
    )


class LegalDayIsBehindRegister(Refusal):
    """Numbers rise with their days; a late letter needs the exception with a suffix."""

    sentence = _(
        "Number %(last)s already bears the day %(last_day)s, so the next number cannot be dated %(day)s. "
        "If it has to be, use a number with a letter behind it and give the reason."
    )


class NumberAlreadyTaken(Refusal):
    """The number with this suffix stands in the register."""

    sentence = _("The number %(number)s is already in the register.")


class NoSuchNumber(Refusal):
    """A suffix needs a number to follow."""

    sentence = _("The number %(number)s is not in this register.")


class SuffixIsWrong(Refusal):
    """A suffix is one small letter, and only those that can be drawn into the reserved field."""

    sentence = _("Behind the number stands one small letter from a to d, as in 12a.")


class ReservationIsOver(Refusal):
    """The reserved number was used, voided or has expired."""

    sentence = _("The reservation of number %(number)s no longer stands.")


class ReservationIsForAnother(Refusal):
    """A reserved number that does not fit the letter: other series, or other day."""

    sentence = _("Number %(number)s is reserved for other letters than this one.")


class NumberIsInUse(Refusal):
    """Voiding the number of an issued letter: that is a recall, not a void."""

    sentence = _("Number %(number)s belongs to an issued letter and cannot be voided.")


class SealIsUnderWay(Refusal):
    """Voiding a number while the seal is being set."""

    sentence = _("The seal is being set at this moment. Wait until it is complete.")


class FormIsAnswered(Refusal):
    """A form asks for one number: sent a second time, it gets none (design D18)."""

    sentence = _("This form was sent before and has its number. For another number, open a new form.")
