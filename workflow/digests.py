"""Once a working day: who has something waiting is told by mail, if they want it."""

from __future__ import annotations

from datetime import datetime, time

from archive import queries as archive
from dispatch.operations import digesting
from lib.calendar import local_day, local_time
from notices import queries as notices
from organisation import queries as office
from organisation.models.actor import Actor
from organisation.queries import WorkingCalendar
from workflow import queries

NOT_BEFORE = time(6, 30)


def send_due(*, at: datetime) -> int:
    """Queue today's mails, each once, on working days from half past six on; give how many were asked for."""
    if local_time(at).time() < NOT_BEFORE:
        return 0
    return sum(_of_office(organisation, at) for organisation in office.all_organisations())


def _of_office(organisation: object, at: datetime) -> int:
    today = local_day(at)
    if not WorkingCalendar.of(organisation).is_working(today):  # type: ignore[arg-type]
        return 0
    asked = 0
    for person in office.people_of(organisation):  # type: ignore[arg-type]
        post = office.posts_of(person, today).first() if person.email else None
        if post is None:
            continue
        actor = Actor.for_post(post)
        waiting = queries.everything(actor, at)
        late = queries.counts(waiting, at).late
        news = notices.unseen_of(actor).count()
        held = archive.count_waiting(actor, at)
        asked += digesting.ask(person, waiting=len(waiting), late=late, archive=held, news=news, at=at)
    return asked
