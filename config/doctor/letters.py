"""Letters: what is issued lies in the store, byte for byte, and our own verdict accepted it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from config.doctor import Finding
from dispatch import queries
from dispatch.models import OutgoingLetter
from files import queries as stored
from files.errors import StoredBytesDamaged
from lib.calendar import local_day
from signing import queries as signing
from signing.enums import VerdictStatus


def check() -> Iterator[Finding]:
    """Give every letter whose file or verdict is not as it must be, and every number that waits for its seal.

    Bulk letters of a benchmark (``demo --letters``) are unsigned by nature: one finding says how many there are.
    """
    bulk = 0
    for letter in queries.all_issued().iterator(chunk_size=500):
        yield from _issued(letter)
        bulk += _is_bulk(letter)
    if bulk:
        yield Finding(
            "letters", "benchmark", f"{bulk} letters are bulk data for measurements; nobody signed them"
        )
    yield from _joint()
    today = local_day(timezone.now())
    for letter in queries.awaiting_seal().iterator():
        if letter.legal_day is not None and letter.legal_day < today:
            yield Finding(
                "letters",
                f"letter {letter.pk}",
                f"{letter.reference_code} is numbered and waits for its seal",
            )


def _joint() -> Iterator[Finding]:
    """Give second signatures of partners on which lead and partner have not agreed for a day."""
    for row, theirs in queries.unlike_joint_rows(timezone.now() - timedelta(days=1)):
        said = theirs or "nothing"
        yield Finding(
            "letters", f"letter {row.letter_id}", f"the partner has {said} where the lead has {row.state}"
        )


def _issued(letter: OutgoingLetter) -> Iterator[Finding]:
    if "second" in letter.printed and not queries.is_wholly_signed(letter):
        yield Finding(
            "letters", f"letter {letter.pk}", f"{letter.reference_code} lacks a second signature or seal"
        )
    file = letter.issued_file
    if file is None:
        return  # a letter on paper whose scan follows; of any other the database holds that it has a file
    try:
        stored.content_of(file)
    except StoredBytesDamaged:
        yield Finding(
            "letters", f"letter {letter.pk}", f"the issued file of {letter.reference_code} is damaged or gone"
        )
        return
    verdict = signing.verdict_of(file)
    if (
        letter.signed_file_id
        and not _is_bulk(letter)
        and (verdict is None or verdict.status != VerdictStatus.ACCEPT)
    ):
        yield Finding(
            "letters",
            f"letter {letter.pk}",
            f"{letter.reference_code} was issued without an accepting verdict",
        )


def _is_bulk(letter: OutgoingLetter) -> bool:
    return bool(letter.printed.get("benchmark"))
