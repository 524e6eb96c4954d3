"""What an issue leads to for the letters it acts on: a job each, written in the transaction of the issue."""

from __future__ import annotations

from datetime import datetime

from dispatch import queries
from dispatch.models import OutgoingLetter
from jobs.enums import Queue
from jobs.operations import queueing

NAMED = "workflow.letter_named"


def follow(letter: OutgoingLetter, *, at: datetime) -> None:
    """Queue what follows for each letter that the just issued ``letter`` corrects, replaces or recalls."""
    for relation in queries.relations_of(letter, *queries.ACTS):
        queueing.enqueue(
            NAMED,
            key=str(relation.pk),
            organisation_key=letter.organisation_id,
            payload={"relation": relation.pk},
            queue=Queue.INTERACTIVE,
            at=at,
        )
