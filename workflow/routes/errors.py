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
