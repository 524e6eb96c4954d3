"""Kinds of letter as data: their names, their abbreviations in the two regimes, and the symbols made of them.

State: Decree 30/2020, Art. 7 and App. III, all 29 kinds [domain 1.1, mark H]. Party: 399-QĐ/TW (2026) as restated
by others [domain 4.1, mark M-H]. The traps of these tables are held by tests: a *công văn* has no abbreviation in
State symbols and CV in Party ones; *quy định* is QyĐ for the State and QĐ, as *quyết định*, for the Party.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from dispatch import errors
from lib.calendar import written_day

STATE = "state"
PARTY = "party"
ABSENT = None  # the kind does not exist in that regime
UNKNOWN = "?"  # it exists, but the texts we could read do not give its abbreviation
NONE = ""  # it exists and has no abbreviation
_NO_OWN: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Kind:
    """One kind: ``name`` is what registers and pages print, ``label`` what screens say in the reader's language."""

    code: str
    name: str
    label: str | Promise
    state: str | None
    party: str | None

    @property
    def name_is_printed(self) -> bool:
        """Say whether the name stands above the abstract; *công văn* and *thư công* have "V/v" or nothing instead."""
        return self.code not in {"cong_van", "thu_cong"}

    def abbreviation(self, profile: str, own: Mapping[str, str] = _NO_OWN) -> str:
        """Give the abbreviation in ``profile``; refuses an absent kind and an abbreviation nobody recorded.

        ``own`` are the office's own abbreviations by kind, for those the rules we could read leave open.
        """
        found = self.party if profile == PARTY else self.state
        if found is ABSENT:
            raise errors.KindIsUnknown(kind=self.name)
        if found == UNKNOWN:
            found = own.get(self.code, "")
            if not found:
                raise errors.AbbreviationIsNotKnown(kind=self.name)
        return found

    def is_open_in(self, profile: str) -> bool:
        """Say whether the office itself has to settle the abbreviation in ``profile``."""
        return (self.party if profile == PARTY else self.state) == UNKNOWN


_ALL = (
    Kind("nghi_quyet", "Nghị quyết", pgettext_lazy("kind of letter", "resolution"), "NQ", "NQ"),
    Kind("quyet_dinh", "Quyết định", pgettext_lazy("kind of letter", "decision"), "QĐ", "QĐ"),
    Kind("chi_thi", "Chỉ thị", pgettext_lazy("kind of letter", "directive"), "CT", "CT"),
    Kind("quy_che", "Quy chế", pgettext_lazy("kind of letter", "rules of procedure"), "QC", "QC"),
    Kind("quy_dinh", "Quy định", pgettext_lazy("kind of letter", "provision"), "QyĐ", "QĐ"),
    Kind("thong_cao", "Thông cáo", pgettext_lazy("kind of letter", "communiqué"), "TC", "TC"),
    Kind("thong_bao", "Thông báo", pgettext_lazy("kind of letter", "announcement"), "TB", "TB"),
    Kind("huong_dan", "Hướng dẫn", pgettext_lazy("kind of letter", "guideline"), "HD", "HD"),
    Kind("chuong_trinh", "Chương trình", pgettext_lazy("kind of letter", "programme"), "CTr", "CTr"),
    Kind("ke_hoach", "Kế hoạch", pgettext_lazy("kind of letter", "plan"), "KH", "KH"),
    Kind("phuong_an", "Phương án", pgettext_lazy("kind of letter", "operational plan"), "PA", "PA"),
    Kind("de_an", "Đề án", pgettext_lazy("kind of letter", "scheme"), "ĐA", "ĐA"),
    Kind("du_an", "Dự án", pgettext_lazy("kind of letter", "project"), "DA", UNKNOWN),
    Kind("bao_cao", "Báo cáo", pgettext_lazy("kind of letter", "report"), "BC", "BC"),
    Kind("bien_ban", "Biên bản", pgettext_lazy("kind of letter", "minutes"), "BB", "BB"),
    Kind("to_trinh", "Tờ trình", pgettext_lazy("kind of letter", "proposal"), "TTr", "TTr"),
    Kind("hop_dong", "Hợp đồng", pgettext_lazy("kind of letter", "contract"), "HĐ", ABSENT),
    Kind("cong_van", "Công văn", pgettext_lazy("kind of letter", "official letter"), NONE, "CV"),
    Kind("cong_dien", "Công điện", pgettext_lazy("kind of letter", "official telegram"), "CĐ", ABSENT),
    Kind("ban_ghi_nho", "Bản ghi nhớ", pgettext_lazy("kind of letter", "memorandum"), "BGN", ABSENT),
    Kind("ban_thoa_thuan", "Bản thỏa thuận", pgettext_lazy("kind of letter", "agreement"), "BTT", ABSENT),
    Kind(
        "giay_uy_quyen", "Giấy ủy quyền", pgettext_lazy("kind of letter", "power of attorney"), "GUQ", ABSENT
    ),
    Kind("giay_moi", "Giấy mời", pgettext_lazy("kind of letter", "invitation"), "GM", UNKNOWN),
    Kind(
        "giay_gioi_thieu",
        "Giấy giới thiệu",
        pgettext_lazy("kind of letter", "letter of introduction"),
        "GGT",
        UNKNOWN,
    ),
    Kind("giay_nghi_phep", "Giấy nghỉ phép", pgettext_lazy("kind of letter", "leave permit"), "GNP", UNKNOWN),
    Kind("phieu_gui", "Phiếu gửi", pgettext_lazy("kind of letter", "dispatch slip"), "PG", UNKNOWN),
    Kind("phieu_chuyen", "Phiếu chuyển", pgettext_lazy("kind of letter", "transfer slip"), "PC", UNKNOWN),
    Kind("phieu_bao", "Phiếu báo", pgettext_lazy("kind of letter", "notification slip"), "PB", ABSENT),
    Kind("thu_cong", "Thư công", pgettext_lazy("kind of letter", "official personal letter"), NONE, UNKNOWN),
    # of the Party only
    Kind("ket_luan", "Kết luận", pgettext_lazy("kind of letter", "conclusion"), ABSENT, "KL"),
    Kind("thong_tri", "Thông tri", pgettext_lazy("kind of letter", "circular instruction"), ABSENT, "TT"),
    Kind(
        "cuong_linh",
        "Cương lĩnh chính trị",
        pgettext_lazy("kind of letter", "political platform"),
        ABSENT,
        UNKNOWN,
    ),
    Kind("dieu_le", "Điều lệ", pgettext_lazy("kind of letter", "statute"), ABSENT, UNKNOWN),
    Kind("chien_luoc", "Chiến lược", pgettext_lazy("kind of letter", "strategy"), ABSENT, UNKNOWN),
    Kind("quy_hoach", "Quy hoạch", pgettext_lazy("kind of letter", "master plan"), ABSENT, UNKNOWN),
    Kind("tuyen_bo", "Tuyên bố", pgettext_lazy("kind of letter", "declaration"), ABSENT, UNKNOWN),
    Kind("loi_keu_goi", "Lời kêu gọi", pgettext_lazy("kind of letter", "appeal"), ABSENT, UNKNOWN),
    Kind(
        "giay_chung_nhan",
        "Giấy chứng nhận",
        pgettext_lazy("kind of letter", "certificate paper"),
        ABSENT,
        UNKNOWN,
    ),
    Kind("giay_di_duong", "Giấy đi đường", pgettext_lazy("kind of letter", "travel permit"), ABSENT, UNKNOWN),
)
KINDS: dict[str, Kind] = {kind.code: kind for kind in _ALL}


