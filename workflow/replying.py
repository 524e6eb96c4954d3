"""Begin a reply to an incoming letter: an outgoing draft with its procedure, linked to what it answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from dispatch import policies, queries
from dispatch.models import IncomingLetter, OutgoingLetter
from dispatch.operations import drafting, replying
from lib.calendar import written_day
from organisation.models.actor import Actor
from organisation.queries import acting_as
from workflow.errors import NotUnderWay
from workflow.incoming_letter.door import tending
from workflow.outgoing_letter import starting


@transaction.atomic
def begin(*, incoming: IncomingLetter, by: Actor, at: datetime) -> OutgoingLetter:
    """Begin an official letter in reply, its addressee and subject proposed; give the draft.

    Refuses whoever has no part at work in the incoming letter, and whatever starting a draft refuses.
    """
    handling = queries.handling_of(incoming)
    if handling is None:
        raise NotUnderWay
    actor = acting_as(by, at, lambda one: policies.may_reply(one, handling))
    policies.may_reply(actor, handling).enforce()
    assert actor.acting_post is not None  # noqa: S101 -- said by the policy
    with tending(incoming, by=actor, at=at):
        letter = starting.start(kind="cong_van", unit=actor.acting_post.unit, by=actor, at=at)
        content = replace(letter.draft, subject=_subject(incoming), addressees=(incoming.issuer,))
        drafting.save_version(letter=letter, content=content, base_version=0, by=actor, at=at)
        replying.link(letter=letter, incoming=incoming, by=actor, at=at)
    return queries.letter_by_key(letter.organisation, letter.pk)


def _subject(incoming: IncomingLetter) -> str:
    """Propose the subject; a letter is written in Vietnamese."""
    of_day = f" ngày {written_day(incoming.dated_on)}" if incoming.dated_on else ""
    return f"trả lời văn bản số {incoming.reference_code}{of_day}"[:500]
