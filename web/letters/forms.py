"""What can be typed about a letter: the draft, a reason, a PIN, a file, a place in the archive."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dispatch.enums import Circulation, Secrecy, Urgency
from dispatch.models.content import DraftContent
from dispatch.models.parts import PROMULGATED
from web.letters.kinds import PARTICULAR, KindFields, gathered
from web.letters.numbering import NumberChoice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dispatch.models import OutgoingLetter

EMPTY_BODY: dict[str, object] = {"type": "doc", "content": [{"type": "paragraph"}]}
NODE_KEYS = ("type", "attrs", "content", "marks", "text")
LONGEST_TEXT = 2_000_000
MOST_DIGITS = 64
FIRST_KIND = "cong_van"
CONTENT_FIELDS = frozenset(item.name for item in fields(DraftContent)) - {"particulars", "parts"}
LISTS = ("addressees", "legal_bases", "recipients")
# What a list pasted from elsewhere brings along and the page sets itself; the full stop of "v.v." is kept.
OWN_MARKS = re.compile(r"^[-–—•]\s+|\s*(?:;+|(?<!\.)(?<!\.\w)\.)$")


def body_from(text: str) -> dict[str, object]:
    """Give the document of a body field's text: its JSON, or a paragraph for every line that is not empty."""
    if text.lstrip().startswith("{"):
        try:
            read = json.loads(text)
        except (ValueError, RecursionError):
            read = None
        if isinstance(read, dict):
            return read
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    paragraphs = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines]
    return {"type": "doc", "content": paragraphs} if paragraphs else EMPTY_BODY


def unmarked(text: str) -> str:
    """Give a list, a line an entry, without dashes before its entries and semicolons or full stops after them."""
    return "\n".join(OWN_MARKS.sub("", line.strip()) for line in text.splitlines())


