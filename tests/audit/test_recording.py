import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from audit import queries
from audit.models import Event, EventDetail, Leaf, Subject
from audit.operations import recording, sequencing
from organisation.models import Organisation
from organisation.models.actor import Actor

VECTORS = Path(__file__).resolve().parents[2] / "docs" / "evidence" / "event-vectors.json"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Actor:
    return Actor.system(Organisation.objects.create(code="TST"), "test")


def record(clerk: Actor, noon: datetime, key: str = "1") -> Event:
    with transaction.atomic():
        return recording.record(
            "letter.issued",
            subject=Subject("letter", key),
            by=clerk,
            at=noon,
            facts={"number": 12},
            detail={"subject": "Báo cáo"},
        )


def test_an_event_keeps_facts_and_commits_to_its_readable_detail(clerk: Actor, noon: datetime) -> None:
    event = record(clerk, noon)
    detail = EventDetail.objects.get(event=event)
    assert event.facts == {"number": 12}
    assert "Báo cáo" not in json.dumps([event.facts, event.trail])
    assert event.detail_hash == recording.commitment(detail.salt, detail.text)
    assert event.leaf_hash == recording.leaf_hash(Event.objects.get(pk=event.pk))


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_a_bug(clerk: Actor, noon: datetime) -> None:
    with pytest.raises(RuntimeError):
        recording.record("x", subject=Subject("letter", "1"), by=clerk, at=noon)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET name = 'x'",
        "DELETE FROM audit_leaf",
        "TRUNCATE audit_event CASCADE",
        "UPDATE audit_eventdetail SET salt = ''",
    ],
)
def test_the_database_refuses_to_change_the_log(clerk: Actor, noon: datetime, statement: str) -> None:
    record(clerk, noon)
    sequencing.assign_leaves()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_leaves_are_given_without_gaps_and_only_once(clerk: Actor, noon: datetime) -> None:
    events = [record(clerk, noon, str(n)) for n in range(5)]
    assert sequencing.assign_leaves(limit=3) == 3
    assert sequencing.assign_leaves() == 2
    assert sequencing.assign_leaves() == 0
    assert list(Leaf.objects.values_list("position", "hash")) == list(enumerate(e.leaf_hash for e in events))


def test_an_event_that_commits_late_with_a_smaller_key_still_gets_its_leaf(
    clerk: Actor, noon: datetime
) -> None:
    late, early = record(clerk, noon, "late"), record(clerk, noon, "early")
    Leaf.objects.create(position=0, event=early, hash=early.leaf_hash)
    assert sequencing.assign_leaves() == 1
    assert Leaf.objects.get(position=1).event == late


def test_history_is_told_oldest_first_and_per_organisation(clerk: Actor, noon: datetime) -> None:
    first, second = record(clerk, noon), record(clerk, noon)
    other = Actor.system(Organisation.objects.create(code="ELSE"), "test")
    record(other, noon)
    assert list(queries.history_of(clerk.organisation_key, "letter", 1)) == [first, second]


@pytest.mark.parametrize(
    "vector", json.loads(VECTORS.read_text(encoding="utf-8"))["events"], ids=lambda v: v["name"]
)
def test_the_published_vectors_are_reproduced(vector: dict) -> None:
    source = vector["event"]
    event = Event(
        organisation_key=source["organisation"],
        name=source["name"],
        subject_kind=source["subject"]["kind"],
        subject_key=source["subject"]["key"],
        at=datetime.fromtimestamp(source["at"] // 1_000_000, tz=UTC).replace(
            microsecond=source["at"] % 1_000_000
        ),
        trail=source["trail"],
        facts=source["facts"],
        detail_hash=recording.commitment(vector["salt"], vector["detail"]),
    )
    assert recording.canonical_event(event).hex() == vector["canonical_hex"]
    assert recording.leaf_hash(event) == vector["leaf_hash"]
