"""Letters of many invented offices as they come in: as PDF, and as scans of their paper, with what stands on them."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from datetime import date, timedelta

import pypdfium2 as pdfium
from PIL import Image, ImageDraw, ImageFilter

from dispatch.layout.composing import compose
from dispatch.layout.page import LetterPage
from dispatch.layout.party import PARTY_2018, PARTY_2026
from dispatch.layout.profiles import STATE_2020, FormatProfile
from dispatch.models.kinds import PARTY, STATE, reference_code, symbol_of
from files.rendering import render_pdf
from tests.print.letters import AT

PLACES = ("Hưng Sơn", "Thủy Nguyên", "Đông Hà", "Bắc Giang", "Quảng Ngãi", "Vĩnh Yên", "Mỹ Tho", "Cẩm Lệ")
STATE_OFFICES = (
    ("ỦY BAN NHÂN DÂN TỈNH {p}", "SỞ TÀI CHÍNH", "STC", ("NS", "QLG", "VP")),
    ("ỦY BAN NHÂN DÂN TỈNH {p}", "SỞ NỘI VỤ", "SNV", ("CCHC", "TCBC", "VP")),
    ("ỦY BAN NHÂN DÂN TỈNH {p}", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "SKHCN", ("BCVT", "CĐS")),
    ("ỦY BAN NHÂN DÂN THÀNH PHỐ {p}", "SỞ GIÁO DỤC VÀ ĐÀO TẠO", "SGDĐT", ("GDTrH", "KHTC")),
    ("BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "CỤC KHÍ TƯỢNG THỦY VĂN", "KTTV", ("VP", "QLM")),
    ("", "ỦY BAN NHÂN DÂN TỈNH {p}", "UBND", ("NC", "KGVX")),
    ("HUYỆN ĐẢO {p}", "ỦY BAN NHÂN DÂN XÃ TÂN LẬP", "UBND", ("VHXH", "KT")),
    ("", "BỘ NỘI VỤ", "BNV", ("VTLT", "CCHC")),
)
PARTY_OFFICES = (
    ("TỈNH ỦY {p}", "BAN TUYÊN GIÁO VÀ DÂN VẬN", "BTGDVTU"),
    ("TỈNH ỦY {p}", "BAN TỔ CHỨC", "BTCTU"),
    ("TỈNH ỦY {p}", "VĂN PHÒNG", "VPTU"),
    ("THÀNH ỦY {p}", "ỦY BAN KIỂM TRA", "UBKTTU"),
    ("ĐẢNG BỘ TỈNH {p}", "ĐẢNG ỦY XÃ TÂN LẬP", "ĐU"),
)
SUBJECTS = (
    "rà soát việc gửi, nhận văn bản điện tử có ký số trên địa bàn tỉnh",
    "triển khai thực hiện dự toán ngân sách năm 2027",
    "tăng cường công tác phòng cháy, chữa cháy trong mùa khô",
    "phối hợp thẩm định đề án sắp xếp đơn vị sự nghiệp công lập",
    "báo cáo kết quả thực hiện Chương trình hành động số 15-CTr/TU",
    "tổ chức các hoạt động kỷ niệm 85 năm Ngày thành lập ngành",
    "cử công chức tham gia lớp bồi dưỡng kiến thức quốc phòng và an ninh đối tượng 3 năm 2026",
    "kiểm tra việc thực hiện Quy chế dân chủ ở cơ sở",
    "đăng ký nhu cầu kinh phí sửa chữa trụ sở làm việc",
    "góp ý dự thảo Nghị quyết về chính sách hỗ trợ hợp tác xã nông nghiệp",
)
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ")
MIDDLE = ("Văn", "Thị", "Hữu", "Thế", "Ngọc", "Minh", "Quang", "Thu")
GIVEN = ("An", "Bình", "Tường", "Hòa", "Nguyệt", "Dũng", "Thủy", "Khánh", "Phượng", "Lượng")
BODY = (
    "<p>Thực hiện Kế hoạch số 128/KH-UBND ngày 05 tháng 3 năm 2026 về cải cách hành chính, cơ quan đề nghị các đơn vị "
    "rà soát, báo cáo tình hình thực hiện theo những nội dung sau đây:</p><ol><li>Kết quả đạt được, số liệu cụ thể theo "
    "từng tháng.</li><li>Khó khăn, vướng mắc và kiến nghị.</li></ol><p>Báo cáo gửi trước ngày 15 tháng 12 năm 2026 để "
    "tổng hợp, trình cấp có thẩm quyền xem xét, quyết định theo quy định.</p>"
)
BASES = ("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư",)
STATE_KINDS = (
    "cong_van",
    "cong_van",
    "cong_van",
    "quyet_dinh",
    "ke_hoach",
    "thong_bao",
    "bao_cao",
    "to_trinh",
)
PARTY_KINDS = (
    "cong_van",
    "cong_van",
    "quyet_dinh",
    "ke_hoach",
    "thong_bao",
    "ket_luan",
    "huong_dan",
    "bao_cao",
)
URGENCIES = ("", "", "", "urgent", "very_urgent", "express")


@dataclass(frozen=True)
class Paper:
    """One letter and what a clerk would write down of it."""

    page: LetterPage
    profile: FormatProfile
    truth: dict[str, str]

    def pdf(self) -> bytes:
        """Give it as a PDF with a text layer."""
        composed = compose(self.page, self.profile)
        return render_pdf(composed.html, stylesheets=composed.stylesheets, at=AT).pdf


def papers(count: int, *, seed: int = 7) -> list[Paper]:
    """Give ``count`` letters of both regimes, always the same for a seed."""
    chance = random.Random(seed)
    return [_party(chance) if place % 5 in {1, 3} else _state(chance) for place in range(count)]


def _state(chance: random.Random) -> Paper:
    superior, issuer, short, rooms = chance.choice(STATE_OFFICES)
    place, kind = chance.choice(PLACES), chance.choice(STATE_KINDS)
    symbol = symbol_of(profile=STATE, kind=kind, issuer=short, unit=chance.choice(rooms))
    return _paper(chance, STATE_2020, kind, superior, issuer, symbol, place)


def _party(chance: random.Random) -> Paper:
    superior, issuer, short = chance.choice(PARTY_OFFICES)
    place, kind = chance.choice(PLACES), chance.choice(PARTY_KINDS)
    symbol = symbol_of(profile=PARTY, kind=kind, issuer=short, unit="")
    profile = chance.choice((PARTY_2026, PARTY_2018))
    return _paper(chance, profile, kind, superior, issuer, symbol, place)


def _paper(
    chance: random.Random,
    profile: FormatProfile,
    kind: str,
    superior: str,
    issuer: str,
    symbol: str,
    place: str,
) -> Paper:
    number, day = chance.choice((5, 87, 412, 1893)), date(2026, 1, 5) + timedelta(days=chance.randrange(320))
    subject, party = chance.choice(SUBJECTS), profile.code == PARTY
    signer = " ".join((chance.choice(FAMILY), chance.choice(MIDDLE), chance.choice(GIVEN)))
    head = "TRƯỞNG BAN" if party else "GIÁM ĐỐC"
    deputy = chance.random() < 0.6
    lines = (f"{'K/T' if party else 'KT.'} {head}",) if deputy else ()
    urgency = chance.choice(URGENCIES)
    issuer, superior = issuer.format(p=place.upper()), superior.format(p=place.upper())
    page = LetterPage(
        superior=superior, issuer=issuer, symbol=symbol, place=place, expected_on=day, number=number, issued_on=day,
        subject=subject, addressees=("Các sở, ban, ngành cấp tỉnh",), body_html=BODY, kind=kind, urgency=urgency,
        recipients=("Như trên", "Thường trực Tỉnh ủy (để b/c)", "Lãnh đạo cơ quan"), keep_line="VT, TH",
        authority_lines=lines, title=f"PHÓ {head}" if deputy else head, signer_name=signer,
        legal_bases=BASES if kind == "quyet_dinh" else (),
    )  # fmt: skip
    truth = {
        "code": reference_code(profile=profile.code, number=number, symbol=symbol),
        "dated_on": day.isoformat(),
        "kind": kind,
        "subject": subject,
        "signer": signer,
        "issuer": issuer,
        "urgency": urgency or "normal",
    }
    return Paper(page, profile, truth)


def scanned(pdf: bytes, *, dpi: int = 200, worn: int | None = None, form: str = "PDF") -> bytes:
    """Give ``pdf`` as a scan: pictures in a PDF. ``worn`` seeds skew, specks, a seal, blue ink and coarse JPEG."""
    document = pdfium.PdfDocument(pdf)
    document.init_forms()
    sheets = [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    if worn is not None:
        chance = random.Random(worn)
        sheets = [_worn(sheet, chance, dpi) for sheet in sheets]
    out = io.BytesIO()
    if form == "PDF":
        sheets[0].save(out, "PDF", resolution=dpi, save_all=True, append_images=sheets[1:], quality=60)
    else:
        sheets[0].save(out, form, quality=60, dpi=(dpi, dpi))
    return out.getvalue()


def _worn(sheet: Image.Image, chance: random.Random, dpi: int) -> Image.Image:
    sheet = sheet.rotate(chance.uniform(-0.8, 0.8), resample=Image.Resampling.BICUBIC, fillcolor="white")
    sheet = sheet.filter(ImageFilter.GaussianBlur(chance.uniform(0.2, 0.7)))
    draw = ImageDraw.Draw(sheet, "RGBA")
    wide, high = sheet.size
    for _speck in range(300):
        x, y = chance.randrange(wide), chance.randrange(high)
        draw.point((x, y), fill=(60, 60, 60, 255))
    x, y, r = wide * chance.uniform(0.5, 0.6), high * chance.uniform(0.5, 0.6), dpi * 0.7
    draw.ellipse((x - r, y - r, x + r, y + r), outline=(200, 30, 40, 200), width=max(3, dpi // 40))
    draw.ellipse((x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8), outline=(200, 30, 40, 180), width=2)
    for _stroke in range(4):
        points = [(x + r * chance.uniform(-0.3, 2), y + r * chance.uniform(-0.5, 0.6)) for _point in range(5)]
        draw.line(points, fill=(40, 60, 160, 220), width=max(2, dpi // 70), joint="curve")
    return sheet
