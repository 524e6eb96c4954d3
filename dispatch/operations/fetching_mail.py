"""The office's mailbox: each mail comes in once and is then moved aside on the server, never before.

What names a mail is its bytes: neither the server's numbers (UIDVALIDITY may change) nor a Message-ID, which anybody
can write, decide that two mails are one. A worker that dies between the two finds the mail in the tray already.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dispatch.carrier import mailbox
from dispatch.enums import ArrivalSource
from dispatch.operations import door_arrivals
from jobs.models import Job
from lib.calendar import local_day
from lib.refusal import Refusal
from organisation.models.actor import Actor
from organisation.queries import organisation_by_code

FETCH = "dispatch.fetch_mail"
TAKEN, FAILED = "VanThu-DaTiepNhan", "VanThu-Loi"
_MOST = 200  # mails a run
Clock = Callable[[], datetime]
logger = logging.getLogger(__name__)


def run(job: Job, *, clock: Clock = timezone.now) -> None:
    """Do the periodic job: take in what lies in the mailbox.

    One that is down is said in the tray, once a day, and tried again at the next turn.
    """
    if not settings.INTAKE_MAILBOX:
        return
    by = Actor.system(organisation_by_code(settings.INTAKE_MAILBOX_ORGANISATION), FETCH)
    at = clock()
    try:
        fetch(by=by, at=at)
    except mailbox.MailboxUnreachable as error:
        logger.warning("the mailbox cannot be reached: %s", error)
        with translation.override("vi"):
            reason = _("The mailbox cannot be reached (%(why)s). It is tried again every minute.") % {
                "why": error
            }
            name = str(ArrivalSource.MAILBOX.label)
        door_arrivals.note_failure(
            name=name,
            reason=reason,
            source=ArrivalSource.MAILBOX,
            origin_key=f"mailbox-down:{local_day(at)}",
            by=by,
            at=at,
        )


def fetch(*, by: Actor, at: datetime) -> int:
    """Take in every mail of the mailbox; give how many came in. Raises MailboxUnreachable."""
    taken = 0
    with mailbox.opened(settings.INTAKE_MAILBOX, settings.INTAKE_MAILBOX_PASSWORD) as box:
        for uid, size in box.waiting()[:_MOST]:
            if (
                size > 2 * settings.MAX_UPLOAD_BYTES
            ):  # more than a letter with its coding could have: not even fetched
                _too_large(box, uid, size, by, at)
                continue
            content = box.mail(uid)
            if content:
                taken += _take(box, uid, content, by, at)
    return taken


def _take(box: mailbox.Mailbox, uid: str, content: bytes, by: Actor, at: datetime) -> bool:
    key = door_arrivals.key_of("mailbox", content)
    name = f"thu-{at:%Y%m%d}-{uid}.eml"
    with door_arrivals.going_on(name=name, source=ArrivalSource.MAILBOX, origin_key=key, by=by, at=at):
        return _taken_or_failed(box, uid, content, name, key, by, at)
    return False


def _taken_or_failed(
    box: mailbox.Mailbox, uid: str, content: bytes, name: str, key: str, by: Actor, at: datetime
) -> bool:
    try:
        with translation.override("vi"):
            door_arrivals.take_file(
                content=content, name=name, source=ArrivalSource.MAILBOX, origin_key=key, by=by, at=at
            )
    except IntegrityError:  # another worker was faster by a moment; the next look finds it in the tray
        return False
    except Refusal as refusal:
        with translation.override("vi"):
            reason = str(refusal)
        door_arrivals.note_failure(
            name=name, reason=reason, source=ArrivalSource.MAILBOX, origin_key=key, by=by, at=at
        )
        box.move(uid, FAILED)
        return False
    box.move(uid, TAKEN)
    return True


def _too_large(box: mailbox.Mailbox, uid: str, size: int, by: Actor, at: datetime) -> None:
    with translation.override("vi"):
        reason = _("The mail has %(size)s MB, more than is taken in.") % {"size": size // 1024**2}
    door_arrivals.note_failure(
        name=f"thu-{uid}.eml",
        reason=reason,
        source=ArrivalSource.MAILBOX,
        origin_key=door_arrivals.key_of("mailbox", b"", uid, size),
        by=by,
        at=at,
    )
    box.move(uid, FAILED)
