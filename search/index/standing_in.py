"""The database answering in the place of the index: the same matches and counts, plainer order, slower."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When

from search.index import schema
from search.index.asking import Question
from search.index.reading import MOST_FACET_VALUES, Answer, Wanted
from search.models import Projection


def ask(wanted: Wanted, *, facets: Iterable[str], offset: int, limit: int) -> Answer:
    """Answer ``wanted`` from the projections themselves."""
    matching = _matching(wanted)
    ordered = matching.order_by(F("dated_on").desc(nulls_last=True), "-id")
    code = " ".join(wanted.question.words)
    if wanted.question.code_like and not wanted.newest_first:
        first = Case(
            When(_line("code_norm", code), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
        ordered = matching.annotate(by_code=first).order_by(
            "-by_code", F("dated_on").desc(nulls_last=True), "-id"
        )
    keys = tuple(ordered.values_list("pk", flat=True)[offset : offset + limit])
    spread = {}
    for name in facets:
        field = "kind" if name == schema.KIND else f"facets__{name}"
        counted = _matching(wanted.without(name)).exclude(**{f"{field}__isnull": True})
        pairs = counted.values_list(field).annotate(n=Count("pk")).order_by("-n", field)[:MOST_FACET_VALUES]
        spread[name] = tuple((str(value), n) for value, n in pairs)
    return Answer(keys, matching.count(), spread)


def _line(field: str, words: str) -> Q:
    """Match ``words`` at the beginning of a line of words, whole or going on."""
    return Q(**{field: words}) | Q(**{f"{field}__startswith": f"{words} "})


def _matching(wanted: Wanted) -> QuerySet[Projection]:
    question: Question = wanted.question
    rows = Projection.objects.filter(
        organisation=wanted.organisation, tokens__overlap=list(wanted.tokens), withdrawn=False
    )
    if question.wordless:
        return rows.none()
    for name, values in wanted.facets.items():
        rows = rows.filter(**{f"{'kind' if name == schema.KIND else f'facets__{name}'}__in": list(values)})
    if wanted.since:
        rows = rows.filter(dated_on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(dated_on__lte=wanted.until)
    for term in question.terms:
        closing = "" if term.beginning else " "
        rows = rows.filter(words__contains=f" {' '.join(term.words)}{closing}")
    return rows
