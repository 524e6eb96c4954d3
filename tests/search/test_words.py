"""Folding, words, questions and snippets, for any text there is."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from lib.text import fold, nfc
from search.index.asking import MOST_WORDS, understand
from search.index.snippets import LONGEST, cut_out, mark
from search.index.words import accented_words_of, same_length_fold, storable, word_spans, words_of
from tests.sizes import SIZES

SYLLABLE = st.sampled_from(
    ["ủy", "uỷ", "Hòa", "hoà", "thủy", "đường", "Đảng", "nghị", "quyết", "khuya", "già", "05", "12", "KẾ", "HOẠCH"]
)  # fmt: skip
VIETNAMESE = st.lists(SYLLABLE, max_size=12).map(" ".join)
ANY = st.one_of(VIETNAMESE, st.text(max_size=80))
some = settings(max_examples=SIZES.hypothesis_examples, deadline=None)


@some
@given(ANY)
def test_both_unicode_forms_give_the_same_words(text: str) -> None:
    assert words_of(unicodedata.normalize("NFD", text)) == words_of(unicodedata.normalize("NFC", text))
    assert accented_words_of(unicodedata.normalize("NFD", text)) == accented_words_of(nfc(text))


@some
@given(ANY)
def test_words_are_folded_once_and_for_all(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words
    assert all(word and not any(c.isspace() for c in word) for word in words)


@some
@given(VIETNAMESE)
def test_folding_vietnamese_keeps_every_offset(text: str) -> None:
    assert len(fold(nfc(text))) == len(nfc(text))
    assert fold(nfc(text)).isascii()


@some
@given(ANY)
def test_offsets_hold_for_the_original_in_any_script(text: str) -> None:
    text = nfc(text)
    assert len(same_length_fold(text)) == len(text)
    for start, end, word in word_spans(text):
        assert 0 <= start < end <= len(text)
        assert not word.isascii() or words_of(text[start:end])[:1] == [word]


@some
@given(st.text(max_size=3_000))
def test_any_question_is_understood_within_its_bounds(typed: str) -> None:
    question = understand(typed)
    assert len(question.words) <= MOST_WORDS
    assert all("\x00" not in word and word for word in question.words)
    assert question.blank == (not typed.strip())


@some
@given(VIETNAMESE, VIETNAMESE)
def test_a_snippet_is_a_piece_of_the_text_and_marks_only_what_was_asked(text: str, typed: str) -> None:
    text, question = nfc(text * 20), understand(typed)
    snippet = cut_out(text, question)
    assert snippet.text.strip("… ") in text
    assert len(snippet.text) <= LONGEST + 4
    assert "".join(piece.text for piece in snippet.pieces) == snippet.text
    for piece in snippet.pieces:
        assert not piece.found or set(words_of(piece.text)) <= set(question.words)


def test_a_snippet_shows_the_first_word_asked_for_however_deep_it_lies() -> None:
    text = "mở đầu " * 100 + "rồi đến kế hoạch " + "đoạn cuối " * 100
    snippet = cut_out(text, understand("KE HOACH"))
    assert [piece.text for piece in snippet.pieces if piece.found] == ["kế", "hoạch"]
    assert snippet.text.startswith("… ") and snippet.text.endswith(" …")


def test_markup_in_a_text_stays_text() -> None:
    marked = mark("<b>Kế</b> hoạch & <script>", understand("kế"))
    assert [(p.text, p.found) for p in marked.pieces] == [
        ("<b>", False),
        ("Kế", True),
        ("</b> hoạch & <script>", False),
    ]


def test_a_beginning_marks_the_words_it_begins() -> None:
    assert [p.text for p in mark("Kế hoạch, kết quả", understand("kê*")).pieces if p.found] == ["Kế", "kết"]


def test_what_is_stored_has_no_nul_and_is_composed() -> None:
    assert storable("a\x00" + unicodedata.normalize("NFD", "ủy")) == "a ủy"
