"""How large the tests run: the one file of sizes for the three tiers (D26).

`./office test` runs every rule once at small sizes, `./office prove` the same tests at full size and more,
`./office bench` measures. The tier comes from OFFICE_TIER, set by `./office`; alone, pytest runs the first.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from typing import Final

import pytest


@dataclass(frozen=True)
class Sizes:
    """The numbers a test may ask for; each says what it counts."""

    seed: int = 20261124
    hypothesis_examples: int = 50
    numbers_allotted: int = 200  # taken from one series, with random aborts and kills
    numbering_processes: int = 4
    storm_people: int = 4  # work on letters at the same time
    storm_letters: int = 6
    storm_kills: int = 2
    storm_incoming: int = 12  # letters that eight people handle over HTTP in a running office
    storm_incoming_kills: int = 6
    scans_dropped: int = 12
    deliveries_inside: int = 8  # carried by a worker that is killed again and again
    delivery_kills: int = 2
    letters_in_register: int = 2_000  # rows behind the register and the inbox
    projections_in_search: int = 2_000
    whole_lives: int = 1  # led by the machine that knows the whole outgoing life
    acts_in_a_life: int = 6
    fault_examples: int = 40  # lives the machine may lead until it notices an injected fault
    signed_letters: int = 3  # carried through the whole signing path
    letters_in_tray: int = 5  # signed with one PIN
    letters_sealed_together: int = 2  # in the browser: led to the clerk by people, and sealed with one PIN
    tampered_variants: int = 29
    redis_outage_seconds: int = 5
    fuzz_requests: int = 200
    catalogue_dossiers: int = 200
    catalogue_records_each: int = 10
    people_in_rights: int = 12  # before the catalogue, each against brute force
    dossiers_in_rights: int = 12
    records_in_a_dossier: int = 2
    routes_drawn: int = 40  # random routes written as BPMN, read back, walked by another engine


TIERS: Final[dict[str, Sizes]] = {
    "test": Sizes(),
    "prove": Sizes(
        hypothesis_examples=2_000,
        numbers_allotted=100_000,
        numbering_processes=8,
        storm_people=16,
        storm_letters=2_000,
        storm_kills=200,
        storm_incoming=150,
        storm_incoming_kills=80,
        deliveries_inside=100,
        delivery_kills=30,
        letters_in_register=100_000,
        projections_in_search=200_000,
        whole_lives=100,
        acts_in_a_life=12,
        fault_examples=120,
        signed_letters=120,
        letters_in_tray=100,
        letters_sealed_together=20,
        redis_outage_seconds=60,
        fuzz_requests=20_000,
        people_in_rights=100,
        dossiers_in_rights=1_000,
        records_in_a_dossier=20,
        routes_drawn=1_000,
    ),
    "bench": Sizes(
        catalogue_dossiers=100_000,
        letters_in_register=100_000,
        projections_in_search=200_000,
        signed_letters=120,
        letters_in_tray=100,
        scans_dropped=200,
    ),
}


def _asked(sizes: Sizes) -> Sizes:
    """Let the environment choose a size for one run: SIZE_STORM_LETTERS=200, say."""
    named = {part.name: os.environ.get(f"SIZE_{part.name.upper()}") for part in fields(sizes)}
    return replace(sizes, **{name: int(value) for name, value in named.items() if value})


TIER: Final = os.environ.get("OFFICE_TIER", "test")
# What every test may rely on.
SIZES: Final = _asked(TIERS[TIER])
# Real processes killed over again and the longest stories: the first tier has ten minutes on two cores.
LONG: Final = pytest.mark.skipif(TIER == "test", reason="long: ./office prove runs it")
