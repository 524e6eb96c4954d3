"""What many tests begin with, built once and laid down again: the same rows in a dozen statements instead of hundreds."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Model

T = TypeVar("T")


@dataclass(frozen=True)
class _Kept:
    """What was built: its rows, the rows it changed (with the keys they replace), the files it stored."""

    made: Any
    rows: dict[type[Model], bytes]
    changed: dict[type[Model], tuple[list[Any], bytes]]
    files: dict[str, bytes]


_kept: dict[Hashable, _Kept] = {}


def once(key: Hashable, build: Callable[[], T]) -> T:
    """Give what ``build`` gives and have its rows in the database; built at the first call with ``key`` only.

    For what is built upon nothing: the rows that were not there before are kept as PostgreSQL copies them, with their
    keys, which no sequence gives again.
    """
    if key not in _kept:
        keys = _keys()
        made = build()
        _kept[key] = _Kept(copy.deepcopy(made), _written_beside(keys), {}, {})
        return made
    return _laid_down(_kept[key])


def once_from_here(key: Hashable, build: Callable[[], T]) -> T:
    """Give the same as ``once`` for what is built upon other rows: again only where all rows are what they were then.

    The rows it changed and the files it stored are kept too.
    """
    before = _content()
    place = (key, hashlib.sha256(repr(sorted(before.items())).encode()).digest())
    if place in _kept:
        return _laid_down(_kept[place])
    stored, keys = _stored(), _keys()
    made = build()
    after = _content(keys)
    changed = {
        model: (keys[model], _copy_out(model, keys[model]))
        for model in keys
        if after.get(table := model._meta.db_table) != before.get(table)
    }
    files = {name: _read(name) for name in _stored() - stored}
    _kept[place] = _Kept(copy.deepcopy(made), _written_beside(keys), changed, files)
    return made


def _laid_down(kept: _Kept) -> Any:
    """Write it all again. The database has examined these rows once; it does not now."""
    for name, content in kept.files.items():
        target = Path(settings.FILE_STORE_DIR) / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model, (keys, rows) in kept.changed.items():
            table, key = map(connection.ops.quote_name, (model._meta.db_table, model._meta.pk.column))
            cursor.execute(f"DELETE FROM {table} WHERE {key} = ANY(%s)", [keys])
            _copy_in(model, rows)
        for model, rows in kept.rows.items():
            _copy_in(model, rows)
        cursor.execute("SET LOCAL session_replication_role = origin")
    return copy.deepcopy(kept.made)


def told(value: Any) -> Hashable:
    """Give a wish as what can be a key: rows by their keys, the rest by its words."""
    if isinstance(value, Model):
        return value._meta.label, value.pk
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(told(getattr(value, one.name)) for one in fields(value))
    if isinstance(value, (list, tuple)):
        return tuple(map(told, value))
    return repr(value)


def filled(tables: Iterable[str]) -> list[str]:
    """Give those of ``tables`` that hold a row."""
    names = list(tables)
    asked = " UNION ALL ".join(
        f"SELECT {number} WHERE EXISTS (SELECT 1 FROM {connection.ops.quote_name(name)})"
        for number, name in enumerate(names)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return [names[number] for (number,) in cursor.fetchall()]


def _content(keys: dict[type[Model], list[Any]] | None = None) -> dict[str, bytes]:
    """Give every row by its table, or those of ``keys``; but not who read in which language, and who is signed in."""
    models = [model for model in _models() if model is not Session] if keys is None else list(keys)
    return {
        model._meta.db_table: _copy_out(
            model, None if keys is None else keys[model], but={"language", "last_login"}
        )
        for model in models
        if model is not Session
    }


def _stored() -> set[str]:
    folder = Path(settings.FILE_STORE_DIR)
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}


def _read(name: str) -> bytes:
    return (Path(settings.FILE_STORE_DIR) / name).read_bytes()


def _models() -> list[type[Model]]:
    models = {
        one._meta.db_table: one
        for one in apps.get_models(include_auto_created=True)
        if one._meta.managed and not one._meta.proxy
    }
    return [models[table] for table in filled(models)]


def _keys() -> dict[type[Model], list[Any]]:
    return {model: list(model._base_manager.values_list("pk", flat=True)) for model in _models()}


def _written_beside(before: dict[type[Model], list[Any]]) -> dict[type[Model], bytes]:
    rows = {model: _copy_out(model, before.get(model), beside=True) for model in _models()}
    return {model: content for model, content in rows.items() if content}


def _columns(model: type[Model], but: Collection[str] = ()) -> str:
    columns = [field.column for field in model._meta.local_concrete_fields if field.column not in but]
    return ", ".join(map(connection.ops.quote_name, columns))


def _copy_out(
    model: type[Model], keys: list[Any] | None, *, beside: bool = False, but: Collection[str] = ()
) -> bytes:
    """Give the rows of ``keys``, or those ``beside`` them; all where there are no keys."""
    table, key = map(connection.ops.quote_name, (model._meta.db_table, model._meta.pk.column))
    with connection.cursor() as cursor:
        some = cursor.mogrify(f"WHERE {'NOT ' if beside else ''}{key} = ANY(%s)", [keys]) if keys else ""
        rows = f"SELECT {_columns(model, but)} FROM {table} {some} ORDER BY {key}"
        with cursor.copy(f"COPY ({rows}) TO STDOUT") as out:
            return b"".join(bytes(part) for part in out)


def _copy_in(model: type[Model], rows: bytes) -> None:
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({_columns(model)}) FROM STDIN") as into:
        into.write(rows)
