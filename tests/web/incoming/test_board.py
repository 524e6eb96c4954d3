"""The board: every number is the length of the list it opens, whoever looks; and nobody sees others' numbers."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.enums import AssignmentStatus as A
from dispatch.models import Assignment
from lib.calendar import local_day
from tests.sizes import SIZES
from tests.web.incoming.test_incoming import client, intake, page
from tests.workflow.incoming_office import Intake
from workflow.incoming_letter import clocks

__all__ = ["intake"]
BIRTHS = ("registered", "proposed", "directed", "in_hand", "reported", "helped", "direct_to_person")
LINK = re.compile(r'href="(/incoming/\?[^"]+)"[^>]*>(?:<b>)?(\d+)')


def born(intake: Intake, how: str, shift: int, *, paused: bool) -> None:
    """Give a letter of one kind, its open parts due ``shift`` days from today."""
    if how == "helped":
        letter = intake.directed(intake.lead(), intake.helper())
    elif how == "direct_to_person":
        letter = intake.directed(intake.lead("TCBC"), intake.person("thu"))
    else:
        letter = getattr(intake, how)()
    due = local_day(intake.at) + timedelta(days=shift)
    Assignment.objects.filter(letter=letter).exclude(status__in=[A.ENDED, A.TOLD]).update(due_on=due)
    row = Assignment.objects.filter(letter=letter, parent__isnull=True).first()
    if paused and row is not None and row.status in (A.WAITING, A.ACCEPTED, A.PASSED_ON):
        whom = row.unit.symbol if row.unit else "thu"
        clocks.pause(
            assignment=intake.of(letter, whom), reason="chờ số liệu", by=intake.binh, at=intake.later()
        )


@settings(
    max_examples=max(2, SIZES.hypothesis_examples // 20), deadline=None, suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(
    lives=st.lists(
        st.tuples(st.sampled_from(BIRTHS), st.integers(-4, 4), st.booleans()), min_size=1, max_size=5
    )
)
def test_every_number_is_the_length_of_its_list(intake: Intake, lives: list[tuple[str, int, bool]]) -> None:
    with transaction.atomic():
        _every_number_is_the_length_of_its_list(intake, lives)
        transaction.set_rollback(
            True
        )  # the next example begins with an empty office, and no list needs a second page


def _every_number_is_the_length_of_its_list(intake: Intake, lives: list[tuple[str, int, bool]]) -> None:
    for how, shift, paused in lives:
        born(intake, how, shift, paused=paused)
    for name in ("binh", "hoa", "lan"):
        board = page(intake, name, reverse("board:board"))
        links = LINK.findall(board)
        assert links or name == "hoa"
        at_desk = client(intake, name)
        for address, count in links:
            listed = at_desk.get(unescape(address)).content.decode()
            assert listed.count('class="letter-row"') == int(count), address


def test_a_head_of_a_unit_sees_the_own_unit_only(intake: Intake) -> None:
    intake.directed(intake.lead("TCBC"))
    board = page(intake, "hoa", reverse("board:board"))
    assert "Phòng Xây dựng chính quyền" in board
    assert "Phòng Tổ chức, biên chế" not in board
    assert not LINK.findall(board)


def test_an_officer_has_no_board(intake: Intake) -> None:
    assert client(intake, "minh").get(reverse("board:board")).status_code == 409
    assert reverse("board:board") not in page(intake, "minh", reverse("inbox:list"))


def test_the_longest_late_stands_on_it(intake: Intake) -> None:
    letter = intake.directed()
    Assignment.objects.filter(letter=letter).update(due_on=local_day(intake.at) - timedelta(days=9))
    assert letter.subject in page(intake, "binh", reverse("board:board"))


def test_the_daily_mail_is_stopped_and_comes_again(intake: Intake) -> None:
    address = reverse("news:mail")
    assert "No mail address" in page(intake, "minh", address)
    person: Any = intake.post("minh").person
    person.email = "minh@example.org"
    person.save()
    at_desk = client(intake, "minh")
    assert "It comes to minh@example.org" in at_desk.get(address).content.decode()
    at_desk.post(address, {"wanted": "no"})
    assert "You stopped it." in at_desk.get(address).content.decode()
    at_desk.post(address, {"wanted": "yes"})
    assert "It comes to" in at_desk.get(address).content.decode()


@pytest.mark.parametrize("address", ["/news/mail/", "/board/"])
def test_strangers_are_asked_to_sign_in(db: Any, address: str) -> None:
    from django.test import Client

    assert Client().get(address).status_code == 302


def test_what_is_late_longer_elsewhere_does_not_hide_what_is_late_in_the_own_unit(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A head of a unit who contributes to others' letters read theirs first, and only then left them out."""
    monkeypatch.setattr("web.board.views.MOST_LATE", 1)
    today = local_day(intake.at)
    theirs = intake.directed(intake.lead("TCBC"), intake.helper("XDCQ"))
    Assignment.objects.filter(letter=theirs, unit__symbol="TCBC").update(due_on=today - timedelta(days=9))
    ours = intake.directed()
    Assignment.objects.filter(letter=ours).update(due_on=today - timedelta(days=2))
    board = page(intake, "hoa", reverse("board:board"))
    assert reverse("incoming:letter", args=[ours.pk]) in board
    assert theirs.subject not in board
