"""The form that names who handles a letter: one leads, others contribute or are told, each until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from dispatch.enums import AssignmentRole as R
from dispatch.operations.clock_rules import Term
from dispatch.operations.directing import Named
from lib.calendar import local_day
from organisation import queries as office
from ui.writing import day as written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from organisation.models import Organisation, Post, Unit

TERMS = (0, 1, 2, 3, 5, 7, 10, 15)
USUAL_TERM = 5


class Choice:
    """A unit or a person that may be named, under the key of the form."""

    def __init__(self, key: str, label: str, *, unit: Unit | None = None, post: Post | None = None) -> None:
        self.key, self.label, self.unit, self.post = key, label, unit, post


def choices_of(organisation: Organisation, at: datetime) -> dict[str, Choice]:
    """Give the units of today in their order, then the people in protocol order."""
    today = local_day(at)
    found = [Choice(f"u{unit.pk}", unit.name, unit=unit) for unit in office.units_of(organisation, today)]
    found += [
        Choice(f"p{post.pk}", f"{post.person.full_name}, {post.title}", post=post)
        for post in office.posts_on(organisation, today)
    ]
    return {one.key: one for one in found}


def within(unit: Unit, organisation: Organisation, at: datetime, *, but: Post | None) -> dict[str, Choice]:
    """Give the people of a unit, without ``but``."""
    posts = office.posts_on(organisation, local_day(at)).filter(unit=unit)
    return {
        f"p{post.pk}": Choice(f"p{post.pk}", f"{post.person.full_name}, {post.title}", post=post)
        for post in posts
        if but is None or post.person_id != but.person_id
    }


def term_label(days: int) -> str:
    """Say a term."""
    return (
        str(gettext_lazy("the same day"))
        if not days
        else ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    )


class NamingForm(forms.Form):
    """Who leads, who contributes, who is told, until when, in what words."""

    lead = forms.ChoiceField(label=gettext_lazy("Leads (exactly one)"), widget=forms.RadioSelect)
    helpers = forms.MultipleChoiceField(
        label=gettext_lazy("Contribute"), required=False, widget=forms.CheckboxSelectMultiple
    )
    told = forms.MultipleChoiceField(
        label=gettext_lazy("For information"), required=False, widget=forms.CheckboxSelectMultiple
    )
    term = forms.ChoiceField(
        label=gettext_lazy("Working days"), required=False, widget=forms.RadioSelect, initial=str(USUAL_TERM)
    )
    day = forms.DateField(
        label=gettext_lazy("Or until the day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    helpers_day = forms.DateField(
        label=gettext_lazy("Contributors until the day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Without a day they have as long as the lead."),
    )
    reply = forms.BooleanField(label=gettext_lazy("A written reply is required"), required=False)
    phrase = forms.ChoiceField(label=gettext_lazy("Usual words"), required=False, widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        choices: Mapping[str, Choice],
        phrases: Iterable[str] = (),
        whole_office: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.named = choices
        listed = [(one.key, one.label) for one in choices.values()]
        for name in ("lead", "helpers", "told"):
            self.fields[name].choices = listed  # type: ignore[attr-defined]
        self.fields["term"].choices = [(str(days), term_label(days)) for days in TERMS] + [  # type: ignore[attr-defined]
            ("", gettext_lazy("no deadline"))
        ]
        self.fields["phrase"].choices = [(one, one) for one in phrases]  # type: ignore[attr-defined]
        if not phrases:
            del self.fields["phrase"]
        if not whole_office:
            del self.fields["told"], self.fields["reply"], self.fields["helpers_day"]

    def clean(self) -> dict[str, Any]:
        """Take the usual words where no own ones are typed; somebody named twice is refused by the operation."""
        values: dict[str, Any] = super().clean() or {}
        values["text"] = values.get("text") or values.get("phrase", "")
        if "phrase" in self.fields and not values["text"]:
            self.add_error("text", gettext_lazy("Choose usual words, or write your own."))
        return values

    def parts(self) -> list[Named]:
        """Give whom the form names."""
        values = self.cleaned_data
        term = _term(values["term"], values["day"])
        other = values.get("helpers_day")
        found = [self._named(values["lead"], R.LEAD, term, reply=bool(values.get("reply")))]
        found += [
            self._named(key, R.CONTRIBUTOR, Term(day=other) if other else term) for key in values["helpers"]
        ]
        return found + [self._named(key, R.INFORMATION, Term()) for key in values.get("told", [])]

    def _named(self, key: str, role: R, term: Term, *, reply: bool = False) -> Named:
        one = self.named[key]
        return Named(role=role, unit=one.unit, post=one.post, term=term, reply=reply)


def _term(days: str, day: date | None) -> Term:
    if day is not None:
        return Term(day=day)
    return Term(days=int(days)) if days else Term()


def as_initial(named: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Give what a form is filled with from what a proposal or a directive named."""
    rows = list(named)
    lead = next((row for row in rows if row["role"] == R.LEAD), None)
    initial: dict[str, Any] = {
        "helpers": [_key(row) for row in rows if row["role"] == R.CONTRIBUTOR],
        "told": [_key(row) for row in rows if row["role"] == R.INFORMATION],
    }
    if lead is not None:
        days = lead["days"]
        initial |= {"lead": _key(lead), "day": lead["day"], "reply": lead["reply"]}
        initial["term"] = "" if days is None else str(days)
    return initial


def said_of(named: Iterable[Mapping[str, Any]]) -> list[str]:
    """Say in a line each whom a proposal or a directive names, as it was written."""
    lines = []
    for row in named:
        line = f"{R(row['role']).label}: {row['name']}"
        if row["day"]:
            line += f" ({written(_day(row['day']))})"
        elif row["days"] is not None:
            line += f" ({term_label(row['days'])})"
        if row["reply"]:
            line += f" · {gettext_lazy('written reply required')}"
        lines.append(line[:1].upper() + line[1:])
    return lines


def _day(value: str) -> date:
    from datetime import date  # noqa: PLC0415 -- a type elsewhere

    return date.fromisoformat(value)


def _key(row: Mapping[str, Any]) -> str:
    return f"u{row['unit']}" if row["unit"] else f"p{row['post']}"
