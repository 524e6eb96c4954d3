"""Reading the procedures of incoming letters: who is asked for what, and who holds a letter since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from dispatch import queries as letters
from dispatch.models import IncomingLetter
from organisation import queries as office
from organisation.models import Organisation, Post
from organisation.models.actor import Actor
from organisation.queries import capacities
from workflow.enums import NodeState
from workflow.incoming_letter.flow import IncomingLetterProcedure as Procedure
from workflow.models import WorkItem
from workflow.standing import may_take


class IncomingAsked(NamedTuple):
    """One line of an inbox about an incoming letter; ``on_behalf_of`` is the absent colleague it is done for."""

    item: WorkItem
    letter: IncomingLetter
    on_behalf_of: Post | None


def inbox(actor: Actor, at: datetime, standing: Sequence[Actor] | None = None) -> list[IncomingAsked]:
    """Give what waits for the person behind ``actor``: only of letters this person may read."""
    standing = capacities(actor, at) if standing is None else standing
    return seen_among(_waiting_for(standing, actor), actor, standing)


def seen_among(items: Sequence[WorkItem], actor: Actor, standing: Sequence[Actor]) -> list[IncomingAsked]:
    """Give the lines of ``items``, steps that wait for ``standing``, of letters this person may read."""
    if not items:
        return []
    seen = letters.registered_seen_with(actor.organisation, office.tokens_of(actor, standing))
    by_key = {letter.pk: letter for letter in seen.filter(pk__in={item.letter_key for item in items})}
    return [
        IncomingAsked(item, by_key[item.letter_key], _on_behalf(item, standing))
        for item in items
        if item.letter_key in by_key
    ]


def open_items_of(letter: IncomingLetter) -> QuerySet[WorkItem]:
    """Give the open steps of ``letter``, whoever holds them."""
    return _items().filter(letter_key=letter.pk).order_by("id")


def open_items_of_all(several: Iterable[IncomingLetter]) -> dict[int, list[WorkItem]]:
    """Give the open steps of each of ``several`` letters by the letter's key: one question, however many."""
    found: dict[int, list[WorkItem]] = {}
    for item in _items().filter(letter_key__in=[letter.pk for letter in several]):
        found.setdefault(item.letter_key, []).append(item)
    return found


def mine_of(letter: IncomingLetter, actor: Actor, at: datetime) -> list[WorkItem]:
    """Give the open steps of ``letter`` that wait for ``actor``, in an own post or on behalf."""
    standing = capacities(actor, at)
    return [item for item in open_items_of(letter) if any(may_take(one, item) for one in standing)]


def letters_to_rebuild(organisation: Organisation | None = None) -> QuerySet[IncomingLetter]:
    """Give every registered letter, oldest first, of one organisation or of all."""
    rows = Procedure.letters().filter(allocation__isnull=False).order_by("id")
    return rows if organisation is None else rows.filter(organisation=organisation)


def states_of(letter: IncomingLetter) -> dict[str, NodeState]:
    """Give the state of each node for the drawing: what was gone through, and where somebody is asked now."""
    visited = WorkItem.items.filter(letter_kind=Procedure.letter_kind, letter_key=letter.pk)
    states = {item.step: NodeState.DONE for item in visited if item.done_at is not None}
    here = {item.step for item in visited if item.done_at is None}
    start = {"start": NodeState.DONE} if states or here else {}
    end = {} if here or not states else {"end": NodeState.DONE}
    return {**start, **states, **end, **dict.fromkeys(here, NodeState.NOW)}


def _waiting_for(standing: Sequence[Actor], actor: Actor) -> list[WorkItem]:
    posts = [one.acting_post.pk for one in standing if one.acting_post]
    duties = sorted({duty for one in standing for duty in one.duties})
    mine = Q(owner_post__in=posts) | Q(owner_post__isnull=True, duty__in=duties)
    items = _items().filter(mine, organisation=actor.organisation)
    return [item for item in items if any(may_take(one, item) for one in standing)]


def _on_behalf(item: WorkItem, standing: Sequence[Actor]) -> Post | None:
    return next(one for one in standing if may_take(one, item)).represented


def _items() -> QuerySet[WorkItem]:
    rows = WorkItem.items.filter(letter_kind=Procedure.letter_kind, done_at__isnull=True)
    return rows.select_related("owner_post__person", "owner_post__unit", "done_by").order_by("id")
