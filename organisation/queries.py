"""Reading the office: who is what on a day, and how days are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from lib.calendar import local_day
from lib.refusal import Verdict
from organisation import errors
from organisation.enums import DayKind, Duty
from organisation.models import (
    DayException,
    Delegation,
    Organisation,
    OrganisationPeriod,
    Person,
    Post,
    SigningMandate,
    Unit,
)
from organisation.models.actor import Actor
from organisation.models.standing import known_of

ABBREVIATIONS = "kind_abbreviations"  # the setting with the abbreviations an office gave itself, by kind


def own_abbreviations(organisation: Organisation) -> dict[str, str]:
    """Give the abbreviations the office gave to kinds of letter the rules leave open, by kind."""
    return dict(organisation.settings.get(ABBREVIATIONS, {}))


def _on(day: date, of: str = "") -> Q:
    begun = Q(**{f"{of}valid_from__lte": day})
    return begun & (Q(**{f"{of}valid_until__isnull": True}) | Q(**{f"{of}valid_until__gte": day}))


def organisation_by_code(code: str) -> Organisation:
    """Give the organisation with ``code``; raise DoesNotExist."""
    return Organisation.objects.get(code=code)


def organisation_of(pk: int) -> Organisation:
    """Give the organisation ``pk`` to a job that carries its key; raise DoesNotExist."""
    return Organisation.objects.get(pk=pk)


def all_organisations() -> list[Organisation]:
    """Give every organisation that works in this installation, for what the machine does by itself."""
    return list(Organisation.objects.filter(is_active=True).order_by("id"))


def period_on(organisation: Organisation, day: date) -> OrganisationPeriod:
    """Give the name, symbol, superior and place valid on ``day``; refuse when none is recorded."""
    period = OrganisationPeriod.objects.filter(_on(day), organisation=organisation).first()
    if period is None:
        raise errors.OrganisationHasNoName(day=day.strftime("%d/%m/%Y"))
    return period


def neighbours_of(organisation: Organisation, day: date) -> QuerySet[OrganisationPeriod]:
    """Give what the other organisations of this installation are called on ``day``: names only, nothing of theirs."""
    others = OrganisationPeriod.objects.filter(_on(day), organisation__is_active=True)
    others = others.exclude(organisation=organisation).select_related("organisation")
    return others.order_by("name", "id")


def units_of(organisation: Organisation, day: date) -> QuerySet[Unit]:
    """Give the units of an organisation on ``day``, in their order."""
    return Unit.objects.filter(_on(day), organisation=organisation).order_by("position", "id")


def people_of(organisation: Organisation) -> QuerySet[Person]:
    """Give the people of an organisation, active ones, sorted by given name."""
    return Person.objects.filter(organisation=organisation, is_active=True).order_by("sort_key", "id")


def posts_on(organisation: Organisation, day: date) -> QuerySet[Post]:
    """Give the posts held on ``day`` by active people, in protocol order."""
    held = Post.objects.filter(_on(day), organisation=organisation, person__is_active=True)
    return held.select_related("person", "unit", "organisation").order_by("protocol_order", "id")


def posts_of(person: Person, day: date) -> QuerySet[Post]:
    """Give the posts ``person`` holds on ``day``, the main one first."""
    return (
        posts_on(person.organisation, day).filter(person=person).order_by("-is_main", "protocol_order", "id")
    )


def holders_of(
    organisation: Organisation, duty: Duty, day: date, *, unit: Unit | None = None
) -> QuerySet[Post]:
    """Give the posts with ``duty`` on ``day`` in protocol order, of one ``unit`` if given."""
    held = posts_on(organisation, day).filter(duties__contains=[duty.value])
    return held if unit is None else held.filter(unit=unit)


def superior_of(post: Post, day: date) -> Post | None:
    """Give who stands above ``post`` on ``day``: the head of its unit, else of the organisation; None at the top."""
    if Duty.HEAD.value in post.duties:
        return None
    if not {Duty.UNIT_HEAD.value, Duty.CHIEF_OF_OFFICE.value, Duty.DEPUTY_HEAD.value} & set(post.duties):
        above = holders_of(post.organisation, Duty.UNIT_HEAD, day, unit=post.unit).exclude(pk=post.pk).first()
        if above is not None:
            return above
    return holders_of(post.organisation, Duty.HEAD, day).exclude(pk=post.pk).first()


def delegations_held_by(person: Person, day: date) -> QuerySet[Delegation]:
    """Give the delegations ``person`` may act by on ``day``; one ends with the post on either side."""
    live = Delegation.objects.filter(_on(day), delegate__person=person, revoked_at__isnull=True)
    live = live.filter(_on(day, "principal__"), _on(day, "delegate__"), principal__person__is_active=True)
    return live.select_related(
        "organisation",
        "principal__person",
        "principal__unit",
        "delegate__person",
        "delegate__unit",
        "delegate__organisation",
    ).order_by("id")


def standing_in_for(post: Post, day: date) -> QuerySet[Delegation]:
    """Give the delegations by which others act for ``post`` on ``day``; not empty means its holder is away."""
    live = Delegation.objects.filter(_on(day), principal=post, revoked_at__isnull=True)
    return live.select_related("delegate__person").order_by("id")


def away_on(organisation: Organisation, day: date) -> dict[int, Delegation]:
    """Give by the key of the post who is away on ``day`` and by which delegation a colleague stands in."""
    live = Delegation.objects.filter(_on(day), organisation=organisation, revoked_at__isnull=True)
    return {row.principal_id: row for row in live.select_related("delegate__person").order_by("-id")}


def mandates_on(
    organisation: Organisation, day: date, *, kind: str | None = None
) -> QuerySet[SigningMandate]:
    """Give the mandates to sign valid on ``day``, in protocol order; only those covering ``kind`` if given.

    A mandate ends with its post, and at once when it was ended early.
    """
    valid = SigningMandate.objects.filter(_on(day), organisation=organisation, revoked_at__isnull=True)
    valid = valid.filter(_on(day, "post__"), post__person__is_active=True)
    if kind is not None:
        valid = valid.filter(Q(kinds=[]) | Q(kinds__contains=[kind]))
    return valid.select_related("post__person", "post__unit").order_by("post__protocol_order", "id")


def mandate_of(post: Post, day: date, *, kind: str) -> SigningMandate | None:
    """Give the mandate by which ``post`` signs letters of ``kind`` on ``day``, or None."""
    return mandates_on(post.organisation, day, kind=kind).filter(post=post).first()


def capacities(by: Actor, at: datetime) -> list[Actor]:
    """Give everyone ``by`` can act as in this organisation: each own post first, then each delegation.

    Read anew, except within one page. By a delegation only the delegated duties count. Empty for the system, which
    acts for nobody.
    """
    if by.person is None:
        return []
    day = local_day(at)
    known = known_of(by.person, day)
    posts = posts_of(by.person, day) if known is None else known.posts
    delegations = delegations_held_by(by.person, day) if known is None else known.delegations
    own = [Actor.for_post(post, channel=by.channel, address=by.address) for post in posts]
    lent = [Actor.by_delegation(row, channel=by.channel, address=by.address) for row in delegations]
    return [one for one in own + lent if one.organisation.pk == by.organisation.pk]


def acting_as(by: Actor, at: datetime, may: Callable[[Actor], Verdict]) -> Actor:
    """Give the capacity in which ``by`` may do it: as chosen, in another own post, or for an absent colleague.

    Where none may, the one chosen comes back, and the operation refuses with the reason; one that is over has no
    duties any more. The system comes back as it is.
    """
    if by.person is None:
        return by
    standing = capacities(by, at)
    chosen = next((one for one in standing if (one.post, one.delegation) == (by.post, by.delegation)), None)
    first = [chosen] if chosen is not None else []
    fallback = (
        by if chosen is not None else replace(by, duties=frozenset(), represented=None, delegation=None)
    )
    able = next((one for one in [*first, *standing] if may(one)), fallback)
    return replace(able, process=by.process)


def may_in_any_post(by: Actor, at: datetime, may: Callable[[Actor], Verdict]) -> Verdict:
    """Give what ``may`` says of the capacity in which ``by`` may do it, see ``acting_as``."""
    return may(acting_as(by, at, may))


def access_tokens_of(actor: Actor, at: datetime) -> list[str]:
    """Give the tokens by which ``actor`` sees things: organisation, units, posts, person, duties.

    Delegation widens the reader's set when reading, never the stored row (design D13).
    """
    return tokens_of(actor, capacities(actor, at))


def tokens_of(actor: Actor, standing: Iterable[Actor]) -> list[str]:
    """Give the same for the ``capacities`` of ``actor`` that somebody has read already."""
    if actor.person is None:
        return []
    prefix = f"org:{actor.organisation.pk}"
    tokens = {f"{prefix}/person:{actor.person.pk}"}
    for one in standing:
        post = one.acting_post
        if post is not None:
            tokens |= {f"{prefix}/post:{post.pk}", f"{prefix}/unit:{post.unit_id}", prefix}
            tokens |= {f"{prefix}/duty:{duty}" for duty in one.duties}
            if Duty.UNIT_HEAD.value in one.duties:  # what only the head of a unit sees, whoever that is today
                tokens.add(f"{prefix}/unit:{post.unit_id}/duty:{Duty.UNIT_HEAD.value}")
    return sorted(tokens)


def periods_of(organisation: Organisation) -> QuerySet[OrganisationPeriod]:
    """Give everything the organisation was called, the newest first."""
    return OrganisationPeriod.objects.filter(organisation=organisation).order_by("-valid_from")


def all_units_of(organisation: Organisation) -> QuerySet[Unit]:
    """Give every unit the organisation ever had, closed ones included, in their order."""
    return Unit.objects.filter(organisation=organisation).order_by("position", "id")


def person_of(organisation: Organisation, pk: int) -> Person:
    """Give one person of the organisation, whether still active or not; raise DoesNotExist."""
    return Person.objects.get(organisation=organisation, pk=pk)


def all_posts_of(person: Person) -> QuerySet[Post]:
    """Give every post the person ever held, the newest first."""
    held = Post.objects.filter(person=person).select_related("unit", "person", "organisation")
    return held.order_by("-valid_from", "protocol_order", "id")


def all_posts_in(organisation: Organisation) -> QuerySet[Post]:
    """Give every post ever held in the organisation, in protocol order."""
    held = Post.objects.filter(organisation=organisation).select_related("unit", "person", "organisation")
    return held.order_by("protocol_order", "id")


def delegations_of(organisation: Organisation, *, person: Person | None = None) -> QuerySet[Delegation]:
    """Give the delegations ever given, of or to one ``person`` if named, the newest first."""
    given = Delegation.objects.filter(organisation=organisation)
    if person is not None:
        given = given.filter(Q(principal__person=person) | Q(delegate__person=person))
    people = ("principal__person", "principal__unit", "delegate__person", "delegate__unit")
    return given.select_related("organisation", *people).order_by("-valid_from", "-id")


def mandates_of(organisation: Organisation, *, person: Person | None = None) -> QuerySet[SigningMandate]:
    """Give the mandates to sign ever given, of one ``person`` if named, in protocol order, the newest first."""
    given = SigningMandate.objects.filter(organisation=organisation)
    if person is not None:
        given = given.filter(post__person=person)
    return given.select_related("post__person", "post__unit").order_by(
        "post__protocol_order", "-valid_from", "-id"
    )


def day_exceptions_of(organisation: Organisation, year: int) -> QuerySet[DayException]:
    """Give the days of a year that differ from the ordinary week, in order."""
    return DayException.objects.filter(organisation=organisation, day__year=year).order_by("day")


def day_exception_of(organisation: Organisation, pk: int) -> DayException:
    """Give one day of the calendar of the organisation; raise DoesNotExist."""
    return DayException.objects.get(organisation=organisation, pk=pk)


class WorkingCalendar:
    """The working days of an organisation: Monday to Friday, but for its exceptions."""

    def __init__(self, exceptions: Iterable[tuple[date, str]]) -> None:
        self._kinds = dict(exceptions)

    @classmethod
    def of(cls, organisation: Organisation) -> WorkingCalendar:
        """Read the calendar of ``organisation``."""
        return cls(DayException.objects.filter(organisation=organisation).values_list("day", "kind"))

    def is_working(self, day: date) -> bool:
        """Say whether ``day`` is worked, at least in part."""
        kind = self._kinds.get(day)
        if kind is not None:
            return kind != DayKind.OFF
        return day.weekday() < 5

    def add(self, day: date, working_days: int) -> date:
        """Give the working day that lies ``working_days`` (0 or more) after ``day``.

        Zero gives ``day`` itself when it is worked, else the next working day.
        """
        if working_days < 0:
            raise ValueError("working days are counted forward")
        while not self.is_working(day):
            day += timedelta(days=1)
        for _count in range(working_days):
            day += timedelta(days=1)
            while not self.is_working(day):
                day += timedelta(days=1)
        return day

    def before(self, day: date, working_days: int) -> date:
        """Give the working day that lies ``working_days`` (0 or more) before ``day``."""
        if working_days < 0:
            raise ValueError("working days are counted back")
        for _count in range(working_days):
            day -= timedelta(days=1)
            while not self.is_working(day):
                day -= timedelta(days=1)
        return day


def add_working_days(organisation: Organisation, day: date, working_days: int) -> date:
    """Give the working day ``working_days`` after ``day`` in the calendar of ``organisation``."""
    return WorkingCalendar.of(organisation).add(day, working_days)
