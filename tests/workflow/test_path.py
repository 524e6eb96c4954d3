"""A letter goes the whole way, and every way back, out and aside."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from audit.models import Event
from dispatch import errors as letter_errors
from dispatch import queries as letters
from dispatch.enums import LetterStatus
from signing import errors as signing_errors
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from tests.workflow.office import PIN, Office
from workflow import doctor, errors, queries
from workflow.enums import Outcome
from workflow.outgoing_letter import moves

WAY = [
    ("draft", LetterStatus.DRAFT),
    ("check_content", LetterStatus.CONTENT_CHECK),
    ("check_format", LetterStatus.FORMAT_CHECK),
    ("prepare", LetterStatus.PREPARING),
    ("approve", LetterStatus.APPROVAL),
    ("sign", LetterStatus.SIGNATURE),
    ("await_signature", LetterStatus.SIGNING),
    ("number_and_seal", LetterStatus.SIGNED),
    ("await_seal", LetterStatus.NUMBERED),
    ("file_letter", LetterStatus.ISSUED),
]


def test_the_whole_way(office: Office) -> None:
    letter = office.draft()
    for step, status in WAY:
        assert queries.position_of(letter) == {step}
        assert office.read(letter).status == status
        assert doctor.findings(office.at) == []
        office.next(letter, step)
    letter = office.read(letter)
    assert queries.position_of(letter) == set()
    assert letter.dossier is not None
    assert letter.allocation.number == 1
    assert doctor.findings(office.at) == []
    names = list(Event.objects.filter(subject_kind="letter").values_list("name", flat=True))
    assert names == [
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
        "letter.filed",
    ]


def test_approving_and_signing_at_once_skips_the_step_of_signing(office: Office) -> None:
    letter = office.at_step("approve")
    moves.approve_and_sign(
        item=office.item(letter), sha256=letter.prepared_sha256, pin=PIN, by=office.binh, at=office.later()
    )
    assert queries.position_of(letter) == {"await_signature"}
    assert office.read(letter).status == LetterStatus.SIGNING
    assert doctor.findings(office.at) == []


def test_a_wrong_pin_changes_nothing_and_the_step_stays(office: Office) -> None:
    letter = office.at_step("sign")
    before = Event.objects.count()
    with pytest.raises(signing_errors.WrongPin):
        moves.sign(
            item=office.item(letter),
            sha256=letter.prepared_sha256,
            pin="000000",
            by=office.binh,
            at=office.later(),
        )
    assert queries.position_of(letter) == {"sign"}
    assert office.read(letter).status == LetterStatus.SIGNATURE
    assert Event.objects.count() == before
    office.carry(letter, "number_and_seal")


def test_other_bytes_than_the_ones_read_are_not_approved(office: Office) -> None:
    letter = office.at_step("approve")
    with pytest.raises(letter_errors.ApprovedFileIsAnother):
        moves.approve(item=office.item(letter), sha256="0" * 64, by=office.binh, at=office.later())
    assert queries.position_of(letter) == {"approve"}


@pytest.mark.parametrize("step", ["check_content", "check_format", "approve", "sign"])
def test_a_returned_letter_is_a_draft_again_and_keeps_everything(office: Office, step: str) -> None:
    letter = office.at_step(step)
    item = office.item(letter)
    moves.send_back(item=item, reason="Thiếu căn cứ pháp lý", by=office.holder(item), at=office.later())
    letter = office.read(letter)
    assert queries.position_of(letter) == {"draft"}
    assert (letter.status, letter.version_number) == (LetterStatus.DRAFT, 1)
    assert office.item(letter).reason == Outcome.RETURNED
    assert {row.voided_at is None for row in letters.endorsements_of(letter) if row.passed} <= {False}
    assert doctor.findings(office.at) == []
    office.carry(office.write(letter, subject="Rà soát lần hai"), "file_letter")


def test_the_drafter_takes_back_what_nobody_has_opened(office: Office) -> None:
    letter = office.at_step("check_content")
    moves.take_back(letter=letter, by=office.minh, at=office.later())
    assert queries.position_of(letter) == {"draft"}
    assert office.item(letter).reason == Outcome.TAKEN_BACK


def test_what_was_opened_is_not_taken_back(office: Office) -> None:
    letter = office.at_step("check_content")
    moves.note_opened(letter=letter, by=office.hoa, at=office.later())
    assert office.item(letter).opened_at == office.at
    with pytest.raises(letter_errors.OpenedAlready):
        moves.take_back(letter=letter, by=office.minh, at=office.later())
    assert queries.position_of(letter) == {"check_content"}


def test_the_one_who_takes_part_but_does_not_hold_the_step_does_not_open_it(office: Office) -> None:
    letter = office.at_step("check_content")
    moves.note_opened(letter=letter, by=office.tam, at=office.later())
    assert office.item(letter).opened_at is None


@pytest.mark.parametrize(
    "step", ["draft", "check_content", "check_format", "prepare", "approve", "sign", "number_and_seal"]
)
def test_a_withdrawn_letter_ends_wherever_it_stood(office: Office, step: str) -> None:
    letter = office.at_step(step)
    moves.withdraw(letter=letter, reason="Không còn cần thiết", by=office.minh, at=office.later())
    assert office.read(letter).status == LetterStatus.WITHDRAWN
    assert queries.position_of(letter) == set()
    assert not queries.open_items_of(letter).exists()
    assert doctor.findings(office.at) == []


def test_a_letter_that_is_being_signed_is_not_withdrawn(office: Office) -> None:
    letter = office.at_step("await_signature")
    with pytest.raises(letter_errors.LetterIsBeingSigned):
        moves.withdraw(letter=letter, reason="Không còn cần thiết", by=office.minh, at=office.later())
    assert queries.position_of(letter) == {"await_signature"}


def test_a_withdrawn_letter_cannot_be_withdrawn_again(office: Office) -> None:
    letter = office.at_step("draft")
    moves.withdraw(letter=letter, reason="Không còn cần thiết", by=office.minh, at=office.later())
    with pytest.raises(errors.NotUnderWay):
        moves.withdraw(letter=letter, reason="Không còn cần thiết", by=office.minh, at=office.later())


@pytest.mark.parametrize("step", ["approve", "sign"])
def test_a_refused_letter_ends(office: Office, step: str) -> None:
    letter = office.at_step(step)
    moves.refuse(item=office.item(letter), reason="Không thuộc thẩm quyền", by=office.binh, at=office.later())
    assert office.read(letter).status == LetterStatus.REFUSED
    assert queries.position_of(letter) == set()
    assert doctor.findings(office.at) == []


def test_a_failed_signature_asks_the_signer_again(office: Office) -> None:
    letter = office.at_step("await_signature")
    office.signature_comes(letter, SigningRole.LEADER, RequestState.FAILED)
    assert queries.position_of(letter) == {"sign"}
    assert office.item(letter).reason == Outcome.FAILED
    assert doctor.findings(office.at) == []
    office.carry(letter, "number_and_seal")


def test_a_failed_seal_asks_the_registry_again_and_keeps_the_number(office: Office) -> None:
    letter = office.at_step("await_seal")
    office.signature_comes(letter, SigningRole.SEAL, RequestState.FAILED)
    assert queries.position_of(letter) == {"number_and_seal"}
    assert office.read(letter).status == LetterStatus.NUMBERED
    assert doctor.findings(office.at) == []
    letter = office.carry(letter, "file_letter")
    assert letter.allocation.number == 1


def test_a_voided_number_brings_the_letter_back_to_the_registry(office: Office) -> None:
    letter = office.at_step("await_seal")
    # The signer was restarted before it sealed: the request waits for its PIN again.
    SigningRequest.objects.filter(origin_key=letter.pk, role="seal").update(state=RequestState.PREPARED)
    moves.void_number(letter=letter, reason="Ghi nhầm ngày ban hành", by=office.lan, at=office.later())
    assert queries.position_of(letter) == {"number_and_seal"}
    assert office.read(letter).status == LetterStatus.SIGNED
    assert doctor.findings(office.at) == []
    assert office.carry(letter, "file_letter").allocation.number == 2


def test_after_a_failed_seal_the_number_can_be_voided_where_the_letter_stands(office: Office) -> None:
    letter = office.at_step("await_seal")
    office.signature_comes(letter, SigningRole.SEAL, RequestState.FAILED)
    moves.void_number(letter=letter, reason="Ghi nhầm ngày ban hành", by=office.lan, at=office.later())
    assert queries.position_of(letter) == {"number_and_seal"}
    assert doctor.findings(office.at) == []
    assert office.carry(letter, "file_letter").allocation.number == 2


def test_a_vacant_post_stops_the_letter_and_nothing_is_skipped(office: Office) -> None:
    letter = office.at_step("check_content")
    post = office.dung.post
    post.valid_until = office.at.date() - timedelta(days=1)
    post.save()
    with pytest.raises(errors.NobodyHoldsTheStep):
        office.next(letter, "check_content")
    assert queries.position_of(letter) == {"check_content"}
    assert office.read(letter).status == LetterStatus.CONTENT_CHECK


def test_a_head_who_drafts_passes_his_own_content_by_an_act_of_his_own(office: Office) -> None:
    letter = office.at_step("check_content", by="hoa")
    assert office.item(letter).owner_post == office.hoa.post
    office.carry(letter, "check_format")
    assert letters.endorsements_of(letter).get().post == office.hoa.post


def test_deadlines_are_working_days_and_hurry_with_the_letter(office: Office) -> None:
    # Noon of Tuesday 24 November 2026
    letter = office.at_step("check_content")
    assert office.item(letter).due_on == date(2026, 11, 26)
    hurried = office.at_step("check_format", urgency="express")
    assert office.item(hurried).due_on == date(2026, 11, 24)
    assert office.item(office.draft()).due_on is None


def test_the_step_over_a_weekend_is_due_after_it(office: Office) -> None:
    letter = office.draft()
    office.later(days=3)  # Friday
    office.carry(letter, "check_content")
    assert office.item(letter).due_on == date(2026, 12, 1)
