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
from tests.web.incoming.test_incoming import client, intake, page
from tests.workflow.incoming_office import Intake
from web.incoming.showing import WORDS as IN_HAND
from web.intake.letter import WORDS as IN_THE_TRAY
from workflow.incoming_letter import clocks, moves

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


def test_a_head_who_accepts_the_last_report_of_the_unit_is_led_on_to_report_it_further(
    intake: Intake,
) -> None:
    letter = intake.in_hand()
    part = intake.of(letter, "minh")
    moves.report(assignment=part, text="Đã tham mưu văn bản trả lời", by=intake.minh, at=intake.later())
    desk = client(intake, "hoa")
    shown = desk.post(reverse("incoming:accept_report", args=[part.pk]), follow=True)
    assert shown.redirect_chain[-1][0] == reverse("incoming:report", args=[intake.of(letter, "XDCQ").pk])
    assert "Đã tham mưu văn bản trả lời" in shown.content.decode()
    desk.post(shown.redirect_chain[-1][0], {"text": "Đã tham mưu văn bản trả lời"})
    assert intake.handling(letter).stage == "confirming"
