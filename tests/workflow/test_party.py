"""A Party letter goes the whole way: its own profile, its own books through the term, signatures by mandate."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dispatch import errors as letter_errors
from dispatch.enums import LetterStatus
from dispatch.models import OutgoingLetter
from dispatch.operations import drafting
from dispatch.operations.series import NewSeries, open_series
from organisation import errors as office_errors
from organisation.enums import Authority
from organisation.models import SigningMandate
from organisation.models.actor import Actor
from organisation.operations import ending, naming, staffing
from tests.workflow.office import Office
from workflow import queries
from workflow.outgoing_letter import starting

TERM = date(2026, 6, 1)
NAMES = {
    "name": "BAN TUYÊN GIÁO VÀ DÂN VẬN",
    "written_name": "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    "symbol": "BTGDVTU",
    "superior": "TỈNH ỦY HƯNG SƠN",
    "place": "Hưng Sơn",
    "format_profile": "party",
    "head_title": "TRƯỞNG BAN",
}


@pytest.fixture
def party(office: Office) -> Office:
    """The office as a commission of the Party since the congress."""
    by = Actor.system(office.organisation, "set-up")
    naming.rename(organisation=office.organisation, since=TERM, values=dict(NAMES), by=by, at=office.at)
    for one in SigningMandate.objects.filter(organisation=office.organisation):
        ending.revoke_mandate(mandate=one, reason="Thành lập Ban", by=by, at=office.at)
    for who, authority, lines in (
        ("binh", Authority.HEAD, ["TRƯỞNG BAN"]),
        ("yen", Authority.FOR_HEAD, ["K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"]),
    ):
        staffing.mandate(
            post=office.actors[who].post,
            authority=authority,
            authority_lines=lines,
            since=TERM,
            by=by,
            at=office.at,
        )
    for kind in ("cong_van", "ke_hoach"):
        open_series(
            new=NewSeries(code=kind.replace("_", "-"), name=kind, term_from=TERM, kinds=(kind,)),
            by=by,
            at=office.at,
        )
    return office


def begun(office: Office, kind: str, signer: str = "binh") -> OutgoingLetter:
    actor = office.actors["minh"]
    letter = starting.start(kind=kind, unit=actor.post.unit, by=actor, at=office.later())
    return office.write(
        letter, signer=signer, addressees=["Ban Tổ chức Tỉnh ủy"] if kind == "cong_van" else []
    )


def issued(office: Office, kind: str, signer: str = "binh") -> OutgoingLetter:
    letter = begun(office, kind, signer)
    office.carry(letter, "file_letter")
    return office.read(letter)


def test_the_whole_way_of_a_party_letter(party: Office) -> None:
    letter = begun(party, "cong_van", signer="yen")
    assert (letter.profile_code, letter.profile_version) == ("party", "05hd-2026")
    party.carry(letter, "file_letter")
    letter = party.read(letter)
    assert letter.status == LetterStatus.ISSUED
    assert letter.reference_code == "01-CV/BTGDVTU"
    assert letter.printed["authority_lines"] == ["K/T TRƯỞNG BAN"]
    assert letter.printed["title"] == "PHÓ TRƯỞNG BAN"
    assert letter.printed["issuing_authority"] == "TRƯỞNG BAN TUYÊN GIÁO VÀ DÂN VẬN"
    party.next(letter, "file_letter")
    assert queries.position_of(letter) == set()


def test_each_kind_counts_for_itself_and_the_new_year_counts_on(party: Office) -> None:
    assert [issued(party, kind).reference_code for kind in ("cong_van", "ke_hoach", "cong_van")] == [
        "01-CV/BTGDVTU",
        "01-KH/BTGDVTU",
        "02-CV/BTGDVTU",
    ]
    party.at = datetime(2027, 1, 4, 3, 0, tzinfo=UTC)
    letter = issued(party, "cong_van")
    assert letter.reference_code == "03-CV/BTGDVTU"
    assert letter.legal_day == date(2027, 1, 4)


def test_a_kind_of_the_state_only_and_one_without_abbreviation_are_refused(party: Office) -> None:
    for kind, refusal in (
        ("hop_dong", letter_errors.KindIsUnknown),
        ("giay_moi", letter_errors.AbbreviationIsNotKnown),
    ):
        with pytest.raises(refusal):
            drafting.create_draft(kind=kind, unit=party.minh.post.unit, by=party.minh, at=party.at)


def test_whoever_has_no_mandate_of_the_party_does_not_sign(party: Office) -> None:
    letter = begun(party, "cong_van", signer="dung")
    with pytest.raises(letter_errors.SignerHasNoMandate):
        party.act(party.item(letter), letter)


def test_a_mandate_in_the_states_form_is_no_longer_given(party: Office) -> None:
    by = Actor.system(party.organisation, "set-up")
    with pytest.raises(office_errors.MandateLinesAreWrong):
        staffing.mandate(
            post=party.yen.post,
            authority=Authority.FOR_HEAD,
            authority_lines=["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"],
            since=TERM,
            by=by,
            at=party.at,
        )


def test_a_letter_begun_before_2026_keeps_the_layout_of_its_day(party: Office) -> None:
    from dispatch.operations.pages import version_on

    assert version_on("party", date(2026, 5, 26)) == "36hd-2018"
    assert version_on("party", date(2026, 5, 27)) == "05hd-2026"
