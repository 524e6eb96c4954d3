"""What is typed about a certified copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dispatch.enums import CopyForm, Medium
from web.registers.asked_once import AskedOnce

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 20_000


class CopyDataForm(AskedOnce, forms.Form):
    """A copy of something that is known already: an issued letter, or a true copy."""

    form = forms.ChoiceField(label=_("Form of the copy"), choices=CopyForm.choices)
    to = forms.ChoiceField(label=_("The copy is"), choices=Medium.choices)
    pages = forms.CharField(
        label=_("Pages of the excerpt"), required=False, max_length=100, help_text=_("As “1-3, 5”.")
    )
    copies = forms.IntegerField(label=_("How many"), min_value=1, max_value=9999, initial=1)
    recipients = forms.CharField(
        label=_("Recipients of the copy"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, in the order of the list."),
    )
    signer = forms.TypedChoiceField(
        label=_("Signer of a copy on paper"), required=False, coerce=int, empty_value=None
    )

    upload = forms.FileField(
        label=_("Scan or file"),
        required=False,
        max_length=255,
        help_text=_("PDF 1.4 or later, in colour, at least 200 dpi, true to size."),
    )

    def __init__(self, *args: Any, signers: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["signer"].choices = [("", _("Not chosen")), *signers]  # type: ignore[attr-defined]


class OriginalForm(CopyDataForm):
    """A copy of anything else: its words are typed, and its scan or file is laid in."""

    medium = forms.ChoiceField(label=_("The original is"), choices=Medium.choices, initial=Medium.PAPER)
    code = forms.CharField(label=_("Number and symbol of the original"), max_length=80)
    issuer = forms.CharField(label=_("Issued by"), max_length=300)
    day = forms.DateField(
        label=_("Day of the original"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    subject = forms.CharField(label=_("Subject"), max_length=500)

    field_order = ("medium", "code", "issuer", "day", "subject", "upload")
