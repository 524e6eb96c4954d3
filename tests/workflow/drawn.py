"""Routes an office has drawn, as rows a test needs: published at once, without the screens that draw them."""

from __future__ import annotations

from lib.canonical import canonical
from tests.workflow.office import Office
from workflow.models import Route as RouteRow
from workflow.models import RouteVersion
from workflow.routes.built_in import default_route
from workflow.routes.rules import problems
from workflow.routes.schema import Route, Stage

CHECKS = default_route().stages


def drawn(*before: Stage, between: tuple[Stage, ...] = (), after: tuple[Stage, ...] = ()) -> Route:
    """Give a route with more stages before, between and after the two checks the law wants."""
    content, form, sign = CHECKS
    return Route((*before, content, *between, form, *after, sign))


def publish(office: Office, route: Route, *, number: int = 1) -> RouteVersion:
    """Let new letters go by ``route``."""
    assert [one.sentence for one in problems(route)] == []
    row, _created = RouteRow.rows.get_or_create(
        organisation=office.organisation,
        code="chung",
        defaults={"name": "Quy trình chung", "created_at": office.at, "updated_at": office.at},
    )
    assert canonical(route.as_json())
    version = RouteVersion.rows.create(
        organisation=office.organisation,
        route=row,
        number=number,
        digest=route.digest,
        stages=route.as_json(),
        published_at=office.at,
        published_by=office.quan.person,
    )
    row.current = version
    row.save()
    return version
