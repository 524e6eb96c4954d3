"""The large register for measurements holds every rule of a small one, and claims no signature."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from audit.models import Event
from config.demo import bulk, cast, dossiers, founding
from config.doctor import letters, log, numbers
from dispatch.models import NumberAllocation, OutgoingLetter
from files import ports as file_ports
from files.queries import content_of
from files.store.filesystem import FilesystemStore
from organisation.models import Organisation
from organisation.models.actor import Actor
from search.models import Projection
from signing.models import FileVerdict, SigningRequest
from workflow import doctor, queries
from workflow.models import WorkItem

LETTERS = 260


def bare_office(at: datetime) -> None:
    for office in cast.OFFICES:
        posts = founding.found(office, at=at)
        if office is cast.STATE:
            founding.open_series(Organisation.objects.get(code=office.code), at=at)
            dossiers.fill(posts, at=at)


@pytest.fixture
def loaded(transactional_db: None, tmp_path: Any) -> bulk.Report:
    store = FilesystemStore(tmp_path / "store")
    before = list(file_ports._joined)
    file_ports.join(lambda: store)
    at = datetime.now(UTC)
    bare_office(at)
    yield bulk.load(LETTERS, at=at, laid_out=2)
    file_ports._joined[:] = before


def test_the_bulk_holds_every_invariant_and_claims_no_signature(loaded: bulk.Report) -> None:
    at = datetime.now(UTC)
    assert OutgoingLetter.objects.count() == LETTERS == loaded.issued + loaded.in_hand
    assert list(numbers.check()) == []
    assert list(log.check()) == []
    assert doctor.findings(at) == []
    assert [finding.subject for finding in letters.check()] == ["benchmark"]
    assert NumberAllocation.objects.filter(state="void").count() == loaded.void_lines
    assert not SigningRequest.objects.exists()
    assert not FileVerdict.objects.exists()
    assert not Event.objects.filter(name__in=["letter.leader_signed", "letter.signature_requested"]).exists()
    assert Projection.objects.filter(kind="letter").count() == LETTERS
    newest = OutgoingLetter.objects.filter(dossier__isnull=False).order_by("-id").first()
    assert newest is not None
    assert newest.issued_file is not None
    assert content_of(newest.issued_file).startswith(b"%PDF")
    assert newest.issued_file.name.startswith("benchmark-")
    assert Organisation.objects.get(code="SNV").settings["benchmark"]["signed"] == 0
    items = WorkItem.items.filter(done_at__isnull=True).select_related("owner_post__person")
    holder = next(item.owner_post for item in items if item.owner_post)
    assert queries.inbox(Actor.for_post(holder), at) != []
    with pytest.raises(bulk.NotABareOffice):
        bulk.load(1, at=at)


def test_the_bulk_is_refused_beside_other_people(db: None) -> None:
    at = datetime.now(UTC)
    bare_office(at)
    Organisation.objects.create(code="KHAC")
    with pytest.raises(bulk.NotABareOffice, match="another organisation"):
        bulk.refuse_what_is_not_bare()
