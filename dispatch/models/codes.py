"""Number and symbol as people write them in one go: ``05/QĐ-SNV``, ``412-CV/BTCTU``, ``12a/BC-UBND``."""

from __future__ import annotations

import re

from lib.text import single_line

_CODE = re.compile(r"(?:số\s*:?\s*)?(\d{1,6})\s*([a-zđ]{0,2})(?:\s*[-/–]\s*(\S.*))?", re.IGNORECASE)


def split_code(text: str) -> tuple[str, str, str]:
    """Give number (without leading zeros), symbol, and the whole in one line; what has no number is all symbol.

    The State joins both by a slash, the Party by a hyphen (domain trap 2); which one it was stays in the whole.
    """
    line = single_line(text)
    found = _CODE.fullmatch(line)
    if found is None:
        return "", line[:60], line[:80]
    number, suffix, symbol = found[1], found[2].lower(), found[3] or ""
    whole = re.sub(r"(?i)^số\s*:?\s*", "", line)
    return f"{int(number)}{suffix}", re.sub(r"\s+", "", symbol)[:60], whole[:80]
