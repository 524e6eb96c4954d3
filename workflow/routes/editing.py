"""Changes to a draft, as pure functions: a route in, a route out. Nothing is checked here; faults are shown."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from workflow.routes.rules import HEAD_OF_DRAFTING_UNIT
from workflow.routes.schema import DRAFT, Route, Stage, StageKind


def added(route: Route, kind: StageKind) -> tuple[Route, str]:
    """Give ``route`` with a new stage of ``kind`` at its natural place, and the key of the stage."""
    key = free_key(route)
    names = {
        StageKind.OPINION: _("Opinion"),
        StageKind.CONTENT: _("Check the content"),
        StageKind.FORMAT: _("Check the format"),
        StageKind.SIGNATURE: _("Sign"),
    }
    who = {
        StageKind.CONTENT: (HEAD_OF_DRAFTING_UNIT,),
        StageKind.FORMAT: ("duty:chief_of_office",),
        StageKind.SIGNATURE: ("field:signer",),
    }
    stage = Stage(key, names[kind], kind.value, who.get(kind, ()))
    later = {
        StageKind.OPINION: {StageKind.FORMAT, StageKind.SIGNATURE},
        StageKind.CONTENT: {StageKind.FORMAT, StageKind.SIGNATURE},
        StageKind.FORMAT: {StageKind.SIGNATURE},
        StageKind.SIGNATURE: set(),
    }[kind]
    stages = list(route.stages)
    place = next((n for n, one in enumerate(stages) if one.kind in later), len(stages))
    return Route((*stages[:place], stage, *stages[place:])), key


def moved(route: Route, key: str, by: int) -> Route:
    """Give ``route`` with one stage moved by so many places, as far as there are any."""
    stages = list(route.stages)
    place = route.index(key)
    stage = stages.pop(place)
    stages.insert(max(0, min(place + by, len(stages))), stage)
    return Route(tuple(stages))


def removed(route: Route, key: str) -> Route:
    """Give ``route`` without a stage; what was returned to it goes back to the drafter."""
    kept = (one for one in route.stages if one.key != key)
    return Route(tuple(replace(one, returns_to=DRAFT) if one.returns_to == key else one for one in kept))


def changed(route: Route, key: str, stage: Stage) -> Route:
    """Give ``route`` with another stage in the place of the stage ``key``."""
    return Route(tuple(stage if one.key == key else one for one in route.stages))


def free_key(route: Route) -> str:
    """Give a key no stage has."""
    taken = {stage.key for stage in route.stages}
    return next(key for n in range(1, len(taken) + 2) if (key := f"s{n}") not in taken)


def sound(route: Route) -> Route:
    """Give ``route`` with a key of its own for every stage, so that each can be chosen on a screen."""
    done: list[Stage] = []
    for stage in route.stages:
        keys = {one.key for one in (*done, *route.stages)}
        twice = not stage.key or stage.key in {one.key for one in done}
        key = next(k for n in range(1, len(keys) + 2) if (k := f"s{n}") not in keys) if twice else stage.key
        done.append(replace(stage, key=key))
    return Route(tuple(done))
