"""The body between editor and page: what is refused, what is printed, what bears a mark of secrecy."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch import errors
from dispatch.body.markup import markup_of
from dispatch.body.plain import lines_of, plain_text
from dispatch.body.schema import MOST_DEPTH, check_body
from dispatch.body.secrecy import secret_mark_in
from dispatch.layout.body import clean_body


def doc(*content: Any) -> dict[str, Any]:
    return {"type": "doc", "content": list(content)}


def text(value: str, *marks: str) -> dict[str, Any]:
    return {"type": "text", "text": value, **({"marks": [{"type": mark} for mark in marks]} if marks else {})}


def paragraph(*inline: Any, **attributes: Any) -> dict[str, Any]:
    return {"type": "paragraph", "content": list(inline), **({"attrs": attributes} if attributes else {})}


def item(*content: Any) -> dict[str, Any]:
    return {"type": "list_item", "content": list(content)}


EVERYTHING = doc(
    {"type": "heading", "attrs": {"level": 1}, "content": [text("Phần I")]},
    {"type": "heading", "attrs": {"level": 2}, "content": [text("1. Yêu cầu")]},
    {"type": "heading", "attrs": {"level": 3}, "content": [text("a. Chi tiết")]},
    {"type": "article", "content": [text("Phạm vi")]},
    {"type": "article", "content": [text("Hiệu lực")]},
    paragraph(
        text("đậm", "strong"), {"type": "hard_break"}, text("nghiêng", "em", "underline"), align="center"
    ),
    {
        "type": "ordered_list",
        "attrs": {"order": 1, "style": "decimal"},
        "content": [
            item(
                paragraph(text("một")),
                {
                    "type": "ordered_list",
                    "attrs": {"order": 3, "style": "alpha"},
                    "content": [item(paragraph(text("điểm")))],
                },
            )
        ],
    },
    {"type": "bullet_list", "content": [item(paragraph(text("gạch")))]},
    {
        "type": "table",
        "content": [
            {"type": "table_row", "content": [{"type": "table_header", "content": [paragraph(text("STT"))]}]},
            {
                "type": "table_row",
                "content": [
                    {
                        "type": "table_cell",
                        "attrs": {"colspan": 2, "rowspan": 1, "colwidth": [120]},
                        "content": [paragraph(text("1"))],
                    }
                ],
            },
        ],
    },
)


def test_everything_the_editor_makes_is_printed() -> None:
    assert markup_of(EVERYTHING) == (
        "<h2>Phần I</h2><p class='clause'><strong>1. Yêu cầu</strong></p><p><strong><em>a. Chi tiết</em></strong></p>"
        "<h4>Điều 1. Phạm vi</h4><h4>Điều 2. Hiệu lực</h4>"
        "<p class='center'><strong>đậm</strong><br><u><em>nghiêng</em></u></p>"
        "<ol><li>một<ol class='points' start='3'><li>điểm</li></ol></li></ol><ul><li>gạch</li></ul>"
        "<table><thead><tr><th><p>STT</p></th></tr></thead>"
        "<tbody><tr><td colspan='2'><p>1</p></td></tr></tbody></table>"
    )


def test_the_layout_lets_all_of_it_through() -> None:
    markup = markup_of(EVERYTHING).replace("'", '"')
    assert clean_body(markup) == markup


def test_its_words_are_found_without_their_form() -> None:
    assert plain_text(EVERYTHING).split("\n")[:4] == ["Phần I", "1. Yêu cầu", "a. Chi tiết", "Phạm vi"]
    assert "đậm\nnghiêng" in plain_text(EVERYTHING)


def test_markup_typed_as_text_stays_text() -> None:
    hostile = doc(paragraph(text("<script>alert(1)</script><img src=x onerror=y>")))
    assert markup_of(hostile) == "<p>&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=y&gt;</p>"


@pytest.mark.parametrize(
    "body",
    [
        {"type": "paragraph"},
        "text",
        None,
        doc(),
        doc({"type": "script", "content": [text("alert(1)")]}),
        doc({"type": "image", "attrs": {"src": "http://example.invalid/x.png"}}),
        doc({"type": "html", "content": []}),
        doc({"type": "paragraph", "attrs": {"style": "color:red"}}),
        doc({"type": "paragraph", "attrs": {"align": "justify' onclick='x"}}),
        doc({"type": "paragraph", "onclick": "x"}),
        doc({"type": "heading", "attrs": {"level": 4}, "content": [text("x")]}),
        doc({"type": "heading", "attrs": {"level": True}, "content": [text("x")]}),
        doc(paragraph(text("x", "link"))),
        doc(paragraph({"type": "text", "text": "x", "marks": [{"type": "strong", "attrs": {"href": "x"}}]})),
        doc(paragraph({"type": "text", "text": ""})),
        doc(paragraph({"type": "text", "text": 5})),
        doc(paragraph(paragraph(text("x")))),
        doc({"type": "bullet_list", "content": [paragraph(text("x"))]}),
        doc({"type": "bullet_list", "content": [{"type": "list_item", "content": []}]}),
        doc(
            {
                "type": "table",
                "content": [{"type": "table_row", "content": [{"type": "table_cell", "content": []}]}],
            }
        ),
        doc({"type": "ordered_list", "attrs": {"order": 0}, "content": [item(paragraph(text("x")))]}),
        doc({"type": ["paragraph"]}),
    ],
)
def test_what_the_editor_cannot_have_made_is_refused(body: Any) -> None:
    with pytest.raises(errors.BodyIsMalformed):
        check_body(body)


def test_a_text_without_measure_is_refused() -> None:
    with pytest.raises(errors.BodyIsTooLarge):
        check_body(doc(paragraph(text("x" * 300_001))))
    with pytest.raises(errors.BodyIsTooLarge):
        check_body(doc(*[paragraph()] * 20_001))
    nested: dict[str, Any] = paragraph(text("x"))
    for _level in range(MOST_DEPTH):
        nested = {"type": "bullet_list", "content": [item(paragraph(text("x")), nested)]}
    with pytest.raises(errors.BodyIsTooLarge):
        check_body(doc(nested))


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["doc", "paragraph", "text"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "content", "text", "marks", "attrs", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_either_printed_clean_or_refused(body: Any) -> None:
    try:
        markup = markup_of(body)
    except (errors.BodyIsMalformed, errors.BodyIsTooLarge):
        return
    assert "<script" not in markup
    lines_of(body)


@pytest.mark.parametrize(
    "line",
    ["MẬT", " TỐI MẬT ", "TUYỆT MẬT", "Độ MẬT: TỐI MẬT".upper(), "[MẬT]", "T Ố I  M Ậ T", "- MẬT -"],
)
def test_a_mark_of_secrecy_is_found_in_both_spellings(line: str) -> None:
    assert secret_mark_in(["Kính gửi", line]) is not None
    assert secret_mark_in([unicodedata.normalize("NFD", line)]) is not None


@pytest.mark.parametrize(
    "line",
    ["", "Mật độ dân số", "BẢO MẬT", "bí mật nhà nước", "QUY CHẾ BẢO MẬT", "mật", "TỐI MẬT LÀ GÌ", "MẬT ONG"],
)
def test_a_word_in_a_sentence_is_no_mark(line: str) -> None:
    assert secret_mark_in([line]) is None


@pytest.mark.parametrize("kind", [["strong"], {"a": 1}, 5])
def test_a_mark_that_is_no_word_is_refused(kind: Any) -> None:
    with pytest.raises(errors.BodyIsMalformed):
        check_body(doc(paragraph({"type": "text", "text": "x", "marks": [{"type": kind}]})))
