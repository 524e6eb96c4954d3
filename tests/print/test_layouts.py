"""Every layout: its look, its measures inside the ranges of its profile, its places for number, day and signatures."""

from __future__ import annotations

import pytest

from dispatch.layout.composing import compose
from dispatch.layout.forms import form_of
from dispatch.layout.party import PARTY_2018, PARTY_2026
from dispatch.layout.profiles import STATE_2020
from dispatch.layout.versions import profile_of, profile_on
from dispatch.models.kinds import PARTY, STATE, kind_of, kinds_of
from files.rendering import RenderedPdf, render_pdf
from tests.print.layouts import LAYOUTS, NUMBERED, page_of
from tests.print.letters import AT, laid_out
from tests.print.looks import assert_looks_as_before
from tests.print.paper import MM, Line, Paper

near = pytest.approx
STATE_NAMES = [name for name in LAYOUTS if name.startswith("state-")]
PARTY_NAMES = [name for name in LAYOUTS if name.startswith("party")]


def _rendered(name: str) -> RenderedPdf:
    page, profile = LAYOUTS[name]
    return laid_out(page, profile.version)


def _paper(name: str, number: int = 0) -> Paper:
    return Paper(_rendered(name).pdf, number)


def _within(profile_name: str, line: Line, measure: str) -> None:
    rule = LAYOUTS[profile_name][1].measures[measure]
    assert rule.low <= line.size <= rule.high, (measure, line.size)


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_looks_as_it_did(name: str) -> None:
    assert_looks_as_before(name, _rendered(name).pdf, colours=8)


def test_every_state_kind_has_a_layout() -> None:
    assert {name.split("-")[1] for name in STATE_NAMES} == {kind.code for kind in kinds_of(STATE)}


@pytest.mark.parametrize("profile", [STATE_2020, PARTY_2018, PARTY_2026], ids=lambda one: one.version)
def test_every_measure_stands_in_its_range_and_names_its_source(profile) -> None:  # type: ignore[no-untyped-def]
    for name, rule in profile.measures.items():
        assert rule.low <= rule.value <= rule.high, name
        assert rule.source and rule.mark in {"H", "M", "O"}, name


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_text_keeps_the_margins(name: str) -> None:
    rendered, profile = _rendered(name), LAYOUTS[name][1]
    for number in range(rendered.pages):
        text = [line for line in Paper(rendered.pdf, number).lines if line.y > profile["margin_top"]]
        assert min(line.left for line in text) >= profile["margin_left"] - 0.1
        assert max(line.right for line in text) <= 210 - profile["margin_right"] + 0.6
        assert max(line.y for line in text) < 297 - profile["margin_bottom"]


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_part_has_its_size_and_face(name: str) -> None:
    page, profile = LAYOUTS[name]
    paper, party = _paper(name), profile.code == PARTY
    last = Paper(_rendered(name).pdf, _rendered(name).slots["leader"].page)
    for words, measure, face in (
        (profile.national_name, "national_name_size", "bold"),
        (page.issuer.split()[0] + " " + page.issuer.split()[1], "issuer_size", "bold"),
        ("Số", "number_size", "regular"),
    ):
        line = paper.line(words)
        _within(name, line, measure)
        assert line.face == face, words
    name_line = [line for line in last.lines if page.signer_name in line.text][-1]
    _within(name, name_line, "signer_name_size")
    if form_of(page.kind).titled:
        title = last.line(page.title)
        _within(name, title, "authority_size")
        assert title.face == ("regular" if party else "bold")
    if form_of(page.kind).recipients:
        title = last.line("Nơi nhận:")
        _within(name, title, "recipients_title_size")
        assert title.face == ("regular" if party else "bold-italic")


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_kind_stands_in_capitals_over_the_abstract_or_not_at_all(name: str) -> None:
    page, profile = LAYOUTS[name]
    kind, lines = kind_of(page.kind).name.upper(), _paper(name).lines
    centred = [line for line in lines if line.text == kind]
    if not form_of(page.kind).kind_printed:
        assert not centred
        return
    middle = (profile["margin_left"] + 210 - profile["margin_right"]) / 2
    assert centred[0].middle == near(middle, abs=0.5)
    assert centred[0].face == "bold"
    _within(name, centred[0], "kind_size")
    assert "V/v" not in _paper(name).text


