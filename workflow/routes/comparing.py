"""What changed between two routes, stage by stage, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organisation.models import Post
from workflow.routes.asking import said
from workflow.routes.chart import asked_said, term_said, when_said
from workflow.routes.schema import DRAFT, Route, Stage, StageKind


class Change(NamedTuple):
    """One stage of either route: its name, whether it is new, gone, changed, moved or the same, and how."""

    name: str
    state: str
    words: tuple[tuple[str, str, str], ...] = ()


def changes(before: Route, after: Route, posts: Mapping[int, Post] | None = None) -> list[Change]:
    """Give every stage of ``after`` in its order, then what is gone; ``words`` are what, before, after."""
    old = {stage.key: stage for stage in before.stages}
    kept = [stage.key for stage in before.stages if any(one.key == stage.key for one in after.stages)]
    order = [stage.key for stage in after.stages if stage.key in old]
    found = []
    for stage in after.stages:
        was = old.get(stage.key)
        if was is None:
            found.append(Change(stage.name, "new", tuple((w, "", v) for w, v in _facts(stage, after, posts))))
            continue
        pairs = zip(_facts(was, before, posts), _facts(stage, after, posts), strict=True)
        words = tuple((what, a, b) for (what, a), (_what, b) in pairs if a != b)
        is_moved = kept.index(stage.key) != order.index(stage.key)
        found.append(Change(stage.name, "changed" if words else "moved" if is_moved else "same", words))
    gone = [stage for stage in before.stages if all(one.key != stage.key for one in after.stages)]
    return [*found, *(Change(stage.name, "gone") for stage in gone)]


def _facts(stage: Stage, route: Route, posts: Mapping[int, Post] | None) -> list[tuple[str, str]]:
    kinds = dict(StageKind.choices)
    return [
        (pgettext("route", "name"), stage.name),
        (pgettext("route", "kind"), str(kinds.get(stage.kind, stage.kind))),
        (pgettext("route", "who"), "; ".join(said(one, posts) for one in stage.who)),
        (pgettext("route", "how many"), asked_said(stage)),
        (pgettext("route", "term"), term_said(stage) or _("the house's own")),
        (pgettext("route", "condition"), when_said(stage.when) or pgettext("route", "always")),
        (pgettext("route", "returned to"), return_said(stage, route)),
    ]


def return_said(stage: Stage, route: Route) -> str:
    """Say where a stage returns a letter to."""
    if stage.returns_to is None:
        return _("nobody can return it here")
    if stage.returns_to == DRAFT:
        return _("the drafter")
    names = {one.key: one.name for one in route.stages}
    return names.get(stage.returns_to, stage.returns_to)
