"""Two organisations of one installation, with real pages, keys, signatures, timestamps and verdicts, in one process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dispatch import queries as letters
from dispatch.models import CoSignature, JointRequest, OutgoingLetter
from dispatch.operations import joint_answering, joint_asking, joint_carrying
from files.enums import FileRole
from files.operations import storing
from jobs import ports as job_ports
from jobs.operations import working
from organisation.models import OrganisationPeriod
from signing import ports as signing_ports
from signing.keys.desk import Desk
from signing.keys.pinbox import box
from signing.models import SigningCertificate
from signing.operations import augmenting, certificates, judging, unlocking
from signing.operations import signing as signer
from tests.keepsake import once_from_here
from tests.signing.conftest import Pki
from tests.workflow import office as offices
from tests.workflow.office import Office
from workflow.outgoing_letter import jobs, joint, starting

QUEUES = ["interactive", "signer"]
HANDLERS = {
    **jobs.HANDLERS,
    **joint.HANDLERS,
    **joint_carrying.HANDLERS,
    "signing.sign": signer.run,
    "signing.augment": augmenting.run,
    "signing.judge": judging.run,
}
HOLDERS = {"binh": "binh", "yen": "yen", "": "snv"}


class RealOffice(Office):
    """An office whose machines are those of the house, and whose clock is the wall's."""

    def join_handlers(self) -> None:
        """Joined once for the whole house."""

    def later(self, **span: int) -> datetime:
        self.at = datetime.now(UTC)
        return self.at

    def next(self, letter: OutgoingLetter, here: str) -> None:
        """Let the right person act; what machines do, they do."""
        letter = self.read(letter)
        if here == "prepare" or here.startswith("await_"):
            assert work(), f"nothing moves a letter at {here}"
        else:
            self.act(self.items(letter)[0], letter)

    def plan(self, **fields: Any) -> OutgoingLetter:
        """A complete draft of a plan."""
        letter = starting.start(kind="ke_hoach", unit=self.minh.post.unit, by=self.minh, at=self.later())
        return self.write(letter, addressees=[], subject="Phối hợp kiểm tra năm 2027", **fields)


def work() -> int:
    """Do all jobs that are due; give how many there were."""
    done = 0
    while working.run_one(QUEUES, clock=lambda: datetime.now(UTC), kinds=list(HANDLERS)):
        done += 1
    return done


def join() -> None:
    """Join the machines, as the wiring does."""
    job_ports.join(HANDLERS)
    signing_ports.join({"letter": jobs.LetterSignatures(), "joint": joint.JointSignatures()})


def found(pki: Pki, code: str, name: str) -> RealOffice:
    """Found an organisation, with certificates of the run's authority for its leaders and its seal."""
    bare = offices.found(datetime.now(UTC), code)
    office = RealOffice(bare.organisation, bare.at, bare.units, bare.actors)
    OrganisationPeriod.objects.filter(organisation=office.organisation).update(name=name, symbol=code)
    SigningCertificate.objects.filter(organisation=office.organisation).delete()
    for who, holder in HOLDERS.items():
        picture = storing.store(
            by=office.quan,
            at=office.later(),
            content=pki.picture(holder),
            name=f"{holder}.png",
            role=FileRole.PICTURE,
        )
        person = office.actors[who].person if who else None
        registration = certificates.Registration(
            pki.pem(holder), f"file:keys/{holder}.key.pem", person, picture
        )
        certificates.register(by=office.quan, at=office.later(), registration=registration)
    return office


def trust(pki: Pki, folder: Path, settings: Any) -> None:
    """Let the house believe the run's authority."""
    roots = folder / "trust"
    roots.mkdir()
    (roots / "root.pem").write_bytes(pki.root)
    (roots / "issuing.chain").write_bytes(pki.pem("issuing"))
    settings.TRUST_ROOTS_DIR, settings.PKI_DIR, settings.TIMESTAMP_URLS = roots, pki.folder, pki.stamps


def ask(lead: RealOffice, partner: RealOffice, letter: OutgoingLetter) -> JointRequest:
    """Let the drafter ask the partner, and the machines carry it there."""
    joint_asking.ask(letter=letter, partner=partner.organisation, by=lead.minh, at=lead.later())
    work()
    return request_of(letter)


def agree(partner: RealOffice, request: JointRequest, who: str = "yen") -> JointRequest:
    """Let the partner's registry say who signs."""
    post = partner.actors[who].post
    return joint_answering.name_signer(request=request, post=post, by=partner.lan, at=partner.later())


def request_of(letter: OutgoingLetter) -> JointRequest:
    """The partner's row of the letter's present question."""
    return JointRequest.objects.get(origin_cosignature=row_of(letter).pk)


def row_of(letter: OutgoingLetter) -> CoSignature:
    """The lead's row."""
    row = letters.cosignature_of(letter)
    assert row is not None
    return row


class House(NamedTuple):
    lead: RealOffice
    partner: RealOffice


@pytest.fixture
def signer(settings: Any, tmp_path: Any) -> Iterator[None]:
    """The counter of the signer of this house: it holds the PIN for the job."""
    desk = Desk(
        settings.SIGNER_SOCKET, lambda question: unlocking.respond(question, box, at=datetime.now(UTC))
    )
    desk.open()
    thread = threading.Thread(target=_serving(desk), daemon=True)
    thread.start()
    yield
    desk.close()
    thread.join()


def _serving(desk: Desk) -> Any:
    from django.db import connection

    def serve() -> None:
        try:
            desk.serve()
        finally:
            connection.close()

    return serve


@pytest.fixture
def house(transactional_db: Any, pki: Pki, tmp_path: Path, settings: Any) -> House:
    trust(pki, tmp_path, settings)
    house = once_from_here(
        "house", lambda: House(found(pki, "SNV", "SỞ NỘI VỤ"), found(pki, "STC", "SỞ TÀI CHÍNH"))
    )
    join()
    return house
