"""Where letters stand on their routes: live drawings with counts, late ones told, content shown to nobody new."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.workflow.office import Office
from ui import navigation
from workflow.enums import NodeState
from workflow.outgoing_letter.drawn import route_badges, route_states
from workflow.queries import open_items_of
from workflow.routes import choosing, overview, publishing
from workflow.routes.built_in import default_route
from workflow.routes.schema import Route, Stage

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GROUP = Stage("ask", "Lấy ý kiến", "opinion", ("duty:deputy_head", "duty:chief_of_office"), due_wd=1)


@pytest.fixture(autouse=True)
def _frame(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The frame without its side bar, and static files where no socket lies among them."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    monkeypatch.setattr(navigation, "_items", [])


def client(office: Office, name: str) -> Client:
    person = office.actors[name].person
    person.language = "en"
    person.save(update_fields=["language"])
    one = Client()
    one.force_login(person, backend=BACKEND)
    return one


@pytest.fixture
def drawn(office: Office) -> Any:
    row = publishing.begin(name="Có lấy ý kiến", by=office.dung, at=office.later())
    stages = Route((GROUP, *default_route().stages))
    row = publishing.save_draft(route=row, stages=stages, edition=1, by=office.dung, at=office.later())
    return publishing.publish(route=row, edition=row.edition, by=office.dung, at=office.later())


def submitted(office: Office) -> Any:
    letter = office.draft()
    office.act(office.item(letter), letter)
    return office.read(letter)


def states(office: Office, letter: Any) -> dict[str, NodeState]:
    letter = office.read(letter)
    return route_states(letter, choosing.pinned(letter).route, office.at)


def test_the_drawing_follows_the_letter_from_stage_to_stage(office: Office, drawn: Any) -> None:
    letter = submitted(office)
    assert states(office, letter) == {"start": "done", "draft": "done", "ask": "now"}
    route = choosing.pinned(letter).route
    assert route_badges(office.read(letter), route, open_items_of(letter)) == {"ask": "2/2"}
    shown = client(office, "minh").get(f"/routes/letters/{letter.pk}/").content.decode()
    assert 'data-node="ask" data-state="now"' in shown and ">2/2<" in shown and "Có lấy ý kiến" in shown


def test_the_built_in_route_is_followed_to_the_number(office: Office) -> None:
    letter = submitted(office)
    assert states(office, letter) == {"start": "done", "draft": "done", "check_content": "now"}
    for step, here in (
        ("check_format", "check_format"), ("approve", "sign"), ("sign", "sign"), ("number_and_seal", "end"),
    ):  # fmt: skip
        office.carry(letter, step)
        assert states(office, letter)[here] == "now"
    office.carry(letter, "file_letter")
    assert set(states(office, letter).values()) == {"done"}


def test_counts_and_late_ones_are_told_once_a_letter(office: Office, drawn: Any) -> None:
    one, _other = submitted(office), submitted(office)
    today = office.at.date()
    (way,) = overview.under_way(office.organisation, today)
    assert (way.version, way.letters, way.late) == (drawn, 2, 0)
    later = today + timedelta(days=30)
    (way,) = overview.under_way(office.organisation, later)
    assert {place: (at.letters, at.late) for place, at in way.places.items()} == {"ask": (2, 2)}
    assert {item.letter_key for item in overview.late_items(office.organisation, later)} >= {one.pk}


def test_the_page_is_for_whoever_answers_for_how_letters_go_and_shows_no_letter_anew(
    office: Office, drawn: Any
) -> None:
    letter = submitted(office)
    for item in open_items_of(letter):
        type(item).items.filter(pk=item.pk).update(due_on=office.at.date() - timedelta(days=400))
    seen = client(office, "quan").get("/routes/under-way/").content.decode()
    assert "1 · 1 late" in seen and "Có lấy ý kiến, version 1" in seen
    assert letter.subject not in seen and "a letter you do not take part in" in seen
    assert letter.subject in client(office, "dung").get("/routes/under-way/").content.decode()
    assert client(office, "minh").get("/routes/under-way/").status_code == 409


def test_an_office_without_letters_has_an_empty_page(office: Office) -> None:
    assert "No letter is on the way" in client(office, "quan").get("/routes/under-way/").content.decode()


def test_looking_ahead_with_a_draft_says_who_would_get_it(office: Office, drawn: Any) -> None:
    letter = office.draft()
    shown = client(office, "minh").get(f"/routes/letters/{letter.pk}/").content.decode()
    assert "as it would go if it were submitted now" in shown
    for name in ("Phạm Thị Yến", "Vũ Tiến Dũng", "Phạm Thị Hòa", "Nguyễn Văn Bình"):
        assert name in shown
    assert client(office, "thu").get(f"/routes/letters/{letter.pk}/").status_code == 404


def test_a_place_nobody_drew_is_left_out() -> None:
    route = Route((replace(GROUP, key="x"), *default_route().stages))
    assert overview.place_of(route, "", "file_letter") == ""
    assert overview.place_of(route, "", "approve") == "sign"
    assert overview.place_of(route, "x", "give_opinion") == "x"
