"""A letter two organisations issue together: asked, signed, numbered, sealed twice, and everything that may go wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from dispatch import errors, policies
from dispatch import queries as letters
from dispatch.enums import CosigningState, LetterStatus
from dispatch.models import CoSignature, JointRequest, OutgoingLetter
from dispatch.operations import joint_answering, joint_asking, joint_carrying
from files import queries as files
from jobs.models import Job
from signing import queries as signatures
from signing.enums import Level, RequestState, SigningRole, VerdictStatus
from signing.judging import isolation
from signing.models import SigningRequest
from tests.signing.conftest import pki
from tests.sizes import LONG
from tests.workflow.jointhouse import (
    HANDLERS,
    House,
    RealOffice,
    agree,
    ask,
    house,
    request_of,
    row_of,
    signer,
    work,
)
from tests.workflow.office import PIN
from workflow import doctor, queries, rebuilding
from workflow.outgoing_letter import cosigning, joint, moves

__all__ = ["house", "pki", "signer"]  # fixtures


def asked(house: House) -> tuple[OutgoingLetter, JointRequest]:
    """A draft whose partner was asked and has said that Yến signs there."""
    letter = house.lead.plan()
    agree(house.partner, ask(*house, letter))
    return house.lead.read(letter), request_of(letter)


def to_sign(house: House) -> tuple[OutgoingLetter, JointRequest]:
    """A letter the lead's leader has signed, laid before the partner."""
    letter, _request = asked(house)
    letter = house.lead.carry(letter, "await_partner")
    work()
    return letter, request_of(letter)


def partner_signs(house: House, request: JointRequest) -> SigningRequest:
    """Let Yến sign for the partner."""
    return joint.sign(
        request=request, sha256=request.file.sha256, pin=PIN, by=house.partner.yen, at=house.partner.later()
    )


def partner_seals(house: House, request: JointRequest) -> SigningRequest:
    """Let the partner's registry seal."""
    return joint.seal(
        request=request, sha256=request.file.sha256, pin=PIN, by=house.partner.lan, at=house.partner.later()
    )


def events(office: RealOffice, kind: str, key: int) -> list[str]:
    from audit.queries import history_of

    return [one.name for one in history_of(office.organisation.pk, kind, key)]


def test_the_whole_way_of_a_joint_letter(house: House, signer: None) -> None:
    letter, request = to_sign(house)
    assert (letter.status, row_of(letter).state, request.state) == (
        LetterStatus.COSIGNATURE,
        "to_sign",
        "to_sign",
    )
    assert files.content_of(request.file) == files.content_of(letter.signed_file)
    leaders = files.content_of(letter.signed_file)

    partner_signs(house, request)
    work()
    letter, request = house.lead.read(letter), request_of(letter)
    assert (letter.status, row_of(letter).state, request.state) == (LetterStatus.SIGNED, "signed", "signed")
    both = files.content_of(letter.signed_file)
    assert both.startswith(leaders)
    assert policies.may_refuse_joint(house.partner.lan, request).refusal  # what was signed is not taken back

    letter = house.lead.carry(letter, "await_partner_seal")
    work()
    request = request_of(letter)
    assert (letter.status, row_of(letter).state, request.state) == (
        LetterStatus.NUMBERED,
        "to_seal",
        "to_seal",
    )
    assert request.reference_code == letter.reference_code == "01/KH-SNV-STC"

    partner_seals(house, request)
    work()
    letter, request = house.lead.read(letter), request_of(letter)
    assert (letter.status, row_of(letter).state, request.state) == (LetterStatus.ISSUED, "sealed", "sealed")
    issued = files.content_of(letter.issued_file)
    assert issued.startswith(both) and issued == files.content_of(request.file)
    assert doctor.findings(house.lead.at) == []
    assert letters.unlike_joint_rows(datetime.now(UTC)) == []
    assert not Job.objects.filter(kind__in=HANDLERS).exclude(state="done").exists()

    found_ = isolation.judge(issued, signatures.trust_roots(), at=datetime.now(UTC))
    assert (found_.status, found_.level) == (VerdictStatus.ACCEPT, Level.B_LTA)
    assert [one.field for one in found_.signers] == ["Leader", "Second", "Seal", "Partner"]
    for cut in (leaders, both):  # a byte of what each of them signed
        place = len(cut) // 2
        forged = issued[:place] + bytes([issued[place] ^ 1]) + issued[place + 1 :]
        assert (
            isolation.judge(forged, signatures.trust_roots(), at=datetime.now(UTC)).status
            is VerdictStatus.REJECT
        )

    facts = letters.public_facts(letter)
    assert facts.issuer == "SỞ NỘI VỤ - SỞ TÀI CHÍNH"
    line = letters.with_standing(type(letter.allocation).objects.filter(pk=letter.allocation_id)).get()
    assert line.joint_with == "SỞ TÀI CHÍNH"
    steps = [
        (one.step, one.who) for one in queries.progress_of(letter) if one.step.startswith("await_partner")
    ]
    assert steps == [("await_partner", "Phạm Thị Yến"), ("await_partner_seal", "SỞ TÀI CHÍNH")]
    assert events(house.partner, "joint", request.pk) == [
        "joint.asked", "joint.agreed", "joint.to_sign", "joint.signed", "joint.to_seal", "joint.sealed",
    ]  # fmt: skip


