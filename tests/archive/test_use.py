"""Asking to read, lending the paper: what is allowed is seen, until its day, by that person alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from archive import errors, queries
from archive.enums import Access, Level, Medium, Purpose, RequestState
from archive.models import CatalogueUnit, Loan, ReadingRequest
from archive.operations import cataloguing, lending, reading_requests
from archive.operations.cataloguing import Described
from audit.queries import history_of
from notices.models import Notice
from organisation.enums import Duty
from organisation.models import Post
from organisation.models.actor import Actor
from organisation.operations import delegating
from organisation.queries import capacities
from search.models import Projection
from tests.archive.conftest import Office
from tests.archive.test_catalogue import Shelves

UNTIL = date(2026, 12, 1)


@pytest.fixture
def shelves(office: Office, noon: datetime) -> Shelves:
    return Shelves(office, noon)


@pytest.fixture
def closed(shelves: Shelves) -> CatalogueUnit:
    return shelves.dossier(shelves.fonds(), "1", access=Access.CONDITIONAL, title="Hồ sơ kín")


def asked(office: Office, at: datetime, by: Actor | None = None) -> ReadingRequest:
    return reading_requests.ask(
        asked_for="hồ sơ nhân sự năm 1996", purpose=Purpose.OFFICIAL, purpose_text="trả lời đơn", unit=None,
        by=by or office.nam, at=at,
    )  # fmt: skip


def sees(actor: Actor, unit: CatalogueUnit, at: datetime) -> bool:
    return queries.units_visible_to(actor, at).filter(pk=unit.pk).exists()


def test_what_was_allowed_is_seen_by_that_person_until_the_day_is_over(
    office: Office, closed: CatalogueUnit, noon: datetime
) -> None:
    request = asked(office, noon)
    assert not sees(office.nam, closed, noon)
    with pytest.raises(errors.RequestNamesNoUnit):
        reading_requests.allow(request=request, until=UNTIL, by=office.binh, at=noon)
    reading_requests.name_unit(request=request, unit=closed, by=office.thu, at=noon)
    reading_requests.allow(request=request, until=UNTIL, by=office.binh, at=noon)
    assert sees(office.nam, closed, noon)
    assert not sees(office.minh, closed, noon)
    person = office.nam.person
    assert (
        person
        and f"org:{office.organisation.pk}/person:{person.pk}"
        in Projection.objects.get(kind="catalogue", key=str(closed.pk)).tokens
    )
    assert reading_requests.end_due(at=noon) == 0
    later = noon + timedelta(days=8)
    assert reading_requests.end_due(at=later) == 1
    assert not sees(office.nam, closed, later)
    request.refresh_from_db()
    assert request.state == RequestState.ENDED


def test_a_change_above_takes_no_reader_away(shelves: Shelves, office: Office, noon: datetime) -> None:
    fonds = shelves.fonds()
    series = shelves.part(fonds, "A", access=Access.CONDITIONAL)
    unit = shelves.dossier(series, "1")
    request = asked(office, noon)
    reading_requests.name_unit(request=request, unit=unit, by=office.thu, at=noon)
    reading_requests.allow(request=request, until=UNTIL, by=office.binh, at=noon)
    told = Described(title="Đổi", code="A", access=Access.CONDITIONAL)
    cataloguing.describe(
        unit=fonds, told=Described("Phông", "P01", access=Access.CONDITIONAL), by=office.thu, at=noon
    )
    cataloguing.describe(unit=series, told=told, by=office.thu, at=noon)
    assert sees(office.nam, unit, noon)


def test_only_heads_and_the_chief_of_office_decide_and_once(
    office: Office, closed: CatalogueUnit, noon: datetime
) -> None:
    request = asked(office, noon)
    reading_requests.name_unit(request=request, unit=closed, by=office.thu, at=noon)
    for actor in (office.thu, office.nam, office.lan, office.quan):
        with pytest.raises(errors.NotYoursToAllow):
            reading_requests.allow(request=request, until=UNTIL, by=actor, at=noon)
    with pytest.raises(errors.DayIsOver):
        reading_requests.allow(request=request, until=date(2026, 1, 1), by=office.dung, at=noon)
    reading_requests.decline(request=request, reason="chưa giải mật", by=office.dung, at=noon)
    with pytest.raises(errors.RequestIsDecided):
        reading_requests.allow(request=request, until=UNTIL, by=office.dung, at=noon)


def test_nobody_reads_the_requests_of_others(office: Office, noon: datetime) -> None:
    request = asked(office, noon)
    assert list(queries.requests_visible_to(office.nam, noon)) == [request]
    assert not queries.requests_visible_to(office.minh, noon).exists()
    assert list(queries.requests_visible_to(office.thu, noon)) == [request]


def lent(office: Office, unit: CatalogueUnit, at: datetime) -> Loan:
    assert office.minh.person
    return lending.lend(
        unit=unit, borrower=office.minh.person, borrower_unit="Phòng CCHC", permitted_by="Chánh Văn phòng",
        due_on=UNTIL, note="", by=office.thu, at=at,
    )  # fmt: skip


def test_an_original_is_lent_once_and_comes_back(
    office: Office, closed: CatalogueUnit, noon: datetime
) -> None:
    loan = lent(office, closed, noon)
    with pytest.raises(errors.IsLentOut, match="Minh"):
        lent(office, closed, noon)
    with pytest.raises(IntegrityError, match="loan_of_what_is_there"), transaction.atomic():
        Loan.objects.create(**{
            name: getattr(loan, name)
            for name in ("organisation", "unit", "borrower", "permitted_by", "lent_by", "lent_on", "due_on")
        })  # fmt: skip
    lending.take_in(loan=loan, by=office.thu, at=noon)
    with pytest.raises(errors.IsBackAlready):
        lending.take_in(loan=loan, by=office.thu, at=noon)
    lent(office, closed, noon)


def test_what_has_no_paper_is_not_lent(shelves: Shelves, office: Office, noon: datetime) -> None:
    unit = shelves.dossier(shelves.fonds(), "1", medium=Medium.ELECTRONIC)
    with pytest.raises(errors.HasNoPaper):
        lent(office, unit, noon)
    assert unit.level == Level.DOSSIER


def told(actor: Actor) -> list[str]:
    """Give what somebody was told, the oldest first."""
    return list(Notice.objects.filter(person=actor.person).order_by("pk").values_list("kind", flat=True))


def waits_for(office: Office, at: datetime, *names: str) -> list[int]:
    """Give how much of the archive waits for each of ``names``."""
    return [queries.count_waiting(getattr(office, name), at) for name in names]


def test_a_request_waits_for_each_who_must_act_and_in_the_end_whoever_asked_is_told(
    office: Office, closed: CatalogueUnit, noon: datetime
) -> None:
    request = asked(office, noon)
    assert waits_for(office, noon, "thu", "dung", "binh", "nam") == [1, 0, 0, 0]
    reading_requests.name_unit(request=request, unit=closed, by=office.thu, at=noon)
    assert waits_for(office, noon, "thu", "dung", "binh", "nam") == [0, 1, 0, 0]
    reading_requests.allow(request=request, until=UNTIL, by=office.binh, at=noon)  # not asked first, but may
    assert waits_for(office, noon, "thu", "dung", "binh", "nam") == [0, 0, 0, 0]
    other = asked(office, noon)
    reading_requests.decline(request=other, reason="đã tiêu hủy", by=office.binh, at=noon)
    assert told(office.nam) == ["reading.allowed", "reading.refused"]


def test_where_nobody_is_chief_of_office_it_waits_for_the_head_and_without_a_head_for_the_deputies(
    office: Office, closed: CatalogueUnit, noon: datetime
) -> None:
    deputy = office.person("Phó", office.office, Duty.DEPUTY_HEAD)
    reading_requests.ask(
        asked_for="", purpose=Purpose.OFFICIAL, purpose_text="", unit=closed, by=office.nam, at=noon
    )
    for first in (office.dung, office.binh, deputy):
        waits = [queries.count_waiting(one, noon) for one in (office.dung, office.binh, deputy)]
        assert waits == [int(one is first) for one in (office.dung, office.binh, deputy)]
        assert first.person
        first.person.is_active = False  # and is gone for good
        first.person.save()


def test_whoever_has_two_posts_sees_and_decides_in_either(
    office: Office, closed: CatalogueUnit, noon: datetime
) -> None:
    assert office.dung.person and office.dung.post
    second = Post.objects.create(
        organisation=office.organisation, person=office.dung.person, unit=office.section, title="Trưởng ban",
        duties=[Duty.OFFICER.value], valid_from="2020-01-01",
    )  # fmt: skip
    other = Actor.for_post(second)
    request = reading_requests.ask(
        asked_for="", purpose=Purpose.OFFICIAL, purpose_text="", unit=closed, by=office.nam, at=noon
    )
    assert queries.count_waiting(other, noon) == 1
    assert queries.requests_visible_to(other, noon).get() == request
    decided = reading_requests.allow(request=request, until=UNTIL, by=other, at=noon)
    assert decided.decided_by == office.dung.post


def test_whoever_stands_in_has_it_too_and_the_trail_says_for_whom(
    office: Office, closed: CatalogueUnit, noon: datetime
) -> None:
    request = reading_requests.ask(
        asked_for="", purpose=Purpose.OFFICIAL, purpose_text="", unit=closed, by=office.nam, at=noon
    )
    assert queries.count_waiting(office.minh, noon) == 0
    assert office.dung.post and office.minh.post
    delegating.delegate(
        principal=office.dung.post, delegate=office.minh.post, duties=[Duty.CHIEF_OF_OFFICE], since=noon.date(),
        until=UNTIL, reason="đi công tác", by=office.dung, at=noon,
    )  # fmt: skip
    assert queries.count_waiting(office.minh, noon) == 1
    assert queries.requests_visible_to(office.minh, noon).get() == request
    decided = reading_requests.decline(request=request, reason="chưa đủ căn cứ", by=office.minh, at=noon)
    assert decided.decided_by == office.dung.post
    event = history_of(office.organisation.pk, queries.READING, request.pk).get(name="reading.refused")
    assert office.minh.person
    assert (event.trail["person"], event.trail["represented"]) == (office.minh.person.pk, office.dung.post.pk)


def test_who_stands_in_for_two_acts_for_the_one_chosen_and_for_nobody_once_it_is_over(
    office: Office, closed: CatalogueUnit, noon: datetime
) -> None:
    deputy = office.person("Phó", office.office, Duty.DEPUTY_HEAD)
    for principal, duty in (deputy, Duty.DEPUTY_HEAD), (office.dung, Duty.CHIEF_OF_OFFICE):
        assert principal.post and office.minh.post
        delegating.delegate(
            principal=principal.post, delegate=office.minh.post, duties=[duty], since=noon.date(), until=UNTIL,
            reason="đi công tác", by=principal, at=noon,
        )  # fmt: skip
    words = {"asked_for": "", "purpose": Purpose.OFFICIAL, "purpose_text": "", "unit": closed, "at": noon}
    first, second = (reading_requests.ask(by=office.nam, **words) for _ in range(2))
    chosen = next(one for one in capacities(office.minh, noon) if one.represented == office.dung.post)
    assert (
        reading_requests.allow(request=first, until=UNTIL, by=chosen, at=noon).decided_by == office.dung.post
    )
    for one in capacities(office.minh, noon):
        if one.delegation is not None:
            delegating.revoke(delegation=one.delegation, by=office.dung if one == chosen else deputy, at=noon)
    with pytest.raises(errors.NotYoursToAllow):
        reading_requests.allow(request=second, until=UNTIL, by=chosen, at=noon)


def test_the_archivist_answers_that_nothing_of_the_kind_is_kept_and_decides_nothing_else(
    office: Office, closed: CatalogueUnit, noon: datetime
) -> None:
    request = asked(office, noon)
    with pytest.raises(errors.NotYoursToAllow):
        reading_requests.decline(request=request, reason="không có", by=office.minh, at=noon)
    reading_requests.decline(request=request, reason="không lưu giữ", by=office.thu, at=noon)
    request.refresh_from_db()
    assert request.state == RequestState.REFUSED
    other = asked(office, noon)
    reading_requests.name_unit(request=other, unit=closed, by=office.thu, at=noon)
    with pytest.raises(errors.NotYoursToAllow):
        reading_requests.decline(request=other, reason="không cho", by=office.thu, at=noon)


def test_an_office_without_an_archivist_leaves_naming_to_who_decides(
    office: Office, closed: CatalogueUnit, noon: datetime
) -> None:
    assert office.thu.person
    office.thu.person.is_active = False
    office.thu.person.save()
    request = asked(office, noon)
    assert queries.count_waiting(office.dung, noon) == 1
    with pytest.raises(errors.NotYoursToAllow):
        reading_requests.name_unit(request=request, unit=closed, by=office.minh, at=noon)
    reading_requests.name_unit(request=request, unit=closed, by=office.dung, at=noon)
    reading_requests.allow(request=request, until=UNTIL, by=office.dung, at=noon)
    assert sees(office.nam, closed, noon)


def test_nothing_is_allowed_that_was_not_on_the_page(
    office: Office, shelves: Shelves, closed: CatalogueUnit, noon: datetime
) -> None:
    other = shelves.dossier(shelves.fonds("P02"), "2", access=Access.CONDITIONAL, title="Hồ sơ khác")
    request = asked(office, noon)
    for unit in (closed, other):
        reading_requests.name_unit(request=request, unit=unit, by=office.thu, at=noon)
    with pytest.raises(errors.RequestNamesAnotherUnit):
        reading_requests.allow(request=request, until=UNTIL, shown=closed.pk, by=office.binh, at=noon)
    assert not sees(office.nam, other, noon)
    reading_requests.allow(request=request, until=UNTIL, shown=other.pk, by=office.binh, at=noon)
    assert sees(office.nam, other, noon)
