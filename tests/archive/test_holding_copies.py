"""Certified copies of holdings: asked for, allowed with a number, made with their certificate, void with a reason."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from archive import errors, policies, queries
from archive.enums import Access, CopyState, Level, Purpose
from archive.models import CatalogueRecord, CatalogueUnit, Dossier, HoldingCopy
from archive.operations import cataloguing, holding_copies
from archive.operations.cataloguing import Described
from archive.operations.holding_copies import Wanted
from files import ports as file_ports
from files.enums import FileRole
from files.operations import storing
from files.queries import content_of
from files.rendering import render_pdf
from files.store.filesystem import FilesystemStore
from jobs import ports as job_ports
from jobs.operations import working
from notices.models import Notice
from organisation.models import OrganisationPeriod
from tests.archive.conftest import Office


@pytest.fixture
def store(tmp_path: Path) -> Iterator[None]:
    stores, handlers = list(file_ports._joined), dict(job_ports._handlers)
    kept = FilesystemStore(tmp_path / "store")
    file_ports.join(lambda: kept)
    job_ports.join(holding_copies.HANDLERS)
    yield
    file_ports._joined[:] = stores
    job_ports.join(handlers)


@pytest.fixture
def record(office: Office, noon: datetime, store: None) -> CatalogueRecord:
    """A document of an old list, with its scan, in a dossier open to the office."""
    OrganisationPeriod.objects.create(
        organisation=office.organisation, name="Sở Nội vụ", symbol="SNV", valid_from="2020-01-01"
    )
    fonds = cataloguing.add_unit(
        parent=None, level=Level.FONDS, told=Described("Phông Ban Thi đua", "P07", access=Access.OPEN),
        by=office.thu, at=noon,
    )  # fmt: skip
    told = Described("Khen thưởng 1998", "12")
    dossier = cataloguing.add_unit(parent=fonds, level=Level.DOSSIER, told=told, by=office.thu, at=noon)
    page = render_pdf("<html lang=vi><body><p>Quyết định về việc khen thưởng</p></body></html>").pdf
    file = storing.store(by=office.thu, at=noon, content=page, name="q.pdf", role=FileRole.SCAN)
    return CatalogueRecord.objects.create(
        organisation=office.organisation, unit=dossier, ordinal=1, kind="Quyết định", code="05/QĐ", file=file,
        title="về việc khen thưởng", dated_on=date(1998, 3, 5), sheets="1-2", left_over={},
    )  # fmt: skip


def ask(office: Office, record: CatalogueRecord, at: datetime, **more: Any) -> HoldingCopy:
    wanted = Wanted(unit=record.unit, document=record, purpose=Purpose.OFFICIAL, **more)
    return holding_copies.ask(wanted=wanted, by=office.nam, at=at)


def test_a_copy_is_asked_allowed_numbered_and_made_with_its_certificate(
    office: Office, record: CatalogueRecord, noon: datetime, tmp_path: Path
) -> None:
    copy = ask(office, record, noon, given_to="Ông Trần Văn Mẫu")
    assert not policies.may_decide_copy(office.nam, copy)
    assert [queries.count_waiting(one, noon) for one in (office.dung, office.lan, office.nam)] == [1, 0, 0]
    copy = holding_copies.allow(copy=copy, by=office.binh, at=noon)
    assert (copy.code, copy.state) == (f"01/{copy.year}", CopyState.ALLOWED)
    run_copies()
    copy.refresh_from_db()
    assert copy.file is not None, copy.trouble
    (tmp_path / "x.pdf").write_bytes(content_of(copy.file))
    out = subprocess.run(
        ["pdftotext", str(tmp_path / "x.pdf"), "-"], capture_output=True, text=True, check=True
    )
    first, second = out.stdout.split("\f")[:2]
    assert "Quyết định về việc khen thưởng" in first
    words = " ".join(second.split())
    for said in ("CHỨNG THỰC TÀI LIỆU LƯU TRỮ", f"Số: 01/{copy.year}", "P07 Phông Ban Thi đua", "12 Khen thưởng 1998",
                 "05/QĐ, ngày 05/03/1998", "1-2", "Ông Trần Văn Mẫu", "Sở Nội vụ"):  # fmt: skip
        assert said in words, said
    told = Notice.objects.filter(subject_kind=queries.HOLDING_COPY).order_by("pk")
    assert [(one.person, one.kind) for one in told] == [
        (office.nam.person, "holding_copy.allowed"),
    ]
    assert [queries.count_waiting(one, noon) for one in (office.dung, office.lan)] == [0, 1]
    assert policies.may_certify(office.lan, copy, None)
    assert not policies.may_certify(office.thu, copy, None)
    assert not queries.copies_visible_to(office.minh, noon).exists()
    assert queries.copies_visible_to(office.nam, noon).get() == copy


def test_numbers_follow_each_other_and_a_void_one_keeps_its_line(
    office: Office, record: CatalogueRecord, noon: datetime
) -> None:
    first, second = (
        holding_copies.allow(copy=ask(office, record, noon), by=office.binh, at=noon) for _ in range(2)
    )
    holding_copies.void(copy=first, reason="quét thiếu trang", by=office.thu, at=noon)
    third = holding_copies.allow(copy=ask(office, record, noon), by=office.dung, at=noon)
    assert [one.number for one in (first, second, third)] == [1, 2, 3]
    assert HoldingCopy.objects.get(pk=first.pk).state == CopyState.VOID
    with pytest.raises(errors.HoldingCopyIsFinished):
        holding_copies.void(copy=first, reason="quét thiếu trang", by=office.thu, at=noon)
    with pytest.raises(errors.CopyIsDecided):
        holding_copies.decline(copy=second, reason="không đủ căn cứ", by=office.binh, at=noon)


def test_what_is_not_in_custody_or_has_no_file_is_not_certified(
    office: Office, record: CatalogueRecord, dossier: Dossier, noon: datetime
) -> None:
    parent = record.unit.parent
    assert parent is not None
    ours = CatalogueUnit(organisation=office.organisation, parent=parent, dossier=dossier)
    assert isinstance(policies.may_ask_for_copy(office.minh, ours).refusal, errors.NotInTheArchive)
    CatalogueRecord.objects.filter(pk=record.pk).update(file=None)
    record.refresh_from_db()
    with pytest.raises(errors.NothingToCertify):
        ask(office, record, noon)
    assert CatalogueUnit.objects.get(pk=record.unit_id).copies.count() == 0


def run_copies() -> None:
    while working.run_one(["interactive"], clock=lambda: datetime.now(UTC), kinds=[holding_copies.MAKE]):
        pass


def test_a_copy_void_before_it_is_made_waits_for_nobody(
    office: Office, record: CatalogueRecord, noon: datetime
) -> None:
    copy = holding_copies.allow(copy=ask(office, record, noon), by=office.binh, at=noon)
    holding_copies.void(copy=copy, reason="nhầm văn bản", by=office.thu, at=noon)
    run_copies()
    assert queries.count_waiting(office.lan, noon) == 0


def test_a_copy_that_cannot_be_made_waits_for_the_registry(
    office: Office, record: CatalogueRecord, noon: datetime
) -> None:
    copy = holding_copies.allow(copy=ask(office, record, noon), by=office.binh, at=noon)
    CatalogueRecord.objects.filter(pk=record.pk).update(file=None)
    run_copies()
    copy.refresh_from_db()
    assert copy.trouble
    assert queries.count_waiting(office.lan, noon) == 1
