"""An office whose tray is signed by real processes: signer, worker and the demonstration authority.

The people, letters and procedure are those of ``tests.workflow.office``; certificates, keys, pages with their fields,
signatures, timestamps and verdicts are real.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

from dispatch.models import OutgoingLetter
from dispatch.operations import preparing as letters
from dispatch.operations import reading
from files.enums import FileRole
from files.operations import storing
from files.rendering import render_pdf
from organisation.models.actor import Actor
from signing.engine import preparing
from signing.models import SigningCertificate
from signing.operations import authorising, certificates
from tests.signing.conftest import HTML, Pki
from tests.workflow import office as workflow_office
from tests.workflow.office import Office
from workflow.acting import completing, wait_of
from workflow.enums import LineState, TrayAct
from workflow.models import TrayBatch
from workflow.outgoing_letter.flow import OutgoingLetterProcedure
from workflow.tray import acts, queries

ROOT = Path(__file__).resolve().parents[1]
HOLDERS = {"Nguyễn Văn Bình": "binh", "Phạm Thị Yến": "yen"}


class TrayOffice(Office):
    """The department with real pages and keys."""

    def join_handlers(self) -> None:
        """The machines are processes of their own here."""

    def later(self, **span: int) -> datetime:
        self.at = datetime.now(UTC)
        return self.at

    def lay_out(self, letter: OutgoingLetter) -> None:
        """Do what the prepare job does with a page of its own, small and real."""
        key = wait_of(letter.pk, procedure=OutgoingLetterProcedure, node="prepare")
        assert key is not None
        by = Actor.system(self.organisation, "workflow.prepare_letter")
        made = render_pdf(HTML.replace("Kính gửi", f"Văn bản {letter.pk}. Kính gửi"))
        page = storing.store(
            by=by,
            at=self.later(),
            content=preparing.add_fields(made.pdf, made.slots),
            name=f"letter-{letter.pk}.prepared.pdf",
            role=FileRole.PREPARED,
        )
        with completing(key, by=by, at=self.at) as step:
            assert step is not None
            step.letter = letters.prepared(letter=step.letter, file=page, by=by, at=self.at)


def found(pki: Pki, folder: Path, settings: Any) -> TrayOffice:
    """Found the office in ``folder`` with certificates of the run's authority."""
    trust = folder / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(pki.root)
    (trust / "issuing.chain").write_bytes(pki.pem("issuing"))
    (folder / "pki").symlink_to(pki.folder)
    settings.TRUST_ROOTS_DIR, settings.PKI_DIR, settings.TIMESTAMP_URLS = trust, pki.folder, pki.stamps
    bare = workflow_office.found(datetime.now(UTC))
    office = TrayOffice(bare.organisation, bare.at, bare.units, bare.actors)
    SigningCertificate.objects.all().delete()
    for name, holder in (*HOLDERS.items(), ("", "snv")):
        actor = next((one for one in office.actors.values() if one.person.full_name == name), None)
        picture = storing.store(
            by=office.quan,
            at=office.at,
            content=pki.picture(holder),
            name=f"{holder}.png",
            role=FileRole.PICTURE,
        )
        person = actor.person if actor else None
        registration = certificates.Registration(
            pki.pem(holder), f"file:keys/{holder}.key.pem", person, picture
        )
        certificates.register(by=office.quan, at=office.later(), registration=registration)
    return office


def read_tray(office: Office, name: str) -> list[acts.Chosen]:
    """Open every file of the tray and give all of it as ticked."""
    sealing = name == "lan"
    at = datetime.now(UTC)
    for one in queries.tray_of(office.actors[name], at, sealing=sealing):
        letter = office.read(one.letter)
        file = letter.signed_file if one.act == TrayAct.SEAL else letter.prepared_file
        assert file is not None
        reading.note_viewed(letter=letter, file=file, by=office.actors[name], at=at)
    waiting = queries.tray_of(office.actors[name], at, sealing=sealing)
    return [acts.Chosen(one.letter.pk, one.item.pk, one.act, one.sha256) for one in waiting]


def states(batch: TrayBatch) -> list[str]:
    """Give the state of every line, as the progress page reads it."""
    return [one.state for one in queries.outcomes_of(queries.batch_by_key(batch.pk), datetime.now(UTC))]


def settled(batch: TrayBatch) -> bool:
    """Say whether nothing of the batch is under way any more."""
    return not {LineState.QUEUED, LineState.WORKING} & set(states(batch))


@dataclass
class Machines:
    """Signer and worker as processes, that can be killed and raised again."""

    folder: Path
    settings: Any
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, *names: str) -> None:
        commands = {"signer": ["signer"], "worker": ["worker", "--interactive"]}
        for name in names:
            with (self.folder / f"{name}.log").open("ab") as log:
                self.running[name] = subprocess.Popen(
                    [sys.executable, "-m", "django", *commands[name]],
                    env=self._surroundings(), stdout=log, stderr=log, cwd=ROOT,
                )  # fmt: skip
        until(authorising.signer_answers)

    def kill(self, name: str) -> None:
        """Kill -9."""
        self.running[name].kill()
        self.running.pop(name).wait()

    def end(self) -> None:
        for name in list(self.running):
            self.kill(name)

    def said(self) -> str:
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def _surroundings(self) -> dict[str, str]:
        values = connection.settings_dict
        host = quote(str(values["HOST"]))
        return {
            **os.environ, "OFFICE_DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"postgresql://{quote(values['USER'] or '')}@/{values['NAME']}?host={host}",
            "PYTHONPATH": str(ROOT), "VAR_DIR": str(self.folder), "SIGNER_SOCKET": self.settings.SIGNER_SOCKET,
            "TRUST_ROOTS_DIR": str(self.settings.TRUST_ROOTS_DIR), "FILE_STORE_DIR": str(self.folder / "store"),
            "TIMESTAMP_URLS": " ".join(self.settings.TIMESTAMP_URLS),
        }  # fmt: skip


@contextmanager
def machines(folder: Path, settings: Any, names: Sequence[str] = ("signer", "worker")) -> Iterator[Machines]:
    """Run the machines of an office."""
    made = Machines(folder, settings)
    try:
        made.start(*names)
        yield made
    finally:
        made.end()


def until(condition: Callable[[], bool], seconds: float = 120) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)