def kind_of(code: str) -> Kind:
    """Give the kind ``code``; refuses an unknown one."""
    try:
        return KINDS[code]
    except KeyError:
        raise errors.KindIsUnknown(kind=code) from None


def kinds_of(profile: str) -> tuple[Kind, ...]:
    """Give the kinds of ``profile`` in the order of the regulation."""
    return tuple(kind for kind in _ALL if (kind.party if profile == PARTY else kind.state) is not ABSENT)


def kind_choices() -> list[tuple[str, str | Promise]]:
    """Give code and label of every kind."""
    return [(kind.code, kind.label) for kind in _ALL]


def symbol_of(*, profile: str, kind: str, issuer: str, unit: str, own: Mapping[str, str] = _NO_OWN) -> str:
    """Give the symbol that follows the number.

    State: ``QĐ-SNV``; a kind without abbreviation has issuer and drafting unit, ``SNV-VP`` (App. I, II.3.b).
    Party: ``CV/BTGDVTU`` (domain 4.2). Refuses a kind the regime does not know.
    """
    abbreviation = kind_of(kind).abbreviation(profile, own)
    if profile == PARTY:
        return f"{abbreviation}/{issuer}"
    return f"{abbreviation}-{issuer}" if abbreviation else f"{issuer}-{unit}"


# How joint letters name their issuers, the lead's first: Decree 30/2020 has no template, the Party's guides join names
# and symbols by a hyphen [domain 4.2: number and series are the lead's, mark M; the hyphen is practice, mark M].
JOINT_NAMES, JOINT_SYMBOLS = " - ", "-"


def joint_symbol(
    *, profile: str, kind: str, lead: str, partner: str, own: Mapping[str, str] = _NO_OWN
) -> str:
    """Give the symbol of a joint letter: ``KH-SNV-STC``, ``SNV-STC`` for a công văn, ``HD/BTCTU-BTGDVTU``.

    No drafting unit stands in it: the two organisations do. Refuses as ``symbol_of``.
    """
    both = f"{lead}{JOINT_SYMBOLS}{partner}"
    if profile != PARTY and not kind_of(kind).abbreviation(profile, own):
        return both
    return symbol_of(profile=profile, kind=kind, issuer=both, unit="", own=own)


def written(number: int, suffix: str = "") -> str:
    """Write a number: below 10 with a leading zero in both regimes; 12a with its suffix."""
    return f"{number:02d}{suffix}"


def fill_texts(*, number: int, day: date, suffix: str = "", dated: bool = True) -> dict[str, str]:
    """Give the texts of the reserved fields, as the clerk's one act fills them.

    ``Day`` is day, month and year: a letter signed in one month and numbered in the next keeps its signature.
    Minutes are not ``dated``: their head has no place and day (Decree 30/2020 App. III, template 1.9).
    """
    number_only = {"Number": written(number, suffix)}
    return number_only | {"Day": written_day(day)} if dated else number_only


def reference_code(*, profile: str, number: int, suffix: str = "", symbol: str) -> str:
    """Join number and symbol without spaces: State ``88/SNV-VP``, Party ``123-CV/BTGDVTU`` (domain trap 2)."""
    joint = "-" if profile == PARTY else "/"
    return f"{written(number, suffix)}{joint}{symbol}"