def test_the_partner_reads_the_draft_and_says_who_signs_before_it_can_be_submitted(house: House) -> None:
    letter = house.lead.plan()
    request = ask(*house, letter)
    assert (request.state, request.sender, request.kind) == ("asked", "SỞ NỘI VỤ", "ke_hoach")
    assert files.content_of(request.file).startswith(b"%PDF")
    with pytest.raises(errors.PartnerHasNotSaid):
        moves.submit(item=house.lead.item(letter), by=house.lead.minh, at=house.lead.later())

    agree(house.partner, request)
    assert row_of(letter).words["authority_lines"] == ["KT. GIÁM ĐỐC"]
    letter = house.lead.carry(letter, "approve")
    printed = letter.printed
    assert printed["issuer"] == "SỞ NỘI VỤ - SỞ TÀI CHÍNH"
    assert printed["symbol"] == "KH-SNV-STC"
    assert printed["superior"] == "ỦY BAN NHÂN DÂN TỈNH HƯNG SƠN"  # the same above both stands there once
    assert printed["second"]["signer"] == "Phạm Thị Yến"


def test_only_who_has_a_mandate_can_be_named_and_only_by_those_who_answer(house: House) -> None:
    request = ask(*house, house.lead.plan())
    with pytest.raises(errors.SignerHasNoMandate):
        agree(house.partner, request, "minh")
    with pytest.raises(errors.NotForJointLetters):
        joint_answering.name_signer(
            request=request, post=house.partner.yen.post, by=house.partner.minh, at=house.partner.later()
        )
    with pytest.raises(errors.SignerHasNoMandate):  # a post of the lead is nobody here
        joint_answering.name_signer(
            request=request, post=house.lead.yen.post, by=house.partner.lan, at=house.partner.later()
        )
    agree(house.partner, request)
    with pytest.raises(errors.JointIsOver):  # the second of two who answer
        agree(house.partner, request, "binh")


def test_nobody_of_another_organisation_sees_or_answers_it(house: House) -> None:
    request = ask(*house, house.lead.plan())
    for who in ("lan", "binh", "minh"):
        assert not policies.may_read_joint(house.lead.actors[who], request)
    with pytest.raises(errors.NotForJointLetters):
        joint_answering.name_signer(
            request=request, post=house.partner.yen.post, by=house.lead.lan, at=house.lead.later()
        )
    assert list(letters.joint_requests_of(house.lead.organisation)) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        JointRequest.objects.filter(pk=request.pk).update(signer_post=house.lead.yen.post)


def test_one_partner_at_a_time_of_this_installation_and_never_for_minutes(house: House) -> None:
    letter = house.lead.plan()
    with pytest.raises(errors.PartnerIsUnknown):
        joint_asking.ask(
            letter=letter, partner=house.lead.organisation, by=house.lead.minh, at=house.lead.later()
        )
    ask(*house, letter)
    with pytest.raises(errors.OneSecondSignatory):
        joint_asking.ask(
            letter=letter, partner=house.partner.organisation, by=house.lead.minh, at=house.lead.later()
        )
    with pytest.raises(errors.NotTheDrafter):
        joint_asking.take_back(
            letter=letter, reason="Không cần nữa", by=house.lead.hoa, at=house.lead.later()
        )
    letter = house.lead.plan(second_post_id=None)
    OutgoingLetter.objects.filter(pk=letter.pk).update(kind="bien_ban")
    with pytest.raises(errors.KindIsNotJoint):
        joint_asking.ask(
            letter=house.lead.read(letter),
            partner=house.partner.organisation,
            by=house.lead.minh,
            at=house.lead.later(),
        )


