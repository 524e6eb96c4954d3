"""The body of a letter: only the markup of the form passes, and the end mark stands after the last word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.layout.body import clean_body, with_end_mark
from dispatch.layout.composing import compose
from dispatch.layout.lines import balanced
from dispatch.layout.profiles import STATE_2020
from files.rendering import render_pdf
from tests.print.letters import letter
from tests.print.paper import Paper


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<p>a<script>alert(1)</script></p>", "<p>a</p>"),
        ("<p style='color:red' onclick='x()' id='slot-seal'>a</p>", "<p>a</p>"),
        ("<p>a <a href='http://x'>b</a> <img src='http://x/y.png'></p>", "<p>a b </p>"),
        ("<p class='basis evil'>a</p>", '<p class="basis">a</p>'),
        ("<ol class='points'><li>a</li></ol>", '<ol class="points"><li>a</li></ol>'),
        ("<td colspan='2' width='9'>a</td>", "a"),
        ("<style>@import url(http://x)</style><p>a</p>", "<p>a</p>"),
    ],
)
def test_only_the_markup_of_the_form_passes(typed: str, kept: str) -> None:
    assert clean_body(typed) == kept


@pytest.mark.parametrize(
    ("body", "ended"),
    [
        ("<p>Một câu.</p>", "<p>Một câu./.</p>"),
        ("<p>Một câu./.</p>", "<p>Một câu./.</p>"),
        ("<p>Một câu;</p>\n", "<p>Một câu./.</p>\n"),
        ("<p>a</p><ul><li>b;</li><li>c.</li></ul>", "<p>a</p><ul><li>b;</li><li>c./.</li></ul>"),
        ("<p>a <strong>b.</strong></p>", "<p>a <strong>b./.</strong></p>"),
        ("<p><strong>a</strong> b.</p>", "<p><strong>a</strong> b./.</p>"),
        ("<p>a &lt; b</p>", "<p>a &lt; b./.</p>"),
        ("a &lt; b", "a &lt; b./."),
        ("<p>a.</p><p></p>", "<p>a./.</p><p></p>"),
        ("<table><tr><td>a</td></tr></table>", '<table><tr><td>a</td></tr></table><p class="right">./.</p>'),
        ("", ""),
    ],
)
def test_the_end_mark_follows_the_last_word(body: str, ended: str) -> None:
    assert with_end_mark(body) == ended


def test_what_people_type_cannot_leave_the_page_or_reserve_a_place() -> None:
    hostile = letter(
        subject="<span id='slot-seal'>x</span>",
        signer_name="A & B <b>",
        body_html="<p id='slot-leader'>a</p><img src='file:///etc/passwd'>",
    )
    composed = compose(hostile, STATE_2020)
    rendered = render_pdf(composed.html, stylesheets=composed.stylesheets)
    assert set(rendered.slots) == {"number", "day", "leader", "seal"}
    assert Paper(rendered.pdf).line("A & B <b>")


_NAMES = st.lists(st.text("ABCĐÊ", min_size=1, max_size=8), min_size=1, max_size=14).map(" ".join)


@given(name=_NAMES, room=st.integers(8, 40))
def test_a_broken_name_keeps_its_words_and_its_room_in_as_few_lines_as_can_be(name: str, room: int) -> None:
    lines = balanced(name, room, len)
    assert " ".join(lines).split() == name.split()
    assert all(len(line) <= room for line in lines)
    greedy = 1
    used = 0
    for word in name.split():
        if used and used + 1 + len(word) > room:
            greedy, used = greedy + 1, len(word)
        else:
            used += len(word) + (1 if used else 0)
    assert len(lines) == greedy


def test_a_typed_line_break_in_a_name_is_kept() -> None:
    assert balanced("SỞ NỘI VỤ\nVĂN PHÒNG", 100, len) == ("SỞ NỘI VỤ", "VĂN PHÒNG")


def test_no_name_gives_no_lines() -> None:
    assert balanced("  ", 10, len) == ()
