"""Long lists in numbered pages that always say how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from django.db.models import QuerySet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model
    from django.http import HttpRequest

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list: its rows, and where it stands in the whole."""

    rows: Sequence[Row]
    total: int
    number: int
    pages: int
    per_page: int

    @property
    def first(self) -> int:
        """Give the place of the first row shown, counted from 1; 0 when the list is empty."""
        return (self.number - 1) * self.per_page + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Give the place of the last row shown."""
        return min(self.number * self.per_page, self.total)

    @property
    def previous(self) -> int | None:
        """Give the number of the page before, if there is one."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """Give the number of the page after, if there is one."""
        return self.number + 1 if self.number < self.pages else None


def paginate(
    rows: QuerySet[Model, Row] | Sequence[Row],
    request: HttpRequest,
    *,
    per_page: int = 50,
    total: int | None = None,
    keys_first: bool = False,
) -> Page[Row]:
    """Give the page that ``?page=`` asks for; nonsense is the first page, too far is the last.

    A queryset must be ordered (an unordered one would show a row twice and another never): ValueError else.
    ``total`` is how many there are, for a caller who has counted them already. ``keys_first``: rows of many joins are
    chosen by words, so that even a short list is found by its keys before anything is joined.
    """
    if isinstance(rows, QuerySet) and not rows.ordered:
        raise ValueError("a list in pages needs an order")
    if total is None:
        total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    pages = max(1, -(-total // per_page))
    asked = request.GET.get("page", "")
    number = min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 1
    start = (number - 1) * per_page
    stop = min(start + per_page, total)
    if isinstance(rows, QuerySet) and (keys_first or total > per_page):
        shown: Sequence[Row] = _by_keys(rows, start, stop, total)
    else:
        shown = list(rows[start:stop])
    return Page(rows=list(shown), total=total, number=number, pages=pages, per_page=per_page)


def _by_keys(rows: QuerySet[Model, Row], start: int, stop: int, total: int) -> Sequence[Row]:
    """Give rows start … stop, found by their keys alone and from the nearer end.

    The database joins and reads every row it skips, sorts or throws away; of a key it reads only the index.
    """
    keys = rows.values_list("pk", flat=True)
    near = keys.reverse()[total - stop : total - start] if start > total // 2 else keys[start:stop]
    return list(rows.filter(pk__in=list(near)))
