"""What can be typed about the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from organisation.enums import Authority, DayKind, Duty, FormatProfile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from organisation.models import Post, Unit


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def _duties() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Duties"), choices=Duty.choices, widget=forms.CheckboxSelectMultiple
    )


class DelegationForm(forms.Form):
    """Who stands in for which post, from when to when, for which duties, and why."""

    principal = forms.ChoiceField(label=_("For the post of"))
    delegate = forms.ChoiceField(label=_("Stands in"))
    duties = _duties()
    since = _day(_("From day"))
    until = _day(_("To day"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(
        self, *args: Any, principals: Sequence[Post], delegates: Sequence[Post], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.principals = {str(post.pk): post for post in principals}
        self.delegates = {str(post.pk): post for post in delegates}
        self.fields["principal"].choices = named(principals)  # type: ignore[attr-defined]
        self.fields["delegate"].choices = named(delegates)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse standing in for oneself, and duties the post does not have."""
        cleaned = super().clean() or {}
        principal = self.principals.get(cleaned.get("principal", ""))
        if principal is None:
            return cleaned
        if cleaned.get("delegate") == cleaned["principal"]:
            self.add_error("delegate", _("Nobody stands in for oneself."))
        foreign = set(cleaned.get("duties", ())) - set(principal.duties)
        if foreign:
            self.add_error("duties", _("The post does not have these duties, so they cannot be passed on."))
        return cleaned


def named(posts: Iterable[Post]) -> list[tuple[str, str]]:
    """Give posts as choices: name, title, unit."""
    return [(str(post.pk), f"{post.person.full_name} – {post.title}, {post.unit.name}") for post in posts]


class RenameForm(forms.Form):
    """What the organisation is called from a day on."""

    since = _day(_("From day"))
    name = forms.CharField(label=_("Name, as printed"), max_length=300)
    symbol = forms.CharField(label=_("Symbol"), max_length=30)
    superior = forms.CharField(label=_("Superior, as printed"), max_length=300, required=False)
    place = forms.CharField(label=_("Place"), max_length=100)
    exchange_code = forms.CharField(label=_("Exchange code"), max_length=40, required=False)
    format_profile = forms.ChoiceField(label=_("Format of letters"), choices=FormatProfile.choices)
    head_title = forms.CharField(label=_("Title of the head, as printed"), max_length=100)
    contact_line = forms.CharField(label=_("Foot of the page"), max_length=300, required=False)
    written_name = forms.CharField(
        label=_("Name within a sentence"),
        max_length=300,
        required=False,
        help_text=_("For example: Sở Nội vụ. Invitations and appendices name the office like this."),
    )


class UnitForm(forms.Form):
    """A unit to open."""

    name = forms.CharField(label=_("Name"), max_length=200)
    symbol = forms.CharField(label=_("Symbol"), max_length=30)
    since = _day(_("From day"))
    position = forms.IntegerField(label=_("Place in the order"), min_value=0, max_value=1_000_000)


class PasswordForm(forms.Form):
    """A temporary password, which its owner has to change."""

    password = forms.CharField(
        label=_("Temporary password"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. Tell it in person; it has to be changed at the next sign-in."),
    )

    def clean_password(self) -> str:
        """Refuse a weak password."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class PersonForm(PasswordForm):
    """Somebody to take on, with a first password that is temporary too."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    username = forms.SlugField(
        label=_("Sign-in name"), max_length=60, help_text=_("Small letters and figures, without marks.")
    )
    field_order = ("full_name", "username", "password")


class WhyForm(forms.Form):
    """Why something ends."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class EndPostForm(WhyForm):
    """The last day of a post, and why it ends."""

    last_day = _day(_("Last day"), help_text=_("The post is held to the end of this day."))
    field_order = ("last_day", "reason")


class HandOverForm(forms.Form):
    """To whom work is handed over, and why."""

    to = forms.ChoiceField(label=_("Colleague"))
    reason = forms.CharField(label=_("Reason"), max_length=2000)

    def __init__(self, *args: Any, colleagues: Sequence[Post], **options: Any) -> None:
        super().__init__(*args, **options)
        self.colleagues = {str(post.pk): post for post in colleagues}
        self.fields["to"].choices = [("", "–"), *named(colleagues)]  # type: ignore[attr-defined]


class PostForm(forms.Form):
    """A post to give."""

    unit = forms.ChoiceField(label=_("Unit"))
    title = forms.CharField(label=_("Title of the post"), max_length=120)
    duties = _duties()
    protocol_order = forms.IntegerField(
        label=_("Protocol order"), min_value=1, max_value=1_000_000, initial=1000
    )
    since = _day(_("From day"))

    def __init__(self, *args: Any, units: Iterable[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self.units = {str(unit.pk): unit for unit in units}
        self.fields["unit"].choices = [(key, unit.name) for key, unit in self.units.items()]  # type: ignore[attr-defined]


class MandateForm(forms.Form):
    """A right to sign (Decree 30/2020 Art. 13)."""

    authority = forms.ChoiceField(label=_("By what right"), choices=Authority.choices)
    lines = forms.CharField(
        label=_("Lines above the name"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=600,
        help_text=_("As printed, one a line: KT. GIÁM ĐỐC, then PHÓ GIÁM ĐỐC; in the Party K/T TRƯỞNG BAN."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of letter"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("None chosen: all kinds."),
    )
    basis = forms.CharField(label=_("Basis"), max_length=300, required=False)
    since = _day(_("From day"))
    until = _day(_("To day"), required=False, help_text=_("Needed for a special delegation."))

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kinds"].choices = list(kinds)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse an open end where the law wants one, and days the wrong way round."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if cleaned.get("authority") == Authority.BY_DELEGATION and until is None:
            self.add_error("until", _("A special delegation ends on a day."))
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first."))
        return cleaned


class DayForm(forms.Form):
    """A day that differs from the ordinary week, and the decision behind it."""

    day = _day(_("Day"))
    kind = forms.ChoiceField(label=_("What it is"), choices=DayKind.choices)
    name = forms.CharField(label=_("Name"), max_length=150)
    source = forms.CharField(
        label=_("Source"), max_length=200, required=False, help_text=_("The decision or notice that says so.")
    )
