"""Searching, and how the index stands. Every hit is read again by the asker's tokens before it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from organisation.models.actor import Actor
from organisation.queries import access_tokens_of
from search.enums import IndexState
from search.errors import IndexUnusable
from search.index import place as places
from search.index import reading, schema, standing_in
from search.index.asking import Question, understand
from search.index.place import Place
from search.index.reading import Answer, Wanted
from search.index.schema import Findable
from search.index.snippets import Marked, cut_out, mark
from search.models import Projection

PAGE: Final = 20
MOST_PAGES: Final = 500  # the count stays exact; who needs page 501 narrows the search
MOST_TAKEN: Final = 10_000
_CHUNK: Final = 500
FACETS: Final = ("kind", "year", "unit", "status")
_MOST_WAITING: Final = 1_000
_LONGEST_WAIT: Final = timedelta(seconds=10)


@dataclass(frozen=True)
class Hit:
    """One thing found: where it is (kind and key), and what of it is shown."""

    kind: str
    key: str
    code: Marked
    title: Marked
    snippet: Marked
    dated_on: date | None
    facets: Mapping[str, str]


@dataclass(frozen=True)
class FacetValue:
    """One value of a facet, how many answers have it, and whether it is chosen."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Found:
    """A page of answers. ``state`` says what answered, ``cut`` that the question was too long."""

    hits: tuple[Hit, ...]
    count: int
    page: int
    page_count: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    state: IndexState
    cut: bool


@dataclass(frozen=True)
class Standing:
    """How the index stands, and how many changed rows it does not hold yet (counted up to 1,001)."""

    state: IndexState
    waiting: int
    place: Place | None
    ids: tuple[int, ...]


def search(
    *,
    actor: Actor,
    at: datetime,
    query: str = "",
    kinds: Sequence[str] = (),
    facets: Mapping[str, str | Sequence[str]] | None = None,
    page: int = 1,
    since: date | None = None,
    until: date | None = None,
    newest_first: bool = False,
    names: Sequence[str] = FACETS,
    within: Mapping[str, Sequence[str]] | None = None,
) -> Found:
    """Give page ``page`` of what ``actor`` may find for ``query``, with exact count and facet counts.

    A blank query finds everything the actor sees, newest first; otherwise a code comes first, then exact
    accents, words of the title, words side by side (among no more than ``reading.BROAD``), and the newest
    among equals. ``facets`` narrows by ``names``, which are counted; ``within`` narrows by other facets, which
    are not. With no usable index the database answers and ``state`` says so. Never raises for what was typed.
    """
    chosen = _chosen({**(facets or {}), **({"kind": kinds} if kinds else {})}, names)
    question = understand(query)
    tokens = access_tokens_of(actor, at)
    if not tokens:
        return Found((), 0, 1, 1, {}, standing(actor.organisation_key, at).state, question.cut)
    bounds = {**chosen, **{name: tuple(values) for name, values in (within or {}).items()}}
    wanted = Wanted(question, actor.organisation_key, tokens, bounds, (), since, until, newest_first)
    answer, state, page = _page_of(wanted, names, min(max(page, 1), MOST_PAGES), at)
    hits = _hits(answer, wanted)
    count = answer.count - (len(answer.keys) - len(hits))
    sides = {
        name: tuple(FacetValue(value, n, value in chosen.get(name, ())) for value, n in values)
        for name, values in answer.facets.items()
    }
    return Found(hits, count, page, _pages(count), sides, state, question.cut)


