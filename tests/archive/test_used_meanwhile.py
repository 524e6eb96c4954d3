"""What somebody takes away while somebody else uses it: either the use is seen, or whoever uses it hears that it is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from archive import errors, queries
from archive.enums import Access, ImportState, Level, Outcome, Purpose
from archive.models import CatalogueRecord, CatalogueUnit, Dossier, HoldingCopy
from archive.operations import (
    arranging,
    cataloguing,
    granting,
    holding_copies,
    import_undoing,
    lending,
    opening,
    placing,
    reading_requests,
)
from archive.operations.cataloguing import Described
from archive.operations.opening import NewDossier
from lib.refusal import Refusal
from tests.archive.conftest import Office, taken_over
from tests.archive.test_catalogue import Shelves
from tests.archive.test_catalogue_at_once import beside, shelves, somebody_waits, thread  # noqa: F401
from tests.archive.test_holding_copies import ask, record, store  # noqa: F401
from tests.archive.test_importing import HEADS, Importer, sheet
from tests.office.toy import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
ROW = [1, "3", "77", "Hồ sơ", "1996", "20 năm", "10", ""]
UNTIL = date(2026, 12, 1)


@pytest.fixture
def office(transactional_db: None) -> Office:
    return Office("STP")


def uses(shelves: Shelves, unit: CatalogueUnit, at: datetime) -> dict[str, Callable[[], object]]:  # noqa: F811
    """Give what somebody may do with a unit at the same moment."""
    people = shelves.office
    words = {"purpose": Purpose.OFFICIAL, "purpose_text": "", "at": at}
    asked = reading_requests.ask(asked_for="x", unit=None, by=people.nam, **words)
    other = shelves.part(shelves.fonds("P99"), "Z")
    told = Described("Đã mô tả lại", unit.code)
    return {
        "lend": lambda: lending.lend(
            unit=unit, borrower=people.minh.person, borrower_unit="", permitted_by="CVP", due_on=UNTIL, note="",
            by=people.thu, at=at,
        ),
        "ask": lambda: reading_requests.ask(asked_for="x", unit=unit, by=people.nam, **words),
        "name": lambda: reading_requests.name_unit(request=asked, unit=unit, by=people.thu, at=at),
        "move": lambda: arranging.move(unit=unit, parent=other, after=None, by=people.thu, at=at),
        "describe": lambda: cataloguing.describe(unit=unit, told=told, by=people.thu, at=at),
    }  # fmt: skip


@pytest.mark.parametrize("use", ["lend", "ask", "name", "move", "describe"])
def test_an_import_is_not_taken_back_while_something_of_it_is_used(shelves: Shelves, use: str) -> None:  # noqa: F811
    part = shelves.part(shelves.fonds(), "A")
    run = Importer(shelves.office, shelves.at)("sheet", sheet([HEADS, ROW]), into=part)
    unit = CatalogueUnit.objects.get(code="77")
    later = shelves.at + timedelta(minutes=5)
    act, failed = uses(shelves, unit, later)[use], []
    other = thread(lambda: import_undoing.take_back(run=run, by=shelves.office.thu, at=later), failed)
    with transaction.atomic():
        act()
        other.start()
        wait_until(somebody_waits)
    other.join()
    assert [type(one) for one in failed] == [errors.ImportIsInUse]
    assert CatalogueUnit.objects.filter(pk=unit.pk).exists()


@pytest.mark.parametrize("use", ["lend", "ask", "name"])
def test_what_was_taken_back_a_moment_ago_is_not_used(shelves: Shelves, use: str) -> None:  # noqa: F811
    part = shelves.part(shelves.fonds(), "A")
    run = Importer(shelves.office, shelves.at)("sheet", sheet([HEADS, ROW]), into=part)
    later = shelves.at + timedelta(minutes=5)
    act, failed = uses(shelves, CatalogueUnit.objects.get(code="77"), later)[use], []
    other = thread(act, failed)
    with transaction.atomic():
        import_undoing.take_back(run=run, by=shelves.office.thu, at=later)
        other.start()
        wait_until(somebody_waits)
    other.join()
    assert [type(one) for one in failed] == [errors.MovedMeanwhile]


@pytest.mark.parametrize("use", ["lend", "ask"])
def test_what_the_books_name_is_not_removed(shelves: Shelves, use: str) -> None:  # noqa: F811
    unit = shelves.dossier(shelves.fonds(), "1")
    uses(shelves, unit, shelves.at)[use]()
    with pytest.raises(errors.UnitIsInUse):
        cataloguing.remove(unit=unit, by=shelves.office.thu, at=shelves.at)


@pytest.fixture
def placed(shelves: Shelves) -> tuple[Dossier, CatalogueUnit]:  # noqa: F811
    people, at = shelves.office, shelves.at
    assert people.minh.person
    new = NewDossier("01.CCHC", "Kiểm tra", people.section, people.minh.person, 20)
    dossier = taken_over(people, opening.open_dossier(new=new, by=people.minh, at=at), at)
    part = shelves.part(shelves.fonds(), "A")
    return dossier, placing.place(dossier=dossier, parent=part, by=people.thu, at=at)


@pytest.mark.parametrize("act", ["move", "describe", "allow", "end"])
@pytest.mark.parametrize("granted_first", [True, False])
def test_giving_sight_of_a_dossier_waits_for_the_catalogue_and_it_for_that(
    shelves: Shelves,  # noqa: F811
    placed: tuple[Dossier, CatalogueUnit],
    act: str,
    granted_first: bool,
) -> None:
    dossier, unit = placed
    people, at = shelves.office, shelves.at
    words = {"purpose": Purpose.OFFICIAL, "purpose_text": "", "at": at}
    asked = reading_requests.ask(asked_for="x", unit=unit, by=people.nam, **words)
    if act == "end":
        reading_requests.allow(request=asked, until=date(2026, 11, 25), by=people.binh, at=at)
    assert unit.parent and unit.parent.parent
    other = shelves.part(unit.parent.parent, "B")
    acts: dict[str, Callable[[], object]] = {
        "move": lambda: arranging.move(unit=unit, parent=other, after=None, by=people.thu, at=at),
        "describe": lambda: cataloguing.describe(
            unit=unit, told=Described(unit.title, unit.code, access=Access.CONDITIONAL), by=people.thu, at=at
        ),
        "allow": lambda: reading_requests.allow(request=asked, until=UNTIL, by=people.binh, at=at),
        "end": lambda: reading_requests.end_due(at=at + timedelta(days=9)),
    }

    def grant() -> object:
        return granting.grant(dossier=dossier, to=people.quan.person, by=people.minh, at=at)

    first, second = (grant, acts[act]) if granted_first else (acts[act], grant)
    with beside(second):
        first()
    assert queries.units_visible_to(people.quan, at).filter(pk=unit.pk).exists()
    assert queries.units_visible_to(people.nam, at).filter(pk=unit.pk).exists() is (act == "allow")


def test_who_was_let_read_a_dossier_of_the_office_opens_and_finds_it_until_the_day_is_over(
    shelves: Shelves,  # noqa: F811
    placed: tuple[Dossier, CatalogueUnit],
) -> None:
    dossier, unit = placed
    people, at = shelves.office, shelves.at
    asked = reading_requests.ask(
        asked_for="x", purpose=Purpose.OFFICIAL, purpose_text="", unit=unit, by=people.nam, at=at
    )
    reading_requests.allow(request=asked, until=date(2026, 11, 25), by=people.binh, at=at)

    def sees(moment: datetime) -> list[bool]:
        dossiers, units = (
            queries.dossiers_visible_to(people.nam, moment),
            queries.units_visible_to(people.nam, moment),
        )
        found = queries.find_in_catalogue(actor=people.nam, at=moment, query="kiểm tra").hits
        return [dossiers.filter(pk=dossier.pk).exists(), units.filter(pk=unit.pk).exists(), bool(found)]

    assert sees(at) == [True, True, True]
    later = at + timedelta(days=9)
    reading_requests.end_due(at=later)
    assert sees(later) == [False, False, False]


def test_one_copy_is_allowed_and_refused_one_after_the_other(
    office: Office,
    record: CatalogueRecord,  # noqa: F811
    noon: datetime,
) -> None:
    copy = ask(office, record, noon)
    failed: list[Exception] = []
    other = thread(lambda: holding_copies.allow(copy=copy, by=office.binh, at=noon), failed)
    with transaction.atomic():
        HoldingCopy.objects.select_for_update().get(pk=copy.pk)  # what refusing does first
        other.start()
        wait_until(somebody_waits)
        holding_copies.decline(copy=copy, reason="không đủ căn cứ", by=office.dung, at=noon)
    other.join()
    assert [type(one) for one in failed] == [errors.CopyIsDecided]


def test_a_list_into_a_part_that_has_one_of_its_codes_stands_beside_it(shelves: Shelves) -> None:  # noqa: F811
    part = shelves.part(shelves.fonds(), "A")
    shelves.dossier(part, "77", title="Khác")
    bring = Importer(shelves.office, shelves.at)
    for dry in (True, False):
        run = bring("sheet", sheet([HEADS, ROW]), into=part, dry=dry)
        line = run.lines.get(level=Level.DOSSIER)
        assert (line.outcome, line.reasons) == (Outcome.NEW, ["code_twice"])
    titles = CatalogueUnit.objects.filter(level=Level.DOSSIER).values_list("title", "code")
    assert set(titles) == {("Khác", "77"), ("Hồ sơ", "")}


def test_a_code_added_by_hand_while_the_list_is_written_is_a_clear_refusal(
    shelves: Shelves,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from archive.operations import import_planning  # noqa: PLC0415 -- what is held up

    part = shelves.part(shelves.fonds(), "A")
    planned = import_planning.plan

    def then_somebody_adds(**asked: object) -> object:
        plan = planned(**asked)  # type: ignore[arg-type]
        shelves.dossier(part, "77", title="Vừa thêm tay")
        return plan

    monkeypatch.setattr(import_planning, "plan", then_somebody_adds)
    run = Importer(shelves.office, shelves.at)("sheet", sheet([HEADS, ROW]), into=part)
    assert run.state == ImportState.REFUSED and "used in its part" in run.refusal
    assert CatalogueUnit.objects.filter(level=Level.DOSSIER).count() == 1


def test_an_import_writes_nothing_into_a_dossier_of_the_office(
    shelves: Shelves,  # noqa: F811
    placed: tuple[Dossier, CatalogueUnit],
) -> None:
    dossier, unit = placed
    assert unit.parent
    ead = f"""<?xml version="1.0" encoding="UTF-8"?>
