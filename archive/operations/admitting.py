"""Let what was in custody elsewhere come into ours with all that lies in it, and such an import go back again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def admitting() -> Iterator[None]:
    """Let the transaction write dossiers and records that are in custody already; only for importing old catalogues.

    Everything else meets the triggers of ``archive/migrations/0003_custody_holds.py``. Part of an operation: it needs
    the operation's transaction, and holds until the block ends.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("admitting is part of a transaction")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL vanthu.admitting = 'on'")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL vanthu.admitting = 'off'")
