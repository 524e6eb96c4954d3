"""Open the book of incoming letters: one counter for all of them, through a year or a term."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import policies
from dispatch.enums import Direction
from dispatch.operations import series
from lib.calendar import local_day
from ui.screens import screen
from web.organisation.asking import Page, ask

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ui.request import OfficeRequest

HIGHEST = 999_999
NAME = "Văn bản đến"  # proposed as the name, which registers print: in Vietnamese
CODE = "van-ban-den"


class BookForm(forms.Form):
    """What the book counts from, and through which time."""

    name = forms.CharField(label=gettext_lazy("Name of the book"), max_length=150, initial=NAME)
    period = forms.ChoiceField(
        label=gettext_lazy("Counts through"),
        choices=[("year", gettext_lazy("this calendar year")), ("term", gettext_lazy("a term of office"))],
        widget=forms.RadioSelect,
        initial="year",
    )
    since = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    start = forms.IntegerField(
        label=gettext_lazy("First number"),
        min_value=1,
        max_value=HIGHEST,
        initial=1,
        help_text=gettext_lazy(
            "1, or the number after the last one in the paper register that this book goes on from."
        ),
    )

    def wanted(self) -> series.NewSeries:
        """Give what was typed as a series to open."""
        values: dict[str, Any] = self.cleaned_data
        since: date = values["since"]
        by_year = values["period"] == "year"
        return series.NewSeries(
            code=CODE,
            name=values["name"],
            year=since.year if by_year else None,
            term_from=None if by_year else since,
            direction=Direction.INCOMING,
            start=values["start"],
            opened_on=since,
        )


@screen(methods=("GET", "POST"))
def open_book(request: OfficeRequest) -> HttpResponse:
    """Open the book."""
    policies.may_keep_registers(request.actor).enforce()
    form = BookForm(request.POST or None, initial={"since": local_day(request.at)})

    def act() -> str:
        series.open_series(new=form.wanted(), by=request.actor, at=request.at)
        return reverse("intake:tray")

    page = Page(
        title=_("Open the book of incoming letters"),
        said=_("Paper and electronic letters are counted together (Decree 30/2020, Art. 22)."),
        submit=_("Open the book"),
        back=reverse("intake:tray"),
    )
    return ask(request, form, act, page=page)