def everything(
    *,
    actor: Actor,
    at: datetime,
    query: str = "",
    facets: Mapping[str, str | Sequence[str]] | None = None,
    names: Sequence[str] = FACETS,
    within: Mapping[str, Sequence[str]] | None = None,
    newest_first: bool = False,
    most: int = MOST_TAKEN,
) -> list[Hit]:
    """Give all that ``search`` would show page by page, up to ``most``: what is printed and taken away."""
    tokens = access_tokens_of(actor, at)
    if not tokens:
        return []
    bounds = {**_chosen(facets or {}, names), **{n: tuple(values) for n, values in (within or {}).items()}}
    question = understand(query)
    wanted = Wanted(question, actor.organisation_key, tokens, bounds, (), newest_first=newest_first)
    answer, _state = _ask(wanted, (), 0, at, limit=most)
    parts = [answer.keys[start : start + _CHUNK] for start in range(0, len(answer.keys), _CHUNK)]
    return [hit for keys in parts for hit in _hits(Answer(keys, 0, {}), wanted)]


def alike(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    key: str | int,
    within: Mapping[str, Sequence[str]] | None = None,
    most: int = 8,
) -> tuple[Hit, ...]:
    """Give what ``actor`` may see whose words are most like those of the thing (``kind``, ``key``) they see.

    At least two of its words have to come back; rare words count more. Nothing without a usable index: likeness
    is a help, and the database has no cheap one.
    """
    own = Projection.objects.filter(
        organisation=actor.organisation,
        tokens__overlap=access_tokens_of(actor, at) or [""],
        withdrawn=False,
        kind=kind,
        key=str(key),
    ).first()
    if own is None:
        return ()
    return _nearest(schema.title_words(own), actor, at, within or {}, most, besides=(own.pk,))


def near(
    *,
    actor: Actor,
    at: datetime,
    query: str,
    within: Mapping[str, Sequence[str]] | None = None,
    most: int = 8,
) -> tuple[Hit, ...]:
    """Give what ``actor`` may see that has at least two words of ``query`` in its title; rare words count more."""
    words = [word for term in understand(query).terms for word in term.words]
    return _nearest(list(dict.fromkeys(words)), actor, at, within or {}, most)


def _nearest(
    words: Sequence[str],
    actor: Actor,
    at: datetime,
    within: Mapping[str, Sequence[str]],
    most: int,
    besides: Sequence[int] = (),
) -> tuple[Hit, ...]:
    tokens = access_tokens_of(actor, at)
    how = standing(actor.organisation_key, at)
    question = understand("")
    bounds = {n: tuple(values) for n, values in within.items()}
    wanted = Wanted(question, actor.organisation_key, tokens or [""], bounds)
    if how.state is not IndexState.READY or how.place is None:
        return ()
    safe = replace(wanted, hidden=(*besides, *_lost(how.ids, wanted)))
    try:
        keys = reading.alike(index_home(), how.place, safe, words, most)
    except IndexUnusable:
        return ()
    return _hits(Answer(keys, len(keys), {}), wanted)


def standing(organisation_key: int, at: datetime) -> Standing:
    """Give how this host's index stands for an organisation: behind when rows wait long, or many do."""
    place = places.read(index_home())
    if place is None or place.cluster != cluster_name():
        return Standing(IndexState.MISSING, 0, place, ())
    rows = Projection.objects.filter(changed__gte=place.through, organisation=organisation_key)
    late = rows.order_by("changed").values_list("pk", "changed", "projected_at")[: _MOST_WAITING + 1]
    waiting = [(pk, since) for pk, changed, since in late if place.ahead.get(pk) != changed]
    behind = len(waiting) > _MOST_WAITING or any(since < at - _LONGEST_WAIT for _pk, since in waiting)
    state = IndexState.BEHIND if behind else IndexState.READY
    return Standing(state, len(waiting), place, tuple(pk for pk, _since in waiting))


def changed_since(through: int) -> QuerySet[Projection]:
    """Give the rows of all organisations written by transactions not older than ``through``, oldest first."""
    return Projection.objects.filter(changed__gte=through).order_by("changed", "id")


_TYPES: Final = ("int8", "int8", "text", "text", "text", "text", "text", "text", "text[]", "jsonb", "date")


