"""Counters in the database's cache: what is counted at once is counted."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import connection

from config.cache import CountingCache
from config.settings import CACHES

THREADS, TIMES = 6, 25


@pytest.fixture
def cache(transactional_db: None, settings) -> Iterator[CountingCache]:
    settings.CACHES = CACHES
    call_command("createcachetable", verbosity=0)
    yield CountingCache("cache", {})
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE cache")


def test_nothing_that_is_counted_at_once_is_lost(cache: CountingCache) -> None:
    def ask(_number: int) -> list[int]:
        own = CountingCache("cache", {})
        try:
            own.add("limit", 0, 60)
            return [own.incr("limit") for _ in range(TIMES)]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as threads:
        seen = sorted(number for numbers in threads.map(ask, range(THREADS)) for number in numbers)

    assert seen == list(range(1, THREADS * TIMES + 1))


def test_a_counter_that_is_not_there_is_no_counter(cache: CountingCache) -> None:
    with pytest.raises(ValueError, match="not found"):
        cache.incr("nothing")


def test_the_office_on_one_machine_counts_with_it() -> None:
    assert CACHES["default"]["BACKEND"] == "config.cache.CountingCache"
