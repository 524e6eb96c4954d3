"""The record of a transfer, really laid out and signed by both: two copies, two people, one PIN each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from archive import errors, queries
from archive.models import Record, Transfer
from archive.operations import closing, opening, transfer_records, transferring
from archive.operations.opening import NewDossier
from archive.operations.transferring import Offer
from dispatch.operations.taken_over import TakenOver
from files.enums import FileRole
from files.operations import storing
from files.queries import content_of
from jobs import ports as job_ports
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations import working
from organisation.models import OrganisationPeriod
from organisation.models.actor import Actor
from signing import ports as signing_ports
from signing import queries as signing
from signing.enums import Level, RequestState, VerdictStatus
from signing.keys.desk import Desk
from signing.keys.pinbox import PinBox
from signing.models import SigningRequest
from signing.operations import augmenting, certificates, unlocking
from signing.operations import signing as signing_job
from tests.archive.conftest import Office
from tests.signing.conftest import Pki, pki  # noqa: F401

PIN = "246810"
KINDS = ["signing.sign", "signing.augment", *transfer_records.HANDLERS]
QUEUES = [Queue.SIGNER.value, Queue.INTERACTIVE.value]


def now() -> datetime:
    return datetime.now(UTC)


def work() -> None:
    for queue in [*QUEUES, *QUEUES]:
        while working.run_one([queue], clock=now, kinds=KINDS):
            pass


@pytest.fixture
def keys(pki: Pki, tmp_path: Path, settings: Any, transactional_db: None) -> Iterator[PinBox]:  # noqa: F811
    """A signer that answers at its socket, and the jobs of signing and of the record."""
    trust = tmp_path / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(pki.root)
    (trust / "issuing.chain").write_bytes(pki.pem("issuing"))
    settings.TRUST_ROOTS_DIR, settings.PKI_DIR, settings.TIMESTAMP_URLS = trust, pki.folder, pki.stamps
    pins = PinBox()

    def respond(question: Any) -> dict[str, object]:
        try:
            return unlocking.respond(question, pins, at=now())
        finally:
            connection.close()

    signing_ports.join({"transfer": TakenOver(transfer_records.SIGNED)})
    job_ports.join(
        {
            "signing.sign": lambda job: signing_job.perform(job, pins),
            "signing.augment": augmenting.run,
            **transfer_records.HANDLERS,
        }
    )
    desk = Desk(settings.SIGNER_SOCKET, respond)
    desk.open()
    thread = threading.Thread(target=desk.serve)
    thread.start()
    yield pins
    desk.close()
    thread.join()


@pytest.fixture
def office(transactional_db: None) -> Office:
    office = Office("SNV")
    OrganisationPeriod.objects.create(
        organisation=office.organisation, valid_from="2020-01-01", name="SỞ NỘI VỤ", symbol="SNV",
        superior="ỦY BAN NHÂN DÂN TỈNH SƠN BÌNH", place="Sơn Bình", format_profile="state", head_title="Giám đốc",
    )  # fmt: skip
    return office


def give_key(office: Office, pki: Pki, holder: str, actor: Actor) -> None:  # noqa: F811
    picture = storing.store(
        by=office.quan, at=now(), content=pki.picture(holder), name=f"{holder}.png", role=FileRole.PICTURE
    )
    registration = certificates.Registration(
        pki.pem(holder), f"file:keys/{holder}.key.pem", actor.person, picture
    )
    certificates.register(by=office.quan, at=now(), registration=registration)


@pytest.fixture
def taken(office: Office, file: Callable[..., Record]) -> Transfer:
    """A dossier taken over today, its record not laid out yet."""
    assert office.minh.person
    new = NewDossier("01.CCHC", "Kiểm tra cải cách hành chính", office.section, office.minh.person, 20)
    dossier = opening.open_dossier(new=new, by=office.minh, at=now())
    file(dossier, 1)
    closing.close(dossier=dossier, by=office.minh, at=now())
    transfer = transferring.offer(dossiers=[dossier], new=Offer(), by=office.minh, at=now())
    return transferring.accept(transfer=transfer, by=office.thu, at=now())


def test_giver_and_receiver_sign_both_copies_one_behind_the_other(
    office: Office,
    keys: PinBox,
    taken: Transfer,
    pki: Pki,  # noqa: F811
) -> None:
    give_key(office, pki, "yen", office.minh)
    give_key(office, pki, "binh", office.thu)

    def waits() -> list[int]:
        return [queries.count_waiting(actor, now()) for actor in (office.minh, office.thu)]

    with pytest.raises(errors.RecordIsNotDrawn):
        transfer_records.sign(transfer=taken, pin=PIN, by=office.minh, at=now())
    work()
    assert [copy.number for copy in queries.copies_of_record(taken)] == [1, 2]
    assert waits() == [1, 0]
    with pytest.raises(errors.GiverSignsFirst):
        transfer_records.sign(transfer=taken, pin=PIN, by=office.thu, at=now())
    with pytest.raises(errors.NotYoursToSign):
        transfer_records.sign(transfer=taken, pin=PIN, by=office.hoa, at=now())
    assert len(transfer_records.sign(transfer=taken, pin=PIN, by=office.minh, at=now())) == 2
    assert waits() == [0, 0]  # being signed
    work()
    assert waits() == [0, 1]
    assert all(copy.given_file_id and not copy.signed_file_id for copy in queries.copies_of_record(taken))
    with pytest.raises(errors.RecordIsSigned):
        transfer_records.sign(transfer=taken, pin=PIN, by=office.minh, at=now())
    transfer_records.sign(transfer=taken, pin=PIN, by=office.thu, at=now())
    work()
    assert waits() == [0, 0]
    for copy in queries.copies_of_record(taken):
        assert copy.signed_file is not None
        verdict = signing.verdict_of(copy.signed_file)
        assert verdict is not None
        assert (verdict.status, verdict.level) == (VerdictStatus.ACCEPT, Level.B_LTA)
        assert [one["field"] for one in verdict.report["signatures"] if not one["archive"]] == [
            "Leader",
            "Second",
        ]
        assert content_of(copy.signed_file).startswith(content_of(copy.file))


@pytest.mark.parametrize("end", [RequestState.FAILED, RequestState.PREPARED])
def test_a_record_of_which_one_copy_was_signed_is_signed_to_its_end(
    office: Office,
    keys: PinBox,
    taken: Transfer,
    pki: Pki,  # noqa: F811
    end: RequestState,
) -> None:
    """A signing that fails, or a signer that restarts before the second copy had its turn."""
    give_key(office, pki, "yen", office.minh)
    give_key(office, pki, "binh", office.thu)
    work()
    _first, second = transfer_records.sign(transfer=taken, pin=PIN, by=office.minh, at=now())
    with pytest.raises(errors.RecordIsBeingSigned):
        transfer_records.sign(transfer=taken, pin=PIN, by=office.minh, at=now())
    SigningRequest.objects.filter(pk=second.pk).update(state=end)
    Job.objects.filter(key=str(second.pk)).delete()
    work()
    assert [bool(copy.given_file_id) for copy in queries.copies_of_record(taken)] == [True, False]
    assert queries.count_waiting(office.minh, now()) == 1
    assert len(transfer_records.sign(transfer=taken, pin=PIN, by=office.minh, at=now())) == 1
    work()
    transfer_records.sign(transfer=taken, pin=PIN, by=office.thu, at=now())
    work()
    for copy in queries.copies_of_record(taken):
        assert copy.signed_file is not None
        assert signing.verdict_of(copy.signed_file).status == VerdictStatus.ACCEPT  # type: ignore[union-attr]
