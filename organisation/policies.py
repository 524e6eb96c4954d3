"""May this person change the office itself?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from lib.refusal import Verdict, permit, permit_if, refuse
from organisation import errors
from organisation.enums import Authority, Duty, FormatProfile
from organisation.models import DayException, Delegation, Person, Post
from organisation.models.actor import Actor
from organisation.models.authority import lines_fit, prefix_of, speaks_for_collective


def may_administer(actor: Actor, organisation_key: int | None = None) -> Verdict:
    """Administrators change people, posts, names and calendars of their own organisation, the set-up anybody's.

    The role gives no right to read letters.
    """
    if organisation_key is not None and organisation_key != actor.organisation_key:
        return refuse(errors.AnotherOrganisation)
    if actor.is_system:
        return permit()
    return permit_if(actor.has_duty(Duty.ADMINISTRATOR), otherwise=errors.AdministratorOnly)


def may_take_out_day(actor: Actor, exception: DayException, today: date) -> Verdict:
    """An administrator takes a day out of the calendar while it has not passed."""
    if exception.day < today:
        return refuse(errors.DayIsOver(day=f"{exception.day:%d/%m/%Y}"))
    return may_administer(actor, exception.organisation_id)


def may_end_post(actor: Actor, post: Post, day: date) -> Verdict:
    """An administrator ends a post that is not over, but never the last one an administrator holds."""
    if post.valid_until is not None and post.valid_until < day:
        return refuse(errors.PostIsOver(day=f"{post.valid_until:%d/%m/%Y}"))
    rest = Post.objects.exclude(pk=post.pk)
    verdict = may_administer(actor, post.organisation_id)
    return verdict and (_administrator_is_among(rest, post) if _administers(post) else permit())


def may_let_go(actor: Actor, person: Person) -> Verdict:
    """An administrator ends the employment of whoever works here, but never of the last administrator."""
    if not person.is_active:
        return refuse(errors.PersonHasLeft(name=person.full_name))
    rest = Post.objects.exclude(person=person)
    own = next((post for post in person.posts.all() if _administers(post)), None)
    verdict = may_administer(actor, person.organisation_id)
    return verdict and (_administrator_is_among(rest, own) if own else permit())


def may_give_post(actor: Actor, person: Person) -> Verdict:
    """An administrator gives posts to whoever works here."""
    return may_give_password(actor, person)


def may_give_password(actor: Actor, person: Person) -> Verdict:
    """An administrator gives a new password to whoever works here."""
    if not person.is_active:
        return refuse(errors.PersonHasLeft(name=person.full_name))
    return may_administer(actor, person.organisation_id)


def may_take_back(actor: Actor, person: Person) -> Verdict:
    """An administrator lets somebody who had left sign in again."""
    if person.is_active:
        return refuse(errors.PersonIsHere(name=person.full_name))
    return may_administer(actor, person.organisation_id)


def _administers(post: Post) -> bool:
    return Duty.ADMINISTRATOR.value in post.duties


def _administrator_is_among(posts: QuerySet[Post], ending: Post) -> Verdict:
    """Permit when ``posts`` hold an administrator who stays: one without a last day, who works here."""
    staying = posts.filter(
        organisation_id=ending.organisation_id,
        duties__contains=[Duty.ADMINISTRATOR.value],
        valid_until__isnull=True,
        person__is_active=True,
    )
    return permit_if(staying.exists(), otherwise=errors.LastAdministrator)


def may_delegate(actor: Actor, principal: Post, day: date, *, delegate: Post | None = None) -> Verdict:
    """The holder delegates the own post, an administrator anyone's to another; what is delegated stays where it is."""
    offices = {principal.organisation_id} | ({delegate.organisation_id} if delegate else set())
    if offices != {actor.organisation_key}:
        return refuse(errors.AnotherOrganisation)
    if actor.represented is not None:
        return refuse(errors.DelegationIsTransitive)
    own = actor.person is not None and principal.person_id == actor.person.pk
    holds = (
        own
        and principal.valid_from <= day
        and (principal.valid_until is None or day <= principal.valid_until)
    )
    if holds:
        return permit()
    to_oneself = delegate is not None and actor.person is not None and delegate.person_id == actor.person.pk
    if to_oneself and actor.has_duty(Duty.ADMINISTRATOR):
        return refuse(errors.AdministratorTakesAPost)
    return permit_if(actor.has_duty(Duty.ADMINISTRATOR), otherwise=errors.DelegationIsNotYours)


def may_be_mandated(
    post: Post, authority: str, lines: Sequence[str], profile: str, *, dated: bool
) -> Verdict:
    """A right to sign fits the post, the regime and its own lines (Decree 30/2020 Art. 13; Party: domain 4.3).

    ``dated`` says that the mandate ends on a day and names its basis, as a special delegation must.
    """
    prefix = prefix_of(profile, authority)
    if prefix is None:
        return refuse(errors.NoSuchAuthority)
    if authority == Authority.HEAD and Duty.HEAD.value not in post.duties:
        return refuse(errors.MandateIsForHeadOnly(title=post.title))
    if authority == Authority.FOR_HEAD:
        if Duty.DEPUTY_HEAD.value not in post.duties:
            return refuse(errors.MandateIsForDeputiesOnly(title=post.title))
        if profile == FormatProfile.PARTY and speaks_for_collective(lines):
            return refuse(errors.CommitteeHasNoDeputySignature)
    if authority == Authority.BY_DELEGATION and not dated:
        return refuse(errors.DelegationNeedsEndAndBasis)
    if prefix == "":
        return permit_if(lines_fit(profile, authority, lines), otherwise=errors.HeadLineIsWrong)
    wrong = errors.MandateLinesAreWrong(prefix=prefix)
    return permit_if(lines_fit(profile, authority, lines), otherwise=wrong)


def may_revoke(actor: Actor, delegation: Delegation) -> Verdict:
    """Who gave a delegation, or an administrator, ends it."""
    if delegation.organisation_id != actor.organisation_key:
        return refuse(errors.AnotherOrganisation)
    if actor.has_duty(Duty.ADMINISTRATOR):
        return permit()
    own = actor.person is not None and delegation.principal.person_id == actor.person.pk
    return permit_if(own, otherwise=errors.DelegationIsNotYours)
