"""What is typed about opinions: whom to ask and how long it may take, one's own opinion, what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dispatch.enums import Resolution, Stance
from dispatch.operations.consulting import MOST_DAYS, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from organisation.models import Post, Unit

USUAL_DAYS = 2


class AskForm(forms.Form):
    """Several are asked at once; every one of them has a number of working days of its own."""

    note = forms.CharField(
        label=_("What you want to know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody asked reads it beside the draft."),
    )

    def __init__(self, *args: Any, units: Sequence[Unit], posts: Sequence[Post], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offered: dict[str, Unit | Post] = {f"unit-{unit.pk}": unit for unit in units}
        self.offered |= {f"post-{post.pk}": post for post in posts}
        for name in self.offered:
            self.fields[name] = forms.BooleanField(required=False)
            self.fields[f"{name}-days"] = forms.IntegerField(
                required=False, min_value=1, max_value=MOST_DAYS, initial=USUAL_DAYS
            )

    def questions(self) -> list[Question]:
        """Give what was ticked, in the order it was offered."""
        days = self.cleaned_data
        return [
            Question(whom, days.get(f"{name}-days") or USUAL_DAYS)
            for name, whom in self.offered.items()
            if days.get(name)
        ]


class OpinionForm(forms.Form):
    """One's opinion."""

    stance = forms.ChoiceField(
        label=_("Your opinion"), choices=Stance.choices, widget=forms.RadioSelect, initial=Stance.AGREE
    )
    text = forms.CharField(
        label=_("Remarks"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )


class ResolutionForm(forms.Form):
    """What the drafter did with one opinion."""

    resolution = forms.ChoiceField(
        label=_("What became of it"), choices=Resolution.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed unless it was taken over."),
    )
