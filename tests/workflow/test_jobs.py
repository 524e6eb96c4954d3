"""What the machines do: lay out for real, sign for real, once, whatever is killed, late or withdrawn meanwhile."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from dispatch import errors as letter_errors
from dispatch.enums import LetterStatus
from files.enums import FileRole
from files.operations import storing
from files.queries import content_of
from jobs import ports as job_ports
from jobs.enums import JobState
from jobs.errors import LeaseLost
from jobs.models import Job
from jobs.operations import leasing, working
from lib.calendar import local_day
from organisation.models import Post, SigningMandate
from signing.enums import Level, RequestState, SigningRole, VerdictStatus, WaitReason
from signing.judging.verdict import judge
from signing.keys.desk import Desk
from signing.keys.pinbox import PinBox
from signing.models import SigningCertificate, SigningRequest
from signing.operations import augmenting, certificates, unlocking
from signing.operations import signing as signing_job
from tests.signing.conftest import PIN, Pki, pki  # noqa: F401 -- a fixture
from tests.sizes import LONG
from tests.workflow.office import PIN as PIN_OF_TEST
from tests.workflow.office import Office, end_request, found
from workflow import doctor, errors, queries
from workflow.enums import Outcome
from workflow.outgoing_letter import jobs, moves

PREPARE = "workflow.prepare_letter"


def run(office: Office, *kinds: str) -> None:
    while working.run_one(["interactive", "signer"], clock=lambda: office.at, kinds=list(kinds)):
        pass


def test_the_letter_is_laid_out_with_its_fields_and_brought_to_the_signer(office: Office) -> None:
    letter = office.at_step("prepare")
    run(office, PREPARE)
    letter = office.read(letter)
    assert queries.position_of(letter) == {"approve"}
    assert (letter.status, letter.prepared_file.role) == (LetterStatus.APPROVAL, FileRole.PREPARED)
    assert b"/Sig" in content_of(letter.prepared_file)
    job = Job.objects.get(kind=PREPARE)
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert doctor.findings(office.at) == []


def test_a_letter_that_cannot_be_laid_out_goes_back_to_its_draft_with_the_reason(office: Office) -> None:
    from dispatch.models import OutgoingLetter

    letter = office.at_step("prepare")
    content = {**letter.content, "body": {"type": "doc", "content": [{"type": "video"}]}}
    OutgoingLetter.objects.filter(pk=letter.pk).update(content=content)
    run(office, PREPARE)
    assert queries.position_of(letter) == {"draft"}
    assert office.item(letter).reason == Outcome.FAILED
    assert Job.objects.get(kind=PREPARE).state == JobState.DONE
    assert doctor.findings(office.at) == []


def test_the_job_of_a_letter_withdrawn_meanwhile_closes_without_effect(office: Office) -> None:
    letter = office.at_step("prepare")
    moves.withdraw(letter=letter, reason="Không cần nữa", by=office.minh, at=office.later())
    run(office, PREPARE)
    assert office.read(letter).status == LetterStatus.WITHDRAWN
    assert Job.objects.get(kind=PREPARE).state == JobState.DONE


def test_a_worker_whose_lease_was_taken_over_records_nothing(office: Office) -> None:
    letter = office.at_step("prepare")
    slow = leasing.claim(["interactive"], at=office.at, kinds=[PREPARE])
    office.later(minutes=10)
    quick = leasing.claim(["interactive"], at=office.at, kinds=[PREPARE])
    assert slow is not None and quick is not None
    with pytest.raises(LeaseLost):
        jobs.prepare(slow, clock=lambda: office.at)
    assert queries.position_of(letter) == {"prepare"}
    assert office.read(letter).status == LetterStatus.PREPARING
    jobs.prepare(quick, clock=lambda: office.at)
    assert queries.position_of(letter) == {"approve"}


def test_a_job_done_twice_has_one_effect(office: Office) -> None:
    letter = office.at_step("prepare")
    job = leasing.claim(["interactive"], at=office.at, kinds=[PREPARE])
    assert job is not None
    jobs.prepare(job, clock=lambda: office.at)
    jobs.prepare(job, clock=lambda: office.at)
    assert queries.position_of(letter) == {"approve"}


def test_the_news_of_a_signature_that_comes_twice_has_one_effect(office: Office) -> None:
    letter = office.at_step("await_signature")
    office.signature_comes(letter, SigningRole.LEADER)
    Job.objects.filter(kind=jobs.SIGNATURE_CAME).update(state=JobState.QUEUED, finished_at=None)
    run(office, jobs.SIGNATURE_CAME)
    assert queries.position_of(letter) == {"number_and_seal"}
    assert Job.objects.get(kind=jobs.SIGNATURE_CAME).state == JobState.DONE


def asked_again(office: Office, role: SigningRole) -> SigningRequest:
    """The request of a signer that was restarted before it had signed."""
    request = SigningRequest.objects.get(role=role)
    request.state, request.reason = RequestState.PREPARED, WaitReason.ASK_AGAIN
    request.save()
    return request


def test_a_leader_asked_again_signs_nothing_once_the_mandate_has_ended(office: Office) -> None:
    office.at_step("await_signature")
    request = asked_again(office, SigningRole.LEADER)
    yesterday = local_day(office.at) - timedelta(days=1)
    SigningMandate.objects.filter(post=office.binh.post).update(valid_until=yesterday)
    with pytest.raises(letter_errors.MandateHasChanged):
        moves.give_pin(request=request, pin=PIN_OF_TEST, by=office.binh, at=office.later())
    request.refresh_from_db()
    assert request.state == RequestState.PREPARED


def test_a_leader_asked_again_signs_nothing_once_the_post_has_ended(office: Office) -> None:
    office.at_step("await_signature")
    request = asked_again(office, SigningRole.LEADER)
    Post.objects.filter(pk=office.binh.post.pk).update(valid_until=local_day(office.at) - timedelta(days=1))
    with pytest.raises(errors.StepIsNotYours):
        moves.give_pin(request=request, pin=PIN_OF_TEST, by=office.binh, at=office.later())


@pytest.mark.parametrize(("step", "role"), [("await_signature", "leader"), ("await_seal", "seal")])
def test_whoever_is_asked_again_signs_while_in_office(office: Office, step: str, role: str) -> None:
    office.at_step(step)
    request = asked_again(office, SigningRole(role))
    by = office.binh if role == "leader" else office.lan
    assert (
        moves.give_pin(request=request, pin=PIN_OF_TEST, by=by, at=office.later()).state
        == RequestState.AUTHORISED
    )


def test_news_of_a_seal_that_was_replaced_does_not_stop_the_new_one(office: Office) -> None:
    """The number was voided and given anew while the news of the first, failed seal was still on its way."""
    letter = office.at_step("await_seal")
    first = SigningRequest.objects.get(role=SigningRole.SEAL)
    with transaction.atomic():
        end_request(office, first, RequestState.FAILED)
    moves.void_number(letter=letter, reason="Nhầm sổ văn bản", by=office.lan, at=office.later())
    office.next(letter, "number_and_seal")
    assert queries.position_of(letter) == {"await_seal"}
    run(office, jobs.SIGNATURE_CAME)
    assert queries.position_of(letter) == {"await_seal"}


@LONG  # in the first tier the browser story leads a letter through the same, with its processes
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_letter_is_laid_out_signed_numbered_sealed_and_filed_for_real(
    pki: Pki,  # noqa: F811
    tmp_path: Path,
    settings: Any,
) -> None:
    office = found(datetime.now(UTC) - timedelta(hours=2))  # the clock of the test runs ahead of the wall's
    pins = PinBox()
    real_keys(office, pki, tmp_path, settings)
    job_ports.join(
        {
            **{
                kind: partial(handler, clock=lambda: datetime.now(UTC))
                for kind, handler in jobs.HANDLERS.items()
            },
            "signing.sign": lambda job: signing_job.perform(job, pins),
            "signing.augment": augmenting.run,
        }
    )
    desk = Desk(settings.SIGNER_SOCKET + ".real", lambda question: respond(question, pins))
    settings.SIGNER_SOCKET = desk.path
    desk.open()
    thread = threading.Thread(target=desk.serve, daemon=True)
    thread.start()
    try:
        letter = whole_way(office)
    finally:
        desk.close()
        thread.join()
    verdict = judge(content_of(letter.issued_file), [pki.root], at=datetime.now(UTC))
    assert (verdict.status, verdict.level) == (VerdictStatus.ACCEPT, Level.B_LTA)
    assert content_of(letter.issued_file).startswith(content_of(letter.signed_file))
    assert content_of(letter.signed_file).startswith(content_of(letter.prepared_file))
    assert letter.dossier is not None
    assert doctor.findings(office.at) == []


def whole_way(office: Office) -> Any:
    kinds = [*jobs.HANDLERS, "signing.sign", "signing.augment"]
    letter = office.at_step("prepare")
    office.at = datetime.now(UTC)
    work(kinds)
    letter = office.read(letter)
    one = {"by": office.binh, "at": datetime.now(UTC)}
    moves.approve_and_sign(item=office.item(letter), sha256=letter.prepared_sha256, pin=PIN, **one)
    work(kinds)
    moves.number_and_seal(item=office.item(letter), pin=PIN, by=office.lan, at=datetime.now(UTC))
    work(kinds)
    moves.file_letter(
        item=office.item(letter), dossier=office.dossier(), by=office.minh, at=datetime.now(UTC)
    )
    assert queries.position_of(letter) == set()
    return office.read(letter)


def work(kinds: list[str]) -> None:
    while working.run_one(["interactive", "signer"], clock=lambda: datetime.now(UTC), kinds=kinds):
        pass


def respond(question: Any, pins: PinBox) -> Any:
    try:
        return unlocking.respond(question, pins, at=datetime.now(UTC))
    finally:
        connection.close()


def real_keys(office: Office, authority: Pki, folder: Path, settings: Any) -> None:
    """Replace the office's paper certificates by those of the run's authority."""
    trust = folder / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(authority.root)
    (trust / "issuing.chain").write_bytes(authority.pem("issuing"))
    settings.TRUST_ROOTS_DIR, settings.PKI_DIR, settings.TIMESTAMP_URLS = (
        trust,
        authority.folder,
        authority.stamps,
    )
    SigningCertificate.objects.all().delete()
    now = datetime.now(UTC)
    for holder, person in (("binh", office.binh.person), ("snv", None)):
        picture = storing.store(
            by=office.quan,
            at=now,
            content=authority.picture(holder),
            name=f"{holder}.png",
            role=FileRole.PICTURE,
        )
        key = f"file:keys/{holder}.key.pem"
        registration = certificates.Registration(authority.pem(holder), key, person, picture)
        certificates.register(by=office.quan, at=now, registration=registration)
