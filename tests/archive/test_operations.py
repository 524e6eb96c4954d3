"""Plan, open, file, take out, close, reopen, grant: what happens, and what is declined."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connections, transaction

from archive import errors, queries
from archive.enums import DossierState, PlanState
from archive.models import AccessGrant, Dossier, FilePlan, Origin, Record
from archive.operations import closing, filing, granting, opening, planning
from archive.operations.opening import NewDossier, from_entry
from archive.operations.planning import NewEntry
from audit import queries as log
from organisation.models.actor import Actor
from search.models import Projection
from tests.archive.conftest import Office

File = Callable[..., Record]


def history(dossier: Dossier | FilePlan) -> list[str]:
    kind = "dossier" if isinstance(dossier, Dossier) else "file_plan"
    return [event.name for event in log.history_of(dossier.organisation_id, kind, dossier.pk)]


def test_a_plan_is_written_approved_by_the_head_and_stands(
    office: Office, plan: FilePlan, noon: datetime
) -> None:
    entry = NewEntry("02.VP", "Hồ sơ phòng cháy", office.office, None)
    planning.add_entry(plan=plan, entry=entry, by=office.thu, at=noon)
    with pytest.raises(errors.PlanCodeTaken):
        planning.add_entry(plan=plan, entry=entry, by=office.thu, at=noon)
    with pytest.raises(errors.PartIsNotYours):
        planning.add_entry(plan=plan, entry=NewEntry("3", "x", office.office, 5), by=office.minh, at=noon)
    with pytest.raises(errors.NotTheHead):
        planning.approve(plan=plan, by=office.dung, at=noon)
    approved = planning.approve(plan=plan, by=office.binh, at=noon)
    assert (approved.state, approved.approved_by) == (PlanState.APPROVED, office.binh.post)
    assert [(e.code, e.position, e.dossier_count) for e in queries.entries_of(plan)] == [
        ("01.CCHC", 1, 0),
        ("02.VP", 2, 0),
    ]
    with pytest.raises(errors.PlanIsApproved):
        planning.add_entry(plan=plan, entry=NewEntry("3", "x", office.office, 5), by=office.dung, at=noon)
    with pytest.raises(errors.PlanIsApproved):
        planning.approve(plan=plan, by=office.binh, at=noon)
    assert history(plan) == [
        "file_plan.begun",
        "file_plan.entry_added",
        "file_plan.entry_added",
        "file_plan.approved",
    ]


def test_an_empty_plan_is_not_approved_and_a_plan_begins_once(office: Office, noon: datetime) -> None:
    plan = planning.begin(year=2027, by=office.lan, at=noon)
    assert planning.begin(year=2027, by=office.thu, at=noon) == plan
    with pytest.raises(errors.PlanIsEmpty):
        planning.approve(plan=plan, by=office.binh, at=noon)
    with pytest.raises(errors.PlanIsNotYours):
        planning.begin(year=2028, by=office.minh, at=noon)


def test_a_dossier_is_opened_from_an_approved_plan_only(
    office: Office, plan: FilePlan, noon: datetime
) -> None:
    entry = queries.entries_of(plan)[0]
    assert office.minh.person
    new = from_entry(entry, keeper=office.minh.person)
    with pytest.raises(errors.PlanIsNotApproved):
        opening.open_dossier(new=new, entry=entry, by=office.minh, at=noon)
    planning.approve(plan=plan, by=office.binh, at=noon)
    entry = queries.entries_of(plan)[0]
    dossier = opening.open_dossier(new=new, entry=entry, by=office.minh, at=noon)
    assert (dossier.code, dossier.year, dossier.retention_years, dossier.entry) == (
        "01.CCHC",
        2026,
        20,
        entry,
    )
    assert queries.entries_of(plan)[0].dossier_count == 1


def test_the_year_of_a_dossier_is_that_of_the_legal_day(office: Office) -> None:
    assert office.minh.person
    new = NewDossier("01.CCHC", "Kiểm tra", office.section, office.minh.person, 5)
    late = datetime(2026, 12, 31, 18, tzinfo=UTC)  # one in the morning of 1 January in Hà Nội
    dossier = opening.open_dossier(new=new, by=office.minh, at=late)
    assert (dossier.year, dossier.opened_on) == (2027, date(2027, 1, 1))


def test_a_code_is_used_once_a_year(office: Office, dossier: Dossier, noon: datetime) -> None:
    assert office.hoa.person
    new = NewDossier("01.CCHC", "Việc khác", office.section, office.hoa.person, None)
    with pytest.raises(errors.DossierCodeTaken, match="01.CCHC"):
        opening.open_dossier(new=new, by=office.hoa, at=noon)
    assert opening.open_dossier(new=new, by=office.hoa, at=noon.replace(year=2027)).year == 2027


def test_a_dossier_needs_code_and_title_and_a_unit_of_ones_own(office: Office, noon: datetime) -> None:
    assert office.minh.person
    for code, title in (("", "x"), ("  ", "x"), ("1", "")):
        with pytest.raises(errors.DossierNeedsCodeAndTitle):
            opening.open_dossier(
                new=NewDossier(code, title, office.section, office.minh.person, 5), by=office.minh, at=noon
            )
    elsewhere = NewDossier("1", "x", office.office, office.minh.person, 5)
    with pytest.raises(errors.UnitIsNotYours):
        opening.open_dossier(new=elsewhere, by=office.minh, at=noon)
    assert opening.open_dossier(new=elsewhere, by=office.lan, at=noon).unit == office.office


def test_records_are_numbered_in_the_order_they_come_and_keep_their_labels(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    first = file(dossier, 7)
    second = file(dossier, 9, page_count=None, title="  Tờ\ntrình ")
    assert [first.ordinal, second.ordinal] == [1, 2]
    contents = queries.contents_of(dossier)
    assert [(line.code, line.title) for line in contents.lines] == [
        ("7/SNV-VP", "Về việc kiểm tra"),
        ("9/SNV-VP", "Tờ trình"),
    ]
    assert (contents.record_count, contents.page_total, contents.without_pages) == (2, 2, 1)
    event = log.history_of(dossier.organisation_id, "dossier", dossier.pk).last()
    assert event and event.name == "record.filed"
    assert event.facts == {"record": second.pk, "ordinal": 2, "origin_kind": "letter", "origin_key": "9"}
    assert event.detail.text["title"] == "Tờ trình"


def test_one_letter_lies_in_many_dossiers_but_once_in_each(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    assert office.minh.person
    other = opening.open_dossier(
        new=NewDossier("02.CCHC", "Khác", office.section, office.minh.person, 5), by=office.minh, at=noon
    )
    file(dossier, 7)
    file(other, 7)
    with pytest.raises(errors.AlreadyInDossier, match="1"):
        file(dossier, 7)
    assert [d.code for d in queries.dossiers_of(Origin("letter", "7"), office.minh, noon)] == [
        "01.CCHC",
        "02.CCHC",
    ]
    with pytest.raises(IntegrityError, match="record_origin_once"), transaction.atomic():
        Record.objects.create(
            organisation=office.organisation, dossier=dossier, ordinal=99, origin_kind="letter", origin_key="7",
            label="x", title="x", filed_at=noon,
        )  # fmt: skip


def test_what_is_taken_out_keeps_its_line_and_its_number(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    record = file(dossier, 7)
    file(dossier, 8)
    with pytest.raises(errors.ReasonNeeded):
        filing.take_out(record=record, reason=" ..  a ", by=office.minh, at=noon)
    filing.take_out(record=record, reason="Xếp nhầm hồ sơ", by=office.minh, at=noon)
    with pytest.raises(errors.AlreadyTakenOut):
        filing.take_out(record=record, reason="Xếp nhầm hồ sơ", by=office.minh, at=noon)
    assert [line.ordinal for line in queries.records_of(dossier)] == [2]
    assert Record.objects.filter(dossier=dossier).count() == 2
    assert file(dossier, 7).ordinal == 3
    taken = (
        log.history_of(dossier.organisation_id, "dossier", dossier.pk).filter(name="record.taken_out").get()
    )
    assert taken.detail.text["reason"] == "Xếp nhầm hồ sơ"


def test_a_closed_dossier_is_left_alone_until_it_is_reopened(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    with pytest.raises(errors.DossierIsEmpty):
        closing.close(dossier=dossier, by=office.minh, at=noon)
    record = file(dossier, 7)
    closed = closing.close(dossier=dossier, by=office.minh, at=noon)
    assert (closed.state, closed.closed_on) == (DossierState.CLOSED, date(2026, 11, 24))
    for act in (
        lambda: file(dossier, 8),
        lambda: filing.take_out(record=record, reason="Xếp nhầm", by=office.minh, at=noon),
        lambda: closing.close(dossier=dossier, by=office.minh, at=noon),
    ):
        with pytest.raises(errors.DossierIsClosed):
            act()
    with pytest.raises(errors.ReasonNeeded):
        closing.reopen(dossier=dossier, reason="", by=office.minh, at=noon)
    opened = closing.reopen(dossier=dossier, reason="Bổ sung văn bản", by=office.minh, at=noon)
    assert (opened.state, opened.closed_on) == (DossierState.OPEN, None)
    with pytest.raises(errors.DossierIsOpen):
        closing.reopen(dossier=dossier, reason="Bổ sung văn bản", by=office.minh, at=noon)
    assert file(dossier, 8).ordinal == 2
    assert history(dossier) == [
        "dossier.opened",
        "record.filed",
        "dossier.closed",
        "dossier.reopened",
        "record.filed",
    ]


def test_a_grant_shows_the_dossier_and_its_end_hides_it(
    office: Office, dossier: Dossier, noon: datetime
) -> None:
    assert office.nam.person and office.nam.post
    for to in (office.nam.person, office.nam.post, office.office):
        with pytest.raises(Dossier.DoesNotExist):
            queries.dossier_for(office.nam, noon, dossier.pk)
        given = granting.grant(dossier=dossier, to=to, by=office.minh, at=noon)
        assert queries.dossier_for(office.nam, noon, dossier.pk) == dossier
        with pytest.raises(errors.AlreadyGranted):
            granting.grant(dossier=dossier, to=to, by=office.minh, at=noon)
        granting.revoke(grant=given, by=office.minh, at=noon)
        with pytest.raises(errors.AlreadyRevoked):
            granting.revoke(grant=given, by=office.minh, at=noon)
    assert AccessGrant.objects.count() == 3
    assert not queries.grants_of(dossier).exists()


def test_the_search_row_follows_every_change_that_shows(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    def row() -> Projection:
        return Projection.objects.get(kind="dossier", key=str(dossier.pk))

    assert (row().title, row().code, row().facets) == (
        "Kiểm tra cải cách hành chính", "01.CCHC",
        {"year": "2026", "unit": str(office.section.pk), "status": "open"},
    )  # fmt: skip
    file(dossier, 7, title="Tên riêng của công văn")
    assert "rieng" not in row().words, "a letter has readers of its own"
    closing.close(dossier=dossier, by=office.minh, at=noon)
    assert row().facets["status"] == "closed"
    granting.grant(dossier=dossier, to=office.office, by=office.minh, at=noon)
    dossier.refresh_from_db()
    assert row().tokens == dossier.tokens == queries.tokens_for(dossier)
    assert f"org:{office.organisation.pk}/unit:{office.office.pk}" in row().tokens


def test_nothing_crosses_into_another_organisation(
    office: Office, dossier: Dossier, file: File, noon: datetime
) -> None:
    other = Office("BTG")
    record = file(dossier, 7)
    assert other.thu.person
    reason = "Xếp nhầm hồ sơ"
    for act in (
        lambda: file(dossier, 8, by=other.thu),
        lambda: filing.take_out(record=record, reason=reason, by=other.thu, at=noon),
        lambda: closing.close(dossier=dossier, by=other.thu, at=noon),
        lambda: granting.grant(dossier=dossier, to=other.office, by=other.thu, at=noon),
        lambda: granting.grant(dossier=dossier, to=other.office, by=office.thu, at=noon),
        lambda: opening.open_dossier(
            new=NewDossier("9", "x", office.office, other.thu.person, 5), by=other.thu, at=noon
        ),
    ):
        with pytest.raises(errors.NotOfYourOrganisation):
            act()
    assert not queries.dossiers_visible_to(other.binh, noon).exists()
    assert not queries.dossiers_of(Origin("letter", "7"), other.binh, noon).exists()
    foreign = NewDossier("9", "x", office.section, other.thu.person, 5)
    with pytest.raises(IntegrityError, match="dossier_keeper_same_org"), transaction.atomic():
        opening.open_dossier(new=foreign, by=office.minh, at=noon)
        transaction.get_connection().check_constraints()


@pytest.mark.django_db(transaction=True)
def test_filing_at_the_same_time_leaves_no_gap_and_no_double(noon: datetime) -> None:
    office = Office("SNV")
    assert office.minh.person
    new = NewDossier("1", "Kiểm tra", office.section, office.minh.person, 5)
    dossier = opening.open_dossier(new=new, by=office.minh, at=noon)
    refused: list[Exception] = []

    def work(by: Actor, keys: range) -> None:
        for key in keys:
            try:
                filing.file_record(
                    dossier=dossier, origin=Origin("letter", str(key)), label="Công văn", dated_on=None, code="",
                    title="x", page_count=1, by=by, at=noon,
                )  # fmt: skip
            except errors.AlreadyInDossier as refusal:
                refused.append(refusal)
        connections.close_all()

    people = [(office.minh, range(20)), (office.hoa, range(10, 30)), (office.lan, range(0, 30, 3))]
    threads = [threading.Thread(target=work, args=one) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [record.ordinal for record in queries.records_of(dossier)] == list(range(1, 31))
    assert len(refused) == 20
