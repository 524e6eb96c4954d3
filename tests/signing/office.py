"""An office with a leader, a clerk and an administrator, whose keys are those of the run's authority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from files import ports as file_ports
from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from files.store.filesystem import FilesystemStore
from jobs import ports as job_ports
from jobs.enums import Queue
from jobs.operations import working
from organisation.enums import Duty
from organisation.models import Organisation, Person, Post, Unit
from organisation.models.actor import Actor
from signing import ports
from signing.enums import SigningRole
from signing.keys.pinbox import PinBox
from signing.models import SigningCertificate, SigningRequest
from signing.operations import augmenting, certificates, judging, requesting, unlocking
from signing.operations import signing as signing_job
from tests.signing.conftest import Letter, Pki

DAY = {"Number": "123", "Day": "24 tháng 11 năm 2026"}
SIGNER, OTHERS = [Queue.SIGNER.value], [Queue.INTERACTIVE.value]


def now() -> datetime:
    return datetime.now(UTC)


class Listener:
    """An origin that writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, int | None]] = []

    def completed(self, request: SigningRequest, file: StoredFile, *, at: datetime) -> None:
        self.told.append(("completed", request.origin_key, file.pk))

    def failed(self, request: SigningRequest, *, at: datetime) -> None:
        self.told.append(("failed", request.origin_key, None))


@dataclass
class Office:
    organisation: Organisation
    leader: Actor
    clerk: Actor
    administrator: Actor
    letter: Letter
    listener: Listener
    pins: PinBox

    def store(self, content: bytes, name: str = "cong-van.prepared.pdf") -> StoredFile:
        return storing.store(by=self.clerk, at=now(), content=content, name=name, role=FileRole.PREPARED)

    def ask_leader(
        self, content: bytes | None = None, *, key: str = "1", by: Actor | None = None
    ) -> SigningRequest:
        file = self.store(content or self.letter.prepared)
        return requesting.request_signature(
            by=by or self.leader, at=now(), file=file, role=SigningRole.LEADER,
            origin=requesting.Origin("letter", key), expected_sha256=file.sha256,
        )  # fmt: skip

    def ask_seal(
        self, content: bytes | None = None, *, key: str = "1", prefill: dict | None = None
    ) -> SigningRequest:
        file = self.store(content or self.letter.leader_lt, "cong-van.signed.pdf")
        return requesting.request_signature(
            by=self.clerk, at=now(), file=file, role=SigningRole.SEAL, prefill=DAY if prefill is None else prefill,
            origin=requesting.Origin("letter", key), expected_sha256=file.sha256,
        )  # fmt: skip

    def certificate(self, role: SigningRole) -> SigningCertificate:
        return SigningCertificate.objects.get(organisation=self.organisation, role=role)

    def respond(self, question: Any) -> dict[str, object]:
        return unlocking.respond(question, self.pins, at=now())

    def work(self, queues: list[str] | None = None) -> None:
        """Do all due jobs of the queues."""
        for queue in queues or [*SIGNER, *OTHERS]:
            while working.run_one([queue], clock=now, kinds=["signing.sign", "signing.augment"]):
                pass


def _post(organisation: Organisation, unit: Unit, username: str, name: str, duty: Duty) -> Actor:
    person = Person.objects.create(organisation=organisation, username=username, full_name=name)
    post = Post.objects.create(
        organisation=organisation,
        person=person,
        unit=unit,
        title="–",
        duties=[duty.value],
        valid_from=date(2025, 1, 1),
    )
    return Actor.for_post(post)


def open_office(pki: Pki, letter: Letter, folder: Path, settings: Any) -> Office:
    """Found the office, register its certificates and join the jobs as the wiring does."""
    trust = folder / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(pki.root)
    (trust / "issuing.chain").write_bytes(pki.pem("issuing"))
    settings.TRUST_ROOTS_DIR, settings.PKI_DIR, settings.TIMESTAMP_URLS = trust, pki.folder, pki.stamps
    store = FilesystemStore(folder / "store")
    file_ports.join(lambda: store)
    organisation = Organisation.objects.create(code="SNV")
    unit = Unit.objects.create(
        organisation=organisation, name="Văn phòng", symbol="VP", valid_from=date(2025, 1, 1)
    )
    office = Office(
        organisation,
        _post(organisation, unit, "binh", "Nguyễn Văn Bình", Duty.HEAD),
        _post(organisation, unit, "lan", "Trần Thị Lan", Duty.REGISTRY_CLERK),
        _post(organisation, unit, "quan", "Đỗ Minh Quân", Duty.ADMINISTRATOR),
        letter, Listener(), PinBox(),
    )  # fmt: skip
    for holder, person in (("binh", office.leader.person), ("snv", None)):
        picture = storing.store(
            by=office.administrator,
            at=now(),
            content=pki.picture(holder),
            name=f"{holder}.png",
            role=FileRole.PICTURE,
        )
        certificates.register(
            by=office.administrator, at=now(),
            registration=certificates.Registration(pki.pem(holder), f"file:keys/{holder}.key.pem", person, picture),
        )  # fmt: skip
    ports.join({"letter": office.listener})
    job_ports.join(
        {
            "signing.sign": lambda job: signing_job.perform(job, office.pins),
            "signing.augment": augmenting.run,
            judging.JUDGE: judging.run,
        }
    )
    return office
