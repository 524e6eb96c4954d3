"""Number series: from the first to the last number given there is a line for each, and none beyond."""

from __future__ import annotations

from collections.abc import Iterator

from config.doctor import Finding
from dispatch import queries


def check() -> Iterator[Finding]:
    """Give every series with a missing or a surplus number."""
    for series in queries.all_series().iterator():
        given = set(queries.numbers_of(series))
        expected = set(range(series.start, series.next_number))
        for number in sorted(expected - given)[:20]:
            yield Finding("numbers", f"series {series.pk}", f"number {number} of {series} has no line")
        for number in sorted(given - expected)[:20]:
            yield Finding(
                "numbers", f"series {series.pk}", f"number {number} of {series} lies beyond its counter"
            )
