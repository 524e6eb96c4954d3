"""Checks of every typed line, whatever its field: spaces, marks, letters, days, names, cited acts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from dispatch.lint.findings import BODY, Examined, Found
from dispatch.lint.passages import blocks, passages
from dispatch.lint.words import KNOWN_ABBREVIATIONS, NAMES, REPEALED, ROMAN
from lib.text import tone_normal

_SEVERAL_SPACES = re.compile(r"[^\S\n]{2,}")
_SPACE_BEFORE = re.compile(r"\S*[^\S\n]+[,;:!?)\]”](?=\s|$)|\S+[^\S\n]+\.(?=\s|$)")
_SPACE_INSIDE = re.compile(r"[(\[“][^\S\n]+\S*")
_NO_SPACE_AFTER = re.compile(r"[^\W\d_]+[,;][^\W\d_]+")
_MARKS_TWICE = re.compile(r"[^\W\d_]*(?:,,|;;|::|;\.|,\.|(?<!\.)\.\.(?!\.)|\.{4,})")
_HIDDEN = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
# As a text in TCVN3 or VNI looks in a Unicode typeface: signs or foreign vowels within words.
_OLD_TYPEFACE = re.compile(
    "\\w*[A-Za-z][\u00b8\u00b9\u00b6\u00b7\u00b5\u00bb\u00bc\u00bd\u00be\u00ae\u00a9\u00a8][A-Za-z]\\w*"
    "|[\u00ae\u00a7][A-Za-z\u00b5\u00b6\u00b8]\\w*"
    "|\\w*[aeiouyAEIOUY][\u00e4\u00e5\u00f8\u00fb\u00ef]\\w*|\\b\u00f1[a-z\u00f6\u00f4\u00ea]\\w*"
)
_WORD = re.compile(r"[^\W\d_]+")
_DAY = re.compile(r"\b[Nn]gày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+\d{4}")
_SMALL_NUMBER = re.compile(r"\b[Ss]ố:?\s+([1-9])(?=[/-][^\W\d_])")
_OPEN_SYLLABLE = re.compile(
    r"\b(?!qu)[^\W\d_]*(?:o[aeàáảãạèéẻẽẹ]|u[yỳýỷỹỵ]|[òóỏõọ][ae]|[ùúủũụ]y)\b", re.IGNORECASE
)
_CITED_LOW = re.compile(r"\b(?:khoản|điểm)\s+\w{1,3}\s+(điều)(?=\s+\d)", re.IGNORECASE)
_CITED_HIGH = re.compile(r"(?<=[^\W\d_.;:]\s)(Khoản|Điểm)(?=\s+\w{1,3}\s+(?:Điều|điều|[Kk]hoản)\s)")
_ABBREVIATION = re.compile(r"(?<![\w/.-])[A-ZĐƯƠÂÊÔ]{2,8}(?![\w/-]|\.\w)")
_NAME = re.compile(
    "|".join(
        rf"(?<!\w){re.escape(one).replace('Ủy', '(?:Ủy|Uỷ)').replace('Tòa', '(?:Tòa|Toà)')}(?!\w)"
        for one in sorted(NAMES, key=len, reverse=True)
    ),
    re.IGNORECASE,
)
_REPEALED = [
    (act, re.compile(r"(?<![\w/-])" + re.escape(act.symbol).replace("/", r"\s*/\s*") + r"(?![\w/])"))
    for act in REPEALED
]
_CANONICAL = {tone_normal(name): name for name in NAMES}


def _matches(examined: Examined, pattern: re.Pattern[str]) -> Iterator[Found]:
    for passage in passages(examined):
        for found in pattern.finditer(passage.text):
            yield Found(passage.at(*found.span()), found.group())


def several_spaces(examined: Examined) -> Iterator[Found]:
    """Two spaces in a row, with the words around them to be found by."""
    for passage in passages(examined):
        for found in _SEVERAL_SPACES.finditer(passage.text):
            start, end = found.span()
            before = passage.text.rfind(" ", 0, start) + 1
            after = passage.text.find(" ", end)
            yield Found(
                passage.at(start, end), passage.text[before : after if after > 0 else len(passage.text)]
            )


def spaces_at_marks(examined: Examined) -> Iterator[Found]:
    """A space before a mark that closes, or behind one that opens."""
    yield from _matches(examined, _SPACE_BEFORE)
    yield from _matches(examined, _SPACE_INSIDE)


def no_space_after(examined: Examined) -> Iterator[Found]:
    """A comma or semicolon that runs into the next word."""
    yield from _matches(examined, _NO_SPACE_AFTER)


def marks_twice(examined: Examined) -> Iterator[Found]:
    """Marks that cannot follow each other; the end mark and three points can."""
    for passage in passages(examined):
        for found in _MARKS_TWICE.finditer(passage.text):
            if "./." not in passage.text[max(0, found.start() - 2) : found.end() + 2]:
                yield Found(passage.at(*found.span()), found.group())


def hidden_characters(examined: Examined) -> Iterator[Found]:
    """Characters nobody sees, brought along by pasting."""
    for passage in passages(examined):
        for found in _HIDDEN.finditer(passage.text):
            around = passage.text[max(0, found.start() - 12) : found.end() + 12]
            yield Found(passage.at(*found.span()), _HIDDEN.sub("", around))


def old_typefaces(examined: Examined) -> Iterator[Found]:
    """Words in TCVN3 or VNI, where TCVN 6909:2001 (Unicode) is prescribed."""
    yield from _matches(examined, _OLD_TYPEFACE)


def loose_marks(examined: Examined) -> Iterator[Found]:
    """Tone or vowel marks that belong to no letter of the alphabet: the word was typed in two ways of composing."""
    for passage in passages(examined):
        for found in re.finditer("\\w*[\u0300-\u036f]+\\w*", passage.text):
            yield Found(passage.at(*found.span()), found.group())


def foreign_letters(examined: Examined) -> Iterator[Found]:
    """A word of Latin letters with one of another script in it that only looks alike."""
    for passage in passages(examined):
        for found in _WORD.finditer(passage.text):
            scripts = {unicodedata.name(letter, "?").split(" ")[0] for letter in found.group()}
            if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK"}:
                yield Found(passage.at(*found.span()), found.group())


def days(examined: Examined) -> Iterator[Found]:
    """Days below 10 and months 1 and 2 bear a zero, other months never."""
    for passage in passages(examined):
        for found in _DAY.finditer(passage.text):
            day, month = found.groups()
            right_day = f"{int(day):02d}"
            right_month = f"{int(month):02d}" if int(month) < 3 else str(int(month))
            if (day, month) != (right_day, right_month):
                facts = {"right": f"ngày {right_day} tháng {right_month}"}
                yield Found(passage.at(*found.span()), found.group(), facts)


def small_numbers(examined: Examined) -> Iterator[Found]:
    """Numbers below 10 of cited letters bear a zero."""
    for passage in passages(examined):
        for found in _SMALL_NUMBER.finditer(passage.text):
            yield Found(passage.at(*found.span()), found.group(), {"right": f"0{found[1]}"})


def two_spellings(examined: Examined) -> Iterator[Found]:
    """Both ways of placing the tone (hòa, hoà) in one letter: the first word of the rarer way."""
    ways: dict[bool, list[Found]] = {True: [], False: []}
    for passage in passages(examined):
        for found in _OPEN_SYLLABLE.finditer(passage.text):
            word = found.group()
            plain = [unicodedata.normalize("NFD", letter)[:2] for letter in word[-2:]]
            marked = [any(mark in "\u0300\u0301\u0303\u0309\u0323" for mark in letter) for letter in plain]
            if any(marked):
                ways[marked[0]].append(Found(passage.at(*found.span()), word))
    if ways[True] and ways[False]:
        rarer, other = sorted(ways.values(), key=len)
        yield Found(rarer[0].place, rarer[0].quoted, {"other": other[0].quoted})


def names_of_bodies(examined: Examined) -> Iterator[Found]:
    """Names of bodies in other capitals than Appendix II gives them; a name all in capitals is a heading."""
    for passage in passages(examined):
        for found in _NAME.finditer(passage.text):
            name = _CANONICAL[tone_normal(found.group())]
            if tone_sensitive(found.group()) != tone_sensitive(name) and not found.group().isupper():
                yield Found(passage.at(*found.span()), found.group(), {"right": name})


def tone_sensitive(text: str) -> str:
    """Give ``text`` with its capitals, but one way of placing tones."""
    folded = tone_normal(text)
    return "".join(
        letter.upper() if typed.isupper() else letter for letter, typed in zip(folded, text, strict=False)
    )


def cited_articles(examined: Examined) -> Iterator[Found]:
    """Cited articles have a capital (Điều), clauses and points none (khoản, điểm)."""
    for passage in passages(examined):
        for found in _CITED_LOW.finditer(passage.text):
            if found[1] == "điều":
                yield Found(passage.at(*found.span(1)), found.group(), {"right": "Điều"})
        for found in _CITED_HIGH.finditer(passage.text):
            yield Found(passage.at(*found.span(1)), found.group(), {"right": found.group().lower()})


def abbreviations(examined: Examined) -> Iterator[Found]:
    """Abbreviations that are nowhere said in full, each once. Lines all in capitals are headings."""
    everything = "\n".join(passage.text for passage in passages(examined))
    said = set(re.findall(r"\((?:[^()]{0,40}\s)?[“\"]?([A-ZĐƯƠÂÊÔ]{2,8})[”\"]?\)", everything))
    for passage in blocks(examined.content.body):
        if passage.text.isupper():
            continue
        for found in _ABBREVIATION.finditer(passage.text):
            word = found.group()
            if word not in said | KNOWN_ABBREVIATIONS | ROMAN:
                said.add(word)
                yield Found(passage.at(*found.span()), word)


def repealed_bases(examined: Examined) -> Iterator[Found]:
    """Legal bases that no longer held on the day."""
    yield from _repealed(examined, in_bases=True)


def repealed_elsewhere(examined: Examined) -> Iterator[Found]:
    """Acts named elsewhere that no longer held on the day: perhaps told as history, so only a hint."""
    yield from _repealed(examined, in_bases=False)


def _repealed(examined: Examined, *, in_bases: bool) -> Iterator[Found]:
    for passage in passages(examined):
        if (passage.field == "legal_bases") != in_bases:
            continue
        for act, pattern in _REPEALED:
            if act.since <= examined.day:
                for found in pattern.finditer(passage.text):
                    facts = {"by": act.by, "since": f"{act.since:%d/%m/%Y}"}
                    yield Found(passage.at(*found.span()), found.group(), facts)


def quotes_mixed(examined: Examined) -> Iterator[Found]:
    """Straight quotation marks where others of the letter are curved."""
    everything = [passage for passage in passages(examined) if passage.field in {BODY, "subject"}]
    if any("“" in passage.text for passage in everything):
        for passage in everything:
            place = passage.text.find('"')
            if place >= 0:
                yield Found(passage.at(place, place + 1), passage.text[place : place + 20])
                return
