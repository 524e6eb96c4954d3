"""In whose right may a person take a step: own posts, or a colleague's by a delegation that lives today."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from lib.calendar import local_day
from organisation.models import Post
from organisation.models.actor import Actor
from organisation.queries import capacities
from workflow.models import WorkItem


def may_take(actor: Actor, item: WorkItem) -> bool:
    """Say whether ``actor``, exactly as it stands, is whom the step waits for."""
    if item.owner_post_id is None:
        return item.duty in actor.duties
    if actor.acting_post is None or actor.acting_post.pk != item.owner_post_id:
        return False
    return actor.delegation is None or item.duty in actor.duties


def standing_for(item: WorkItem, by: Actor, at: datetime) -> Actor | None:
    """Give the capacity in which ``by`` may take ``item`` now, None when in none.

    The post chosen on the screen serves without asking the database when it is the right one; a delegation is
    always read anew, for it may have been revoked since the page was drawn.
    """
    if (
        by.delegation is None
        and by.post is not None
        and _is_held(by.post, local_day(at))
        and may_take(by, item)
    ):
        return replace(by, represented=None)
    return next((actor for actor in capacities(by, at) if may_take(actor, item)), None)


def _is_held(post: Post, day: date) -> bool:
    return post.valid_from <= day and (post.valid_until is None or day <= post.valid_until)
