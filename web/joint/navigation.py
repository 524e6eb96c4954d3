"""The number beside the joint letters in the side bar, and their lines in the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch import policies, queries

if TYPE_CHECKING:
    from datetime import datetime

    from lib.refusal import Verdict
    from organisation.models.actor import Actor


def waiting(actor: Actor, at: datetime) -> int | None:
    """Give how many joint letters wait for this person, None when it is nothing."""
    return queries.joint_waiting_for(actor).count() or None


def answers(actor: Actor, at: datetime) -> Verdict:
    """Shown to whoever answers other organisations."""
    return policies.may_see_joint(actor)
