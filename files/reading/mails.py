"""Has a mail taken apart in a closed process: what comes by mail may be made to do harm."""

from __future__ import annotations

import json
from dataclasses import dataclass

from files.errors import NotAMail, TooHardFile
from lib.isolation.room import ClosedRoom, TooHard
from lib.isolation.wire import unpack

_room = ClosedRoom("files.reading.mail_child")


@dataclass(frozen=True)
class Mail:
    """A mail taken apart. ``remarks`` are pairs of a code and what it is about: deep, winmail, many, charset."""

    subject: str
    sender: str
    address: str
    text: str
    parts: tuple[tuple[str, bytes], ...]
    remarks: tuple[tuple[str, str], ...]
    automatic: bool = False  # written by a machine


def opened(content: bytes, *, name: str) -> Mail:
    """Give the mail; refuses what is none (NotAMail) and what takes more than a mail deserves (TooHardFile)."""
    try:
        told, *contents = unpack(_room.ask(b"{}", content))
    except TooHard:
        raise TooHardFile(name=name) from None
    facts = json.loads(told)
    if not facts["is_mail"]:
        raise NotAMail(name=name)
    return Mail(
        subject=facts["subject"],
        sender=facts["sender"],
        address=facts["address"],
        text=facts["text"],
        parts=tuple(zip(facts["parts"], contents, strict=True)),
        remarks=tuple((code, about) for code, about in facts["remarks"]),
        automatic=facts["automatic"],
    )