def test_only_a_cong_van_has_its_abstract_under_the_number() -> None:
    assert [name for name in STATE_NAMES if "V/v" in _paper(name).text] == ["state-cong_van"]
    line = _paper("party-cong_van").line("Về việc rà soát")
    assert (line.face, line.size) == ("italic", 12)


@pytest.mark.parametrize("name", [n for n in STATE_NAMES if "bien_ban" not in n])
def test_number_and_symbol_stand_without_spaces(name: str) -> None:
    page, profile = NUMBERED[name]
    text = Paper(laid_out(page, profile.version).pdf).text
    assert f"Số: 05/{page.symbol}" in text
    assert "ngày 05 tháng 12 năm 2026" in text


@pytest.mark.parametrize("name", PARTY_NAMES)
def test_a_party_number_has_no_colon_and_a_hyphen_before_its_kind(name: str) -> None:
    page, profile = NUMBERED[name]
    assert f"Số 05-{page.symbol}" in Paper(laid_out(page, profile.version).pdf).text


def test_the_abstract_has_a_rule_of_a_third_to_a_half_of_its_line() -> None:
    paper = _paper("state-ke_hoach")
    abstract = paper.line("Tổ chức thực hiện công tác văn thư năm 2027")
    rule = paper.rule_below(abstract)
    assert 1 / 3 - 0.02 <= rule.width / (abstract.right - abstract.left) <= 1 / 2 + 0.02


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_places_of_signature_seal_number_and_day_are_reserved(name: str) -> None:
    page, _ = LAYOUTS[name]
    slots = _rendered(name).slots
    number_known = page.number is not None
    dated = form_of(page.kind).dated
    assert {"leader", "seal"} <= set(slots)
    assert ("number" in slots) is not number_known
    assert ("day" in slots) is (dated and not number_known)
    leader, seal = slots["leader"], slots["seal"]
    assert leader.page == seal.page
    paper = Paper(_rendered(name).pdf, leader.page)
    signer = [line for line in paper.lines if page.signer_name in line.text][-1]
    assert (leader.box[0] + leader.box[2]) / 2 * MM == near(signer.middle, abs=0.3)
    assert (seal.box[2] - leader.box[0]) / (leader.box[2] - leader.box[0]) == near(1 / 3, abs=0.04)


def test_minutes_have_no_place_and_day_in_their_head_and_the_secretary_at_the_left() -> None:
    paper = _paper("state-bien_ban")
    assert "Hưng Sơn, ngày" not in paper.text
    secretary, chair = paper.line("THƯ KÝ"), paper.line("CHỦ TỌA")
    assert secretary.y == near(chair.y, abs=0.1) and secretary.middle < 105 < chair.middle
    assert paper.line("Lê Anh Dũng").y < paper.line("Nơi nhận:").y


def test_the_second_signature_has_its_place_over_the_name_at_the_left() -> None:
    name = "state-bien_ban-second"
    slots = _rendered(name).slots
    second, leader = slots["second"], slots["leader"]
    assert second.page == leader.page and second.box[1] == near(leader.box[1], abs=0.5)
    named = Paper(_rendered(name).pdf, second.page).line("Lê Anh Dũng")
    below = [
        one for one in Paper(_rendered(name).pdf, second.page).lines if one.text.strip() == "Lê Anh Dũng"
    ][-1]
    assert (second.box[0] + second.box[2]) / 2 * MM == near(below.middle, abs=0.3)
    assert named is not None and second.box[2] < leader.box[0]
    assert "second" not in _rendered("state-bien_ban").slots


