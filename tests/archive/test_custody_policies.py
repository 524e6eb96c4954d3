"""Who may hand over, take over, sign and plan: the whole table, person by person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from archive import policies, queries
from archive.models import Dossier, FilePlan, Record, Transfer, TransferCopy
from archive.operations import closing, plan_parts, transferring
from archive.operations.transferring import Offer
from tests.archive.conftest import Office

PEOPLE = ("lan", "minh", "hoa", "dung", "binh", "thu", "quan", "nam")


@pytest.fixture
def closed(office: Office, dossier: Dossier, file: Callable[..., Record], noon: datetime) -> Dossier:
    file(dossier, 1)
    return closing.close(dossier=dossier, by=office.minh, at=noon)


@pytest.fixture
def offered(office: Office, closed: Dossier, noon: datetime) -> Transfer:
    return transferring.offer(dossiers=[closed], new=Offer(), by=office.minh, at=noon)


def those(office: Office, may: Callable[..., object]) -> str:
    return " ".join(name for name in PEOPLE if may(getattr(office, name)))


def test_of_a_closed_dossier(office: Office, closed: Dossier) -> None:
    assert those(office, lambda who: policies.may_offer(who, closed)) == "minh hoa"
    assert those(office, lambda who: policies.may_keep_back(who, closed)) == "binh"
    assert those(office, lambda who: policies.may_reopen(who, closed)) == "minh hoa thu"
    assert those(office, lambda who: policies.may_describe(who, closed)) == ""
    assert those(office, lambda who: policies.may_pass_on(who, closed)) == "minh hoa thu quan"


def test_of_an_offered_transfer(office: Office, closed: Dossier, offered: Transfer) -> None:
    closed.refresh_from_db()
    item = queries.items_of(offered).get()
    assert those(office, lambda who: policies.may_answer(who, offered)) == "thu"
    assert those(office, lambda who: policies.may_return_item(who, item)) == "thu"
    assert those(office, lambda who: policies.may_withdraw_offer(who, offered)) == "minh hoa"
    assert those(office, lambda who: policies.may_offer(who, closed)) == ""
    assert those(office, lambda who: policies.may_sign_record(who, offered, [])) == ""


def test_of_a_transfer_taken_over(office: Office, closed: Dossier, offered: Transfer, noon: datetime) -> None:
    taken = transferring.accept(transfer=offered, by=office.thu, at=noon)
    closed.refresh_from_db()
    for may in (policies.may_answer, policies.may_withdraw_offer):
        assert those(office, lambda who, may=may: may(who, taken)) == ""
    for held in (policies.may_file, policies.may_reopen, policies.may_close, policies.may_pass_on):
        assert those(office, lambda who, held=held: held(who, closed)) == ""
    bare = [TransferCopy(number=number) for number in (1, 2)]
    assert those(office, lambda who: policies.may_sign_record(who, taken, bare)) == "minh"
    given = [TransferCopy(number=number, given_file_id=1) for number in (1, 2)]
    assert those(office, lambda who: policies.may_sign_record(who, taken, given)) == "thu"
    signed = [TransferCopy(number=number, given_file_id=1, signed_file_id=2) for number in (1, 2)]
    assert those(office, lambda who: policies.may_sign_record(who, taken, signed)) == ""


def test_nobody_of_another_office_may_anything(closed: Dossier, offered: Transfer, noon: datetime) -> None:
    other = Office("KHAC")
    for may in (policies.may_answer, policies.may_withdraw_offer):
        assert those(other, lambda who, may=may: may(who, offered)) == ""
    for may in (policies.may_offer, policies.may_keep_back, policies.may_pass_on, policies.may_describe):
        assert those(other, lambda who, may=may: may(who, closed)) == ""
    assert not any(queries.transfers_visible_to(getattr(other, name), noon).exists() for name in PEOPLE)


def test_of_a_plan_in_draft_handed_in_and_presented(office: Office, plan: FilePlan, noon: datetime) -> None:
    def writes() -> str:
        part = queries.part_of(plan, office.section)
        return those(office, lambda who: policies.may_write_part(who, plan, office.section, part))

    assert writes() == "lan minh hoa dung thu"
    plan_parts.hand_in(plan=plan, unit=office.section, by=office.hoa, at=noon)
    assert writes() == "lan dung thu"
    plan_parts.present(plan=plan, by=office.dung, at=noon)
    plan.refresh_from_db()
    assert writes() == ""
    assert those(office, lambda who: policies.may_send_plan_back(who, plan)) == "binh"
    assert those(office, lambda who: policies.may_approve_plan(who, plan)) == "binh"
