"""Which number a letter gets: the next one, one that was kept for it, or one with a letter behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch import errors
from dispatch.operations.allocating import SUFFIXES, SuffixException
from ui.writing import day as written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dispatch.models import NumberAllocation
    from lib.refusal import Refusal

UNUSUAL = ("kept", "behind", "suffix", "why")
# What a person can put right on the sheet itself, and the field it is said at; everything else is a page of its own.
SAID_AT: tuple[tuple[type[Refusal], str], ...] = (
    (errors.NoSeries, "legal_day"),
    (errors.SeriesIsClosed, "legal_day"),
    (errors.SeriesIsFrozen, "legal_day"),
    (errors.LegalDayIsInFuture, "legal_day"),
    (errors.LegalDayIsBeforeSignature, "legal_day"),
    (errors.LegalDayIsBehindRegister, "legal_day"),
    (errors.NumberedTooLate, "legal_day"),
    (errors.ReservationIsOver, "kept"),
    (errors.ReservationIsForAnother, "kept"),
    (errors.NoSuchNumber, "behind"),
    (errors.NumberAlreadyTaken, "suffix"),
    (errors.SuffixIsWrong, "suffix"),
    (errors.ReasonIsMissing, "why"),
)
PUT_RIGHT = tuple(refusal for refusal, _field in SAID_AT)


class NumberChoice(forms.Form):
    """The ways out of the ordinary: a kept number, or 12a behind 12 with a reason. Empty means the next number."""

    kept = forms.ChoiceField(
        label=gettext_lazy("Use a reserved number"),
        required=False,
        help_text=gettext_lazy("It brings its own day along."),
    )
    behind = forms.IntegerField(
        label=gettext_lazy("Or a number with a letter, behind number"),
        required=False,
        min_value=1,
        max_value=999_999,
        help_text=gettext_lazy("Only for a letter of a day that the register has passed already."),
    )
    suffix = forms.ChoiceField(
        label=gettext_lazy("Letter behind the number"),
        required=False,
        choices=[("", "–"), *((one, one) for one in SUFFIXES)],
    )
    why = forms.CharField(
        label=gettext_lazy("Reason for the number with a letter"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Stands in the register for ever, on the screen and on paper."),
    )

    def offer(self, kept: Iterable[NumberAllocation]) -> None:
        """Offer the kept numbers that this letter may take."""
        self.kept_numbers = {str(line.pk): line for line in kept}
        named = [
            (key, _("%(number)s of %(day)s: %(reason)s") % _said(line))
            for key, line in self.kept_numbers.items()
        ]
        self.fields["kept"].choices = [("", _("The next number")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse half an exception, and two ways at once."""
        cleaned = super().clean() or {}
        behind, suffix = cleaned.get("behind"), cleaned.get("suffix")
        if cleaned.get("kept") and (behind or suffix):
            self.add_error("kept", _("Choose one: a reserved number, or a number with a letter."))
        if bool(behind) != bool(suffix):
            self.add_error("suffix" if behind else "behind", _("A number with a letter needs both parts."))
        return cleaned

    @property
    def is_unusual(self) -> bool:
        """Say whether anything out of the ordinary was typed, so that it has to be seen."""
        return self.is_bound and any(self[name].value() or self[name].errors for name in UNUSUAL)

    def reservation(self) -> NumberAllocation | None:
        """Give the kept number that was chosen."""
        return self.kept_numbers.get(self.cleaned_data.get("kept", ""))

    def exception(self) -> SuffixException | None:
        """Give the number with a letter that was asked for."""
        values = self.cleaned_data
        if not values.get("behind"):
            return None
        return SuffixException(number=values["behind"], suffix=values["suffix"], reason=values["why"])

    def put_right(self, refusal: Refusal) -> None:
        """Say a refusal of ``PUT_RIGHT`` at the field it is about."""
        field = next(name for kind, name in SAID_AT if isinstance(refusal, kind))
        self.add_error(field, str(refusal))


def _said(line: NumberAllocation) -> dict[str, str]:
    return {"number": str(line), "day": written(line.legal_day), "reason": line.reserved_for}
