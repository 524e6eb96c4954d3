"""Checks of the parts around the text: abstract, addressees, legal bases, recipients, signer, day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dispatch.lint.findings import SIGNER, Examined, Found, Passage, Place
from dispatch.lint.passages import lines
from dispatch.lint.words import HONOURS, PARTY_PREFIXES, RANKS, STATE_PREFIXES
from dispatch.models.kinds import kind_of
from lib.text import fold

LONGEST_ABSTRACT = 200  # some four lines below the number; more is a text, not an abstract
_REGARDING = re.compile(r"\s*(?:v\s*/\s*v|v\s*\.\s*v\b|về việc)\b[:.]?\s*", re.IGNORECASE)
_OWN_MARKS = re.compile(r"^\s*[-–—•+]\s+|[;,.]\s*$")
_SO_ON = re.compile(r"(?:v\.v|\.\.)\.?\s*$")
_SALUTATION = re.compile(r"^\s*kính\s+(?:gửi|trình)\s*:?", re.IGNORECASE)
_BASIS = re.compile(
    r"^(?:căn cứ|theo (?:đề nghị|ý kiến)|xét (?:đề nghị|tờ trình|báo cáo)|thực hiện|sau khi)\b", re.IGNORECASE
)
_PROPOSED = re.compile(r"^(?:theo đề nghị|xét đề nghị)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\bsố\s*:?\s*\d+\S*", re.IGNORECASE)
_DATED = re.compile(r"\bngày\b", re.IGNORECASE)
_AS_ABOVE = "nhu tren"
_NEEDS_ADDRESSEE = frozenset({"cong_van", "to_trinh", "bao_cao"})
_HONOUR = re.compile(
    r"^(?:" + "|".join(re.escape(one) for one in sorted(HONOURS, key=len, reverse=True)) + r")(?:\.\s*|\s+)"
)


def regarding_typed(examined: Examined) -> Iterator[Found]:
    """ "V/v" or "Về việc" typed in the abstract of an official letter: the page prints it."""
    found = _REGARDING.match(examined.content.subject)
    if found and not kind_of(examined.kind).name_is_printed:
        yield Found(Place("subject", start=found.start(), end=found.end()), found.group().strip())


def kind_typed(examined: Examined) -> Iterator[Found]:
    """The name of the kind typed in the abstract: the page prints it above."""
    kind = kind_of(examined.kind)
    subject = examined.content.subject
    if kind.name_is_printed and subject.lower().startswith(f"{kind.name.lower()} "):
        yield Found(Place("subject", start=0, end=len(kind.name)), subject[: len(kind.name)])


def subject_long(examined: Examined) -> Iterator[Found]:
    """An abstract of more than some four lines."""
    subject = examined.content.subject
    if len(subject) > LONGEST_ABSTRACT:
        place = Place("subject", start=LONGEST_ABSTRACT, end=len(subject))
        yield Found(
            place, subject[LONGEST_ABSTRACT:][:60], {"length": len(subject), "most": LONGEST_ABSTRACT}
        )


def subject_stop(examined: Examined) -> Iterator[Found]:
    """A full stop or another mark behind the abstract."""
    subject = examined.content.subject
    if subject and subject[-1] in ".;,:" and not _SO_ON.search(subject):
        last = subject.rsplit(" ", 1)[-1]
        yield Found(Place("subject", start=len(subject) - 1, end=len(subject)), last)


def subject_capitals(examined: Examined) -> Iterator[Found]:
    """An abstract all in capitals."""
    subject = examined.content.subject
    if subject.isupper() and " " in subject:
        yield Found(Place("subject", end=len(subject)), subject[:60])


def addressee_missing(examined: Examined) -> Iterator[Found]:
    """Official letters, proposals and reports say to whom."""
    if examined.kind in _NEEDS_ADDRESSEE and not examined.content.addressees:
        yield Found(Place("addressees"), "", {"kind": kind_of(examined.kind).name})


def salutation_typed(examined: Examined) -> Iterator[Found]:
    """ "Kính gửi" typed before an addressee: the page prints it."""
    for passage in lines(examined, "addressees"):
        found = _SALUTATION.match(passage.text)
        if found:
            yield Found(passage.at(*found.span()), found.group().strip())


def own_marks(examined: Examined) -> Iterator[Found]:
    """Dashes before, or marks behind, the lines of a list: the page prints them."""
    for name in ("addressees", "legal_bases", "recipients"):
        for passage in lines(examined, name):
            found = _OWN_MARKS.search(passage.text)
            if found and not _SO_ON.search(passage.text):
                yield Found(passage.at(*found.span()), passage.text[:60])


def same_line_twice(examined: Examined) -> Iterator[Found]:
    """The same line twice in a list."""
    for name in ("addressees", "legal_bases", "recipients"):
        seen: set[str] = set()
        for passage in lines(examined, name):
            key = fold(passage.text)
            if key in seen:
                yield Found(passage.whole, passage.text[:60])
            seen.add(key)


def addressee_capitals(examined: Examined) -> Iterator[Found]:
    """An addressee all in capitals."""
    for passage in lines(examined, "addressees"):
        if passage.text.isupper() and " " in passage.text:
            yield Found(passage.whole, passage.text[:60])


def basis_beginning(examined: Examined) -> Iterator[Found]:
    """A legal basis begins with "Căn cứ", or says whose proposal it follows."""
    for passage in lines(examined, "legal_bases"):
        if not _BASIS.match(passage.text):
            yield Found(passage.whole, passage.text[:60])


def basis_undated(examined: Examined) -> Iterator[Found]:
    """A numbered act without its day."""
    for passage in lines(examined, "legal_bases"):
        found = _NUMBERED.search(passage.text)
        if found and not _DATED.search(passage.text):
            yield Found(passage.at(*found.span()), found.group())


def basis_order(examined: Examined) -> Iterator[Found]:
    """Higher acts stand before lower ones, and a proposal stands last."""
    highest = -1
    before = ""
    for passage in lines(examined, "legal_bases"):
        rank = _rank(passage)
        if rank is None:
            continue
        if rank < highest:
            yield Found(passage.whole, passage.text[:60], {"before": before[:60]})
        else:
            highest, before = rank, passage.text


def _rank(passage: Passage) -> int | None:
    """Give how far back a basis belongs; None for acts whose rank their name does not tell."""
    if _PROPOSED.match(passage.text):
        return 9
    act = re.sub(r"^căn cứ( vào)?\s+", "", passage.text, flags=re.IGNORECASE).lower()
    return next((rank for name, rank in RANKS if act.startswith(name.lower())), None)


def heading_typed_in_list(examined: Examined) -> Iterator[Found]:
    """ "Nơi nhận:" or "Lưu:" typed among the recipients: both are printed by the page."""
    for passage in lines(examined, "recipients"):
        found = re.match(r"^\s*[-–]?\s*(?:nơi nhận\s*:?|lưu\b\s*:?)", passage.text, re.IGNORECASE)
        if found:
            yield Found(passage.at(*found.span()), passage.text[:60])


def as_above_missing(examined: Examined) -> Iterator[Found]:
    """Who is addressed also stands among the recipients: "Như trên", in the first place."""
    recipients = examined.content.recipients
    if examined.content.addressees and not any(fold(one).startswith(_AS_ABOVE) for one in recipients):
        yield Found(Place("recipients"), recipients[0] if recipients else "")


def as_above_alone(examined: Examined) -> Iterator[Found]:
    """ "Như trên" where nobody is named above."""
    if examined.content.addressees:
        return
    for passage in lines(examined, "recipients"):
        if fold(passage.text).startswith(_AS_ABOVE):
            yield Found(passage.whole, passage.text)


def keep_missing(examined: Examined) -> Iterator[Found]:
    """A letter without the line that says who keeps it."""
    if not examined.content.keep_line:
        yield Found(Place("keep_line"))


def keep_word_typed(examined: Examined) -> Iterator[Found]:
    """ "Lưu:" typed in the line that the page begins with it."""
    line = examined.content.keep_line
    found = re.match(r"\s*[-–]?\s*lưu\b\s*:?", line, re.IGNORECASE)
    if found:
        yield Found(Place("keep_line", start=found.start(), end=found.end()), found.group().strip())


def keep_registry(examined: Examined) -> Iterator[Found]:
    """The registry ("VT"; for the Party the office) is the first to keep the letter."""
    line = re.sub(r"^\s*[-–]?\s*lưu\b\s*:?\s*", "", examined.content.keep_line, flags=re.IGNORECASE)
    wanted = r"(?:VP|VT|Văn phòng)" if examined.is_party else r"VT"
    if line and not re.match(rf"{wanted}\b", line):
        yield Found(Place("keep_line", end=len(examined.content.keep_line)), examined.content.keep_line)


def authority_form(examined: Examined) -> Iterator[Found]:
    """TM. KT. TL. TUQ. for the State, T/M K/T T/L for the Party."""
    wrong = STATE_PREFIXES if examined.is_party else PARTY_PREFIXES
    right = PARTY_PREFIXES if examined.is_party else STATE_PREFIXES
    for line in examined.authority_lines:
        if line.startswith(wrong) and not line.startswith(right):
            yield Found(Place(SIGNER), line, {"right": " ".join(right)})


def symbol_form(examined: Examined) -> Iterator[Found]:
    """Hyphen between kind and issuer for the State, slash for the Party."""
    party_like = re.fullmatch(r"[^\W\d_]+/[^\W\d_]+", examined.symbol) is not None
    if examined.symbol and party_like != examined.is_party:
        yield Found(Place(SIGNER), examined.symbol)


def honours(examined: Examined) -> Iterator[Found]:
    """An academic or honorary title before the signer's name."""
    found = _HONOUR.match(examined.signer_name)
    if found:
        yield Found(Place(SIGNER), examined.signer_name)


def day_is_past(examined: Examined) -> Iterator[Found]:
    """A letter expected for a day that is over."""
    expected = examined.content.expected_on
    if expected is not None and expected < examined.day:
        yield Found(Place("expected_on"), f"{expected:%d/%m/%Y}")
