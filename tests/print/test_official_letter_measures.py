"""Every measure of Decree 30/2020 App. I that the State letter must keep, read from the PDF."""

from __future__ import annotations

from datetime import date

import pytest

from dispatch.layout.composing import compose
from dispatch.layout.profiles import STATE_2020, MeasureOutsideRangeError
from dispatch.models.kinds import fill_texts
from files.rendering import render_pdf
from lib.calendar import written_day
from tests.print.letters import AT, GOLDEN, laid_out, letter
from tests.print.paper import MM, Paper

near = pytest.approx


@pytest.fixture(scope="module")
def paper() -> Paper:
    return Paper(laid_out(letter()).pdf)


def test_the_sheet_is_a4_upright(paper: Paper) -> None:
    assert (paper.width, paper.height) == (near(210, abs=0.05), near(297, abs=0.05))


@pytest.mark.parametrize("name", GOLDEN)
def test_the_text_keeps_the_margins(name: str) -> None:
    rendered = laid_out(GOLDEN[name])
    for number in range(rendered.pages):
        page = Paper(rendered.pdf, number)
        text = [line for line in page.lines if not (line.text == str(number + 1) and line.y < 20)]
        assert min(line.left for line in text) >= 30 - 0.1
        assert max(line.right for line in text) <= 210 - 15 + 0.6  # a side bearing may hang over by a hair
        assert min(line.y for line in text) > 20
        assert max(line.y for line in text) < 297 - 20


@pytest.mark.parametrize(
    ("words", "size", "face"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (12, 13), "bold"),
        ("Độc lập - Tự do - Hạnh phúc", (13, 14), "bold"),
        ("ỦY BAN NHÂN DÂN", (12, 13), "regular"),
        ("SỞ NỘI VỤ", (12, 13), "bold"),
        ("Số:", (13, 13), "regular"),
        ("/SNV-VP", (13, 13), "regular"),
        ("Hưng Sơn, ngày", (13, 14), "italic"),
        ("V/v rà soát", (12, 13), "regular"),
        ("Kính gửi:", (13, 14), "regular"),
        ("Thực hiện Nghị định", (13, 14), "regular"),
        ("KT. GIÁM ĐỐC", (13, 14), "bold"),
        ("PHÓ GIÁM ĐỐC", (13, 14), "bold"),
        ("Nguyễn Thị Ánh Nguyệt", (13, 14), "bold"),
        ("Nơi nhận:", (12, 12), "bold-italic"),
        ("- Như trên;", (11, 11), "regular"),
        ("- Lưu: VT, VP.", (11, 11), "regular"),
    ],
)
def test_each_part_has_its_size_and_face(paper: Paper, words: str, size: tuple[int, int], face: str) -> None:
    line = paper.line(words)
    assert size[0] <= line.size <= size[1]
    assert line.face == face


def test_the_rule_under_the_motto_is_as_long_as_the_motto(paper: Paper) -> None:
    motto = paper.line("Độc lập - Tự do - Hạnh phúc")
    rule = paper.rule_below(motto)
    assert rule.width == near(motto.right - motto.left, abs=0.6)
    assert (rule.left + rule.right) / 2 == near(motto.middle, abs=0.3)


@pytest.mark.parametrize("name", ["one_page", "long_issuer"])
def test_the_rule_under_the_issuer_is_a_third_to_a_half_of_its_line(name: str) -> None:
    page = Paper(laid_out(GOLDEN[name]).pdf)
    head = [line for line in page.lines if line.face == "bold" and line.right < 107 and line.y < 60]
    longest = max(line.right - line.left for line in head)
    rule = page.rule_below(head[-1])
    assert longest / 3 <= rule.width <= longest / 2
    assert (rule.left + rule.right) / 2 == near(head[-1].middle, abs=0.3)


