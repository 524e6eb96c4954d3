"""The facts of a letter a condition may ask about: a closed list, read once and compared, never computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from dispatch.enums import Circulation, Urgency
from dispatch.models.kinds import kind_choices
from organisation import queries as office
from organisation.enums import Authority
from workflow.routes.schema import Facts

Choices = Callable[[], list[tuple[str, Any]]]


class Fact(NamedTuple):
    """What a fact is called and what it may be: one of ``choices``, any text (None), or a number."""

    label: str | Promise
    choices: Choices | None = None
    is_number: bool = False


FIELDS: Mapping[str, Fact] = MappingProxyType(
    {
        "kind": Fact(pgettext_lazy("fact", "kind of letter"), lambda: list(kind_choices())),
        "urgency": Fact(pgettext_lazy("fact", "urgency"), lambda: list(Urgency.choices)),
        "circulation": Fact(pgettext_lazy("fact", "circulation"), lambda: list(Circulation.choices)),
        "authority": Fact(
            pgettext_lazy("fact", "right by which it is signed"), lambda: list(Authority.choices)
        ),
        "unit": Fact(pgettext_lazy("fact", "symbol of the drafting unit")),
        "copies": Fact(pgettext_lazy("fact", "number of copies"), is_number=True),
    }
)


def facts_of(letter: Any, day: date) -> Facts:
    """Give the facts of ``letter`` on ``day``; what is not chosen yet is absent.

    Before it is laid out a letter has no mandate of its own; the right its signer has that day stands for it.
    """
    facts: dict[str, str | int] = {
        "kind": letter.kind,
        "urgency": letter.urgency,
        "circulation": letter.circulation,
        "unit": letter.unit.symbol,
        "copies": letter.copies or 0,
    }
    mandate = letter.mandate
    if mandate is None and letter.signer_post is not None:
        mandate = office.mandate_of(letter.signer_post, day, kind=letter.kind)
    if mandate is not None:
        facts["authority"] = mandate.authority
    return MappingProxyType(facts)
