"""What is asked about an issued letter: the words to put right, or why it is recalled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dispatch.models.relations import Wording

WORDINGS = 5  # on one page; a letter with more mistakes than that is better replaced
LONGEST = 1000
PARTS = ("place", "wrong", "right")


class CorrectionForm(forms.Form):
    """Up to five places with their wrong and right words; the first has to be there."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        labels = {"place": _("Where"), "wrong": _("Wrong words"), "right": _("Right words")}
        for number in range(WORDINGS):
            for part in PARTS:
                self.fields[f"{part}_{number}"] = forms.CharField(
                    label=labels[part], required=number == 0, max_length=LONGEST
                )

    def rows(self) -> list[list[forms.BoundField]]:
        """Give the fields, a place a row."""
        return [[self[f"{part}_{number}"] for part in PARTS] for number in range(WORDINGS)]

    def clean(self) -> dict[str, Any]:
        """Refuse a place of which only a part was said."""
        cleaned = super().clean() or {}
        for number in range(1, WORDINGS):
            said = [bool(cleaned.get(f"{part}_{number}")) for part in PARTS]
            if any(said) and not all(said):
                missing = PARTS[said.index(False)]
                self.add_error(
                    f"{missing}_{number}", _("Say where it stands, the wrong words and the right ones.")
                )
        return cleaned

    def corrections(self) -> list[Wording]:
        """Give the corrections that were said."""
        rows = [
            {part: self.cleaned_data.get(f"{part}_{number}", "") for part in PARTS}
            for number in range(WORDINGS)
        ]
        return [Wording(**row) for row in rows if row["place"]]


class RecallForm(forms.Form):
    """Why a letter is recalled."""

    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), required=True
    )