def findable() -> Iterator[Findable]:
    """Give every row that can be found, by key: how an index is built anew.

    The database sends on while one row is worked on; as models a million of them would take half a minute to make.
    Nothing else is asked of the connection meanwhile.
    """
    columns = ", ".join(f'"{name}"' for name in Findable._fields)
    rows = f"SELECT {columns} FROM search_projection WHERE NOT withdrawn ORDER BY id"  # noqa: S608 -- names of ours
    with connection.cursor() as cursor, cursor.copy(f"COPY ({rows}) TO STDOUT") as stream:
        stream.set_types(_TYPES)
        yield from map(Findable._make, stream.rows())


def oldest_running() -> int:
    """Give the id below which every transaction has ended and shows its rows to whoever looks later."""
    return _number("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


def cluster_name() -> str:
    """Give a name of the database this process talks to, different for every cluster and database."""
    return _cluster_name(str(connection.settings_dict["HOST"]), str(connection.settings_dict["NAME"]))


@lru_cache(maxsize=8)
def _cluster_name(_host: str, _name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT system_identifier, (SELECT oid FROM pg_database WHERE datname = current_database())"
            " FROM pg_control_system()"
        )
        cluster, database = cursor.fetchone()
    return f"{cluster}/{database}"


def index_home() -> Path:
    """Give the folder this host keeps its index in."""
    return Path(settings.SEARCH_INDEX_DIR)


def _chosen(facets: Mapping[str, str | Sequence[str]], names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Give the choices of known facets as tuples; a value no row can hold stays and finds nothing."""
    choices = {name: (value,) if isinstance(value, str) else tuple(value) for name, value in facets.items()}
    return {name: tuple(v.replace("\x00", " ") for v in choices[name]) for name in names if choices.get(name)}


def _number(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def _page_of(wanted: Wanted, names: Sequence[str], page: int, at: datetime) -> tuple[Answer, IndexState, int]:
    """Answer page ``page``, or the last one if there are fewer."""
    answer, state = _ask(wanted, names, (page - 1) * PAGE, at)
    if page > _pages(answer.count):
        page = _pages(answer.count)
        answer, state = _ask(wanted, names, (page - 1) * PAGE, at)
    return answer, state, page


def _pages(count: int) -> int:
    return min(max(1, -(-count // PAGE)), MOST_PAGES)


def _ask(
    wanted: Wanted, names: Sequence[str], offset: int, at: datetime, limit: int = PAGE
) -> tuple[Answer, IndexState]:
    how = standing(wanted.organisation, at)
    if how.state is IndexState.READY and how.place is not None:
        safe = replace(wanted, hidden=_lost(how.ids, wanted))
        try:
            found = reading.ask(index_home(), how.place, safe, facets=names, offset=offset, limit=limit)
        except IndexUnusable:
            return standing_in.ask(wanted, facets=names, offset=offset, limit=limit), IndexState.MISSING
        return found, how.state
    return standing_in.ask(wanted, facets=names, offset=offset, limit=limit), how.state


def _lost(ids: Sequence[int], wanted: Wanted) -> tuple[int, ...]:
    """Give those of ``ids`` the asker does not see now, which an index a moment old would count."""
    if not ids:
        return ()
    seen = _visible(ids, wanted).values_list("pk", flat=True)
    return tuple(set(ids) - set(seen))


def _visible(ids: Sequence[int], wanted: Wanted) -> QuerySet[Projection]:
    mine = Projection.objects.filter(organisation=wanted.organisation, tokens__overlap=list(wanted.tokens))
    return mine.filter(pk__in=ids, withdrawn=False)


def _hits(answer: Answer, wanted: Wanted) -> tuple[Hit, ...]:
    rows = {row.pk: row for row in _visible(answer.keys, wanted).defer("words")}
    return tuple(_hit(rows[pk], wanted.question) for pk in answer.keys if pk in rows)


def _hit(row: Projection, question: Question) -> Hit:
    snippet = cut_out(row.text, question)
    return Hit(
        row.kind,
        row.key,
        mark(row.code, question),
        mark(row.title, question),
        snippet,
        row.dated_on,
        row.facets,
    )
