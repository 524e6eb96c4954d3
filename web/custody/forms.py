"""What can be typed about transfers and retention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from archive.models import Dossier

MOST = 1_000_000


class OfferForm(forms.Form):
    """Which closed dossiers go to the archive, and what of them lies on paper."""

    dossiers = forms.MultipleChoiceField(
        label=_("Dossiers"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one closed dossier.")},
    )
    basis = forms.CharField(
        label=_("Basis"),
        required=False,
        max_length=500,
        help_text=_("As “the plan of collecting records of 2026”. Empty: the file plan of the year."),
    )
    condition = forms.CharField(label=_("Condition"), required=False, max_length=500)
    paper_boxes = forms.IntegerField(
        label=_("Boxes of paper"), min_value=0, max_value=MOST, initial=0, required=False
    )
    paper_dossiers = forms.IntegerField(
        label=_("Dossiers on paper"), min_value=0, max_value=MOST, initial=0, required=False
    )
    paper_metres = forms.DecimalField(
        label=_("Metres of shelf"), min_value=0, max_digits=7, decimal_places=2, initial=0, required=False
    )

    def __init__(self, *args: Any, dossiers: list[Dossier], **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = {str(one.pk): one for one in dossiers}
        self.fields["dossiers"].choices = [(key, str(one)) for key, one in self.known.items()]  # type: ignore[attr-defined]


class ScheduleForm(forms.Form):
    """A schedule to import: what it is called, where it comes from, since when it holds, its table."""

    name = forms.CharField(label=_("Name of the schedule"), max_length=300)
    source = forms.CharField(
        label=_("Source"), max_length=300, help_text=_("The circular or decision, with number and day.")
    )
    valid_from = forms.DateField(
        label=_("In force from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    table = forms.FileField(
        label=_("Table (CSV, UTF-8)"),
        max_length=255,
        help_text=_("First line: code, heading, title, years, article. Years as a number, or “vĩnh viễn”."),
    )
