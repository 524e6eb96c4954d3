"""The lines above a name say the right they are given by, in the form of the regime (Decree 30 Art. 13; domain 4.3)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from organisation import errors
from organisation.enums import Authority, Duty
from organisation.models import Post, SigningMandate
from organisation.models.actor import Actor
from organisation.operations import staffing
from tests.factories import organisation as make

SINCE = date(2026, 6, 1)


@pytest.fixture(params=["state", "party"])
def regime(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def people(regime: str) -> dict[str, Post]:
    office = make.organisation("CQ", format_profile=regime)
    unit = make.unit(office, "Lãnh đạo", "LĐ")
    return {
        "head": make.post(unit, "h", "Lê Văn An", "Giám đốc", Duty.HEAD),
        "deputy": make.post(unit, "d", "Lê Văn Bảo", "Phó Giám đốc", Duty.DEPUTY_HEAD),
        "chief": make.post(unit, "c", "Lê Văn Cảnh", "Chánh Văn phòng", Duty.CHIEF_OF_OFFICE),
    }


def give(post: Post, authority: Authority, *lines: str, **more: object) -> SigningMandate:
    return staffing.mandate(
        post=post, authority=authority, authority_lines=list(lines), since=SINCE,
        by=Actor.system(post.organisation, "test"), at=timezone.now(), **more,  # type: ignore[arg-type]
    )  # fmt: skip


LINES = {
    ("state", Authority.HEAD): ("head", ["GIÁM ĐỐC"]),
    ("state", Authority.ON_BEHALF): ("head", ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
    ("state", Authority.FOR_HEAD): ("deputy", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
    ("state", Authority.BY_ORDER): ("chief", ["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"]),
    ("state", Authority.ACTING): ("deputy", ["Q. GIÁM ĐỐC"]),
    ("party", Authority.HEAD): ("head", ["TRƯỞNG BAN"]),
    ("party", Authority.ON_BEHALF): ("deputy", ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"]),
    ("party", Authority.FOR_HEAD): ("deputy", ["K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"]),
    ("party", Authority.BY_ORDER): ("chief", ["T/L TRƯỞNG BAN", "CHÁNH VĂN PHÒNG"]),
    ("party", Authority.ACTING): ("deputy", ["Q. TRƯỞNG BAN"]),
}


@pytest.mark.django_db
def test_each_right_is_given_in_the_form_of_its_regime(regime: str) -> None:
    posts = people(regime)
    for (of, authority), (who, lines) in LINES.items():
        if of == regime:
            assert give(posts[who], authority, *lines).authority_lines == lines


@pytest.mark.django_db
def test_the_form_of_the_other_regime_or_right_is_refused(regime: str) -> None:
    posts = people(regime)
    for (of, authority), (who, lines) in LINES.items():
        if of != regime and lines[0].split()[0] not in {"Q.", "GIÁM", "TRƯỞNG"}:
            with pytest.raises(errors.MandateLinesAreWrong):
                give(posts[who], authority, *lines)
    with pytest.raises(errors.HeadLineIsWrong):
        give(posts["head"], Authority.HEAD, "TM. BAN GIÁM ĐỐC", "GIÁM ĐỐC")
    for lines in ([], ["KT."], ["KT. GIÁM ĐỐC"], ["K/T TRƯỞNG BAN"], ["GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]):
        with pytest.raises(errors.MandateLinesAreWrong):
            give(posts["deputy"], Authority.FOR_HEAD, *lines)


@pytest.mark.django_db
def test_a_deputy_does_not_sign_as_head_and_nobody_else_for_the_head(regime: str) -> None:
    posts = people(regime)
    with pytest.raises(errors.MandateIsForHeadOnly, match="Phó Giám đốc"):
        give(posts["deputy"], Authority.HEAD, "GIÁM ĐỐC")
    with pytest.raises(errors.MandateIsForDeputiesOnly, match="Chánh Văn phòng"):
        give(posts["chief"], Authority.FOR_HEAD, "KT. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")


@pytest.mark.django_db
def test_a_special_delegation_is_the_states_dated_and_in_writing() -> None:
    posts = people("state")
    lines = ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG")
    with pytest.raises(errors.DelegationNeedsEndAndBasis):
        give(posts["chief"], Authority.BY_DELEGATION, *lines, until=date(2026, 12, 31))
    given = give(
        posts["chief"],
        Authority.BY_DELEGATION,
        *lines,
        until=date(2026, 12, 31),
        basis="Giấy ủy quyền số 01",
        kinds=["giay_moi"],
    )
    assert given.kinds == ["giay_moi"]


@pytest.mark.django_db
def test_the_party_knows_no_special_delegation_and_a_committee_no_deputy_signature() -> None:
    posts = people("party")
    with pytest.raises(errors.NoSuchAuthority):
        give(
            posts["chief"],
            Authority.BY_DELEGATION,
            "TUQ. TRƯỞNG BAN",
            "CHÁNH VĂN PHÒNG",
            until=date(2026, 12, 31),
            basis="x",
        )
    for named in ("BÍ THƯ", "BAN THƯỜNG VỤ", "ĐẢNG ỦY", "ĐẢNG UỶ", "CHI BỘ"):
        with pytest.raises(errors.CommitteeHasNoDeputySignature):
            give(posts["deputy"], Authority.FOR_HEAD, f"K/T {named}", "PHÓ BÍ THƯ")
