"""Which profile a letter follows: the one of its regime on its day, frozen into the letter by its version."""

from __future__ import annotations

from datetime import date

from dispatch.layout.party import PARTY_2018, PARTY_2026
from dispatch.layout.profiles import STATE_2020, FormatProfile

_ALL = (STATE_2020, PARTY_2018, PARTY_2026)


def profile_of(code: str, version: str) -> FormatProfile:
    """Give the profile a letter was frozen with; an unknown one is a KeyError."""
    return {(one.code, one.version): one for one in _ALL}[code, version]


def profile_on(code: str, day: date) -> FormatProfile:
    """Give the profile of the regime ``code`` on ``day``; before the first one known, that one."""
    known = sorted((one for one in _ALL if one.code == code), key=lambda one: one.since)
    begun = [one for one in known if one.since <= day]
    return (begun or known[:1])[-1]
