from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from organisation.enums import Duty
from organisation.models import Organisation, Person, Post, Unit
from organisation.models.actor import Actor
from search import queries
from search.index import writing
from search.models import Projection
from search.operations import projecting
from search.operations.indexing import Indexer


class Office:
    """An organisation with units and people, made by rows: what it is called matters to nobody here."""

    def __init__(self, code: str) -> None:
        self.organisation = Organisation.objects.create(code=code)
        self.units = [
            Unit.objects.create(
                organisation=self.organisation, name=f"Phòng {n}", symbol=f"P{n}", valid_from="2020-01-01"
            )
            for n in (1, 2, 3)
        ]

    def person(self, name: str, *duties: Duty, unit: int = 0) -> Actor:
        person = Person.objects.create(
            organisation=self.organisation,
            username=f"{self.organisation.code}-{name}",
            full_name=name,
            password="!",
        )
        post = Post.objects.create(
            organisation=self.organisation, person=person, unit=self.units[unit], title="Chuyên viên",
            duties=[duty.value for duty in duties], valid_from="2020-01-01",
        )  # fmt: skip
        return Actor.for_post(post)

    @property
    def everybody(self) -> str:
        return f"org:{self.organisation.pk}"


Put = Callable[..., Projection]


@pytest.fixture
def office(transactional_db: None) -> Office:
    return Office("SNV")


@pytest.fixture
def reader(office: Office) -> Actor:
    return office.person("Trần Thị Lan")


@pytest.fixture
def put(office: Office, noon: datetime) -> Put:
    """Project a letter; say only what matters to the test."""

    def _put(key: object, title: str, **given: Any) -> Projection:
        values: dict[str, Any] = {
            "organisation": office.organisation, "kind": "letter", "code": "", "text": "", "facets": {},
            "tokens": [office.everybody], "dated_on": date(2026, 3, 1), "at": noon, **given,
        }  # fmt: skip
        with transaction.atomic():
            return projecting.project(key=str(key), title=title, **values)

    return _put


@pytest.fixture
def indexer(office: Office, settings: Any) -> Iterator[Indexer]:
    home = Path(settings.SEARCH_INDEX_DIR)
    with writing.sole(home):
        indexer = Indexer(home)
        yield indexer
        indexer.close()


@pytest.fixture
def ask(reader: Actor, noon: datetime) -> Callable[..., list[str]]:
    """Search as the reader and give the keys in order."""

    def _ask(query: str, **given: Any) -> list[str]:
        found = queries.search(actor=given.pop("actor", reader), at=noon, query=query, **given)
        return [hit.key for hit in found.hits]

    return _ask
