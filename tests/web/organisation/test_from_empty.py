"""From an empty installation to an issued letter, by its screens alone: no factory, no shell, real signatures.

What the machine of the office brings is there as deploy/README.md says: the root in the trust folder, the keys, the
timestamp services, the signer at its counter and the workers at their queues. Everything else is typed by people.
"""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from config import wiring
from dispatch.models import OutgoingLetter
from files import ports as file_ports
from files.store.filesystem import FilesystemStore
from jobs.operations import working
from lib.calendar import local_day
from signing.enums import Level, VerdictStatus
from signing.keys.desk import Desk as Counter
from signing.keys.pinbox import box
from signing.models import FileVerdict
from signing.operations import unlocking
from tests.signing.conftest import PIN, Pki, pki
from tests.sizes import LONG

__all__ = ["pki"]
pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD, FIRST = "cơ-quan-mới-2026", "tạm-thời-cho-hôm-nay"
WORK = ["workflow.prepare_letter", "signing.sign", "signing.augment", "workflow.signature_came"]
PEOPLE = {
    "binh": ("Nguyễn Văn Bình", "LĐ", "Giám đốc", ["head"]),
    "dung": ("Lê Anh Dũng", "VP", "Chánh Văn phòng", ["chief_of_office", "unit_head"]),
    "lan": ("Trần Thị Lan", "VP", "Văn thư", ["registry_clerk"]),
    "hoa": ("Phạm Thị Hòa", "CCHC", "Trưởng phòng", ["unit_head"]),
    "minh": ("Trần Quang Minh", "CCHC", "Chuyên viên", ["officer"]),
}


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def machine(settings: Any, tmp_path: Path, pki: Pki) -> Iterator[None]:
    """What whoever keeps the machine has laid on it, and its signer."""
    trust = tmp_path / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(pki.root)
    (trust / "issuing.chain").write_bytes(pki.pem("issuing"))
    settings.TRUST_ROOTS_DIR, settings.PKI_DIR, settings.TIMESTAMP_URLS = trust, pki.folder, pki.stamps
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    store = FilesystemStore(tmp_path / "store")
    wiring.join()
    file_ports.join(lambda: store)

    def respond(question: Any) -> dict[str, object]:
        try:
            return unlocking.respond(question, box, at=now())
        finally:
            connections.close_all()

    counter = Counter(settings.SIGNER_SOCKET, respond)
    counter.open()
    thread = threading.Thread(target=counter.serve, daemon=True)
    thread.start()
    yield
    counter.close()
    thread.join()
    wiring.join()


def workers_work() -> None:
    """Let the machines do what waits for them."""
    while working.run_one(["signer", "interactive"], clock=now, kinds=WORK):
        pass


class Person:
    """Somebody before the screens; finds addresses and keys on the pages, as a browser does."""

    def __init__(self, username: str, password: str) -> None:
        self.client = Client()
        sent = {"login": username, "password": password}
        assert self.client.post("/account/login/", sent).status_code == 302

    def change_password(self, present: str) -> None:
        """Do what every page asks for first."""
        assert self.client.get("/inbox/").headers["Location"] == "/account/password/"
        self.send("/account/password/", present=present, password=PASSWORD, again=PASSWORD)

    def page(self, path: str) -> str:
        response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return response.content.decode()

    def send(self, path: str, **typed: Any) -> HttpResponse:
        response = self.client.post(path, typed)
        assert response.status_code in {302, 307}, (path, response.content.decode()[-3000:])
        return response

    def find(self, path: str, pattern: str) -> str:
        """Give what stands on a page where ``pattern`` says."""
        found = re.search(pattern, self.page(path))
        assert found is not None, (path, pattern)
        return found[found.lastindex or 0]

    def choice(self, path: str, words: str) -> str:
        """Give the value of the option that says ``words``."""
        return self.find(path, rf'<option value="([^"]+)"[^>]*>[^<]*{re.escape(words)}')


@pytest.fixture
def administrator(machine: None) -> Person:
    """The first administrator, as the command of the empty office makes one."""
    said = io.StringIO()
    call_command(
        "first_administrator", code="SNV", name="SỞ NỘI VỤ", symbol="SNV", superior="ỦY BAN NHÂN DÂN TỈNH HƯNG SƠN",
        place="Hưng Sơn", profile="state", head_title="GIÁM ĐỐC", full_name="Đỗ Minh Quân", username="admin",
        stdout=said,
    )  # fmt: skip
    return Person("admin", said.getvalue().split()[-1])


