"""What can be typed about recipients, receipts, the directory and the books."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from dispatch.enums import GroupScope, SendingChannel
from dispatch.operations.mail_form import MailForm
from dispatch.operations.recipients import Destination
from organisation.queries import neighbours_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dispatch.models import Correspondent, LetterRecipient
    from organisation.models import Organisation, Post

MOST_COPIES = 9_999
NEEDED = {SendingChannel.INNER: "inner", SendingChannel.MAIL: "email", SendingChannel.POST: "address"}
_DAYS = (MinValueValidator(date(1945, 9, 2)), MaxValueValidator(date(2999, 12, 31)))


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Give a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class _WayForm(forms.Form):
    """How a letter goes to somebody: one channel, and what it needs."""

    name = forms.CharField(label=_("Name"), max_length=300)
    channel = forms.ChoiceField(label=_("How it goes"), choices=SendingChannel.choices)
    inner = forms.ChoiceField(label=_("Organisation of this installation"), required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    address = forms.CharField(label=_("Postal address"), required=False, max_length=300)

    def __init__(self, *args: Any, organisation: Organisation, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offices = {
            str(one.organisation_id): one.organisation for one in neighbours_of(organisation, day)
        }
        names = [(str(one.organisation_id), one.name) for one in neighbours_of(organisation, day)]
        self.fields["inner"].choices = [("", "–"), *names]  # type: ignore[attr-defined]
        for channel, name in NEEDED.items():
            self.fields[name].widget.attrs["data-only"] = f"channel={channel}"
            self.fields[name].asked_for = True  # type: ignore[attr-defined]  # not "if any" where it is shown

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen channel needs."""
        cleaned = super().clean() or {}
        name = NEEDED.get(SendingChannel(cleaned["channel"])) if cleaned.get("channel") else None
        if name and not cleaned.get(name) and name not in self.errors:
            self.add_error(name, _("This way needs it."))
        return cleaned

    def destination(self, **more: Any) -> Destination:
        """Give what was typed."""
        values = self.cleaned_data
        return Destination(
            name=values["name"],
            channel=SendingChannel(values["channel"]),
            inner=self.offices.get(values["inner"]),
            email=values["email"],
            address=values["address"],
            **more,
        )


class RecipientForm(_WayForm):
    """One recipient of a letter."""

    field_order = ("name", "line", "channel", "inner", "email", "address", "copies", "envelopes")
    line = forms.CharField(
        label=_("As printed"),
        required=False,
        max_length=300,
        help_text=_("The line of the page that stands for this recipient. The page itself does not change."),
    )
    copies = forms.IntegerField(label=_("Copies"), min_value=1, max_value=MOST_COPIES, initial=1)
    envelopes = forms.IntegerField(
        label=_("Envelopes"),
        min_value=1,
        max_value=MOST_COPIES,
        initial=1,
        required=False,
        help_text=_("For the postal book."),
        widget=forms.NumberInput(attrs={"data-only": f"channel={SendingChannel.POST}"}),
    )

    @staticmethod
    def shown(row: LetterRecipient) -> dict[str, Any]:
        """Give what the form shows of a row."""
        names = ("name", "line", "channel", "email", "address", "copies", "envelopes")
        return {**{name: getattr(row, name) for name in names}, "inner": str(row.inner_id or "")}

    def chosen(self) -> Destination:
        """Give what was typed."""
        values = self.cleaned_data
        return self.destination(
            line=values["line"], copies=values["copies"], envelopes=values["envelopes"] or 1
        )


class CorrespondentForm(_WayForm):
    """One entry of the directory."""

    @staticmethod
    def shown(row: Correspondent) -> dict[str, Any]:
        """Give what the form shows of an entry."""
        names = ("name", "channel", "email", "address")
        return {**{name: getattr(row, name) for name in names}, "inner": str(row.inner_id or "")}


class GroupForm(forms.Form):
    """A saved group: its name, for whom, and who is in it."""

    name = forms.CharField(label=_("Name of the group"), max_length=150)
    scope = forms.ChoiceField(label=_("Who may use it"), choices=GroupScope.choices)
    members = forms.MultipleChoiceField(label=_("Who is in it"), widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: Any, known: Sequence[Correspondent], scopes: Sequence[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.known = {str(row.pk): row for row in known}
        offered = [choice for choice in GroupScope.choices if choice[0] in scopes]
        self.fields["members"].choices = [(key, row.name) for key, row in self.known.items()]  # type: ignore[attr-defined]
        self.fields["scope"].choices = offered  # type: ignore[attr-defined]

    def chosen(self) -> list[Correspondent]:
        """Give the members in the order of the directory."""
        return [self.known[key] for key in self.known if key in self.cleaned_data["members"]]


class ReceiptForm(forms.Form):
    """Who took the letter and on which day (the column “Ký nhận”)."""

    on = day_field(_("Received on"))
    received_by = forms.CharField(label=_("Received by"), max_length=200)


class WhyForm(forms.Form):
    """A reason others can understand."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class DaysForm(forms.Form):
    """The days a book is read for."""

    since = day_field(_("From day"), required=False, validators=_DAYS)
    until = day_field(_("To day"), required=False, validators=_DAYS)


class CopyForm(forms.Form):
    """Who uses a kept copy, and by whose permission."""

    number = forms.CharField(label=_("Number of the letter"), max_length=80, help_text=_("As 1245/SNV-CCHC."))
    lent_on = day_field(_("Given out on"))
    user_name = forms.CharField(label=_("Who uses it"), max_length=150)
    user_unit = forms.CharField(label=_("Their unit"), required=False, max_length=200)
    dossier_code = forms.CharField(label=_("Number of the dossier"), required=False, max_length=100)
    permitted_by = forms.ChoiceField(label=_("Permitted by"))
    note = forms.CharField(label=_("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, leaders: Iterable[Post], **options: Any) -> None:
        super().__init__(*args, **options)
        self.leaders = {str(post.pk): post for post in leaders}
        choices = [(key, f"{post.person.full_name}, {post.title}") for key, post in self.leaders.items()]
        self.fields["permitted_by"].choices = choices  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """The day a kept copy came back."""

    on = day_field(_("Came back on"))


class MailFormForm(forms.Form):
    """What a mail carries."""

    form = forms.ChoiceField(
        label=_("A mail carries"),
        widget=forms.RadioSelect,
        choices=[
            (MailForm.FILE.value, _("the signed file and its attachments")),
            (MailForm.LINK.value, _("only a link, good for 30 days and for this recipient")),
        ],
    )
