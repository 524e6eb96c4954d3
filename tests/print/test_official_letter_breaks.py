"""Where pages may break: the signature is never alone, lists run on, headings stay with their text."""

from __future__ import annotations

import pytest

from tests.print.letters import GOLDEN, laid_out, letter
from tests.print.paper import Paper

_SENTENCE = (
    "Các cơ quan, đơn vị rà soát, báo cáo đầy đủ, đúng thời hạn theo hướng dẫn của Sở Nội vụ "
    "và chịu trách nhiệm. "
)


def _body(lines: int, last: str) -> str:
    return f"<p>{_SENTENCE * 3}</p>" * (lines // 4) + "<p>Một dòng thêm vào.</p>" * (lines % 4) + last


@pytest.mark.parametrize("lines", range(14, 32))
@pytest.mark.parametrize(
    "last", ["<p>Trân trọng.</p>", f"<p>{_SENTENCE * 4}</p>"], ids=["one line", "several lines"]
)
def test_at_least_two_lines_of_text_stand_with_the_signature(lines: int, last: str) -> None:
    rendered = laid_out(letter(body_html=_body(lines, last)))
    page = Paper(rendered.pdf, rendered.slots["leader"].page)
    title = page.line("Nơi nhận:").y
    text = [
        line for line in page.lines if 20 < line.y < title - 1 and line.size == 14 and line.face == "regular"
    ]
    assert len(text) >= 2
    assert rendered.slots["leader"].page == rendered.slots["seal"].page
    names = page.line("Nguyễn Thị Ánh Nguyệt").y, page.line("KT. GIÁM ĐỐC").y, page.line("PHÓ GIÁM ĐỐC").y
    assert names[1] < names[2] < names[0]


def test_forty_recipients_run_on_under_the_signature_and_over_the_page() -> None:
    rendered = laid_out(GOLDEN["forty_recipients"])
    papers = [Paper(rendered.pdf, number) for number in range(rendered.pages)]
    found = [
        line for page in papers for line in page.lines if line.text.startswith("- Ủy ban nhân dân xã thứ")
    ]
    assert [line.text for line in found] == [f"- Ủy ban nhân dân xã thứ {n};" for n in range(1, 41)]
    assert {round(line.left, 1) for line in found} == {round(found[0].left, 1)}
    assert max(papers[-1].lines, key=lambda line: line.y).text == "- Lưu: VT, VP."
    steps = [b.y - a.y for a, b in zip(found, found[1:], strict=False) if b.y > a.y]
    assert max(steps) - min(steps) < 0.1  # no gap where the list leaves the signature's side
    assert rendered.slots["leader"].page == 0


def test_forty_addressees_end_with_semicolons_and_one_full_stop() -> None:
    rendered = laid_out(GOLDEN["many_addressees"])
    papers = [Paper(rendered.pdf, number) for number in range(rendered.pages)]
    found = [
        line.text
        for page in papers
        for line in page.lines
        if line.text.startswith("- Ủy ban nhân dân xã thứ")
    ]
    assert found == [f"- Ủy ban nhân dân xã thứ {n}{';' if n < 40 else '.'}" for n in range(1, 41)]


def test_a_heading_is_never_the_last_line_of_a_page() -> None:
    rendered = laid_out(GOLDEN["several_pages"])
    for number in range(rendered.pages):
        lowest = max(Paper(rendered.pdf, number).lines, key=lambda line: line.y)
        assert not lowest.text.startswith("Điều")


def test_a_table_repeats_its_head_on_the_next_page() -> None:
    rendered = laid_out(GOLDEN["several_pages"])
    pages_with_rows = [n for n in range(rendered.pages) if "Đơn vị thứ" in Paper(rendered.pdf, n).text]
    assert len(pages_with_rows) > 1
    assert all("Cơ quan, đơn vị" in Paper(rendered.pdf, n).text for n in pages_with_rows)
