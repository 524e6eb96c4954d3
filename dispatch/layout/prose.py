"""The sentences a template itself brings, filled with the particulars of the letter: templates 1.6 to 1.10.

They are printed, so they are Vietnamese whatever language the reader works in (design D20). What opens the text
stands before the typed body, what ends it behind.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from dispatch.layout.page import LetterPage

Lines = list[str]


def opening(page: LetterPage) -> str:
    """Give the markup before the typed text of ``page``, empty for kinds whose template has none."""
    return "".join(_OPENINGS.get(page.kind, _nothing)(page))


def ending(page: LetterPage) -> str:
    """Give the markup behind the typed text."""
    return "".join(_ENDINGS.get(page.kind, _nothing)(page))


def _nothing(page: LetterPage) -> Lines:
    return []


def _line(label: str, value: str) -> Lines:
    """Give one paragraph, or a label with a list under it when ``value`` has several lines; nothing without value."""
    values = value.split("\n") if value else []
    if len(values) > 1:
        return [_paragraph(label), "<ul>", *(f"<li>{escape(one)}</li>" for one in values), "</ul>"]
    return [_paragraph(f"{label} {value}")] if value else []


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _invitation(page: LetterPage) -> Lines:
    return [
        *_line(f"{page.named_issuer} trân trọng kính mời:", page.says("invited")),
        *_line("Tới dự:", page.says("occasion")),
        *_line("Chủ trì:", page.says("chair")),
        *_line("Thời gian:", page.says("time")),
        *_line("Địa điểm:", page.says("place")),
    ]


def _introduction(page: LetterPage) -> Lines:
    return [
        _paragraph(f"{page.named_issuer} trân trọng giới thiệu:"),
        *_line("Ông (bà):", page.says("person")),
        *_line("Chức vụ:", page.says("position")),
        *_line("Được cử đến:", page.says("sent_to")),
        *_line("Về việc:", page.says("matter")),
    ]


def _introduction_end(page: LetterPage) -> Lines:
    return [
        _paragraph("Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ."),
        _paragraph(f"Giấy này có giá trị đến hết ngày {page.says('valid_until')}"),
    ]


def _leave(page: LetterPage) -> Lines:
    asked = f" ngày {page.says('asked_on')}" if page.says("asked_on") else ""
    span = f"{page.says('duration')}, kể từ ngày {page.says('since')} đến hết ngày {page.says('until')}"
    return [
        _paragraph(f"Xét Đơn đề nghị nghỉ phép{asked} của ông (bà) {page.says('person')},"),
        _paragraph(f"{page.named_issuer} cấp cho:"),
        *_line("Ông (bà):", page.says("person")),
        *_line("Chức vụ:", page.says("position")),
        _paragraph(f"Được nghỉ phép trong thời gian {span}, tại {page.says('place')}."),
        _paragraph(f"Số ngày nghỉ phép nêu trên được tính vào thời gian {page.says('counted')}"),
    ]


def _minutes(page: LetterPage) -> Lines:
    return [
        *_line("Thời gian bắt đầu:", page.says("began")),
        *_line("Địa điểm:", page.says("place")),
        *_line("Thành phần tham dự:", page.says("attended")),
        *_line("Chủ trì (chủ tọa):", page.says("chair") or page.signer_name),
        *_line("Thư ký (người ghi biên bản):", page.says("secretary")),
        _paragraph("Nội dung:"),
    ]


def _minutes_end(page: LetterPage) -> Lines:
    return [_paragraph(f"Cuộc họp kết thúc vào {page.says('ended')}")]


def _parties(page: LetterPage) -> Lines:
    return [
        f"<p><strong>Bên A: {escape(page.named_issuer)}</strong></p>",
        *_line("Người đại diện:", page.signer_name),
        *_line("Chức vụ:", page.title.capitalize()),
        f"<p><strong>Bên B: {escape(page.says('other_party'))}</strong></p>",
        *_line("Địa chỉ:", page.says("other_address")),
        *_line("Người đại diện:", page.says("other_signer")),
        *_line("Chức vụ:", page.says("other_title")),
        _paragraph("Hai bên thống nhất những nội dung sau đây:"),
    ]


_OPENINGS: dict[str, Callable[[LetterPage], Lines]] = {
    "giay_moi": _invitation,
    "giay_gioi_thieu": _introduction,
    "giay_nghi_phep": _leave,
    "bien_ban": _minutes,
    "hop_dong": _parties,
    "ban_ghi_nho": _parties,
    "ban_thoa_thuan": _parties,
}
_ENDINGS: dict[str, Callable[[LetterPage], Lines]] = {
    "giay_gioi_thieu": _introduction_end,
    "bien_ban": _minutes_end,
}
