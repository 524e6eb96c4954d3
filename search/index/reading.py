"""The reader: opens the index without writing, asks it, gives keys and counts."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from search.errors import IndexUnusable
from search.index import schema
from search.index.asking import MOST_WORDS, Question, Term
from search.index.place import Place

if TYPE_CHECKING:
    import tantivy

MOST_FACET_VALUES: Final = 100
BROAD: Final = (
    20_000  # answers; whether the words stand side by side is not looked at in more (20 ms of 150,000)
)
_ALL: Final = "*"  # beside the names of facets
# Steps between scores: a code before exact accents, before words of the title, before words side by side.
_BASE, _CODE, _MARKS, _TITLE, _SIDE_BY_SIDE = 1.0, 8.0, 4.0, 2.0, 1.0


class Ranking(Enum):
    """How rows are told apart: not at all, by every step, or by all but the costly one.

    Of the last kind the best alone, which reach every step, can be asked for, or all but them.
    """

    NONE, WHOLE, BEST, REST = range(4)


@dataclass(frozen=True)
class Wanted:
    """A question and what narrows it. ``hidden`` are rows the asker lost since the last commit."""

    question: Question
    organisation: int
    tokens: Sequence[str]
    facets: Mapping[str, tuple[str, ...]]
    hidden: Sequence[int] = ()
    since: date | None = None
    until: date | None = None
    newest_first: bool = False

    def without(self, facet: str) -> Wanted:
        """Give the same with the choice of ``facet`` left open."""
        return replace(self, facets={name: value for name, value in self.facets.items() if name != facet})


@dataclass(frozen=True)
class Answer:
    """Keys of rows in order, how many there are in all, and how they spread over each facet."""

    keys: tuple[int, ...]
    count: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]


class _Opened:
    """The one index this process has open, reloaded when its writer committed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: tantivy.Index | None = None
        self._at: tuple[Path, int] | None = None

    def searcher(self, home: Path, place: Place) -> tuple[tantivy.Index, tantivy.Searcher]:
        import tantivy  # noqa: PLC0415 -- slow import

        folder, wanted = home / place.folder, (home / place.folder, place.commit)
        with self._lock:
            if self._index is None or self._at is None or self._at[0] != folder:
                self._index = schema.prepare(tantivy.Index.open(str(folder)))
            if self._at != wanted:
                self._index.reload()
                self._at = wanted
            return self._index, self._index.searcher()


_opened = _Opened()


def ask(
    home: Path, place: Place, wanted: Wanted, *, facets: Iterable[str], offset: int, limit: int
) -> Answer:
    """Answer ``wanted`` from the index at ``place``; raise IndexUnusable when it cannot be read.

    Without words every row the asker sees is counted, for everybody of the same tokens the same: that answer is kept
    as long as the commit stands.
    """
    names = tuple(facets)
    if wanted.question.terms or limit > _MOST_ROWS:
        return _asked(home, place, wanted, names, offset, limit)
    sides = tuple(sorted((name, tuple(values)) for name, values in wanted.facets.items()))
    readers = (wanted.organisation, tuple(wanted.tokens), tuple(wanted.hidden))
    bounds = (wanted.question, wanted.since, wanted.until, wanted.newest_first, names, offset, limit)
    key = (home, place.folder, place.commit, readers, sides, bounds)
    answer = _answers.get(key)
    if answer is None:
        answer = _asked(home, place, wanted, names, offset, limit)
        if len(_answers) >= _MOST_KEPT:
            _answers.clear()
        _answers[key] = answer
    return answer


_answers: dict[tuple[object, ...], Answer] = {}
_MOST_KEPT: Final = 500
_MOST_ROWS: Final = 100  # of one answer that is kept


def _asked(
    home: Path, place: Place, wanted: Wanted, facets: Sequence[str], offset: int, limit: int
) -> Answer:
    try:
        index, searcher = _opened.searcher(home, place)
        composer = _Composer(index.schema)
        count, spread = _counted(composer, searcher, wanted, facets)
        found = _foremost(composer, searcher, wanted, count, (offset, limit))
        keys = searcher.fast_field_values(schema.ID, [address for _score, address in found])
    except (ValueError, OSError, RuntimeError) as error:
        raise IndexUnusable(str(error)) from error
    return Answer(tuple(int(key) for key in keys if key is not None), count, spread)


