"""What an office puts into a mail: the signed file itself, or only a link. A setting of the office."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.conf import settings

from dispatch.models import DeliveryAttempt, OutgoingLetter
from organisation.models import Organisation

SETTING = "mail_form"


class MailForm(StrEnum):
    """The two forms."""

    FILE = "file"
    LINK = "link"


def form_of(organisation: Organisation) -> MailForm:
    """Give the form an office has chosen; the file itself unless it chose the link."""
    return MailForm(organisation.settings.get(SETTING, MailForm.FILE))


def encloses_file(organisation: Organisation) -> bool:
    """Say whether the mails of an office carry the file."""
    return form_of(organisation) == MailForm.FILE


def text_of(
    letter: OutgoingLetter, attempt: DeliveryAttempt, *, kind: str, day: str, issuer: str, at: datetime
) -> str:
    """Write the text of a mail, in Vietnamese as every official paper."""
    address = f"{settings.PUBLIC_ADDRESS}/verify/{letter.verify_token}"
    enclosed = encloses_file(letter.organisation)
    what = (
        "Văn bản đã ký số được gửi kèm theo thư này."
        if enclosed
        else "Văn bản đã ký số được tải về theo liên kết dưới đây."
    )
    lines = [
        f"Kính gửi: {attempt.name}",
        "",
        f"{issuer} gửi {kind.lower()} số {letter.reference_code}, ngày {day}, về việc: {letter.subject}.",
        what,
        "",
        f"Kiểm tra văn bản: {address}",
        "",
        "Thư này do hệ thống gửi tự động; xin không trả lời vào địa chỉ này.",
    ]
    return "\n".join(lines) + "\n"
