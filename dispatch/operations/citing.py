"""Rest a draft on an issued letter: the line the letter prints, and the relation behind it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch import queries
from dispatch.enums import RelationKind
from dispatch.lint.words import NAMES
from dispatch.models import LetterRelation, OutgoingLetter
from dispatch.models.content import MOST_LINE
from dispatch.operations import relating
from lib.calendar import written_day
from organisation.models.actor import Actor

_ACTS = ("về ", "ban hành ", "phê duyệt ", "quy định ", "sửa đổi", "bổ sung ", "bãi bỏ ", "thành lập ")
_WRITTEN = {name.upper(): name for name in NAMES}


def basis_line(target: OutgoingLetter) -> str:
    """Give how a letter cites the issued ``target``: kind, number, issuer, day and abstract (App. I, II.6).

    A letter without a day has no such line. What would be longer than a line may be goes without the abstract.
    Printed, so always Vietnamese (design D20).
    """
    if target.legal_day is None:
        return ""
    kind = target.kind_data.name
    day = written_day(target.legal_day)
    issuer = str(target.printed.get("issuer_name") or _in_a_sentence(str(target.printed.get("issuer", ""))))
    head = f"Căn cứ {kind} số {target.reference_code} ngày {day}" + (f" của {issuer}" if issuer else "")
    line = f"{head} {_abstract(target.subject)}"
    return line if len(line) <= MOST_LINE else head


@transaction.atomic
def cite(*, letter: OutgoingLetter, target: OutgoingLetter, by: Actor, at: datetime) -> LetterRelation:
    """Write down that the draft rests on ``target``; cited before, it is the same relation. The text is the drafter's.

    Refuses what ``relating.link`` refuses: whoever may not edit, a letter that is not readable or not issued.
    """
    known = queries.relations_of(letter, RelationKind.BASED_ON).filter(target=target).first()
    if known is not None:
        return known
    return relating.link(
        letter=letter, kind=RelationKind.BASED_ON, target=target, line=basis_line(target), by=by, at=at
    )


def _in_a_sentence(issuer: str) -> str:
    """Give a name set in capitals as it stands within a sentence, where it is known; else as it is."""
    joined = " ".join(issuer.split())
    return _WRITTEN.get(joined, joined)


def _abstract(subject: str) -> str:
    small = subject[:1].lower() + subject[1:]
    return small if small.startswith(_ACTS) else f"về việc {subject}"
