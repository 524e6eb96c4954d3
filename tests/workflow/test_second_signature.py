"""Minutes with the secretary's signature beside the chair's: signed after the chair, before number and seal."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import Error

from dispatch import errors, policies
from dispatch import queries as letters
from dispatch.enums import CosigningState, LetterStatus
from dispatch.models import CoSignature, OutgoingLetter
from dispatch.operations import cosigning as acts
from files.enums import FileRole
from signing import queries as signatures
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from tests.workflow.office import PIN, Office, certificate
from workflow import doctor, queries, rebuilding
from workflow.errors import StaleTask, StepIsNotYours
from workflow.outgoing_letter import cosigning, moves, starting

SAID = {
    "began": "8 giờ 00 phút ngày 24 tháng 11 năm 2026",
    "place": "Phòng họp số 1",
    "attended": "Ban Giám đốc; Chánh Văn phòng",
    "ended": "10 giờ 30 phút cùng ngày",
}


@pytest.fixture
def secretary(office: Office) -> Office:
    """The office, whose officer Tâm has a certificate and takes minutes."""
    certificate(office, office.tam.person)
    return office


def minutes(office: Office, **fields: Any) -> OutgoingLetter:
    letter = starting.start(kind="bien_ban", unit=office.minh.post.unit, by=office.minh, at=office.later())
    values = {
        "addressees": [], "subject": "họp giao ban tháng 11", "particulars": SAID,
        "second_post_id": office.tam.post.pk, **fields,
    }  # fmt: skip
    return office.write(letter, **values)


def at(office: Office, step: str) -> OutgoingLetter:
    return office.carry(minutes(office), step)


def second(letter: OutgoingLetter) -> CoSignature:
    row = letters.cosignature_of(letter)
    assert row is not None
    return row


def sha(letter: OutgoingLetter) -> str:
    assert letter.signed_file is not None
    return letter.signed_file.sha256


def test_the_secretary_signs_what_the_chair_signed_and_then_it_is_numbered(secretary: Office) -> None:
    letter = at(secretary, "cosign")
    assert (letter.status, second(letter).state) == (LetterStatus.COSIGNATURE, CosigningState.TO_SIGN)
    item, chairs = secretary.item(letter), sha(letter)
    assert item.owner_post == secretary.tam.post

    request = cosigning.cosign(item=item, sha256=chairs, pin=PIN, by=secretary.tam, at=secretary.later())
    assert (request.role, request.expected_sha256) == (SigningRole.SECOND, chairs)
    letter = secretary.carry(letter, "number_and_seal")
    assert (letter.status, second(letter).state) == (LetterStatus.SIGNED, CosigningState.SIGNED)
    assert sha(letter) != chairs

    letter = secretary.carry(letter, "file_letter")
    assert letter.status == LetterStatus.ISSUED
    assert doctor.findings(secretary.at) == []
    rail = [(one.step, one.who) for one in queries.progress_of(letter) if one.step in ("sign", "cosign")]
    assert rail == [("sign", "Nguyễn Văn Bình"), ("cosign", "Hồ Thanh Tâm")]


def test_the_page_names_who_signs_wherever_it_names_the_secretary(secretary: Office) -> None:
    from dispatch.operations import pages

    letter = at(secretary, "approve")
    page = pages.page_of(letter, letter.draft, letter.printed)
    assert page.second is not None and page.second.signer_name == "Hồ Thanh Tâm"
    assert page.says("secretary") == "Hồ Thanh Tâm"


def test_nobody_else_signs_beside_the_signer_and_nobody_for_him(secretary: Office) -> None:
    letter = at(secretary, "cosign")
    item = secretary.item(letter)
    for who in ("binh", "minh", "lan"):
        with pytest.raises(StepIsNotYours):
            cosigning.cosign(
                item=item, sha256=sha(letter), pin=PIN, by=secretary.actors[who], at=secretary.later()
            )
    assert not policies.may_cosign(secretary.binh, letter)
    with pytest.raises(errors.NotTheSecondSigner):
        acts.request_second_signature(
            letter=letter, sha256=sha(letter), by=secretary.yen, at=secretary.later()
        )


def test_other_bytes_than_the_signers_are_refused(secretary: Office) -> None:
    letter = at(secretary, "cosign")
    with pytest.raises(errors.ApprovedFileIsAnother):
        cosigning.cosign(
            item=secretary.item(letter),
            sha256=letter.prepared_sha256,
            pin=PIN,
            by=secretary.tam,
            at=secretary.later(),
        )
    assert secretary.read(letter).status == LetterStatus.COSIGNATURE


def test_a_second_click_changes_nothing(secretary: Office) -> None:
    letter = at(secretary, "cosign")
    item = secretary.item(letter)
    cosigning.cosign(item=item, sha256=sha(letter), pin=PIN, by=secretary.tam, at=secretary.later())
    with pytest.raises(StaleTask):
        cosigning.cosign(item=item, sha256=sha(letter), pin=PIN, by=secretary.tam, at=secretary.later())
    assert SigningRequest.objects.filter(role=SigningRole.SECOND).count() == 1


def test_a_failed_second_signature_is_asked_for_again(secretary: Office) -> None:
    letter = at(secretary, "await_cosignature")
    secretary.signature_comes(letter, SigningRole.SECOND, RequestState.FAILED)
    letter = secretary.read(letter)
    assert letter.status == LetterStatus.COSIGNATURE
    assert secretary.item(letter).step == "cosign"
    assert doctor.findings(secretary.at) == []
    secretary.carry(letter, "file_letter")
    assert secretary.read(letter).status == LetterStatus.ISSUED


def test_declined_it_is_a_draft_again_and_both_sign_the_new_text(secretary: Office) -> None:
    letter = at(secretary, "cosign")
    first = signatures.request_for(secretary.organisation, "letter", str(letter.pk), SigningRole.LEADER)
    assert first is not None
    cosigning.decline(
        item=secretary.item(letter),
        reason="Thiếu ý kiến của Văn phòng",
        by=secretary.tam,
        at=secretary.later(),
    )
    letter = secretary.read(letter)
    assert (letter.status, letter.signed_file, letter.signed_at) == (LetterStatus.DRAFT, None, None)
    first.refresh_from_db()
    assert first.state == RequestState.SET_ASIDE
    assert first.result is not None  # what was signed is kept, and counts no more
    assert letters.cosignature_of(letter) is None
    assert doctor.findings(secretary.at) == []

    letter = secretary.carry(letter, "file_letter")
    states = [one.state for one in letters.cosignatures_of(letter)]
    assert (letter.status, states) == (LetterStatus.ISSUED, [CosigningState.REFUSED, CosigningState.SIGNED])


def test_a_refusal_needs_a_reason(secretary: Office) -> None:
    letter = at(secretary, "cosign")
    with pytest.raises(errors.ReasonIsMissing):
        cosigning.decline(item=secretary.item(letter), reason="…", by=secretary.tam, at=secretary.later())


def test_drafter_and_signer_call_it_back_until_it_is_being_signed(secretary: Office) -> None:
    letter = at(secretary, "cosign")
    assert not policies.may_call_back(secretary.tam, letter)
    cosigning.call_back(letter=letter, reason="Sửa nội dung", by=secretary.minh, at=secretary.later())
    letter = secretary.read(letter)
    assert letter.status == LetterStatus.DRAFT
    assert doctor.findings(secretary.at) == []

    letter = secretary.carry(letter, "await_cosignature")
    with pytest.raises(errors.LetterIsBeingSigned):
        cosigning.call_back(letter=letter, reason="Sửa nội dung", by=secretary.binh, at=secretary.later())
    with pytest.raises(errors.LetterIsBeingSigned):
        moves.withdraw(letter=letter, reason="Không ban hành nữa", by=secretary.minh, at=secretary.later())


def test_withdrawn_it_waits_for_nobody(secretary: Office) -> None:
    letter = at(secretary, "cosign")
    moves.withdraw(letter=letter, reason="Không ban hành nữa", by=secretary.minh, at=secretary.later())
    assert secretary.items(letter) == []
    assert [one.state for one in letters.cosignatures_of(letter)] == [CosigningState.WITHDRAWN]


def test_who_cannot_sign_beside_the_signer_cannot_be_chosen(secretary: Office) -> None:
    letter = minutes(secretary, second_post_id=secretary.binh.post.pk)
    with pytest.raises(errors.SecondSignerIsMissing):
        moves.submit(item=secretary.item(letter), by=secretary.minh, at=secretary.later())
    letter = secretary.draft(second_post_id=secretary.tam.post.pk)
    with pytest.raises(errors.KindHasOneSignature):
        moves.submit(item=secretary.item(letter), by=secretary.minh, at=secretary.later())


def test_the_database_issues_no_letter_that_lacks_a_signature(secretary: Office) -> None:
    letter = at(secretary, "await_seal")
    CoSignature.objects.filter(letter=letter).update(state=CosigningState.TO_SIGN, signed_at=None)
    with pytest.raises(errors.SecondSignatureIsMissing):
        request = signatures.request_for(secretary.organisation, "letter", str(letter.pk), SigningRole.SEAL)
        file = secretary.file(b"%sealed", FileRole.ISSUED)
        SigningRequest.objects.filter(pk=request.pk).update(
            state="completed", result=file, completed_at=secretary.at
        )
        from dispatch.operations import issuing
        from organisation.models.actor import Actor

        issuing.sealed(
            letter=letter, file=file, by=Actor.system(secretary.organisation, "test"), at=secretary.at
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingLetter.objects.filter(pk=letter.pk).update(
            status=LetterStatus.ISSUED, issued_at=secretary.at, issued_file=letter.signed_file
        )


def test_an_issued_letter_keeps_its_second_signature(secretary: Office) -> None:
    letter = at(secretary, "file_letter")
    with pytest.raises(Error), transaction.atomic():
        CoSignature.objects.filter(letter=letter).update(reason="khác")
    with pytest.raises(Error), transaction.atomic():
        CoSignature.objects.filter(letter=letter).delete()


def test_a_lost_driver_finds_its_place_again(secretary: Office) -> None:
    from viewflow.workflow.models import Process

    for step in ("cosign", "await_cosignature"):
        letter = at(secretary, step)
        Process._default_manager.filter(artifact_object_id=letter.pk).delete()
        rebuilding.rebuild([letter], at=secretary.later())
        assert queries.position_of(letter) == {step}
        assert secretary.read(secretary.carry(letter, "file_letter")).status == LetterStatus.ISSUED


def test_a_draft_without_a_second_signatory_keeps_its_stored_form(secretary: Office) -> None:
    assert "second_post_id" not in secretary.draft().content
