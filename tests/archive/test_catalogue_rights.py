"""Nobody finds, counts, opens, prints or takes away what is not theirs: people × things against brute force."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from archive import queries
from archive.enums import Access, Level, Purpose
from archive.models import CatalogueRecord, CatalogueUnit, Dossier, ReadingRequest
from archive.operations import catalogue_showing, cataloguing, granting, opening, placing, reading_requests
from archive.operations.cataloguing import Described
from archive.operations.opening import NewDossier
from lib.calendar import local_day
from organisation.enums import Duty
from organisation.models import Delegation
from organisation.models.actor import Actor
from search import queries as searching
from search.index import writing
from search.operations.indexing import Indexer
from tests.archive.conftest import Office, taken_over
from tests.sizes import SIZES

WORDS = ["kế hoạch", "báo cáo", "nhân sự", "khen thưởng", "đất đai", "tài chính", "thanh tra", "hội nghị"]
SEE_ALL = {
    duty.value
    for duty in (Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE, Duty.REGISTRY_CLERK, Duty.ARCHIVIST)
}


class World:
    """An archive of every way of seeing, and the plain rules of who sees what, kept apart from the code they test."""

    def __init__(self, office: Office, other: Office, at: datetime) -> None:
        self.office, self.at, self.chance = office, at, random.Random(SIZES.seed)
        self.people = [office.thu, office.binh, office.minh, office.hoa, office.nam, other.thu, other.nam]
        duties = [Duty.OFFICER, Duty.UNIT_HEAD, Duty.REGISTRY_CLERK, Duty.ADMINISTRATOR, Duty.DEPUTY_HEAD]
        for n in range(SIZES.people_in_rights - len(self.people)):
            where = office.section if n % 2 else office.office
            self.people.append(
                office.person(f"Người {n}", where, duties[n % 5] if n % 7 == 0 else Duty.OFFICER)
            )
        self.delegate, self.absent = self.people[-1], office.binh
        assert self.delegate.post and self.absent.post
        Delegation.objects.create(
            organisation=office.organisation, principal=self.absent.post, delegate=self.delegate.post,
            duties=[Duty.HEAD.value], valid_from="2026-11-01", valid_until="2026-11-30", reason="nghỉ phép",
        )  # fmt: skip
        self.access: dict[int, Access] = {}
        self.readers: dict[int, set[int]] = {}
        self.own: dict[int, Dossier] = {}

    def unit(self, parent: CatalogueUnit | None, level: Level, n: int, access: Access) -> CatalogueUnit:
        told = Described(f"{self.chance.choice(WORDS)} {n}", f"{n}", year_from=1980 + n % 40, access=access)
        made = cataloguing.add_unit(parent=parent, level=level, told=told, by=self.office.thu, at=self.at)
        self.access[made.pk] = access or self.access[parent.pk if parent else 0]
        return made

    def build(self) -> None:
        choices = [Access.INHERIT, Access.INHERIT, Access.OPEN, Access.CONDITIONAL]
        n = 0
        for fonds in (
            self.unit(None, Level.FONDS, 900 + k, [Access.OPEN, Access.CONDITIONAL][k]) for k in range(2)
        ):
            for _ in range(3):
                n += 1
                series = self.unit(fonds, Level.SERIES, n, self.chance.choice(choices))
                for _ in range(SIZES.dossiers_in_rights // 6):
                    n += 1
                    self.records(self.unit(series, Level.DOSSIER, n, self.chance.choice(choices)), n)
                self.ours(series, n)
        self.let()

    def records(self, unit: CatalogueUnit, n: int) -> None:
        made = [
            CatalogueRecord(
                organisation=unit.organisation, unit=unit, ordinal=k, title=f"{self.chance.choice(WORDS)} số {n}.{k}",
                left_over={},
            )
            for k in range(1, SIZES.records_in_a_dossier + 1)
        ]  # fmt: skip
        CatalogueRecord.objects.bulk_create(made)
        with transaction.atomic():
            catalogue_showing.show_records(unit, made, at=self.at)

    def ours(self, series: CatalogueUnit, n: int) -> None:
        keeper = self.office.minh.person
        assert keeper
        new = NewDossier(f"{n}.CCHC", f"{self.chance.choice(WORDS)} của ta", self.office.section, keeper, 10)
        dossier = opening.open_dossier(new=new, by=self.office.minh, at=self.at)
        unit = placing.place(
            dossier=taken_over(self.office, dossier, self.at), parent=series, by=self.office.thu, at=self.at
        )
        self.own[unit.pk] = dossier
        if n % 2 and self.office.nam.person:
            granting.grant(dossier=dossier, to=self.office.nam.person, by=self.office.minh, at=self.at)
            self.readers.setdefault(unit.pk, set()).add(self.office.nam.person.pk)

    def let(self) -> None:
        closed = list(CatalogueUnit.objects.filter(level=Level.DOSSIER, dossier__isnull=True).order_by("pk"))
        for unit in self.chance.sample(closed, min(6, len(closed))):
            actor = self.chance.choice(
                [one for one in self.people if one.organisation == self.office.organisation]
            )
            request = ReadingRequest.objects.create(
                organisation=unit.organisation, person=actor.person, asked_for="x", purpose=Purpose.OFFICIAL,
                asked_at=self.at,
            )  # fmt: skip
            reading_requests.name_unit(request=request, unit=unit, by=self.office.thu, at=self.at)
            until = local_day(self.at) + timedelta(days=3)
            reading_requests.allow(request=request, until=until, by=self.office.binh, at=self.at)
            assert actor.person
            self.readers.setdefault(unit.pk, set()).add(actor.person.pk)

    def sees(self, actor: Actor, unit: CatalogueUnit) -> bool:
        """Say by the plain rules whether somebody sees a unit."""
        if actor.organisation != self.office.organisation or not actor.person or not actor.post:
            return False
        duties = set(actor.post.duties) | ({Duty.HEAD.value} if actor == self.delegate else set())
        if duties & SEE_ALL or actor.person.pk in self.readers.get(unit.pk, set()):
            return True
        if unit.pk in self.own:
            dossier = self.own[unit.pk]
            mine = actor.person.pk == dossier.keeper_id or actor.post.unit_id == dossier.unit_id
            stands_in = (
                actor == self.delegate and self.absent.post and self.absent.post.unit_id == dossier.unit_id
            )
            return mine or bool(stands_in)
        return self.access[unit.pk] == Access.OPEN


def shown(actor: Actor, at: datetime, query: str = "") -> tuple[set[tuple[str, str]], int, Counter[str]]:
    first = queries.find_in_catalogue(actor=actor, at=at, query=query)
    everything = searching.everything(
        actor=actor, at=at, query=query, names=queries.SIDES, within=queries.IN_CATALOGUE, most=1_000_000
    )
    hits = {(hit.kind, hit.key) for hit in everything}
    assert {(hit.kind, hit.key) for hit in first.hits} <= hits
    return hits, first.count, Counter({v.value: v.count for v in first.facets.get("level", ())})


@pytest.fixture
def world(transactional_db: None, noon: datetime) -> World:
    world = World(Office("SNV"), Office("BTG"), noon)
    world.build()
    return world


def test_everybody_meets_exactly_what_the_rules_say(world: World, noon: datetime, settings: Any) -> None:
    home = Path(settings.SEARCH_INDEX_DIR)
    units = list(CatalogueUnit.objects.select_related("dossier"))
    records = list(CatalogueRecord.objects.select_related("unit"))
    by_key = {unit.pk: unit for unit in units}
    leaks = 0
    with writing.sole(home):
        indexer = Indexer(home)
        for actor in world.people:
            mine = {unit.pk for unit in units if world.sees(actor, unit)}
            expected = {
                ("dossier", str(by_key[pk].dossier_id)) if pk in world.own else ("catalogue", str(pk))
                for pk in mine
            }
            expected |= {("record", str(one.pk)) for one in records if one.unit_id in mine}
            levels = Counter(by_key[pk].level for pk in mine)
            levels["record"] = sum(one.unit_id in mine for one in records)
            hits, count, spread = shown(actor, noon)
            leaks += len(hits - expected) + max(0, count - len(expected))
            assert (hits, count) == (expected, len(expected))
            assert +spread == +levels
            seen = queries.units_visible_to(actor, noon)
            assert set(seen.values_list("pk", flat=True)) == mine
            for word in WORDS[:2]:
                found, _count, _spread = shown(actor, noon, query=word)
                leaks += len(found - expected)
            for root in (unit for unit in units if unit.level == Level.FONDS and unit.pk in mine):
                walked = {one.pk for _d, one in queries.walk(seen, root) if isinstance(one, CatalogueUnit)}
                leaks += len(walked - mine)
                rows = [row for form in ("list", "party") for row in queries.rows_of(seen, root, form)]
                titles = {one.title for one in units if one.pk not in mine} - {
                    by_key[pk].title for pk in mine
                }
                leaks += sum(row[2] in titles for row in rows)
            told = queries.all_in_catalogue(actor=actor, at=noon, query=WORDS[0])
            leaks += len({(hit.kind, hit.key) for hit in told} - expected)
            for pk in list(mine)[:3]:
                alike = queries.more_like(by_key[pk], actor=actor, at=noon)
                leaks += len({(hit.kind, hit.key) for hit in alike} - expected)
        indexer.close()
    assert leaks == 0
