"""What a person writes: the content of a draft, as one frozen value with one JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from dispatch import errors
from dispatch.enums import Circulation, Urgency
from dispatch.models.parts import PROMULGATED, Part, parts_of
from dispatch.models.shapes import LABELS as PARTICULAR_LABELS
from dispatch.models.shapes import PROMULGATED_KINDS, shape_of
from dispatch.models.typed import EMPTY_BODY, body_of, lines_of, storable
from lib.canonical import canonical, sha256_hex
from lib.text import single_line

MOST_SUBJECT = 500
MOST_LINES = 200
MOST_LINE = 300
MOST_COPIES = 10_000
LABELS: dict[str, Promise] = {
    "subject": pgettext_lazy("field of a letter", "Subject"),
    "addressees": pgettext_lazy("field of a letter", "Addressees"),
    "legal_bases": pgettext_lazy("field of a letter", "Legal bases"),
    "body": pgettext_lazy("field of a letter", "Text"),
    "recipients": pgettext_lazy("field of a letter", "Recipients"),
    "keep_line": pgettext_lazy("field of a letter", "Kept by"),
    "urgency": pgettext_lazy("field of a letter", "Urgency"),
    "circulation": pgettext_lazy("field of a letter", "Circulation"),
    "drafter_code": pgettext_lazy("field of a letter", "Drafter's initials"),
    "copies": pgettext_lazy("field of a letter", "Copies"),
    "signer_post_id": pgettext_lazy("field of a letter", "Signer"),
    "second_post_id": pgettext_lazy("field of a letter", "Second signature"),
    "expected_on": pgettext_lazy("field of a letter", "Expected day"),
    "particulars": pgettext_lazy("field of a letter", "Particulars"),
    "parts": pgettext_lazy("field of a letter", "Appendices"),
}
_LISTS = ("addressees", "legal_bases", "recipients")
MOST_PARTICULAR = 2_000


@dataclass(frozen=True, kw_only=True)
class DraftContent:
    """The fields of a draft. ``body`` is ProseMirror JSON; its schema is checked by ``dispatch.body``.

    ``particulars`` are the facts only its kind has (``dispatch.models.shapes``), ``parts`` the texts in the same
    file behind the signature, ``second_post_id`` the colleague who signs beside the signer. Empty, they do not stand
    in the stored form: drafts from before keep their hash.
    """

    subject: str = ""
    addressees: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    body: Mapping[str, Any] = field(default_factory=lambda: EMPTY_BODY)
    recipients: tuple[str, ...] = ()
    keep_line: str = ""
    urgency: str = Urgency.NORMAL.value
    circulation: str = Circulation.NONE.value
    drafter_code: str = ""
    copies: int | None = None
    signer_post_id: int | None = None
    expected_on: date | None = None
    particulars: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    second_post_id: int | None = None

    @classmethod
    def from_fields(cls, values: Mapping[str, Any]) -> DraftContent:
        """Read fields as a form or stored JSON gives them, normalised: NFC, lists of single lines.

        A list may come as text with one entry a line, the body as JSON text, numbers and days as text.
        Refuses (DraftIsMalformed) an unknown field and a value that cannot be read; judges no lengths.
        """
        known = {item.name for item in fields(cls)}
        for name in values:
            if name not in known:
                raise errors.DraftIsMalformed(field=LABELS.get(name, name))
        return cls(**{name: _read(name, value) for name, value in values.items()})

    def with_fields(self, values: Mapping[str, Any]) -> DraftContent:
        """Give this content with some fields replaced; refuses as ``from_fields`` does."""
        read = DraftContent.from_fields(values)
        return replace(self, **{name: getattr(read, name) for name in values})

    def as_json(self) -> dict[str, Any]:
        """Give the stored form."""
        stored = asdict(self)
        for name in _LISTS:
            stored[name] = list(stored[name])
        stored["expected_on"] = self.expected_on.isoformat() if self.expected_on else None
        stored["particulars"], stored["parts"] = dict(self.particulars), [one.as_json() for one in self.parts]
        for name in ("particulars", "parts", "second_post_id"):
            if not stored[name]:
                del stored[name]
        return stored

    @property
    def hash(self) -> str:
        """Give the SHA-256 of the canonical form: equal contents have equal hashes."""
        return sha256_hex(canonical(self.as_json()))

    def lines(self) -> list[str]:
        """Give every typed line outside the body."""
        return [
            self.subject,
            *self.addressees,
            *self.legal_bases,
            *self.recipients,
            self.keep_line,
            self.drafter_code,
            *(line for value in self.particulars.values() for line in value.split("\n")),
            *(one.title for one in self.parts),
        ]

    def bodies(self) -> list[Mapping[str, Any]]:
        """Give every text of the editor: the letter's own, then those of its parts."""
        return [self.body, *(one.body for one in self.parts)]


