"""A store of its own for every test of files, and two offices with a clerk each."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from files import ports
from files.store.filesystem import FilesystemStore
from organisation.enums import Duty
from organisation.models import Organisation, Person, Post, Unit
from organisation.models.actor import Actor


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> FilesystemStore:
    joined = FilesystemStore(tmp_path / "store")
    ports.join(lambda: joined)
    return joined


def _clerk(code: str, username: str) -> Actor:
    organisation = Organisation.objects.create(code=code)
    unit = Unit.objects.create(
        organisation=organisation, name="Văn phòng", symbol="VP", valid_from=date(2025, 1, 1)
    )
    person = Person.objects.create(organisation=organisation, username=username, full_name="Trần Thị Lan")
    post = Post.objects.create(
        organisation=organisation,
        person=person,
        unit=unit,
        title="Văn thư",
        duties=[Duty.REGISTRY_CLERK],
        valid_from=date(2025, 1, 1),
    )
    return Actor.for_post(post)


@pytest.fixture
def lan(db: None) -> Actor:
    return _clerk("SNV", "lan")


@pytest.fixture
def neighbour(db: None) -> Actor:
    return _clerk("STC", "hang-xom")
