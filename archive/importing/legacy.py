"""Words typed before Unicode: TCVN3 (ABC) and VNI, which look like nonsense now. Told apart by their letters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_TCVN3: Final = str.maketrans(
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
)
_TCVN3_ONLY: Final = re.compile("[µ¶·¸¹¨»¼½¾©ª«¬®\u00ad§¡¢£¤¥¦]")
_TONES: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ROOF: Final = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BOW: Final = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE: Final = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "í": "í", "ì": "ì"}
_PAIR: Final = re.compile(
    r"([aeoAEO])([âáàåãäÂÁÀÅÃÄ])|([aA])([êéèúüëÊÉÈÚÜË])|([aeouyôöAEOUYÔÖ])([ùøûõïÙØÛÕÏ])|([ñôöæóòîÑÔÖÆÓÒÎ])"
)
_UNICODE: Final = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_FEW: Final = 3


def of(texts: Iterable[str]) -> str:
    """Say in which old encoding all of ``texts`` were typed: ``tcvn3``, ``vni``, or nothing when they are sound."""
    whole = "\n".join(texts)
    if _UNICODE.search(whole):
        return ""
    tcvn3 = len(_TCVN3_ONLY.findall(whole))
    vni = sum(1 for pair in _PAIR.finditer(whole) if pair[1] or pair[3] or pair[5])
    most = max(tcvn3, vni)
    words = max(1, len(whole.split()))
    if most < _FEW or most * 12 < words:
        return ""
    return "tcvn3" if tcvn3 >= vni else "vni"


def convert(text: str, encoding: str) -> str:
    """Give ``text``, typed in ``encoding``, in Unicode."""
    if encoding == "tcvn3":
        return text.translate(_TCVN3)
    return _PAIR.sub(_vni, text) if encoding == "vni" else text


def _vni(found: re.Match[str]) -> str:
    import unicodedata  # noqa: PLC0415 -- only where something is converted

    if found[1]:
        made = found[1] + "\u0302" + _ROOF[found[2].lower()]
    elif found[3]:
        made = found[3] + "\u0306" + _BOW[found[4].lower()]
    elif found[5]:
        base = {"ô": "ơ", "ö": "ư", "Ô": "Ơ", "Ö": "Ư"}.get(found[5], found[5])
        made = base + _TONES[found[6].lower()]
    else:
        small = _ALONE[found[7].lower()]
        made = small.upper() if found[7].isupper() else small
    return unicodedata.normalize("NFC", made)
