"""What has to answer before people are sent here: the database and the signer."""

from __future__ import annotations

from django.db import DatabaseError, connection

from signing.operations import authorising


def database_answers() -> bool:
    """Say whether the database answers a question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def signer_answers() -> bool:
    """Say whether the signer answers through its socket."""
    return authorising.signer_answers()
