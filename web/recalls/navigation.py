"""The number beside the recalls in the side bar: questions of senders that wait for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch import policies, queries
from dispatch.enums import RecallAnswer

if TYPE_CHECKING:
    from datetime import datetime

    from lib.refusal import Verdict
    from organisation.models.actor import Actor


def asked(actor: Actor, at: datetime) -> int | None:
    """Give how many recalls wait for this office's answer, None when it is nothing."""
    return queries.incoming_recalls_of(actor.organisation, RecallAnswer.ASKED).count() or None


def answers(actor: Actor, at: datetime) -> Verdict:
    """Shown to whoever sees the intake."""
    return policies.may_read_intake(actor)
