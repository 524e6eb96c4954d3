"""Invented words for many letters: enough different ones that searching them is work."""

from __future__ import annotations

import json
from dataclasses import dataclass
from random import Random

from dispatch.models.content import DraftContent
from lib.canonical import canonical, sha256_hex

_ACTS = (
    "hướng dẫn", "đề nghị báo cáo", "phối hợp triển khai", "rà soát", "đôn đốc", "trả lời kiến nghị về",
    "góp ý dự thảo về", "kiểm tra", "tổng kết", "chấn chỉnh", "cử người tham gia", "cung cấp số liệu về",
    "thẩm định", "công khai", "điều chỉnh",
)  # fmt: skip
_MATTERS = (
    "công tác văn thư, lưu trữ", "vị trí việc làm", "chế độ tiền lương", "cải cách thủ tục hành chính",
    "biên chế sự nghiệp", "chuyển đổi số trong cơ quan", "đánh giá, xếp loại công chức",
    "thi đua, khen thưởng", "sắp xếp thôn, tổ dân phố", "quản lý hồ sơ điện tử", "tuyển dụng viên chức",
    "đào tạo, bồi dưỡng cán bộ", "phòng, chống lãng phí", "tinh giản biên chế", "quy chế làm việc",
    "thực hiện dân chủ ở cơ sở", "kỷ luật, kỷ cương hành chính", "địa giới đơn vị hành chính",
    "hội, tổ chức phi chính phủ", "công tác thanh niên", "chính sách người có công",
)  # fmt: skip
_PLACES = (
    "xã An Khê", "xã Bình Lãng", "phường Cẩm Sơn", "xã Đông Thượng", "phường Hà Lĩnh", "xã Khánh Vân",
    "xã Long Trì", "phường Mỹ Độ", "xã Ninh Phước", "xã Phú Lương", "phường Quang Tiến", "xã Sơn Đà",
    "xã Tân Hợp", "phường Vĩnh Thọ", "xã Xuân Lai", "xã Yên Định", "đặc khu Hòn Mun", "xã Thạch Bàn",
    "xã Lạc Đạo", "phường Trường Yên",
)  # fmt: skip
_NAMES = (
    "Ân",
    "Bảo",
    "Chiến",
    "Diệp",
    "Đoan",
    "Giang",
    "Hậu",
    "Khuê",
    "Lộc",
    "Mận",
    "Nghĩa",
    "Oanh",
    "Phượng",
    "Quý",
    "Thoa",
)
_FAMILIES = (
    "Nguyễn Văn",
    "Trần Thị",
    "Lê Đức",
    "Phạm Thu",
    "Hoàng Minh",
    "Vũ Ngọc",
    "Đặng Hữu",
    "Bùi Thanh",
    "Đỗ Kim",
)
_SENTENCES = (
    "Thực hiện Kế hoạch số {n}/KH-UBND của Ủy ban nhân dân tỉnh, Sở Nội vụ đề nghị {place} {act} {matter}.",
    "Báo cáo gửi về Sở Nội vụ trước ngày {day} tháng {month}, đầu mối là đồng chí {who}, máy lẻ {n}.",
    "Qua theo dõi, {place} còn {n} hồ sơ về {matter} quá hạn, cần xử lý dứt điểm trong quý này.",
    "Đơn vị nào có vướng mắc về {matter} thì phản ánh bằng văn bản để tổng hợp, trình cấp có thẩm quyền.",
    "Số liệu {matter} của {place} tăng {n} phần nghìn so với cùng kỳ, cần làm rõ nguyên nhân.",
    "Giao đồng chí {who} chủ trì, phối hợp với {place} {act} {matter} theo phụ lục {n}.",
)


@dataclass(frozen=True)
class Text:
    """What one letter says; ``stored`` and ``hash`` are its content as the tables keep it, made once."""

    content: DraftContent
    plain: str
    stored: str
    hash: str


def invent(chance: Random, *, unit_symbol: str, signer_post_id: int) -> Text:
    """Give the content of one letter, the same for the same state of ``chance``."""
    subject = f"{chance.choice(_ACTS)} {chance.choice(_MATTERS)} tại {chance.choice(_PLACES)}"
    lines = [_sentence(chance) for _ in range(chance.randint(2, 5))]
    addressees = tuple(f"Ủy ban nhân dân {place}" for place in chance.sample(_PLACES, chance.randint(1, 3)))
    body = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines]
    content = DraftContent(
        subject=subject,
        addressees=addressees,
        body={"type": "doc", "content": body},
        recipients=("Như trên", "Giám đốc (để b/c)"),
        keep_line=f"VT, {unit_symbol}",
        urgency=chance.choices(["normal", "urgent", "very_urgent", "express"], [90, 7, 2, 1])[0],
        signer_post_id=signer_post_id,
    )
    stored = content.as_json()
    return Text(
        content,
        "\n".join([*lines, *addressees, *content.recipients]),
        json.dumps(stored, ensure_ascii=False),
        sha256_hex(canonical(stored)),
    )


def _sentence(chance: Random) -> str:
    return chance.choice(_SENTENCES).format(
        n=chance.randint(10, 999),
        place=chance.choice(_PLACES),
        act=chance.choice(_ACTS),
        matter=chance.choice(_MATTERS),
        day=chance.randint(10, 28),
        month=chance.randint(3, 12),
        who=f"{chance.choice(_FAMILIES)} {chance.choice(_NAMES)}",
    )