def test_a_long_name_is_set_in_balanced_lines_inside_its_column() -> None:
    page = Paper(laid_out(GOLDEN["long_issuer"]).pdf)
    lines = [line for line in page.lines if line.right < 106 and line.y < 55 and line.text.isupper()]
    assert [line.text for line in lines if line.face == "bold"][0] == "TRUNG TÂM XÚC TIẾN ĐẦU TƯ,"
    assert all(line.left >= 30 and line.right <= 105 for line in lines)
    assert all(line.middle == near(67.5, abs=0.5) for line in lines)


def test_number_and_date_stand_on_one_line_centred_under_issuer_and_motto(paper: Paper) -> None:
    number, day = paper.line("Số:"), paper.line("Hưng Sơn, ngày")
    assert number.y == near(day.y, abs=0.1)
    slots = laid_out(letter()).slots
    whole_number = (number.left + paper.line("/SNV-VP").right) / 2
    assert whole_number == near(paper.line("SỞ NỘI VỤ").middle, abs=0.5)
    whole_day = (day.left + slots["day"].box[2] * MM) / 2
    assert whole_day == near(paper.line("Độc lập - Tự do - Hạnh phúc").middle, abs=1)


def test_the_place_of_the_number_touches_the_slash_and_holds_three_figures(paper: Paper) -> None:
    slot = laid_out(letter()).slots["number"]
    left, _, right, _ = (v * MM for v in slot.box)
    assert right == near(paper.line("/SNV-VP").left, abs=0.1)
    assert right - left == near(3 * 6.5 * MM, abs=0.5)
    assert (slot.size, slot.italic, slot.align) == (13, False, "right")


def test_text_filled_on_the_slots_baseline_stands_in_line_with_the_printed_words(paper: Paper) -> None:
    for name, words in (("number", "Số:"), ("day", "Hưng Sơn, ngày")):
        slot = laid_out(letter()).slots[name]
        assert paper.height - (slot.box[1] + slot.baseline) * MM == near(paper.line(words).y, abs=0.05)


def test_the_place_of_the_date_holds_the_longest_date_in_italics() -> None:
    printed = Paper(laid_out(letter(issued_on=date(2026, 12, 20))).pdf).line("20 tháng 12 năm 2026")
    slot = laid_out(letter()).slots["day"]
    assert (slot.box[2] - slot.box[0]) * MM >= printed.right - printed.left
    assert (slot.italic, slot.align, slot.size) == (True, "left", printed.size)
    assert slot.hint.strip() == "tháng 11 năm 2026"


def test_a_letter_numbered_in_the_next_month_keeps_its_file() -> None:
    assert fill_texts(number=5, day=date(2026, 12, 1)) == {"Number": "05", "Day": "01 tháng 12 năm 2026"}


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 1, 9), "09 tháng 01 năm 2026"),
        (date(2026, 2, 10), "10 tháng 02 năm 2026"),
        (date(2026, 3, 1), "01 tháng 3 năm 2026"),
        (date(2026, 10, 31), "31 tháng 10 năm 2026"),
    ],
)
def test_only_days_below_ten_and_months_one_and_two_get_a_zero(day: date, words: str) -> None:
    assert written_day(day) == words


@pytest.mark.parametrize(
    ("number", "printed"), [(5, "Số: 05/SNV-VP"), (10, "Số: 10/SNV-VP"), (1234, "Số: 1234/SNV-VP")]
)
def test_a_known_number_is_printed_without_spaces(number: int, printed: str) -> None:
    rendered = laid_out(letter(number=number, issued_on=date(2026, 12, 5)))
    page = Paper(rendered.pdf)
    assert page.line("Số:").y == page.line(printed).y
    assert page.line("Hưng Sơn, ngày 05 tháng 12 năm 2026").face == "italic"
    assert set(rendered.slots) == {"leader", "seal"}


