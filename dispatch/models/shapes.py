"""What the kinds of letter say besides their text: whom they address, their own particulars, their signatures.

The templates of Decree 30/2020 App. III differ in these facts; how they are set is ``dispatch.layout``. Contracts,
memoranda and agreements have no template there: theirs is the office's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dispatch.models.kinds import KINDS


class Addressed(Enum):
    """Whether a kind has addressees ("Kính gửi:", in a telegram "điện:") in its head."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


@dataclass(frozen=True)
class Particular:
    """One fact only this kind has: its name in the stored form, its label on screens, how much room it takes."""

    name: str
    label: str | Promise
    needed: bool = True
    lines: int = 1
    help: str | Promise = ""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The facts of one kind. ``abstract_printed`` is off where the template bears none; registers have it always."""

    addressed: Addressed = Addressed.NO
    particulars: tuple[Particular, ...] = ()
    body_needed: bool = True
    bases: bool = True
    abstract_printed: bool = True
    dated: bool = True
    promulgates: bool = False
    two_sign: bool = False
    greets_recipients: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Give the names of the particulars."""
        return frozenset(one.name for one in self.particulars)

    @property
    def needed(self) -> tuple[Particular, ...]:
        """Give the particulars without which the letter cannot go on its way."""
        return tuple(one for one in self.particulars if one.needed)


_AUTHORITY = Particular(
    "authority",
    pgettext_lazy("particular of a letter", "Issuing authority"),
    needed=False,
    help=_("Stands in capitals above the legal bases; empty: the head of the office."),
)
_PERSON = Particular("person", pgettext_lazy("particular of a letter", "Given to"))
_POSITION = Particular("position", pgettext_lazy("particular of a letter", "Position"))
_OTHER_PARTY = (
    Particular("other_party", pgettext_lazy("particular of a letter", "Other party")),
    Particular("other_address", pgettext_lazy("particular of a letter", "Its address"), needed=False),
    Particular("other_signer", pgettext_lazy("particular of a letter", "Its signer")),
    Particular("other_title", pgettext_lazy("particular of a letter", "Title of its signer")),
)
_CONTRACT = Shape(particulars=_OTHER_PARTY, two_sign=True)
_SLIP = Shape(addressed=Addressed.MAYBE)

_SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        "cong_van": Shape(addressed=Addressed.YES, greets_recipients=True),
        "thu_cong": Shape(addressed=Addressed.YES, bases=False, abstract_printed=False),
        "to_trinh": Shape(addressed=Addressed.YES, greets_recipients=True),
        "bao_cao": Shape(addressed=Addressed.MAYBE),
        "phieu_gui": _SLIP,
        "phieu_chuyen": _SLIP,
        "phieu_bao": _SLIP,
        "nghi_quyet": Shape(particulars=(_AUTHORITY,), promulgates=True),
        "quyet_dinh": Shape(particulars=(_AUTHORITY,), promulgates=True),
        "cong_dien": Shape(
            addressed=Addressed.YES,
            bases=False,
            greets_recipients=True,
            particulars=(
                Particular(
                    "sender",
                    pgettext_lazy("particular of a letter", "Sent by"),
                    needed=False,
                    help=_("Stands before “điện:”; empty: the head of the office."),
                ),
            ),
        ),
        "giay_moi": Shape(
            body_needed=False,
            bases=False,
            particulars=(
                Particular("invited", pgettext_lazy("particular of a letter", "Invited"), lines=3),
                Particular("occasion", pgettext_lazy("particular of a letter", "To attend"), lines=2),
                Particular("chair", pgettext_lazy("particular of a letter", "Chaired by"), needed=False),
                Particular("time", pgettext_lazy("particular of a letter", "Time")),
                Particular("place", pgettext_lazy("particular of a letter", "Place")),
            ),
        ),
        "giay_gioi_thieu": Shape(
            body_needed=False,
            bases=False,
            abstract_printed=False,
            greets_recipients=True,
            particulars=(
                Particular("person", pgettext_lazy("particular of a letter", "Introduced")),
                _POSITION,
                Particular("sent_to", pgettext_lazy("particular of a letter", "Sent to")),
                Particular("matter", pgettext_lazy("particular of a letter", "About"), lines=2),
                Particular("valid_until", pgettext_lazy("particular of a letter", "Valid until")),
            ),
        ),
        "giay_nghi_phep": Shape(
            body_needed=False,
            bases=False,
            abstract_printed=False,
            particulars=(
                Particular(
                    "asked_on", pgettext_lazy("particular of a letter", "Day of the request"), needed=False
                ),
                _PERSON,
                _POSITION,
                Particular(
                    "duration",
                    pgettext_lazy("particular of a letter", "How long"),
                    help=_("For example: 05 ngày"),
                ),
                Particular("since", pgettext_lazy("particular of a letter", "From the day")),
                Particular("until", pgettext_lazy("particular of a letter", "Until the day")),
                Particular("place", pgettext_lazy("particular of a letter", "Spent at")),
                Particular(
                    "counted",
                    pgettext_lazy("particular of a letter", "Counted as"),
                    help=_("For example: nghỉ phép hằng năm 2026"),
                ),
            ),
        ),
        "bien_ban": Shape(
            bases=False,
            dated=False,
            two_sign=True,
            particulars=(
                Particular("began", pgettext_lazy("particular of a letter", "Began")),
                Particular("place", pgettext_lazy("particular of a letter", "Place")),
                Particular("attended", pgettext_lazy("particular of a letter", "Attended"), lines=4),
                Particular(
                    "chair",
                    pgettext_lazy("particular of a letter", "In the chair"),
                    needed=False,
                    help=_("Empty: the signer."),
                ),
                Particular("secretary", pgettext_lazy("particular of a letter", "Secretary")),
                Particular("ended", pgettext_lazy("particular of a letter", "Ended")),
            ),
        ),
        "hop_dong": _CONTRACT,
        "ban_ghi_nho": _CONTRACT,
        "ban_thoa_thuan": _CONTRACT,
    }
)
_COMMON = Shape()
# What a decision or resolution may promulgate (template 1.3).
PROMULGATED_KINDS = (
    "quy_che",
    "quy_dinh",
    "chuong_trinh",
    "ke_hoach",
    "phuong_an",
    "de_an",
    "du_an",
    "huong_dan",
)
LABELS: Mapping[str, str | Promise] = MappingProxyType(
    {one.name: one.label for shape in _SHAPES.values() for one in shape.particulars}
)
assert set(_SHAPES) <= set(KINDS)  # noqa: S101 -- a misspelt kind would silently take the common shape


def shape_of(kind: str) -> Shape:
    """Give what a letter of ``kind`` says; the common template's shape for whatever has none of its own."""
    return _SHAPES.get(kind, _COMMON)
