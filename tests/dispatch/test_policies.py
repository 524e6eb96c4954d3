"""The truth tables: who may do what at which station, and what is said to the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from dispatch import errors, policies
from dispatch.enums import LetterStatus as S
from dispatch.models import OutgoingLetter
from lib.refusal import Verdict
from organisation.enums import Duty
from organisation.models import SigningMandate
from organisation.models.actor import Actor
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from tests.cast import NAMES, Cast
from tests.factories.dispatch import NOON, letter_at

DAY = NOON.date()
Policy = Callable[[Actor, OutgoingLetter], Verdict]


def sign(actor: Actor, letter: OutgoingLetter) -> Verdict:
    return policies.may_sign(actor, letter, NOON)


def approve_and_sign(actor: Actor, letter: OutgoingLetter) -> Verdict:
    return policies.may_approve_and_sign(actor, letter, NOON)


def read(actor: Actor, letter: OutgoingLetter) -> Verdict:
    return policies.may_read(actor, letter, NOON)


# At each station: what may be done, and by whom of the cast. Everybody not named is refused.
TABLE: dict[S, dict[Policy, str]] = {
    S.DRAFT: {
        read: "minh",
        policies.may_edit: "minh",
        policies.may_submit: "minh",
        policies.may_ask: "minh",
        policies.may_withdraw: "minh",
    },
    S.OPINIONS: {
        read: "minh hoa dung",
        policies.may_lead_round: "minh",
        policies.may_close_round: "minh",
        policies.may_take_back: "minh",
        policies.may_withdraw: "minh",
    },
    S.CONTENT_CHECK: {
        read: "minh hoa",
        policies.may_check_content: "hoa",
        policies.may_send_back: "hoa",
        policies.may_pass_up: "hoa",
        policies.may_take_back: "minh",
        policies.may_withdraw: "minh",
    },
    S.FORMAT_CHECK: {
        read: "minh hoa dung",
        policies.may_check_format: "dung",
        policies.may_send_back: "dung",
        policies.may_take_back: "hoa",
        policies.may_pass_up: "dung",
        policies.may_withdraw: "minh",
    },
    S.PREPARING: {read: "minh hoa dung binh yen", policies.may_withdraw: "minh"},
    S.APPROVAL: {
        read: "minh hoa dung binh yen",
        policies.may_approve: "binh yen",
        approve_and_sign: "yen",
        policies.may_pass_up: "yen",
        policies.may_take_back: "dung",
        policies.may_send_back: "binh yen",
        policies.may_refuse: "binh yen",
        policies.may_withdraw: "minh",
    },
    S.SIGNATURE: {
        read: "minh hoa dung binh yen",
        sign: "yen",
        policies.may_pass_up: "yen",
        policies.may_send_back: "binh yen",
        policies.may_refuse: "binh yen",
        policies.may_withdraw: "minh",
    },
    S.SIGNING: {
        read: "minh hoa dung binh yen",
        sign: "yen",
        policies.may_send_back: "binh yen",
        policies.may_refuse: "binh yen",
        policies.may_withdraw: "minh",
    },
    S.SIGNED: {
        read: "minh hoa dung binh yen lan",
        policies.may_number: "lan",
        policies.may_withdraw: "minh",
    },
    S.NUMBERED: {read: "minh hoa dung binh yen lan", policies.may_number: "lan"},
    S.ISSUED: {read: "minh hoa dung binh yen lan", policies.may_file: "minh lan"},
}
ALL: tuple[Policy, ...] = tuple({policy: None for row in TABLE.values() for policy in row})


@pytest.mark.parametrize("station", TABLE)
def test_at_each_station_each_person_may_exactly_what_the_table_says(cast: Cast, station: S) -> None:
    letter = letter_at(cast, station, signer="yen")
    found = {policy.__name__: {name for name in NAMES if policy(cast.actor(name), letter)} for policy in ALL}
    expected = {policy.__name__: set(TABLE[station].get(policy, "").split()) for policy in ALL}
    assert found == expected


def test_a_refusal_says_where_the_letter_is(cast: Cast) -> None:
    letter = letter_at(cast, S.CONTENT_CHECK)
    verdict = policies.may_number(cast.actor("lan"), letter)
    assert isinstance(verdict.refusal, errors.LetterIsElsewhere)
    assert "content check" in verdict.reason or "nội dung" in verdict.reason


@pytest.mark.parametrize(
    ("station", "policy", "name", "refusal"),
    [
        (S.DRAFT, policies.may_edit, "hoa", errors.NotTheDrafter),
        (S.CONTENT_CHECK, policies.may_check_content, "dung", errors.NotHeadOfTheUnit),
        (S.FORMAT_CHECK, policies.may_check_format, "hoa", errors.NotChiefOfOffice),
        (S.APPROVAL, policies.may_approve, "dung", errors.NotTheSigner),
        (S.SIGNATURE, sign, "yen", errors.SignatureIsPersonal),
        (S.SIGNED, policies.may_number, "binh", errors.NotTheRegistry),
        (S.ISSUED, policies.may_file, "hoa", errors.NotTheDrafter),
        (S.ISSUED, read, "quan", errors.LetterIsNotYours),
        (S.ISSUED, read, "stranger", errors.LetterIsNotYours),
    ],
)
def test_each_refusal_names_its_fact(
    cast: Cast, station: S, policy: Policy, name: str, refusal: type[Exception]
) -> None:
    assert isinstance(policy(cast.actor(name), letter_at(cast, station)).refusal, refusal)


def test_who_stands_in_for_the_unit_head_checks_the_content(cast: Cast) -> None:
    letter = letter_at(cast, S.CONTENT_CHECK)
    assert policies.may_check_content(cast.standing_in("hoa", by="thu", day=DAY), letter)


def test_standing_in_for_one_unit_opens_no_other(cast: Cast) -> None:
    letter = letter_at(cast, S.CONTENT_CHECK)
    other = cast.standing_in("thu", by="dung", day=DAY)
    assert isinstance(policies.may_check_content(other, letter).refusal, errors.NotHeadOfTheUnit)


def test_a_duty_not_delegated_is_not_held(cast: Cast) -> None:
    letter = letter_at(cast, S.FORMAT_CHECK)
    without = cast.standing_in("dung", by="thu", day=DAY, duties=(Duty.UNIT_HEAD,))
    assert not policies.may_check_format(without, letter)


def test_a_delegation_approves_for_the_head_but_never_signs(cast: Cast) -> None:
    instead = cast.standing_in("binh", by="yen", day=DAY)
    assert policies.may_approve(instead, letter_at(cast, S.APPROVAL))
    verdict = policies.may_sign(instead, letter_at(cast, S.SIGNATURE), NOON)
    assert isinstance(verdict.refusal, errors.SignatureIsPersonal)


def test_who_stands_in_for_the_drafter_goes_on_writing(cast: Cast) -> None:
    letter = letter_at(cast, S.DRAFT)
    assert policies.may_edit(cast.standing_in("minh", by="hoa", day=DAY), letter)


def test_a_mandate_that_ended_or_belongs_to_another_post_does_not_sign(cast: Cast) -> None:
    letter = letter_at(cast, S.SIGNATURE)
    SigningMandate.objects.filter(post=cast.binh).update(valid_until=DAY - timedelta(days=1))
    letter = OutgoingLetter.objects.get(pk=letter.pk)
    assert isinstance(sign(cast.actor("binh"), letter).refusal, errors.MandateHasChanged)


@pytest.mark.parametrize("policy", [sign, policies.may_send_back, policies.may_refuse])
def test_once_the_pin_is_given_only_the_signature_moves_the_letter(cast: Cast, policy: Policy) -> None:
    letter = letter_at(cast, S.SIGNING)
    request = SigningRequest.objects.get(role=SigningRole.LEADER)
    SigningRequest.objects.filter(pk=request.pk).update(state=RequestState.AUTHORISED)
    assert isinstance(policy(cast.actor("binh"), letter).refusal, errors.LetterIsBeingSigned)
    assert isinstance(policies.may_withdraw(cast.actor("minh"), letter).refusal, errors.LetterIsBeingSigned)


@pytest.mark.parametrize("name", NAMES)
def test_people_draft_for_their_own_unit_only(cast: Cast, name: str) -> None:
    allowed = {symbol for symbol, unit in cast.units.items() if policies.may_draft(cast.actor(name), unit)}
    own = getattr(cast, name).unit
    assert allowed == {symbol for symbol, unit in cast.units.items() if unit == own}


@pytest.mark.parametrize(
    ("policy", "allowed"),
    [
        (policies.may_keep_registers, "lan stranger"),
        (policies.may_read_registers, "lan dung binh yen thu stranger"),
    ],
)
def test_registers_have_their_keepers_and_readers(
    cast: Cast, policy: Callable[[Actor], Verdict], allowed: str
) -> None:
    assert {name for name in NAMES if policy(cast.actor(name))} == set(allowed.split())


def test_the_machine_itself_may_nothing_a_person_decides(cast: Cast) -> None:
    for station in (S.DRAFT, S.CONTENT_CHECK, S.APPROVAL, S.SIGNED):
        letter = letter_at(cast, station)
        assert not any(policy(cast.system(), letter) for policy in ALL)
