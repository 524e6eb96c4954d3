"""The sender of a mail is told what became of its letter: ``dispatch.acknowledge`` (Decree 30/2020 Art. 21, App. VI).

Senders inside the installation hear of it by ``reporting``. A mail says that the letter came, under which number it
was registered, or why it was returned; it carries nothing of the letter's content. At least once, under the same
Message-ID at every try (design D5). A mail written by a machine is never answered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from audit.models import Subject
from audit.operations import recording
from dispatch.carrier import mail
from dispatch.enums import IncomingStatus
from dispatch.models import IncomingLetter
from jobs.enums import Queue
from jobs.errors import RetryLater
from jobs.models import Job
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue
from lib.calendar import local_day
from organisation import queries as office
from organisation.models.actor import Actor

ACKNOWLEDGE: Final = "dispatch.acknowledge"
GIVE_UP = timedelta(hours=24)
_FIRST_WAIT, _LONGEST_WAIT = 30, 1800
_TOLD = frozenset(
    {IncomingStatus.ARRIVED, IncomingStatus.REGISTERED, IncomingStatus.REFUSED, IncomingStatus.VOIDED}
)
_KIND: Final = "incoming"
Clock = Callable[[], datetime]


def ask(*, letter: IncomingLetter, by: Actor, at: datetime) -> None:
    """Queue the mail about the present status of ``letter``, if it came by mail and a mail server is named."""
    status = IncomingStatus(letter.status)
    if not letter.reply_address or status not in _TOLD or not mail.is_set_up():
        return
    payload = {"letter": letter.pk, "status": status.value, "at": at.isoformat()}
    key = f"{letter.pk}:{status.value}"
    enqueue(
        ACKNOWLEDGE, key=key, organisation_key=by.organisation_key, payload=payload, queue=Queue.BATCH, at=at
    )


def run(job: Job, *, clock: Clock = timezone.now) -> None:
    """Do the job: send the mail, once its server takes it; what came of it stands in the letter's history."""
    letter = IncomingLetter.objects.select_related("organisation", "allocation").get(pk=job.payload["letter"])
    trouble = ""
    if letter.reply_address and letter.status != IncomingStatus.ERASED:
        try:
            mail.send(_mail(letter, IncomingStatus(job.payload["status"])))
        except mail.MailUnreachable as error:
            waited = clock() - datetime.fromisoformat(job.payload["at"])
            if waited < GIVE_UP:
                seconds = min(max(int(waited.total_seconds()), _FIRST_WAIT), _LONGEST_WAIT)
                raise RetryLater(seconds=seconds, reason=str(error)[:500]) from error
            trouble = str(error)
        except mail.MailRefused as refused:
            trouble = str(refused)
    at, by = clock(), Actor.system(letter.organisation, ACKNOWLEDGE)
    with transaction.atomic(), finishing(job, at=at):
        recording.record(
            "incoming.not_acknowledged" if trouble else "incoming.acknowledged",
            subject=Subject(_KIND, str(letter.pk)),
            by=by,
            at=at,
            facts={"status": job.payload["status"]},
            detail={"reason": trouble[:300]},
        )


def _mail(letter: IncomingLetter, status: IncomingStatus) -> mail.Mail:
    """Write it: official, in Vietnamese."""
    name = office.period_on(letter.organisation, local_day(letter.arrived_at)).name
    with translation.override("vi"):
        subject, text = _words(letter, status, name)
    digest = hashlib.sha256(f"{settings.SECRET_KEY}{letter.pk}{status}".encode()).hexdigest()[:12]
    return mail.Mail(
        sender=name,
        to=letter.reply_address,
        subject=subject,
        text=text,
        message_id=mail.message_id(f"vt-in-{letter.pk}-{status.value}-{digest}"),
        automatic=True,
    )


def _words(letter: IncomingLetter, status: IncomingStatus, name: str) -> tuple[str, str]:
    line = letter.allocation
    facts = {
        "name": name,
        "code": letter.reference_code or "–",
        "at": f"{timezone.localtime(letter.arrived_at):%H:%M, %d/%m/%Y}",
        "number": f"{line.number}/{line.legal_year}" if line else "",
        "reason": letter.refusal_reason or (line.void_reason if line else ""),
    }
    foot = _("This mail was written by the system of %(name)s. It needs no answer.") % facts
    if status == IncomingStatus.ARRIVED:
        title = _("%(name)s has received your mail")
        said = _(
            "Your mail came in at %(at)s. When the letter is registered you are told its arrival number."
        )
    elif status == IncomingStatus.REGISTERED:
        title = _("%(name)s has registered letter %(code)s")
        said = _("Your letter %(code)s came in at %(at)s and is registered under arrival number %(number)s.")
    else:
        title = _("%(name)s returns letter %(code)s")
        said = _("Your letter %(code)s, which came in at %(at)s, is returned. Reason: %(reason)s")
    return (title % facts)[:250], f"{said % facts}\n\n{foot}\n"
