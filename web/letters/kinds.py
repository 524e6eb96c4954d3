"""What the draft form asks beyond the common fields: the particulars of a kind, and the texts behind the signature."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dispatch.models.kinds import PARTY, kind_of, kinds_of
from dispatch.models.parts import APPENDIX, MOST_PARTS, PROMULGATED
from dispatch.models.shapes import PROMULGATED_KINDS, Addressed, shape_of
from organisation import queries as office

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from dispatch.models.content import DraftContent
    from organisation.models import Organisation

PARTICULAR = "particular_"
_PART = re.compile(r"part_(\d{1,2})_(role|kind|title|body)")
_LONGEST_TITLE = 500


def choices_of(organisation: Organisation, day: date) -> list[tuple[str, str]]:
    """Give the kinds the office's regime knows; one without a recorded abbreviation says so."""
    profile = office.period_on(organisation, day).format_profile
    own = office.own_abbreviations(organisation)
    choices = []
    for kind in kinds_of(profile):
        unsaid = kind.is_open_in(profile) and not own.get(kind.code)
        label = str(kind.label)
        label = f"{label[:1].upper()}{label[1:]}"
        choices.append(
            (kind.code, _("%(kind)s (no abbreviation recorded)") % {"kind": label} if unsaid else label)
        )
    return choices


class KindFields:
    """The fields of one kind for a draft form, and how what they bring is read."""

    def __init__(
        self, kind: str, profile: str, initial: DraftContent, data: Mapping[str, Any] | None
    ) -> None:
        self.shape, self.profile, self.content = shape_of(kind), profile, initial
        self.kind = kind
        self.roles = self._roles(data)

    def unwanted(self) -> list[str]:
        """Give the common fields that letters of this kind do not have."""
        absent = {
            "addressees": self.shape.addressed == Addressed.NO,
            "legal_bases": not self.shape.bases,
            "second_post_id": not self.shape.two_sign,
        }
        return [name for name, missing in absent.items() if missing]

    def fields(self) -> dict[str, forms.Field]:
        """Give the fields of this kind, by name."""
        made: dict[str, forms.Field] = {}
        for one in self.shape.particulars:
            widget = forms.Textarea(attrs={"rows": one.lines}) if one.lines > 1 else forms.TextInput()
            made[f"{PARTICULAR}{one.name}"] = _Later(
                label=str(one.label),
                required=one.needed,
                max_length=2000,
                widget=widget,
                help_text=str(one.help),
            )
        for index, role in enumerate(self.roles):
            made |= self._part_fields(index, role)
        return made

    def initial(self, as_text: Any) -> dict[str, str]:
        """Give what the fields of this kind show; ``as_text`` writes a body as the editor does."""
        shown = {f"{PARTICULAR}{name}": value for name, value in self.content.particulars.items()}
        parts = list(self.content.parts)
        for index, role in enumerate(self.roles):
            part = parts.pop(0) if parts and parts[0].role == role else None
            shown |= {
                f"part_{index}_role": role,
                f"part_{index}_kind": part.kind if part else PROMULGATED_KINDS[0],
                f"part_{index}_title": part.title if part else "",
                f"part_{index}_body": as_text(part.body) if part else "",
            }
        return shown

    def subject_hint(self) -> str:
        """Say how the subject is printed."""
        if kind_of(self.kind).code == "cong_van":
            return _("Without “Về việc”.") if self.profile == PARTY else _("Without “V/v”.")
        if not self.shape.abstract_printed:
            return _("For the register; the page of this kind bears none.")
        return _("Stands below the name of the kind.")

    def keep_hint(self) -> str:
        """Say behind which word the office's own copy stands."""
        return _("After “Lưu”.") if self.profile == PARTY else _("After “Lưu:”.")

    def _roles(self, data: Mapping[str, Any] | None) -> list[str]:
        """Give the role of every part the form shows: those kept, one more appendix, a text to be promulgated."""
        first = [PROMULGATED] if self.shape.promulgates else []
        if data is None:
            kept = sum(part.role == APPENDIX for part in self.content.parts)
            return [*first, *[APPENDIX] * min(kept + 1, MOST_PARTS)]
        sent = [int(found[1]) for found in map(_PART.fullmatch, data) if found]
        return [*first, *[APPENDIX] * (max(sent, default=-1) + 1 - len(first))]

    def _part_fields(self, index: int, role: str) -> dict[str, forms.Field]:
        made: dict[str, forms.Field] = {
            f"part_{index}_role": forms.ChoiceField(
                choices=[(role, role)], required=False, widget=forms.HiddenInput
            )
        }
        if role == PROMULGATED:
            kinds = [(code, kind_of(code).name) for code in PROMULGATED_KINDS]
            made[f"part_{index}_kind"] = forms.ChoiceField(
                label=gettext_lazy("Kind of the text"), choices=kinds, required=False
            )
        made[f"part_{index}_title"] = forms.CharField(
            label=gettext_lazy("Title of the text"), required=False, max_length=_LONGEST_TITLE
        )
        made[f"part_{index}_body"] = forms.CharField(
            label=gettext_lazy("Its text"), required=False, widget=forms.Textarea(attrs={"rows": 10})
        )
        return made


class _Later(forms.CharField):
    """Needed before submitting, which asks for it; a half-written draft may be saved without."""

    def validate(self, value: str) -> None:
        """Accept an empty text."""


def gathered(typed: Mapping[str, Any], body_from: Any) -> dict[str, Any]:
    """Give ``particulars`` and ``parts`` out of the fields a form sent; absent when it had none of them."""
    particulars: dict[str, Any] = {}
    parts: dict[int, dict[str, Any]] = {}
    for name, value in typed.items():
        found = _PART.fullmatch(name)
        if name.startswith(PARTICULAR):
            particulars[name.removeprefix(PARTICULAR)] = value
        elif found:
            parts.setdefault(int(found[1]), {})[found[2]] = value
    read: dict[str, Any] = {}
    if particulars:
        read["particulars"] = particulars
    if parts:
        read["parts"] = [_part(parts[index], body_from) for index in sorted(parts)]
    return read


def _part(sent: Mapping[str, Any], body_from: Any) -> dict[str, Any]:
    role = sent.get("role") or APPENDIX
    body = sent.get("body", "")
    return {
        "role": role,
        "kind": sent.get("kind", "") if role == PROMULGATED else "",
        "title": sent.get("title", ""),
        "body": body_from(body) if isinstance(body, str) else body,
    }
