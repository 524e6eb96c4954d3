"""Let people go: end a post, a mandate, an employment. Rows stay; their days and the log say until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from audit.models import Subject
from audit.operations import recording
from lib.calendar import local_day
from lib.database import locked
from organisation import errors, policies, ports
from organisation.enums import Duty
from organisation.models import Delegation, Organisation, Person, Post, SigningMandate
from organisation.models.actor import Actor


@transaction.atomic
def end_post(*, post: Post, last_day: date, reason: str, by: Actor, at: datetime) -> Post:
    """Let ``post`` be held until ``last_day``, and no delegation or mandate of it longer.

    A last day to come may be planned and changed until it is over. Refuses the last administrator's, a day before
    yesterday (the post was held since), and, when the post ends by today, work that is still in hand.
    """
    _hold_administrators(post.organisation)
    post = locked(Post.objects.select_related("organisation", "person"), post.pk)
    today = local_day(at)
    policies.may_end_post(by, post, today).enforce()
    yesterday = today - timedelta(days=1)
    if last_day < yesterday:
        raise errors.LastDayIsOver(day=f"{yesterday:%d/%m/%Y}")
    if last_day < post.valid_from:
        raise errors.PeriodIsEmpty
    if last_day <= today:
        _refuse_work_in_hand(post.person, [post])
    post.valid_until = last_day
    post.save(update_fields=["valid_until"])
    shortened = _shorten(_powers_of([post], last_day), last_day, at)
    recording.record(
        "post.ended",
        subject=Subject("post", str(post.pk)),
        by=by,
        at=at,
        facts={"person": post.person_id, "last_day": last_day.isoformat(), **shortened},
        detail={"reason": reason, "full_name": post.person.full_name, "title": post.title},
    )
    return post


@transaction.atomic
def let_go(*, person: Person, reason: str, by: Actor, at: datetime) -> Person:
    """End an employment at once: every post, delegation and mandate, the sign-in and the sessions that run.

    The password is made unusable, which ends each session with its next request. Refuses the last administrator
    and work that is still in hand in any post the person ever held.
    """
    _hold_administrators(person.organisation)
    person = locked(Person.objects.select_related("organisation"), person.pk)
    policies.may_let_go(by, person).enforce()
    today = local_day(at)
    posts = list(Post.objects.select_for_update(no_key=True).filter(person=person).order_by("id"))
    _refuse_work_in_hand(person, posts)
    held = [post for post in posts if post.valid_until is None or post.valid_until > today]
    for post in held:
        post.valid_until = max(today, post.valid_from)
        post.save(update_fields=["valid_until"])
    ended = _revoke(_powers_of(posts, today - timedelta(days=1)), at)
    person.is_active = False
    person.set_unusable_password()
    person.save(update_fields=["is_active", "password"])
    ports.tell_of_leaving(person, reason=reason, by=by, at=at)
    recording.record(
        "person.let_go",
        subject=Subject("person", str(person.pk)),
        by=by,
        at=at,
        facts={"posts": [post.pk for post in held], **ended},
        detail={"reason": reason, "full_name": person.full_name},
    )
    return person


@transaction.atomic
def revoke_mandate(*, mandate: SigningMandate, reason: str, by: Actor, at: datetime) -> SigningMandate:
    """End a mandate to sign at once; what was signed by it stands (Decree 30/2020 Art. 13)."""
    policies.may_administer(by, mandate.organisation_id).enforce()
    mandate = locked(SigningMandate, mandate.pk)
    if mandate.revoked_at is None:
        mandate.revoked_at = at
        mandate.save(update_fields=["revoked_at"])
        recording.record(
            "mandate.revoked",
            subject=Subject("post", str(mandate.post_id)),
            by=by,
            at=at,
            facts={"mandate": mandate.pk, "authority": mandate.authority},
            detail={"reason": reason},
        )
    return mandate


def _hold_administrators(organisation: Organisation) -> None:
    """Lock the posts of administrators, so that two of them cannot end each other at the same time."""
    rows = Post.objects.filter(organisation=organisation, duties__contains=[Duty.ADMINISTRATOR.value])
    list(rows.select_for_update(no_key=True).order_by("id").values_list("pk", flat=True))


def _refuse_work_in_hand(person: Person, posts: Iterable[Post]) -> None:
    count = sum(ports.work_in_hand(post) for post in posts)
    if count:
        raise errors.WorkIsInHand(name=person.full_name, count=count)


Power = Delegation | SigningMandate


def _powers_of(posts: list[Post], last_day: date) -> list[Power]:
    """Give the delegations of and to ``posts``, and their mandates, that reach beyond ``last_day``."""
    beyond = Q(valid_until__isnull=True) | Q(valid_until__gt=last_day)
    lent = Q(principal__in=posts) | Q(delegate__in=posts)
    delegations = Delegation.objects.filter(lent, beyond, revoked_at__isnull=True).order_by("id")
    mandates = SigningMandate.objects.filter(beyond, post__in=posts, revoked_at__isnull=True).order_by("id")
    return [*delegations, *mandates]


def _shorten(powers: list[Power], last_day: date, at: datetime) -> dict[str, list[int]]:
    """Let ``powers`` end with ``last_day``; what would only begin later is revoked."""
    for power in powers:
        if power.valid_from > last_day:
            power.revoked_at = at
        else:
            power.valid_until = last_day
        power.save(update_fields=["revoked_at", "valid_until"])
    return _named(powers)


def _revoke(powers: list[Power], at: datetime) -> dict[str, list[int]]:
    for power in powers:
        power.revoked_at = at
        power.save(update_fields=["revoked_at"])
    return _named(powers)


def _named(powers: list[Power]) -> dict[str, list[int]]:
    return {
        "delegations": [one.pk for one in powers if isinstance(one, Delegation)],
        "mandates": [one.pk for one in powers if isinstance(one, SigningMandate)],
    }
