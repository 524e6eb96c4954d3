"""The screens of routes: drawn by the chief of office, read by everybody, refused to the rest."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.test import Client

from organisation.enums import Duty
from organisation.operations import delegating
from tests.factories import organisation as factories
from tests.web.desk import Desk
from workflow.models import Route, RouteVersion
from workflow.routes import choosing, queries
from workflow.routes.schema import Condition

BASE = "/routes/"


def begun(desk: Desk, client: Client, name: str = "Công văn thường", **more: Any) -> Route:
    answer = client.post(f"{BASE}new/", {"name": name, "unit": "", **more})
    assert answer.status_code == 302, answer.content.decode()
    return Route.rows.get(organisation=desk.organisation, name=name)


def page(client: Client, row: Route) -> str:
    return client.get(f"{BASE}{row.pk}/").content.decode()


def post(client: Client, row: Route, path: str, **values: Any) -> Any:
    edition = Route.rows.get(pk=row.pk).edition
    return client.post(f"{BASE}{row.pk}/{path}", {"edition": edition, **values})


STAGE = {
    "name": "Ý kiến lãnh đạo", "kind": "opinion", "mode": "quorum", "quorum": "1", "due_wd": "2",
    "returns_to": "draft", "only": "in", "copies": "",
}  # fmt: skip


def test_a_route_is_drawn_previewed_published_and_goes_with_the_next_letter(desk: Desk) -> None:
    client = desk.client("dung")
    row = begun(desk, client)
    answer = post(client, row, "stages/add/", kind="opinion")
    assert answer.headers["Location"] == f"{BASE}{row.pk}/stages/s1/"
    shown = page(client, row)
    assert "Say who is asked at this stage." in shown and "1 fault has to be mended first." in shown
    values = {**STAGE, "duties": ["duty:deputy_head", "duty:head"], "urgency": ["urgent", "express"]}
    assert post(client, row, "stages/s1/", **values).status_code == 302
    stage = queries.draft_of(Route.rows.get()).stages[1]
    assert (stage.who, stage.mode, stage.quorum) == (("duty:deputy_head", "duty:head"), "quorum", 1)
    assert stage.when == Condition("urgency", "in", ("urgent", "express"))
    assert "has to be mended" not in page(client, row)
    ahead = client.get(f"{BASE}{row.pk}/preview/", {"urgency": "urgent"}).content.decode()
    assert "at least 1" in ahead and "does not apply" not in ahead
    assert "does not apply" in client.get(f"{BASE}{row.pk}/preview/").content.decode()
    assert post(client, row, "publish/").status_code == 302
    assert RouteVersion.rows.get().number == 1
    letter = desk.issued(1, kind="cong_van")
    assert choosing.route_for(letter, desk.at).version == RouteVersion.rows.get()
    assert "The draft is the version in use." in page(client, row)


def test_stages_are_moved_and_taken_out_also_as_a_part_of_the_page(desk: Desk) -> None:
    client = desk.client("quan")
    row = begun(desk, client)
    answer = client.post(
        f"{BASE}{row.pk}/stages/check_format/move/",
        {"to": "up", "edition": 1},
        headers={"HX-Request": "true"},
    )
    text = answer.content.decode()
    assert answer.status_code == 200 and "<html" not in text and 'id="route"' in text
    assert "The format is checked once the content stands" in text
    assert [one.key for one in queries.draft_of(Route.rows.get()).stages] == [
        "check_format",
        "check_content",
        "sign",
    ]
    assert post(client, row, "stages/check_format/remove/").status_code == 302
    assert "Somebody has to answer for the format" in page(client, row)
    assert post(client, row, "publish/").status_code == 409
    assert not RouteVersion.rows.exists()


def test_two_who_draw_at_once_do_not_overwrite_each_other(desk: Desk) -> None:
    client = desk.client("dung")
    row = begun(desk, client)
    assert client.post(f"{BASE}{row.pk}/stages/sign/move/", {"to": "up", "edition": 1}).status_code == 302
    late = desk.client("quan").post(f"{BASE}{row.pk}/stages/sign/remove/", {"edition": 1})
    assert late.status_code == 409 and "Somebody else has changed this route" in late.content.decode()


@pytest.mark.parametrize("name", ["minh", "lan", "hoa", "binh"])
def test_others_read_routes_and_change_nothing(desk: Desk, name: str) -> None:
    row = begun(desk, desk.client("dung"))
    client = desk.client(name)
    assert client.get(BASE).status_code == 200
    shown = page(client, row)
    assert "Move up" not in shown and "stages/add" not in shown
    for path in (
        "stages/add/",
        "stages/sign/move/",
        "stages/sign/remove/",
        "publish/",
        "retire/",
        "take-up/",
    ):
        assert post(client, row, path, kind="opinion", to="up").status_code == 409
    for path in ("describe/", "stages/sign/", "upload/"):
        assert client.get(f"{BASE}{row.pk}/{path}").status_code == 409
    assert client.get(f"{BASE}new/").status_code == 409


def test_a_route_of_another_office_does_not_exist(desk: Desk) -> None:
    row = begun(desk, desk.client("dung"))
    Route.rows.filter(pk=row.pk).update(organisation=factories.organisation("UBND"))
    client = desk.client("dung")
    for path in ("", "preview/", "bpmn/", "svg/", "compare/", "versions/1/", "stages/sign/"):
        assert client.get(f"{BASE}{row.pk}/{path}").status_code == 404


def test_names_people_type_are_escaped_in_page_drawing_and_files(desk: Desk) -> None:
    client = desk.client("dung")
    row = begun(desk, client, name="<script>alert(1)</script>")
    bad = {
        **STAGE,
        "name": '"><img src=x onerror=alert(1)>',
        "duties": ["duty:head"],
        "mode": "all",
        "quorum": "",
    }
    post(client, row, "stages/add/", kind="opinion")
    assert post(client, row, "stages/s1/", **bad).status_code == 302
    for path in ("", "preview/", "svg/", "bpmn/", "compare/", "stages/s1/"):
        text = client.get(f"{BASE}{row.pk}/{path}").content.decode()
        assert "<img src=x" not in text and "<script>alert" not in text


def test_a_route_goes_out_as_bpmn_and_comes_back(desk: Desk) -> None:
    client = desk.client("dung")
    row = begun(desk, client)
    answer = client.get(f"{BASE}{row.pk}/bpmn/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cong-van-thuong-draft.bpmn"'
    changed = answer.content.decode().replace('name="Ký ban hành"', 'name="Ký"')
    file = io.BytesIO(changed.encode())
    file.name = "x.bpmn"
    assert post(client, row, "upload/", file=file).status_code == 302
    assert queries.draft_of(Route.rows.get()).stages[-1].name == "Ký"
    torn = io.BytesIO(
        changed.replace("</bpmn:process>", '<bpmn:scriptTask id="evil"/></bpmn:process>').encode()
    )
    torn.name = "x.bpmn"
    answer = post(client, row, "upload/", file=torn)
    assert answer.status_code == 422
    assert "evil" in answer.content.decode()


def test_versions_are_listed_shown_and_compared_and_a_retired_route_is_taken_up_again(desk: Desk) -> None:
    client = desk.client("dung")
    row = begun(desk, client)
    post(client, row, "publish/")
    post(client, row, "stages/add/", kind="opinion")
    values = {**STAGE, "mode": "all", "quorum": "", "units": ["unit:" + desk.posts["lan"].unit.symbol]}
    assert post(client, row, "stages/s1/", **values).status_code == 302
    compared = client.get(f"{BASE}{row.pk}/compare/").content.decode()
    assert re.search(r"<b>Ý kiến lãnh đạo</b>\s*<span class=\"quiet\">new", compared)
    assert compared.count("the same") == 3
    assert post(client, row, "publish/").status_code == 302
    shown = client.get(f"{BASE}{row.pk}/versions/1/").content.decode()
    assert "Ý kiến lãnh đạo" not in shown
    assert client.get(f"{BASE}{row.pk}/bpmn/?version=1").status_code == 200
    assert client.get(f"{BASE}{row.pk}/versions/9/").status_code == 404
    assert client.post(f"{BASE}{row.pk}/retire/").status_code == 302
    assert "retired" in page(client, row)
    assert client.post(f"{BASE}{row.pk}/take-up/").status_code == 302
    assert Route.rows.get().is_active


def test_whoever_is_away_is_marked_before_being_named(desk: Desk) -> None:
    from datetime import timedelta

    from lib.calendar import local_day

    today = local_day(desk.at)
    delegating.delegate(
        principal=desk.posts["dung"], delegate=desk.posts["lan"], duties=[Duty.CHIEF_OF_OFFICE], since=today,
        until=today + timedelta(days=9), reason="đi công tác", by=desk.actor("dung"), at=desk.at,
    )  # fmt: skip
    client = desk.client("quan")
    row = begun(desk, client)
    assert "away until" in client.get(f"{BASE}{row.pk}/stages/sign/").content.decode()
    ahead = client.get(f"{BASE}{row.pk}/preview/").content.decode()
    assert "away; stands in:" in ahead


def test_a_step_has_one_condition(desk: Desk) -> None:
    client = desk.client("dung")
    row = begun(desk, client)
    post(client, row, "stages/add/", kind="opinion")
    two = {**STAGE, "duties": ["duty:head"], "urgency": ["urgent"], "copies": "3"}
    assert "one condition" in post(client, row, "stages/s1/", **two).content.decode()
    several = {**STAGE, "duties": ["duty:head"], "urgency": ["urgent", "express"], "only": "ne"}
    assert "takes one value" in post(client, row, "stages/s1/", **several).content.decode()
    copies = {**STAGE, "duties": ["duty:head"], "mode": "any", "copies": "30", "copies_op": "le"}
    assert post(client, row, "stages/s1/", **copies).status_code == 302
    stage = queries.draft_of(Route.rows.get()).stages[1]
    assert (stage.when, stage.mode, stage.quorum) == (Condition("copies", "le", 30), "any", 0)
