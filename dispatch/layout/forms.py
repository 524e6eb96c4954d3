"""How each kind of letter is set: which blocks its page has, after the templates of Decree 30/2020 App. III.

The Party's forms are those of the same kinds; how they differ in words and signs is in the profile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

COLLECTIVE_VERB = "QUYẾT NGHỊ"


@dataclass(frozen=True, kw_only=True)
class Form:
    """The blocks of one kind.

    ``verb`` is the word in capitals between legal bases and articles (templates 1.1 to 1.3), with the issuing
    authority above the bases. ``about`` begins the abstract below the kind. ``signs`` are the words over the second
    signature, left, and over the letter's own, right; ``titled`` says whether the signer's title
    stands there, ``recipients`` whether "Nơi nhận" does.
    """

    kind_printed: bool = True
    abstract_under_number: bool = False
    abstract_printed: bool = True
    dated: bool = True
    verb: str = ""
    about: str = ""
    signs: tuple[str, str] = ("", "")
    titled: bool = True
    recipients: bool = True


_NAMED = Form()
_CONTRACT = Form(signs=("ĐẠI DIỆN BÊN B", "ĐẠI DIỆN BÊN A"), recipients=False)
_FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "cong_van": Form(kind_printed=False, abstract_under_number=True, abstract_printed=False),
        "thu_cong": Form(kind_printed=False, abstract_printed=False),
        "nghi_quyet": Form(verb=COLLECTIVE_VERB),
        "quyet_dinh": Form(verb="QUYẾT ĐỊNH", about="Về việc "),
        "giay_gioi_thieu": Form(abstract_printed=False),
        "giay_nghi_phep": Form(abstract_printed=False),
        "bien_ban": Form(dated=False, signs=("THƯ KÝ", "CHỦ TỌA"), titled=False),
        "hop_dong": _CONTRACT,
        "ban_ghi_nho": _CONTRACT,
        "ban_thoa_thuan": _CONTRACT,
    }
)


def form_of(kind: str) -> Form:
    """Give how letters of ``kind`` are set; the common template 1.4 for whatever has none of its own."""
    return _FORMS.get(kind, _NAMED)
