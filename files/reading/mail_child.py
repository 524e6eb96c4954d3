"""What the closed process does with an e-mail: `lib.isolation` asks it here, one fork for each mail.

A mail is taken apart with what Python brings; parts are given as bytes, whatever their headers claim.
"""

from __future__ import annotations

import email
import email.errors
import email.policy
import json
from collections.abc import Iterator
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from typing import Any

from lib.isolation.wire import pack

_DEEPEST, _MOST_PARTS, _LONGEST_TEXT = 5, 100, 200_000
_MOST_BYTES = 100 * 1024 * 1024
_LOGO = 60 * 1024  # a picture inside the text, no larger: somebody's logo


def answer(_head: bytes, content: bytes) -> bytes:
    """Give, packed, the facts of a mail as JSON and then the bytes of each part that is a file."""
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    told = _Told()
    told.walk(message, 1)
    name, address = parseaddr(_words(message.get("From")))
    facts: dict[str, Any] = {
        "subject": _words(message.get("Subject")),
        "sender": name,
        "address": address,
        "text": told.text[:_LONGEST_TEXT],
        "parts": told.names,
        "remarks": told.remarks,
        "automatic": _is_automatic(message),
        "is_mail": any(message.get(one) for one in ("From", "Date", "Received", "Message-ID", "Subject")),
    }
    return pack([json.dumps(facts, ensure_ascii=False).encode("utf-8", errors="replace"), *told.contents])


def _is_automatic(message: Message) -> bool:
    """Say whether a machine wrote the mail: an answer to it might go round for ever (RFC 3834)."""
    submitted = str(message.get("Auto-Submitted") or "no").split(";")[0].strip().lower()
    bulk = str(message.get("Precedence") or "").strip().lower() in {"bulk", "list", "junk", "auto_reply"}
    bounced = str(message.get("Return-Path") or "").strip() == "<>"
    return submitted != "no" or bulk or bounced or message.get("List-Id") is not None


class _Told:
    """What has been found so far."""

    def __init__(self) -> None:
        self.text = ""
        self.names: list[str] = []
        self.contents: list[bytes] = []
        self.remarks: list[list[str]] = []
        self._plain = False

    def walk(self, part: Message, depth: int) -> None:
        """Take a part and what is inside it; mails inside a mail are opened as far as five deep."""
        if depth > _DEEPEST:
            self.remarks.append(["deep", ""])
            return
        kind = part.get_content_type()
        payload: Any = part.get_payload()
        if kind == "message/rfc822" or part.is_multipart():
            for inner in payload if isinstance(payload, list) else []:
                self.walk(inner, depth + (kind == "message/rfc822"))
            return
        self._leaf(part, kind)

    def _leaf(self, part: Message, kind: str) -> None:
        content = part.get_payload(decode=True)
        name = _words(part.get_filename())
        if not isinstance(content, bytes):
            return
        if kind in {"text/plain", "text/html"} and not name:
            self._words(part, kind, content)
            return
        if kind == "application/ms-tnef" or name.lower() == "winmail.dat":
            self.remarks.append(["winmail", name])
        elif part.get("Content-ID") and kind.startswith("image/") and len(content) <= _LOGO:
            return
        elif len(self.names) >= _MOST_PARTS or sum(map(len, self.contents)) + len(content) > _MOST_BYTES:
            self.remarks.append(["many", name])
        else:
            self.names.append(name or f"tệp {len(self.names) + 1}{_ENDINGS.get(kind, '')}")
            self.contents.append(content)

    def _words(self, part: Message, kind: str, content: bytes) -> None:
        """Keep the text; a plain one wins over the same in HTML, which is never shown."""
        if kind == "text/html" or self._plain:
            return
        self._plain = True
        charset = part.get_content_charset() or "utf-8"
        try:
            self.text = content.decode(charset)
        except (LookupError, UnicodeDecodeError):
            self.remarks.append(["charset", charset[:40]])
            self.text = content.decode("utf-8", errors="replace")
        self.text = self.text.replace("\0", "")


_ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "image/tiff": ".tif"}


def _words(header: object) -> str:
    """Give a header as people read it, however badly it is encoded."""
    if header is None:
        return ""
    parts: list[str] = []
    for text, charset in _decoded(str(header)):
        if isinstance(text, str):
            parts.append(text)
            continue
        try:
            parts.append(text.decode(charset or "utf-8"))
        except (LookupError, UnicodeDecodeError):
            parts.append(text.decode("utf-8", errors="replace"))
    line = " ".join("".join(parts).split())
    return "".join(sign for sign in line if sign.isprintable())[:500]


def _decoded(header: str) -> Iterator[tuple[Any, str | None]]:
    try:
        yield from decode_header(header)
    except (ValueError, UnicodeError, email.errors.MessageError):
        yield header, None
