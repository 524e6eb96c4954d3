"""The tree of the catalogue: what stands where, who sees it, and what the database refuses."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from archive import errors, queries
from archive.enums import Access, Level
from archive.models import CatalogueUnit, Dossier
from archive.operations import arranging, cataloguing, placing, shelving
from archive.operations.cataloguing import Described
from audit.queries import history_of
from organisation.models.actor import Actor
from search.models import Projection
from tests.archive.conftest import Office, taken_over


class Shelves:
    """Adds parts of the catalogue; say only what matters."""

    def __init__(self, office: Office, at: datetime) -> None:
        self.office, self.at = office, at

    def fonds(self, code: str = "P01", *, access: Access = Access.OPEN, **more: Any) -> CatalogueUnit:
        told = Described(title=more.pop("title", "Phông Sở Nội vụ"), code=code, access=access, **more)
        return cataloguing.add_unit(parent=None, level=Level.FONDS, told=told, by=self.office.thu, at=self.at)

    def part(
        self, parent: CatalogueUnit, code: str, level: Level = Level.SERIES, *, title: str = "", **more: Any
    ) -> CatalogueUnit:
        told = Described(title=title or f"Phần {code}", code=code, **more)
        return cataloguing.add_unit(parent=parent, level=level, told=told, by=self.office.thu, at=self.at)

    def dossier(self, parent: CatalogueUnit, code: str, **more: Any) -> CatalogueUnit:
        return self.part(parent, code, Level.DOSSIER, **more)

    def move(
        self, unit: CatalogueUnit, parent: CatalogueUnit | None, after: CatalogueUnit | None = None
    ) -> CatalogueUnit:
        return arranging.move(unit=unit, parent=parent, after=after, by=self.office.thu, at=self.at)

    def order(self, parent: CatalogueUnit, actor: Actor | None = None) -> list[str]:
        seen = queries.units_visible_to(actor or self.office.nam, self.at)
        return [unit.code for unit in seen.filter(parent=parent)]


@pytest.fixture
def shelves(office: Office, noon: datetime) -> Shelves:
    return Shelves(office, noon)


def deferred_checks() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_only_the_archivist_keeps_the_catalogue(shelves: Shelves, office: Office, noon: datetime) -> None:
    for actor in (office.nam, office.binh, office.quan, office.lan):
        with pytest.raises(errors.CatalogueIsNotYours):
            cataloguing.add_unit(
                parent=None, level=Level.FONDS, told=Described("Phông", "P01"), by=actor, at=noon
            )


def test_a_part_stands_behind_the_last_and_knows_its_way(shelves: Shelves) -> None:
    fonds = shelves.fonds()
    first, second = shelves.part(fonds, "01"), shelves.part(fonds, "02")
    below = shelves.part(second, "02.1", Level.SUBSERIES)
    deferred_checks()
    assert below.path == f"/{fonds.pk}/{second.pk}/{below.pk}/"
    assert shelves.order(fonds) == ["01", "02"]
    assert (second.position - first.position) == cataloguing.GAP


def test_what_is_moved_takes_all_it_holds_along(shelves: Shelves, office: Office, noon: datetime) -> None:
    fonds = shelves.fonds()
    a, b = shelves.part(fonds, "A"), shelves.part(fonds, "B")
    inside = shelves.part(a, "A.1", Level.SUBSERIES)
    dossier = shelves.dossier(inside, "7")
    shelves.move(a, b)
    deferred_checks()
    inside.refresh_from_db()
    assert inside.path == f"/{fonds.pk}/{b.pk}/{a.pk}/{inside.pk}/"
    seen = queries.units_visible_to(office.nam, noon)
    assert [one.code for one in queries.ancestors_of(seen, queries.unit_for(office.nam, noon, dossier.pk))] == [
        "P01", "B", "A", "A.1",
    ]  # fmt: skip
    assert [(depth, one.code) for depth, one in queries.outline_of(seen, fonds)] == [
        (0, "P01"), (1, "B"), (2, "A"), (3, "A.1"),
    ]  # fmt: skip


def test_reordering_writes_one_row_until_the_gap_is_used_up(shelves: Shelves) -> None:
    fonds = shelves.fonds()
    parts = {code: shelves.part(fonds, code) for code in "abcd"}
    before = {p.pk: p.position for p in parts.values()}
    shelves.move(parts["d"], fonds, None)
    assert shelves.order(fonds) == ["d", "a", "b", "c"]
    unmoved = [parts[code] for code in "abc"]
    assert all(CatalogueUnit.objects.get(pk=p.pk).position == before[p.pk] for p in unmoved)
    for turn in range(24):
        shelves.move(parts["c" if turn % 2 else "b"], fonds, parts["d"])
    assert shelves.order(fonds)[0] == "d"
    assert len({*CatalogueUnit.objects.filter(parent=fonds).values_list("position", flat=True)}) == 4


def test_a_thousand_random_moves_keep_the_order_a_list_keeps(shelves: Shelves) -> None:
    chance = random.Random(5)
    fonds = shelves.fonds()
    model = {code: [] for code in "XY"}  # type: dict[str, list[str]]
    homes = {code: shelves.part(fonds, code) for code in "XY"}
    units = {f"{n}": shelves.part(homes["X"], f"{n}") for n in range(6)}
    model["X"] = list(units)
    for _ in range(60):
        code, home = chance.choice(list(units)), chance.choice("XY")
        source = next(name for name, held in model.items() if code in held)
        model[source].remove(code)
        place = chance.randint(0, len(model[home]))
        after = units[model[home][place - 1]] if place else None
        model[home].insert(place, code)
        units[code] = shelves.move(units[code], homes[home], after)
    deferred_checks()
    assert {name: shelves.order(homes[name]) for name in "XY"} == model


def test_nothing_lies_in_itself_and_no_dossier_holds_parts(shelves: Shelves) -> None:
    fonds = shelves.fonds()
    a = shelves.part(fonds, "A")
    inside = shelves.part(a, "A.1", Level.SUBSERIES)
    dossier = shelves.dossier(a, "1")
    with pytest.raises(errors.WouldHoldItself):
        shelves.move(a, inside)
    with pytest.raises(errors.HoldsNoUnits):
        shelves.move(inside, dossier)
    with pytest.raises(errors.FondsStaysFonds):
        shelves.move(fonds, a)
    with pytest.raises(errors.FondsStaysFonds):
        shelves.move(a, None)


def test_the_database_refuses_a_circle(shelves: Shelves) -> None:
    fonds = shelves.fonds()
    a = shelves.part(fonds, "A")
    inside = shelves.part(a, "A.1", Level.SUBSERIES)
    with pytest.raises(IntegrityError, match="path_is_that_of_its_parent"), transaction.atomic():
        CatalogueUnit.objects.filter(pk=a.pk).update(parent=inside)
        deferred_checks()
    with pytest.raises(IntegrityError, match="path_is_that_of_its_parent"), transaction.atomic():
        CatalogueUnit.objects.filter(pk=a.pk).update(parent=inside, path=f"{inside.path}{a.pk}/")
        deferred_checks()


def test_the_database_refuses_two_of_one_code_and_parts_in_a_dossier(shelves: Shelves) -> None:
    fonds = shelves.fonds()
    a = shelves.part(fonds, "A")
    dossier, other = shelves.dossier(a, "1"), shelves.dossier(a, "2")
    with pytest.raises(errors.CatalogueCodeTaken):
        shelves.dossier(a, "1")
    with pytest.raises(IntegrityError, match="catalogue_unit_code_once"), transaction.atomic():
        CatalogueUnit.objects.filter(pk=other.pk).update(code="1")
    with pytest.raises(IntegrityError, match="dossier_holds_no_units"), transaction.atomic():
        CatalogueUnit.objects.filter(pk=other.pk).update(parent=dossier)
    with pytest.raises(errors.CatalogueCodeTaken):
        shelves.fonds("P01")


def test_open_is_for_everybody_and_by_permission_for_the_archive_and_heads(
    shelves: Shelves, office: Office, noon: datetime
) -> None:
    fonds = shelves.fonds()
    closed = shelves.part(fonds, "K", access=Access.CONDITIONAL, title="Nhân sự")
    dossier = shelves.dossier(closed, "1")
    open_one = shelves.dossier(closed, "2", access=Access.OPEN)

    def sees(actor: Actor) -> set[int]:
        return set(queries.units_visible_to(actor, noon).values_list("pk", flat=True))

    assert sees(office.nam) == sees(office.minh) == {fonds.pk, open_one.pk}
    for actor in (office.thu, office.binh, office.lan, office.dung):
        assert sees(actor) == {fonds.pk, closed.pk, dossier.pk, open_one.pk}
    found = queries.unit_for(office.nam, noon, open_one.pk)
    seen = queries.units_visible_to(office.nam, noon)
    assert [one.pk for one in queries.ancestors_of(seen, found)] == [fonds.pk]
    tree = queries.tree_around(seen, found)
    assert [part.unit.pk for part in tree.parts] == [fonds.pk]
    assert (tree.parts[0].parts, tree.parts[0].dossiers) == (0, 0)


def test_closing_and_moving_change_what_is_inherited_in_the_same_act(
    shelves: Shelves, office: Office, noon: datetime
) -> None:
    fonds = shelves.fonds()
    a = shelves.part(fonds, "A")
    closed = shelves.part(fonds, "K", access=Access.CONDITIONAL)
    dossier = shelves.dossier(a, "1")

    def tokens() -> tuple[set[str], set[str]]:
        row = Projection.objects.get(kind="catalogue", key=str(dossier.pk))
        return set(row.tokens), set(CatalogueUnit.objects.get(pk=dossier.pk).tokens)

    everybody = {f"org:{office.organisation.pk}"}
    assert tokens() == (everybody, everybody)
    shelves.move(a, closed)
    assert all(everybody.isdisjoint(found) and found for found in tokens())
    shelves.move(CatalogueUnit.objects.get(pk=a.pk), fonds)
    assert tokens() == (everybody, everybody)
    told = Described(title="Phần A", code="A", access=Access.CONDITIONAL)
    cataloguing.describe(unit=a, told=told, by=office.thu, at=noon)
    assert all(everybody.isdisjoint(found) for found in tokens())


def test_a_dossier_of_our_own_is_seen_by_those_who_see_the_dossier(
    shelves: Shelves, office: Office, dossier: Dossier, noon: datetime
) -> None:
    fonds = shelves.fonds()
    with pytest.raises(errors.NotTakenOver):
        placing.place(dossier=dossier, parent=fonds, by=office.thu, at=noon)
    assert not queries.dossiers_without_place(office.thu, noon).exists()
    held = taken_over(office, dossier, noon)
    assert queries.dossiers_without_place(office.thu, noon).get() == held
    unit = placing.place(dossier=held, parent=fonds, by=office.thu, at=noon)
    for actor in (office.minh, office.hoa, office.thu):
        assert queries.unit_for(actor, noon, unit.pk).dossier == dossier
    with pytest.raises(CatalogueUnit.DoesNotExist):
        queries.unit_for(office.nam, noon, unit.pk)
    with pytest.raises(errors.AlreadyCatalogued):
        placing.place(dossier=dossier, parent=fonds, by=office.thu, at=noon)
    row = Projection.objects.get(kind="dossier", key=str(dossier.pk))
    assert (row.facets["held"], row.facets["fonds"], row.facets["status"]) == ("1", str(fonds.pk), "archived")
    assert not Projection.objects.filter(kind="catalogue", key=str(unit.pk)).exists()


def test_secrets_are_refused_before_anything_is_kept(shelves: Shelves) -> None:
    fonds = shelves.fonds()
    with pytest.raises(errors.SecretHasNoPlaceHere):
        shelves.dossier(fonds, "1", kept={"conditions": "Tài liệu Tuyệt mật"})
    assert not CatalogueUnit.objects.filter(parent=fonds).exists()


def test_removing_takes_empty_parts_only_and_the_log_keeps_what_was_said(
    shelves: Shelves, office: Office, noon: datetime
) -> None:
    fonds = shelves.fonds()
    a = shelves.part(fonds, "A", title="Tạm")
    with pytest.raises(errors.UnitIsNotEmpty):
        cataloguing.remove(unit=fonds, by=office.thu, at=noon)
    cataloguing.remove(unit=a, by=office.thu, at=noon)
    assert not CatalogueUnit.objects.filter(pk=a.pk).exists()
    last = history_of(office.organisation.pk, "catalogue", a.pk).last()
    assert last is not None
    assert (last.name, last.detail.text["before"]["title"]) == ("catalogue.removed", "Tạm")
    assert Projection.objects.get(kind="catalogue", key=str(a.pk)).withdrawn


def test_places_fit_into_each_other(office: Office, noon: datetime) -> None:
    from archive.enums import PlaceKind

    def add(kind: PlaceKind, code: str, within: Any = None) -> Any:
        return shelving.add_place(kind=kind, code=code, name="", within=within, by=office.thu, at=noon)

    store = add(PlaceKind.STORE, "K1")
    shelf = add(PlaceKind.SHELF, "G2", store)
    add(PlaceKind.BOX, "15", shelf)
    for kind, within in ((PlaceKind.SHELF, None), (PlaceKind.SHELF, shelf), (PlaceKind.STORE, shelf)):
        with pytest.raises(errors.PlaceDoesNotFit):
            add(kind, "9", within)
    with pytest.raises(errors.PlaceCodeTaken):
        add(PlaceKind.BOX, "15", shelf)
    with pytest.raises(errors.PlaceIsInUse):
        shelving.remove_place(place=shelf, by=office.thu, at=noon)
