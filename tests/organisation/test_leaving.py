"""Letting people go: posts, powers, employments and passwords end, and the log tells it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from lib.calendar import local_day
from organisation import errors, ports, queries
from organisation.enums import Authority, Duty
from organisation.models import Delegation, Person, Post, SigningMandate
from organisation.models.actor import Actor
from organisation.operations import delegating, ending, passwords, staffing
from tests.cast import Cast, assemble
from tests.factories import organisation as office

WHY = "nghỉ hưu theo chế độ"


class Work:
    """Work in hand, as a test says it, and who was heard to have left."""

    def __init__(self) -> None:
        self.of: dict[int, int] = {}
        self.heard: list[Person] = []

    def count(self, post: Post) -> int:
        return self.of.get(post.pk, 0)

    def left(self, person: Person, *, reason: str, by: Actor, at: datetime) -> None:
        self.heard.append(person)


@pytest.fixture
def work() -> Iterator[Work]:
    before = list(ports._work), list(ports._leaving)
    work = Work()
    ports.join(work=work, leaving=[work])
    yield work
    ports._work[:], ports._leaving[:] = before


@pytest.fixture
def cast(db: None, work: Work) -> Cast:
    return assemble()


def test_an_ended_post_is_held_to_its_last_day_and_its_row_stays(cast: Cast, noon: datetime) -> None:
    today = local_day(noon)
    ending.end_post(post=cast.minh, last_day=today, reason=WHY, by=cast.actor("quan"), at=noon)
    assert cast.minh in queries.posts_on(cast.snv, today)
    assert cast.minh not in queries.posts_on(cast.snv, today + timedelta(days=1))
    assert Post.objects.get(pk=cast.minh.pk).valid_from == cast.minh.valid_from
    event = Event.objects.get(name="post.ended")
    assert event.facts["last_day"] == today.isoformat()
    assert event.detail.text["reason"] == WHY


def test_from_today_on_means_that_yesterday_was_the_last_day(cast: Cast, noon: datetime) -> None:
    today = local_day(noon)
    by = cast.actor("quan")
    with pytest.raises(errors.LastDayIsOver, match="23/11/2026"):
        ending.end_post(post=cast.minh, last_day=today - timedelta(days=2), reason=WHY, by=by, at=noon)
    ending.end_post(post=cast.minh, last_day=today - timedelta(days=1), reason=WHY, by=by, at=noon)
    assert not queries.posts_of(cast.minh.person, today).exists()
    with pytest.raises(errors.PostIsOver, match="23/11/2026"):
        ending.end_post(post=cast.minh, last_day=today, reason=WHY, by=by, at=noon)


def test_a_planned_last_day_can_be_moved_until_it_is_over(cast: Cast, noon: datetime) -> None:
    by, today = cast.actor("quan"), local_day(noon)
    for last_day in (today + timedelta(days=30), today + timedelta(days=60)):
        ending.end_post(post=cast.minh, last_day=last_day, reason=WHY, by=by, at=noon)
        assert Post.objects.get(pk=cast.minh.pk).valid_until == last_day


def test_delegations_and_mandates_end_with_the_post(cast: Cast, noon: datetime) -> None:
    today = local_day(noon)
    long = today + timedelta(days=90)
    given = office.delegation(cast.yen, cast.hoa, since=today, until=long)
    held = office.delegation(cast.binh, cast.yen, since=today, until=long)
    later = office.delegation(
        cast.binh, cast.yen, since=long + timedelta(days=1), until=long + timedelta(days=5)
    )
    last_day = today + timedelta(days=10)
    ending.end_post(post=cast.yen, last_day=last_day, reason=WHY, by=cast.actor("quan"), at=noon)
    rows = {row.pk: row for row in Delegation.objects.all()}
    assert (rows[given.pk].valid_until, rows[held.pk].valid_until) == (last_day, last_day)
    assert rows[later.pk].revoked_at == noon
    assert SigningMandate.objects.get(post=cast.yen).valid_until == last_day
    assert queries.mandate_of(cast.yen, last_day, kind="cong_van")
    assert queries.mandate_of(cast.yen, last_day + timedelta(days=1), kind="cong_van") is None
    facts = Event.objects.get(name="post.ended").facts
    assert sorted(facts["delegations"]) == sorted([given.pk, held.pk, later.pk])


def test_a_mandate_ended_early_signs_nothing_more(cast: Cast, noon: datetime) -> None:
    mandate = SigningMandate.objects.get(post=cast.yen)
    with pytest.raises(errors.AdministratorOnly):
        ending.revoke_mandate(mandate=mandate, reason=WHY, by=cast.actor("yen"), at=noon)
    for _twice in range(2):
        ending.revoke_mandate(mandate=mandate, reason=WHY, by=cast.actor("quan"), at=noon)
    assert queries.mandate_of(cast.yen, local_day(noon), kind="cong_van") is None
    assert Event.objects.filter(name="mandate.revoked").count() == 1


def test_work_in_hand_keeps_a_post_from_ending_today_but_not_from_being_planned(
    cast: Cast, work: Work, noon: datetime
) -> None:
    work.of[cast.minh.pk] = 3
    by, today = cast.actor("quan"), local_day(noon)
    with pytest.raises(errors.WorkIsInHand, match="3"):
        ending.end_post(post=cast.minh, last_day=today, reason=WHY, by=by, at=noon)
    with pytest.raises(errors.WorkIsInHand):
        ending.let_go(person=cast.minh.person, reason=WHY, by=by, at=noon)
    ending.end_post(post=cast.minh, last_day=today + timedelta(days=1), reason=WHY, by=by, at=noon)


def test_who_is_let_go_holds_nothing_and_signs_in_no_more(cast: Cast, work: Work, noon: datetime) -> None:
    today = local_day(noon)
    row = office.delegation(cast.yen, cast.hoa, since=today, until=today + timedelta(days=9))
    second = office.post(cast.units["VP"], "yen2", "Tạm", "Phụ trách", Duty.UNIT_HEAD)
    Post.objects.filter(pk=second.pk).update(person=cast.yen.person)
    yen = cast.yen.person
    yen.set_password("mot-mat-khau-dai")
    yen.save()
    ending.let_go(person=yen, reason=WHY, by=cast.actor("quan"), at=noon)
    yen.refresh_from_db()
    assert (yen.is_active, yen.has_usable_password()) == (False, False)
    assert set(yen.posts.values_list("valid_until", flat=True)) == {today}
    assert not queries.posts_of(yen, today).exists()
    row.refresh_from_db()
    assert row.revoked_at == noon
    assert SigningMandate.objects.get(post=cast.yen).revoked_at == noon
    assert work.heard == [yen]
    with pytest.raises(errors.PersonHasLeft):
        ending.let_go(person=yen, reason=WHY, by=cast.actor("quan"), at=noon)
    with pytest.raises(errors.PersonHasLeft):
        passwords.give_new(person=yen, password="x" * 12, by=cast.actor("quan"), at=noon)


def test_somebody_taken_back_signs_in_but_gets_no_old_power(cast: Cast, noon: datetime) -> None:
    by, yen = cast.actor("quan"), cast.yen.person
    with pytest.raises(errors.PersonIsHere):
        passwords.take_back(person=yen, password="x" * 12, by=by, at=noon)
    ending.let_go(person=yen, reason=WHY, by=by, at=noon)
    passwords.take_back(person=yen, password="x" * 12, by=by, at=noon)
    yen.refresh_from_db()
    assert (yen.is_active, yen.must_change_password) == (True, True)
    tomorrow = local_day(noon) + timedelta(days=1)
    assert not queries.posts_of(yen, tomorrow).exists()
    assert queries.mandate_of(cast.yen, local_day(noon), kind="cong_van") is None


# ------------------------------------------------------------------ who may
@pytest.mark.parametrize("name", ["lan", "minh", "hoa", "binh"])
def test_only_administrators_let_go(cast: Cast, noon: datetime, name: str) -> None:
    by = cast.actor(name)
    with pytest.raises(errors.AdministratorOnly):
        ending.end_post(post=cast.thu, last_day=local_day(noon), reason=WHY, by=by, at=noon)
    with pytest.raises(errors.AdministratorOnly):
        ending.let_go(person=cast.thu.person, reason=WHY, by=by, at=noon)
    with pytest.raises(errors.AdministratorOnly):
        passwords.give_new(person=cast.thu.person, password="x" * 12, by=by, at=noon)


def test_an_administrator_of_another_office_lets_nobody_go_here(cast: Cast, noon: datetime) -> None:
    by = Actor.for_post(cast.stranger)
    with pytest.raises(errors.AnotherOrganisation):
        ending.end_post(post=cast.thu, last_day=local_day(noon), reason=WHY, by=by, at=noon)
    with pytest.raises(errors.AnotherOrganisation):
        ending.let_go(person=cast.thu.person, reason=WHY, by=by, at=noon)
    with pytest.raises(errors.AnotherOrganisation):
        passwords.give_new(person=cast.thu.person, password="x" * 12, by=by, at=noon)
    mandate = SigningMandate.objects.get(post=cast.yen)
    with pytest.raises(errors.AnotherOrganisation):
        ending.revoke_mandate(mandate=mandate, reason=WHY, by=by, at=noon)


def test_the_last_administrator_stays_whoever_asks(cast: Cast, noon: datetime) -> None:
    today = local_day(noon)
    for by in (cast.actor("quan"), cast.system()):
        with pytest.raises(errors.LastAdministrator):
            ending.let_go(person=cast.quan.person, reason=WHY, by=by, at=noon)
        for last_day in (today, today + timedelta(days=365)):
            with pytest.raises(errors.LastAdministrator):
                ending.end_post(post=cast.quan, last_day=last_day, reason=WHY, by=by, at=noon)


def test_an_administrator_whose_days_are_counted_is_no_successor(cast: Cast, noon: datetime) -> None:
    today = local_day(noon)
    second = office.post(cast.units["VP"], "ha", "Lý Thu Hà", "Quản trị", Duty.ADMINISTRATOR)
    ending.end_post(
        post=second, last_day=today + timedelta(days=30), reason=WHY, by=cast.actor("quan"), at=noon
    )
    with pytest.raises(errors.LastAdministrator):
        ending.let_go(person=cast.quan.person, reason=WHY, by=cast.actor("quan"), at=noon)
    office.post(cast.units["VP"], "bac", "Mai Xuân Bắc", "Quản trị", Duty.ADMINISTRATOR)
    ending.let_go(person=cast.quan.person, reason=WHY, by=cast.actor("quan"), at=noon)


# ------------------------------------------------------------------ passwords
def test_a_given_password_is_temporary_until_its_owner_changes_it(cast: Cast, noon: datetime) -> None:
    minh = cast.minh.person
    passwords.give_new(person=minh, password="tam-thoi-123", by=cast.actor("quan"), at=noon)
    minh.refresh_from_db()
    assert minh.must_change_password
    by = cast.actor("minh")
    with pytest.raises(errors.PasswordIsWrong):
        passwords.change_own(present="sai", password="cua-rieng-minh", by=by, at=noon)
    with pytest.raises(errors.PasswordIsTheSame):
        passwords.change_own(present="tam-thoi-123", password="tam-thoi-123", by=by, at=noon)
    passwords.change_own(present="tam-thoi-123", password="cua-rieng-minh", by=by, at=noon)
    minh.refresh_from_db()
    assert not minh.must_change_password
    assert minh.check_password("cua-rieng-minh")
    told = [str(event.facts) + str(event.detail.text) for event in Event.objects.all()]
    assert not [line for line in told if "tam-thoi-123" in line or "cua-rieng-minh" in line]


def test_nobody_who_left_is_given_a_post(cast: Cast, noon: datetime) -> None:
    by = cast.actor("quan")
    ending.let_go(person=cast.thu.person, reason=WHY, by=by, at=noon)
    thu = Person.objects.get(pk=cast.thu.person_id)
    with pytest.raises(errors.PersonHasLeft):
        staffing.appoint(
            person=thu, unit=cast.units["VP"], title="Văn thư", duties=[Duty.OFFICER], protocol_order=9,
            since=date(2026, 12, 1), by=by, at=noon,
        )  # fmt: skip


# ------------------------------------------------------------------ the same twice
def lend(
    cast: Cast, at: datetime, *duties: Duty, first: int = 0, days: int = 5, to: str = "yen"
) -> Delegation:
    since = local_day(at) + timedelta(days=first)
    return delegating.delegate(
        principal=cast.dung, delegate=getattr(cast, to), duties=list(duties), since=since,
        until=since + timedelta(days=days), reason="đi công tác", by=cast.actor("dung"), at=at,
    )  # fmt: skip


BOTH = (Duty.UNIT_HEAD, Duty.CHIEF_OF_OFFICE)


@pytest.mark.parametrize("again", [BOTH, BOTH[::-1], BOTH[:1]])
def test_the_same_is_not_lent_twice_for_one_day(cast: Cast, noon: datetime, again: tuple[Duty, ...]) -> None:
    lend(cast, noon, *BOTH)
    with pytest.raises(errors.DelegationStandsAlready, match="24/11/2026.*29/11/2026"):
        lend(cast, noon, *again, first=5)


def test_other_days_other_duties_and_other_colleagues_are_not_the_same(cast: Cast, noon: datetime) -> None:
    row = lend(cast, noon, Duty.UNIT_HEAD)
    lend(cast, noon, Duty.UNIT_HEAD, first=6)
    lend(cast, noon, Duty.CHIEF_OF_OFFICE)
    lend(cast, noon, Duty.UNIT_HEAD, to="hoa")
    delegating.revoke(delegation=row, by=cast.actor("dung"), at=noon)
    lend(cast, noon, Duty.UNIT_HEAD)


def test_the_database_refuses_the_same_delegation_twice(cast: Cast, noon: datetime) -> None:
    today = local_day(noon)
    office.delegation(cast.dung, cast.yen, Duty.UNIT_HEAD, since=today, until=today)
    with pytest.raises(IntegrityError), transaction.atomic():
        office.delegation(cast.dung, cast.yen, Duty.UNIT_HEAD, since=today, until=today + timedelta(days=3))


def test_mandates_of_a_head_are_not_touched_by_the_end_of_others(cast: Cast, noon: datetime) -> None:
    ending.let_go(person=cast.yen.person, reason=WHY, by=cast.actor("quan"), at=noon)
    mandate = queries.mandate_of(cast.binh, local_day(noon), kind="cong_van")
    assert mandate is not None
    assert mandate.authority == Authority.HEAD