def readable(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was typed as the content reads it: lists without marks, bodies as documents, nothing else."""
    read: dict[str, Any] = {name: value for name, value in typed.items() if name in CONTENT_FIELDS}
    read |= gathered(typed, body_from)
    for name, value in typed.items():
        if isinstance(value, str) and name in LISTS:
            read[name] = unmarked(value)
        elif isinstance(value, str) and name == "body":
            read[name] = body_from(value)
    return read


class _Wanted(forms.CharField):
    """Needed before submitting, which asks for it; a half-written draft may be saved without."""

    def validate(self, value: str) -> None:
        """Accept an empty text."""


class _WantedChoice(forms.TypedChoiceField):
    """The same for a choice."""

    def validate(self, value: str) -> None:
        """Accept no choice; refuse one that was not offered."""
        if value not in self.empty_values:
            super().validate(value)


def _text(label: Any, *, rows: int, help_text: Any = "", wanted: bool = True) -> forms.CharField:
    made = _Wanted if wanted else forms.CharField
    widget = forms.Textarea(attrs={"rows": rows})
    return made(label=label, required=wanted, max_length=LONGEST_TEXT, widget=widget, help_text=help_text)


class NewLetterForm(forms.Form):
    """What has to be said before anything is written: above all that nothing in it is secret (design D19)."""

    secrecy = forms.ChoiceField(label=_("Secrecy"), choices=Secrecy.choices, widget=forms.RadioSelect)
    kind = _WantedChoice(label=_("Kind"), initial=FIRST_KIND, coerce=str, empty_value=FIRST_KIND)
    unit = forms.ChoiceField(label=_("Drafting unit"))

    model = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[int, str]],
        kinds: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if units:
            self.fields["unit"].initial = units[0][0]


@dataclass(frozen=True)
class PartRow:
    """The fields of one text behind the signature."""

    role: forms.BoundField
    title: forms.BoundField
    body: forms.BoundField
    kind: forms.BoundField | None
    promulgated: bool
    number: int

    @property
    def filled(self) -> bool:
        """Say whether anything was typed; what is empty is shown folded."""
        return bool(self.title.value() or self.body.value())


class DraftForm(forms.Form):
    """A letter in the making. Nothing is required here: a half-written letter may be saved, not submitted."""

    use_required_attribute = False

    subject = _text(_("Subject"), rows=2, help_text=_("Without “V/v”."))
    addressees = _text(_("To"), rows=3, help_text=_("One addressee a line."))
    legal_bases = _text(_("Legal bases"), rows=2, help_text=_("One a line."), wanted=False)
    body = _text(_("Body"), rows=14)
    recipients = _text(_("Recipients"), rows=3, help_text=_("One a line, in the order of the list."))
    keep_line = _Wanted(label=_("Kept by"), max_length=120, help_text=_("After “Lưu:”."))
    signer_post_id = _WantedChoice(label=_("Signer"), coerce=int, empty_value=None)
    second_post_id = _WantedChoice(
        label=_("Second signature"),
        coerce=int,
        empty_value=None,
        help_text=_(
            "A colleague who signs electronically beside the signer; empty: in ink, or another party's."
        ),
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)
    circulation = forms.ChoiceField(label=_("Circulation"), choices=Circulation.choices)
    expected_on = forms.DateField(
        label=_("Expected day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    drafter_code = forms.CharField(label=_("Drafter's mark"), required=False, max_length=20)
    copies = forms.IntegerField(label=_("Paper copies"), required=False, min_value=0, max_value=9999)
    note = forms.CharField(label=_("Note on this version"), required=False, max_length=300)

    def __init__(
        self,
        data: Any,
        *,
        letter: OutgoingLetter,
        signers: Iterable[tuple[int, str]],
        content: DraftContent,
        colleagues: Iterable[tuple[int, str]] = (),
    ) -> None:
        self.of_kind = KindFields(letter.kind, letter.profile_code, content, data)
        super().__init__(data, initial={**texts_of(content), **self.of_kind.initial(body_text)})
        self.fields["signer_post_id"].choices = [("", _("Not chosen yet")), *signers]  # type: ignore[attr-defined]
        self.fields["second_post_id"].choices = [("", _("Nobody")), *colleagues]  # type: ignore[attr-defined]
        for name in self.of_kind.unwanted():
            del self.fields[name]
        self.fields.update(self.of_kind.fields())
        self.fields["subject"].help_text = self.of_kind.subject_hint()
        self.fields["keep_line"].help_text = self.of_kind.keep_hint()

    @property
    def particulars(self) -> list[forms.BoundField]:
        """Give the fields only this kind has."""
        return [self[name] for name in self.fields if name.startswith(PARTICULAR)]

    @property
    def parts(self) -> list[PartRow]:
        """Give the fields of each text behind the signature."""
        rows = []
        for index, role in enumerate(self.of_kind.roles):
            named = {name: self[f"part_{index}_{name}"] for name in ("role", "title", "body")}
            kind = self[f"part_{index}_kind"] if role == PROMULGATED else None
            rows.append(PartRow(kind=kind, promulgated=role == PROMULGATED, number=index + 1, **named))
        return rows

    def content(self) -> DraftContent:
        """Give what was typed as content; refuses (DraftIsMalformed) what cannot be read."""
        return DraftContent.from_fields(readable(self.cleaned_data))


class ReasonForm(forms.Form):
    """Why something is sent back, withdrawn or refused."""

    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class SignForm(forms.Form):
    """The hash the person was shown and the PIN of the key. The PIN is never rendered back."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=MOST_DIGITS)
    pages_seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    pin = forms.CharField(
        label=_("PIN of the signing key"),
        max_length=MOST_DIGITS,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric", "autofocus": True}),
    )


class SealForm(NumberChoice):
    """The legal day of the letter, its number when it is not simply the next, and the PIN of the seal."""

    legal_day = forms.DateField(
        label=_("Day of the letter"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    pin = forms.CharField(
        label=_("PIN of the seal"),
        max_length=MOST_DIGITS,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric", "autofocus": True}),
    )


class AttachForm(forms.Form):
    """One file to lie beside the letter."""

    file = forms.FileField(label=_("File"), allow_empty_file=True, max_length=255)


def texts_of(content: DraftContent) -> dict[str, object]:
    """Give what the draft form shows for ``content``."""
    shown = {name: getattr(content, name) for name in CONTENT_FIELDS}
    for name in LISTS:
        shown[name] = "\n".join(getattr(content, name))
    shown["body"] = body_text(content.body)
    return shown


def body_text(body: Any) -> str:
    """Give a body as the editor itself writes it: a browser comparing its own copy finds equal text equal."""
    return json.dumps(_ordered(body), ensure_ascii=False, separators=(",", ":"))


def _ordered(node: Any) -> Any:
    """Give a node with its keys in ProseMirror's order; the database keeps another."""
    if isinstance(node, list):
        return [_ordered(child) for child in node]
    if not isinstance(node, dict):
        return node
    first = {name: _ordered(node[name]) for name in NODE_KEYS if name in node}
    return {**first, **{name: _ordered(value) for name, value in node.items() if name not in first}}
