"""The books: number series opened for a year or a term, closed, stopped after a restore and let go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import policies, queries
from dispatch.models import NumberSeries
from dispatch.models.kinds import KINDS, kinds_of
from dispatch.operations import series as acts
from lib.calendar import local_day, local_year
from lib.text import fold
from organisation.enums import FormatProfile
from organisation.queries import period_on
from ui.paging import paginate
from ui.screens import render, screen
from web.organisation.asking import Page, ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lib.refusal import Verdict
    from organisation.models import Organisation
    from organisation.models.actor import Actor
    from ui.request import OfficeRequest

OUTGOING: Final = "Văn bản đi"  # proposed as the name, which registers print: in Vietnamese
OFFICIAL_LETTER: Final = "cong_van"
HIGHEST: Final = 999_999


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class _BookForm(forms.Form):
    """What every book has. Its name tells it apart in the register."""

    name = forms.CharField(label=gettext_lazy("Name of the book"), max_length=150)
    start = forms.IntegerField(
        label=gettext_lazy("First number"),
        min_value=1,
        max_value=HIGHEST,
        initial=1,
        help_text=gettext_lazy(
            "1, or the number after the last one in the paper register that this book goes on from."
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Only these kinds"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: every kind that has no book of its own."),
    )

    def __init__(self, *args: Any, profile: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kinds"].choices = [(kind.code, kind.name) for kind in kinds_of(profile)]  # type: ignore[attr-defined]

    def wanted(self) -> acts.NewSeries:
        """Give what was typed as a series to open."""
        values = self.cleaned_data
        code = slugify(fold(values["name"]))[:40] or "so"
        return acts.NewSeries(
            code=code, name=values["name"], start=values["start"], kinds=tuple(values["kinds"]), **self.span()
        )

    def span(self) -> dict[str, Any]:
        """Give the days the book runs through."""
        raise NotImplementedError


class YearBookForm(_BookForm):
    """A book that begins anew each year (Decree 30/2020 Art. 15)."""

    field_order = ("name", "year", "opened_on", "start", "kinds")
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)
    opened_on = _day(
        gettext_lazy("First day"), help_text=gettext_lazy("No letter of an earlier day is numbered in it.")
    )

    def __init__(self, *args: Any, years: Sequence[int], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["year"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a first day outside the year."""
        cleaned = super().clean() or {}
        year, day = cleaned.get("year"), cleaned.get("opened_on")
        if year and day and day.year != year:
            self.add_error("opened_on", _("The first day does not lie in the year."))
        return cleaned

    def span(self) -> dict[str, Any]:
        """Give year and first day."""
        return {"year": self.cleaned_data["year"], "opened_on": self.cleaned_data["opened_on"]}


