"""What somebody sees who opens a letter for the first time: words and no codes, no false alarm, the act first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse

from dispatch import queries
from dispatch.models import Assignment
from lib.calendar import local_day
from signing.enums import ReasonCode, VerdictStatus
from signing.models import FileVerdict
from tests.web.incoming.test_incoming import intake, page
from tests.workflow.incoming_office import Intake
from web.incoming.showing import WORDS as IN_HAND
from web.intake.letter import WORDS as IN_THE_TRAY
from workflow.incoming_letter import clocks

__all__ = ["intake"]


def test_what_the_registry_did_before_the_number_is_told_in_words_after_it_too() -> None:
    assert set(IN_THE_TRAY) - set(IN_HAND) == {"incoming.refused"}


def test_a_scan_nobody_signed_is_not_called_invalid(intake: Intake) -> None:
    letter = intake.directed()
    assert letter.file is not None
    FileVerdict.objects.create(
        organisation=letter.organisation,
        file=letter.file,
        status=VerdictStatus.REJECT,
        report={"status": VerdictStatus.REJECT, "reasons": [ReasonCode.NOT_SIGNED], "signatures": []},
        judged_at=intake.at,
    )
    shown = page(intake, "binh", reverse("incoming:letter", args=[letter.pk]))
    assert "The file bears no digital signature." in shown
    assert "the whole file" not in shown


def test_the_leader_has_the_wish_for_more_time_under_the_thumb(intake: Intake) -> None:
    letter = intake.directed()
    part = intake.of(letter, "XDCQ")
    until = local_day(intake.at) + timedelta(days=30)
    clocks.ask_for_time(assignment=part, until=until, reason="chờ số liệu", by=intake.hoa, at=intake.later())
    decide = reverse("incoming:decide_extension", args=[queries.extensions_of(letter)[0].pk])
    shown = page(intake, "binh", reverse("incoming:letter", args=[letter.pk]))
    assert decide in shown[shown.index('class="dock"') :]
    assert decide not in page(intake, "hoa", reverse("incoming:letter", args=[letter.pk]))


def test_what_is_late_the_longest_stands_first_whether_a_part_or_the_whole_letter(intake: Intake) -> None:
    less, most, whole = intake.directed(), intake.directed(), intake.proposed()
    for letter, days in ((less, 2), (most, 90)):
        due: Any = local_day(intake.at) - timedelta(days=days)
        Assignment.objects.filter(letter=letter).update(due_on=due)
    whole.handling.stage_since = intake.at - timedelta(days=60)
    whole.handling.save(update_fields=["stage_since"])
    board = page(intake, "binh", reverse("board:board"))
    late = board[board.index("Late the longest") :]
    places = [late.index(reverse("incoming:letter", args=[one.pk])) for one in (most, whole, less)]
    assert places == sorted(places)
