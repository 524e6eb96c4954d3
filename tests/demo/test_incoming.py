"""The demo's incoming letters stand at every point of their way, in the order of the book, once."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest

from config.demo import cast, correspondents, dossiers, founding, incoming
from dispatch import queries
from dispatch.enums import Direction
from dispatch.models import IncomingLetter, NumberAllocation
from files import ports as file_ports
from files.store.filesystem import FilesystemStore
from jobs.models import Job
from jobs.operations import leasing
from organisation.models import Organisation

FIRST = correspondents.FIRST_ARRIVAL[cast.STATE.code]
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def office(db: None, tmp_path: Any) -> Organisation:
    store = FilesystemStore(tmp_path / "store")
    file_ports.join(lambda: store)
    posts = founding.found(cast.STATE, at=AT)
    organisation = Organisation.objects.get(code=cast.STATE.code)
    correspondents.fill(organisation, posts, at=AT)
    dossiers.fill(posts, at=AT)
    return organisation


def write(at: datetime) -> None:
    incoming.queue_all(at=at)
    job = leasing.claim(["batch"], at=datetime.now(UTC), kinds=[incoming.KIND])
    if job is not None:
        incoming.write(job)


def test_every_point_of_the_way_has_its_letter_and_a_second_run_adds_none(office: Organisation) -> None:
    write(AT)
    statuses = Counter(IncomingLetter.objects.values_list("status", flat=True))
    assert statuses == {"registered": 6, "arrived": 3, "refused": 1, "voided": 1, "completed": 1}
    stages = set(IncomingLetter.objects.values_list("handling__stage", flat=True))
    assert {"proposing", "directing", "in_hand", "confirming", "over"} <= stages
    assert stages & {"filed", "filing"}
    lines = NumberAllocation.objects.filter(direction=Direction.INCOMING).order_by("number")
    assert [line.number for line in lines] == list(range(FIRST, FIRST + len(lines)))
    assert list(lines) == sorted(lines, key=lambda line: line.legal_day)
    twin = IncomingLetter.objects.get(source="mailbox")
    assert queries.doubles_of(twin).exists()
    before = IncomingLetter.objects.count()
    Job.objects.all().delete()
    write(AT)
    assert IncomingLetter.objects.count() == before