def alike(home: Path, place: Place, wanted: Wanted, words: Sequence[str], limit: int) -> tuple[int, ...]:
    """Give the keys of what has most of ``words`` in its title, rare ones counting more; raise IndexUnusable."""
    try:
        index, searcher = _opened.searcher(home, place)
        query = _Composer(index.schema).alike(wanted, words[:MOST_WORDS])
        found = searcher.search(query, limit).hits
        keys = searcher.fast_field_values(schema.ID, [address for _score, address in found])
    except (ValueError, OSError, RuntimeError) as error:
        raise IndexUnusable(str(error)) from error
    return tuple(int(key) for key in keys if key is not None)


def _foremost(
    composer: _Composer, searcher: tantivy.Searcher, wanted: Wanted, count: int, page: tuple[int, int]
) -> list[Any]:
    """Give a page of the best rows of ``count``.

    Among very many, those that reach every step are looked for first: they stand before all others, the newest first,
    and need no score.
    """
    offset, limit = page

    def look(ranking: Ranking, offset: int, limit: int, **order: str) -> Any:
        return searcher.search(composer.compose(wanted, ranking), limit, offset=offset, **order)  # type: ignore[arg-type]

    if not wanted.question.terms or wanted.newest_first:
        return list(look(Ranking.NONE, offset, limit, order_by_field=schema.RANK).hits)
    if count <= BROAD:
        return list(look(Ranking.WHOLE, offset, limit, weight_by_field=schema.RANK).hits)
    best = look(Ranking.BEST, offset, limit, order_by_field=schema.RANK)
    found, missing = list(best.hits), limit - len(best.hits)
    if missing:
        rest = look(Ranking.REST, max(0, offset - best.count), missing, weight_by_field=schema.RANK)
        found += rest.hits
    return found


def _counted(
    composer: _Composer, searcher: tantivy.Searcher, wanted: Wanted, names: Sequence[str]
) -> tuple[int, dict[str, tuple[tuple[str, int], ...]]]:
    """Count all, and the values of each facet; a facet with a choice is counted with the choice open."""
    every = {_ALL: {"value_count": {"field": schema.ID}}}
    counted: dict[str, Any] = {}
    for group in [[n for n in names if n not in wanted.facets], *[[n] for n in names if n in wanted.facets]]:
        sides = {name: {"terms": {"field": _field(name), "size": MOST_FACET_VALUES}} for name in group}
        whole = not counted
        query = composer.compose(wanted if whole else wanted.without(group[0]), Ranking.NONE)
        counted |= searcher.aggregate(query, {**sides, **every} if whole else sides)
    spread = {n: tuple((str(b["key"]), int(b["doc_count"])) for b in counted[n]["buckets"]) for n in names}
    return int(counted[_ALL]["value"]), spread


def _field(facet: str) -> str:
    return schema.KIND if facet == schema.KIND else f"{schema.FACETS}.{facet}"


