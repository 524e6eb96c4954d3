"""Reading the catalogue: who sees what of it, the branches of the tree, the way up, the neighbours."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, F, Q, QuerySet

from archive.enums import Access, DossierState, Level, RequestState
from archive.models import ArchiveCreator, CatalogueRecord, CatalogueUnit, Dossier, ReadingRequest, StorePlace
from archive.queries.access import SEE_ALL
from archive.queries.dossiers import dossiers_visible_to
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.queries import access_tokens_of

BRANCH: Final = 100  # parts shown at once
_NOTHING: Final = (0, 0)
_LINE: Final = 90  # letters of a title in the tree
_AROUND: Final = 25  # parts shown before and after the one somebody came for
ORDERS: Final = {
    "": ("position", "id"),
    "code": ("code_sort", "id"),
    "-code": ("-code_sort", "-id"),
    "title": ("title_sort", "id"),
    "-title": ("-title_sort", "-id"),
    "date": (F("year_from").asc(nulls_last=True), F("date_from").asc(nulls_last=True), "id"),
    "-date": (F("year_from").desc(nulls_last=True), F("date_from").desc(nulls_last=True), "-id"),
}


@dataclass(frozen=True)
class Part:
    """One line of the tree: a unit that holds others, how many parts and dossiers of it one may see."""

    unit: CatalogueUnit
    parts: int
    dossiers: int
    open: Branch | None = None  # its own parts, when they are shown

    @property
    def label(self) -> str:
        """Give code and title, cut to a line."""
        title = self.unit.title if len(self.unit.title) <= _LINE else f"{self.unit.title[: _LINE - 1]}…"
        return f"{self.unit.code} · {title}" if self.unit.code else title


@dataclass(frozen=True)
class Branch:
    """Some parts of one parent in order; ``before`` and ``after`` are where the rest is, if there is more."""

    parts: tuple[Part, ...]
    before: int | None = None
    after: int | None = None


def units_visible_to(actor: Actor, at: datetime) -> QuerySet[CatalogueUnit]:
    """Give the units of description ``actor`` sees at ``at``, in the order of the catalogue."""
    seen = CatalogueUnit.objects.filter(
        organisation=actor.organisation, tokens__overlap=access_tokens_of(actor, at) or [""]
    )
    return seen.order_by("position", "id")


def unit_for(actor: Actor, at: datetime, pk: int) -> CatalogueUnit:
    """Give the unit ``pk`` if ``actor`` sees it; raise DoesNotExist otherwise."""
    return with_all_it_names(units_visible_to(actor, at)).get(pk=pk)


def with_all_it_names(units: QuerySet[CatalogueUnit]) -> QuerySet[CatalogueUnit]:
    """Give ``units`` each with what its page names, but the place: only paper has one (``place_of``)."""
    return units.select_related("parent", "creator__successor", "dossier")


def branch_of(
    seen: QuerySet[CatalogueUnit], parent: CatalogueUnit | None, *, after: int | None = None
) -> Branch:
    """Give up to ``BRANCH`` parts of ``parent`` (None: the fonds) among the units ``seen``, after a position."""
    inside = _parts_in(seen, parent)
    inside = _named(inside) if parent is not None else inside  # of a fonds its list shows more
    rows = list((inside.filter(position__gt=after) if after is not None else inside)[: BRANCH + 1])
    return _branch(seen, rows[:BRANCH], after=rows[BRANCH - 1].position if len(rows) > BRANCH else None)


def tree_around(
    seen: QuerySet[CatalogueUnit], unit: CatalogueUnit | None, way: Sequence[CatalogueUnit] | None = None
) -> Branch:
    """Give the fonds, and on the way down to ``unit`` every branch opened around it.

    ``way`` is what ``ancestors_of`` gave, where somebody has asked already.
    """
    above_it = [] if unit is None else ancestors_of(seen, unit) if way is None else way
    steps = [*above_it, unit] if unit is not None and unit.holds_units else list(above_it)
    if not steps:
        return branch_of(seen, None)
    windows = [_window(seen, here, steps[place - 1] if place else None) for place, here in enumerate(steps)]
    held = _held(seen, [row.pk for rows, _before, _after in windows for row in rows])
    opened = branch_of(seen, steps[-1]) if held.get(steps[-1].pk, _NOTHING)[0] else None
    for here, (rows, before, after) in zip(reversed(steps), reversed(windows), strict=True):
        parts = (
            Part(row, *held.get(row.pk, _NOTHING), opened if row.pk == here.pk else None) for row in rows
        )
        opened = Branch(tuple(parts), before, after)
    return opened or branch_of(seen, None)


def ancestors_of(seen: QuerySet[CatalogueUnit], unit: CatalogueUnit) -> list[CatalogueUnit]:
    """Give what ``unit`` lies in, from the fonds down; what the reader may not see is left out without a trace."""
    path = unit.path or (unit.parent.path if unit.parent else "")
    keys = [int(key) for key in path.strip("/").split("/") if key and int(key) != unit.pk]
    found = {one.pk: one for one in _named(seen.filter(pk__in=keys))}
    return [found[key] for key in keys if key in found]


def neighbours_of(
    seen: QuerySet[CatalogueUnit], unit: CatalogueUnit
) -> tuple[CatalogueUnit | None, CatalogueUnit | None]:
    """Give the unit before and the unit after among those of the same parent the reader sees."""
    same = seen.filter(parent=unit.parent_id) if unit.parent_id else seen.filter(parent__isnull=True)
    same = (
        same.filter(level=Level.DOSSIER) if unit.level == Level.DOSSIER else same.exclude(level=Level.DOSSIER)
    )
    before = Q(position__lt=unit.position) | Q(position=unit.position, pk__lt=unit.pk)
    after = Q(position__gt=unit.position) | Q(position=unit.position, pk__gt=unit.pk)
    same = _named(same)
    beside = same.filter(before).reverse()[:1].union(same.filter(after)[:1], all=True)
    found = sorted(beside, key=lambda one: (one.position, one.pk))
    place = (unit.position, unit.pk)
    return (
        next((one for one in found if (one.position, one.pk) < place), None),
        next((one for one in found if (one.position, one.pk) > place), None),
    )


def holders_below(unit: CatalogueUnit) -> list[int]:
    """Give the keys of ``unit`` and of every part below it that holds dossiers or parts."""
    below = CatalogueUnit.objects.filter(organisation=unit.organisation_id, path__startswith=unit.path)
    return list(below.exclude(level=Level.DOSSIER).order_by("path").values_list("pk", flat=True))


def dossiers_in(
    seen: QuerySet[CatalogueUnit], unit: CatalogueUnit, order: str = ""
) -> QuerySet[CatalogueUnit]:
    """Give the dossiers directly in ``unit`` the reader sees, in the order of the catalogue or as asked."""
    found = seen.filter(level=Level.DOSSIER, parent=unit).select_related("place", "dossier")
    return found.order_by(*ORDERS.get(order, ORDERS[""]))


def outline_of(seen: QuerySet[CatalogueUnit], unit: CatalogueUnit) -> list[tuple[int, CatalogueUnit]]:
    """Give ``unit`` and every part below it the reader sees, in the order of the catalogue, each with its depth."""
    below = seen.filter(path__startswith=unit.path).exclude(level=Level.DOSSIER)
    inside: dict[int | None, list[CatalogueUnit]] = {}
    for one in below.order_by("position", "id"):
        inside.setdefault(one.parent_id, []).append(one)
    told: list[tuple[int, CatalogueUnit]] = []
    waiting = [(0, unit)]
    while waiting:
        depth, one = waiting.pop()
        told.append((depth, one))
        waiting += [(depth + 1, child) for child in reversed(inside.get(one.pk, []))]
    return told


def dossiers_without_place(actor: Actor, at: datetime) -> QuerySet[Dossier]:
    """Give the dossiers in custody that have no place in the catalogue, of those ``actor`` sees."""
    held = dossiers_visible_to(actor, at).filter(state=DossierState.ARCHIVED)
    return held.filter(catalogued__isnull=True)


def place_in_catalogue(dossier: Dossier) -> CatalogueUnit | None:
    """Give the unit by which a dossier of our own stands in the catalogue, None before it has its place."""
    return CatalogueUnit.objects.select_related("dossier").filter(dossier=dossier).first()


def records_in(unit: CatalogueUnit) -> QuerySet[CatalogueRecord]:
    """Give the records an old list names in a dossier of the catalogue, in order."""
    return CatalogueRecord.objects.filter(unit=unit).select_related("file").order_by("ordinal")


def record_for(actor: Actor, at: datetime, pk: int) -> CatalogueRecord:
    """Give one such record if ``actor`` sees its dossier; raise DoesNotExist otherwise."""
    seen = units_visible_to(actor, at)
    return CatalogueRecord.objects.select_related("unit", "file").get(pk=pk, unit__in=seen)


def root_of(unit: CatalogueUnit) -> int:
    """Give the key of the fonds ``unit`` stands in."""
    path = unit.path or (unit.parent.path if unit.parent else "")
    return int(path.split("/")[1])


def roots_of(keys: Collection[int]) -> set[int]:
    """Give the keys of the fonds in which the units ``keys`` stand now."""
    return {root_of(one) for one in CatalogueUnit.objects.filter(pk__in=keys).select_related("parent")}


def access_of(unit: CatalogueUnit, way: Sequence[CatalogueUnit] = ()) -> Access:
    """Give what holds for reading ``unit``: what it says itself, or the nearest part above it that says so.

    A dossier of our own inherits nothing: it is by permission until the archivist opens it. ``way`` are parts above it
    somebody has read already; the others are asked for.
    """
    if unit.access:
        return Access(unit.access)
    if unit.dossier_id is not None:
        return Access.CONDITIONAL
    path = unit.path or (unit.parent.path if unit.parent else "")
    keys = [int(key) for key in path.strip("/").split("/") if key]
    said = {one.pk: one.access for one in way}
    if set(keys) - {*said, unit.pk}:
        said = dict(CatalogueUnit.objects.filter(pk__in=keys).order_by().values_list("pk", "access"))
    return Access(next((said[key] for key in reversed(keys) if said.get(key)), Access.CONDITIONAL))


def tokens_of_unit(unit: CatalogueUnit, access: Access, readers: Sequence[str] = ()) -> list[str]:
    """Give the access tokens of those who see ``unit``.

    A dossier of our own is seen by those who see the dossier, whatever its fonds says; everything else by all the
    office when it is open, else by the archive, the heads, chief of office, registry, and ``readers`` who were let.
    """
    prefix = f"org:{unit.organisation_id}"
    if unit.dossier is not None:
        return sorted(unit.dossier.tokens)
    if access == Access.OPEN:
        return [prefix]
    return sorted({*(f"{prefix}/duty:{duty.value}" for duty in SEE_ALL), *readers})


def reader_tokens_of(units: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Give the tokens of those who were let read what is not open to all, by unit."""
    granted = ReadingRequest.objects.filter(unit__in=units, state=RequestState.GRANTED).order_by()
    told: dict[int, tuple[str, ...]] = {}
    for unit, organisation, person in granted.values_list("unit", "organisation", "person"):
        if unit is not None:
            told[unit] = (*told.get(unit, ()), f"org:{organisation}/person:{person}")
    return told


