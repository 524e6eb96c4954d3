"""What routes decline."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from lib.refusal import Refusal


class RouteIsMalformed(Refusal):
    """A stored or uploaded route that is not of the form routes have."""

    sentence = _("This is not a route: %(where)s: %(what)s.")


class RouteIsUnknown(Refusal):
    """A letter is pinned to a route this installation does not have."""

    sentence = _("The route of this letter (%(digest)s) is not known here. Please tell the administrator.")


class RoutesAreNotYours(Refusal):
    """Drawing or publishing a route without the duty to."""

    sentence = _("Only the chief of office or an administrator can change the routes of this office.")


class RouteWasEdited(Refusal):
    """Saving over what somebody else saved meanwhile."""

    sentence = _(
        "Somebody else has changed this route meanwhile. Look at it as it stands now and change it again."
    )


class RouteHasProblems(Refusal):
    """Publishing a route the rules find fault with."""

    sentence = _("This route cannot be published yet: %(first)s (%(count)d in all).")


class RoutesOverlap(Refusal):
    """Two routes in use that fit the same letters equally well."""

    sentence = _(
        "The route “%(name)s” is in use for the same letters. Retire it first, or say more narrowly which letters "
        "this one is for."
    )


class RouteIsRetired(Refusal):
    """Publishing a route that takes no letters."""

    sentence = _("This route is retired. Take it into use again first.")


class VersionIsCurrent(Refusal):
    """Publishing what is in use already."""

    sentence = _("Version %(number)d is in use already and is exactly this.")


class RouteNameIsTaken(Refusal):
    """Two routes of one name."""

    sentence = _("There is a route “%(name)s” already. Give this one another name.")


class RouteHasNoName(Refusal):
    """A route nobody could choose by its name."""

    sentence = _("Give the route a name of at most 120 characters.")


class BpmnIsRefused(Refusal):
    """An uploaded drawing outside the subset that is read."""

    sentence = _("The file was not read, because of the element %(element)s: %(reason)s.")


class LetterIsOnItsRoute(Refusal):
    """Moving a letter to another route while people answer for it on this one."""

    sentence = _("The letter is on its way. It can change its route only while its drafter has it.")


class RouteIsTheSame(Refusal):
    """Moving a letter to the route it has, or one that was never submitted."""

    sentence = _("The letter goes by the route that is in use for it already.")
