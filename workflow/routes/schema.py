"""The form of a route: stages in order, as frozen values with one JSON form and one SHA-256 digest.

A stage asks everybody in ``who`` at the same time, one answer each; groups one after the other are several stages.
It is passed when all, any or ``quorum`` of them have passed; whoever has not answered by then is no longer asked.
One return ends the stage at once and leads to ``returns_to``; where that is None nobody can return. A stage whose
condition does not hold is stepped over. Form only: what the law asks of a route stands in ``rules``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from lib.canonical import canonical, sha256_hex
from lib.text import nfc
from workflow.routes.errors import RouteIsMalformed

SCHEMA = 1
DRAFT = "draft"  # where a return leads that goes back to the drafter
Value = str | int | tuple[str, ...]
Facts = Mapping[str, str | int]


class StageKind(models.TextChoices):
    """What is asked of people at a stage."""

    OPINION = "opinion", pgettext_lazy("stage", "opinion")
    CONTENT = "content", pgettext_lazy("stage", "content check")
    FORMAT = "format", pgettext_lazy("stage", "format check")
    SIGNATURE = "signature", pgettext_lazy("stage", "signature")


class Mode(models.TextChoices):
    """How many of those asked have to pass."""

    ALL = "all", _("all of them")
    ANY = "any", _("any one of them")
    QUORUM = "quorum", _("at least a number of them")


class Op(models.TextChoices):
    """How a condition compares."""

    EQ = "eq", pgettext_lazy("condition", "is")
    NE = "ne", pgettext_lazy("condition", "is not")
    IN = "in", pgettext_lazy("condition", "is one of")
    GE = "ge", pgettext_lazy("condition", "is at least")
    LE = "le", pgettext_lazy("condition", "is at most")


@dataclass(frozen=True)
class Condition:
    """``field op value`` over the facts of a letter (``facts.FIELDS``)."""

    field: str
    op: str
    value: Value

    def holds(self, facts: Facts) -> bool:
        """Say whether the condition holds; a fact that is absent fulfils only "is not"."""
        fact = facts.get(self.field)
        if self.op == Op.NE:
            return fact != self.value
        if self.op == Op.IN:
            return isinstance(self.value, tuple) and fact in self.value
        if self.op == Op.EQ:
            return fact == self.value
        if not isinstance(fact, int) or not isinstance(self.value, int):
            return False
        return fact >= self.value if self.op == Op.GE else fact <= self.value


@dataclass(frozen=True)
class Stage:
    """One stage. ``due_wd`` None: the house's own term for its kind; ``quorum`` counts in mode quorum only."""

    key: str
    name: str
    kind: str
    who: tuple[str, ...]
    mode: str = Mode.ALL.value
    quorum: int = 0
    due_wd: int | None = None
    when: Condition | None = None
    returns_to: str | None = DRAFT

    def needed(self, asked: int) -> int:
        """Give how many of ``asked`` people have to pass; at least one, at most all of them."""
        wanted = {Mode.ALL.value: asked, Mode.ANY.value: 1}.get(self.mode, self.quorum)
        return max(1, min(wanted, asked))

    def applies(self, facts: Facts) -> bool:
        """Say whether a letter with ``facts`` goes through this stage."""
        return self.when is None or self.when.holds(facts)


