"""The PIN sheet, number and seal, and the page that watches the signer work."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from dispatch.models import OutgoingLetter
from lib.calendar import local_day
from signing import queries as signatures
from signing.enums import RequestState, SigningRole, WaitReason
from signing.models import SigningRequest
from tests.web.letterdesk import LetterDesk
from tests.workflow.office import PIN


def sheet(desk: LetterDesk, letter: OutgoingLetter, act: str = "sign", **query: Any) -> str:
    name = "lan" if act == "seal" else "binh"
    return desk.get(name, f"letters:{act}", letter.pk, desk.item(letter).pk, data=query).content.decode()


def sign(desk: LetterDesk, letter: OutgoingLetter, pin: str = PIN, name: str = "binh") -> Any:
    return desk.step(name, "sign", letter, sha256=letter.prepared_sha256, pin=pin)


def request_of(letter: OutgoingLetter, role: SigningRole = SigningRole.LEADER) -> SigningRequest:
    found = signatures.request_for(letter.organisation, "letter", str(letter.pk), role)
    assert found is not None
    return found


def test_the_sheet_shows_file_certificate_pages_and_tries(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    shown = sheet(desk, letter, seen="1")
    sha = letter.prepared_sha256.upper()

    assert f"{sha[:4]} {sha[4:8]}" in shown
    assert "Certificate of Nguyễn Văn Bình, valid until" in shown
    assert "1 of 1 pages seen" in shown
    assert "5 tries left." in shown


def test_the_right_pin_approves_and_signs_in_one_act(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("approve")
    response = sign(desk, letter)

    assert response["Location"] == f"/letters/{letter.pk}/signing/"
    assert desk.status(letter) == "signing"
    assert signer[-1]["pin"] == PIN


def test_what_was_approved_before_is_signed_later(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("sign")
    sign(desk, letter)

    assert desk.status(letter) == "signing"


def test_a_wrong_pin_says_how_many_tries_remain_and_changes_nothing(
    desk: LetterDesk, signer: list[Any]
) -> None:
    letter = desk.office.at_step("approve")
    response = sign(desk, letter, pin="111111")
    shown = response.content.decode()

    assert response.status_code == 422
    assert "The PIN is wrong. 4 attempts remain." in shown
    assert "111111" not in shown
    assert desk.status(letter) == "approval"


def test_without_a_signer_nothing_is_signed_and_it_is_said(desk: LetterDesk) -> None:
    letter = desk.office.at_step("approve")
    response = sign(desk, letter)

    assert response.status_code == 422
    assert "The signing service is not running. Nothing was signed" in response.content.decode()
    assert desk.status(letter) == "approval"


def test_the_pin_is_in_no_session_and_no_log(
    desk: LetterDesk, signer: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    letter = desk.office.at_step("approve")
    sign(desk, letter, pin="739152")
    sign(desk, letter)

    assert all("739152" not in str(one.get_decoded()) for one in Session.objects.all())
    assert PIN not in caplog.text
    assert "739152" not in caplog.text


def test_signing_twice_is_told(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("approve")
    item = desk.item(letter).pk
    sent = {"sha256": letter.prepared_sha256, "pin": PIN}
    desk.post("binh", "letters:sign", letter.pk, item, **sent)
    response = desk.post("binh", "letters:sign", letter.pk, item, **sent)

    assert response.status_code == 409
    assert SigningRequest.objects.count() == 1


def test_other_bytes_than_those_shown_are_not_signed(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("approve")
    response = desk.step("binh", "sign", letter, sha256="0" * 64, pin=PIN)

    assert response.status_code == 409
    assert desk.status(letter) == "approval"


def test_another_leader_cannot_sign_it(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("approve")

    assert sign(desk, letter, name="yen").status_code == 404
    assert desk.status(letter) == "approval"


def test_progress_asks_again_while_the_signer_works(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("await_signature")
    shown = desk.get("binh", "letters:signing", letter.pk).content.decode()

    assert 'hx-trigger="every 2s"' in shown
    assert "The letter is being signed" in shown


def test_progress_comes_as_a_fragment_for_htmx(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("await_signature")
    url = reverse("letters:signing", args=[letter.pk])
    shown = desk.browser("binh").get(url, headers={"HX-Request": "true"}).content.decode()

    assert shown.lstrip().startswith('<div class="block" id="signing"')


def test_a_dead_timestamp_service_is_a_waiting_with_its_reason(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("await_signature")
    SigningRequest.objects.update(state=RequestState.SIGNED, reason=WaitReason.NO_TIMESTAMP)
    shown = desk.get("binh", "letters:signing", letter.pk).content.decode()

    assert "Waiting for a service outside" in shown
    assert "The timestamp service does not answer. The signature is kept; retrying." in shown
    assert 'hx-trigger="every 2s"' in shown


def test_a_lost_pin_is_asked_for_again_and_given(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("await_signature")
    SigningRequest.objects.update(state=RequestState.PREPARED, reason=WaitReason.ASK_AGAIN)
    shown = desk.get("binh", "letters:signing", letter.pk).content.decode()
    response = desk.post("binh", "letters:pin", letter.pk, sha256=letter.approved_sha256, pin=PIN)

    assert f'href="/letters/{letter.pk}/pin/"' in shown
    assert response.status_code == 302
    assert request_of(letter).state == RequestState.AUTHORISED


def test_a_wrong_pin_again_stays_on_the_sheet(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("await_signature")
    SigningRequest.objects.update(state=RequestState.PREPARED, reason=WaitReason.ASK_AGAIN)
    response = desk.post("binh", "letters:pin", letter.pk, sha256=letter.approved_sha256, pin="1")

    assert response.status_code == 422
    assert request_of(letter).state == RequestState.PREPARED


def test_no_pin_is_asked_for_what_does_not_wait_for_one(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("await_signature")

    assert desk.get("binh", "letters:pin", letter.pk)["Location"] == f"/letters/{letter.pk}/signing/"


def test_a_failed_signature_says_why_and_leads_back_to_the_sheet(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("await_signature")
    desk.office.signature_comes(letter, SigningRole.LEADER, RequestState.FAILED)
    shown = desk.get("binh", "letters:signing", letter.pk).content.decode()

    assert "Not signed" in shown
    assert "The signing key could not be reached." in shown
    assert f'href="/letters/{letter.pk}/steps/{desk.item(letter).pk}/sign/"' in shown


def test_a_finished_signature_says_so(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("number_and_seal")
    shown = desk.get("binh", "letters:signing", letter.pk).content.decode()

    assert "Timestamped. The registry gives number and day." in shown
    assert "hx-trigger" not in shown


def test_the_clerk_sees_the_number_to_come_as_expected(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("number_and_seal")
    shown = sheet(desk, letter, "seal")

    assert "Number (expected)" in shown
    assert "01/SNV-XDCQ" in shown


def test_the_clerks_one_act_gives_number_day_and_asks_for_the_seal(
    desk: LetterDesk, signer: list[Any]
) -> None:
    letter = desk.office.at_step("number_and_seal")
    today = local_day(desk.office.at)
    response = desk.step("lan", "seal", letter, legal_day=today.isoformat(), pin=PIN)
    numbered = desk.office.read(letter)

    assert response["Location"] == f"/letters/{letter.pk}/signing/"
    assert (numbered.status, numbered.reference_code, numbered.legal_day) == (
        "numbered",
        "01/SNV-XDCQ",
        today,
    )


def test_a_day_to_come_is_refused_on_the_form(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("number_and_seal")
    tomorrow = local_day(desk.office.at) + timedelta(days=3)
    response = desk.step("lan", "seal", letter, legal_day=tomorrow.isoformat(), pin=PIN)

    assert response.status_code == 422
    assert "that day has not come" in response.content.decode()
    assert desk.status(letter) == "signed"


def test_a_wrong_seal_pin_gives_no_number(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("number_and_seal")
    response = desk.step("lan", "seal", letter, legal_day=local_day(desk.office.at).isoformat(), pin="9")

    assert response.status_code == 422
    assert desk.office.read(letter).reference_code == ""


def test_the_seal_is_the_registrys(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("number_and_seal")
    response = desk.step("binh", "seal", letter, legal_day=local_day(desk.office.at).isoformat(), pin=PIN)

    assert response.status_code == 409
    assert desk.status(letter) == "signed"


def test_an_issued_letter_says_so_with_its_number(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("file_letter")
    shown = desk.get("lan", "letters:signing", letter.pk).content.decode()

    assert "Sealed and timestamped as 01/SNV-XDCQ." in shown


def test_a_stranger_watches_nothing(desk: LetterDesk, signer: list[Any]) -> None:
    letter = desk.office.at_step("await_signature")

    assert desk.get("quan", "letters:signing", letter.pk).status_code == 404
    assert desk.get("quan", "letters:pin", letter.pk).status_code == 404
    assert desk.post("binh", "letters:signing", letter.pk).status_code == 405
