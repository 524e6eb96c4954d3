"""Reading the procedures: who is asked for what, until when, and how far a letter has come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from dispatch import queries as letters
from dispatch.enums import Urgency
from dispatch.models import OutgoingLetter
from lib.calendar import local_day
from organisation import queries as office
from organisation.models import Organisation, Post
from organisation.models.actor import Actor
from organisation.queries import capacities
from signing import queries as signatures
from signing.enums import RequestState
from signing.models import SigningRequest
from workflow.drawing.chart import main_path
from workflow.enums import NodeState
from workflow.incoming_letter import queries as incoming
from workflow.incoming_letter.flow import IncomingLetterProcedure
from workflow.incoming_letter.queries import IncomingAsked
from workflow.models import WorkItem
from workflow.outgoing_letter.flow import OutgoingLetterProcedure
from workflow.outgoing_letter.progress import Rail, rail_of
from workflow.standing import may_take

_COLLEAGUES = ("cosign", "await_cosignature")
_PARTNERS = ("await_partner", "await_partner_seal")
_ON_A_LINE = ("drafter", "signer_post__person")  # what a line of the inbox names
_NEVER = date.max
_HURRY = list(Urgency)


class Asked(NamedTuple):
    """One line of an inbox: the work item, its letter, and the absent colleague it is done for (None: oneself)."""

    item: WorkItem
    letter: OutgoingLetter
    on_behalf_of: Post | None


class Counts(NamedTuple):
    """How much waits for somebody."""

    all: int
    late: int
    today: int
    on_behalf: int


def inbox(actor: Actor, at: datetime, standing: Sequence[Actor] | None = None) -> list[Asked]:
    """Give what waits for the person behind ``actor``, in all own posts and on behalf of the absent.

    Ordered by the day it is due, then by urgency, then by how long it has waited. Four queries, however many
    items: own posts and delegations first, then the items by a list of keys (an OR with a subquery walks the
    whole table), then the letters, which are shown only if this person may see them. ``standing`` are the
    capacities when somebody has read them already.
    """
    standing = capacities(actor, at) if standing is None else standing
    items = _waiting_for(standing, actor, _items().filter(letter_kind=OutgoingLetterProcedure.letter_kind))
    return sorted(_of_outgoing(items, actor, standing), key=_order)


def everything(
    actor: Actor, at: datetime, standing: Sequence[Actor] | None = None
) -> list[Asked | IncomingAsked]:
    """Give what waits for the person behind ``actor``, letters out and in together, in the same order."""
    standing = capacities(actor, at) if standing is None else standing
    items = _waiting_for(standing, actor, WorkItem.items.order_by("id"))
    outgoing = _of_outgoing(items, actor, standing, _ON_A_LINE)
    arrived = [item for item in items if item.letter_kind == IncomingLetterProcedure.letter_kind]
    return sorted([*outgoing, *incoming.seen_among(arrived, actor, standing)], key=_order)


def waiting(actor: Actor, at: datetime) -> int:
    """Give how much waits for a person: the lines of the inbox and the PINs asked for again, none of them read."""
    standing = capacities(actor, at)
    items = _waiting_for(standing, actor, WorkItem.items.all())
    keys = [item.letter_key for item in items if item.letter_kind == OutgoingLetterProcedure.letter_kind]
    seen = letters.letters_seen_with(actor.organisation, office.tokens_of(actor, standing))
    visible = set(seen.filter(pk__in=keys).order_by().values_list("pk", flat=True))
    arrived = [item for item in items if item.letter_kind == IncomingLetterProcedure.letter_kind]
    of_incoming = len(incoming.seen_among(arrived, actor, standing))
    return sum(key in visible for key in keys) + of_incoming + waiting_for_pin(actor).count()


def counts(asked: Iterable[Asked | IncomingAsked], at: datetime) -> Counts:
    """Count an inbox: all, late, due today, on behalf of others."""
    lines, today = list(asked), local_day(at)
    due = [line.item.due_on for line in lines if line.item.due_on is not None]
    return Counts(
        all=len(lines),
        late=sum(day < today for day in due),
        today=sum(day == today for day in due),
        on_behalf=sum(line.on_behalf_of is not None for line in lines),
    )


def item_for(actor: Actor, key: int) -> WorkItem:
    """Give a work item of the actor's organisation, done or not; raises DoesNotExist."""
    return _items().get(organisation=actor.organisation, pk=key)


def open_item_for(actor: Actor, letter: OutgoingLetter, at: datetime) -> WorkItem | None:
    """Give the step of ``letter`` that ``actor`` may take now, in an own post or on behalf; None when there is none."""
    open_items = list(_items().filter(letter_kind="outgoing", letter_key=letter.pk, done_at__isnull=True))
    if not open_items:
        return None
    standing = capacities(actor, at)
    return next((item for item in open_items if any(may_take(one, item) for one in standing)), None)


