"""How a signature names the right it is given by, in the two regimes, as data.

State: Decree 30/2020 Art. 13 and App. I, Part I, II.7: TM. KT. TL. TUQ. Q. Party: 05-HD/VPTW as restated (domain
4.3): T/M K/T T/L Q., and no special delegation. A collective is signed for (T/M) also by its deputies: it has no K/T.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from lib.text import fold
from organisation.enums import Authority, FormatProfile

PREFIXES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        FormatProfile.STATE.value: MappingProxyType(
            {
                Authority.HEAD.value: "",
                Authority.ON_BEHALF.value: "TM.",
                Authority.FOR_HEAD.value: "KT.",
                Authority.BY_ORDER.value: "TL.",
                Authority.BY_DELEGATION.value: "TUQ.",
                Authority.ACTING.value: "Q.",
            }
        ),
        FormatProfile.PARTY.value: MappingProxyType(
            {
                Authority.HEAD.value: "",
                Authority.ON_BEHALF.value: "T/M",
                Authority.FOR_HEAD.value: "K/T",
                Authority.BY_ORDER.value: "T/L",
                Authority.ACTING.value: "Q.",
            }
        ),
    }
)
# Whoever stands at the head of these signs for a collective; so do their deputies.
_COLLECTIVES = (
    "bi thu",
    "ban thuong vu",
    "ban chap hanh",
    "thuong truc",
    "tinh uy",
    "thanh uy",
    "dang uy",
    "chi uy",
    "chi bo",
    "uy ban kiem tra",
)
_TWO_LINES = {Authority.ON_BEHALF, Authority.FOR_HEAD, Authority.BY_ORDER, Authority.BY_DELEGATION}


def prefix_of(profile: str, authority: str) -> str | None:
    """Give what the first line begins with, "" for nothing, None where the regime knows no such right."""
    return PREFIXES[profile].get(authority)


def lines_fit(profile: str, authority: str, lines: Sequence[str]) -> bool:
    """Say whether ``lines`` have the form of ``authority``: its own prefix, no other, and the signer's title."""
    prefix = prefix_of(profile, authority)
    if prefix is None or not lines or not all(line.strip() for line in lines):
        return False
    others = {one for known in PREFIXES.values() for one in known.values() if one} - {prefix}
    begins = not prefix or (lines[0].startswith(f"{prefix} ") and len(lines[0]) > len(prefix) + 1)
    return begins and _plain(lines, others) and (authority not in _TWO_LINES or len(lines) > 1)


def speaks_for_collective(lines: Sequence[str]) -> bool:
    """Say whether the first line of ``lines`` names a committee, its standing body or its secretary."""
    named = fold(lines[0]).partition(" ")[2] if lines else ""
    return named.startswith(_COLLECTIVES)


def _plain(lines: Sequence[str], prefixes: set[str]) -> bool:
    return not any(line.startswith(f"{prefix} ") or line == prefix for line in lines for prefix in prefixes)
