"""Move a letter to the route that fits it now. Only while its drafter has it: nothing obtained can be lost then."""

from __future__ import annotations

from datetime import datetime

from audit.models import Subject
from audit.operations import recording
from dispatch.enums import LetterStatus
from dispatch.models import OutgoingLetter
from dispatch.operations import closing, locking
from lib.refusal import Verdict, refuse
from organisation.errors import AnotherOrganisation
from organisation.models.actor import Actor
from workflow.errors import NotUnderWay
from workflow.outgoing_letter.flow import OutgoingLetterProcedure as Procedure
from workflow.routes import choosing, policies
from workflow.routes.choosing import Chosen
from workflow.routes.errors import LetterIsOnItsRoute, RouteIsTheSame


def may_move(actor: Actor, letter: OutgoingLetter, at: datetime) -> Verdict:
    """Whoever may draw routes moves a letter that was returned to its drafter and would go another way now."""
    if letter.organisation_id != actor.organisation_key:
        return refuse(AnotherOrganisation)
    known = choosing.pinned(letter)
    if letter.status != LetterStatus.DRAFT:
        return refuse(LetterIsOnItsRoute)
    if known is None or known.digest == choosing.route_for(letter, at).digest:
        return refuse(RouteIsTheSame)
    return policies.may_draw(actor)


def move(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> Chosen:
    """Pin ``letter`` to the route that fits it now, and say why in its log; give the route.

    Refuses an empty reason, a letter that is on its way (what was passed there would be lost), and one that has that
    route already.
    """
    why = closing.reason_given(reason)
    key = Procedure.processes_of(letter.pk).order_by("-id").values_list("pk", flat=True).first()
    if key is None:
        raise NotUnderWay
    with Procedure.holding(key):
        row = locking.locked_letter(letter, by)
        may_move(by, row, at).enforce()
        old, new = choosing.pinned(row), choosing.route_for(row, at)
        choosing.move_pin(row, new)
        recording.record(
            "letter.route_moved",
            subject=Subject("letter", str(row.pk)),
            by=by,
            at=at,
            facts={"before": old.digest if old else None, "route": new.digest},
            detail={"reason": why},
        )
        return new
