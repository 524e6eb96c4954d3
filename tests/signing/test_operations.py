"""From the intent to the finished file: who may, what happens, what is refused, what survives a kill."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from audit.models import Event
from files.queries import content_of
from jobs.enums import JobState
from jobs.models import Job
from signing import errors, queries
from signing.enums import Level, RequestState, SigningRole, VerdictStatus, WaitReason
from signing.judging.verdict import judge
from signing.keys.desk import Desk
from signing.models import PinFailure
from signing.operations import augmenting, authorising, certificates, requesting, steps
from signing.operations import signing as signing_job
from tests.signing.conftest import PIN, Pki
from tests.signing.office import SIGNER, Office, now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signer(office: Office, settings: Any) -> Iterator[Desk]:
    """The counter of the signer, in a thread of the test."""

    def respond(question: Any) -> Any:
        try:
            return office.respond(question)
        finally:
            connection.close()

    desk = Desk(settings.SIGNER_SOCKET, respond)
    desk.open()
    thread = threading.Thread(target=desk.serve)
    thread.start()
    yield desk
    desk.close()
    thread.join()


def give_pin(office: Office, request: Any, pin: str = PIN, **who: Any) -> Any:
    by = who.get("by") or (office.clerk if request.role == SigningRole.SEAL else office.leader)
    return authorising.hand_over(by=by, at=now(), request=request, pin=pin)


def test_leader_and_seal_make_an_accepted_letter(office: Office, signer: Desk, pki: Pki) -> None:
    request = give_pin(office, office.ask_leader())
    assert request.state == RequestState.AUTHORISED
    office.work()
    request.refresh_from_db()
    assert (request.state, request.reason) == (RequestState.COMPLETED, "")
    signed = content_of(request.result)
    seal = give_pin(office, office.ask_seal(signed))
    office.work()
    seal.refresh_from_db()
    final = content_of(seal.result)
    verdict = judge(final, [pki.root], at=now())
    assert (verdict.status, verdict.level) == (VerdictStatus.ACCEPT, Level.B_LTA)
    assert final.startswith(signed)
    assert queries.verdict_of(seal.result).status == VerdictStatus.ACCEPT  # type: ignore[union-attr]
    assert office.listener.told == [("completed", "1", request.result_id), ("completed", "1", seal.result_id)]
    assert seal.result.name == "cong-van.pdf"
    names = set(Event.objects.filter(subject_kind="signing_request").values_list("name", flat=True))
    assert names == {
        f"signature.{x}" for x in ("requested", "authorised", "signed", "timestamped", "completed")
    }


def test_an_expired_certificate_is_refused_before_the_pin(office: Office, pki: Pki, signer: Desk) -> None:
    certificate = office.certificate(SigningRole.LEADER)
    request = office.ask_leader()
    type(certificate).objects.filter(pk=certificate.pk).update(valid_until=now() - timedelta(days=1))
    with pytest.raises(errors.CertificateExpired):
        give_pin(office, request)


def test_only_the_one_named_may_give_the_pin(office: Office, signer: Desk) -> None:
    with pytest.raises(errors.CertificateIsNotYours):
        give_pin(office, office.ask_leader(), by=office.clerk)


def test_a_wrong_pin_is_counted_and_the_fifth_locks_until_an_administrator_clears(
    office: Office, signer: Desk
) -> None:
    request = office.ask_leader()
    for remaining in (4, 3, 2, 1):
        with pytest.raises(errors.WrongPin) as refused:
            give_pin(office, request, "000000")
        assert refused.value.facts["remaining"] == remaining
    with pytest.raises(errors.PinIsLocked):
        give_pin(office, request, "000000")
    with pytest.raises(errors.PinIsLocked):
        give_pin(office, request)
    certificate = office.certificate(SigningRole.LEADER)
    with pytest.raises(errors.OnlyAnAdministrator):
        certificates.clear_failures(by=office.leader, at=now(), certificate=certificate)
    certificates.clear_failures(by=office.administrator, at=now(), certificate=certificate)
    assert give_pin(office, request).state == RequestState.AUTHORISED


def test_a_right_pin_clears_the_count(office: Office, signer: Desk) -> None:
    request = office.ask_leader()
    with pytest.raises(errors.WrongPin):
        give_pin(office, request, "000000")
    give_pin(office, request)
    assert queries.remaining_tries(office.certificate(SigningRole.LEADER)) == 5
    assert PinFailure.objects.count() == 1


def test_a_double_click_signs_once(office: Office, signer: Desk) -> None:
    request = office.ask_leader()
    give_pin(office, request)
    with pytest.raises(errors.RequestIsNotOpen):
        give_pin(office, request)
    office.work()
    assert Event.objects.filter(name="signature.signed").count() == 1


def test_the_socket_is_closed_to_others(office: Office, signer: Desk) -> None:
    assert Path(signer.path).stat().st_mode & 0o777 == 0o600
    assert authorising.signer_answers()


def test_a_seal_is_not_set_on_a_file_the_leader_did_not_validly_sign(office: Office, signer: Desk) -> None:
    for number, content in enumerate((office.letter.prepared, office.letter.leader_bb)):
        request = give_pin(office, office.ask_seal(content, key=str(number)))
        office.work(SIGNER)
        request.refresh_from_db()
        if content is office.letter.leader_bb:  # the signature holds; its proof is fetched for the judgement
            assert request.state in {RequestState.FAILED, RequestState.SIGNED}
        else:
            assert (request.state, request.reason) == (RequestState.FAILED, WaitReason.LEADER_UNVERIFIED)
            assert office.listener.told == [("failed", "0", None)]


def test_a_signer_that_was_restarted_asks_for_the_pin_again(office: Office, signer: Desk) -> None:
    request = give_pin(office, office.ask_leader())
    office.pins.take(request.pk)  # the memory is gone
    office.work()
    request.refresh_from_db()
    assert (request.state, request.reason) == (RequestState.PREPARED, WaitReason.ASK_AGAIN)
    give_pin(office, request)
    office.work()
    request.refresh_from_db()
    assert request.state == RequestState.COMPLETED


def test_without_a_timestamp_service_the_letter_waits_and_goes_on_later(
    office: Office, signer: Desk, settings: Any, pki: Pki
) -> None:
    settings.TIMESTAMP_URLS = ["http://127.0.0.1:9/"]
    request = give_pin(office, office.ask_leader())
    office.work()
    request.refresh_from_db()
    assert (request.state, request.reason) == (RequestState.SIGNED, WaitReason.NO_TIMESTAMP)
    job = Job.objects.get(kind="signing.augment")
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    settings.TIMESTAMP_URLS = pki.stamps
    Job.objects.filter(pk=job.pk).update(run_at=now())
    office.work()
    request.refresh_from_db()
    assert (request.state, request.reason) == (RequestState.COMPLETED, "")


class Killed(BaseException):
    """A kill -9 in the middle: nothing after it runs."""


@pytest.mark.parametrize(
    "where", ["before signing", "after signing", "before timestamp", "after timestamp", "at the end"]
)
def test_a_kill_at_every_point_is_resumed_without_a_second_signature(
    office: Office, signer: Desk, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    point = {
        "before signing": (signing_job, "_signed_bytes"),
        "after signing": (steps, "signed"),
        "before timestamp": (augmenting, "_with_timestamp"),
        "after timestamp": (augmenting, "_complete"),
        "at the end": (steps, "completed"),
    }[where]
    request = give_pin(office, office.ask_leader())

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(*point, die)
        with pytest.raises(Killed):
            office.work()
    Job.objects.filter(state=JobState.RUNNING).update(lease_until=now() - timedelta(seconds=1))
    office.work()
    request.refresh_from_db()
    if request.state == RequestState.PREPARED:
        assert request.reason == WaitReason.ASK_AGAIN
        give_pin(office, request)
        office.work()
        request.refresh_from_db()
    assert request.state == RequestState.COMPLETED
    assert Event.objects.filter(name="signature.signed").count() == 1
    assert len(office.listener.told) == 1


def test_the_pin_is_in_no_table(
    office: Office, signer: Desk, pki: Pki, caplog: pytest.LogCaptureFixture
) -> None:
    from cryptography.hazmat.primitives import serialization

    marker = "MARKER-PIN-77316"
    key = serialization.load_pem_private_key(
        (pki.folder / "keys" / "binh.key.pem").read_bytes(), PIN.encode()
    )
    path = pki.folder / "keys" / "marked.key.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(marker.encode()),
        )
    )
    path.chmod(0o600)
    certificate = office.certificate(SigningRole.LEADER)
    type(certificate).objects.filter(pk=certificate.pk).update(key_reference="file:keys/marked.key.pem")
    request = office.ask_leader()
    with caplog.at_level("DEBUG"):
        with pytest.raises(errors.WrongPin):
            give_pin(office, request, "WRONG-" + marker)
        give_pin(office, request, marker)
        office.work()
    request.refresh_from_db()
    assert request.state == RequestState.COMPLETED
    assert marker not in caplog.text
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{marker}%"])
            assert cursor.fetchone() == (0,), table


def test_a_request_is_withdrawn_while_it_waits_and_not_after(office: Office, signer: Desk) -> None:
    request = office.ask_leader()
    assert requesting.withdraw(by=office.leader, at=now(), request=request).reason == WaitReason.WITHDRAWN
    again = give_pin(office, office.ask_leader())
    with pytest.raises(errors.RequestIsNotOpen):
        requesting.withdraw(by=office.leader, at=now(), request=again)


def test_without_a_signer_nothing_happens_and_it_is_said(office: Office) -> None:
    request = office.ask_leader()
    with pytest.raises(errors.SignerIsAway):
        give_pin(office, request)
    request.refresh_from_db()
    assert request.state == RequestState.PREPARED
    assert not Job.objects.filter(kind="signing.sign").exists()
    assert not authorising.signer_answers()


def test_a_revoked_certificate_signs_nothing(office: Office, signer: Desk, pki: Pki) -> None:
    registration = certificates.Registration(
        pki.pem("revoked"), "file:keys/revoked.key.pem", office.clerk.person
    )
    certificates.register(by=office.administrator, at=now(), registration=registration)
    request = give_pin(office, office.ask_leader(by=office.clerk), by=office.clerk)
    office.work()
    request.refresh_from_db()
    assert (request.state, request.reason) == (RequestState.FAILED, WaitReason.REVOKED)
    assert not Event.objects.filter(name="signature.signed").exists()
    assert office.listener.told == [("failed", "1", None)]
