"""From a closed dossier to the archive's custody: offered, returned with remarks, taken over, held by the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from archive import errors, queries
from archive.enums import DossierState, ItemState, TransferState
from archive.models import Dossier, Record, Transfer
from archive.operations import closing, filing, transferring
from archive.operations.transferring import Offer
from audit import queries as log
from jobs.models import Job
from organisation.enums import Duty
from organisation.models.actor import Actor
from organisation.operations import delegating
from organisation.queries import capacities
from search.models import Projection
from tests.archive.conftest import Office

File = Callable[..., Record]


@pytest.fixture
def closed(office: Office, dossier: Dossier, file: File, noon: datetime) -> Dossier:
    """A closed dossier with two records in it."""
    file(dossier, 1)
    file(dossier, 2, page_count=3)
    return closing.close(dossier=dossier, by=office.minh, at=noon)


@pytest.fixture
def offered(office: Office, closed: Dossier, noon: datetime) -> Transfer:
    return transferring.offer(dossiers=[closed], new=Offer(paper_boxes=1), by=office.minh, at=noon)


def test_a_closed_dossier_is_offered_and_taken_into_custody(
    office: Office, closed: Dossier, offered: Transfer, noon: datetime
) -> None:
    assert queries.offers_waiting_for(office.thu, noon) == [offered]
    assert not queries.offers_waiting_for(office.minh, noon)
    closed.refresh_from_db()
    assert closed.state == DossierState.OFFERED
    taken = transferring.accept(transfer=offered, by=office.thu, at=noon)
    assert not queries.offers_waiting_for(office.thu, noon)
    closed.refresh_from_db()
    assert (taken.state, taken.receiver) == (TransferState.ACCEPTED, office.thu.post)
    assert (closed.state, closed.archived_on.isoformat()) == (DossierState.ARCHIVED, "2026-11-24")
    assert [item.state for item in queries.items_of(taken)] == [ItemState.ACCEPTED]
    assert Projection.objects.get(kind="dossier", key=closed.pk).facets["status"] == DossierState.ARCHIVED
    assert Job.objects.get(kind=transferring.DRAW).payload == {"transfer": taken.pk}
    told = [e.name for e in log.history_of(office.organisation.pk, "dossier", closed.pk)]
    assert told[-3:] == ["dossier.closed", "dossier.offered", "dossier.archived"]


def test_the_archivist_returns_a_dossier_with_a_remark_and_it_comes_again(
    office: Office, closed: Dossier, offered: Transfer, noon: datetime
) -> None:
    item = queries.items_of(offered).get()
    with pytest.raises(errors.ReasonNeeded):
        transferring.return_item(item=item, remark=" ", by=office.thu, at=noon)
    transferring.return_item(item=item, remark="Thiếu phụ lục của công văn số 2", by=office.thu, at=noon)
    closed.refresh_from_db()
    offered.refresh_from_db()
    assert (closed.state, offered.state) == (DossierState.CLOSED, TransferState.RETURNED)
    with pytest.raises(errors.TransferIsOver):
        transferring.accept(transfer=offered, by=office.thu, at=noon)
    closing.reopen(dossier=closed, reason="Bổ sung phụ lục", by=office.minh, at=noon)
    closing.close(dossier=closed, by=office.minh, at=noon)
    again = transferring.offer(dossiers=[closed], new=Offer(), by=office.minh, at=noon)
    transferring.accept(transfer=again, by=office.thu, at=noon)
    closed.refresh_from_db()
    assert closed.state == DossierState.ARCHIVED
    assert [str(one) for one in queries.transfers_visible_to(office.minh, noon)] == ["2/2026", "1/2026"]


def test_what_was_not_returned_is_taken_over(
    office: Office, closed: Dossier, file: File, noon: datetime
) -> None:
    from archive.operations.opening import NewDossier, open_dossier

    new = NewDossier("02.CCHC", "Đơn giản hóa thủ tục", office.section, office.minh.person, None)
    other = open_dossier(new=new, by=office.minh, at=noon)
    file(other, 3)
    closing.close(dossier=other, by=office.minh, at=noon)
    transfer = transferring.offer(dossiers=[closed, other], new=Offer(), by=office.hoa, at=noon)
    first, second = queries.items_of(transfer)
    transferring.return_item(item=second, remark="Chưa đúng danh mục", by=office.thu, at=noon)
    transferring.accept(transfer=transfer, by=office.thu, at=noon)
    closed.refresh_from_db()
    other.refresh_from_db()
    assert (closed.state, other.state) == (DossierState.ARCHIVED, DossierState.CLOSED)
    assert queries.volume_of(transfer) == queries.Volume(
        1, 2, 5, datetime(2026, 11, 20).date(), datetime(2026, 11, 20).date()
    )
    assert [row[1] for row in queries.handed_over_table(transfer).rows] == ["01.CCHC"]


def test_two_units_do_not_give_together_and_an_open_dossier_is_not_given(
    office: Office, closed: Dossier, file: File, noon: datetime
) -> None:
    from archive.operations.opening import NewDossier, open_dossier

    new = NewDossier("01.VP", "Hội nghị", office.office, office.lan.person, 10)
    other = open_dossier(new=new, by=office.lan, at=noon)
    with pytest.raises(errors.DossierIsOpen):
        transferring.offer(dossiers=[other], new=Offer(), by=office.lan, at=noon)
    with pytest.raises(errors.NotTheGiver):
        transferring.offer(dossiers=[closed], new=Offer(), by=office.nam, at=noon)
    with pytest.raises(errors.NothingToOffer):
        transferring.offer(dossiers=[], new=Offer(), by=office.minh, at=noon)


def test_only_an_archivist_who_did_not_offer_takes_over(
    office: Office, closed: Dossier, offered: Transfer, noon: datetime
) -> None:
    for other in (office.minh, office.hoa, office.binh, office.quan):
        with pytest.raises(errors.NotTheArchivist):
            transferring.accept(transfer=offered, by=other, at=noon)
    transferring.withdraw(transfer=offered, reason="Còn sửa lại", by=office.hoa, at=noon)
    closed.refresh_from_db()
    assert closed.state == DossierState.CLOSED


def test_a_dossier_that_is_offered_is_neither_changed_nor_reopened(
    office: Office, closed: Dossier, offered: Transfer, file: File, noon: datetime
) -> None:
    with pytest.raises(errors.DossierIsOffered):
        file(closed, 9)
    with pytest.raises(errors.DossierIsOffered):
        closing.reopen(dossier=closed, reason="Bổ sung thêm", by=office.minh, at=noon)


@pytest.fixture
def held(office: Office, closed: Dossier, offered: Transfer, noon: datetime) -> Dossier:
    transferring.accept(transfer=offered, by=office.thu, at=noon)
    closed.refresh_from_db()
    return closed


def test_nothing_in_custody_changes_by_any_act(
    office: Office, held: Dossier, file: File, noon: datetime
) -> None:
    record = held.records.first()
    assert record is not None
    acts: list[Callable[[], object]] = [
        lambda: file(held, 9, by=office.thu),
        lambda: filing.take_out(record=record, reason="Không cần nữa", by=office.thu, at=noon),
        lambda: closing.reopen(dossier=held, reason="Bổ sung thêm", by=office.thu, at=noon),
        lambda: closing.close(dossier=held, by=office.thu, at=noon),
    ]
    for act in acts:
        with pytest.raises(errors.DossierIsInCustody):
            act()


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Tên khác"}, {"code": "09"}, {"state": "closed", "archived_on": None}, {"retention_years": 1},
        {"closed_on": None, "work_ended_on": None}, {"closing_note": "khác"},
    ],
)  # fmt: skip
def test_the_database_holds_a_dossier_in_custody(held: Dossier, change: dict) -> None:
    with pytest.raises(DatabaseError, match="is in custody"), transaction.atomic():
        Dossier.objects.filter(pk=held.pk).update(**change)


def test_the_database_holds_what_lies_in_it(office: Office, held: Dossier, noon: datetime) -> None:
    record = held.records.first()
    assert record is not None
    for change in ({"title": "Khác"}, {"page_count": 9}, {"removed_at": noon}, {"ordinal": 7}):
        with pytest.raises(DatabaseError, match="is in custody"), transaction.atomic():
            Record.objects.filter(pk=record.pk).update(**change)
    with pytest.raises(DatabaseError, match="is in custody"), transaction.atomic():
        Record.objects.filter(pk=record.pk).delete()
    record.pk, record.ordinal, record.origin_key = None, 9, "9"
    with pytest.raises(DatabaseError, match="is in custody"), transaction.atomic():
        record.save(force_insert=True)
    with pytest.raises(DatabaseError, match="is in custody"), transaction.atomic():
        Dossier.objects.filter(pk=held.pk)._raw_delete("default")


def test_those_of_the_unit_the_archivist_and_the_leaders_see_a_transfer(
    office: Office, offered: Transfer, noon: datetime
) -> None:
    def sees(actor: Actor) -> bool:
        return queries.transfers_visible_to(actor, noon).exists()

    assert all(sees(actor) for actor in (office.minh, office.hoa, office.thu, office.binh, office.dung))
    assert not any(sees(actor) for actor in (office.nam, office.quan, office.lan))


def test_the_year_of_the_transfer_is_that_of_the_legal_day(
    office: Office, closed: Dossier, noon: datetime
) -> None:
    eve = noon.replace(month=12, day=31, hour=18)  # already New Year's Day in Hà Nội
    transfer = transferring.offer(dossiers=[closed], new=Offer(), by=office.minh, at=eve)
    assert str(transfer) == "1/2027"
    assert noon < eve - timedelta(days=30)


def lend(principal: Actor, to: Actor, duty: Duty, at: datetime) -> Actor:
    """Let ``to`` stand in for a week; give who then acts."""
    assert principal.post and to.post
    delegating.delegate(
        principal=principal.post, delegate=to.post, duties=[duty], since=at.date(), until=date(2026, 12, 1),
        reason="đi công tác", by=principal, at=at,
    )  # fmt: skip
    return next(one for one in capacities(to, at) if one.represented == principal.post)


def test_nobody_takes_over_for_whom_they_gave_nor_what_they_offered_standing_in(
    office: Office, closed: Dossier, noon: datetime
) -> None:
    head = lend(office.hoa, office.thu, Duty.UNIT_HEAD, noon)
    theirs = transferring.offer(dossiers=[closed], new=Offer(), by=head, at=noon)
    assert (theirs.giver, theirs.offered_by) == (office.hoa.post, office.thu.person)
    assert queries.offers_waiting_for(office.thu, noon) == []
    with pytest.raises(errors.OwnDossiersAreTaken):
        transferring.accept(transfer=theirs, by=office.thu, at=noon)
    transferring.withdraw(transfer=theirs, reason="đổi người nộp", by=office.hoa, at=noon)
    mine = transferring.offer(dossiers=[closed], new=Offer(), by=office.minh, at=noon)
    Transfer.objects.filter(pk=mine.pk).update(giver=office.thu.post)  # as if Thu kept it
    archivist = lend(office.thu, office.nam, Duty.ARCHIVIST, noon)
    assert queries.offers_waiting_for(office.nam, noon) == []
    with pytest.raises(errors.OwnDossiersAreTaken):
        transferring.accept(transfer=mine, by=archivist, at=noon)


def test_the_receiver_sees_the_transfer_though_no_archivist_any_more(
    office: Office, offered: Transfer, noon: datetime
) -> None:
    transferring.accept(transfer=offered, by=office.thu, at=noon)
    assert office.thu.post
    office.thu.post.duties = [Duty.OFFICER.value]
    office.thu.post.save()
    assert queries.transfers_visible_to(Actor.for_post(office.thu.post), noon).exists()