def granted_in(organisation: int) -> dict[int, tuple[str, ...]]:
    """Give the same for every unit of an organisation somebody was let read."""
    granted = ReadingRequest.objects.filter(organisation=organisation, state=RequestState.GRANTED).order_by()
    return reader_tokens_of([unit for unit in granted.values_list("unit", flat=True) if unit is not None])


def creators_of(organisation: Organisation) -> QuerySet[ArchiveCreator]:
    """Give the bodies whose papers the archive keeps, by name."""
    return (
        ArchiveCreator.objects.filter(organisation=organisation).select_related("successor").order_by("name")
    )


def place_of(unit: CatalogueUnit) -> StorePlace | None:
    """Give where the paper of ``unit`` lies, with what holds that place."""
    if unit.place_id is None:
        return None
    return StorePlace.objects.select_related("within__within").get(pk=unit.place_id)


def places_of(organisation: Organisation) -> QuerySet[StorePlace]:
    """Give the places where paper lies, in the order of their codes."""
    return StorePlace.objects.filter(organisation=organisation).order_by("code_sort", "id")


def lying_in_places(seen: QuerySet[CatalogueUnit]) -> dict[int, int]:
    """Count what lies in each place, of the units ``seen``: what one may not see is not counted either."""
    held = seen.filter(place__isnull=False).order_by().values("place").annotate(n=Count("pk"))
    return dict(held.values_list("place", "n"))


