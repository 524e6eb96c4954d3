"""May this person close a book, or set its last day?"""

from __future__ import annotations

from datetime import date

from dispatch import errors
from dispatch.models import BookClosing, NumberSeries
from dispatch.policies import who
from lib.refusal import Verdict, permit, refuse
from organisation.models.actor import Actor


def is_open_book(series: NumberSeries) -> Verdict:
    """Permit while the book has no closing page; read the series with its ``closing`` to save a question."""
    closing: BookClosing | None = getattr(series, "closing", None)
    if closing is None:
        return permit()
    return refuse(errors.BookIsClosed(name=str(series), day=f"{closing.closed_at:%d/%m/%Y}"))


def may_end_series(actor: Actor, series: NumberSeries) -> Verdict:
    """The registry sets the last day of a book once."""
    ended = series.closed_on
    if ended is not None:
        return refuse(errors.SeriesIsClosed(name=series.name, day=f"{ended:%d/%m/%Y}"))
    return is_open_book(series) and who.is_registry(actor, series.organisation_id)


def may_close_book(actor: Actor, series: NumberSeries, day: date) -> Verdict:
    """The registry closes a book that has come to its last day and does not stand still."""
    until = series.until
    if series.frozen_at is not None:
        return refuse(errors.SeriesIsFrozen(name=series.name))
    if until is None or day < until:
        return refuse(errors.BookIsRunning(name=str(series), until=f"{until:%d/%m/%Y}" if until else "…"))
    return is_open_book(series) and who.is_registry(actor, series.organisation_id)
