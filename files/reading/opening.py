"""Has a file opened just far enough to know that it can be read, is not locked, and how many pages it has.

Nothing is opened here: a closed process does it (`child`), for what comes from outside may be made to do harm.
"""

from __future__ import annotations

import json

from files.enums import MediaType
from files.errors import BrokenFile, EncryptedFile, TooHardFile
from lib.isolation.room import ClosedRoom, TooHard

_PICTURES = {MediaType.PNG, MediaType.JPEG, MediaType.TIFF}
_room = ClosedRoom("files.reading.child")


def page_count_of(content: bytes, media_type: MediaType, *, name: str) -> int | None:
    """Give the number of pages, None where the type has none.

    Refuses a locked or unreadable file, and one that takes more memory or time than a file deserves.
    """
    if media_type != MediaType.PDF and media_type not in _PICTURES:
        return None
    try:
        told = json.loads(_room.ask(json.dumps({"picture": media_type in _PICTURES}).encode(), content))
    except TooHard:
        raise TooHardFile(name=name) from None
    if "pages" not in told:
        raise (EncryptedFile if told["fault"] == "locked" else BrokenFile)(name=name)
    return int(told["pages"])
