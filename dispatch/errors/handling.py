"""What the handling of incoming letters declines."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class HandlingIsElsewhere(Refusal):
    """An act that does not fit where the handling of the letter stands."""

    sentence = _("This letter is %(stage)s now; that cannot be done any more, or not yet.")


class AssignmentIsElsewhere(Refusal):
    """An act that does not fit the status of an assignment."""

    sentence = _("This assignment is “%(status)s” now. The page shows how it stands.")


class NotALeader(Refusal):
    """Directing an incoming letter without being a leader."""

    sentence = _("Only the head or a deputy head directs incoming letters (Decree 30/2020, Art. 23).")


class NotItsDirector(Refusal):
    """Deciding about a letter that another leader directs."""

    sentence = _("This is decided by %(name)s, who directed the letter, or by the head.")


class NotYourAssignment(Refusal):
    """Acting on the assignment of somebody else."""

    sentence = _("This assignment is %(name)s's.")


class NotGivenByYou(Refusal):
    """Deciding about an assignment that somebody else gave."""

    sentence = _("This is decided by whoever gave the assignment: %(name)s.")


class ExactlyOneLead(Refusal):
    """A directive that names no lead, or several."""

    sentence = _("Name exactly one unit or person who leads; the others contribute.")


class NamedTwice(Refusal):
    """A directive that gives the same unit or person two parts."""

    sentence = _("%(name)s is named twice. Give each one part only.")


class NobodyHeadsTheUnit(Refusal):
    """Giving a letter to a unit that has no head today."""

    sentence = _("%(unit)s has no head today. Name a person, or have an administrator appoint a head first.")


class NotOfTheOffice(Refusal):
    """Naming somebody who holds no post here today."""

    sentence = _("One of those named holds no post in this office today. Choose anew.")


class NotOfTheUnit(Refusal):
    """Giving an assignment on to somebody of another unit."""

    sentence = _("%(name)s is not of %(unit)s. Only the leader gives a letter to another unit.")


class TermIsImpossible(Refusal):
    """A deadline in the past, or too far away to be meant."""

    sentence = _("A deadline lies between today and one year from now.")


class LaterThanTheWhole(Refusal):
    """A deadline within a unit behind the deadline of the unit."""

    sentence = _(
        "The unit itself has until %(day)s; nobody in it can have longer. "
        "Its head asks for more time for it first."
    )


class TransferIsNotAllowed(Refusal):
    """The registry sends a letter straight to a unit where the office's regulation does not provide for it."""

    sentence = _(
        "The regulation of this office lets letters go to the leader first. An administrator can allow direct transfer."
    )


class PaperHasNoScan(Refusal):
    """A directive on paper is recorded without its scan."""

    sentence = _("Add the scan of the paper on which the leader wrote the directive.")


class BranchesAreOpen(Refusal):
    """The lead says it is done while others still have their part."""

    sentence = _(
        "%(names)s still work on it. Wait for them, or say with a reason that their part is no longer needed."
    )


class ReplyIsMissing(Refusal):
    """Saying that a letter is done which needs a written reply, and none was issued."""

    sentence = _("A written reply is required. It can be reported as done when a reply has been issued.")


class TouchedAlready(Refusal):
    """Taking back what somebody has opened."""

    sentence = _("%(name)s has opened it already. Direct anew, with a reason.")


class HandlingIsUnknown(Refusal):
    """A registered letter whose handling was never begun."""

    sentence = _(
        "The handling of this letter has not begun. An administrator can repair it (workflow rebuild)."
    )


class ReportIsMissing(Refusal):
    """Reporting without saying what was done."""

    sentence = _("Say in a few words what was done.")