class TermBookForm(_BookForm):
    """A book that counts on through a term of the committee (05-HD/VPTW)."""

    field_order = ("name", "term_from", "term_until", "start", "kinds")
    term_from = _day(gettext_lazy("First day of the term"))
    term_until = _day(
        gettext_lazy("Last day of the term"),
        required=False,
        help_text=gettext_lazy("Empty until the next congress has set it."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse days the wrong way round."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("term_from"), cleaned.get("term_until")
        if since and until and until < since:
            self.add_error("term_until", _("The last day lies before the first."))
        return cleaned

    def span(self) -> dict[str, Any]:
        """Give the days of the term."""
        return {"term_from": self.cleaned_data["term_from"], "term_until": self.cleaned_data["term_until"]}


class EndForm(forms.Form):
    """The last day a number of the book may bear."""

    on = _day(gettext_lazy("Last day"), help_text=gettext_lazy("Letters of later days need another book."))


class ConfirmForm(forms.Form):
    """The last number given on paper or before the restore."""

    last_used = forms.IntegerField(label=gettext_lazy("Last number used"), min_value=0, max_value=HIGHEST)


@dataclass(frozen=True)
class Row:
    """A book as it is listed, and what may be done with it."""

    series: NumberSeries
    kinds: str
    state: str
    may_end: Verdict
    may_close: Verdict
    may_keep: Verdict


@screen()
def books(request: OfficeRequest) -> HttpResponse:
    """List every book ever opened, the newest first."""
    policies.may_read_registers(request.actor).enforce()
    organisation, day = request.actor.organisation, local_day(request.at)
    page = paginate(queries.books_of(organisation), request)
    counts = queries.can_number(organisation, OFFICIAL_LETTER, day)
    missing = not counts and not queries.frozen_series(organisation).exists()
    context = {
        "page": page,
        "rows": [_row(one, request.actor, day) for one in page.rows],
        "may_keep": policies.may_keep_registers(request.actor),
        "year": day.year,
        "missing": missing,
        "way": way_to_open(organisation, day) if missing else None,
    }
    return render(request, "registers/books.html", context)


def way_to_open(organisation: Organisation, day: date) -> tuple[str, str]:
    """Give address and words of the book this office usually opens: the State's of a year, the Party's of a term."""
    if period_on(organisation, day).format_profile == FormatProfile.PARTY:
        return reverse("registers:open_term"), _("Open a book for a term of office")
    return reverse("registers:open_year"), _("Open a book for a year")


def _row(series: NumberSeries, actor: Actor, day: date) -> Row:
    return Row(
        series=series,
        kinds=", ".join(KINDS[code].name for code in series.kinds if code in KINDS),
        state=_state(series, day),
        may_end=policies.may_end_series(actor, series),
        may_close=policies.may_close_book(actor, series, day),
        may_keep=policies.may_keep_series(actor, series),
    )


def _state(series: NumberSeries, day: date) -> str:
    """Say in one word how a book stands on ``day``."""
    if not policies.is_open_book(series):
        return "closed"
    if series.frozen_at is not None:
        return "frozen"
    if series.until is not None and series.until < day:
        return "over"
    return "open" if series.opened_on <= day else "later"


@screen(methods=("GET", "POST"))
def open_year(request: OfficeRequest) -> HttpResponse:
    """Open the book of a year: this one, or the next while this one lasts."""
    policies.may_keep_registers(request.actor).enforce()
    day, year = local_day(request.at), local_year(request.at)
    initial = {"name": OUTGOING, "year": year, "opened_on": day}
    years = (year - 1, year, year + 1)
    form = YearBookForm(request.POST or None, profile=_profile(request), years=years, initial=initial)
    return _open(request, form, _("Open a book for a year"))


@screen(methods=("GET", "POST"))
def open_term(request: OfficeRequest) -> HttpResponse:
    """Open the book of a term of office."""
    policies.may_keep_registers(request.actor).enforce()
    initial = {"name": OUTGOING, "term_from": local_day(request.at)}
    form = TermBookForm(request.POST or None, profile=_profile(request), initial=initial)
    return _open(request, form, _("Open a book for a term of office"))


def _open(request: OfficeRequest, form: YearBookForm | TermBookForm, title: str) -> HttpResponse:
    def act() -> str:
        acts.open_series(new=form.wanted(), by=request.actor, at=request.at)
        return reverse("registers:books")

    said = _("Numbers are given from it in order, each once. Two books never count the same letters.")
    page = Page(title=title, said=said, submit=_("Open the book"), back=reverse("registers:books"))
    return ask(request, form, act, page=page)


@screen(methods=("GET", "POST"))
def end(request: OfficeRequest, pk: int) -> HttpResponse:
    """Set the last day of a book: a merger, a congress, a new rule."""
    series = series_of(request, pk)
    policies.may_end_series(request.actor, series).enforce()
    form = EndForm(request.POST or None, initial={"on": local_day(request.at)})

    def act() -> str:
        acts.end_series(series=series, on=form.cleaned_data["on"], by=request.actor, at=request.at)
        return reverse("registers:books")

    page = Page(
        title=_("Set the last day of the book “%(book)s”") % {"book": series},
        said=_("It gives no number of a later day; the day is set once. Its lines stay in the register."),
        submit=_("Set the last day"),
        back=reverse("registers:books"),
        grave=True,
    )
    return ask(request, form, act, page=page)


@screen(methods=("POST",))
def freeze(request: OfficeRequest, pk: int) -> HttpResponse:
    """Stop a book after a restore, until the last number used is confirmed."""
    acts.freeze_series(series=series_of(request, pk), by=request.actor, at=request.at)
    messages.success(request, _("The book stands still. Confirm the last number used to let it go on."))
    return redirect("registers:books")


@screen(methods=("GET", "POST"))
def confirm(request: OfficeRequest, pk: int) -> HttpResponse:
    """Let a book go on behind the last number that was really used."""
    series = series_of(request, pk)
    policies.may_confirm_series(request.actor, series).enforce()
    form = ConfirmForm(request.POST or None, initial={"last_used": series.next_number - 1})

    def act() -> str:
        last_used = form.cleaned_data["last_used"]
        acts.confirm_last_number(series=series, last_used=last_used, by=request.actor, at=request.at)
        return reverse("registers:books")

    page = Page(
        title=_("Let the book “%(book)s” go on") % {"book": series},
        said=_(
            "The register knows the numbers up to %(number)s. If letters left the office with later numbers, give "
            "the last of them: the numbers between become void lines, and none is given twice."
        )
        % {"number": series.next_number - 1},
        submit=_("Go on behind this number"),
        back=reverse("registers:books"),
    )
    return ask(request, form, act, page=page)


def series_of(request: OfficeRequest, pk: int) -> NumberSeries:
    """Give a book of the registry that asks; there is none for anybody else."""
    policies.may_keep_registers(request.actor).enforce()
    try:
        return queries.series_by_key(request.actor.organisation, pk)
    except NumberSeries.DoesNotExist:
        raise Http404 from None


def _profile(request: OfficeRequest) -> str:
    return period_on(request.actor.organisation, local_day(request.at)).format_profile
