"""Storing: bit by bit, once per office, with its event and its jobs, or refused with a sentence."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from files import queries
from files.enums import FileRole
from files.errors import EmptyFile, FakeFile, FileTooLarge, StoredBytesDamaged
from files.models import Blob, StoredFile
from files.operations import storing
from files.store.filesystem import FilesystemStore
from jobs.models import Job
from organisation.models.actor import Actor
from tests.files.pieces import pdf, picture

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _store(by: Actor, content: bytes, name: str = "công văn.pdf", **changes: object) -> StoredFile:
    given: dict[str, object] = {"role": FileRole.ORIGINAL} | changes
    return storing.store(by=by, at=AT, content=content, name=name, **given)  # type: ignore[arg-type]


def test_a_file_is_kept_bit_by_bit_with_its_hash_type_and_pages(lan: Actor) -> None:
    content = pdf(3)
    file = _store(lan, content)
    assert queries.content_of(file) == content
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert (file.size, file.media_type, file.page_count) == (len(content), "application/pdf", 3)
    assert (file.name, file.created_at, file.created_by_key) == (
        "công văn.pdf",
        AT,
        lan.person.pk if lan.person else 0,
    )


def test_a_stream_is_kept_like_bytes(lan: Actor) -> None:
    content = pdf()
    file = storing.store(by=lan, at=AT, content=io.BytesIO(content), name="a.pdf", role=FileRole.ATTACHMENT)
    with queries.open_content(file) as stream:
        assert stream.read() == content


def test_the_same_bytes_twice_are_two_files_over_one_blob(lan: Actor) -> None:
    first, second = _store(lan, pdf()), _store(lan, pdf(), "bản hai.pdf")
    assert first.pk != second.pk
    assert first.blob_id == second.blob_id
    assert queries.uses_of(first.blob) == 2


def test_the_same_bytes_in_two_offices_are_two_blobs(lan: Actor, neighbour: Actor) -> None:
    ours, theirs = _store(lan, pdf()), _store(neighbour, pdf())
    assert ours.sha256 == theirs.sha256
    assert ours.blob_id != theirs.blob_id
    assert {ours.blob.organisation, theirs.blob.organisation} == {lan.organisation, neighbour.organisation}


def test_storing_writes_an_event_without_readable_text_in_its_facts(lan: Actor) -> None:
    file = _store(lan, pdf(), "Tố cáo ông A.pdf")
    event = Event.objects.get(name="file.stored")
    assert (event.subject_kind, event.subject_key) == ("file", str(file.pk))
    assert event.facts == {
        "sha256": file.sha256, "size": file.size, "media_type": "application/pdf", "role": "original"
    }  # fmt: skip
    assert event.detail.text["name"] == "Tố cáo ông A.pdf"
    assert "Tố cáo" not in str(event.facts) + str(event.trail)


def test_a_pdf_is_queued_for_its_pictures_and_its_text_once(lan: Actor) -> None:
    file = _store(lan, pdf())
    _store(lan, pdf(), "lần hai.pdf")
    assert sorted(Job.objects.values_list("kind", "key")) == [
        ("files.preview", f"blob:{file.blob_id}"),
        ("files.text", f"blob:{file.blob_id}"),
    ]


def test_a_text_file_needs_no_jobs_and_is_read_at_once(lan: Actor) -> None:
    file = _store(lan, "\ufeffKính gửi".encode(), "ghi chú.txt")
    assert Job.objects.count() == 0
    assert queries.text_of(file) == "Kính gửi"


def test_nothing_is_kept_of_a_refused_file(lan: Actor, store: FilesystemStore, tmp_path) -> None:  # type: ignore[no-untyped-def]
    for content, name, refusal in ((b"", "rỗng.pdf", EmptyFile), (b"text", "giả.pdf", FakeFile)):
        with pytest.raises(refusal):
            _store(lan, content, name)
    assert (StoredFile.objects.count(), Blob.objects.count(), Event.objects.count()) == (0, 0, 0)
    assert not (tmp_path / "store").exists()


def test_a_file_larger_than_the_office_allows_is_refused(lan: Actor, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    with pytest.raises(FileTooLarge) as caught:
        storing.store(
            by=lan, at=AT, content=io.BytesIO(bytes(1024 * 1024 + 1)), name="to.pdf", role=FileRole.ORIGINAL
        )
    assert caught.value.facts == {"name": "to.pdf", "megabytes": 1}


def test_a_type_announced_by_the_sender_must_be_the_true_one(lan: Actor) -> None:
    assert _store(lan, pdf(), media_type="application/octet-stream").media_type == "application/pdf"
    with pytest.raises(FakeFile):
        _store(lan, picture(), "ảnh", media_type="application/pdf")


def test_a_failed_transaction_leaves_no_row(lan: Actor) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        _store(lan, pdf())
        raise RuntimeError
    assert StoredFile.objects.count() == 0
    assert _store(lan, pdf()).page_count == 1


def test_a_deposit_is_kept_by_its_own_office_only(lan: Actor, neighbour: Actor) -> None:
    laid = storing.deposit(organisation_key=lan.organisation_key, content=pdf(), name="a.pdf")
    assert StoredFile.objects.count() == 0
    with pytest.raises(ValueError, match="another organisation"):
        storing.keep(by=neighbour, at=AT, deposited=laid, role=FileRole.ORIGINAL)
    assert storing.keep(by=lan, at=AT, deposited=laid, role=FileRole.ORIGINAL).sha256 == laid.sha256


def test_the_system_may_store_too(lan: Actor) -> None:
    by = Actor.system(lan.organisation, "job")
    assert _store(by, pdf(), role=FileRole.DRAFT_RENDERING).created_by_key is None


def test_damaged_bytes_are_noticed_when_they_are_read(lan: Actor, tmp_path) -> None:  # type: ignore[no-untyped-def]
    file = _store(lan, pdf())
    path = tmp_path / "store" / str(lan.organisation_key) / file.sha256[:2] / file.sha256
    path.chmod(0o600)
    path.write_bytes(pdf() + b"\n")
    with pytest.raises(StoredBytesDamaged):
        queries.content_of(file)


def test_the_database_refuses_a_file_over_another_offices_bytes(lan: Actor, neighbour: Actor) -> None:
    theirs = _store(neighbour, pdf())
    with pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(
            organisation=lan.organisation, blob=theirs.blob, name="a", role=FileRole.ORIGINAL, created_at=AT
        )
        transaction.get_connection().check_constraints()
