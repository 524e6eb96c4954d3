"""What may follow what in the life of an outgoing letter: data, one door, and a drawing of both.

``advance`` is the only place where a letter's status is assigned. The drawing in
``docs/procedures/outgoing_letter_lifecycle.md`` is made by ``drawing()`` and compared in the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dispatch import errors
from dispatch.enums import LetterStatus as S
from dispatch.models import OutgoingLetter

# (from, to): the act that leads there. Decree 30/2020 Art. 10 to 19; returns and ends of design §4.
TRANSITIONS: Mapping[tuple[S, S], str] = MappingProxyType(
    {
        (S.DRAFT, S.CONTENT_CHECK): "submit",
        (S.CONTENT_CHECK, S.FORMAT_CHECK): "pass the content",
        (S.FORMAT_CHECK, S.PREPARING): "pass the format",
        (S.PREPARING, S.APPROVAL): "laid out",
        (S.APPROVAL, S.SIGNATURE): "approve the bytes",
        (S.SIGNATURE, S.SIGNING): "authorise the signature",
        (S.SIGNING, S.SIGNED): "signature complete",
        (S.SIGNED, S.NUMBERED): "give number and day",
        (S.NUMBERED, S.ISSUED): "seal complete",
        # side ways
        (S.CONTENT_CHECK, S.DRAFT): "return or take back",
        (S.FORMAT_CHECK, S.DRAFT): "return",
        (S.PREPARING, S.DRAFT): "cannot be laid out",
        (S.APPROVAL, S.DRAFT): "return",
        (S.SIGNATURE, S.DRAFT): "return",
        (S.SIGNING, S.SIGNATURE): "signature failed",
        (S.SIGNING, S.DRAFT): "return before the PIN",
        (S.NUMBERED, S.SIGNED): "void the number",
        # ends
        (S.DRAFT, S.WITHDRAWN): "withdraw",
        (S.CONTENT_CHECK, S.WITHDRAWN): "withdraw",
        (S.FORMAT_CHECK, S.WITHDRAWN): "withdraw",
        (S.PREPARING, S.WITHDRAWN): "withdraw",
        (S.APPROVAL, S.WITHDRAWN): "withdraw",
        (S.SIGNATURE, S.WITHDRAWN): "withdraw",
        (S.SIGNING, S.WITHDRAWN): "withdraw before the PIN",
        (S.SIGNED, S.WITHDRAWN): "withdraw",
        (S.APPROVAL, S.REFUSED): "refuse",
        (S.SIGNATURE, S.REFUSED): "refuse",
        (S.SIGNING, S.REFUSED): "refuse before the PIN",
    }
)
ENDS = frozenset({S.ISSUED, S.WITHDRAWN, S.REFUSED})
RETURNABLE = frozenset({S.CONTENT_CHECK, S.FORMAT_CHECK, S.APPROVAL, S.SIGNATURE, S.SIGNING})
WITHDRAWABLE = frozenset(source for source, target in TRANSITIONS if target is S.WITHDRAWN)
REFUSABLE = frozenset(source for source, target in TRANSITIONS if target is S.REFUSED)


def may_follow(source: S, target: S) -> bool:
    """Say whether ``target`` may follow ``source``."""
    return (source, target) in TRANSITIONS


def advance(letter: OutgoingLetter, to: S) -> None:
    """Move the locked ``letter`` to ``to`` in memory; the caller saves. Refuses (IllegalStep) what may not follow."""
    here = S(letter.status)
    if not may_follow(here, to):
        raise errors.IllegalStep(status=here.label, to=to.label)
    letter.status = to


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
    lines += [
        f"    {source.value} --> {target.value}: {act}" for (source, target), act in TRANSITIONS.items()
    ]
    lines += [f"    {end.value} --> [*]" for end in S if end in ENDS]
    lines += ["```", "", "| from | act | to |", "|---|---|---|"]
    lines += [f"| {source.value} | {act} | {target.value} |" for (source, target), act in TRANSITIONS.items()]
    return "\n".join(lines) + "\n"
