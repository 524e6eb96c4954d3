"""A letter changes its route only while its drafter has it, with a reason, counted and logged; the doctor looks."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from audit.models import Event
from tests.workflow.office import Office
from tests.workflow.test_route_publishing import begin, publish, with_opinion
from workflow import doctor
from workflow.models import RoutePin, RouteVersion
from workflow.outgoing_letter import moves, moving
from workflow.routes import choosing
from workflow.routes.errors import LetterIsOnItsRoute, RouteIsTheSame, RoutesAreNotYours


def submitted(office: Office) -> Any:
    letter = office.draft()
    office.act(office.item(letter), letter)
    return office.read(letter)


def move(office: Office, letter: Any, who: str = "dung") -> Any:
    by = office.actors[who]
    return moving.move(letter=letter, reason="quy trình mới", by=by, at=office.later())


def test_a_returned_letter_is_moved_to_the_route_in_use_and_the_log_says_why(office: Office) -> None:
    letter = submitted(office)
    publish(office, with_opinion(office, begin(office)))
    with pytest.raises(LetterIsOnItsRoute):
        move(office, letter)
    moves.send_back(
        item=office.item(letter),
        reason="cần sửa lại",
        by=office.holder(office.item(letter)),
        at=office.later(),
    )
    assert choosing.pinned(letter).version is None
    with pytest.raises(RoutesAreNotYours):
        move(office, letter, "minh")
    new = move(office, letter)
    assert choosing.pinned(letter) == new
    assert RoutePin.rows.get(letter_key=letter.pk).moves == 1
    event = Event.objects.get(name="letter.route_moved")
    assert (event.facts["route"], event.subject_key) == (new.digest, str(letter.pk))
    with pytest.raises(RouteIsTheSame):
        move(office, letter)
    office.act(office.item(letter), office.read(letter))
    assert office.read(letter).stage == "finance"
    assert doctor.findings(office.at) == []


def test_a_letter_never_submitted_has_no_route_to_change(office: Office) -> None:
    publish(office, begin(office))
    with pytest.raises(RouteIsTheSame):
        move(office, office.draft())


def test_the_doctor_finds_a_letter_on_a_route_that_is_not_what_its_digest_says(office: Office) -> None:
    version = publish(office, with_opinion(office, begin(office)))
    letter = submitted(office)
    assert doctor.findings(office.at) == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        RouteVersion.rows.filter(pk=version.pk).update(stages={"schema": 1, "stages": []})
        cursor.execute("SET LOCAL session_replication_role = origin")
    found = [one for one in doctor.findings(office.at) if one.code == "I11"]
    assert [one.letter for one in found] == [letter.pk]


def test_the_doctor_finds_a_letter_on_a_built_in_route_nobody_knows(office: Office) -> None:
    letter = submitted(office)
    RoutePin.rows.update(digest="0" * 64, moves=1)
    assert [one.letter for one in doctor.findings(office.at) if one.code == "I11"] == [letter.pk]
