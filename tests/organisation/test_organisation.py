from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from audit import queries as log
from lib.calendar import local_day
from organisation import errors, queries
from organisation.enums import DayKind, Duty
from organisation.models import DayException, Organisation, OrganisationPeriod, Person, Post, Unit
from organisation.models.actor import Actor
from organisation.models.standing import Standing, known
from organisation.operations import delegating, naming, staffing
from organisation.queries import WorkingCalendar

SINCE = date(2026, 1, 1)
NAMES = {
    "name": "SỞ NỘI VỤ",
    "symbol": "SNV",
    "superior": "UBND TỈNH",
    "place": "Hưng Sơn",
    "format_profile": "state",
    "head_title": "GIÁM ĐỐC",
}


@pytest.fixture
def office(db: None, noon: datetime) -> Organisation:
    return naming.found(code="SNV", at=noon)


@pytest.fixture
def system(office: Organisation) -> Actor:
    return Actor.system(office, "test")


def appoint(system: Actor, noon: datetime, name: str, *duties: Duty) -> Post:
    office = system.organisation
    unit = Unit.objects.filter(organisation=office).first() or staffing.open_unit(
        organisation=office, name="Văn phòng", symbol="VP", since=SINCE, position=1, by=system, at=noon
    )
    person = staffing.take_on(
        organisation=office, username=name.lower(), full_name=name, password="x" * 12, by=system, at=noon
    )
    return staffing.appoint(
        person=person,
        unit=unit,
        title="Chuyên viên",
        duties=list(duties),
        protocol_order=10,
        since=SINCE,
        by=system,
        at=noon,
    )


def test_a_letter_of_last_year_still_finds_the_name_of_last_year(system: Actor, noon: datetime) -> None:
    office = system.organisation
    naming.rename(organisation=office, since=date(2020, 1, 1), values=NAMES, by=system, at=noon)
    naming.rename(
        organisation=office,
        since=date(2025, 7, 1),
        values={**NAMES, "name": "SỞ NỘI VỤ MỚI"},
        by=system,
        at=noon,
    )
    assert queries.period_on(office, date(2025, 6, 30)).name == "SỞ NỘI VỤ"
    assert queries.period_on(office, date(2025, 7, 1)).name == "SỞ NỘI VỤ MỚI"
    with pytest.raises(errors.OrganisationHasNoName, match="31/12/2019"):
        queries.period_on(office, date(2019, 12, 31))


def test_the_database_refuses_two_names_for_one_day(office: Organisation) -> None:
    OrganisationPeriod.objects.create(organisation=office, valid_from=SINCE, **NAMES)
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationPeriod.objects.create(organisation=office, valid_from=date(2026, 6, 1), **NAMES)


