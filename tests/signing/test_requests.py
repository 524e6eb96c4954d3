"""Asking for signatures, and keeping certificates and verdicts: who may, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from signing import errors, queries
from signing.enums import Level, RequestState, SigningRole, VerdictStatus
from signing.judging.verdict import judge
from signing.operations import certificates, requesting
from signing.operations.judging import ask_for_verdict, keep
from tests.signing.conftest import Pki
from tests.signing.office import OTHERS, Office, now

pytestmark = pytest.mark.django_db


def test_asking_twice_is_asking_once_and_a_new_file_replaces_the_old_request(office: Office) -> None:
    first = office.ask_leader()
    assert office.ask_leader() == first
    other = office.ask_leader(office.letter.leader_lt)
    first.refresh_from_db()
    assert (first.state, other.state) == (RequestState.FAILED, RequestState.PREPARED)


def test_who_has_no_certificate_and_who_is_no_clerk_may_not_ask(office: Office) -> None:
    with pytest.raises(errors.NoCertificate):
        office.ask_leader(by=office.clerk)
    file = office.store(office.letter.leader_lt)
    with pytest.raises(errors.OnlyTheRegistrySeals):
        requesting.request_signature(
            by=office.leader, at=now(), file=file, role=SigningRole.SEAL,
            origin=requesting.Origin("letter", "1"), expected_sha256=file.sha256,
        )  # fmt: skip


def test_other_bytes_than_the_approved_ones_are_refused(office: Office) -> None:
    file = office.store(office.letter.prepared)
    with pytest.raises(errors.FileChanged):
        requesting.request_signature(
            by=office.leader, at=now(), file=file, role=SigningRole.LEADER,
            origin=requesting.Origin("letter", "1"), expected_sha256="0" * 64,
        )  # fmt: skip


@pytest.mark.parametrize(
    "prefill", [{"Number": "12x"}, {"Number": "１２"}, {"Title": "1"}, {"Day": "1" * 41}]
)
def test_figures_that_cannot_be_drawn_are_refused(office: Office, prefill: dict) -> None:
    with pytest.raises(errors.WrongFigures):
        office.ask_seal(prefill=prefill)


def test_what_nobody_signed_in_time_expires(office: Office) -> None:
    request = office.ask_leader()
    assert requesting.expire(by=office.leader, at=now(), request=request).state == RequestState.PREPARED
    late = now() + timedelta(days=31)
    assert requesting.expire(by=office.leader, at=late, request=request).state == RequestState.EXPIRED


def test_a_certificate_is_registered_once_and_by_an_administrator(office: Office, pki: Pki) -> None:
    registration = certificates.Registration(pki.pem("yen"), "file:keys/yen.key.pem", office.clerk.person)
    with pytest.raises(errors.OnlyAnAdministrator):
        certificates.register(by=office.clerk, at=now(), registration=registration)
    made = certificates.register(by=office.administrator, at=now(), registration=registration)
    assert queries.certificate_for(office.clerk.person, now()) == made  # type: ignore[arg-type]
    with pytest.raises(errors.CertificateIsKnown):
        certificates.register(by=office.administrator, at=now(), registration=registration)
    certificates.retire(by=office.administrator, at=now(), certificate=made, reason="mất thẻ")
    assert queries.certificate_for(office.clerk.person, now()) is None  # type: ignore[arg-type]
    with pytest.raises(errors.CertificateUnreadable):
        bad = certificates.Registration(b"nonsense", "file:x")
        certificates.register(by=office.administrator, at=now(), registration=bad)


def test_a_foreign_file_is_judged_by_a_job_and_keeps_its_verdict(office: Office, pki: Pki) -> None:
    from django.db import transaction

    from jobs.operations import working

    file = office.store(office.letter.lta, "den.pdf")
    with transaction.atomic():
        ask_for_verdict(by=office.clerk, at=now(), file=file)
    assert working.run_one(OTHERS, clock=now, kinds=["signing.judge"])
    kept = queries.verdict_of(file)
    assert kept is not None
    assert (kept.status, kept.level) == (VerdictStatus.ACCEPT, Level.B_LTA)
    again = keep(by=office.clerk, at=now(), file=file, verdict=judge(b"", [], at=now()))
    assert queries.verdict_of(file) == again
