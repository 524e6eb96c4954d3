"""What the organisation declines."""

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class DelegationIsNotYours(Refusal):
    """Delegating, or ending, a post of somebody else."""

    sentence = _("Only the holder of the post or an administrator can delegate it.")


class AdministratorTakesAPost(Refusal):
    """An administrator who gives somebody else's post to himself would read what the role does not show."""

    sentence = _(
        "An administrator cannot take over somebody else's post. Its holder or a colleague has to do this."
    )


class AnotherOrganisation(Refusal):
    """Changing the office of somebody else."""

    sentence = _("This belongs to another organisation of the installation.")


class DelegationIsTransitive(Refusal):
    """Passing on what was itself delegated (Decree 30/2020 Art. 13: no re-delegation)."""

    sentence = _("A delegated post cannot be delegated further.")


class PeriodIsEmpty(Refusal):
    """A period that ends before it begins."""

    sentence = _("The end of the period lies before its beginning.")


class DayIsKnown(Refusal):
    """A day differs from the ordinary week in one way only."""

    sentence = _("The calendar knows %(day)s already: %(name)s. Take that out first.")


class DayIsOver(Refusal):
    """Deadlines were counted by it."""

    sentence = _("%(day)s is over; deadlines were counted by it. It stays in the calendar.")


class AdministratorOnly(Refusal):
    """An act reserved to administrators."""

    sentence = _("Only an administrator can do this.")


class DelegationStandsAlready(Refusal):
    """The same post lent to the same colleague twice for the same days and duties."""

    sentence = _(
        "%(name)s already stands in for this post from %(since)s to %(until)s in one of these duties. "
        "End that delegation first, or choose other days."
    )


class PostIsOver(Refusal):
    """Ending what has ended."""

    sentence = _("This post ended on %(day)s.")


class LastDayIsOver(Refusal):
    """A post cannot end before things were done in it."""

    sentence = _("The last day cannot lie before %(day)s: what was done since then was done in this post.")


class WorkIsInHand(Refusal):
    """Letters would wait for a post nobody holds."""

    sentence = _("%(name)s still has work in hand (%(count)s). Hand it over to a colleague first.")


class LastAdministrator(Refusal):
    """An office without an administrator could never have one again."""

    sentence = _(
        "The office would be left without an administrator. "
        "Give somebody else a post with this duty first, one without a last day."
    )


class PersonHasLeft(Refusal):
    """Somebody whose employment has ended."""

    sentence = _("%(name)s no longer works here.")


class PersonIsHere(Refusal):
    """Taking back somebody who never left."""

    sentence = _("%(name)s works here already.")


class PasswordIsWrong(Refusal):
    """The password in use was not given rightly."""

    sentence = _("The present password is wrong. Nothing was changed.")


class PasswordIsTheSame(Refusal):
    """A change that changes nothing."""

    sentence = _("The new password is the present one. Choose another.")


class OrganisationHasNoName(Refusal):
    """No name, symbol and place are recorded for the day asked about."""

    sentence = _(
        "No name and symbol are recorded for the organisation on %(day)s. An administrator has to add them."
    )


class MandateLinesAreWrong(Refusal):
    """Lines above the name that say another right to sign than the mandate gives (Decree 30/2020 Art. 13)."""

    sentence = _(
        "The lines above the name do not fit this right to sign. They begin with “%(prefix)s” and end with the "
        "signer's own title, each in a line of its own."
    )


class HeadLineIsWrong(Refusal):
    """The head signs with the own title alone."""

    sentence = _("The head of the office signs with the title alone, without TM., KT., TL., TUQ. or Q.")


class NoSuchAuthority(Refusal):
    """The Party knows no special delegation to sign."""

    sentence = _("The Party's rules know no signature by special delegation. Choose another right to sign.")


class CommitteeHasNoDeputySignature(Refusal):
    """A deputy secretary signs for the committee itself, as the secretary does."""

    sentence = _(
        "A committee is never signed for by its head, so nobody signs for its head: use T/M with the name of the "
        "committee, then the signer's title."
    )


class MandateIsForHeadOnly(Refusal):
    """A mandate as head for somebody who is not."""

    sentence = _("%(title)s is not the head of the office. A deputy signs for the head (KT., K/T).")


class MandateIsForDeputiesOnly(Refusal):
    """KT. is the deputies' (Decree 30/2020 Art. 13.1)."""

    sentence = _(
        "%(title)s is not a deputy head. Choose another right to sign: by order (TL., T/L), for example."
    )


class DelegationNeedsEndAndBasis(Refusal):
    """A special delegation is in writing and limited in time (Decree 30/2020 Art. 13.4)."""

    sentence = _("A special delegation to sign ends on a day and names the paper it was given by.")


class AbbreviationIsNoWord(Refusal):
    """An abbreviation that could not stand in a symbol."""

    sentence = _("“%(text)s” cannot be an abbreviation: write one word of at most %(most)s letters.")