def test_the_abstract_stands_six_points_under_the_number(paper: Paper) -> None:
    number, subject = paper.line("Số:"), paper.line("V/v rà soát việc gửi, nhận văn bản")
    # From the bottom of the number's line box (descent plus half leading) to the top of the abstract's.
    bottom = number.y + number.size * MM * (443 + 43.5) / 2048
    top = subject.y - subject.size * MM * (1825 + 43.5) / 2048
    assert top - bottom == near(6 * MM, abs=0.25)
    assert subject.middle == near(67.5, abs=0.5)


def test_one_addressee_stands_on_the_line_of_kinh_gui(paper: Paper) -> None:
    assert paper.line("Kính gửi:").y == near(paper.line("Ủy ban nhân dân các xã, phường").y, abs=0.05)


def test_several_addressees_are_listed_with_their_dashes_under_the_colon() -> None:
    page = Paper(laid_out(letter(addressees=("Sở Tài chính", "Sở Y tế", "Sở Tư pháp"))).pdf)
    colon = page.line("Kính gửi:").glyphs[-1]
    rows = [page.line(words) for words in ("- Sở Tài chính;", "- Sở Y tế;", "- Sở Tư pháp.")]
    assert [row.left for row in rows] == [near(colon.x, abs=0.6)] * 3
    assert rows[0].y > colon.y + 4


def test_the_body_is_indented_justified_and_spaced_as_ruled(paper: Paper) -> None:
    first, second = paper.line("Thực hiện Nghị định"), paper.line("Chính phủ về công tác văn thư")
    assert first.left - second.left == near(12.7, abs=0.1)
    single = first.size * MM * (1825 + 443 + 87) / 2048
    assert single <= second.y - first.y <= 1.5 * single + 0.05
    full = [line for line in paper.lines if line.text.startswith(("Thực hiện", "Chính phủ về"))]
    assert all(line.right == near(195, abs=0.3) for line in full)
    last = paper.line("dung sau đây:")
    assert paper.line("1. Số lượng").y - last.y >= second.y - first.y + 6 * MM - 0.05


def test_points_follow_the_vietnamese_alphabet(paper: Paper) -> None:
    for words in ("a) Về hạ tầng", "b) Về chữ ký", "c) Về nhân lực", "d) Về kinh phí", "đ) Nội dung khác"):
        assert paper.line(words).left == near(30 + 12.7, abs=0.2)


def test_the_text_ends_with_the_end_mark(paper: Paper) -> None:
    assert paper.line("Ủy ban nhân dân tỉnh./.")


def test_legal_bases_are_italic_with_semicolons_and_a_final_full_stop() -> None:
    page = Paper(laid_out(GOLDEN["several_pages"]).pdf)
    assert page.line("địa phương ngày 16 tháng 6 năm 2025;").face == "italic"
    assert page.line("về công tác văn thư.").face == "italic"


def test_noi_nhan_is_level_with_the_signers_authority_at_the_left_margin(paper: Paper) -> None:
    title, authority = paper.line("Nơi nhận:"), paper.line("KT. GIÁM ĐỐC")
    assert title.y == near(authority.y, abs=0.1)
    assert title.left == near(30, abs=0.5)
    assert paper.line("- Như trên;").left == near(30, abs=0.3)
    assert authority.middle == near(paper.line("Nguyễn Thị Ánh Nguyệt").middle, abs=0.3)


def test_the_signature_is_centred_between_title_and_name(paper: Paper) -> None:
    left, bottom, right, top = (v * MM for v in laid_out(letter()).slots["leader"].box)
    title, name = paper.line("PHÓ GIÁM ĐỐC"), paper.line("Nguyễn Thị Ánh Nguyệt")
    assert (left + right) / 2 == near(name.middle, abs=0.3)
    assert title.y < paper.height - top
    assert paper.height - bottom < name.y - name.size * MM * 0.7


