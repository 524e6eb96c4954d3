"""Finds marks of secrecy. What bears one is refused before anything is stored (design D19)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lib.text import nfc

# A line of its own in capitals, as the stamp is: MẬT, TỐI MẬT, TUYỆT MẬT, with or without "ĐỘ MẬT:" before it, also
# set wide (T Ố I  M Ậ T). A sentence that mentions the word is no mark.
_MARK = re.compile(r"(ĐỘMẬT|MỨCĐỘMẬT)?(TUYỆT|TỐI)?MẬT")
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def secret_mark_in(lines: Iterable[str]) -> str | None:
    """Give the first line that is a mark of secrecy, None when there is none."""
    for line in lines:
        bare = _NOT_LETTERS.sub("", nfc(line))
        if bare and _MARK.fullmatch(bare):
            return line.strip()[:40]
    return None
