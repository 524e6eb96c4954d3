"""Reading: who sees what, the register with its filters said aloud, what a QR code tells."""

from __future__ import annotations

import pytest
from django.utils import translation

from dispatch import queries
from dispatch.enums import AllocationState
from dispatch.enums import LetterStatus as S
from dispatch.models import OutgoingLetter
from dispatch.models.register import RegisterFilters
from dispatch.operations import numbering
from tests.cast import NAMES, Cast
from tests.factories.dispatch import NOON, draft, fresh, letter_at, year_series

DAY = NOON.date()


def test_a_draft_is_the_drafters_alone(cast: Cast) -> None:
    letter = draft(cast)
    assert {name for name in NAMES if letter in queries.letters_visible_to(cast.actor(name), NOON)} == {
        "minh"
    }


def test_an_administrator_never_reads_letters_by_role(cast: Cast) -> None:
    for station in (S.DRAFT, S.APPROVAL, S.ISSUED):
        letter_at(cast, station)
    assert not queries.letters_visible_to(cast.actor("quan"), NOON).exists()


def test_who_stands_in_sees_what_the_absent_colleague_sees(cast: Cast) -> None:
    letter = letter_at(cast, S.FORMAT_CHECK)
    assert letter not in queries.letters_visible_to(cast.actor("thu"), NOON)
    cast.standing_in("dung", by="thu", day=DAY)
    assert letter in queries.letters_visible_to(cast.actor("thu"), NOON)


def test_a_letter_out_of_sight_is_as_if_it_did_not_exist(cast: Cast) -> None:
    letter = draft(cast)
    with pytest.raises(OutgoingLetter.DoesNotExist):
        queries.letter_for(cast.actor("lan"), NOON, letter.pk)
    with pytest.raises(OutgoingLetter.DoesNotExist):
        queries.letter_for(cast.actor("lan"), NOON, letter.pk + 10_000)


def test_a_page_of_letters_costs_a_fixed_number_of_queries(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    counts = []
    for _turn in range(2):
        letter_at(cast, S.CONTENT_CHECK)
        with django_assert_max_num_queries(5) as seen:  # type: ignore[operator]
            for letter in queries.letters_visible_to(cast.actor("minh"), NOON):
                assert str(letter.unit) and str(letter.drafter) and str(letter.signer_post.person)
        counts.append(len(seen))
    assert counts[0] == counts[1]


# ---------------------------------------------------------------- the register
def register(cast: Cast, **filters: object) -> list[str]:
    lines = queries.outgoing_register(cast.snv, RegisterFilters(**filters))  # type: ignore[arg-type]
    return [line.reference_code for line in lines]


def test_the_register_filters_by_what_it_is_told_and_nothing_else(cast: Cast) -> None:
    first = letter_at(cast, S.NUMBERED)
    second = letter_at(cast, S.ISSUED, signer="yen")
    assert first.allocation is not None
    numbering.void(allocation=first.allocation, reason="Sai ngày tháng", by=cast.actor("lan"), at=NOON)
    assert second.allocation is not None

    everything = ["01/SNV-CCHC", "02/SNV-CCHC"]
    assert register(cast) == everything
    assert register(cast, year=2026, kinds=("cong_van",), series=second.allocation.series) == everything
    assert register(cast, state=AllocationState.VOID) == ["01/SNV-CCHC"]
    assert register(cast, signer=cast.yen) == ["02/SNV-CCHC"]
    assert register(cast, unit=cast.units["CCHC"], since=DAY, until=DAY) == everything
    assert register(cast, text="RA SOAT VIEC GUI") == everything
    assert register(cast, text="02/snv") == ["02/SNV-CCHC"]
    for nothing in (
        {"year": 2025},
        {"kinds": ("quyet_dinh",)},
        {"text": "không có"},
        {"unit": cast.units["VP"]},
    ):
        assert register(cast, **nothing) == []


def test_another_offices_register_is_empty_here(cast: Cast) -> None:
    letter_at(cast, S.NUMBERED)
    assert not queries.outgoing_register(cast.stranger.organisation, RegisterFilters()).exists()


def test_every_filter_in_use_is_said_aloud(cast: Cast) -> None:
    counter = year_series(cast.snv, cast)
    filters = RegisterFilters(
        series=counter,
        year=2026,
        kinds=("cong_van", "quyet_dinh"),
        unit=cast.units["CCHC"],
        signer=cast.binh,
        state=AllocationState.VOID,
        since=DAY,
        until=DAY,
        text="ký số",
    )
    with translation.override("en"):
        assert RegisterFilters().describe() == []
        assert filters.describe() == [
            "series “Văn bản đi 2026”",
            "year 2026",
            "kind: Công văn, Quyết định",
            "drafted by Phòng Cải cách hành chính",
            "signed by Vũ Hải Bình",
            "numbers that are void",
            "dated from 24/11/2026",
            "dated until 24/11/2026",
            "with “ký số”",
        ]


def test_what_waits_for_its_seal_is_listed_for_the_alarm(cast: Cast) -> None:
    letter = letter_at(cast, S.NUMBERED)
    letter_at(cast, S.ISSUED)
    assert list(queries.awaiting_seal(cast.snv)) == [letter]
    assert list(queries.awaiting_seal()) == [letter]


# ---------------------------------------------------------------- what anyone may verify
def test_a_token_tells_of_an_issued_letter_only(cast: Cast) -> None:
    waiting, issued = letter_at(cast, S.NUMBERED), letter_at(cast, S.ISSUED)
    assert queries.by_verify_token(issued.verify_token) == issued
    assert queries.by_verify_token(waiting.verify_token) is None
    assert queries.by_verify_token("A" * 24) is None
    assert queries.by_verify_token("") is None


def test_the_page_behind_the_qr_says_who_number_day_and_hash(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED, signer="yen")
    facts = queries.public_facts(letter)
    assert letter.issued_file is not None
    assert (facts.issuer, facts.kind, facts.reference_code, facts.legal_day) == (
        "SỞ NỘI VỤ",
        "Công văn",
        "01/SNV-CCHC",
        DAY,
    )
    assert (facts.signer, facts.signer_title) == ("Đỗ Hoàng Yến", "PHÓ GIÁM ĐỐC")
    assert facts.issued_sha256 == (letter.issued_file.sha256,)


def test_the_subject_is_shown_only_if_the_office_says_so(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    assert queries.public_facts(letter).subject is None
    cast.snv.settings = {"verify_shows_subject": True}
    cast.snv.save()
    assert queries.public_facts(fresh(letter)).subject == letter.subject


def test_nothing_is_told_of_a_letter_that_is_not_issued(cast: Cast) -> None:
    with pytest.raises(ValueError, match="not issued"):
        queries.public_facts(letter_at(cast, S.NUMBERED))


def test_the_whole_installation_is_read_for_export_and_doctor(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    (counter,) = queries.all_series()
    assert list(queries.all_issued()) == [letter]
    assert list(queries.numbers_of(counter)) == [1]
