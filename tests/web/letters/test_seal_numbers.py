"""The sheet of the seal: the next number, a kept one, or one with a letter behind it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dispatch.enums import AllocationState
from dispatch.models import NumberAllocation, NumberSeries, OutgoingLetter
from dispatch.operations import numbering
from lib.calendar import local_day, local_year
from tests.web.letterdesk import LetterDesk
from tests.workflow.office import PIN


def keep(desk: LetterDesk, reason: str = "Quyết định khen thưởng", *, days: int = 0) -> NumberAllocation:
    at: datetime = desk.office.at
    return numbering.reserve(
        number_series=NumberSeries.objects.get(year=local_year(at)),
        legal_day=local_day(at) + timedelta(days=days),
        reason=reason,
        expires_at=at + timedelta(days=7),
        by=desk.office.actors["lan"],
        at=at,
    )


def seal(desk: LetterDesk, letter: OutgoingLetter, **typed: Any) -> Any:
    return desk.step(
        "lan", "seal", letter, pin=PIN, **{"legal_day": local_day(desk.office.at).isoformat(), **typed}
    )


def sheet(desk: LetterDesk, letter: OutgoingLetter) -> str:
    response = desk.get("lan", "letters:seal", letter.pk, desk.item(letter).pk)
    return " ".join(response.content.decode().split())


def test_the_sheet_offers_the_kept_numbers_that_fit(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("number_and_seal")
    assert "reserved number fits" not in sheet(desk, letter)
    keep(desk)
    keep(desk, "Thông báo đầu tuần sau", days=5)
    shown = sheet(desk, letter)
    assert "1 reserved number fits" in shown
    assert "Quyết định khen thưởng" in shown
    assert "Thông báo đầu tuần sau" not in shown


def test_a_kept_number_is_used_with_its_day(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("number_and_seal")
    kept = keep(desk)
    assert seal(desk, letter, kept=str(kept.pk)).status_code == 302
    numbered = desk.office.read(letter)
    kept.refresh_from_db()
    assert (numbered.allocation, kept.state, kept.letter) == (kept, AllocationState.ALLOCATED, numbered)


def test_a_kept_number_gone_meanwhile_is_said_at_its_field(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("number_and_seal")
    kept = keep(desk)
    numbering.void_reservation(
        allocation=kept, reason="Không ban hành nữa", by=desk.office.actors["lan"], at=desk.office.at
    )
    assert seal(desk, letter, kept=str(kept.pk)).status_code == 422  # no longer among the choices
    assert desk.status(letter) == "signed"


def test_a_number_with_a_letter_needs_both_parts_and_a_reason(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("number_and_seal")
    keep(desk)
    for typed, said in (
        ({"behind": "1"}, "needs both parts"),
        ({"suffix": "a"}, "needs both parts"),
        ({"behind": "1", "suffix": "a"}, "Give a reason"),
        ({"behind": "7", "suffix": "a", "why": "Ký chậm một ngày"}, "is not in this register"),
    ):
        response = seal(desk, letter, **typed)
        assert response.status_code == 422
        html = response.content.decode()
        assert said in html
        assert '<details class="more" open>' in html
    assert desk.status(letter) == "signed"
    assert seal(desk, letter, behind="1", suffix="a", why="Ký chậm một ngày").status_code == 302
    numbered = desk.office.read(letter)
    assert numbered.reference_code.startswith("01a/")


def test_a_kept_number_and_a_letter_at_once_is_refused(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("number_and_seal")
    kept = keep(desk)
    response = seal(desk, letter, kept=str(kept.pk), behind="1", suffix="a", why="Ký chậm một ngày")
    assert response.status_code == 422
    assert "Choose one" in response.content.decode()
