"""People are told once, see it, and it is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import Subject
from notices import queries
from notices.models import Notice
from notices.operations import notifying
from organisation.models import Organisation, Person
from organisation.models.actor import Actor

LETTER = Subject("letter", "7")


def person(organisation: Organisation, name: str, *, active: bool = True) -> Person:
    return Person.objects.create(
        organisation=organisation, username=name, full_name=name, password="!", is_active=active
    )


def reader(someone: Person) -> Actor:
    return Actor(organisation=someone.organisation, person=someone, post=None)


@pytest.fixture
def office(db: None) -> Organisation:
    return Organisation.objects.create(code="SNV")


def test_each_person_is_told_once_and_the_inactive_are_not(office: Organisation, noon: datetime) -> None:
    lan, gone = person(office, "Lan"), person(office, "Cũ", active=False)
    told = notifying.tell(
        people=[lan, gone, lan], kind="letter.returned", subject=LETTER, facts={"code": "7/SNV"}, at=noon
    )
    assert [notice.person for notice in told] == [lan]
    assert [(n.kind, n.subject_key, n.facts) for n in queries.unseen_of(reader(lan))] == [
        ("letter.returned", "7", {"code": "7/SNV"})
    ]
    assert notifying.tell(people=[], kind="x", subject=LETTER, facts={}, at=noon) == []


def test_what_was_seen_is_not_shown_again_but_stays(office: Organisation, noon: datetime) -> None:
    lan, minh = person(office, "Lan"), person(office, "Minh")
    for key in ("7", "8"):
        notifying.tell(
            people=[lan, minh], kind="letter.due", subject=Subject("letter", key), facts={}, at=noon
        )
    later = noon + timedelta(hours=1)
    assert notifying.mark_seen(by=reader(lan), at=later, subject=LETTER) == 1
    assert [n.subject_key for n in queries.unseen_of(reader(lan))] == ["8"]
    assert notifying.mark_seen(by=reader(lan), at=later) == 1
    assert notifying.mark_seen(by=reader(lan), at=later) == 0
    assert [n.subject_key for n in queries.notices_of(reader(lan))] == ["8", "7"]
    assert queries.unseen_of(reader(minh)).count() == 2


def test_what_came_while_the_page_lay_open_stays_unseen(office: Organisation, noon: datetime) -> None:
    lan = person(office, "Lan")
    shown, came = (
        notifying.tell(people=[lan], kind="x", subject=Subject("letter", key), facts={}, at=noon)[0]
        for key in ("7", "8")
    )
    assert notifying.mark_seen(by=reader(lan), at=noon, up_to=shown.pk) == 1
    assert list(queries.unseen_of(reader(lan))) == [came]


def test_what_was_seen_a_year_ago_is_forgotten_and_the_unseen_never(
    office: Organisation, noon: datetime
) -> None:
    lan = person(office, "Lan")
    for key in ("7", "8", "9"):
        notifying.tell(people=[lan], kind="x", subject=Subject("letter", key), facts={}, at=noon)
    notifying.mark_seen(by=reader(lan), at=noon, subject=Subject("letter", "7"))
    notifying.mark_seen(by=reader(lan), at=noon + timedelta(days=2), subject=Subject("letter", "8"))
    assert notifying.forget_seen(at=noon + timedelta(days=366)) == 1
    assert [n.subject_key for n in queries.notices_of(reader(lan))] == ["9", "8"]


def test_a_notice_does_not_cross_organisations(office: Organisation, noon: datetime) -> None:
    other = Organisation.objects.create(code="BTG")
    people = [person(office, "Lan"), person(other, "Yến")]
    with pytest.raises(ValueError, match="cross"):
        notifying.tell(people=people, kind="x", subject=LETTER, facts={}, at=noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            organisation=office,
            person=people[1],
            kind="x",
            subject_kind="letter",
            subject_key="7",
            created_at=noon,
        )
        transaction.get_connection().check_constraints()
