"""The cache of the office: rows of the database, with counters that do not lose a count."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router, transaction


class CountingCache(DatabaseCache):
    """Django's database cache reads, adds and writes back; of two that count at once one is lost.

    Here the row is locked meanwhile.
    """

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a counter and give it; ValueError when there is none."""
        alias = router.db_for_write(self.cache_model_class)
        row: list[Any] = [self.make_and_validate_key(key, version=version)]
        table = connections[alias].ops.quote_name(self.cache_model_class._meta.db_table)
        with transaction.atomic(using=alias), connections[alias].cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {table} WHERE cache_key = %s FOR UPDATE", row)  # noqa: S608 -- our own name
            return super().incr(key, delta, version)
