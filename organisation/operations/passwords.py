"""Passwords: given anew by an administrator, changed by whoever they belong to. Neither ever stands in the log.

A session carries a hash of the password it began with, so a new password ends every session with its next request.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from lib.database import locked
from organisation import errors, policies
from organisation.models import Person
from organisation.models.actor import Actor


@transaction.atomic
def give_new(*, person: Person, password: str, by: Actor, at: datetime) -> Person:
    """Give ``person`` a temporary password: it opens nothing but its own change, and every session ends."""
    person = locked(Person.objects.select_related("organisation"), person.pk)
    policies.may_give_password(by, person).enforce()
    _set(person, password, temporary=True)
    _record("person.password_given", person, by, at)
    return person


@transaction.atomic
def change_own(*, present: str, password: str, by: Actor, at: datetime) -> Person:
    """Change the password of whoever acts; every other session of theirs ends.

    Refuses a wrong present password, and the present one again.
    """
    if by.person is None:
        raise errors.PasswordIsWrong
    person = locked(Person, by.person.pk)
    if not person.check_password(present):
        raise errors.PasswordIsWrong
    if person.check_password(password):
        raise errors.PasswordIsTheSame
    _set(person, password, temporary=False)
    _record("person.password_changed", person, by, at)
    return person


@transaction.atomic
def take_back(*, person: Person, password: str, by: Actor, at: datetime) -> Person:
    """Let somebody who had left sign in again, with a temporary password. Posts are given anew, and so are powers."""
    person = locked(Person.objects.select_related("organisation"), person.pk)
    policies.may_take_back(by, person).enforce()
    person.is_active = True
    _set(person, password, temporary=True)
    _record("person.taken_back", person, by, at)
    return person


def _set(person: Person, password: str, *, temporary: bool) -> None:
    person.set_password(password)
    person.must_change_password = temporary
    person.save(update_fields=["password", "must_change_password", "is_active"])


def _record(name: str, person: Person, by: Actor, at: datetime) -> None:
    recording.record(
        name,
        subject=Subject("person", str(person.pk)),
        by=by,
        at=at,
        detail={"full_name": person.full_name},
    )
