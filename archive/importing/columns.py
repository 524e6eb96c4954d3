"""What the heads of a sheet mean: the columns of printed lists, and the names of TT 05/2025 and TT 02/2019."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from archive.models.describing import ELEMENTS
from lib.text import fold

# What a column can be taken for. The order is that of the choices on the screen.
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "fonds_code": ("phong so", "ma phong", "fondid", "organid", "ma phong luu tru"),
    "fonds_title": ("ten phong", "fondname", "phong"),
    "series_code": ("muc luc so", "ma de muc", "ma nhom"),
    "series_title": ("de muc", "nhom tai lieu", "de muc va tieu de nhom", "series", "muc luc"),
    "above_code": ("ma cap tren", "ma cha", "thuoc ma", "parent", "parentcode"),
    "level": ("cap mo ta", "level"),
    "code": (
        "so ky hieu ho so", "so va ky hieu ho so", "ma ho so", "ho so so", "filecode", "filenotation", "dvbq so",
        "don vi bao quan so", "dvbq", "arcfilecode", "so ho so", "unitid", "code",
    ),
    "title": ("tieu de ho so", "tieu de", "ten ho so", "title", "unittitle"),
    "time": ("thoi gian tai lieu", "thoi gian", "ngay thang bat dau va ket thuc", "nien dai", "nam", "dates",
             "date"),
    "start": ("ngay bat dau", "thoi gian bat dau", "startdate", "tu ngay", "nam bat dau"),
    "end": ("ngay ket thuc", "thoi gian ket thuc", "enddate", "den ngay", "nam ket thuc"),
    "keeping": ("thoi han bao quan", "thoi han luu tru", "thbq", "maintenance"),
    "sheets": ("so to", "so luong to", "numberofpaper", "so to so trang"),
    "pages": ("so trang", "so luong trang", "numberofpage", "pageamount", "pagetotal"),
    "access": ("che do su dung", "muc do tiep can", "rights", "mode", "che do tiep can"),
    "medium": ("vat mang tin", "loai hinh", "medium"),
    "room": ("kho", "kho so"),
    "shelf": ("gia", "gia so", "ke so"),
    "box": ("hop", "hop so", "cap so", "cap hop so", "box"),
    "secrecy": ("do mat", "muc do mat", "secrecy"),
    "ordinal": ("so thu tu van ban", "stt van ban", "docordinal", "thu tu trong ho so"),
    "number": ("codenumber", "so van ban"),
    "symbol": ("codenotation", "ky hieu van ban"),
    "record_code": ("so ky hieu", "so ky hieu van ban", "so va ky hieu van ban", "doccode"),
    "kind": ("ten loai", "ten loai van ban", "loai van ban", "typename"),
    "subject": ("trich yeu", "trich yeu noi dung", "ten loai va trich yeu noi dung van ban", "ten loai va trich yeu",
                "trich yeu noi dung van ban", "subject"),
    "dated": ("ngay thang nam van ban", "ngay van ban", "ngay thang van ban", "ngay ban hanh", "issueddate"),
    "author": ("tac gia", "tac gia van ban", "co quan ban hanh", "organname"),
    "span": ("to so", "to so trang so", "trang so"),
    "file": ("tep", "ten tep", "file", "filename", "duong dan"),
    "number_of_line": ("stt", "so tt", "tt"),
}  # fmt: skip
_ELEMENTS: Final = {
    fold(name): f"kept.{element.key}"
    for element in ELEMENTS
    for name in (element.now, element.before)
    if name
}
_OWN: Final = {
    "ghi chu": "kept.note", "ngon ngu": "kept.language", "tu khoa": "kept.keywords",
    "tinh trang vat ly": "kept.physical",
    "ky hieu thong tin": "kept.mark", "muc do tin cay": "kept.reliability", "noi dung": "kept.scope",
}  # fmt: skip
_WORD: Final = re.compile(r"[a-z0-9]+")
_SYNONYMS: Final = {
    **_ELEMENTS, **_OWN, **{name: target for target, names in FIELDS.items() for name in names},
}  # fmt: skip


def taken_for(head: str) -> str:
    """Give what a column with this head is taken for, or nothing."""
    return _SYNONYMS.get(" ".join(_WORD.findall(fold(head))), "")


def head_row(rows: Sequence[Sequence[str]]) -> tuple[int, list[str]] | None:
    """Find the row of heads among the first of a sheet; give its number and what each column is taken for."""
    best: tuple[int, list[str]] | None = None
    for number, row in enumerate(rows):
        told = [taken_for(cell) for cell in row]
        known = {one for one in told if one}
        if (
            len(known) >= 2
            and {"title", "subject"} & known
            and (best is None or len(known) > _known(best[1]))
        ):  # noqa: PLR2004
            best = (number, told)
    return best if best is None else (best[0], _with_plain_code(rows[best[0]], best[1]))


def _with_plain_code(heads: Sequence[str], told: list[str]) -> list[str]:
    """Take a column called “Mã” alone for the code of dossiers: in a list of dossiers that names no other code."""
    plain = [number for number, head in enumerate(heads) if fold(head).strip() == "ma"]
    if len(plain) == 1 and "title" in told and not {"code", "subject"} & set(told):
        told[plain[0]] = "code"
    return told


def _known(told: Sequence[str]) -> int:
    return len({one for one in told if one})
