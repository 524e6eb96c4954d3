"""What of a thing's text is shown, and which words in it were asked for.

A piece of text is given as plain text with offsets, never as markup: the screen escapes it like any other
text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from search.index.asking import Question
from search.index.words import word_spans

LONGEST: Final = 240
READ_AT_MOST: Final = 20_000
_BEFORE: Final = 60


class Piece(NamedTuple):
    """A stretch of text that is asked for, or is not."""

    text: str
    found: bool


@dataclass(frozen=True)
class Marked:
    """Plain text and the stretches in it, as (start, end), that were asked for."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def pieces(self) -> list[Piece]:
        """Give the text cut at the marks, in order, for a template to show piece by piece."""
        pieces, at = [], 0
        for start, end in self.marks:
            pieces += [Piece(self.text[at:start], False), Piece(self.text[start:end], True)]
            at = end
        pieces.append(Piece(self.text[at:], False))
        return [piece for piece in pieces if piece.text]


def mark(text: str, question: Question) -> Marked:
    """Mark every word of ``text`` that ``question`` asks for."""
    return Marked(text, _marks(text, question))


def cut_out(text: str, question: Question) -> Marked:
    """Give up to 240 letters of ``text`` around the first word asked for, or its beginning."""
    text = text[:READ_AT_MOST]
    marks = _marks(text, question)
    start = 0
    if marks and marks[0][1] > LONGEST:
        start = max(0, marks[0][0] - _BEFORE)
        space = text.find(" ", start, marks[0][0])
        start = start if space < 0 else space + 1
    end = min(len(text), start + LONGEST)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    inside = tuple((s + shift, e + shift) for s, e in marks if start <= s and e <= end)
    return Marked(before + " ".join(text[start:end].split("\n")) + after, inside)


def _marks(text: str, question: Question) -> tuple[tuple[int, int], ...]:
    whole = {word for term in question.terms for word in term.words}
    opening = tuple(term.words[-1] for term in question.terms if term.beginning)
    return tuple(
        (start, end)
        for start, end, word in word_spans(text)
        if word in whole or (opening and word.startswith(opening))
    )
