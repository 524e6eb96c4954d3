"""What a person writes: the content of a draft, as one frozen value with one JSON form."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from dispatch import errors
from dispatch.enums import Circulation, Urgency
from lib.canonical import canonical, sha256_hex
from lib.text import nfc, single_line

MOST_SUBJECT = 500
MOST_LINES = 200
MOST_LINE = 300
MOST_COPIES = 10_000
EMPTY_BODY: dict[str, Any] = {"type": "doc", "content": [{"type": "paragraph"}]}
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
    "expected_on": pgettext_lazy("field of a letter", "Expected day"),
}
_LISTS = ("addressees", "legal_bases", "recipients")


@dataclass(frozen=True, kw_only=True)
class DraftContent:
    """The fields of a draft. ``body`` is ProseMirror JSON; its schema is checked by ``dispatch.body``."""

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
        ]


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


def _check_line(name: str, entry: str, most: int) -> None:
    if len(entry) > most:
        raise errors.LineIsTooLong(field=LABELS[name], length=len(entry), most=most)


def _read(name: str, value: Any) -> Any:
    try:
        if name in _LISTS:
            return _lines(value)
        if name == "body":
            return _body(value)
        if name in {"copies", "signer_post_id"}:
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
        return single_line(_storable(value))
    except (TypeError, ValueError, RecursionError):
        raise errors.DraftIsMalformed(field=LABELS.get(name, name)) from None


def _lines(value: Any) -> tuple[str, ...]:
    entries: Sequence[Any] = value.splitlines() if isinstance(value, str) else list(value)
    if not all(isinstance(entry, str) for entry in entries):
        raise TypeError("lines")
    cleaned = (single_line(_storable(entry)) for entry in entries)
    return tuple(entry for entry in cleaned if entry)


def _body(value: Any) -> Mapping[str, Any]:
    if isinstance(value, str):
        value = json.loads(value) if value.strip() else EMPTY_BODY
    if not isinstance(value, Mapping):
        raise TypeError("body")
    normal = _normal(value)
    assert isinstance(normal, dict)  # noqa: S101 -- _normal keeps mappings mappings
    return normal


def _storable(text: str) -> str:
    """Give ``text`` without what PostgreSQL and UTF-8 cannot hold: zero bytes, and halves of a surrogate pair.

    Browsers leave such a half where a text was cut within an emoji; a sign stands for it, the rest is kept.
    """
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _normal(value: Any) -> Any:
    """Give JSON with every text in NFC and storable."""
    if isinstance(value, str):
        return nfc(_storable(value))
    if isinstance(value, Mapping):
        return {nfc(_storable(str(key))): _normal(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    if value is None or isinstance(value, bool | int):
        return value
    raise TypeError("body")


def _whole(value: Any) -> int | None:
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        raise TypeError("number")
    number = int(value)
    if not 0 < number < 2**62:
        raise ValueError("number")
    return number
