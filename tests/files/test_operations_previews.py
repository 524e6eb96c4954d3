"""Pictures and text: made by the worker, once per bytes, fenced by the lease."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
import pytest
from PIL import Image

from files import queries
from files.enums import FileRole
from files.models import Rendition, StoredFile
from files.operations import previews, storing
from files.rendering import render_pdf
from jobs.enums import JobState
from jobs.errors import LeaseLost
from jobs.models import Job
from jobs.operations import leasing
from organisation.models.actor import Actor
from tests.files.pieces import pdf, picture

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db
QUEUES = ["interactive", "batch"]


def _store(by: Actor, content: bytes, name: str = "a.pdf") -> StoredFile:
    return storing.store(by=by, at=AT, content=content, name=name, role=FileRole.ORIGINAL)


def _do(kind: str) -> Job:
    job = leasing.claim(QUEUES, at=AT, kinds=[kind])
    assert job is not None
    {"files.preview": previews.run_preview, "files.text": previews.run_text}[kind](job)
    job.refresh_from_db()
    return job


def _two_pages() -> bytes:
    return render_pdf(
        "<html lang='vi'><p>Kính gửi: Ủy ban</p><p style='break-before: page'>Nơi nhận</p></html>"
    ).pdf


def test_every_page_gets_a_picture_wide_enough_to_read(lan: Actor) -> None:
    file = _store(lan, _two_pages())
    assert queries.preview_of(file, 1) is None
    assert _do("files.preview").state == JobState.DONE
    assert queries.preview_pages(file) == [1, 2]
    first = Image.open(io.BytesIO(queries.preview_of(file, 1) or b""))
    assert (first.format, first.width) == ("PNG", 910)
    assert queries.preview_of(file, 3) is None


def test_the_text_layer_is_read_page_by_page(lan: Actor) -> None:
    file = _store(lan, _two_pages())
    assert queries.text_of(file) is None
    _do("files.text")
    text = queries.text_of(file) or ""
    assert [page.strip() for page in text.split("\f")] == ["Kính gửi: Ủy ban", "Nơi nhận"]


def test_a_scan_has_no_text_layer(lan: Actor) -> None:
    file = _store(lan, pdf())
    assert _do("files.text").state == JobState.DONE
    assert queries.text_of(file) is None


def test_a_scanned_picture_of_several_pages_is_shown_page_by_page(lan: Actor) -> None:
    file = _store(lan, picture("TIFF", 3), "quét.tiff")
    _do("files.preview")
    assert queries.preview_pages(file) == [1, 2, 3]


def test_a_second_file_over_the_same_bytes_shows_the_same_pictures(lan: Actor) -> None:
    _store(lan, pdf())
    _do("files.preview")
    assert queries.preview_pages(_store(lan, pdf(), "b.pdf")) == [1]


def test_what_stands_in_a_form_field_is_in_the_picture(lan: Actor) -> None:
    plain, filled = (_store(lan, _with_field(black), f"{black}.pdf") for black in (False, True))
    _do("files.preview")
    _do("files.preview")
    assert queries.preview_of(plain, 1) != queries.preview_of(filled, 1)


def test_a_worker_that_lost_its_lease_records_nothing(lan: Actor) -> None:
    file = _store(lan, pdf())
    job = leasing.claim(QUEUES, at=AT, kinds=["files.preview"])
    assert job is not None
    Job.objects.filter(pk=job.pk).update(lease="another worker")
    with pytest.raises(LeaseLost):
        previews.run_preview(job)
    assert Rendition.objects.count() == 0
    assert queries.preview_pages(file) == []


def test_doing_the_work_again_changes_nothing(lan: Actor) -> None:
    file = _store(lan, pdf())
    job = _do("files.preview")
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, finished_at=None, run_at=AT)
    _do("files.preview")
    assert Rendition.objects.filter(source=file.blob).count() == 1


def _with_field(black: bool) -> bytes:
    """Give a page with a text field, whose appearance is a black square or nothing."""
    with pikepdf.open(io.BytesIO(pdf())) as document:
        drawing = b"0 g 0 0 100 100 re f" if black else b""
        form = document.make_stream(
            drawing, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 100, 100]
        )
        field = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="Number", F=4,
                Rect=[100, 100, 200, 200], AP=pikepdf.Dictionary(N=form),
            )
        )  # fmt: skip
        document.pages[0].Annots = pikepdf.Array([field])
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()
