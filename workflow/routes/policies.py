"""May this person draw routes, and publish them?"""

from __future__ import annotations

from lib.refusal import Verdict, permit_if, refuse
from organisation import errors as office_errors
from organisation.enums import Duty
from organisation.models.actor import Actor
from workflow.models import Route
from workflow.routes import errors


def may_draw(actor: Actor, route: Route | None = None) -> Verdict:
    """The chief of office, who answers for how letters go, and administrators draw the routes of their own office.

    Not by delegation: a stand-in passes letters, the way they go is not changed for the time of an absence.
    """
    if route is not None and route.organisation_id != actor.organisation_key:
        return refuse(office_errors.AnotherOrganisation)
    own = actor.delegation is None and actor.has_duty(Duty.CHIEF_OF_OFFICE, Duty.ADMINISTRATOR)
    return permit_if(own, otherwise=errors.RoutesAreNotYours)


def may_publish(actor: Actor, route: Route) -> Verdict:
    """Whoever may draw publishes a route that is in use; whether it has faults the operation asks."""
    if not route.is_active:
        return refuse(errors.RouteIsRetired)
    return may_draw(actor, route)
