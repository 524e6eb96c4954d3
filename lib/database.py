"""The few things every operation asks of PostgreSQL: lock one row, forbid changing a table, wake a listener."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection, migrations, models

M = TypeVar("M", bound=models.Model)


def locked(source: type[M] | models.QuerySet[M], pk: int) -> M:
    """Give the row ``pk`` freshly read and locked until the end of the transaction; raise DoesNotExist if absent."""
    queryset: models.QuerySet[M] = source._default_manager.all() if isinstance(source, type) else source
    return queryset.select_for_update(of=("self",)).get(pk=pk)


def queued(source: type[M] | models.QuerySet[M], pk: int) -> M:
    """Give the same, where those who only refer to the row need not wait: what is said with it does not delete it.

    Everything written in an office refers to its organisation; who queues there to be the only one who numbers, say,
    may not hold up, or be held up by, all the others.
    """
    queryset: models.QuerySet[M] = source._default_manager.all() if isinstance(source, type) else source
    return queryset.select_for_update(of=("self",), no_key=True).get(pk=pk)


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


def copy_values(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write many new rows of ``model`` by COPY from plain values, in the order of its fields ``names``.

    Every constraint is in force. Rows are sent as they come, so that what makes them and what stores them work at the
    same time; what makes them asks nothing of the connection meanwhile. What no name says is given by the table;
    JSON and arrays come as text already.
    """
    columns = ", ".join(f'"{model._meta.get_field(name).column}"' for name in names)  # type: ignore[union-attr]
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as stream,
    ):
        for row in rows:
            stream.write_row(row)


def array_text(values: Sequence[str]) -> str:
    """Give an array of texts as COPY takes it in a row of plain values."""
    return "{" + ",".join('"' + v.replace("\\", "\\\\").replace('"', '\\"') + '"' for v in values) + "}"


def next_keys(model: type[models.Model], count: int) -> list[int]:
    """Give ``count`` keys of ``model`` nobody else will get: rows that name each other are written with them."""
    key = model._meta.pk
    assert key is not None  # noqa: S101 -- every row of the house has a key
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, key.column, count],
        )
        return [int(row[0]) for row in cursor.fetchall()]
