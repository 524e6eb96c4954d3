"""Two texts compared: nothing is lost, nothing is told twice, and equal texts are equal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from dispatch.body.differences import Difference, Line, Piece, compare, lines_of_body


def states(old: list[str], new: list[str]) -> list[str]:
    return [one.state for one in compare([Line(text) for text in old], [Line(text) for text in new])]


def side(found: list[Difference], *kept: str) -> list[str]:
    """Give the lines of one of the two texts out of the comparison."""
    return [
        "".join(piece.text for piece in one.pieces if piece.state in kept)
        for one in found
        if {piece.state for piece in one.pieces} & set(kept) or not one.pieces
    ]


def test_equal_texts_have_no_difference() -> None:
    assert states(["Một.", "Hai."], ["Một.", "Hai."]) == ["same", "same"]


def test_a_line_that_came_and_one_that_went() -> None:
    assert states(["Một.", "Hai."], ["Một.", "Chen giữa hai dòng", "Hai."]) == ["same", "new", "same"]
    assert states(["Một.", "Sẽ bị bỏ đi", "Hai."], ["Một.", "Hai."]) == ["same", "gone", "same"]


def test_a_changed_line_shows_the_old_words_before_the_new() -> None:
    (found,) = compare([Line("báo cáo trước ngày 15 tháng 12")], [Line("báo cáo trước ngày 20 tháng 12")])
    assert found.state == "changed"
    assert found.pieces == (
        Piece("same", "báo cáo trước ngày "), Piece("gone", "15"), Piece("new", "20"), Piece("same", " tháng 12"),
    )  # fmt: skip


def test_a_line_in_another_form_is_told_apart_from_an_equal_one() -> None:
    bold = {"type": "paragraph", "content": [{"type": "text", "text": "Gấp", "marks": [{"type": "strong"}]}]}
    plain = {"type": "paragraph", "content": [{"type": "text", "text": "Gấp"}]}
    old, new = (lines_of_body({"type": "doc", "content": [one]}) for one in (plain, bold))
    assert [one.state for one in compare(old, new)] == ["reshaped"]


def test_numbers_and_letters_are_read_as_printed() -> None:
    def item(text: str) -> dict[str, object]:
        return {
            "type": "list_item",
            "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}],
        }

    body = {"type": "doc", "content": [
        {"type": "article", "content": [{"type": "text", "text": "Một"}]},
        {"type": "ordered_list", "attrs": {"style": "alpha", "order": 1}, "content": [item(t) for t in "VXYZT"]},
        {"type": "article", "content": [{"type": "text", "text": "Hai"}]},
        {"type": "bullet_list", "content": [item("gạch")]},
    ]}  # fmt: skip
    read = [line.text for line in lines_of_body(body)]
    assert read == ["Điều 1. Một", "a) V", "b) X", "c) Y", "d) Z", "đ) T", "Điều 2. Hai", "- gạch"]


TEXTS = some.lists(some.text(alphabet="aăb d\u0323.,1", min_size=1, max_size=12), max_size=8)


@given(old=TEXTS, new=TEXTS)
def test_both_texts_can_be_read_out_of_their_comparison(old: list[str], new: list[str]) -> None:
    found = compare([Line(text) for text in old], [Line(text) for text in new])
    assert side(found, "same", "gone") == old
    assert side(found, "same", "new") == new
