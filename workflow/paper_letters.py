"""A letter signed on paper joins the procedure where it stands: registered, waiting to be filed by its drafter."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from dispatch.enums import Secrecy
from dispatch.models import NumberAllocation, OutgoingLetter
from dispatch.operations import paper as registering
from dispatch.operations.allocating import SuffixException
from dispatch.operations.paper import PaperLetter
from files.operations.storing import Deposit
from organisation.models.actor import Actor
from workflow import rebuilding
from workflow.outgoing_letter import telling


@transaction.atomic
def register(
    *,
    paper: PaperLetter,
    secrecy: Secrecy,
    scan: Deposit | None = None,
    legal_day: date | None = None,
    reservation: NumberAllocation | None = None,
    exception: SuffixException | None = None,
    form_key: str = "",
    by: Actor,
    at: datetime,
) -> OutgoingLetter:
    """Register the letter, put the filing into its drafter's inbox and tell its authors the number; give it.

    The procedure is made from the legal facts, as after a restore: there is no second way in. Refuses whatever
    ``dispatch.operations.paper.register`` refuses.
    """
    letter = registering.register(
        paper=paper,
        secrecy=secrecy,
        scan=scan,
        legal_day=legal_day,
        reservation=reservation,
        exception=exception,
        form_key=form_key,
        by=by,
        at=at,
    )
    rebuilding.rebuild_one(letter, at=at)
    telling.issued(letter, sealed_by=by.person, at=at)
    return letter
