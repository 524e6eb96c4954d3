"""Certified copies: one series for three forms, what the law lets be made from what, and what the sheet shows."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from dispatch import errors, queries
from dispatch.enums import AllocationState, CopyForm, Direction, Medium
from dispatch.models import CertifiedCopy, NumberAllocation, NumberSeries
from dispatch.operations import copying
from files import ports as file_ports
from files.operations import storing
from files.queries import content_of
from files.reading import opening
from files.rendering import render_pdf
from files.store.filesystem import FilesystemStore
from jobs import ports as job_ports
from jobs.operations import working
from tests.web.desk import Desk

pytestmark = pytest.mark.django_db
P, E = Medium.PAPER, Medium.ELECTRONIC
WORDS = {"code": "12/QĐ-UBND", "issuer": "UBND tỉnh", "day": date(2026, 11, 2), "subject": "giao chỉ tiêu"}


@pytest.fixture
def desk(db: Any, tmp_path: Path) -> Iterator[Desk]:
    stores, handlers = list(file_ports._joined), dict(job_ports._handlers)
    store = FilesystemStore(tmp_path / "store")
    file_ports.join(lambda: store)
    job_ports.join(copying.HANDLERS)
    yield Desk()
    file_ports._joined[:] = stores
    job_ports.join(handlers)


def letter_pdf(lines: int = 3) -> bytes:
    body = "".join(f"<p>Dòng thứ {n} của văn bản</p>" for n in range(lines))
    return render_pdf(f"<html lang=vi><style>p{{font-size:13pt}}</style><body>{body}</body></html>").pdf


def scan(dpi: int = 200, mode: str = "RGB", version: str = "1.5") -> bytes:
    picture = Image.new(mode, (round(8.27 * dpi), round(11.69 * dpi)), "white")
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=dpi)
    done = io.BytesIO()
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        pdf.save(done, force_version=version)
    return done.getvalue()


def upload(desk: Desk, content: bytes) -> storing.Deposit:
    return storing.deposit(organisation_key=desk.organisation.pk, content=content, name="ban-quet.pdf")


def make(desk: Desk, form: CopyForm, to: Medium, by: str = "lan", **more: Any) -> CertifiedCopy:
    original = more.pop("original", None) or copying.Original(medium=more.pop("medium", P), **WORDS)
    new = copying.NewCopy(form=form, to=to, original=original, **more)
    return copying.make(new=new, by=desk.actor(by), at=datetime.now(UTC))


def work() -> None:
    while working.run_one(["interactive"], clock=lambda: datetime.now(UTC), kinds=[copying.MAKE]):
        pass


def text_of(copy: CertifiedCopy, tmp_path: Path) -> str:
    copy.refresh_from_db()
    assert copy.file is not None, copy.trouble
    path = tmp_path / "sheet.pdf"
    path.write_bytes(content_of(copy.file))
    return subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout


def test_all_forms_are_numbered_together_in_one_series_a_year(desk: Desk) -> None:
    first = make(desk, CopyForm.TRUE_COPY, P)
    second = make(desk, CopyForm.EXCERPT, P)
    third = make(desk, CopyForm.FURTHER_COPY, P, original=copying.Original(of_copy=first))
    assert [one.reference_code for one in (first, second, third)] == ["01/SY-SNV", "02/TrS-SNV", "03/SL-SNV"]
    assert NumberSeries.objects.filter(direction=Direction.COPY).count() == 1
    assert third.original_code == first.original_code


@pytest.mark.parametrize(
    ("form", "source", "to", "allowed"),
    [
        (CopyForm.TRUE_COPY, P, P, True),
        (CopyForm.TRUE_COPY, E, P, True),
        (CopyForm.TRUE_COPY, P, E, True),
        (CopyForm.TRUE_COPY, E, E, False),
        (CopyForm.EXCERPT, P, P, True),
        (CopyForm.EXCERPT, E, P, True),
        (CopyForm.EXCERPT, P, E, True),
        (CopyForm.EXCERPT, E, E, True),
    ],
)
def test_what_the_law_lets_be_made(
    desk: Desk, form: CopyForm, source: Medium, to: Medium, allowed: bool
) -> None:
    given = None if source == to == P else upload(desk, letter_pdf())
    original = copying.Original(medium=source, upload=given, **WORDS)
    if allowed:
        assert make(desk, form, to, original=original).from_medium == source
    else:
        with pytest.raises(errors.ConversionIsNotAllowed):
            make(desk, form, to, original=original)
        assert not NumberAllocation.objects.filter(direction=Direction.COPY).exists()


def test_a_further_copy_is_made_from_a_true_copy_only(desk: Desk) -> None:
    excerpt = make(desk, CopyForm.EXCERPT, P)
    for original in (copying.Original(medium=P, **WORDS), copying.Original(of_copy=excerpt)):
        with pytest.raises(errors.NotATrueCopy):
            make(desk, CopyForm.FURTHER_COPY, P, original=original)


def test_only_the_registry_makes_copies(desk: Desk) -> None:
    with pytest.raises(errors.NotTheRegistry):
        make(desk, CopyForm.TRUE_COPY, P, by="binh")


def test_an_electronic_copy_needs_a_scan_of_version_1_4(desk: Desk) -> None:
    with pytest.raises(errors.ScanIsMissing):
        make(desk, CopyForm.TRUE_COPY, E)
    old = copying.Original(medium=P, upload=upload(desk, scan(version="1.3")), **WORDS)
    with pytest.raises(errors.ScanIsTooOld):
        make(desk, CopyForm.TRUE_COPY, E, original=old)
    assert not NumberAllocation.objects.filter(direction=Direction.COPY).exists()


def test_the_quality_of_a_scan_is_measured() -> None:
    assert opening.quality_of(scan(200)) == opening.ScanQuality("1.5", 200, True)
    poor = opening.quality_of(scan(100, "L"))
    assert (poor.dpi, poor.colour) == (100, False)


def test_the_scan_itself_is_the_electronic_copy(desk: Desk) -> None:
    content = scan()
    copy = make(desk, CopyForm.TRUE_COPY, E, original=copying.Original(upload=upload(desk, content), **WORDS))
    work()
    copy.refresh_from_db()
    assert copy.file is not None
    assert content_of(copy.file) == content


def test_the_head_stands_below_the_text_on_the_same_sheet(desk: Desk, tmp_path: Path) -> None:
    original = copying.Original(medium=E, upload=upload(desk, letter_pdf()), **WORDS)
    copy = make(
        desk,
        CopyForm.TRUE_COPY,
        P,
        original=original,
        signer=desk.posts["binh"],
        recipients="UBND các xã\nLưu: VT",
    )
    work()
    said = text_of(copy, tmp_path)
    assert said.count("\f") == 1
    assert said.index("Dòng thứ 2") < said.index("SAO Y")
    for word in ("Số: 01/SY-SNV", desk.posts["binh"].person.full_name, "- UBND các xã;", "- Lưu: VT."):
        assert word in said


def test_a_full_page_takes_the_head_on_the_next(desk: Desk, tmp_path: Path) -> None:
    original = copying.Original(medium=E, upload=upload(desk, letter_pdf(22)), **WORDS)
    copy = make(desk, CopyForm.TRUE_COPY, P, original=original)
    work()
    pages = text_of(copy, tmp_path).split("\f")
    assert "SAO Y" not in pages[0]
    assert "SAO Y" in pages[1]


def test_an_excerpt_holds_the_chosen_pages_only(desk: Desk, tmp_path: Path) -> None:
    original = copying.Original(medium=E, upload=upload(desk, letter_pdf(90)), **WORDS)
    with pytest.raises(errors.PagesAreWrong):
        make(desk, CopyForm.EXCERPT, E, original=original, pages="2-99")
    copy = make(desk, CopyForm.EXCERPT, E, original=original, pages="2")
    work()
    said = text_of(copy, tmp_path)
    assert said.count("\f") == 1
    assert "Dòng thứ 0 " not in said
    assert "Dòng thứ 30" in said


def test_a_void_copy_keeps_its_line_and_its_number_is_not_given_again(desk: Desk) -> None:
    first = make(desk, CopyForm.TRUE_COPY, P)
    copying.void(copy=first, reason="nhầm văn bản cần sao", by=desk.actor("lan"), at=datetime.now(UTC))
    assert make(desk, CopyForm.TRUE_COPY, P).reference_code == "02/SY-SNV"
    kept = queries.copy_by_key(desk.organisation, first.pk)
    assert kept.allocation.state == AllocationState.VOID
    with pytest.raises(errors.CopyIsNotReady):
        copying.sign(copy=kept, pin="1", by=desk.actor("lan"), at=datetime.now(UTC))


def test_a_letter_not_issued_is_not_copied(desk: Desk) -> None:
    numbered = desk.numbered(7, "chưa ban hành")
    with pytest.raises(errors.OriginalIsNotInForce):
        make(desk, CopyForm.TRUE_COPY, P, original=copying.Original(letter=numbered))
    issued = desk.issued(8, pdf=letter_pdf())
    copy = make(desk, CopyForm.TRUE_COPY, P, original=copying.Original(letter=issued))
    assert (copy.original_code, copy.from_medium) == (issued.reference_code, E)
