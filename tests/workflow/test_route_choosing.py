"""Which route a letter goes by, and that it keeps it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from organisation.enums import Duty
from tests.workflow.office import Office
from workflow.models import Route, RoutePin, RouteVersion
from workflow.routes import choosing
from workflow.routes.asking import asked_at
from workflow.routes.built_in import default_route
from workflow.routes.errors import RouteIsUnknown
from workflow.routes.schema import Route as Stages
from workflow.routes.schema import Stage


def drawn(office: Office, code: str, *extra: Stage, **fields: Any) -> RouteVersion:
    """A published route, written as rows: opinions before the ordinary three stages."""
    stages = Stages((*extra, *default_route().stages))
    row = Route.rows.create(
        organisation=office.organisation, code=code, name=code, draft=stages.as_json(),
        created_at=office.at, updated_at=office.at, **fields,
    )  # fmt: skip
    version = RouteVersion.rows.create(
        organisation=office.organisation, route=row, number=1, digest=stages.digest, stages=stages.as_json(),
        published_at=office.at, published_by=office.quan.person,
    )  # fmt: skip
    row.current = version
    row.save()
    return version


def opinion(*who: str) -> Stage:
    return Stage("finance", "Ý kiến", "opinion", who or ("unit:VP",))


def test_without_a_route_of_its_own_a_letter_goes_the_built_in_way(office: Office) -> None:
    found = choosing.route_for(office.draft(), office.at)
    assert found == (default_route(), None)


def test_the_route_that_fits_best_is_taken(office: Office) -> None:
    letter = office.draft()
    every = drawn(office, "every")
    assert choosing.route_for(letter, office.at).version == every
    unit = drawn(office, "unit", unit=letter.unit)
    assert choosing.route_for(letter, office.at).version == unit
    kind = drawn(office, "kind", kinds=["cong_van", "bao_cao"])
    assert choosing.route_for(letter, office.at).version == kind
    both = drawn(office, "both", kinds=["cong_van"], unit=letter.unit)
    assert choosing.route_for(letter, office.at).version == both


def test_a_route_for_others_a_retired_one_and_an_unpublished_one_are_not_taken(office: Office) -> None:
    letter = office.draft()
    drawn(office, "reports", kinds=["bao_cao"])
    drawn(office, "registry", unit=office.units["VP"])
    drawn(office, "retired", is_active=False)
    Route.rows.create(
        organisation=office.organisation, code="new", name="new", draft={},
        created_at=office.at, updated_at=office.at,
    )  # fmt: skip
    assert choosing.route_for(letter, office.at).version is None


def test_a_letter_keeps_the_version_it_was_pinned_to(office: Office) -> None:
    letter = office.draft()
    first = drawn(office, "first", opinion())
    assert choosing.pin(letter, at=office.at).version == first
    first.route.is_active = False
    first.route.save()
    drawn(office, "second")
    assert choosing.pin(letter, at=office.at).version == first
    assert choosing.pinned(letter).route.stages[0].key == "finance"
    assert RoutePin.rows.count() == 1


def test_a_letter_of_the_built_in_route_keeps_it_when_the_office_draws_one(office: Office) -> None:
    letter = office.draft()
    assert choosing.pin(letter, at=office.at).version is None
    drawn(office, "later", opinion())
    assert choosing.pinned(letter) == (default_route(), None)


def test_a_published_version_never_changes(office: Office) -> None:
    version = drawn(office, "every")
    Route.rows.update(current=None)
    for change in (
        lambda: RouteVersion.rows.filter(pk=version.pk).update(number=2),
        lambda: RouteVersion.rows.filter(pk=version.pk).delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_a_pin_changes_by_one_counted_move_and_never_goes(office: Office) -> None:
    choosing.pin(office.draft(), at=office.at)
    pins = RoutePin.rows.all()
    for change in (
        lambda: pins.update(digest="0" * 64),
        lambda: pins.update(digest="0" * 64, moves=2),
        lambda: pins.update(letter_key=0, moves=1),
        lambda: pins.delete(),
    ):
        with pytest.raises(DatabaseError, match="route of a letter"), transaction.atomic():
            change()
    assert pins.update(digest="0" * 64, moves=1) == 1


def test_a_letter_is_not_led_by_a_route_nobody_knows(office: Office) -> None:
    letter = office.draft()
    choosing.pin(letter, at=office.at)
    RoutePin.rows.update(digest="0" * 64, moves=1)
    with pytest.raises(RouteIsUnknown):
        choosing.pinned(letter)


def test_stages_that_are_not_what_their_digest_says_are_refused(office: Office) -> None:
    letter = office.draft()
    row = drawn(office, "every").route
    torn = RouteVersion.rows.create(
        organisation=office.organisation, route=row, number=2, digest="1" * 64,
        stages=default_route().as_json(), published_at=office.at, published_by=office.quan.person,
    )  # fmt: skip
    Route.rows.update(current=torn)
    with pytest.raises(RouteIsUnknown):
        choosing.route_for(letter, office.at)


def test_everybody_named_is_found_on_the_day_and_asked_once(office: Office) -> None:
    letter, day = office.draft(), office.at.date()
    who = (
        "duty:head", "field:signer", "unit_head:drafting", "unit:XDCQ", "unit:VP",
        f"post:{office.tam.post.pk}", "duty:chief_of_office", "post:999999",
    )  # fmt: skip
    answers = asked_at(Stage("x", "x", "opinion", who), letter, day)
    assert [(a.who, a.holder and a.holder.post and a.holder.post.person.full_name) for a in answers] == [
        ("duty:head", "Nguyễn Văn Bình"),
        ("unit_head:drafting", "Phạm Thị Hòa"),
        ("unit:VP", None),
        (f"post:{office.tam.post.pk}", "Hồ Thanh Tâm"),
        ("duty:chief_of_office", "Vũ Tiến Dũng"),
        ("post:999999", None),
    ]
    duties = [a.holder.duty for a in answers if a.holder]
    assert duties == [Duty.HEAD, Duty.UNIT_HEAD, Duty.OFFICER, Duty.CHIEF_OF_OFFICE]
