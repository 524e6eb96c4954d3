"""The daily mail to one person: how much waits, nothing of what it says, a link, why it comes and how to stop it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dispatch.carrier import mail
from jobs.enums import Queue
from jobs.errors import LeaseLost, RetryLater
from jobs.models import Job
from jobs.operations import queueing
from jobs.operations.leasing import finishing
from lib.calendar import local_day
from notices import queries as notices
from organisation import queries as office
from organisation.models import Person

Clock = Callable[[], datetime]
DIGEST: Final = "dispatch.mail_digest"
_WAIT, _MOST_ATTEMPTS = 600, 12


def ask(person: Person, *, waiting: int, late: int, archive: int, news: int, at: datetime) -> bool:
    """Queue the mail of the day to ``person``, once a day; say whether there is one.

    Nobody without a mail address, nobody who stopped it, and no mail that would say nothing.
    """
    if (
        not person.email
        or not (waiting or archive or news)
        or not notices.wants_mail(person)
        or not mail.is_set_up()
    ):
        return False
    day = local_day(at).isoformat()
    with transaction.atomic():
        queueing.enqueue(
            DIGEST,
            key=f"{person.pk}:{day}",
            organisation_key=person.organisation_id,
            payload={
                "person": person.pk,
                "waiting": waiting,
                "late": late,
                "archive": archive,
                "news": news,
                "day": day,
            },
            queue=Queue.BATCH,
            at=at,
        )
    return True


def run(job: Job, *, clock: Clock = timezone.now) -> None:
    """Send it, at least once, with the same Message-ID at every try; one whose day is over is let go."""
    told = job.payload
    person = office.person_of(office.organisation_of(job.organisation_key), told["person"])
    at = clock()
    stale = told["day"] != local_day(at).isoformat()
    if not stale and person.is_active and person.email and notices.wants_mail(person):
        try:
            mail.send(_mail(person, told))
        except mail.MailUnreachable as error:
            if job.attempts < _MOST_ATTEMPTS:
                raise RetryLater(seconds=_WAIT, reason=str(error)[:500]) from error
        except mail.MailRefused:
            pass  # an address that does not exist: the inbox says the same
    with suppress(LeaseLost), transaction.atomic(), finishing(job, at=clock()):
        pass


def _mail(person: Person, told: dict[str, int | str]) -> mail.Mail:
    organisation = person.organisation
    name = office.period_on(organisation, local_day(timezone.now())).name
    digest = hashlib.sha256(f"{settings.SECRET_KEY}{person.pk}{told['day']}".encode()).hexdigest()[:12]
    with translation.override(person.language):
        return mail.Mail(
            sender=name,
            to=person.email,
            subject=_("What waits for you today"),
            text=_text(told, name),
            message_id=mail.message_id(f"vt-digest-{person.pk}-{told['day']}-{digest}"),
        )


def _text(told: dict[str, int | str], name: str) -> str:
    base = settings.PUBLIC_ADDRESS
    waiting, late, archive, news = (int(told.get(part, 0)) for part in ("waiting", "late", "archive", "news"))
    lines = [
        ngettext("%(n)d letter waits for you.", "%(n)d letters wait for you.", waiting) % {"n": waiting}
        if waiting or not archive else "",
        ngettext("%(n)d of them is overdue.", "%(n)d of them are overdue.", late) % {"n": late} if late else "",
        ngettext("%(n)d thing of the archive waits for you.", "%(n)d things of the archive wait for you.", archive)
        % {"n": archive} if archive else "",
        ngettext("You have %(n)d piece of news.", "You have %(n)d pieces of news.", news) % {"n": news} if news else "",
        "",
        _("See them: %(url)s") % {"url": f"{base}/inbox/"},
        "",
        _("%(office)s sends this once a working day to everybody for whom something waits. It says nothing of what "
          "letters contain.") % {"office": name},
        _("To stop it: %(url)s") % {"url": f"{base}/news/mail/"},
    ]  # fmt: skip
    return "\n".join(line for number, line in enumerate(lines) if line or number in (4, 6)) + "\n"