def test_refused_at_the_question_the_draft_goes_on_alone(house: House) -> None:
    letter = house.lead.plan()
    request = ask(*house, letter)
    with pytest.raises(errors.ReasonIsMissing):
        joint.refuse(request=request, reason="–", by=house.partner.lan, at=house.partner.later())
    joint.refuse(
        request=request, reason="Không thuộc thẩm quyền", by=house.partner.lan, at=house.partner.later()
    )
    assert letters.cosignature_of(letter) is None
    old = letters.cosignatures_of(letter)[-1]
    assert (old.state, old.reason) == (CosigningState.REFUSED, "Không thuộc thẩm quyền")
    letter = house.lead.carry(letter, "approve")
    assert letter.printed["issuer"] == "SỞ NỘI VỤ" and "second" not in letter.printed


def test_taken_back_the_question_is_over_for_the_partner_and_a_late_answer_is_told_so(house: House) -> None:
    letter = house.lead.plan()
    request = ask(*house, letter)
    joint_asking.take_back(letter=letter, reason="Không cần nữa", by=house.lead.minh, at=house.lead.later())
    request.refresh_from_db()
    assert (request.state, request.reason) == (CosigningState.WITHDRAWN, "Không cần nữa")
    with pytest.raises(errors.JointIsOver):
        agree(house.partner, request)
    with pytest.raises(errors.JointIsOver):
        joint.refuse(request=request, reason="Không đồng ý", by=house.partner.lan, at=house.partner.later())


def test_refused_instead_of_signed_the_lead_drafts_again_and_asks_again(house: House, signer: None) -> None:
    letter, request = to_sign(house)
    joint.refuse(
        request=request, reason="Thiếu phụ lục kinh phí", by=house.partner.yen, at=house.partner.later()
    )
    letter = house.lead.read(letter)
    assert (letter.status, letter.signed_file) == (LetterStatus.DRAFT, None)
    assert house.lead.item(letter).step == "draft"
    assert "letter.partner_refused" in events(house.lead, "letter", letter.pk)
    first = signatures.request_for(house.lead.organisation, "letter", str(letter.pk), SigningRole.LEADER)
    assert first is not None and first.state == RequestState.SET_ASIDE
    assert doctor.findings(house.lead.at) == []
    with pytest.raises(errors.JointIsOver):
        partner_signs(house, request)

    again = ask(*house, letter)
    assert again.pk != request.pk
    agree(house.partner, again)
    letter = house.lead.carry(letter, "await_partner")
    assert letter.status == LetterStatus.COSIGNATURE


def test_called_back_while_it_waits_and_not_while_the_partner_signs(house: House, signer: None) -> None:
    letter, request = to_sign(house)
    partner_signs(house, request)  # the PIN is given, the signature is being made
    with pytest.raises(errors.PartnerIsSigning):
        cosigning.call_back(letter=letter, reason="Sửa nội dung", by=house.lead.minh, at=house.lead.later())
    with pytest.raises(errors.PartnerIsSigning):
        moves.withdraw(letter=letter, reason="Không ban hành nữa", by=house.lead.minh, at=house.lead.later())
    with pytest.raises(errors.PartnerIsSigning):
        joint.refuse(request=request, reason="Đổi ý kiến", by=house.partner.lan, at=house.partner.later())
    SigningRequest.objects.filter(role=SigningRole.SECOND).update(
        state=RequestState.PREPARED
    )  # the signer restarted
    cosigning.call_back(letter=letter, reason="Sửa nội dung", by=house.lead.minh, at=house.lead.later())
    request.refresh_from_db()
    assert (house.lead.read(letter).status, request.state) == (LetterStatus.DRAFT, CosigningState.WITHDRAWN)
    assert SigningRequest.objects.get(role=SigningRole.SECOND).state == RequestState.FAILED
    assert doctor.findings(house.lead.at) == []


def test_only_the_named_leader_signs_the_very_bytes_and_twice_is_once(house: House, signer: None) -> None:
    letter, request = to_sign(house)
    for actor in (house.partner.binh, house.partner.lan, house.lead.yen):
        with pytest.raises(errors.NotTheJointSigner):
            joint.sign(
                request=request, sha256=request.file.sha256, pin=PIN, by=actor, at=house.partner.later()
            )
    with pytest.raises(errors.ApprovedFileIsAnother):
        joint.sign(request=request, sha256="0" * 64, pin=PIN, by=house.partner.yen, at=house.partner.later())
    Job.objects.filter(kind=joint_carrying.CARRY).update(state="queued", finished_at=None)
    work()  # the worker died behind carrying it, and does it again
    request.refresh_from_db()
    assert [
        events(house.partner, "joint", request.pk).count(f"joint.{one}") for one in ("asked", "to_sign")
    ] == [1, 1]
    first = partner_signs(house, request)
    with pytest.raises(Exception):  # noqa: B017, PT011 -- a refusal of signing: it no longer waits for a PIN
        partner_signs(house, request)
    work()
    came = Job.objects.get(kind=joint.CAME)
    Job.objects.filter(pk=came.pk).update(
        state="queued", finished_at=None
    )  # the worker died behind its effect
    work()
    assert SigningRequest.objects.filter(role=SigningRole.SECOND).count() == 1
    assert first.pk == SigningRequest.objects.get(role=SigningRole.SECOND).pk
    assert events(house.lead, "letter", letter.pk).count("letter.second_signed") == 1


