"""Write rows by COPY: many at a time, with every key, check and foreign key of the database in force."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection, models


class Table:
    """The rows of one model, gathered and then copied. Keys are counted on from the last one in the table.

    A value is named as on the model (``letter_id``, not ``letter``); what is not named has the model's default.
    JSON is given as Python data, or as its text.
    """

    def __init__(self, model: type[models.Model]) -> None:
        fields: list[Any] = list(model._meta.concrete_fields)
        plain = model()
        self.name = model._meta.db_table
        self._columns = [field.column for field in fields]
        self._place = {field.attname: place for place, field in enumerate(fields)}
        self._json = {field.attname for field in fields if isinstance(field, models.JSONField)}
        self._usual = [self._default(field, plain) for field in fields]
        self._key: str | None = (
            model._meta.pk.attname if isinstance(model._meta.pk, models.AutoField) else None
        )
        self._rows: list[list[Any]] = []
        self.count = 0
        self.last_key = self._highest() if self._key else 0

    def add(self, **values: Any) -> int:
        """Gather one row; give its key (0 where the table does not count its keys)."""
        row = self._usual.copy()
        for name, value in values.items():
            if name in self._json and not isinstance(value, str):
                value = json.dumps(value, ensure_ascii=False)
            row[self._place[name]] = value
        if self._key:
            self.last_key += 1
            row[self._place[self._key]] = self.last_key
        self._rows.append(row)
        return self.last_key

    def copy(self) -> None:
        """Send what was gathered to the database."""
        columns = ", ".join(f'"{column}"' for column in self._columns)
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{self.name}" ({columns}) FROM STDIN') as stream,
        ):
            for row in self._rows:
                stream.write_row(row)
        self.count += len(self._rows)
        self._rows = []

    def settle(self) -> None:
        """Let the database count on behind the last key."""
        if self._key and self.last_key:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [self.name, self._key, self.last_key]
                )

    def _default(self, field: Any, plain: models.Model) -> Any:
        value = getattr(plain, field.attname)
        if value is not None and isinstance(field, models.JSONField):
            return json.dumps(value)
        return field.get_db_prep_save(value, connection)

    def _highest(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT coalesce(max("{self._key}"), 0) FROM "{self.name}"')  # noqa: S608 -- our own names
            return int(cursor.fetchone()[0])
