"""What an office puts into a mail: the signed file itself, or a link good for one recipient and 30 days."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.core import signing
from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from dispatch import lifecycle, queries
from dispatch.enums import DeliveryStatus, LetterStatus, SendingChannel
from dispatch.models import DeliveryAttempt, OutgoingLetter
from dispatch.operations import closing
from files.models import StoredFile
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.operations import choosing

SETTING: Final = "mail_form"
GOOD_FOR: Final = 30 * 86_400  # seconds
_SALT: Final = "dispatch.mail_link"


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


@transaction.atomic
def choose(*, form: MailForm, by: Actor, at: datetime) -> Organisation:
    """Choose what mails carry from now on; refuses whoever does not administer the office.

    Choosing the file again ends every link that was sent.
    """
    return choosing.choose(setting=SETTING, value=form.value, by=by, at=at)


def pass_for(attempt: DeliveryAttempt) -> str:
    """Give what opens the file to the recipient of one attempt; signed, it needs no row."""
    signer = signing.TimestampSigner(salt=_SALT, sep="~")
    return signer.sign(f"{attempt.delivery_id}.{attempt.number}")


def behind_pass(letter: OutgoingLetter, key: str) -> DeliveryAttempt | None:
    """Give the attempt a pass was sent with, or None: forged, expired, of another letter, or no longer good.

    A pass ends with its attempt (sent again, failed, refused), with the letter's standing (recalled, replaced), and
    when the office sends files instead of links.
    """
    try:
        value = signing.TimestampSigner(salt=_SALT, sep="~").unsign(key, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    delivery_key, number = (int(part) for part in value.split("."))
    if letter.status != LetterStatus.ISSUED or encloses_file(letter.organisation):
        return None
    found = DeliveryAttempt.objects.filter(
        delivery=delivery_key, number=number, delivery__letter=letter, channel=SendingChannel.MAIL
    )
    attempt = found.select_related("delivery", "file__blob", "organisation").first()
    if attempt is None or attempt.delivery.attempts != number:
        return None
    return None if DeliveryStatus(attempt.delivery.status) in lifecycle.STOPPED else attempt


def named_files_of(attempt: DeliveryAttempt) -> list[tuple[str, StoredFile]]:
    """Give the letter's file under its number, and what lies beside it, as they travel."""
    assert attempt.file is not None  # noqa: S101 -- what goes by wire has one, by constraint
    letter = attempt.delivery.letter
    name = f"{letter.reference_code.replace('/', '-')}.pdf"
    beside = [(one.sent_file.name, one.sent_file) for one in queries.attachments_of(letter)]
    return [(name, attempt.file), *beside]


@transaction.atomic
def note_download(*, attempt: DeliveryAttempt, file: StoredFile, by: Actor, at: datetime) -> None:
    """Write down that the link was used. It is no receipt: machines open links too."""
    recording.record(
        "delivery.downloaded",
        subject=Subject(closing.KIND, str(attempt.delivery.letter_id)),
        by=by,
        at=at,
        facts={
            "delivery": attempt.delivery_id,
            "attempt": attempt.number,
            "file": file.pk,
            "sha256": file.sha256,
        },
        detail={"name": attempt.name},
    )


def text_of(letter: OutgoingLetter, attempt: DeliveryAttempt, *, kind: str, day: str, issuer: str) -> str:
    """Write the text of a mail, in Vietnamese as every official paper."""
    address = f"{settings.PUBLIC_ADDRESS}/verify/{letter.verify_token}"
    if encloses_file(letter.organisation):
        what = ["Văn bản đã ký số được gửi kèm theo thư này."]
    else:
        what = [
            "Văn bản đã ký số được tải về trong 30 ngày theo liên kết dành riêng cho nơi nhận:",
            f"{address}/file/{pass_for(attempt)}",
        ]
    lines = [
        f"Kính gửi: {attempt.name}",
        "",
        f"{issuer} gửi {kind.lower()} số {letter.reference_code}, ngày {day}, về việc: {letter.subject}.",
        *what,
        "",
        f"Kiểm tra văn bản: {address}",
        "",
        "Thư này do hệ thống gửi tự động; xin không trả lời vào địa chỉ này.",
    ]
    return "\n".join(lines) + "\n"
