"""The event log: every event hashes to its leaf, every detail to its commitment, leaves stand without a gap."""

from __future__ import annotations

from collections.abc import Iterator

from audit import queries
from audit.operations import recording
from config.doctor import Finding


def check() -> Iterator[Finding]:
    """Give every event, detail and leaf that is not what it was when written."""
    for event in queries.all_with_detail().iterator(chunk_size=2000):
        if recording.leaf_hash(event) != event.leaf_hash:
            yield Finding("log", f"event {event.pk}", "the event was changed after it was written")
        detail = getattr(event, "detail", None)
        if detail is not None and recording.commitment(detail.salt, detail.text) != event.detail_hash:
            yield Finding("log", f"event {event.pk}", "its readable detail was changed")
        leaf = getattr(event, "leaf", None)
        if leaf is not None and leaf.hash != event.leaf_hash:
            yield Finding("log", f"leaf {leaf.position}", "the leaf does not belong to its event")
    last, count = queries.leaf_extent()
    if count and last != count - 1:
        yield Finding("log", "leaves", f"{count} leaves stand, but the last one is at {last}")
