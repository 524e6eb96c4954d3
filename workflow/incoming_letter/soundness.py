"""Is every incoming letter where its ledger says, with one lead, asked of exactly those it names? Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from dispatch import queries
from dispatch.enums import AssignmentRole as R
from dispatch.enums import AssignmentStatus as A
from dispatch.enums import HandlingStage as H
from dispatch.enums import IncomingStatus
from dispatch.models import IncomingLetter
from organisation.models import Organisation
from workflow.incoming_letter.door import stands_right
from workflow.incoming_letter.openings import openings_of
from workflow.incoming_letter.queries import letters_to_rebuild


class Finding(NamedTuple):
    """One broken invariant. ``code`` is stable, ``what`` is for the administrator, in English."""

    code: str
    letter: int
    what: str


def findings(at: datetime, *, organisation: Organisation | None = None) -> list[Finding]:
    """Give everything that stands wrong; an empty list is a healthy house. ``workflow rebuild`` cures N1 and N5."""
    found: list[Finding] = []
    for letter in letters_to_rebuild(organisation).iterator(chunk_size=500):
        found += _of(letter, at)
    return found


def _of(letter: IncomingLetter, at: datetime) -> Iterator[Finding]:
    handling = queries.handling_of(letter)
    if handling is None:
        if letter.status == IncomingStatus.REGISTERED:
            yield Finding("N1", letter.pk, "is registered and nobody was ever asked about it")
        return
    stage, rows = H(handling.stage), list(queries.assignments_of(letter))
    live = [one for one in rows if one.status != A.ENDED]
    leads = [one for one in live if one.role == R.LEAD and one.parent_id is None]
    going = [one for one in live if one.is_open]
    if stage in (H.IN_HAND, H.CONFIRMING) and len(leads) != 1:
        yield Finding("N2", letter.pk, f"is in hand and has {len(leads)} leads instead of one")
    if stage in (H.FILING, H.FILED, H.OVER) and going:
        yield Finding("N3", letter.pk, f"is done and {len(going)} of its parts are open")
    done = stage in (H.FILING, H.FILED)
    if done != (letter.status == IncomingStatus.COMPLETED) and stage is not H.OVER:
        yield Finding("N4", letter.pk, f"is {letter.status} and its handling is {stage.value}")
    if not stands_right(letter, at):
        yield Finding("N5", letter.pk, "is asked of others than its parts name")
    if stage in (H.PROPOSING, H.DIRECTING, H.IN_HAND, H.CONFIRMING) and not openings_of(letter, at):
        yield Finding("N6", letter.pk, "waits and nobody holds it")
    children = {one.parent_id for one in live if one.parent_id is not None and one.is_open}
    ended = {one.pk for one in rows if one.status in (A.ENDED, A.DONE)}
    if children & ended:
        yield Finding("N7", letter.pk, "has open parts within a part that has ended")
