"""Say what of a thing can be found, in the transaction that changes the thing.

Derived rows: no event is written here, the act that changed the thing has its own (design, house rules).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from django.db.models import F, Func, JSONField, Value
from django.db.models.expressions import RawSQL

from lib.database import array_text, copy_values
from lib.text import single_line
from organisation.models import Organisation
from search.index.words import padded, storable, words_of
from search.models import Projection

CHANNEL: Final = "search"
LONGEST_TEXT: Final = 200_000
_WRITTEN: Final = [
    "title", "code", "code_norm", "text", "words", "facets", "tokens", "dated_on",
    "projected_at", "changed", "withdrawn",
]  # fmt: skip
# The id of the transaction, as the value of a column; whoever writes it wakes the indexer when the transaction commits.
_ANNOUNCED: Final[Any] = RawSQL(  # noqa: S611 -- nothing of it comes from outside
    "(SELECT pg_current_xact_id()::text::bigint FROM pg_notify(%s, ''))", [CHANNEL]
)
_EMPTY: Final[dict[str, object]] = {
    "title": "", "code": "", "code_norm": "", "text": "", "words": "", "facets": {}, "tokens": [], "dated_on": None,
    "withdrawn": True,
}  # fmt: skip


def project(
    *,
    organisation: Organisation,
    kind: str,
    key: str | int,
    title: str,
    code: str,
    text: str,
    facets: Mapping[str, str | int],
    tokens: list[str],
    dated_on: date | None,
    at: datetime,
) -> Projection:
    """Write, or write anew, the projection of the thing ``(kind, key)`` in the caller's transaction; give it.

    ``tokens`` are the access tokens of those who may find it, computed by the owning module. ``facets`` get a
    ``year`` from ``dated_on`` unless they have one. Only the first 200,000 letters of ``text`` can be found.
    """
    _in_a_transaction()
    row = projection(
        organisation=organisation, kind=kind, key=key, title=title, code=code, text=text, facets=facets,
        tokens=tokens, dated_on=dated_on, at=at,
    )  # fmt: skip
    row.changed = _ANNOUNCED
    unique = ["organisation", "kind", "key"]
    Projection.objects.bulk_create([row], update_conflicts=True, unique_fields=unique, update_fields=_WRITTEN)
    del row.changed  # read from the row when somebody asks
    return row


def projection(
    *,
    organisation: Organisation,
    kind: str,
    key: str | int,
    title: str,
    code: str,
    text: str,
    facets: Mapping[str, str | int],
    tokens: list[str],
    dated_on: date | None,
    at: datetime,
) -> Projection:
    """Give the row ``project`` writes, unsaved and of no transaction yet: many are written by ``project_many``."""
    title, code, text = single_line(title), single_line(code)[:200], storable(text[:LONGEST_TEXT])
    sides = {} if dated_on is None else {"year": str(dated_on.year)}
    in_code = words_of(code)
    return Projection(
        organisation=organisation,
        kind=kind,
        key=str(key),
        title=title,
        code=code,
        code_norm=" ".join(in_code)[:400],
        text=text,
        words=padded([in_code, words_of(title), words_of(text)]),
        facets={**sides, **{name: single_line(str(value)) for name, value in facets.items()}},
        tokens=sorted(set(tokens)),
        dated_on=dated_on,
        projected_at=at,
        withdrawn=False,
    )


def project_many(rows: list[Projection]) -> None:
    """Write, or write anew, the projections of many things in the caller's transaction."""
    _in_a_transaction()
    changed = _announced()
    for row in rows:
        row.changed = changed
    unique = ["organisation", "kind", "key"]
    Projection.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=unique, update_fields=_WRITTEN
    )


class Fresh(NamedTuple):
    """What can be found of a thing never projected before. ``facets`` are plain single lines, ``tokens`` in order."""

    kind: str
    key: int
    title: str
    code: str
    text: str
    facets: Mapping[str, str]
    tokens: tuple[str, ...]
    dated_on: date | None


_FRESH: Final = ("organisation", "kind", "key", "title", "code", "code_norm", "text", "words", "facets", "tokens",
                 "dated_on", "projected_at", "changed", "withdrawn")  # fmt: skip


def project_fresh(*, organisation: Organisation, rows: Iterable[Fresh], at: datetime) -> None:
    """Write the rows ``project`` would write, of things never projected before, as they come: many times as fast."""
    _in_a_transaction()
    moment = (at.isoformat(), _announced(), "f")
    copy_values(Projection, _FRESH, (_fresh_values(organisation.pk, row, moment) for row in rows))


def _fresh_values(organisation: int, row: Fresh, moment: tuple[object, ...]) -> tuple[object, ...]:
    title, code, text = single_line(row.title), single_line(row.code)[:200], row.text
    if text:
        text = storable(text[:LONGEST_TEXT])
    in_code = words_of(code)
    facets, day = row.facets, row.dated_on
    if day is not None and "year" not in facets:
        facets = {"year": str(day.year), **facets}
    return (
        organisation, row.kind, row.key, title, code, " ".join(in_code)[:400], text,
        padded([in_code, words_of(title), words_of(text)]), json.dumps(facets), array_text(row.tokens), day, *moment,
    )  # fmt: skip


def withdraw_many(*, organisation: Organisation, kind: str, keys: list[str], at: datetime) -> int:
    """Empty the projections of many things of one kind in the caller's transaction; give how many there were."""
    _in_a_transaction()
    found = Projection.objects.filter(organisation=organisation, kind=kind, key__in=keys, withdrawn=False)
    return found.update(**_EMPTY, projected_at=at, changed=_ANNOUNCED)


def retoken(
    *, organisation: Organisation, kind: str, keys: list[str], tokens: list[str], at: datetime
) -> int:
    """Say anew who may find the things of one kind named by ``keys``; give how many of them there are."""
    _in_a_transaction()
    found = Projection.objects.filter(organisation=organisation, kind=kind, key__in=keys, withdrawn=False)
    return found.update(tokens=sorted(set(tokens)), projected_at=at, changed=_ANNOUNCED)


def carry(
    *,
    organisation: Organisation,
    kind: str,
    keys: list[str],
    tokens: list[str],
    sides: Mapping[str, str],
    at: datetime,
) -> int:
    """Say anew who may find the things of one kind named by ``keys``, and some of their ``sides``; give how many."""
    _in_a_transaction()
    found = Projection.objects.filter(organisation=organisation, kind=kind, key__in=keys, withdrawn=False)
    told = Func(F("facets"), Value(dict(sides), JSONField()), template="%(expressions)s", arg_joiner=" || ")
    return found.update(tokens=sorted(set(tokens)), facets=told, projected_at=at, changed=_ANNOUNCED)


def withdraw(*, organisation: Organisation, kind: str, key: str | int, at: datetime) -> bool:
    """Empty the projection of ``(kind, key)`` in the caller's transaction; say whether there was one."""
    _in_a_transaction()
    found = Projection.objects.filter(organisation=organisation, kind=kind, key=str(key), withdrawn=False)
    return bool(found.update(**_EMPTY, projected_at=at, changed=_ANNOUNCED))


def _in_a_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a projection is written in the transaction of the act that changes the thing")


def _announced() -> int:
    """Do what ``_ANNOUNCED`` does, once for many rows that are written with the transaction's id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint, pg_notify(%s, '')", [CHANNEL])
        return int(cursor.fetchone()[0])
