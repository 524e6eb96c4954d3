"""Draw a route, publish it as a version that never changes, retire it: each an act with an event of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from lib.calendar import local_day
from lib.database import locked, queued
from lib.text import fold, single_line
from organisation.models import Organisation, Unit
from organisation.models.actor import Actor
from workflow.models import Route, RouteVersion
from workflow.routes import errors, policies, queries
from workflow.routes.built_in import default_route
from workflow.routes.schema import Route as Stages

_MOST_NAME = 120


@transaction.atomic
def begin(
    *,
    name: str,
    kinds: Sequence[str] = (),
    unit: Unit | None = None,
    stages: Stages | None = None,
    by: Actor,
    at: datetime,
) -> Route:
    """Begin a route, from ``stages`` or from the built-in one; nothing goes by it until it is published.

    Refuses a name another route of the office has.
    """
    organisation = queued(Organisation, by.organisation.pk)
    policies.may_draw(by).enforce()
    row = Route.rows.create(
        organisation=organisation,
        code=_free_code(organisation, name),
        name=_free_name(organisation, name),
        kinds=sorted(set(kinds)),
        unit=unit,
        draft=(stages or default_route()).as_json(),
        created_at=at,
        updated_at=at,
    )
    _record("route.begun", row, by, at)
    return row


@transaction.atomic
def describe(
    *, route: Route, name: str, kinds: Sequence[str], unit: Unit | None, by: Actor, at: datetime
) -> Route:
    """Say anew what a route is called and which letters it is for; refuses when another in use is for the same.

    Letters under way keep theirs.
    """
    queued(Organisation, by.organisation.pk)
    row = locked(Route, route.pk)
    policies.may_draw(by, row).enforce()
    row.name = _free_name(row.organisation, name, but=row)
    row.kinds, row.unit = sorted(set(kinds)), unit
    _check_overlap(row)
    return _save(row, "route.described", by, at)


@transaction.atomic
def save_draft(*, route: Route, stages: Stages, edition: int, by: Actor, at: datetime) -> Route:
    """Keep the draft, faults and all; refuses when somebody saved since ``edition``, from which it was made."""
    row = locked(Route, route.pk)
    policies.may_draw(by, row).enforce()
    _check_edition(row, edition)
    row.draft, row.edition = stages.as_json(), row.edition + 1
    return _save(row, "route.drafted", by, at, digest=stages.digest)


@transaction.atomic
def publish(*, route: Route, edition: int, by: Actor, at: datetime) -> RouteVersion:
    """Publish the draft: from now on new letters go by it, those under way keep theirs.

    The same stages as an earlier version are that version again. Refuses a draft with faults, a retired route, a
    draft somebody changed meanwhile, and a second route for the same letters.
    """
    organisation = queued(Organisation, by.organisation.pk)
    row = locked(Route, route.pk)
    policies.may_publish(by, row).enforce()
    _check_edition(row, edition)
    stages = queries.draft_of(row)
    found = queries.faults(stages, organisation, local_day(at))
    if found:
        raise errors.RouteHasProblems(first=found[0].sentence, count=len(found))
    version = RouteVersion.rows.filter(route=row, digest=stages.digest).first()
    if version is not None and version.pk == row.current_id:
        raise errors.VersionIsCurrent(number=version.number)
    if version is None:
        version = _new_version(row, stages, by, at)
    row.current = version
    _check_overlap(row)
    _save(row, "route.published", by, at, digest=version.digest, version=version.number)
    return version


@transaction.atomic
def retire(*, route: Route, by: Actor, at: datetime) -> Route:
    """Let no new letter go by a route; those under way go on by theirs."""
    row = locked(Route, route.pk)
    policies.may_draw(by, row).enforce()
    row.is_active = False
    return _save(row, "route.retired", by, at)


@transaction.atomic
def take_up(*, route: Route, by: Actor, at: datetime) -> Route:
    """Take a retired route into use again; refuses when another is in use for the same letters."""
    queued(Organisation, by.organisation.pk)
    row = locked(Route, route.pk)
    policies.may_draw(by, row).enforce()
    row.is_active = True
    _check_overlap(row)
    return _save(row, "route.taken_up", by, at)


def _new_version(row: Route, stages: Stages, by: Actor, at: datetime) -> RouteVersion:
    if by.person is None:  # a bug: the system draws no routes
        raise ValueError("a version is published by a person")
    last = RouteVersion.rows.filter(route=row).order_by("-number").first()
    return RouteVersion.rows.create(
        organisation=row.organisation,
        route=row,
        number=last.number + 1 if last else 1,
        digest=stages.digest,
        stages=stages.as_json(),
        published_at=at,
        published_by=by.person,
    )


def _check_edition(row: Route, edition: int) -> None:
    if row.edition != edition:
        raise errors.RouteWasEdited


def _check_overlap(row: Route) -> None:
    """Refuse a second route in use that fits a letter exactly as well: which one it took would be chance."""
    if not row.is_active or row.current_id is None:
        return
    others = Route.rows.filter(
        organisation=row.organisation_id, unit=row.unit_id, is_active=True, current__isnull=False
    )
    others = others.filter(kinds__overlap=row.kinds) if row.kinds else others.filter(kinds=[])
    other = others.exclude(pk=row.pk).first()
    if other is not None:
        raise errors.RoutesOverlap(name=other.name)


def _free_name(organisation: Organisation, name: str, but: Route | None = None) -> str:
    clean = single_line(name)
    if not clean or len(clean) > _MOST_NAME:
        raise errors.RouteHasNoName
    same = Route.rows.filter(organisation=organisation, name__iexact=clean)
    if any(row != but for row in same):
        raise errors.RouteNameIsTaken(name=clean)
    return clean


def _free_code(organisation: Organisation, name: str) -> str:
    """Give a code made of the name, with a number where it is taken: what files and drawings are called."""
    stem = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:34] or "route"
    taken = set(Route.rows.filter(organisation=organisation).values_list("code", flat=True))
    return next(
        code for code in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if code not in taken
    )


def _save(row: Route, event: str, by: Actor, at: datetime, **facts: object) -> Route:
    row.updated_at = at
    row.save()
    _record(event, row, by, at, **facts)
    return row


def _record(event: str, row: Route, by: Actor, at: datetime, **facts: object) -> None:
    known = {"code": row.code, "kinds": row.kinds, "unit": row.unit_id, "edition": row.edition}
    recording.record(
        event,
        subject=Subject("route", str(row.pk)),
        by=by,
        at=at,
        facts={**known, **facts},
        detail={"name": row.name},
    )