@pytest.mark.parametrize("name", ["state-ke_hoach-joint", "party-huong_dan-joint"])
def test_a_joint_letter_has_the_lead_at_the_right_and_each_seal_over_its_own_signature(name: str) -> None:
    slots = _rendered(name).slots
    assert len({slots[one].page for one in ("leader", "seal", "second", "partner")}) == 1
    assert (
        slots["second"].box[2] < slots["seal"].box[0]
    )  # the lead's seal does not touch the partner's signature
    for signature, seal in (("leader", "seal"), ("second", "partner")):
        covered = slots[seal].box[2] - slots[signature].box[0]
        width = slots[signature].box[2] - slots[signature].box[0]
        assert covered / width == near(1 / 3, abs=0.04)
        assert slots[seal].box[0] * MM > 20  # on the sheet, whatever prints it


@pytest.mark.parametrize(
    ("name", "symbol"),
    [("state-ke_hoach-joint", "/KH-SNV-STC"), ("party-huong_dan-joint", "-HD/BTGDVTU-BTCTU")],
)
def test_a_joint_letter_bears_both_names_and_both_symbols(name: str, symbol: str) -> None:
    page, _profile = LAYOUTS[name]
    text = " ".join(_paper(name).text.split())
    assert symbol in text
    for issuer in page.issuer.split(" - "):
        assert all(word in text for word in issuer.split())


def test_a_decision_names_who_decides_above_the_bases_and_decides_below_them() -> None:
    paper = _paper("state-quyet_dinh")
    order = [
        "QUYẾT ĐỊNH",
        "Về việc thành lập",
        "GIÁM ĐỐC SỞ NỘI VỤ",
        "Căn cứ Nghị định",
        "QUYẾT ĐỊNH:",
        "Điều 1.",
    ]
    heights = [paper.line(words).y for words in order]
    assert heights == sorted(heights)
    assert paper.line("Căn cứ Nghị định").face == "italic"
    assert paper.line("Điều 1.").face == "bold"
    assert paper.line("Thành lập Tổ công tác gồm").face == "regular"


def test_a_promulgated_text_follows_with_its_own_title_and_the_places_of_the_decisions_number() -> None:
    rendered = _rendered("state-quyet_dinh-promulgating")
    second = Paper(rendered.pdf, 1)
    assert "(Ban hành kèm theo Quyết định số" in second.text
    assert second.line("QUY CHẾ").face == "bold"
    assert rendered.slots["number-2"].page == 1 and rendered.slots["day-2"].italic
    page, profile = NUMBERED["state-quyet_dinh-promulgating"]
    printed = Paper(laid_out(page, profile.version).pdf, 1).text.replace("\n", " ")
    assert "số 05/QĐ-SNV ngày 05 tháng 12 năm 2026 của Sở Nội vụ)" in printed


def test_appendices_are_counted_in_roman_figures_and_each_counts_its_own_pages() -> None:
    rendered = _rendered("state-bao_cao")
    papers = [Paper(rendered.pdf, number) for number in range(rendered.pages)]
    assert "Phụ lục I" in papers[1].text and "(Kèm theo Báo cáo số" in papers[1].text
    assert "Phụ lục II" in papers[3].text
    tops = [[line.text for line in paper.lines if line.y < 20] for paper in papers]
    assert tops == [[], [], ["2"], []]
    assert papers[1].line("Phụ lục I").size == 14


def test_one_appendix_alone_has_no_number() -> None:
    parts = LAYOUTS["state-bao_cao"][0].parts[1:]
    text = Paper(laid_out(page_of(STATE, "bao_cao", parts=parts)).pdf, 1).text
    assert "Phụ lục\n" in text and "Phụ lục I" not in text


@pytest.mark.parametrize("name", PARTY_NAMES)
def test_a_party_letter_has_the_partys_signs(name: str) -> None:
    page, _ = LAYOUTS[name]
    paper = _paper(name)
    assert "Độc lập" not in paper.text and "./." not in paper.text
    heading, asterisk, number = (paper.line(words) for words in ("ĐẢNG CỘNG SẢN VIỆT NAM", "*", "Số"))
    rule = paper.rule_below(heading)
    assert rule.width == near(heading.right - heading.left, abs=0.6)
    assert heading.y < asterisk.y < number.y
    assert ("-----" in paper.text) is form_of(page.kind).kind_printed