def check_lengths(content: DraftContent) -> None:
    """Refuse what cannot be printed or registered: a long subject, too many or too long lines."""
    if len(content.subject) > MOST_SUBJECT:
        raise errors.SubjectIsTooLong(length=len(content.subject), most=MOST_SUBJECT)
    for name in _LISTS:
        entries: tuple[str, ...] = getattr(content, name)
        if len(entries) > MOST_LINES:
            raise errors.TooManyLines(field=LABELS[name], count=len(entries), most=MOST_LINES)
        for entry in entries:
            _check_line(name, entry, MOST_LINE)
    _check_line("keep_line", content.keep_line, 100)
    _check_line("drafter_code", content.drafter_code, 20)
    for name, value in content.particulars.items():
        if len(value) > MOST_PARTICULAR:
            raise errors.LineIsTooLong(field=_label_of(name), length=len(value), most=MOST_PARTICULAR)
    for part in content.parts:
        _check_line("parts", part.title, MOST_SUBJECT)


def check_particulars(content: DraftContent, kind: str) -> None:
    """Refuse (DraftIsMalformed) particulars that letters of ``kind`` do not have, and a text it cannot promulgate."""
    shape = shape_of(kind)
    for name in content.particulars:
        if name not in shape.names:
            raise errors.DraftIsMalformed(field=_label_of(name))
    for part in content.parts:
        promulgated = part.role == PROMULGATED
        if promulgated != (part.kind in PROMULGATED_KINDS) or (promulgated and not shape.promulgates):
            raise errors.DraftIsMalformed(field=LABELS["parts"])


def _label_of(particular: str) -> str | Promise:
    return PARTICULAR_LABELS.get(particular, particular)


def _check_line(name: str, entry: str, most: int) -> None:
    if len(entry) > most:
        raise errors.LineIsTooLong(field=LABELS[name], length=len(entry), most=most)


def _read(name: str, value: Any) -> Any:
    try:
        if name in _LISTS:
            return lines_of(value)
        if name == "body":
            return body_of(value)
        if name == "particulars":
            return _particulars(value)
        if name == "parts":
            return parts_of(value)
        if name in {"copies", "signer_post_id", "second_post_id"}:
            return _whole(value)
        if name == "expected_on":
            return (
                value
                if isinstance(value, date) or value is None
                else date.fromisoformat(value)
                if value
                else None
            )
        if name == "urgency":
            return Urgency(value).value
        if name == "circulation":
            return Circulation(value).value
        if not isinstance(value, str):
            raise TypeError(name)
        return single_line(storable(value))
    except (TypeError, ValueError, RecursionError):
        raise errors.DraftIsMalformed(field=LABELS.get(name, name)) from None


def _particulars(value: Any) -> Mapping[str, str]:
    """Give the particulars that say something, each line in one normal form, by name in one order."""
    if not isinstance(value, Mapping):
        raise TypeError("particulars")
    read = {str(name): "\n".join(lines_of(text)) for name, text in value.items() if isinstance(text, str)}
    if len(read) != len(value):
        raise TypeError("particulars")
    return {name: read[name] for name in sorted(read) if read[name]}


def _whole(value: Any) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise TypeError("number")
    number = int(value)
    if not 0 < number < 2**62:
        raise ValueError("number")
    return number
