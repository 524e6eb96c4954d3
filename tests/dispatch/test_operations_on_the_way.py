"""Submitting, endorsing, and every side way: what is refused, what is kept, what becomes void."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from audit.queries import history_of
from dispatch import errors, lifecycle, queries
from dispatch.enums import EndorsementKind
from dispatch.enums import LetterStatus as S
from dispatch.models import OutgoingLetter
from dispatch.operations import (
    drafting,
    endorsing,
    preparing,
    reading,
    refusing,
    returning,
    signing_off,
    submitting,
    withdrawing,
)
from files.enums import FileRole
from organisation.models import OrganisationPeriod, SigningMandate
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from tests.cast import Cast
from tests.factories.dispatch import NOON, body, complete, draft, fresh, letter_at, stored_file

DECIDES = {
    S.CONTENT_CHECK: "hoa",
    S.FORMAT_CHECK: "dung",
    S.APPROVAL: "binh",
    S.SIGNATURE: "binh",
    S.SIGNING: "binh",
}


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"subject": ""}, errors.SubjectIsMissing),
        ({"addressees": []}, errors.AddresseesAreMissing),
        ({"body": body(" ")}, errors.BodyIsEmpty),
        ({"signer_post_id": None}, errors.SignerIsMissing),
    ],
)
def test_an_incomplete_letter_is_not_submitted(
    cast: Cast, changes: dict[str, object], refusal: type[Exception]
) -> None:
    letter = draft(cast, **changes)
    with pytest.raises(refusal):
        submitting.submit(letter=letter, by=cast.actor("minh"), at=NOON)
    assert fresh(letter).status == S.DRAFT


def test_a_signer_without_mandate_is_refused_by_name(cast: Cast) -> None:
    letter = draft(cast, signer_post_id=cast.dung.pk)
    with pytest.raises(errors.SignerHasNoMandate) as refused:
        submitting.submit(letter=letter, by=cast.actor("minh"), at=NOON)
    assert refused.value.facts == {"name": "Lê Anh Dũng"}


def test_what_was_typed_last_is_submitted(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    kept = queries.autosave_of(letter)
    assert kept is not None
    drafting.autosave(letter=letter, token=kept.token, fields={"subject": "gõ sau cùng"}, by=by, at=NOON)
    submitted = submitting.submit(letter=letter, by=by, at=NOON)
    assert (submitted.subject, submitted.version_number) == ("gõ sau cùng", 2)


def test_a_typed_subject_too_long_stops_the_submission_and_is_not_lost(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    kept = queries.autosave_of(letter)
    assert kept is not None
    drafting.autosave(letter=letter, token=kept.token, fields={"subject": "x" * 501}, by=by, at=NOON)
    with pytest.raises(errors.SubjectIsTooLong):
        submitting.submit(letter=letter, by=by, at=NOON)
    typed = queries.autosave_of(letter)
    assert typed is not None
    assert typed.draft.subject == "x" * 501


def test_the_format_check_fixes_what_the_page_bears(cast: Cast) -> None:
    letter = letter_at(cast, S.PREPARING, signer="yen")
    OrganisationPeriod.objects.filter(organisation=cast.snv).update(name="SỞ NỘI VỤ MỚI", symbol="SNVM")
    printed = fresh(letter).printed
    assert printed["issuer"] == "SỞ NỘI VỤ"
    assert printed["symbol"] == "SNV-CCHC"
    assert printed["authority_lines"] == ["KT. GIÁM ĐỐC"]
    assert (printed["title"], printed["signer"]) == ("PHÓ GIÁM ĐỐC", "Đỗ Hoàng Yến")


def test_a_mandate_that_ended_on_the_way_stops_the_format_check(cast: Cast) -> None:
    letter = letter_at(cast, S.FORMAT_CHECK)
    SigningMandate.objects.filter(post=cast.binh).update(valid_until="2026-11-23")
    with pytest.raises(errors.SignerHasNoMandate):
        endorsing.check_format(letter=letter, by=cast.actor("dung"), at=NOON)


def test_only_the_bytes_that_were_shown_are_approved(cast: Cast) -> None:
    letter = letter_at(cast, S.APPROVAL)
    with pytest.raises(errors.ApprovedFileIsAnother):
        endorsing.approve(letter=letter, sha256="0" * 64, by=cast.actor("binh"), at=NOON)
    assert fresh(letter).status == S.APPROVAL
    assert not fresh(letter).approved_sha256


def test_a_signature_is_asked_for_on_the_approved_bytes_only(cast: Cast) -> None:
    letter = letter_at(cast, S.SIGNATURE)
    with pytest.raises(errors.ApprovedFileIsAnother):
        signing_off.request_leader_signature(letter=letter, sha256="0" * 64, by=cast.actor("binh"), at=NOON)


def test_approving_and_signing_is_one_act_with_two_events(cast: Cast) -> None:
    letter_at(cast, S.SIGNING)  # registers the certificates
    letter = letter_at(cast, S.APPROVAL)
    request = signing_off.approve_and_request(
        letter=letter, sha256=letter.prepared_sha256, by=cast.actor("binh"), at=NOON
    )
    names = [event.name for event in history_of(cast.snv.pk, "letter", letter.pk)]
    assert names[-2:] == ["letter.approved", "letter.signature_requested"]
    assert (request.file, fresh(letter).status) == (fresh(letter).prepared_file, S.SIGNING)


def test_a_double_click_on_sign_gives_one_request(cast: Cast) -> None:
    letter = letter_at(cast, S.SIGNING)
    again = signing_off.request_leader_signature(
        letter=letter, sha256=letter.approved_sha256, by=cast.actor("binh"), at=NOON
    )
    assert SigningRequest.objects.get() == again


def test_a_file_of_another_request_is_not_taken_for_the_signed_one(cast: Cast) -> None:
    letter = letter_at(cast, S.SIGNING)
    with pytest.raises(errors.FileIsOfAnother):
        signing_off.leader_signed(
            letter=letter, file=stored_file(cast.snv, FileRole.SIGNED), by=cast.system(), at=NOON
        )


def test_a_signature_that_comes_twice_counts_once(cast: Cast) -> None:
    letter = letter_at(cast, S.SIGNED)
    assert letter.signed_file is not None
    signing_off.leader_signed(letter=letter, file=letter.signed_file, by=cast.system(), at=NOON)
    names = [event.name for event in history_of(cast.snv.pk, "letter", letter.pk)]
    assert names.count("letter.leader_signed") == 1


def test_a_failed_signature_can_be_asked_for_again(cast: Cast) -> None:
    letter = letter_at(cast, S.SIGNING)
    SigningRequest.objects.update(state=RequestState.FAILED)
    signing_off.signature_failed(letter=letter, reason="certificate revoked", by=cast.system(), at=NOON)
    letter = fresh(letter)
    assert letter.status == S.SIGNATURE
    request = signing_off.request_leader_signature(
        letter=letter, sha256=letter.approved_sha256, by=cast.actor("binh"), at=NOON
    )
    complete(request, FileRole.SIGNED)
    assert SigningRequest.objects.count() == 2


# ---------------------------------------------------------------- side ways
@pytest.mark.parametrize("station", DECIDES)
def test_a_return_keeps_everything_and_voids_what_was_passed(cast: Cast, station: S) -> None:
    letter = letter_at(cast, station)
    passed = queries.endorsements_of(letter).filter(passed=True).count()
    by = cast.actor(DECIDES[station])
    returned = returning.send_back(letter=letter, reason="Bổ sung căn cứ pháp lý", by=by, at=NOON)

    assert (returned.status, returned.version_number) == (S.DRAFT, 1)
    assert queries.endorsements_of(letter).filter(voided_at=NOON).count() == passed
    last = queries.endorsements_of(letter).last()
    assert last is not None
    assert (last.passed, last.reason, last.post.person.full_name) == (
        False,
        "Bổ sung căn cứ pháp lý",
        by.person.full_name if by.person else "",
    )
    assert not SigningRequest.objects.filter(state=RequestState.PREPARED).exists()


def test_a_returned_letter_goes_the_whole_way_again(cast: Cast) -> None:
    letter = letter_at(cast, S.SIGNING)
    returning.send_back(letter=letter, reason="Sửa trích yếu", by=cast.actor("binh"), at=NOON)
    submitting.submit(letter=letter, by=cast.actor("minh"), at=NOON)
    endorsing.check_content(letter=letter, by=cast.actor("hoa"), at=NOON)
    endorsing.check_format(letter=letter, by=cast.actor("dung"), at=NOON)
    again = preparing.prepared(
        letter=letter, file=stored_file(cast.snv, FileRole.PREPARED), by=cast.system(), at=NOON
    )
    request = signing_off.approve_and_request(
        letter=letter, sha256=again.prepared_sha256, by=cast.actor("binh"), at=NOON
    )
    assert request.expected_sha256 == again.prepared_sha256
    kinds = [e.kind for e in queries.endorsements_of(letter) if e.passed and e.voided_at is None]
    assert kinds == [EndorsementKind.CONTENT, EndorsementKind.FORMAT, EndorsementKind.APPROVAL]


Act = Callable[..., OutgoingLetter]


@pytest.mark.parametrize(
    ("act", "station", "name"),
    [
        (returning.send_back, S.CONTENT_CHECK, "hoa"),
        (refusing.refuse, S.APPROVAL, "binh"),
        (withdrawing.withdraw, S.DRAFT, "minh"),
    ],
)
@pytest.mark.parametrize("reason", ["", "   ", "ok", "1234567", "!!!!!!"])
def test_a_reason_nobody_understands_is_refused(
    cast: Cast, act: Act, station: S, name: str, reason: str
) -> None:
    letter = letter_at(cast, station)
    with pytest.raises(errors.ReasonIsMissing):
        act(letter=letter, reason=reason, by=cast.actor(name), at=NOON)
    assert fresh(letter).status == station


def test_a_letter_is_taken_back_while_nobody_opened_it(cast: Cast) -> None:
    letter = letter_at(cast, S.CONTENT_CHECK)
    reading.note_opened(letter=letter, by=cast.actor("minh"), at=NOON)
    assert returning.take_back(letter=letter, by=cast.actor("minh"), at=NOON).status == S.DRAFT


def test_a_letter_somebody_opened_is_not_taken_back(cast: Cast) -> None:
    letter = letter_at(cast, S.CONTENT_CHECK)
    reading.note_opened(letter=letter, by=cast.actor("hoa"), at=NOON)
    with pytest.raises(errors.OpenedAlready):
        returning.take_back(letter=letter, by=cast.actor("minh"), at=NOON)


@pytest.mark.parametrize("station", sorted(lifecycle.WITHDRAWABLE - {S.COSIGNATURE}))
def test_the_drafter_withdraws_at_any_step_before_the_number(cast: Cast, station: S) -> None:
    letter = letter_at(cast, station)
    gone = withdrawing.withdraw(letter=letter, reason="Không còn cần thiết", by=cast.actor("minh"), at=NOON)
    assert gone.status == S.WITHDRAWN
    assert gone.versions.count() == 1


@pytest.mark.parametrize("station", [S.NUMBERED, S.ISSUED])
def test_a_numbered_letter_is_not_withdrawn(cast: Cast, station: S) -> None:
    letter = letter_at(cast, station)
    with pytest.raises(errors.LetterIsElsewhere):
        withdrawing.withdraw(letter=letter, reason="Không còn cần thiết", by=cast.actor("minh"), at=NOON)


@pytest.mark.parametrize("station", sorted(lifecycle.REFUSABLE))
def test_the_signer_refuses_for_good_with_a_reason(cast: Cast, station: S) -> None:
    letter = letter_at(cast, station)
    refused = refusing.refuse(letter=letter, reason="Trái thẩm quyền của Sở", by=cast.actor("binh"), at=NOON)
    assert refused.status == S.REFUSED
    event = history_of(cast.snv.pk, "letter", letter.pk).last()
    assert event is not None
    assert event.detail.text["reason"] == "Trái thẩm quyền của Sở"
    assert "reason" not in event.facts


def test_a_letter_that_cannot_be_laid_out_goes_back_with_the_reason(cast: Cast) -> None:
    letter = letter_at(cast, S.PREPARING)
    back = preparing.could_not_prepare(letter=letter, reason="Bảng quá rộng", by=cast.system(), at=NOON)
    assert (back.status, back.printed) == (S.DRAFT, {})


def test_the_log_names_who_acted_and_for_whom(cast: Cast) -> None:
    letter = letter_at(cast, S.CONTENT_CHECK)
    thu_for_hoa = cast.standing_in("hoa", by="thu", day=NOON.date())
    endorsing.check_content(letter=letter, by=thu_for_hoa, at=NOON)
    event = history_of(cast.snv.pk, "letter", letter.pk).last()
    assert event is not None
    assert event.detail.text["names"]["person"] == "Hoàng Thị Thu"
    assert event.detail.text["names"]["represented"] == "Phạm Thị Hòa"
    endorsement = queries.endorsements_of(letter).last()
    assert endorsement is not None
    assert (endorsement.post, endorsement.represented) == (cast.thu, cast.hoa)


def test_requests_know_the_letter_by_kind_and_key(cast: Cast) -> None:
    letter = letter_at(cast, S.SIGNING)
    request = signing_off.request_of(letter, SigningRole.LEADER)
    assert request is not None
    assert (request.origin_kind, request.origin_key) == ("letter", str(letter.pk))
