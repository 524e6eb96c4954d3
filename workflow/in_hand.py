"""What somebody has in hand: what waits for a post, and what will come back to it. Asked when people leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from archive import queries as archive
from dispatch import queries
from dispatch.enums import LetterStatus
from dispatch.models import OutgoingLetter
from lib.calendar import local_day
from organisation.models import Organisation, Person, Post
from workflow.models import WorkItem
from workflow.outgoing_letter.flow import POSITIONS
from workflow.outgoing_letter.flow import OutgoingLetterProcedure as Procedure

_SIGNS = ("approve", "sign")


class Task(NamedTuple):
    """One letter a post has in hand. ``item`` is the open step when it waits for the post now."""

    letter: OutgoingLetter
    post: Post
    item: WorkItem | None

    @property
    def is_to_sign(self) -> bool:
        """Say whether the letter waits for the signature of the post, which nobody else can give."""
        return self.item is not None and self.item.step in _SIGNS


class PostsWork:
    """Answers the office: how much would stop with a post (port WorkInHand)."""

    def count(self, post: Post) -> int:
        """Say how many letters have ``post`` as their drafter or wait for it, how many incoming ones it handles.

        The dossiers its holder keeps in the unit count too: whoever leaves hands them over (Decree 30/2020 Art. 31).
        """
        kept = archive.kept_by(post.person).filter(unit=post.unit_id).count()
        return len(in_hand([post])) + queries.open_parts_of_post(post) + kept


def in_hand(posts: Iterable[Post]) -> list[Task]:
    """Give every letter under way that one of ``posts`` drafts, and every step that waits for one; oldest first."""
    by_key = {post.pk: post for post in posts}
    items = {item.letter_key: item for item in _open_items().filter(owner_post__in=by_key)}
    mine = Q(drafter_post__in=by_key) | Q(pk__in=list(items))
    found = []
    for letter in _under_way().filter(mine).order_by("id"):
        item = items.get(letter.pk)
        key = item.owner_post_id if item and item.owner_post_id else letter.drafter_post_id
        found.append(Task(letter, by_key[key], item))
    return found


def left_behind(organisation: Organisation, at: datetime) -> list[tuple[Person, int]]:
    """Give whoever left a post with work still in hand, and how much, by name: none in an office well kept."""
    day = local_day(at)
    counts: dict[Person, set[int]] = defaultdict(set)
    items = _open_items().filter(_is_over("owner_post__", day), organisation=organisation)
    for item in items:
        if item.owner_post is not None:
            counts[item.owner_post.person].add(item.letter_key)
    for letter in _under_way().filter(_is_over("drafter_post__", day), organisation=organisation):
        counts[letter.drafter_post.person].add(letter.pk)
    return [(who, len(counts[who])) for who in sorted(counts, key=lambda one: (one.sort_key, one.pk))]


def _is_over(of: str, day: object) -> Q:
    return Q(**{f"{of}valid_until__lt": day}) | Q(**{f"{of}person__is_active": False})


def _under_way() -> QuerySet[OutgoingLetter]:
    filed = Q(status=LetterStatus.ISSUED, dossier__isnull=False)
    rows: QuerySet[OutgoingLetter] = Procedure.letters().filter(status__in=list(POSITIONS)).exclude(filed)
    return rows


def _open_items() -> QuerySet[WorkItem]:
    rows = WorkItem.items.filter(letter_kind=Procedure.letter_kind, done_at__isnull=True)
    return rows.select_related("owner_post__person").order_by("id")
