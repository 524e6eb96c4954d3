"""The words of the lint: what is examined, what is found, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from dispatch.models.content import DraftContent
from dispatch.models.kinds import PARTY, STATE

BODY = "body"
PARTS = "parts"
SIGNER = "signer_post_id"


class Severity(models.TextChoices):
    """How grave: what a regulation forbids or the page would print twice, and what is only better otherwise."""

    MUST = "must", pgettext_lazy("finding", "must be put right")
    SHOULD = "should", pgettext_lazy("finding", "better put right")


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A letter as the lint sees it: what was typed, and what the office adds to it on the page."""

    content: DraftContent
    kind: str
    profile: str
    day: date
    symbol: str = ""
    authority_lines: tuple[str, ...] = ()
    signer_name: str = ""

    @property
    def is_party(self) -> bool:
        """Say whether the rules of the Party apply instead of Decree 30/2020."""
        return self.profile == PARTY


@dataclass(frozen=True)
class Place:
    """Where words stand: a field; in a list of lines the line; in the body the path to the block, child by child.

    ``start`` and ``end`` count characters in the line or block, a forced break as one.
    """

    field: str
    line: int | None = None
    path: tuple[int, ...] = ()
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Passage:
    """One line of a field or one block of the body, with its words."""

    field: str
    text: str
    line: int | None = None
    path: tuple[int, ...] = ()
    kind: str = ""
    in_list: bool = False

    def at(self, start: int, end: int) -> Place:
        """Give the place of some of its words."""
        return Place(self.field, self.line, self.path, start, end)

    @property
    def whole(self) -> Place:
        """Give the place of all of its words."""
        return self.at(0, len(self.text))


@dataclass(frozen=True)
class Found:
    """What a check saw: the place, the words there, and what else the sentence names."""

    place: Place
    quoted: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


Check = Callable[[Examined], Iterator[Found]]


@dataclass(frozen=True)
class Rule:
    """One rule: its code, how grave it is, what it says, and the article in either regime ("" where it is silent)."""

    code: str
    severity: Severity
    sentence: str | Promise
    state: str
    party: str
    check: Check

    def article(self, profile: str) -> str:
        """Give the article of the regime; the rule does not apply where there is none."""
        return {STATE: self.state, PARTY: self.party}[profile]


@dataclass(frozen=True)
class Finding:
    """One finding, ready to be shown. ``sentence`` is in the reader's language, ``article`` in Vietnamese as cited."""

    code: str
    severity: Severity
    place: Place
    quoted: str
    sentence: str
    article: str

    @property
    def is_must(self) -> bool:
        """Say whether it needs a reason to pass."""
        return self.severity == Severity.MUST
