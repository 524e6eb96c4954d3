from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from archive import ports
from archive.models import Dossier, FilePlan, Origin, Record
from archive.operations import closing, filing, opening, planning, transferring
from archive.operations.opening import NewDossier
from archive.operations.planning import NewEntry
from archive.operations.transferring import Offer
from archive.ports import Description
from organisation.enums import Duty
from organisation.models import Organisation, Person, Post, Unit
from organisation.models.actor import Actor


class Office:
    """Eight people in two units, and nobody's letters."""

    def __init__(self, code: str) -> None:
        self.organisation = Organisation.objects.create(code=code)
        self.office, self.section = (
            Unit.objects.create(
                organisation=self.organisation, name=name, symbol=symbol, valid_from="2020-01-01"
            )
            for name, symbol in (("Văn phòng", "VP"), ("Phòng Cải cách hành chính", "CCHC"))
        )
        self.lan = self.person("Lan", self.office, Duty.REGISTRY_CLERK)
        self.minh = self.person("Minh", self.section, Duty.OFFICER)
        self.hoa = self.person("Hòa", self.section, Duty.UNIT_HEAD)
        self.dung = self.person("Dũng", self.office, Duty.CHIEF_OF_OFFICE, Duty.UNIT_HEAD)
        self.binh = self.person("Bình", self.office, Duty.HEAD)
        self.thu = self.person("Thu", self.office, Duty.ARCHIVIST)
        self.quan = self.person("Quân", self.office, Duty.ADMINISTRATOR)
        self.nam = self.person("Nam", self.office, Duty.OFFICER)

    def person(self, name: str, unit: Unit, *duties: Duty) -> Actor:
        person = Person.objects.create(
            organisation=self.organisation,
            username=f"{self.organisation.code}-{name}",
            full_name=name,
            password="!",
        )
        post = Post.objects.create(
            organisation=self.organisation, person=person, unit=unit, title="Chuyên viên",
            duties=[duty.value for duty in duties], valid_from="2020-01-01",
        )  # fmt: skip
        return Actor.for_post(post)


class Letters:
    """Stands where dispatch does: only letters named here may be opened, by anyone."""

    def __init__(self) -> None:
        self.openable: set[str] = set()

    def describe(self, origin: Origin) -> Description:
        return Description("Công văn", f"{origin.key}/SNV-VP", f"Công văn {origin.key}", "Sở Nội vụ", None, 2)

    def visible(self, origin: Origin, actor: Actor, at: datetime) -> bool:
        return origin.key in self.openable


def taken_over(office: Office, dossier: Dossier, at: datetime) -> Dossier:
    """Bring a dossier of Minh into custody, with one record in it; give it."""
    filing.file_record(
        dossier=dossier, origin=Origin("letter", f"of {dossier.pk}"), label="Công văn", dated_on=date(2026, 11, 20),
        code="7/SNV-VP", title="Về việc kiểm tra", page_count=2, author="Sở Nội vụ", by=office.minh, at=at,
    )  # fmt: skip
    closed = closing.close(dossier=dossier, by=office.minh, at=at)
    transfer = transferring.offer(dossiers=[closed], new=Offer(), by=office.minh, at=at)
    transferring.accept(transfer=transfer, by=office.thu, at=at)
    return Dossier.objects.get(pk=dossier.pk)


@pytest.fixture
def office(db: None) -> Office:
    return Office("SNV")


@pytest.fixture
def letters() -> Letters:
    letters = Letters()
    ports.join({"letter": letters})
    return letters


@pytest.fixture
def plan(office: Office, noon: datetime) -> FilePlan:
    """A draft plan with one line."""
    plan = planning.begin(year=2026, by=office.dung, at=noon)
    entry = NewEntry(
        "01.CCHC",
        "Hồ sơ về kiểm tra cải cách hành chính năm 2026",
        office.section,
        20,
        "I. Cải cách hành chính",
    )
    planning.add_entry(plan=plan, entry=entry, by=office.dung, at=noon)
    return plan


@pytest.fixture
def dossier(office: Office, noon: datetime) -> Dossier:
    """A dossier outside the plan, in the hands of Minh."""
    assert office.minh.person
    new = NewDossier("01.CCHC", "Kiểm tra cải cách hành chính", office.section, office.minh.person, 20)
    return opening.open_dossier(new=new, by=office.minh, at=noon)


@pytest.fixture
def file(office: Office, noon: datetime) -> Callable[..., Record]:
    """File the letter ``key`` in a dossier; say only what matters to the test."""

    def _file(dossier: Dossier, key: object, **given: Any) -> Record:
        values: dict[str, Any] = {
            "label": "Công văn", "dated_on": date(2026, 11, 20), "code": f"{key}/SNV-VP",
            "title": "Về việc kiểm tra", "page_count": 2, "author": "Sở Nội vụ", "by": office.minh, "at": noon, **given,
        }  # fmt: skip
        return filing.file_record(dossier=dossier, origin=Origin("letter", str(key)), **values)

    return _file