def open_items_of(letter: OutgoingLetter) -> QuerySet[WorkItem]:
    """Give the open steps of ``letter``, whoever holds them."""
    return _items().filter(letter_kind="outgoing", letter_key=letter.pk, done_at__isnull=True).order_by("id")


def open_steps_of(several: Iterable[OutgoingLetter]) -> dict[int, WorkItem]:
    """Give the open step of each of ``several`` letters by the letter's key: one question, however many."""
    found = _items().filter(
        letter_kind="outgoing", letter_key__in=[letter.pk for letter in several], done_at__isnull=True
    )
    return {item.letter_key: item for item in found}


def actor_for(item: WorkItem, actor: Actor, at: datetime) -> Actor | None:
    """Give ``actor`` in the capacity in which it may take ``item``: what policies behind buttons are asked with."""
    return next((one for one in capacities(actor, at) if may_take(one, item)), None)


def waiting_for_pin(actor: Actor) -> QuerySet[SigningRequest]:
    """Give the signatures that wait for this person's PIN again (the signer was restarted, say)."""
    waiting = signatures.open_requests(actor.organisation)
    return waiting.filter(person=actor.person, state=RequestState.PREPARED, origin_kind="letter")


def letters_to_rebuild(organisation: Organisation | None = None) -> QuerySet[OutgoingLetter]:
    """Give every letter whose procedure can be rebuilt, oldest first, of one organisation or of all."""
    rows = OutgoingLetterProcedure.letters().order_by("id")
    return rows if organisation is None else rows.filter(organisation=organisation)


def position_of(letter: OutgoingLetter) -> set[str]:
    """Give the names of the nodes at which ``letter`` waits now; empty when its procedure has ended."""
    process = OutgoingLetterProcedure.processes_of(letter.pk).last()
    if process is None:
        return set()
    return {task.flow_task.name for task in OutgoingLetterProcedure.open_tasks(process)}


def states_of(letter: OutgoingLetter) -> dict[str, NodeState]:
    """Give the state of each node for the drawing: what lies before the present position is done."""
    way = _way_of(letter)
    here = position_of(letter)
    if not here:
        return dict.fromkeys(way, NodeState.DONE) if letter.dossier_id is not None else {}
    done = [name for name in way[: min(way.index(name) for name in here)] if name != "give_opinion"]
    return dict.fromkeys(done, NodeState.DONE) | dict.fromkeys(here, NodeState.NOW)


def _way_of(letter: OutgoingLetter) -> list[str]:
    """Give the nodes of the letter's way: the signature and the seal beside only where it has a second signatory."""
    row = letters.cosignature_of(letter)
    passes = {True: _PARTNERS, False: _COLLEAGUES}[row.is_joint] if row is not None else ()
    left_out = {*_PARTNERS, *_COLLEAGUES}.difference(passes)
    return [name for name in main_path(OutgoingLetterProcedure) if name not in left_out]


def progress_of(letter: OutgoingLetter) -> list[Rail]:
    """Give the rail of a letter: every step done, now or to come, with who and when, read from the legal facts."""
    return rail_of(letter, list(open_items_of(letter)))


def _of_outgoing(
    items: Iterable[WorkItem], actor: Actor, standing: Sequence[Actor], joins: Sequence[str] = ()
) -> list[Asked]:
    """Give the lines of ``items`` about outgoing letters this person may see; ``joins``: no more than these."""
    mine = [item for item in items if item.letter_kind == OutgoingLetterProcedure.letter_kind]
    seen = letters.letters_seen_with(actor.organisation, office.tokens_of(actor, standing))
    if joins:
        seen = seen.select_related(None).select_related(*joins)
    by_key = {letter.pk: letter for letter in seen.filter(pk__in={item.letter_key for item in mine})}
    return [
        Asked(item, by_key[item.letter_key], _on_behalf(item, standing))
        for item in mine
        if item.letter_key in by_key
    ]


def _waiting_for(standing: Sequence[Actor], actor: Actor, items: QuerySet[WorkItem]) -> list[WorkItem]:
    posts = [one.acting_post.pk for one in standing if one.acting_post]
    duties = sorted({duty for one in standing for duty in one.duties})
    mine = Q(owner_post__in=posts) | Q(owner_post__isnull=True, duty__in=duties)
    open_items = items.filter(mine, organisation=actor.organisation, done_at__isnull=True)
    return [item for item in open_items if any(may_take(one, item) for one in standing)]


def _on_behalf(item: WorkItem, standing: Sequence[Actor]) -> Post | None:
    takers: list[Any] = [one for one in standing if may_take(one, item)]
    return takers[0].represented  # own posts stand first, so a step of one's own is never shown as on behalf


def _order(asked: Asked | IncomingAsked) -> tuple[date, int, datetime, int]:
    hurry = _HURRY.index(Urgency(asked.letter.urgency))
    return (asked.item.due_on or _NEVER, -hurry, asked.item.assigned_at, asked.item.pk)


def _items() -> QuerySet[WorkItem]:
    return WorkItem.items.select_related("owner_post__person", "owner_post__unit", "done_by").order_by("id")