<ead xmlns="urn:isbn:1-931666-22-9"><eadheader><eadid>VN-P01</eadid></eadheader>
<archdesc level="fonds"><did><unitid>P01</unitid><unittitle>P01</unittitle></did>
<dsc><c01 level="series"><did><unitid>{unit.parent.code}</unitid><unittitle>{unit.parent.title}</unittitle></did>
<c02 level="file"><did><unitid>{unit.code}</unitid><unittitle>{unit.title}</unittitle></did>
<c03 level="item"><did><unitid>05/QĐ</unitid><unittitle>Quyết định lạ</unittitle></did></c03></c02></c01></dsc></archdesc></ead>"""
    run = Importer(shelves.office, shelves.at)("ead", ead)
    assert run.state == ImportState.DONE, run.refusal
    assert run.lines.get(title="Quyết định lạ").reasons == ["own_dossier"]
    assert not CatalogueRecord.objects.exists()
    assert CatalogueUnit.objects.filter(dossier=dossier).count() == 1


def test_several_dossiers_get_their_places_together_or_not_at_all(shelves: Shelves) -> None:  # noqa: F811
    people, at = shelves.office, shelves.at
    assert people.minh.person
    part = shelves.part(shelves.fonds(), "A")
    shelves.dossier(part, "2.CCHC", title="Đã có")
    held = []
    for code in ("1.CCHC", "2.CCHC"):
        new = NewDossier(code, "Kiểm tra", people.section, people.minh.person, 20)
        held.append(taken_over(people, opening.open_dossier(new=new, by=people.minh, at=at), at))
    with pytest.raises(Refusal):
        placing.place_all(dossiers=held, parent=part, by=people.thu, at=at)
    assert not CatalogueUnit.objects.filter(dossier__isnull=False).exists()
