"""What only some kinds say: particulars and the texts behind the signature, as stored, hashed, asked for and refused."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch import errors
from dispatch.enums import LetterStatus as S
from dispatch.models import OutgoingLetter
from dispatch.models.content import DraftContent
from dispatch.models.kinds import KINDS, STATE, kinds_of
from dispatch.models.parts import MOST_PARTS
from dispatch.models.shapes import Addressed, shape_of
from dispatch.operations import drafting, submitting
from organisation.enums import Duty
from organisation.models import Post
from organisation.models.actor import Actor
from organisation.operations import abbreviating
from tests.cast import Cast
from tests.factories import organisation as make
from tests.factories.dispatch import NOON, body, content

INVITATION = {
    "invited": "Trưởng các phòng\n  Chánh   Văn phòng ",
    "occasion": "Hội nghị triển khai nhiệm vụ năm 2027",
    "time": "08 giờ 00, ngày 15 tháng 12 năm 2026",
    "place": "Phòng họp số 1",
}
APPENDIX = {"role": "appendix", "title": "Danh sách", "body": body("Ông Lê Văn An.")}
REGULATION = {"role": "promulgated", "kind": "quy_che", "title": "Văn thư", "body": body("Quy định chung.")}


def begun(cast: Cast, kind: str, **fields: Any) -> OutgoingLetter:
    letter = drafting.create_draft(kind=kind, unit=cast.units["CCHC"], by=cast.actor("minh"), at=NOON)
    drafting.save_version(
        letter=letter, content=content(cast, **fields), base_version=0, by=cast.actor("minh"), at=NOON
    )
    return letter


def submitted(cast: Cast, kind: str, **fields: Any) -> OutgoingLetter:
    return submitting.submit(letter=begun(cast, kind, **fields), by=cast.actor("minh"), at=NOON)


def test_a_draft_without_them_keeps_the_stored_form_and_hash_of_before() -> None:
    plain = DraftContent.from_fields(
        {"subject": "rà soát", "addressees": ["Sở Tài chính"], "keep_line": "VT"}
    )
    assert not {"particulars", "parts"} & set(plain.as_json())
    assert plain.hash == "5d3608caba1f7c4a25dde37be89423b78e40f3441e9757a6d7e89c09c5bfb28b"
    assert (
        DraftContent.from_fields(
            {"particulars": {"time": "  "}, "parts": [{**APPENDIX, "title": "", "body": ""}]}
        )
        == DraftContent()
    )


def test_particulars_are_read_into_one_form_and_back() -> None:
    read = DraftContent.from_fields({"particulars": INVITATION})
    assert read.particulars["invited"] == "Trưởng các phòng\nChánh Văn phòng"
    assert list(read.particulars) == sorted(INVITATION)
    assert DraftContent.from_fields(read.as_json()) == read
    assert DraftContent.from_fields({"particulars": dict(reversed(INVITATION.items()))}).hash == read.hash


def test_the_promulgated_text_stands_first_and_empty_parts_are_left_out() -> None:
    read = DraftContent.from_fields({"parts": [APPENDIX, {**APPENDIX, "title": "", "body": ""}, REGULATION]})
    assert [part.role for part in read.parts] == ["promulgated", "appendix"]
    assert DraftContent.from_fields(read.as_json()).hash == read.hash


@pytest.mark.parametrize(
    "value",
    [
        "text",
        [1],
        [{**APPENDIX, "role": "other"}],
        [{**APPENDIX, "pages": 3}],
        [{**APPENDIX, "body": 7}],
        [REGULATION, REGULATION],
        [APPENDIX] * (MOST_PARTS + 1),
    ],
)
def test_parts_that_cannot_be_read_are_refused(value: Any) -> None:
    with pytest.raises(errors.DraftIsMalformed):
        DraftContent.from_fields({"parts": value})


@pytest.mark.parametrize("value", ["text", {"time": 5}, [["time", "08 giờ"]]])
def test_particulars_that_cannot_be_read_are_refused(value: Any) -> None:
    with pytest.raises(errors.DraftIsMalformed):
        DraftContent.from_fields({"particulars": value})


def test_every_kind_of_the_state_can_be_begun(cast: Cast) -> None:
    for kind in kinds_of(STATE):
        letter = drafting.create_draft(
            kind=kind.code, unit=cast.units["CCHC"], by=cast.actor("minh"), at=NOON
        )
        assert (letter.kind, letter.profile_version) == (kind.code, "nd30-2020")


def test_an_invitation_needs_its_particulars_and_no_addressees(cast: Cast) -> None:
    fields = {"addressees": [], "body": body(" ")}
    with pytest.raises(errors.ParticularIsMissing, match="Địa điểm"):
        without = {name: value for name, value in INVITATION.items() if name != "place"}
        submitted(cast, "giay_moi", particulars=without, **fields)
    letter = submitted(cast, "giay_moi", particulars=INVITATION, **fields)
    assert letter.status == S.CONTENT_CHECK


def test_a_plan_needs_a_text_and_no_addressees(cast: Cast) -> None:
    assert submitted(cast, "ke_hoach", addressees=[]).status == S.CONTENT_CHECK
    with pytest.raises(errors.BodyIsEmpty):
        submitted(cast, "ke_hoach", addressees=[], body=body(" "))
    with pytest.raises(errors.AddresseesAreMissing):
        submitted(cast, "to_trinh", addressees=[])


def test_particulars_of_another_kind_are_refused(cast: Cast) -> None:
    with pytest.raises(errors.DraftIsMalformed, match="Thời gian"):
        begun(cast, "ke_hoach", particulars={"time": "08 giờ"})


def test_only_a_decision_or_resolution_promulgates_a_text_and_of_a_known_kind(cast: Cast) -> None:
    assert begun(cast, "quyet_dinh", parts=[REGULATION, APPENDIX])
    with pytest.raises(errors.DraftIsMalformed):
        begun(cast, "ke_hoach", parts=[REGULATION])
    with pytest.raises(errors.DraftIsMalformed):
        begun(cast, "quyet_dinh", parts=[{**REGULATION, "kind": "giay_moi"}])
    with pytest.raises(errors.DraftIsMalformed):
        begun(cast, "bao_cao", parts=[{**APPENDIX, "kind": "quy_che"}])


def test_an_appendix_with_a_title_needs_a_text(cast: Cast) -> None:
    with pytest.raises(errors.PartIsEmpty, match="Danh sách"):
        submitted(cast, "bao_cao", parts=[{**APPENDIX, "body": body(" ")}])


@pytest.mark.parametrize(
    "fields",
    [
        {"particulars": {**INVITATION, "place": "TỐI MẬT"}},
        {"parts": [{**APPENDIX, "title": "MẬT"}]},
        {"parts": [{**APPENDIX, "body": body("TUYỆT MẬT")}]},
    ],
)
def test_a_mark_of_secrecy_is_found_everywhere(cast: Cast, fields: dict[str, Any]) -> None:
    with pytest.raises(errors.SecretMarkFound):
        begun(cast, "giay_moi", **fields)


def test_a_foreign_node_in_an_appendix_is_refused(cast: Cast) -> None:
    hostile = {"type": "doc", "content": [{"type": "iframe"}]}
    with pytest.raises(errors.BodyIsMalformed):
        begun(cast, "bao_cao", parts=[{**APPENDIX, "body": hostile}])


def test_the_shapes_name_kinds_that_exist_and_address_as_the_templates_do() -> None:
    addressed = {code for code in KINDS if shape_of(code).addressed == Addressed.YES}
    assert addressed == {"cong_van", "thu_cong", "to_trinh", "cong_dien"}
    assert not shape_of("bien_ban").dated
    assert {code for code in KINDS if shape_of(code).promulgates} == {"nghi_quyet", "quyet_dinh"}


def test_an_office_of_the_party_records_the_abbreviations_the_rules_leave_open(cast: Cast) -> None:
    party = make.organisation("BTGTU", format_profile="party", head_title="TRƯỞNG BAN")
    unit = make.unit(party, "Văn phòng", "VP")
    post = make.post(unit, "an", "Lê Văn An", "Quản trị", Duty.ADMINISTRATOR)

    def admin() -> Actor:
        return Actor.for_post(Post.objects.get(pk=post.pk))

    def begin() -> OutgoingLetter:
        return drafting.create_draft(kind="giay_moi", unit=unit, by=admin(), at=NOON)

    with pytest.raises(errors.AbbreviationIsNotKnown, match="Quản trị có thể ghi"):
        begin()
    abbreviating.record_abbreviations(abbreviations={"giay_moi": " GM "}, by=admin(), at=NOON)
    letter = begin()
    assert (letter.profile_version, letter.draft.keep_line) == ("05hd-2026", "Văn phòng")
