"""Pictures and text: made by the worker, once per bytes, fenced by the lease."""

from __future__ import annotations

import hashlib
import io
import resource
from datetime import UTC, datetime

import pikepdf
import pytest
from django.db import transaction
from PIL import Image

from files import ports, queries
from files.enums import FileRole
from files.models import Blob, Rendition, StoredFile
from files.operations import previews, storing
from files.reading import opening
from files.rendering import render_pdf
from jobs.enums import JobState
from jobs.errors import LeaseLost
from jobs.models import Job
from jobs.operations import leasing
from organisation.models.actor import Actor
from tests.files.pieces import bomb, pdf, picture
from tests.sizes import LONG

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db
NEXT_YEAR = datetime(2027, 11, 24, 3, 0, tzinfo=UTC)
QUEUES = ["interactive", "batch"]


def _store(by: Actor, content: bytes, name: str = "a.pdf") -> StoredFile:
    return storing.store(by=by, at=AT, content=content, name=name, role=FileRole.ORIGINAL)


def _do(kind: str, at: datetime = AT) -> Job:
    job = leasing.claim(QUEUES, at=at, kinds=[kind])
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


@pytest.mark.slow
def test_what_takes_long_is_gone_on_with_behind_everything_else(lan: Actor, monkeypatch) -> None:
    monkeypatch.setattr(opening, "_AT_ONCE", 2)
    file = _store(lan, pdf(5))
    _do("files.preview")
    assert queries.preview_pages(file) == [1, 2]
    assert leasing.claim(["interactive"], at=NEXT_YEAR, kinds=["files.preview"]) is None
    for _ in range(2):
        _do("files.preview", at=NEXT_YEAR)
    assert queries.preview_pages(file) == [1, 2, 3, 4, 5]
    assert leasing.claim(QUEUES, at=NEXT_YEAR, kinds=["files.preview"]) is None


@LONG
@pytest.mark.slow
def test_a_page_that_is_too_hard_leaves_the_pages_before_it(lan: Actor) -> None:
    file = _store(lan, _with_a_hard_page(2))
    assert _do("files.preview").state == JobState.DONE
    assert queries.preview_pages(file) == [1]
    assert _do("files.preview", at=NEXT_YEAR).state == JobState.DONE  # the second page, which nobody can draw
    assert queries.preview_pages(file) == [1]


@LONG
@pytest.mark.slow
def test_a_bomb_costs_the_worker_nothing_and_does_not_come_back(lan: Actor) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    content = bomb(400)
    blob = Blob.objects.create(
        organisation=lan.organisation,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        media_type="application/pdf",
        created_at=AT,
    )
    ports.blob_store().put(lan.organisation_key, blob.sha256, content)
    with transaction.atomic():
        previews.ask_for(blob, at=AT)
    assert _do("files.preview").state == JobState.DONE
    assert _do("files.text").state == JobState.DONE
    assert Rendition.objects.count() == 0
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def _with_a_hard_page(number: int) -> bytes:
    """Give three pages, of which one paints a form that paints a form ten times, and so on."""
    with pikepdf.open(io.BytesIO(pdf(3))) as document:
        inner = None
        for level in range(12):
            drawing = b"/X Do " * 10 if level else b"0 0 500 500 re f 0 0 500 500 re S"
            form = document.make_stream(
                drawing, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 500, 500]
            )
            if inner is not None:
                form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
            inner = form
        page = document.pages[number - 1]
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
        page.Contents = document.make_stream(b"/X Do")
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


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
