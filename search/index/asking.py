"""What somebody typed, understood: words, "exact phrases", and a trailing * for a beginning.

Anything can be typed: what holds no word asks for nothing, what is too long is cut and says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from search.index.words import accented_words_of, storable, words_of

MOST_LETTERS: Final = 1_000
MOST_WORDS: Final = 24
_CHUNK: Final = re.compile(r'"([^"]*)"|(\S+)')
_QUOTES: Final = str.maketrans("“”„«»", '"""""')
_SLASH: Final = re.compile(r"\s*/\s*")


@dataclass(frozen=True)
class Term:
    """Words side by side. ``marked`` are the same with their vowel marks, if any were typed."""

    words: tuple[str, ...]
    marked: tuple[str, ...] = ()
    beginning: bool = False


@dataclass(frozen=True)
class Question:
    """Terms to be met, all of them. ``blank``: nothing was typed; ``cut``: not all of it is used."""

    terms: tuple[Term, ...]
    blank: bool
    cut: bool

    @property
    def words(self) -> tuple[str, ...]:
        """Give all words in the order typed."""
        return tuple(word for term in self.terms for word in term.words)

    @property
    def wordless(self) -> bool:
        """Say whether something was typed that holds no word, so that nothing can be found."""
        return not self.terms and not self.blank

    @property
    def code_like(self) -> bool:
        """Say whether this may be a number and symbol: a word of digits is in it."""
        return any(word.isascii() and word.isdigit() for word in self.words)

    @property
    def ends_open(self) -> bool:
        """Say whether the last word is only the beginning of one."""
        return bool(self.terms) and self.terms[-1].beginning


def understand(typed: str) -> Question:
    """Give the question behind ``typed``. Spaces around a slash vanish: ``123 / ubnd`` is ``123/ubnd``."""
    text = _SLASH.sub("/", storable(typed[:MOST_LETTERS]).translate(_QUOTES))
    terms: dict[Term, None] = {}
    left, cut = MOST_WORDS, len(typed) > MOST_LETTERS
    for quoted, plain in _CHUNK.findall(text):
        term = _term(quoted or plain, beginning=plain.endswith("*"))
        if term is None or term in terms:
            continue
        if len(term.words) > left:
            cut = True
            break
        left -= len(term.words)
        terms[term] = None
    return Question(tuple(terms), blank=not typed.strip(), cut=cut)


def _term(chunk: str, *, beginning: bool) -> Term | None:
    words = tuple(words_of(chunk))
    if not words:
        return None
    marked = tuple(accented_words_of(chunk))
    if marked == words or len(marked) != len(words):
        marked = ()
    return Term(words, marked, beginning)