def test_the_seal_has_its_real_size_and_covers_the_left_third_of_the_signature() -> None:
    slots = laid_out(letter()).slots
    seal, leader = slots["seal"].box, slots["leader"].box
    assert ((seal[2] - seal[0]) * MM, (seal[3] - seal[1]) * MM) == (near(36, abs=0.05), near(36, abs=0.05))
    assert seal[0] < leader[0]
    assert (seal[2] - leader[0]) / (leader[2] - leader[0]) == near(1 / 3, abs=0.02)
    assert (seal[1] + seal[3]) / 2 == near((leader[1] + leader[3]) / 2, abs=0.5)


@pytest.mark.parametrize(
    ("urgency", "words", "width"),
    [("express", "HỎA TỐC", 30), ("very_urgent", "THƯỢNG KHẨN", 40), ("urgent", "KHẨN", 20)],
)
def test_the_urgency_stamp_has_its_legal_size(urgency: str, words: str, width: int) -> None:
    page = Paper(laid_out(letter(urgency=urgency)).pdf)
    line = page.line(words)
    box = next(b for b in page.bars() if b.left < line.middle < b.right and b.top < line.y < b.bottom)
    assert (box.width, box.bottom - box.top) == (near(width, abs=0.1), near(8, abs=0.1))
    assert line.face == "bold" and 13 <= line.size <= 14
    assert line.middle == near((box.left + box.right) / 2, abs=0.3)


def test_the_foot_of_page_one_holds_the_address_under_a_full_rule_and_the_qr_code() -> None:
    page = Paper(laid_out(GOLDEN["one_page"]).pdf)
    contact = page.line("Số 1 đường Hùng Vương")
    rule = min((b for b in page.bars() if b.top < contact.y < b.bottom + 1), key=lambda b: contact.y - b.top)
    assert (rule.left, rule.right) == (near(30, abs=0.1), near(195, abs=0.1))
    assert 11 <= contact.size <= 12
    code = max(page.bars(), key=lambda b: b.bottom)
    assert code.left < 32 and 9 < code.width <= 13 and code.bottom < 292


def test_drafter_and_copies_stand_under_the_recipients_in_eleven_points() -> None:
    page = Paper(laid_out(GOLDEN["one_page"]).pdf)
    line = page.line("NVM.(25)")
    assert line.size == 11
    assert line.y > page.line("- Lưu: VT, VP.").y


def test_page_numbers_are_centred_in_the_top_margin_from_page_two() -> None:
    rendered = laid_out(GOLDEN["several_pages"])
    assert rendered.pages >= 3
    assert not [line for line in Paper(rendered.pdf, 0).lines if line.y < 20]
    for number in range(1, rendered.pages):
        top = [line for line in Paper(rendered.pdf, number).lines if line.y < 20]
        assert [line.text for line in top] == [str(number + 1)]
        assert top[0].middle == near((30 + 195) / 2, abs=0.3)
        assert 13 <= top[0].size <= 14 and top[0].face == "regular"


def test_another_profile_moves_the_page() -> None:
    profile = STATE_2020.adjusted(margin_left=35, margin_right=20, body_size=13, body_indent=10)
    composed = compose(letter(), profile)
    page = Paper(render_pdf(composed.html, stylesheets=composed.stylesheets, at=AT).pdf)
    first, second = page.line("Thực hiện Nghị định"), page.line("phủ về công tác")
    assert second.left == near(35, abs=0.3)
    assert first.left - second.left == near(10, abs=0.1)
    assert first.size == 13


def test_a_measure_of_the_regulation_cannot_leave_its_range() -> None:
    with pytest.raises(MeasureOutsideRangeError, match=r"margin_left.*I\.3"):
        STATE_2020.adjusted(margin_left=29)
    assert STATE_2020.adjusted(seal_diameter=31)["seal_diameter"] == 31  # practice, not rule


def test_every_measure_stands_inside_its_own_range_and_names_its_source() -> None:
    for name, rule in STATE_2020.measures.items():
        assert rule.low <= rule.value <= rule.high, name
        assert rule.source
