"""One mail to one recipient over SMTP, through Django's settings. Says whether another try makes sense."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage

_PERMANENT = range(500, 600)


class MailRefused(Exception):
    """The server will never take this mail; the text is its answer."""


class MailUnreachable(Exception):
    """The server cannot take mail now; the text says why."""


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Mail:
    """What is sent. ``message_id`` is the same at every try, so that a receiver can tell a repetition."""

    sender: str
    to: str
    subject: str
    text: str
    message_id: str
    enclosures: tuple[Enclosure, ...] = ()
    automatic: bool = False  # answers a mail by itself: no machine may answer it in turn (RFC 3834)


def is_set_up() -> bool:
    """Say whether the installation names a mail server and an address to send from."""
    return bool(settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL)


def message_id(local_part: str) -> str:
    """Give a Message-ID in the domain mail is sent from."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{local_part}@{domain}>"


def send(mail: Mail) -> None:
    """Hand ``mail`` to the server; raises MailRefused for good, MailUnreachable when a later try may succeed."""
    message = EmailMessage(
        subject=mail.subject,
        body=mail.text,
        from_email=formataddr((mail.sender, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[mail.to],
        headers={
            "Message-ID": mail.message_id,
            **({"Auto-Submitted": "auto-replied"} if mail.automatic else {}),
        },
    )
    for one in mail.enclosures:
        message.attach(one.name, one.content, one.media_type)
    try:
        message.send()
    except (
        smtplib.SMTPAuthenticationError
    ) as error:  # a wrong password in the settings is put right by people
        raise MailUnreachable(_said(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise _judged(code, answer) from error
    except smtplib.SMTPResponseException as error:
        raise _judged(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailUnreachable(str(error) or type(error).__name__) from error


def _judged(code: int, answer: bytes | str) -> MailRefused | MailUnreachable:
    return (MailRefused if code in _PERMANENT else MailUnreachable)(_said(code, answer))


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"
