"""A route as a chart, for our drawings and for BPMN alike."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from organisation.models import Post
from workflow.drawing.chart import END, STAGE, START, STEP, Chart, Element, Way
from workflow.routes.asking import said
from workflow.routes.facts import FIELDS
from workflow.routes.schema import DRAFT, Condition, Mode, Op, Route, Stage

BEGIN, FINISH = "start", "end"


def route_chart(route: Route, *, title: str = "", posts: Mapping[int, Post] | None = None) -> Chart:
    """Give the chart of ``route``: the drafter, its stages with all their words, and what follows the signature.

    It stands for a draft with faults too: elements are named by place where two stages have one key.
    """
    names = names_of(route)
    elements = [
        Element(BEGIN, START, _("Begin")),
        Element(DRAFT, STEP, _("Draft"), _("the drafter")),
        *(_element(stage, names[place], posts) for place, stage in enumerate(route.stages)),
        Element(FINISH, END, _("Number and seal")),
    ]
    way = [BEGIN, DRAFT, *names, FINISH]
    ways = [Way(source, target) for source, target in zip(way, way[1:], strict=False)]
    ways += _returns(route, names)
    return Chart(title or _("Route"), tuple(elements), tuple(ways), ())


def names_of(route: Route) -> list[str]:
    """Give the name of each stage's element: its key where that is free, else one made of its place."""
    names: list[str] = []
    for place, stage in enumerate(route.stages, start=1):
        taken = {BEGIN, FINISH, DRAFT, "", *names}
        names.append(stage.key if stage.key not in taken else f"stage {place}")
    return names


def _returns(route: Route, names: list[str]) -> list[Way]:
    ways, words = [], (pgettext("route", "returned"),)
    for place, stage in enumerate(route.stages):
        earlier = [one.key for one in route.stages[:place]]
        if stage.returns_to == DRAFT:
            ways.append(Way(names[place], DRAFT, words=words))
        elif stage.returns_to in earlier:
            ways.append(Way(names[place], names[earlier.index(stage.returns_to)], words=words))
    return ways


def _element(stage: Stage, name: str, posts: Mapping[int, Post] | None) -> Element:
    lines = [words for words in (term_said(stage), when_said(stage.when)) if words]
    several = len(stage.who) > 1
    who = asked_said(stage) if several else said(stage.who[0], posts) if stage.who else _("nobody yet")
    return Element(name, STAGE, stage.name or "…", who, lines=tuple(lines), several=several)


def asked_said(stage: Stage) -> str:
    """Say how many are asked and how many of them have to pass."""
    count = len(stage.who)
    words = ngettext("%(n)d person", "%(n)d people", count) % {"n": count}
    if count < 2 or stage.mode not in Mode.values:  # noqa: PLR2004 -- one alone is neither any nor all
        return words
    if stage.mode == Mode.QUORUM:
        return _("%(people)s, at least %(quorum)d") % {"people": words, "quorum": stage.quorum}
    how = _("all of them") if stage.mode == Mode.ALL else _("any one of them")
    return f"{words}, {how}"


def term_said(stage: Stage) -> str:
    """Say the stage's own term; empty where the house's term stands."""
    if stage.due_wd is None:
        return ""
    if stage.due_wd == 0:
        return _("the same day")
    return ngettext("%(n)d working day", "%(n)d working days", stage.due_wd) % {"n": stage.due_wd}


def when_said(when: Condition | None) -> str:
    """Say a condition in words; empty when there is none."""
    if when is None:
        return ""
    fact = FIELDS.get(when.field)
    field = str(fact.label) if fact else when.field
    known = dict(fact.choices()) if fact and fact.choices else {}
    values = when.value if isinstance(when.value, tuple) else (when.value,)
    words = ", ".join(str(known.get(str(one), one)) for one in values)
    op = str(Op(when.op).label) if when.op in Op.values else when.op
    return _("if %(field)s %(op)s %(value)s") % {"field": field, "op": op, "value": words}
