"""Give every event its place in the evidence tree.

Events are taken because they have no leaf, never because their key is above the last one: a transaction that
commits late may hold a smaller key than one already placed.
"""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max

from audit import queries
from audit.models import Leaf

_SEQUENCER_LOCK = 0x5645_5254  # an advisory lock: one sequencer at a time in the whole installation


@transaction.atomic
def assign_leaves(*, limit: int = 1000) -> int:
    """Append leaves for up to ``limit`` events that have none; give how many were appended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEQUENCER_LOCK])
    last = Leaf.objects.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    leaves = [
        Leaf(position=position + offset, event_id=key, hash=leaf)
        for offset, (key, leaf) in enumerate(queries.unsequenced().values_list("id", "leaf_hash")[:limit])
    ]
    Leaf.objects.bulk_create(leaves)
    return len(leaves)