@dataclass(frozen=True)
class Route:
    """Stages in the order they are gone through."""

    stages: tuple[Stage, ...]

    def stage(self, key: str) -> Stage:
        """Give the stage ``key``; raise KeyError."""
        return self.stages[self.index(key)]

    def index(self, key: str) -> int:
        """Give the place of the stage ``key``; raise KeyError."""
        for place, stage in enumerate(self.stages):
            if stage.key == key:
                return place
        raise KeyError(key)

    def first(self, facts: Facts) -> Stage | None:
        """Give the first stage a letter with ``facts`` goes through, None when there is none."""
        return next((stage for stage in self.stages if stage.applies(facts)), None)

    def after(self, key: str, facts: Facts) -> Stage | None:
        """Give the stage that follows the passed stage ``key``, None when the route is through."""
        return next((one for one in self.stages[self.index(key) + 1 :] if one.applies(facts)), None)

    def as_json(self) -> dict[str, Any]:
        """Give the stored form."""
        return {"schema": SCHEMA, "stages": [_stage_json(stage) for stage in self.stages]}

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the canonical form: equal routes have equal digests."""
        return sha256_hex(canonical(self.as_json()))


def read_route(stored: object) -> Route:
    """Read the stored form. Refuses (RouteIsMalformed, naming the place) whatever is missing, unknown or mistyped."""
    outer = _object(stored, gettext("the route"), {"schema", "stages"})
    if outer["schema"] != SCHEMA or isinstance(outer["schema"], bool):
        raise RouteIsMalformed(where="schema", what=gettext("only schema 1 is known"))
    if not isinstance(outer["stages"], list):
        raise RouteIsMalformed(where="stages", what=gettext("a list is expected"))
    return Route(tuple(read_stage(one, number) for number, one in enumerate(outer["stages"], start=1)))


def read_stage(stored: object, number: int) -> Stage:
    """Read one stage of the stored form; ``number`` says in a refusal which one it is."""
    where = gettext("stage %(number)d") % {"number": number}
    fields = _object(stored, where, set(Stage.__dataclass_fields__))
    who = fields["who"]
    if not isinstance(who, list):
        raise RouteIsMalformed(where=f"{where}, who", what=gettext("a list is expected"))
    return Stage(
        **{name: _text(fields[name], f"{where}, {name}") for name in ("key", "name", "kind", "mode")},
        who=tuple(_text(one, f"{where}, who") for one in who),
        quorum=_number(fields["quorum"], f"{where}, quorum"),
        due_wd=None if fields["due_wd"] is None else _number(fields["due_wd"], f"{where}, due_wd"),
        when=None if fields["when"] is None else _condition(fields["when"], f"{where}, when"),
        returns_to=None
        if fields["returns_to"] is None
        else _text(fields["returns_to"], f"{where}, returns_to"),
    )


def _condition(stored: object, where: str) -> Condition:
    fields = _object(stored, where, {"field", "op", "value"})
    given = fields["value"]
    value: Value
    if isinstance(given, list):
        value = tuple(_text(one, f"{where}, value") for one in given)
    elif isinstance(given, int):
        value = _number(given, f"{where}, value")
    else:
        value = _text(given, f"{where}, value")
    return Condition(_text(fields["field"], f"{where}, field"), _text(fields["op"], f"{where}, op"), value)


def _stage_json(stage: Stage) -> dict[str, Any]:
    when = stage.when
    return {
        "key": stage.key,
        "name": stage.name,
        "kind": stage.kind,
        "who": list(stage.who),
        "mode": stage.mode,
        "quorum": stage.quorum,
        "due_wd": stage.due_wd,
        "when": None
        if when is None
        else {
            "field": when.field,
            "op": when.op,
            "value": list(when.value) if isinstance(when.value, tuple) else when.value,
        },
        "returns_to": stage.returns_to,
    }


def _object(stored: object, where: str, names: set[str]) -> Mapping[str, Any]:
    if not isinstance(stored, dict):
        raise RouteIsMalformed(where=where, what=gettext("an object is expected"))
    for name in sorted(names - stored.keys()):
        raise RouteIsMalformed(where=where, what=gettext("%(name)s is missing") % {"name": name})
    for name in sorted(stored.keys() - names, key=str):
        raise RouteIsMalformed(where=where, what=gettext("%(name)s is not known here") % {"name": name})
    return stored


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise RouteIsMalformed(where=where, what=gettext("text is expected"))
    return nfc(value)


def _number(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise RouteIsMalformed(where=where, what=gettext("a whole number from 0 is expected"))
    return value
