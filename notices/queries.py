"""Reading notices."""

from __future__ import annotations

from django.db.models import QuerySet

from notices.models import MailChoice, Notice
from organisation.models import Person
from organisation.models.actor import Actor


def unseen_of(actor: Actor) -> QuerySet[Notice]:
    """Give what the person behind ``actor`` was told and has not seen, newest first."""
    return notices_of(actor).filter(seen_at__isnull=True)


def notices_of(actor: Actor) -> QuerySet[Notice]:
    """Give everything the person behind ``actor`` was told, newest first."""
    return Notice.objects.filter(person=actor.person, organisation=actor.organisation).order_by("-id")


def wants_mail(person: Person) -> bool:
    """Say whether the daily mail comes to ``person``: it does until it is stopped."""
    choice = MailChoice.objects.filter(person=person).first()
    return choice is None or choice.wanted
