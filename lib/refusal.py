"""Refusal: an understood request that is declined, with one sentence for people. Verdict: may it, and if not why."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refusal(Exception):
    """Base of everything the house declines. Subclasses are facts and carry one translatable sentence.

    The keyword facts given at raising fill the ``%(name)s`` places of the sentence.
    """

    sentence: ClassVar[str | Promise] = _("This cannot be done.")

    def __init__(self, **facts: object) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts

    def __str__(self) -> str:
        """Give the sentence in the reader's language."""
        text = str(self.sentence)
        return text % self.facts if self.facts else text


class Verdict:
    """The answer of a policy: truthy when permitted, otherwise holding the refusal that would be raised."""

    __slots__ = ("refusal",)

    def __init__(self, refusal: Refusal | None = None) -> None:
        self.refusal = refusal

    def __bool__(self) -> bool:
        return self.refusal is None

    @property
    def reason(self) -> str:
        """Give the sentence to show beside a button that is not offered; empty when permitted."""
        return "" if self.refusal is None else str(self.refusal)

    def enforce(self) -> None:
        """Raise the refusal, if there is one."""
        if self.refusal is not None:
            raise self.refusal


def permit() -> Verdict:
    """Give the verdict that permits."""
    return Verdict()


def refuse(refusal: Refusal | type[Refusal]) -> Verdict:
    """Give the verdict that declines with ``refusal`` (a class is instantiated without facts)."""
    return Verdict(refusal() if isinstance(refusal, type) else refusal)


def permit_if(condition: object, *, otherwise: Refusal | type[Refusal]) -> Verdict:
    """Permit when ``condition`` is truthy, else decline with ``otherwise``."""
    return permit() if condition else refuse(otherwise)
