"""Who is told of an act on an outgoing letter: whom it concerns and whose inbox does not ask them anything.

Called inside the act's own transaction, so an act undone tells nobody. One act is one kind of news and tells a
person once, never the one who acted. Facts are keys, codes and what was said; screens make the sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from django.utils.text import Truncator

from audit.models import Subject
from dispatch import queries as letters
from dispatch.models import Opinion, OutgoingLetter
from lib.calendar import local_day
from lib.text import single_line
from notices.operations import notifying
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Person, Post
from organisation.models.actor import Actor
from workflow.enums import Outcome
from workflow.passage import Passage

_LONGEST_REASON = 300


class News(StrEnum):
    """What people are told of a letter. Stored in notices and never changed."""

    ISSUED = "letter.issued"
    REFUSED = "letter.refused"
    NUMBER_VOIDED = "letter.number_voided"
    WITHDRAWN = "letter.withdrawn"
    TAKEN_BACK = "letter.taken_back"
    HANDED_OVER = "letter.handed_over"
    DONE_FOR_YOU = "letter.done_for_you"
    CORRECTED = "letter.corrected"
    REPLACED = "letter.replaced"
    RECALLED = "letter.recalled"
    RECALL_STOPPED = "letter.recall_stopped"
    REMINDED = "letter.reminded"
    NO_LONGER_ASKED = "letter.no_longer_asked"


_BY_OUTCOME: Mapping[Outcome, News] = MappingProxyType(
    {
        Outcome.REFUSED: News.REFUSED,
        Outcome.VOIDED: News.NUMBER_VOIDED,
        Outcome.WITHDRAWN: News.WITHDRAWN,
        Outcome.TAKEN_BACK: News.TAKEN_BACK,
        Outcome.HANDED_OVER: News.HANDED_OVER,
        Outcome.CALLED_OFF: News.NO_LONGER_ASKED,
    }
)
_TAKEN_AWAY = frozenset({Outcome.TAKEN_BACK, Outcome.WITHDRAWN, Outcome.HANDED_OVER, Outcome.CALLED_OFF})


def tell(step: Passage, *, reason: str = "", holder: Post | None = None) -> None:
    """Tell of a step that was just taken; of an ordinary one only the absent colleague it was taken for.

    ``holder`` is who had to act until now, when it is another than the step waited for.
    """
    if holder is None and step.item is not None:
        holder = step.item.owner_post
    facts = {"outcome": step.outcome.value, "step": step.item.step if step.item else ""}
    if step.by.person is not None:
        facts["by"] = step.by.person.full_name
    _tell(
        _BY_OUTCOME.get(step.outcome, News.DONE_FOR_YOU),
        step.letter,
        _concerned(step, holder),
        facts={**facts, "reason": _short(reason), "code": step.letter.reference_code},
        but=step.by.person,
        at=step.at,
    )


def issued(letter: OutgoingLetter, *, sealed_by: Person | None, at: datetime) -> None:
    """Tell number and day of an issued letter, to everybody but the clerk who had it sealed.

    Its drafter is told although the inbox asks to file it: filing is work, and may be done by a stand-in first.
    """
    day = letter.legal_day.isoformat() if letter.legal_day else ""
    facts = {"code": letter.reference_code, "day": day}
    _tell(News.ISSUED, letter, _authors(letter, at), facts=facts, but=sealed_by, at=at)


def reminded(opinion: Opinion, *, by: Actor, at: datetime) -> None:
    """Remind whoever has not given the opinion asked for."""
    facts = {"by": by.person.full_name if by.person else ""}
    people = [opinion.post.person]
    _tell(News.REMINDED, opinion.letter, people, facts=facts, but=by.person, at=at)


def no_longer_asked(step: Passage, left: Iterable[Opinion], *, reason: str) -> None:
    """Tell those who were asked for an opinion that it is no longer waited for; what they typed is kept."""
    who = step.by.person.full_name if step.by.person else ""
    spared = step.item.owner_post.person if step.item and step.item.owner_post else None
    people = [one.post.person for one in left if one.post.person != spared or not _told_anyway(step)]
    facts = {"by": who, "reason": _short(reason)}
    _tell(News.NO_LONGER_ASKED, step.letter, people, facts=facts, but=step.by.person, at=step.at)


def _told_anyway(step: Passage) -> bool:
    """Say whether ``tell`` tells the holder of the step itself."""
    return step.outcome in _TAKEN_AWAY


def what_became(
    letter: OutgoingLetter, kind: News, *, code: str = "", reason: str = "", by: Person | None, at: datetime
) -> None:
    """Tell everybody who answered for an issued ``letter``, and the registry, what became of it.

    ``code`` is the number of the letter that corrects, replaces or recalls it, ``reason`` why it was recalled.
    """
    facts = {"code": code, "reason": _short(reason), "by": by.full_name if by else ""}
    _tell(kind, letter, _took_part(letter, at), facts=facts, but=by, at=at)


def seen(letter: OutgoingLetter, *, by: Actor, at: datetime) -> None:
    """Take what ``by`` was told of a letter as seen: its page was opened, or it was filed."""
    notifying.mark_seen(by=by, at=at, subject=_subject(letter))


def _concerned(step: Passage, holder: Post | None) -> Iterator[Person]:
    """Give whom a step concerns: its authors when it ends, whoever held it, whoever was away."""
    if step.outcome is Outcome.REFUSED:
        yield from _authors(step.letter, step.at)
    if step.outcome in (Outcome.VOIDED, Outcome.WITHDRAWN):
        yield step.letter.drafter
    if step.outcome in _TAKEN_AWAY and holder is not None:
        yield holder.person
    if step.by.represented is not None:
        yield step.by.represented.person


def _authors(letter: OutgoingLetter, at: datetime) -> Iterator[Person]:
    """Give who drafted it, and the head of the unit, who answers for the content."""
    yield letter.drafter
    heads = office.holders_of(letter.organisation, Duty.UNIT_HEAD, local_day(at), unit=letter.unit)
    yield from (post.person for post in heads)


def _took_part(letter: OutgoingLetter, at: datetime) -> Iterator[Person]:
    """Give its authors, its signer, whoever passed it, and the registry, each once."""
    people = [*_authors(letter, at)]
    people += [letter.signer_post.person] if letter.signer_post else []
    people += [row.post.person for row in letters.endorsements_of(letter) if row.voided_at is None]
    people += [
        post.person for post in office.holders_of(letter.organisation, Duty.REGISTRY_CLERK, local_day(at))
    ]
    yield from dict.fromkeys(people)


def _tell(
    kind: News,
    letter: OutgoingLetter,
    people: Iterable[Person],
    *,
    facts: Mapping[str, str],
    but: Person | None,
    at: datetime,
) -> None:
    told = [person for person in people if person != but]
    if not told:
        return
    notifying.tell(
        people=told,
        kind=kind.value,
        subject=_subject(letter),
        facts={name: said for name, said in facts.items() if said},
        at=at,
    )


def _subject(letter: OutgoingLetter) -> Subject:
    return Subject("letter", str(letter.pk))


def _short(reason: str) -> str:
    return Truncator(single_line(reason)).chars(_LONGEST_REASON)
