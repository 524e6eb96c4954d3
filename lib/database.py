"""The few things every operation asks of PostgreSQL: lock one row, forbid changing a table, wake a listener."""

from __future__ import annotations

from typing import TypeVar

from django.db import connection, migrations, models

M = TypeVar("M", bound=models.Model)


def locked(source: type[M] | models.QuerySet[M], pk: int) -> M:
    """Give the row ``pk`` freshly read and locked until the end of the transaction; raise DoesNotExist if absent."""
    queryset: models.QuerySet[M] = source._default_manager.all() if isinstance(source, type) else source
    return queryset.select_for_update(of=("self",)).get(pk=pk)


def append_only(table: str, *, may_delete: bool = False) -> migrations.RunSQL:
    """Give the migration step after which ``table`` refuses UPDATE and TRUNCATE, and DELETE unless ``may_delete``."""
    events = "UPDATE" if may_delete else "UPDATE OR DELETE"
    return migrations.RunSQL(
        sql=f"""
        CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{table} is append-only'; END $$;
        CREATE TRIGGER {table}_no_change BEFORE {events} ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only();
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only();
        """,
        reverse_sql=f"""
        DROP TRIGGER {table}_no_change ON {table};
        DROP TRIGGER {table}_no_truncate ON {table};
        DROP FUNCTION {table}_is_append_only();
        """,
    )


def notify(channel: str) -> None:
    """Wake whoever listens on ``channel`` when the current transaction commits; lost wake-ups are caught by polling."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [channel])
