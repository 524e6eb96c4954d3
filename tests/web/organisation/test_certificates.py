"""The certificates of the office, retired and unlocked by administrators."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from signing import errors, policies, queries
from signing.enums import SigningRole
from signing.models import PinFailure, SigningCertificate
from tests.web.desk import Desk

URL = "/organisation/certificates/"


@pytest.fixture
def certificate(desk: Desk) -> SigningCertificate:
    person = desk.posts["yen"].person
    return SigningCertificate.objects.create(
        organisation=desk.organisation, role=SigningRole.LEADER, person=person, common_name=person.full_name,
        issuer="CA thử nghiệm", serial="5a", fingerprint=hashlib.sha256(b"yen").hexdigest(), certificate=b"",
        valid_from=desk.at - timedelta(days=9), valid_until=desk.at + timedelta(days=900),
        key_reference="file:none", registered_at=desk.at,
    )  # fmt: skip


def test_only_administrators_see_and_retire_certificates(desk: Desk, certificate: SigningCertificate) -> None:
    for path in (URL, f"{URL}{certificate.pk}/retire/"):
        assert desk.client("quan").get(path).status_code == 200
        for name in ("minh", "yen", "lan"):
            assert desk.client(name).get(path).status_code == 409
    sent = {"reason": "mất thiết bị"}
    assert desk.client("yen").post(f"{URL}{certificate.pk}/retire/", sent).status_code == 409
    assert desk.client("yen").post(f"{URL}{certificate.pk}/unlock/").status_code == 409
    certificate.refresh_from_db()
    assert certificate.retired_at is None


def test_a_retired_certificate_signs_nothing_more_and_the_list_says_why(
    desk: Desk, certificate: SigningCertificate
) -> None:
    client = desk.client("quan")
    assert "CA thử nghiệm" in client.get(URL).content.decode()
    sent = {"reason": "mất thiết bị"}
    assert client.post(f"{URL}{certificate.pk}/retire/", sent).status_code == 302
    assert "mất thiết bị" in client.get(URL).content.decode()
    certificate.refresh_from_db()
    verdict = policies.may_use(desk.actor("yen"), certificate, certificate.retired_at)
    assert isinstance(verdict.refusal, errors.CertificateIsRetired)
    assert queries.certificate_for(desk.posts["yen"].person, certificate.retired_at) is None
    assert client.post(f"{URL}{certificate.pk}/retire/", sent).status_code == 409


def test_a_retirement_without_a_reason_is_none(desk: Desk, certificate: SigningCertificate) -> None:
    assert desk.client("quan").post(f"{URL}{certificate.pk}/retire/", {"reason": " "}).status_code == 422
    certificate.refresh_from_db()
    assert certificate.retired_at is None


def test_a_locked_pin_is_unlocked_from_the_list(desk: Desk, certificate: SigningCertificate) -> None:
    client = desk.client("quan")
    assert "Let the PIN be tried again" not in client.get(URL).content.decode()
    for _try in range(5):
        PinFailure.objects.create(organisation=desk.organisation, certificate=certificate, at=desk.at)
    assert "5 wrong PINs" in client.get(URL).content.decode()
    assert client.post(f"{URL}{certificate.pk}/unlock/").status_code == 302
    assert queries.remaining_tries(certificate) == 5