def set_up(admin: Person, pki: Pki) -> dict[str, Person]:
    """Let the administrator set up the office; give its people, each with a password of their own."""
    for name, symbol in (("Lãnh đạo Sở", "LĐ"), ("Phòng Cải cách hành chính", "CCHC")):
        admin.send("/organisation/units/new/", name=name, symbol=symbol, since="2026-01-01", position=10)
    names = {"LĐ": "Lãnh đạo Sở", "VP": "Văn phòng", "CCHC": "Phòng Cải cách hành chính"}
    for order, (username, (full_name, symbol, title, duties)) in enumerate(PEOPLE.items(), 1):
        taken = admin.send(
            "/organisation/people/new/", full_name=full_name, username=username, password=FIRST
        )
        where = taken.headers["Location"]
        admin.send(
            where, unit=admin.choice(where, names[symbol]), title=title, duties=duties, protocol_order=order,
            since="2026-01-01",
        )  # fmt: skip
    head = admin.find(
        "/organisation/", r'href="(/organisation/people/\d+/)"[^>]*>(?:(?!</a>).)*Nguyễn Văn Bình'
    )
    admin.send(
        admin.find(head, r'href="(/organisation/posts/\d+/mandate/)"'), authority="head", lines="GIÁM ĐỐC",
        since="2026-01-01", until="", basis="Quy chế làm việc",
    )  # fmt: skip
    holiday = local_day(now()) + timedelta(days=40)
    admin.send(
        "/organisation/calendar/days/new/", day=holiday.isoformat(), kind="off", name="Nghỉ", source=""
    )
    new = "/organisation/certificates/new/"
    for whose, slug in ((admin.choice(new, "Nguyễn Văn Bình"), "binh"), ("seal", "snv")):
        admin.send(
            new, whose=whose, module="file", token="", key=f"keys/{slug}.key.pem",
            certificate=SimpleUploadedFile(f"{slug}.cer", pki.pem(slug)),
            picture=SimpleUploadedFile(f"{slug}.png", pki.picture(slug), "image/png"),
        )  # fmt: skip
    people = {username: Person(username, FIRST) for username in PEOPLE}
    for person in people.values():
        person.change_password(FIRST)
    return people


def open_registry(people: dict[str, Person]) -> None:
    """Let the clerk open the book and write the plan, the head approve it, the officer open a dossier."""
    lan, binh, minh = people["lan"], people["binh"], people["minh"]
    today = local_day(now())
    book = lan.find("/registers/outgoing/", r'href="(/registers/books/new/year/)"')
    lan.send(book, name="Văn bản đi", year=today.year, opened_on=today.isoformat(), start=1)
    plan = f"/dossiers/plan/{today.year}/"
    lan.send("/dossiers/plan/", year=today.year)
    lan.send(
        plan, code="01.CCHC", heading="I. CẢI CÁCH HÀNH CHÍNH", title="Kỷ luật, kỷ cương hành chính",
        unit=lan.choice(plan, "Phòng Cải cách hành chính"), maker="", retention_years=10, note="",
    )  # fmt: skip
    binh.send(binh.find(plan, rf'action="({plan}approve/)"'))
    new = minh.find(plan, r'href="(/dossiers/new/\?entry=\d+)"')
    minh.send(
        new, code="01.CCHC", title="Kỷ luật, kỷ cương hành chính", retention_years=10,
        unit=minh.choice(new, "Phòng Cải cách hành chính"), keeper=minh.choice(new, "Trần Quang Minh"),
    )  # fmt: skip


def carry(people: dict[str, Person]) -> str:
    """Carry one letter through every hand; give its page."""
    lan, binh, minh = people["lan"], people["binh"], people["minh"]
    new = "/letters/new/"
    edit = minh.send(new, secrecy="none", unit=minh.choice(new, "Phòng Cải cách hành chính")).headers[
        "Location"
    ]
    minh.send(
        edit, subject="tăng cường kỷ luật, kỷ cương hành chính", addressees="Ủy ban nhân dân các xã, phường",
        legal_bases="", body="Sở Nội vụ đề nghị các đơn vị rà soát.", recipients="Như trên", keep_line="VT, CCHC",
        signer_post_id=minh.choice(edit, "Nguyễn Văn Bình"), urgency="normal", circulation="none", base_version=0,
    )  # fmt: skip
    letter = edit.removesuffix("edit/")
    minh.send(f"{letter}submit/")
    for name, act in (("hoa", "check-content"), ("dung", "check-format")):
        people[name].send(people[name].find(letter, rf'action="({letter}steps/\d+/{act}/)"'))
    workers_work()
    sheet = binh.find(letter, rf'(?:href|action)="({letter}steps/\d+/sign/)')
    binh.send(sheet, sha256=binh.find(sheet, r'name="sha256" value="([0-9a-f]{64})"'), pin=PIN)
    workers_work()
    sheet = lan.find(letter, rf'(?:href|action)="({letter}steps/\d+/seal/)')
    lan.send(sheet, legal_day=local_day(now()).isoformat(), pin=PIN)
    workers_work()
    return letter


@LONG
def test_an_empty_office_is_set_up_by_its_screens_and_issues_a_letter(
    administrator: Person, pki: Pki
) -> None:
    before = administrator.page("/organisation/")
    for words in ("chưa mở sổ", "con dấu", "danh mục hồ sơ", "văn thư"):
        assert words in before.lower(), words
    assert 'id="missing"' in before

    people = set_up(administrator, pki)
    half = administrator.page("/organisation/")
    assert half.count("<li><span>") < before.count("<li><span>")
    assert 'id="missing"' in half
    open_registry(people)
    assert 'id="missing"' not in administrator.page("/organisation/")

    page = carry(people)
    letter = OutgoingLetter.objects.get()
    assert (letter.status, letter.reference_code) == ("issued", "01/SNV-CCHC")
    assert letter.issued_file is not None
    verdict = FileVerdict.objects.get(file=letter.issued_file)
    assert (verdict.status, verdict.level) == (VerdictStatus.ACCEPT, Level.B_LTA)
    signers = {one["signer"] for one in verdict.report["signatures"]}
    assert {"Nguyễn Văn Bình", "SỞ NỘI VỤ (SPECIMEN)"} <= signers
    assert "01/SNV-CCHC" in people["lan"].page("/registers/outgoing/")

    minh = people["minh"]
    where = minh.find(page, rf'href="({page}steps/\d+/file/)"')
    minh.send(where, dossier=minh.choice(where, "01.CCHC"))
    assert "01.CCHC" in minh.page(page)
