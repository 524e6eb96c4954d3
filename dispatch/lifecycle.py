"""What may follow what in the life of letters, and on the way to one recipient: data, doors, and drawings of both.

``advance`` is the only place where a letter's status is assigned, ``settle`` where an incoming one's is,
``carry_forward`` and ``begin_again`` where a delivery's is. The drawings in ``docs/procedures/`` are made by
``drawing()`` and ``drawing_of_delivery()`` and compared in the tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from types import MappingProxyType

from dispatch import errors
from dispatch.enums import EVER_ISSUED, AssignmentRole, Medium
from dispatch.enums import AssignmentStatus as A
from dispatch.enums import DeliveryStatus as D
from dispatch.enums import HandlingStage as H
from dispatch.enums import IncomingStatus as I  # noqa: E741 -- one letter a life, as below
from dispatch.enums import LetterStatus as S
from dispatch.models import Assignment, Delivery, Handling, IncomingLetter, OutgoingLetter
from organisation.models import Post

# The stops of a route. Which of them, and in what order, the route of the letter says (workflow paper §6.1).
STOPS = (S.OPINIONS, S.CONTENT_CHECK, S.FORMAT_CHECK)
# (from, to): the act that leads there. Decree 30/2020 Art. 10 to 19; returns and ends of design §4.
TRANSITIONS: Mapping[tuple[S, S], str] = MappingProxyType(
    {
        (S.DRAFT, S.CONTENT_CHECK): "submit",
        (S.CONTENT_CHECK, S.FORMAT_CHECK): "pass the content",
        (S.FORMAT_CHECK, S.PREPARING): "pass the format",
        # as the route of the letter says
        (S.DRAFT, S.OPINIONS): "ask for opinions, or submit",
        (S.DRAFT, S.FORMAT_CHECK): "submit",
        (S.OPINIONS, S.CONTENT_CHECK): "opinions are in",
        (S.OPINIONS, S.FORMAT_CHECK): "opinions are in",
        (S.OPINIONS, S.PREPARING): "opinions are in",
        (S.CONTENT_CHECK, S.OPINIONS): "pass the content, or return to a step",
        (S.CONTENT_CHECK, S.PREPARING): "pass the content",
        (S.FORMAT_CHECK, S.OPINIONS): "pass the format, or return to a step",
        (S.FORMAT_CHECK, S.CONTENT_CHECK): "pass the format, or return to a step",
        (S.PREPARING, S.APPROVAL): "laid out",
        (S.APPROVAL, S.SIGNATURE): "approve the bytes",
        (S.SIGNATURE, S.SIGNING): "authorise the signature",
        (S.SIGNING, S.SIGNED): "signature complete",
        (S.SIGNING, S.COSIGNATURE): "signature complete, another is to come",
        (S.COSIGNATURE, S.SIGNED): "second signature complete",
        (S.SIGNED, S.NUMBERED): "give number and day",
        (S.NUMBERED, S.ISSUED): "seal complete",
        # after the issue (Decree 30/2020 Art. 18)
        (S.ISSUED, S.REPLACED): "its replacement is issued",
        (S.ISSUED, S.RECALLED): "recall",
        (S.RECALLED, S.ISSUED): "stop the recall",
        # side ways
        (S.OPINIONS, S.DRAFT): "opinions are in, return or take back",
        (S.CONTENT_CHECK, S.DRAFT): "return or take back",
        (S.FORMAT_CHECK, S.DRAFT): "return or take back",
        (S.PREPARING, S.DRAFT): "cannot be laid out",
        (S.APPROVAL, S.DRAFT): "return",
        (S.SIGNATURE, S.DRAFT): "return",
        (S.APPROVAL, S.OPINIONS): "return to a step",
        (S.APPROVAL, S.CONTENT_CHECK): "return to a step or take back",
        (S.APPROVAL, S.FORMAT_CHECK): "return to a step or take back",
        (S.APPROVAL, S.PREPARING): "pass up to another signer",
        (S.SIGNATURE, S.OPINIONS): "return to a step",
        (S.SIGNATURE, S.CONTENT_CHECK): "return to a step",
        (S.SIGNATURE, S.FORMAT_CHECK): "return to a step",
        (S.SIGNATURE, S.PREPARING): "pass up to another signer",
        (S.SIGNING, S.SIGNATURE): "signature failed",
        (S.SIGNING, S.DRAFT): "return before the PIN",
        (S.COSIGNATURE, S.DRAFT): "second signature refused, or called back",
        (S.NUMBERED, S.SIGNED): "void the number",
        # ends
        (S.DRAFT, S.WITHDRAWN): "withdraw",
        (S.OPINIONS, S.WITHDRAWN): "withdraw",
        (S.CONTENT_CHECK, S.WITHDRAWN): "withdraw",
        (S.FORMAT_CHECK, S.WITHDRAWN): "withdraw",
        (S.PREPARING, S.WITHDRAWN): "withdraw",
        (S.APPROVAL, S.WITHDRAWN): "withdraw",
        (S.SIGNATURE, S.WITHDRAWN): "withdraw",
        (S.SIGNING, S.WITHDRAWN): "withdraw before the PIN",
        (S.COSIGNATURE, S.WITHDRAWN): "withdraw",
        (S.SIGNED, S.WITHDRAWN): "withdraw",
        (S.APPROVAL, S.REFUSED): "refuse",
        (S.SIGNATURE, S.REFUSED): "refuse",
        (S.SIGNING, S.REFUSED): "refuse before the PIN",
    }
)
# A letter signed on paper enters at its number: whatever came before happened at the desk (Decree 30/2020 Art. 15).
PAPER_TRANSITIONS: Mapping[tuple[S, S], str] = MappingProxyType(
    {
        (S.DRAFT, S.ISSUED): "register the letter signed on paper",
        **{way: act for way, act in TRANSITIONS.items() if way[0] in EVER_ISSUED},
    }
)
FINAL = frozenset({S.REPLACED, S.WITHDRAWN, S.REFUSED})
ENDS = FINAL | {S.ISSUED, S.RECALLED}  # nothing more is to be written, checked or signed
RETURNABLE = frozenset({S.OPINIONS, S.CONTENT_CHECK, S.FORMAT_CHECK, S.APPROVAL, S.SIGNATURE, S.SIGNING})
WITHDRAWABLE = frozenset(source for source, target in TRANSITIONS if target is S.WITHDRAWN)
REFUSABLE = frozenset(source for source, target in TRANSITIONS if target is S.REFUSED)

# News of one attempt, in any order they may come in: later ones pass over earlier ones, none goes back.
NEWS: Mapping[tuple[D, D], str] = MappingProxyType(
    {
        (D.QUEUED, D.SENT): "leave",
        (D.QUEUED, D.FAILED): "cannot leave",
        (D.SENT, D.RECEIVED): "arrive",
        (D.SENT, D.FAILED): "come back undelivered",
        (D.RECEIVED, D.REGISTERED): "register",
        (D.RECEIVED, D.REFUSED): "refuse",
        (D.REGISTERED, D.COMPLETED): "complete",
        (D.REGISTERED, D.REFUSED): "strike out and return",
        # the news before was late or lost
        (D.QUEUED, D.RECEIVED): "arrive",
        (D.QUEUED, D.REGISTERED): "register",
        (D.QUEUED, D.REFUSED): "refuse",
        (D.QUEUED, D.COMPLETED): "complete",
        (D.SENT, D.REGISTERED): "register",
        (D.SENT, D.REFUSED): "refuse",
        (D.SENT, D.COMPLETED): "complete",
        (D.RECEIVED, D.COMPLETED): "complete",
    }
)
# A new attempt: what did not arrive, or was refused, is sent again by the registry.
AGAIN: Mapping[tuple[D, D], str] = MappingProxyType(
    {
        (D.FAILED, D.QUEUED): "send again",
        (D.REFUSED, D.QUEUED): "send again",
        (D.SENT, D.QUEUED): "send again",
    }
)
STOPPED = frozenset({D.FAILED, D.REFUSED})
# An incoming letter at the registry (Decree 30/2020 Art. 21 to 24).
INCOMING: Mapping[tuple[I, I], str] = MappingProxyType(
    {
        (I.ARRIVED, I.REGISTERED): "register",
        (I.ARRIVED, I.REFUSED): "refuse",
        (I.REGISTERED, I.COMPLETED): "complete",
        # registered by mistake: the line stays in the book, struck through, with its reason
        (I.REGISTERED, I.VOIDED): "strike out with a reason",
        # a secret letter leaves nothing but a note without content (design D19)
        (I.ARRIVED, I.ERASED): "erase as secret",
        # before the number: another copy of a letter that came already, pages laid into new files, and back
        (I.ARRIVED, I.LINKED): "link to the letter it is a copy of",
        (I.LINKED, I.ARRIVED): "take the link off",
        (I.ARRIVED, I.REGROUPED): "divide or join anew",
        (I.REGROUPED, I.ARRIVED): "take the regrouping back",
    }
)
# What is done about a registered letter (Art. 23, 24), and with each part of it.
HANDLING: Mapping[tuple[H, H], str] = MappingProxyType(
    {
        (H.PROPOSING, H.DIRECTING): "propose and present",
        (H.PROPOSING, H.IN_HAND): "direct, or transfer",
        (H.DIRECTING, H.IN_HAND): "direct, or transfer",
        (H.PROPOSING, H.FILING): "nothing to be done",
        (H.DIRECTING, H.FILING): "nothing to be done",
        (H.DIRECTING, H.PROPOSING): "send back to the chief of office",
        (H.IN_HAND, H.DIRECTING): "take back",
        (H.IN_HAND, H.CONFIRMING): "the lead reports it as done",
        (H.CONFIRMING, H.IN_HAND): "send back, or direct anew",
        (H.CONFIRMING, H.FILING): "confirm",
        (H.FILING, H.FILED): "file",
        **{(one, H.OVER): "end without a result" for one in H if one not in (H.FILING, H.FILED, H.OVER)},
    }
)
ASSIGNMENT: Mapping[tuple[A, A], str] = MappingProxyType(
    {
        (A.WAITING, A.ACCEPTED): "accept",
        (A.WAITING, A.PASSED_ON): "give on within the unit",
        (A.ACCEPTED, A.PASSED_ON): "give on within the unit",
        (A.PASSED_ON, A.ACCEPTED): "the unit is done, or it is taken back",
        (A.ACCEPTED, A.REPORTED): "report",
        (A.PASSED_ON, A.REPORTED): "report",
        (A.ACCEPTED, A.DONE): "contribute",
        (A.PASSED_ON, A.DONE): "contribute",
        (A.REPORTED, A.DONE): "accept the report",
        (A.REPORTED, A.ACCEPTED): "send back",
        (A.WAITING, A.DECLINED): "hand back",
        (A.ACCEPTED, A.DECLINED): "hand back",
        (A.DECLINED, A.WAITING): "insist",
        **{
            (one, A.ENDED): "end"
            for one in (A.WAITING, A.ACCEPTED, A.PASSED_ON, A.REPORTED, A.DECLINED, A.TOLD)
        },
    }
)


@dataclass(frozen=True)
class Asked:
    """Whose answer a stop waits for: the holder of ``post``, or of ``duty`` in ``unit`` when the office changed hands.

    ``duty`` is also what a stand-in must have been delegated. ``named`` means this post alone, whoever else has the
    duty.
    """

    post: int | None = None
    duty: str = ""
    unit: int | None = None
    named: bool = False


@dataclass(frozen=True)
class Stop:
    """Where a letter goes next, chosen by the procedure and judged here: status, stage of the route, who is asked.

    ``due`` gives the working days of an opinion asked there.
    """

    status: S
    stage: str = ""
    asked: tuple[Asked, ...] = ()
    due: int | None = None


# The stops of an office that draws no route of its own.
TO_DRAFTER, TO_CONTENT, TO_FORMAT, TO_LAYOUT = (
    Stop(status) for status in (S.DRAFT, S.CONTENT_CHECK, S.FORMAT_CHECK, S.PREPARING)
)


def asked_of(letter: OutgoingLetter) -> tuple[Asked, ...]:
    """Give whose answer ``letter`` waits for at its stop; empty: whoever its status names."""
    return tuple(Asked(**one) for one in letter.asked)


def fits(asked: Asked, post: Post) -> bool:
    """Say whether ``post`` is whom ``asked`` means: the very post, or who holds the duty there today."""
    holds = asked.duty in post.duties and asked.unit in (None, post.unit_id)
    return post.pk == asked.post or (bool(asked.duty) and holds and not asked.named)


def arrive(letter: OutgoingLetter, stop: Stop) -> None:
    """Move the locked ``letter`` to ``stop`` in memory. From one stage to another the status may stay the same."""
    here = (letter.status, letter.stage)
    if letter.status != stop.status or not stop.stage:
        advance(letter, stop.status)
    letter.came_from, letter.stage = here[1], stop.stage
    letter.opened_at = letter.moved_by = None
    ask_others(letter, () if stop.status is S.OPINIONS else stop.asked)  # opinions are rows of their own


def ask_others(letter: OutgoingLetter, asked: Iterable[Asked]) -> None:
    """Let the stop of the locked ``letter`` wait for ``asked``, in memory."""
    letter.asked = [asdict(one) for one in asked]


def may_follow(source: S, target: S, *, medium: str = Medium.ELECTRONIC) -> bool:
    """Say whether ``target`` may follow ``source`` in the life of a letter of ``medium``."""
    ways = PAPER_TRANSITIONS if medium == Medium.PAPER else TRANSITIONS
    return (source, target) in ways


def advance(letter: OutgoingLetter, to: S) -> None:
    """Move the locked ``letter`` to ``to`` in memory; the caller saves. Refuses (IllegalStep) what may not follow."""
    here = S(letter.status)
    if not may_follow(here, to, medium=letter.medium):
        raise errors.IllegalStep(status=here.label, to=to.label)
    letter.status = to


def carry_forward(delivery: Delivery, to: D) -> bool:
    """Move the locked ``delivery`` to ``to`` in memory; False, and nothing moves, when it has come further already."""
    if (D(delivery.status), to) not in NEWS:
        return False
    delivery.status = to
    return True


def begin_again(delivery: Delivery) -> None:
    """Let the locked ``delivery`` wait for its next attempt; refuses (IllegalStep) one that is on its way or there."""
    here = D(delivery.status)
    if (here, D.QUEUED) not in AGAIN:
        raise errors.IllegalStep(status=here.label, to=D.QUEUED.label)
    delivery.status, delivery.attempts = D.QUEUED, delivery.attempts + 1


def settle(letter: IncomingLetter, to: I) -> None:
    """Move the locked incoming ``letter`` to ``to`` in memory; refuses (IllegalStep) what may not follow."""
    here = I(letter.status)
    if (here, to) not in INCOMING:
        raise errors.IllegalStep(status=here.label, to=to.label)
    letter.status = to


def carry(handling: Handling, to: H, *, at: datetime) -> None:
    """Move the locked ``handling`` to ``to`` in memory; refuses (HandlingIsElsewhere) what may not follow."""
    here = H(handling.stage)
    if (here, to) not in HANDLING:
        raise errors.HandlingIsElsewhere(stage=here.label)
    handling.stage, handling.stage_since = to, at


def give(assignment: Assignment, *, at: datetime) -> None:
    """Let ``assignment`` begin: whoever is only told has nothing to do, all others are waited for."""
    told = assignment.role == AssignmentRole.INFORMATION
    assignment.status, assignment.status_since = (A.TOLD if told else A.WAITING), at
    assignment.ended_at = None  # of one that had contributed and is named anew


def give_again(assignment: Assignment, *, at: datetime) -> None:
    """Let the holder of ``assignment`` go on with it after a directive that names him again, whatever was reported."""
    assignment.status, assignment.status_since, assignment.ended_at = A.ACCEPTED, at, None


def turn(assignment: Assignment, to: A, *, at: datetime) -> None:
    """Move the locked ``assignment`` to ``to`` in memory; refuses (AssignmentIsElsewhere) what may not follow."""
    here = A(assignment.status)
    if (here, to) not in ASSIGNMENT:
        raise errors.AssignmentIsElsewhere(status=here.label)
    assignment.status, assignment.status_since = to, at
    if to in (A.DONE, A.ENDED):
        assignment.ended_at = at


def drawing_of_delivery() -> str:
    """Give the way of a letter to one recipient as Markdown, in English, always the same text."""
    steps = {**NEWS, **AGAIN}
    lines = [
        "# The way of a letter to one recipient",
        "",
        "Drawn from `dispatch/lifecycle.py` by `manage.py draw_lifecycle`; do not edit by hand. News of an attempt may",
        "come twice and in any order: what would lead back is kept in the history and moves nothing.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {D.QUEUED.value}",
    ]
    lines += [f"    {source.value} --> {target.value}: {act}" for (source, target), act in steps.items()]
    lines += [f"    {D.COMPLETED.value} --> [*]", "```", "", "| from | act | to |", "|---|---|---|"]
    lines += [f"| {source.value} | {act} | {target.value} |" for (source, target), act in steps.items()]
    return "\n".join(lines) + "\n"


def drawing() -> str:
    """Give the life of a letter as Markdown with a Mermaid diagram and a table, in English, always the same text."""
    lines = [
        "# The life of an outgoing letter",
        "",
        "Drawn from `dispatch/lifecycle.py` by `manage.py draw_lifecycle`; do not edit by hand.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {S.DRAFT.value}",
    ]
    ways = {**TRANSITIONS, **PAPER_TRANSITIONS}
    lines += [f"    {source.value} --> {target.value}: {act}" for (source, target), act in ways.items()]
    lines += [f"    {end.value} --> [*]" for end in S if end in ENDS]
    lines += ["```", "", "| from | act | to |", "|---|---|---|"]
    lines += [f"| {source.value} | {act} | {target.value} |" for (source, target), act in ways.items()]
    return "\n".join(lines) + "\n"