def _parts_in(seen: QuerySet[CatalogueUnit], parent: CatalogueUnit | None) -> QuerySet[CatalogueUnit]:
    inside = seen.filter(parent__isnull=True) if parent is None else seen.filter(parent=parent)
    return inside.exclude(level=Level.DOSSIER)


def _named(units: QuerySet[CatalogueUnit]) -> QuerySet[CatalogueUnit]:
    """Read of ``units`` only what a line of the tree shows: a description may be pages long."""
    return units.only("organisation", "parent", "position", "path", "level", "code", "title", "access")


def _window(
    seen: QuerySet[CatalogueUnit], here: CatalogueUnit, above: CatalogueUnit | None
) -> tuple[list[CatalogueUnit], int | None, int | None]:
    """Give the parts around ``here`` in what holds it, and where the rest begins before and after them."""
    if here.parent_id != (above.pk if above else None):
        return [here], None, None  # what lies between is not for this reader: nothing beside it is shown
    inside = _named(_parts_in(seen, above))
    before = inside.filter(position__lt=here.position).reverse()[: _AROUND + 1]
    rest = inside.filter(position__gte=here.position)[: _AROUND + 2]
    rows = sorted(before.union(rest, all=True), key=lambda one: (one.position, one.pk))
    place = sum(one.position < here.position for one in rows)
    earlier, later = place > _AROUND, len(rows) - place > _AROUND + 1
    rows = rows[place - _AROUND if earlier else 0 : place + _AROUND + 1]
    return rows, rows[0].position if earlier else None, rows[-1].position if later else None


def _branch(
    seen: QuerySet[CatalogueUnit],
    rows: Sequence[CatalogueUnit],
    *,
    before: int | None = None,
    after: int | None = None,
) -> Branch:
    held = _held(seen, [row.pk for row in rows])
    return Branch(tuple(Part(row, *held.get(row.pk, _NOTHING)) for row in rows), before, after)


def _held(seen: QuerySet[CatalogueUnit], parts: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Count the parts and the dossiers right in each of ``parts``."""
    ends = Count("pk", filter=Q(level=Level.DOSSIER))
    inside = seen.filter(parent__in=parts).order_by().values("parent").annotate(total=Count("pk"), ends=ends)
    counted = inside.values_list("parent", "total", "ends")
    return {parent: (total - dossiers, dossiers) for parent, total, dossiers in counted if parent is not None}
