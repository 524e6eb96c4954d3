"""Incoming letters: every number given has its letter, what is struck out is so in both places, files are whole."""

from __future__ import annotations

from collections.abc import Iterator

from config.doctor import Finding
from dispatch import queries
from files import queries as stored
from files.errors import StoredBytesDamaged

AREA = "incoming"


def check() -> Iterator[Finding]:
    """Give every line whose letter says something else, and every registered letter whose file is gone or changed."""
    for line in queries.lines_unlike_their_letters():
        yield Finding(AREA, f"number {line.pk}", f"arrival number {line} and its letter do not agree")
    for letter in queries.registered_everywhere().iterator(chunk_size=500):
        if letter.file is None:
            continue
        try:
            stored.content_of(letter.file)
        except StoredBytesDamaged:
            yield Finding(
                AREA, f"letter {letter.pk}", f"the file of arrival {letter.allocation} is damaged or gone"
            )
