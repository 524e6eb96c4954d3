"""One letter by the book, and what each station leaves behind."""

from __future__ import annotations

from audit.queries import history_of
from dispatch import queries
from dispatch.enums import AllocationState, EndorsementKind
from dispatch.enums import LetterStatus as S
from dispatch.models.register import RegisterFilters
from dispatch.operations import filing
from signing.enums import SigningRole
from signing.queries import request_for
from tests.cast import Cast
from tests.factories.dispatch import NOON, dossier, letter_at


def test_a_letter_goes_from_draft_to_issue(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)

    assert letter.reference_code == "01/SNV-CCHC"
    assert str(letter.legal_day) == "2026-11-24"
    assert letter.approved_sha256 == letter.prepared_sha256
    assert letter.issued_file_id not in {letter.signed_file_id, letter.prepared_file_id}


def test_every_act_is_in_the_log_in_its_order(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)

    assert [event.name for event in history_of(cast.snv.pk, "letter", letter.pk)] == [
        "letter.drafted",
        "letter.version_saved",
        "letter.submitted",
        "letter.content_passed",
        "letter.format_passed",
        "letter.prepared",
        "letter.approved",
        "letter.signature_requested",
        "letter.leader_signed",
        "letter.numbered",
        "letter.issued",
    ]


def test_three_people_answer_for_it_with_their_names(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)

    said = [(e.kind, e.post.person.full_name, e.passed) for e in queries.endorsements_of(letter)]
    assert said == [
        (EndorsementKind.CONTENT, "Phạm Thị Hòa", True),
        (EndorsementKind.FORMAT, "Lê Anh Dũng", True),
        (EndorsementKind.APPROVAL, "Vũ Hải Bình", True),
    ]


def test_the_seal_is_asked_for_with_number_and_day_as_printed(cast: Cast) -> None:
    letter = letter_at(cast, S.NUMBERED)

    request = request_for(cast.snv, "letter", str(letter.pk), SigningRole.SEAL)
    assert request is not None
    assert request.prefill == {"Number": "01", "Day": "24 tháng 11 năm 2026"}


def test_the_register_has_its_line(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)

    (line,) = queries.outgoing_register(cast.snv, RegisterFilters())
    assert (line.reference_code, line.state, line.letter) == (
        "01/SNV-CCHC",
        AllocationState.ALLOCATED,
        letter,
    )


def test_an_issued_letter_is_filed_into_several_dossiers_and_remembers_the_first(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    first, second = dossier(cast), dossier(cast, "02.CCHC")

    record = filing.file_letter(letter=letter, dossier=first, by=cast.actor("minh"), at=NOON)
    filing.file_letter(letter=letter, dossier=second, by=cast.actor("lan"), at=NOON)

    letter.refresh_from_db()
    assert letter.dossier == first
    assert (record.label, record.code, record.ordinal) == ("Công văn", "01/SNV-CCHC", 1)
    assert letter in queries.letters_visible_to(cast.actor("thu"), NOON)