def test_the_database_refuses_a_post_in_a_unit_of_another_organisation(system: Actor, noon: datetime) -> None:
    post = appoint(system, noon, "Minh", Duty.OFFICER)
    other = naming.found(code="BTG", at=noon)
    stranger = Unit.objects.create(organisation=other, name="Phòng lạ", symbol="PL", valid_from=SINCE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(unit=stranger)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_duties_are_asked_of_the_post_held_today(system: Actor, noon: datetime) -> None:
    clerk = appoint(system, noon, "Lan", Duty.REGISTRY_CLERK)
    appoint(system, noon, "Minh", Duty.OFFICER)
    assert list(queries.holders_of(system.organisation, Duty.REGISTRY_CLERK, SINCE)) == [clerk]
    assert not queries.holders_of(
        system.organisation, Duty.REGISTRY_CLERK, SINCE - timedelta(days=1)
    ).exists()
    Person.objects.filter(pk=clerk.person_id).update(is_active=False)
    assert not queries.holders_of(system.organisation, Duty.REGISTRY_CLERK, SINCE).exists()


def test_a_stand_in_acts_with_the_delegated_duties_only_and_the_log_names_both(
    system: Actor, noon: datetime
) -> None:
    head = appoint(system, noon, "Bình", Duty.HEAD, Duty.UNIT_HEAD)
    deputy = appoint(system, noon, "Yến", Duty.DEPUTY_HEAD)
    row = delegating.delegate(
        principal=head,
        delegate=deputy,
        duties=[Duty.HEAD],
        since=SINCE,
        until=date(2026, 12, 31),
        reason="Đi công tác",
        by=Actor.for_post(head),
        at=noon,
    )
    actor = Actor.by_delegation(row)
    assert actor.has_duty(Duty.HEAD)
    assert not actor.has_duty(Duty.UNIT_HEAD, Duty.DEPUTY_HEAD)
    assert actor.trail()["represented"] == head.pk
    assert actor.names()["represented"] == "Bình"
    assert f"org:{head.organisation_id}/post:{head.pk}" in queries.access_tokens_of(
        Actor.for_post(deputy), noon
    )
    with pytest.raises(errors.DelegationIsTransitive):
        delegating.delegate(
            principal=head,
            delegate=deputy,
            duties=[Duty.HEAD],
            since=SINCE,
            until=SINCE,
            reason="x",
            by=actor,
            at=noon,
        )
    delegating.revoke(delegation=row, by=Actor.for_post(head), at=noon)
    assert not queries.delegations_held_by(deputy.person, date(2026, 11, 24)).exists()
    assert [e.name for e in log.history_of(system.organisation_key, "post", head.pk)][-2:] == [
        "post.delegated",
        "post.delegation_revoked",
    ]


@pytest.mark.parametrize("side", ["principal", "delegate"])
def test_a_delegation_ends_with_the_post_of_either_side(system: Actor, noon: datetime, side: str) -> None:
    head, deputy = (
        appoint(system, noon, "Bình", Duty.HEAD),
        appoint(system, noon, "Yến", Duty.DEPUTY_HEAD),
    )
    delegating.delegate(
        principal=head, delegate=deputy, duties=[Duty.HEAD], since=SINCE, until=date(2026, 12, 31),
        reason="Đi công tác", by=Actor.for_post(head), at=noon,
    )  # fmt: skip
    today = local_day(noon)
    assert queries.delegations_held_by(deputy.person, today).exists()
    ended = {"principal": head, "delegate": deputy}[side]
    Post.objects.filter(pk=ended.pk).update(valid_until=today - timedelta(days=1))
    assert not queries.delegations_held_by(deputy.person, today).exists()


def test_standing_in_shows_what_the_delegated_duties_show_and_no_more(system: Actor, noon: datetime) -> None:
    clerk = appoint(system, noon, "Lan", Duty.REGISTRY_CLERK, Duty.ARCHIVIST)
    officer = appoint(system, noon, "Minh", Duty.OFFICER)
    delegating.delegate(
        principal=clerk, delegate=officer, duties=[Duty.ARCHIVIST], since=SINCE, until=date(2026, 12, 31),
        reason="Đi công tác", by=Actor.for_post(clerk), at=noon,
    )  # fmt: skip
    seen = queries.access_tokens_of(Actor.for_post(officer), noon)
    prefix = f"org:{clerk.organisation_id}/duty:"
    assert f"{prefix}archivist" in seen
    assert f"{prefix}registry_clerk" not in seen


def test_what_a_page_has_read_holds_for_its_reader_and_day_and_no_longer(
    system: Actor, noon: datetime
) -> None:
    clerk, officer = appoint(system, noon, "Lan", Duty.OFFICER), appoint(system, noon, "Minh", Duty.OFFICER)
    today = local_day(noon)
    with known(Standing(officer.person, today, [], [])):
        assert queries.capacities(Actor.for_post(officer), noon) == []
        assert queries.capacities(Actor.for_post(clerk), noon) != []
        assert queries.capacities(Actor.for_post(officer), noon + timedelta(days=1)) != []
    assert queries.capacities(Actor.for_post(officer), noon) != []


def test_nobody_delegates_a_post_that_is_not_theirs(system: Actor, noon: datetime) -> None:
    head, clerk = appoint(system, noon, "Bình", Duty.HEAD), appoint(system, noon, "Lan", Duty.REGISTRY_CLERK)
    with pytest.raises(errors.DelegationIsNotYours):
        delegating.delegate(
            principal=head,
            delegate=clerk,
            duties=[Duty.HEAD],
            since=SINCE,
            until=SINCE,
            reason="x",
            by=Actor.for_post(clerk),
            at=noon,
        )


def test_only_administrators_change_the_office(system: Actor, noon: datetime) -> None:
    clerk = appoint(system, noon, "Lan", Duty.REGISTRY_CLERK)
    with pytest.raises(errors.AdministratorOnly):
        naming.rename(
            organisation=system.organisation, since=SINCE, values=NAMES, by=Actor.for_post(clerk), at=noon
        )


def test_working_days_skip_weekends_and_holidays_and_count_swapped_saturdays(office: Organisation) -> None:
    DayException.objects.create(
        organisation=office, day=date(2026, 9, 2), kind=DayKind.OFF, name="Quốc khánh"
    )
    DayException.objects.create(
        organisation=office, day=date(2026, 9, 5), kind=DayKind.WORKING, name="Làm bù"
    )
    assert queries.add_working_days(office, date(2026, 9, 1), 1) == date(2026, 9, 3)
    assert queries.add_working_days(office, date(2026, 9, 4), 1) == date(2026, 9, 5)
    assert queries.add_working_days(office, date(2026, 9, 6), 0) == date(2026, 9, 7)


@given(
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.integers(0, 30),
    st.dictionaries(
        st.dates(date(2026, 1, 1), date(2027, 3, 1)), st.sampled_from(list(DayKind)), max_size=40
    ),
)
def test_the_counted_day_is_worked_and_exactly_that_many_worked_days_ahead(
    day: date, ahead: int, exceptions: dict[date, str]
) -> None:
    calendar = WorkingCalendar(exceptions.items())
    due = calendar.add(day, ahead)
    first = calendar.add(day, 0)
    between = [first + timedelta(days=n) for n in range(1, (due - first).days + 1)]
    assert calendar.is_working(due)
    assert sum(calendar.is_working(d) for d in between) == ahead


def test_an_administrator_does_not_give_somebody_elses_post_to_himself(system: Actor, noon: datetime) -> None:
    head, admin = appoint(system, noon, "Bình", Duty.HEAD), appoint(system, noon, "Quân", Duty.ADMINISTRATOR)
    with pytest.raises(errors.AdministratorTakesAPost):
        delegating.delegate(
            principal=head,
            delegate=admin,
            duties=[Duty.HEAD],
            since=SINCE,
            until=SINCE,
            reason="x",
            by=Actor.for_post(admin),
            at=noon,
        )


def test_an_administrator_changes_the_own_organisation_only(system: Actor, noon: datetime) -> None:
    admin = Actor.for_post(appoint(system, noon, "Quân", Duty.ADMINISTRATOR))
    other = naming.found(code="BTG", at=noon)
    with pytest.raises(errors.AnotherOrganisation):
        staffing.open_unit(
            organisation=other, name="Phòng lạ", symbol="PL", since=SINCE, position=1, by=admin, at=noon
        )
