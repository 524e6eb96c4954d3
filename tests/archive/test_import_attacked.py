"""What was tried with imports: a part closed by a newer list, work of others lost by taking an older one back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from archive import errors, queries
from archive.enums import Access
from archive.models import CatalogueRecord, CatalogueUnit
from archive.operations import cataloguing, import_undoing
from archive.operations.cataloguing import Described
from search.models import Projection
from tests.archive.conftest import Office
from tests.archive.test_importing import EAD, Importer

CLOSED = EAD.replace('level="series" id="s1"', 'level="series" id="s1" audience="internal"')
MORE = CLOSED.replace(
    '<c02 level="file"><did><unitid>12</unitid>',
    '<c02 level="file" id="f9"><did><unitid>99</unitid><unittitle>Hồ sơ mới</unittitle></did>'
    '<c03 level="item" id="i9"><did><unittitle>Đơn thư</unittitle></did></c03></c02>'
    '<c02 level="file"><did><unitid>12</unitid>',
)


@pytest.fixture
def bring(office: Office, noon: datetime) -> Importer:
    return Importer(office, noon)


def seen(office: Office, at: datetime) -> set[str]:
    """Give what somebody without a duty sees: as rows, and as search rows."""
    prefix = f"org:{office.organisation.pk}"
    rows = Projection.objects.filter(withdrawn=False, tokens__overlap=[prefix]).values_list(
        "title", flat=True
    )
    return {unit.title for unit in queries.units_visible_to(office.nam, at)} | set(rows)


def test_what_lies_in_a_part_a_newer_list_closes_is_closed(
    bring: Importer, office: Office, noon: datetime
) -> None:
    bring("ead", EAD, access=Access.OPEN)
    words = {"Hồ sơ khen thưởng năm 1986", "Danh sách", "Khen thưởng"}
    assert words <= seen(office, noon)
    run = bring("ead", MORE)
    left = seen(office, noon)
    assert not left & words
    assert not left & {"Hồ sơ mới", "Đơn thư"}
    assert {"Tổ chức", "Nhân sự"} <= left
    import_undoing.take_back(run=run, by=office.thu, at=noon)
    assert words <= seen(office, noon)


def test_taking_back_does_not_open_what_was_closed_by_hand_since(
    bring: Importer, office: Office, noon: datetime
) -> None:
    bring("ead", EAD, access=Access.OPEN)
    run = bring("ead", EAD.replace("<unittitle>Khen thưởng<", "<unittitle>Khen thưởng, kỷ luật<"))
    part = CatalogueUnit.objects.get(title="Khen thưởng, kỷ luật")
    closed = Described(part.title, part.code, access=Access.CONDITIONAL)
    cataloguing.describe(unit=part, told=closed, by=office.thu, at=noon + timedelta(minutes=1))
    with pytest.raises(errors.ImportIsInUse, match="kỷ luật"):
        import_undoing.take_back(run=run, by=office.thu, at=noon + timedelta(minutes=2))
    part.refresh_from_db()
    assert part.access == Access.CONDITIONAL


def test_an_import_is_not_taken_back_under_a_later_one(
    bring: Importer, office: Office, noon: datetime
) -> None:
    first = bring("ead", EAD)
    second = bring("ead", EAD.replace("Danh sách", "Danh sách mới"))
    with pytest.raises(errors.ImportIsInUse):
        import_undoing.take_back(run=first, by=office.thu, at=noon)
    assert CatalogueRecord.objects.filter(title="Danh sách mới").exists()
    import_undoing.take_back(run=second, by=office.thu, at=noon)
    added = "</dao></c03>" if "</dao></c03>" in EAD else '<dao xlink:href="a.pdf"/></c03>'
    bring(
        "ead",
        EAD.replace(added, f"{added}<c03 level='item' id='i7'><did><unittitle>Thêm</unittitle></did></c03>"),
    )
    with pytest.raises(errors.ImportIsInUse, match="Thêm"):
        import_undoing.take_back(run=first, by=office.thu, at=noon)
