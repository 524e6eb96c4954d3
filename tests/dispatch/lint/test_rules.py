"""Every rule of the lint: a letter that breaks it, a letter that keeps it, and where the finding points."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dispatch.lint.examining import MOST_OF_A_RULE, examine
from dispatch.lint.findings import Examined, Finding, Severity
from dispatch.lint.rules import RULES
from dispatch.models.content import DraftContent
from dispatch.models.kinds import PARTY, STATE

DAY = date(2026, 11, 24)
CLEAN: dict[str, Any] = {
    "subject": "rà soát việc gửi, nhận văn bản điện tử có ký số",
    "addressees": ["Ủy ban nhân dân các xã, phường"],
    "recipients": ["Như trên", "Giám đốc (để b/c)"],
    "keep_line": "VT, CCHC",
}


def body(*blocks: str | tuple[str, str]) -> dict[str, Any]:
    """Give a body; a pair is kind and text."""
    made = [("paragraph", one) if isinstance(one, str) else one for one in blocks]
    return {
        "type": "doc",
        "content": [{"type": kind, "content": [{"type": "text", "text": text}]} for kind, text in made],
    }


def asked(*, profile: str = STATE, kind: str = "cong_van", day: date = DAY, **changes: Any) -> list[Finding]:
    """Give the findings of a clean letter with some changes."""
    around = {
        name: changes.pop(name) for name in ("symbol", "authority_lines", "signer_name") if name in changes
    }
    if profile == PARTY:
        changes.setdefault("keep_line", "Văn phòng")
    fields = {
        **CLEAN,
        "body": body("Sở Nội vụ đề nghị các cơ quan báo cáo trước ngày 15 tháng 12 năm 2026."),
        **changes,
    }
    content = DraftContent.from_fields(fields)
    return examine(Examined(content=content, kind=kind, profile=profile, day=day, **around))


def codes(**changes: Any) -> set[str]:
    return {finding.code for finding in asked(**changes)}


def text(*blocks: str | tuple[str, str], **more: Any) -> dict[str, Any]:
    return {"body": body(*blocks), **more}


# code: (what breaks it, what keeps it)
CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("regarding-typed", {"subject": "V/v rà soát văn bản"}, {"subject": "rà soát văn bản"}),
    ("regarding-typed", {"subject": "Về việc rà soát", "profile": PARTY}, {"subject": "rà soát", "profile": PARTY}),
    ("kind-typed", {"kind": "ke_hoach", "subject": "Kế hoạch rà soát văn bản"}, {"kind": "ke_hoach", "subject": "Rà soát kế hoạch"}),
    ("subject-long", {"subject": "rà soát " * 30}, {"subject": "rà soát " * 20}),
    ("subject-stop", {"subject": "rà soát văn bản."}, {"subject": "rà soát văn bản, hồ sơ v.v."}),
    ("subject-capitals", {"subject": "RÀ SOÁT VĂN BẢN"}, {"subject": "rà soát văn bản của UBND"}),
    ("addressee-missing", {"addressees": [], "kind": "to_trinh", "recipients": []}, {"addressees": [], "kind": "ke_hoach", "recipients": []}),
    ("addressee-missing", {"addressees": [], "kind": "bao_cao", "recipients": []}, {"kind": "bao_cao"}),
    ("salutation-typed", {"addressees": ["Kính gửi: Sở Tài chính"]}, {"addressees": ["Sở Tài chính"]}),
    ("addressee-capitals", {"addressees": ["SỞ TÀI CHÍNH"]}, {"addressees": ["Sở Tài chính"]}),
    ("own-marks", {"addressees": ["- Sở Tài chính;"]}, {"addressees": ["Sở Tài chính v.v."]}),
    ("own-marks", {"legal_bases": ["Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;"]}, {"legal_bases": ["Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024"]}),
    ("line-twice", {"recipients": ["Như trên", "Sở Tài chính", "Sở tài chính"]}, {"recipients": ["Như trên", "Sở Tài chính", "Sở Tư pháp"]}),
    ("basis-beginning", {"legal_bases": ["Luật Lưu trữ ngày 21 tháng 6 năm 2024"]}, {"legal_bases": ["Theo đề nghị của Chánh Văn phòng"]}),
    ("basis-undated", {"legal_bases": ["Căn cứ Quyết định số 12/QĐ-SNV của Sở Nội vụ"]}, {"legal_bases": ["Căn cứ Quyết định số 12/QĐ-SNV ngày 05 tháng 02 năm 2026 của Sở Nội vụ"]}),
    ("basis-order",
     {"legal_bases": ["Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020", "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024"]},
     {"legal_bases": ["Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024", "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020"]}),
    ("basis-order",
     {"legal_bases": ["Theo đề nghị của Chánh Văn phòng", "Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024"]},
     {"legal_bases": ["Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024", "Theo đề nghị của Chánh Văn phòng"]}),
    ("basis-repealed",
     {"legal_bases": ["Căn cứ Nghị định số 110/2004/NĐ-CP ngày 08 tháng 4 năm 2004"]},
     {"legal_bases": ["Căn cứ Nghị định số 110/2004/NĐ-CP ngày 08 tháng 4 năm 2004"], "day": date(2020, 3, 4)}),
    ("act-repealed", text("Theo Thông tư số 01/2011/TT-BNV thì không còn."), text("Theo Thông tư số 01/2011/TT-BNVX thì còn.")),
    ("bases-in-text", text("Căn cứ Luật Lưu trữ ngày 21 tháng 6 năm 2024;", "Sở đề nghị."), text("Căn cứ vào tình hình, Sở đề nghị báo cáo.")),
    ("parts-typed", text("Kính gửi: Sở Tài chính", "Nội dung."), text("Sở kính gửi báo cáo.")),
    ("parts-typed", text("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Nội dung."), text("Nội dung.")),
    ("article-twice", text(("article", "Điều 1. Ban hành quy chế.")), text(("article", "Ban hành quy chế."))),
    ("article-order", text("Điều 1. Một.", "Điều 3. Ba."), text("Điều 1. Một.", "Điều 2. Hai.")),
    ("clause-order", text("1. Một.", "3. Ba."), text("1. Một.", "2. Hai.")),
    ("clause-order", text("1. Một.", "2. Hai.", ("heading", "Phần sau"), "4. Bốn."), text("1. Một.", "2. Hai.", ("heading", "Phần sau"), "1. Một.")),
    ("point-order", text("a) Một;", "b) Hai;", "c) Ba;", "d) Bốn;", "e) Năm."), text("a) Một;", "b) Hai;", "c) Ba;", "d) Bốn;", "đ) Năm;", "e) Sáu.")),
    ("end-mark-inside", text("Nội dung ./. Còn nữa."), text("Nội dung./.")),
    ("end-mark-of-state", text("Nội dung./.", profile=PARTY), text("Nội dung.", profile=PARTY)),
    ("text-breaks-off", text("Nội dung gồm:"), text("Nội dung.")),
    ("day-zero", text("Họp ngày 5 tháng 9 năm 2026."), text("Họp ngày 05 tháng 9 năm 2026.")),
    ("day-zero", text("Họp ngày 15 tháng 03 năm 2026."), text("Họp ngày 15 tháng 02 năm 2026.")),
    ("number-zero", text("Theo Công văn số 5/SNV-VP thì đủ."), text("Theo Công văn số 05/SNV-VP thì đủ.")),
    ("names", text("Trình ủy ban nhân dân tỉnh."), text("Trình Uỷ ban nhân dân tỉnh.")),
    ("names", text("Trình Ủy Ban Nhân Dân tỉnh."), text("ỦY BAN NHÂN DÂN TỈNH.")),
    ("cited-articles", text("Theo khoản 1 điều 5 Luật Lưu trữ."), text("Theo điểm a khoản 1 Điều 5 Luật Lưu trữ.")),
    ("cited-articles", text("Theo Khoản 1 Điều 5 Luật Lưu trữ."), text("Khoản 1 Điều 5 Luật Lưu trữ nói rõ.")),
    ("abbreviation", text("Phòng CCHC phối hợp."), text("Phòng Cải cách hành chính (CCHC) phối hợp; CCHC báo cáo UBND.")),
    ("old-typeface", text("C¸c c¬ quan b¸o c¸o."), text("Các cơ quan báo cáo 20 m² đất theo § 5.")),
    ("old-typeface", text("Coäng hoøa xaõ hoäi."), text("Cộng hòa xã hội.")),
    ("loose-mark", text("Va\u0308\u0301n bản."), text("Văn bản.")),
    ("foreign-letter", text("B\u00e1o c\u0430o."), text("Báo cao \u0430.")),
    ("hidden-character", text("Báo\u200b cáo."), text("Báo cáo.")),
    ("two-spellings", text("Hòa bình, thuỷ lợi."), text("Hòa bình, thủy lợi, quý hóa.")),
    ("spaces", text("Báo  cáo."), text("Báo cáo.")),
    ("space-at-mark", text("Báo cáo , rà soát."), text("Báo cáo, rà soát.")),
    ("space-at-mark", text("Báo cáo ( lần 1)."), text("Báo cáo (lần 1).")),
    ("no-space-after", text("Báo cáo,rà soát."), text("Lúc 08:30, số 1,5 và 2;3.")),
    ("marks-twice", text("Báo cáo,, rà soát."), text("Báo cáo... hồ sơ v.v..., hết./.")),
    ("quotes-mixed", text("Gọi là “hồ sơ” và \"tài liệu\"."), text("Gọi là “hồ sơ” và “tài liệu”.")),
    ("recipients-heading", {"recipients": ["Như trên", "Lưu: VT"]}, {"recipients": ["Như trên", "Phòng Lưu trữ"]}),
    ("as-above-missing", {"recipients": ["Giám đốc"]}, {"recipients": ["Như trên (thực hiện)"]}),
    ("as-above-alone", {"kind": "ke_hoach", "addressees": [], "recipients": ["Như trên"]}, {"recipients": ["Như trên"]}),
    ("keep-missing", {"keep_line": ""}, {"keep_line": "VT"}),
    ("keep-word-typed", {"keep_line": "Lưu: VT, CCHC"}, {"keep_line": "VT, CCHC (5)"}),
    ("keep-registry", {"keep_line": "CCHC, VT"}, {"keep_line": "VT, CCHC"}),
    ("keep-registry", {"keep_line": "CCHC", "profile": PARTY}, {"keep_line": "Văn phòng Tỉnh ủy", "profile": PARTY}),
    ("authority-form", {"authority_lines": ("K/T GIÁM ĐỐC",)}, {"authority_lines": ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")}),
    ("authority-form", {"authority_lines": ("TM. BAN THƯỜNG VỤ",), "profile": PARTY}, {"authority_lines": ("T/M BAN THƯỜNG VỤ",), "profile": PARTY}),
    ("symbol-form", {"symbol": "CV/BTGDVTU"}, {"symbol": "SNV-VP"}),
    ("symbol-form", {"symbol": "QĐ-SNV", "profile": PARTY}, {"symbol": "QĐ/TU", "profile": PARTY}),
    ("honour", {"signer_name": "TS. Vũ Hải Bình"}, {"signer_name": "Tsan Vũ Bình"}),
    ("honour", {"signer_name": "Thạc sĩ Vũ Hải Bình"}, {"signer_name": "Vũ Hải Bình"}),
    ("day-past", {"expected_on": "2026-11-23"}, {"expected_on": "2026-11-24"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "breaks", "keeps"), CASES, ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)]
)
def test_a_rule_sees_what_breaks_it_and_lets_be_what_keeps_it(
    code: str, breaks: dict[str, Any], keeps: dict[str, Any]
) -> None:
    assert code in codes(**breaks)
    assert code not in codes(**keeps)


def test_every_rule_is_tried() -> None:
    assert {rule.code for rule in RULES} == {case[0] for case in CASES}
    assert len({rule.code for rule in RULES}) == len(RULES)


def test_every_rule_names_its_article_in_a_regime() -> None:
    assert [rule.code for rule in RULES if not (rule.state or rule.party)] == []


@pytest.mark.parametrize("profile", [STATE, PARTY])
def test_a_clean_letter_has_no_findings(profile: str) -> None:
    assert asked(profile=profile) == []


def test_a_finding_points_at_the_words_in_the_text() -> None:
    inner = {"type": "paragraph", "content": [
        {"type": "text", "text": "Họp ", "marks": [{"type": "strong"}]}, {"type": "text", "text": "ngày 5 tháng 9 năm 2026."},
    ]}  # fmt: skip
    items = [
        {"type": "list_item", "content": [{"type": "paragraph"}]},
        {"type": "list_item", "content": [inner]},
    ]
    made = {"type": "doc", "content": [{"type": "paragraph"}, {"type": "bullet_list", "content": items}]}
    (found,) = [one for one in asked(body=made) if one.code == "day-zero"]
    assert (found.place.field, found.place.path) == ("body", (1, 1, 0))
    assert (found.place.start, found.place.end, found.quoted) == (4, 27, "ngày 5 tháng 9 năm 2026")
    assert "ngày 05 tháng 9" in found.sentence


def test_a_finding_of_a_list_names_its_line() -> None:
    (found,) = [one for one in asked(recipients=["Như trên", "- Sở Tài chính"]) if one.code == "own-marks"]
    assert (found.place.field, found.place.line) == ("recipients", 1)
    assert found.severity == Severity.MUST
    assert found.article.startswith("Nghị định 30/2020")


def test_one_rule_does_not_flood_the_page() -> None:
    assert sum(one.code == "spaces" for one in asked(body=body(*["Hai  chữ."] * 50))) == MOST_OF_A_RULE


WORDS = "rà soát văn bản gửi nhận hồ sơ lưu trữ báo cáo đề nghị phối hợp thực hiện"
SYLLABLES = some.sampled_from(WORDS.split())
SENTENCES = some.lists(SYLLABLES, min_size=3, max_size=15).map(
    lambda words: " ".join(words).capitalize() + "."
)
NAMES = some.sampled_from(
    ["Sở Tài chính", "Ủy ban nhân dân các xã", "Văn phòng Sở", "Phòng Cải cách hành chính"]
)


@settings(max_examples=60, deadline=None)
@given(
    sentences=some.lists(SENTENCES, min_size=1, max_size=12),
    subject=some.lists(SYLLABLES, min_size=2, max_size=20).map(" ".join),
    addressees=some.lists(NAMES, min_size=1, max_size=4, unique=True),
    profile=some.sampled_from([STATE, PARTY]),
    articles=some.booleans(),
)
def test_a_letter_written_by_the_rules_has_nothing_that_must_be_put_right(
    sentences: list[str], subject: str, addressees: list[str], profile: str, articles: bool
) -> None:
    kind = "article" if articles else "paragraph"
    found = asked(
        body=body(*[(kind, sentence) for sentence in sentences]),
        subject=subject,
        addressees=addressees,
        profile=profile,
    )
    assert [one for one in found if one.is_must] == []


@settings(max_examples=150, deadline=None)
@given(lines=some.lists(some.text(max_size=60), max_size=6), profile=some.sampled_from([STATE, PARTY]))
def test_any_text_at_all_is_examined_and_every_finding_lies_inside_it(lines: list[str], profile: str) -> None:
    typed = [line for line in lines if line.strip("\0")]
    for one in asked(
        body=body(*(typed or ["x"])), subject=" ".join(typed)[:300], recipients=typed, profile=profile
    ):
        assert 0 <= one.place.start <= one.place.end