class _Composer:
    """Makes index queries. Filters count nothing; a score is the sum of the steps a row reaches."""

    def __init__(self, fields: tantivy.Schema) -> None:
        import tantivy  # noqa: PLC0415 -- slow import

        self._fields, self._query, self._occur, self._types = (
            fields,
            tantivy.Query,
            tantivy.Occur,
            tantivy.FieldType,
        )

    def compose(self, wanted: Wanted, ranking: Ranking) -> tantivy.Query:
        """Give the query for ``wanted``; what is only counted needs no ranking."""
        question = wanted.question
        if question.wordless:
            return self._query.empty_query()
        must = [*self._bounds(wanted), *(self._term(schema.WORDS, term) for term in question.terms)]
        steps = self._steps(question, ranking)
        reached = [(self._occur.Must, step) for step, _score in steps]
        if ranking is Ranking.BEST:
            must, steps = [*must, *(step for _must, step in reached)], []
        elif steps:  # the first gives every row the same to begin with, the others nothing
            must = [self._query.const_score_query(one, 0.0 if n else _BASE) for n, one in enumerate(must)]
        clauses = [(self._occur.Must, condition) for condition in must]
        for step, score in steps:
            clauses.append((self._occur.Should, self._query.const_score_query(step, score)))
        if ranking is Ranking.REST:  # where no step is to be reached all are best
            others = self._query.boolean_query(reached) if reached else self._query.all_query()
            clauses.append((self._occur.MustNot, others))
        if wanted.hidden:
            lost = self._query.term_set_query(self._fields, schema.ID, list(wanted.hidden))
            clauses.append((self._occur.MustNot, lost))
        return self._query.boolean_query(clauses)

    def alike(self, wanted: Wanted, words: Sequence[str]) -> tantivy.Query:
        """Give the query for two words or more of ``words`` in a title, within the bounds of ``wanted``."""
        each = [(self._occur.Should, self._word(schema.TITLE, word, False)) for word in words]
        least = min(2, len(each))
        clauses = [(self._occur.Must, self._query.boolean_query(each, minimum_number_should_match=least))]
        for bound in self._bounds(wanted):
            clauses.append((self._occur.Must, self._query.const_score_query(bound, 0.0)))
        if wanted.hidden:
            lost = self._query.term_set_query(self._fields, schema.ID, list(wanted.hidden))
            clauses.append((self._occur.MustNot, lost))
        return self._query.boolean_query(clauses) if each else self._query.empty_query()

    def _bounds(self, wanted: Wanted) -> list[tantivy.Query]:
        bounds = [
            self._query.term_query(self._fields, schema.ORGANISATION, wanted.organisation),
            self._query.term_set_query(self._fields, schema.TOKENS, list(wanted.tokens)),
        ]
        bounds += [self._one_of(_field(name), values) for name, values in wanted.facets.items()]
        if wanted.since or wanted.until:
            first, last = wanted.since or date.min, wanted.until or date.max
            days = (first.toordinal(), last.toordinal())
            bounds.append(self._query.range_query(self._fields, schema.DAY, self._types.Unsigned, *days))
        return bounds

    def _one_of(self, field: str, values: Sequence[str]) -> tantivy.Query:
        """Ask for one of ``values``. A set is laid out over all rows first; a single value is only stepped through."""
        if len(values) == 1:
            return self._query.term_query(self._fields, field, values[0])
        return self._query.term_set_query(self._fields, field, list(values))

    def _steps(self, question: Question, ranking: Ranking) -> list[tuple[tantivy.Query, float]]:
        """Give what lifts a row above others that match as well."""
        words = question.words
        steps: list[tuple[tantivy.Query, float]] = []
        if ranking is Ranking.NONE:
            return steps
        if question.code_like:
            steps.append((self._term(schema.CODE, Term(words, (), question.ends_open)), _CODE))
        marked = [word for term in question.terms for word in term.marked]
        if marked:
            steps.append((self._all(schema.MARKED, marked, open_end=question.ends_open), _MARKS))
        if words:
            steps.append((self._all(schema.TITLE, words, open_end=question.ends_open), _TITLE))
        if len(words) > 1 and ranking is Ranking.WHOLE:
            steps.append((self._term(schema.WORDS, Term(words, (), question.ends_open)), _SIDE_BY_SIDE))
        return steps

    def _all(self, field: str, words: Sequence[str], *, open_end: bool) -> tantivy.Query:
        """Ask that every word stands in ``field``, wherever; the last may be a beginning."""
        last = len(words) - 1
        each = [self._word(field, word, open_end and n == last) for n, word in enumerate(words)]
        return self._query.boolean_query([(self._occur.Must, one) for one in each])

    def _term(self, field: str, term: Term) -> tantivy.Query:
        """Ask for the words of ``term`` side by side in ``field``."""
        if len(term.words) == 1:
            return self._word(field, term.words[0], term.beginning)
        if term.beginning:
            return self._query.phrase_prefix_query(self._fields, field, list(term.words))
        return self._query.phrase_query(self._fields, field, list(term.words))

    def _word(self, field: str, word: str, beginning: bool) -> tantivy.Query:
        if beginning:  # a word holds letters and digits only, so nothing in it is special to the pattern
            return self._query.regex_query(self._fields, field, f"{word}.*")
        return self._query.term_query(self._fields, field, word)
