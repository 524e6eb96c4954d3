"""Say that an outgoing letter is written in reply to an incoming one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch import policies
from dispatch.models import IncomingLetter, OutgoingLetter, Reply
from dispatch.operations import handled_rows
from organisation.models.actor import Actor


@transaction.atomic
def link(*, letter: OutgoingLetter, incoming: IncomingLetter, by: Actor, at: datetime) -> Reply:
    """Link the draft ``letter`` to the incoming one it answers, for ever; refuses whoever has no part at work in it."""
    handling = handled_rows.locked_handling(incoming, by)
    policies.may_reply(by, handling).enforce()
    assert by.acting_post is not None  # noqa: S101 -- said by the policy
    reply = Reply.objects.create(
        organisation=handling.organisation,
        letter=letter,
        incoming=handling.letter,
        linked_by=by.acting_post,
        linked_at=at,
    )
    facts = {"letter": letter.pk}
    handled_rows.close(handling=handling, act="reply_begun", by=by, at=at, facts=facts)
    return reply