def test_the_party_presents_a_to_trinh_since_2026_and_sent_it_before() -> None:
    assert "Kính trình: Ủy ban nhân dân" in _paper("party-to_trinh").text
    assert "Kính gửi: Ủy ban nhân dân" in _paper("party2018-to_trinh").text
    assert "- Như trên;" in _paper("party-to_trinh").text
    assert "- Như trên," in _paper("party2018-to_trinh").text
    assert "Kính gửi: Ủy ban nhân dân" in _paper("state-to_trinh").text


def test_lines_of_a_party_text_stand_exactly_so_far_apart() -> None:
    paper = _paper("party-ke_hoach")
    first, second = paper.line("Thực hiện Nghị định"), paper.line("Chính phủ về công tác văn thư")
    assert 18 <= (second.y - first.y) / MM <= 22
    assert first.left - second.left == near(10, abs=0.1)


def test_a_letter_follows_the_version_of_its_day() -> None:
    from datetime import date

    assert profile_on(PARTY, date(2026, 5, 26)) is PARTY_2018
    assert profile_on(PARTY, date(2026, 5, 27)) is PARTY_2026
    assert profile_on(STATE, date(2019, 1, 1)) is STATE_2020
    assert profile_of(PARTY, "36hd-2018") is PARTY_2018
    with pytest.raises(KeyError):
        profile_of(STATE, "36hd-2018")


_ROUGH = {
    "subject": "rà soát, thống kê, báo cáo tình hình gửi, nhận văn bản điện tử có ký số " * 6,
    "issuer": "TRUNG TÂM XÚC TIẾN ĐẦU TƯ, THƯƠNG MẠI VÀ DU LỊCH KHU VỰC ĐỒNG BẰNG VÀ VEN BIỂN",
    "issuer_name": "Trung tâm Xúc tiến đầu tư, thương mại và du lịch khu vực đồng bằng và ven biển",
    "superior": "ỦY BAN NHÂN DÂN THÀNH PHỐ TRỰC THUỘC TRUNG ƯƠNG HƯNG SƠN",
    "issuing_authority": "GIÁM ĐỐC TRUNG TÂM XÚC TIẾN ĐẦU TƯ, THƯƠNG MẠI VÀ DU LỊCH KHU VỰC ĐỒNG BẰNG VÀ VEN BIỂN",
    "recipients": tuple(f"Ủy ban nhân dân xã thứ {n}" for n in range(1, 41)),
    "number_digits": 6,
}


@pytest.mark.parametrize("kind", ["quyet_dinh", "cong_dien", "bien_ban", "giay_moi", "hop_dong", "bao_cao"])
def test_long_names_long_abstracts_and_many_recipients_keep_the_margins(kind: str) -> None:
    rendered = laid_out(page_of(STATE, kind, **_ROUGH))
    for number in range(rendered.pages):
        lines = [line for line in Paper(rendered.pdf, number).lines if line.y > 20]
        assert min(line.left for line in lines) >= 30 - 0.1
        assert max(line.right for line in lines) <= 195 + 0.6
        assert max(line.y for line in lines) < 277


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("name", ["state-quyet_dinh", "state-bao_cao", "party-ke_hoach", "party-cong_van"])
def test_at_either_end_of_every_range_the_page_still_holds_its_words(name: str, end: str) -> None:
    page, profile = LAYOUTS[name]
    moved = profile.adjusted(**{one: getattr(rule, end) for one, rule in profile.measures.items()})
    composed = compose(page, moved)
    rendered = render_pdf(composed.html, stylesheets=composed.stylesheets, at=AT)
    lines = [line for line in Paper(rendered.pdf).lines if line.y > moved["margin_top"]]
    assert min(line.left for line in lines) >= moved["margin_left"] - 0.1
    assert max(line.right for line in lines) <= 210 - moved["margin_right"] + 0.6
    assert {"leader", "seal", "number", "day"} <= set(rendered.slots)
