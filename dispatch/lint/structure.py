"""Checks of the body's build: articles, clauses, points, the end mark, and parts that belong around the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dispatch.lint.findings import Examined, Found, Passage
from dispatch.lint.passages import blocks
from dispatch.lint.words import POINTS

_ARTICLE = re.compile(r"^\s*Điều\s+(\d{1,3})\s*[.:]", re.IGNORECASE)
_CLAUSE = re.compile(r"^\s*(\d{1,2})\s*[.)]\s+\S")
_POINT = re.compile(r"^\s*([a-zđ])\s*[).]\s+\S")
_END_MARK = re.compile(r"\.\s*/\s*\.?")
_PART = re.compile(
    r"^\s*(?:cộng h(?:òa|oà) xã hội chủ nghĩa việt nam|độc lập\s*[-–]\s*tự do\s*[-–]\s*hạnh phúc"
    r"|đảng cộng sản việt nam|kính (?:gửi|trình)\s*:.*|nơi nhận\s*:.*)\s*$",
    re.IGNORECASE,
)
_BASIS = re.compile(r"^\s*căn cứ\b.*[;.]?\s*$", re.IGNORECASE)


def articles_counted_twice(examined: Examined) -> Iterator[Found]:
    """ "Điều 1." typed in an article that the page counts itself."""
    for passage in blocks(examined.content.body):
        found = _ARTICLE.match(passage.text)
        if found and passage.kind == "article":
            yield Found(passage.at(*found.span()), found.group().strip())


def article_order(examined: Examined) -> Iterator[Found]:
    """Articles numbered by hand count on from 1 without gaps."""
    typed = [
        (one, _ARTICLE.match(one.text)) for one in blocks(examined.content.body) if one.kind != "article"
    ]
    expected = 1
    for passage, found in typed:
        if found:
            if int(found[1]) != expected:
                yield Found(passage.at(*found.span()), found.group().strip(), {"right": expected})
            expected = int(found[1]) + 1


def clause_order(examined: Examined) -> Iterator[Found]:
    """Clauses numbered by hand count on without gaps, from 1 after each article or heading."""
    expected = 1
    for passage in blocks(examined.content.body):
        if passage.kind != "paragraph" or _ARTICLE.match(passage.text):
            expected = 1
            continue
        found = _CLAUSE.match(passage.text)
        if found and not passage.in_list:
            number = int(found[1])
            if number not in {1, expected}:
                yield Found(passage.at(*found.span(1)), passage.text[:40], {"right": expected})
            expected = number + 1


def point_order(examined: Examined) -> Iterator[Found]:
    """Points lettered by hand follow the Vietnamese alphabet: a, b, c, d, đ, e, g, h."""
    expected = 0
    for passage in blocks(examined.content.body):
        found = _POINT.match(passage.text)
        if not found or passage.in_list:
            expected = expected if _goes_on(passage) else 0
            continue
        letter = found[1]
        if letter != "a" and (expected >= len(POINTS) or letter != POINTS[expected]):
            right = POINTS[expected] if expected < len(POINTS) else "–"
            yield Found(passage.at(*found.span(1)), passage.text[:40], {"right": right})
        expected = POINTS.index(letter) + 1 if letter in POINTS else expected + 1


def _goes_on(passage: Passage) -> bool:
    """Say whether a block may stand between two points: more of the point before, not a new clause or heading."""
    return (
        passage.kind == "paragraph" and not _CLAUSE.match(passage.text) and not _ARTICLE.match(passage.text)
    )


def end_mark_inside(examined: Examined) -> Iterator[Found]:
    """The end mark anywhere but at the end of the text."""
    written = [passage for passage in blocks(examined.content.body) if passage.text.strip()]
    for passage in written:
        for found in re.finditer(r"\./\.", passage.text):
            last = passage is written[-1] and not passage.text[found.end() :].strip()
            if not last:
                yield Found(passage.at(*found.span()), _around(passage.text, found.start(), found.end()))


def end_mark_of_the_state(examined: Examined) -> Iterator[Found]:
    """A Party letter ends with a full stop, not with "./."."""
    last = _last(list(blocks(examined.content.body)))
    if examined.is_party and last is not None:
        found = re.search(r"\./\.\s*$", last.text)
        if found:
            yield Found(last.at(*found.span()), _around(last.text, found.start(), found.end()))


def end_mark_missing(examined: Examined) -> Iterator[Found]:
    """A text that breaks off: its last words end in a comma, semicolon or colon, or an end mark half typed."""
    last = _last(list(blocks(examined.content.body)))
    if last is None:
        return
    text = last.text.rstrip()
    half = re.search(r"(?:\s\.|[^.]/\.|\./)$", text)
    if text[-1] in ",;:" or half:
        yield Found(last.at(len(text) - 1, len(text)), text[-40:])


def parts_typed(examined: Examined) -> Iterator[Found]:
    """Heading, salutation or list of recipients typed in the text: the page prints them in their places."""
    for passage in blocks(examined.content.body):
        found = _PART.match(passage.text)
        if found:
            yield Found(passage.whole, passage.text.strip()[:60])


def bases_in_text(examined: Examined) -> Iterator[Found]:
    """Legal bases typed at the head of the text instead of in their field."""
    for passage in blocks(examined.content.body):
        if not passage.text.strip():
            continue
        if not _BASIS.match(passage.text) or not passage.text.rstrip().endswith((";", ".", ",")):
            return
        if passage.text.rstrip().endswith(";"):
            yield Found(passage.whole, passage.text.strip()[:60])


def _last(written: Sequence[Passage]) -> Passage | None:
    return next((passage for passage in reversed(written) if passage.text.strip()), None)


def _around(text: str, start: int, end: int) -> str:
    return text[max(0, start - 24) : end + 12].strip()