def test_a_mandate_that_ended_meanwhile_signs_nothing(house: House, signer: None) -> None:
    from organisation.models import SigningMandate
    from organisation.operations import ending

    _letter, request = to_sign(house)
    mandate = SigningMandate.objects.get(pk=request.mandate_id)
    ending.revoke_mandate(
        mandate=mandate, reason="Thôi giữ chức", by=house.partner.quan, at=house.partner.later()
    )
    with pytest.raises(errors.MandateHasChanged):
        partner_signs(house, request)


@LONG
def test_a_voided_number_takes_the_letter_back_from_the_partners_seal(house: House, signer: None) -> None:
    letter, request = to_sign(house)
    partner_signs(house, request)
    work()
    letter = house.lead.carry(house.lead.read(letter), "await_partner_seal")
    work()
    moves.void_number(letter=letter, reason="Ghi nhầm ngày", by=house.lead.lan, at=house.lead.later())
    letter, request = house.lead.read(letter), request_of(letter)
    assert (letter.status, row_of(letter).state, request.state) == (LetterStatus.SIGNED, "signed", "signed")
    assert house.lead.item(letter).step == "number_and_seal"
    assert doctor.findings(house.lead.at) == []
    letter = house.lead.carry(letter, "await_partner_seal")
    work()
    request = request_of(letter)
    assert request.reference_code == "02/KH-SNV-STC"
    partner_seals(house, request)
    work()
    assert house.lead.read(letter).status == LetterStatus.ISSUED


@LONG
def test_the_database_issues_no_joint_letter_without_the_partners_seal(house: House, signer: None) -> None:
    letter, request = to_sign(house)
    partner_signs(house, request)
    work()
    letter = house.lead.carry(house.lead.read(letter), "await_partner_seal")
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingLetter.objects.filter(pk=letter.pk).update(
            status=LetterStatus.ISSUED, issued_at=house.lead.at, issued_file=row_of(letter).sealed_file
        )
    from viewflow.workflow.models import Process

    Process._default_manager.filter(artifact_object_id=letter.pk).delete()
    rebuilding.rebuild([letter], at=house.lead.later())
    assert queries.position_of(letter) == {"await_partner_seal"}
    assert CoSignature.objects.get(letter=letter).state == CosigningState.TO_SEAL


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all acts at the same moment, each on a connection of its own; give what came of each."""
    ready = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        ready.wait()
        try:
            act()
        except Exception as error:  # noqa: BLE001 -- told to the test
            return type(error).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_of_two_who_answer_at_once_one_is_heard(house: House) -> None:
    request = ask(*house, house.lead.plan())
    at = house.partner.later()
    came = at_once(
        lambda: joint_answering.name_signer(
            request=request, post=house.partner.yen.post, by=house.partner.lan, at=at
        ),
        lambda: joint.refuse(request=request, reason="Không thuộc thẩm quyền", by=house.partner.binh, at=at),
    )
    assert came == ["JointIsOver", "done"]
    request.refresh_from_db()
    row = CoSignature.objects.get(pk=request.origin_cosignature)
    assert row.state == request.state


@LONG
def test_called_back_and_refused_at_once_is_one_of_both_on_both_sides(house: House, signer: None) -> None:
    letter, request = to_sign(house)
    at = house.lead.later()
    came = at_once(
        lambda: cosigning.call_back(letter=letter, reason="Sửa nội dung", by=house.lead.minh, at=at),
        lambda: joint.refuse(request=request, reason="Thiếu phụ lục", by=house.partner.yen, at=at),
    )
    assert came.count("done") == 1, came
    request.refresh_from_db()
    assert letters.cosignatures_of(letter)[-1].state == request.state
    assert house.lead.read(letter).status == LetterStatus.DRAFT
    assert doctor.findings(house.lead.at) == []
