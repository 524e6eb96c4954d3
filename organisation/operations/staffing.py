"""Take people on, give them posts and mandates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from audit.models import Subject
from audit.operations import recording
from lib.text import single_line
from organisation import policies, queries
from organisation.enums import Authority, Duty
from organisation.models import Organisation, Person, Post, SigningMandate, Unit
from organisation.models.actor import Actor


@transaction.atomic
def open_unit(
    *, organisation: Organisation, name: str, symbol: str, since: date, position: int, by: Actor, at: datetime
) -> Unit:
    """Open a unit of the organisation from ``since`` on."""
    policies.may_administer(by, organisation.pk).enforce()
    unit = Unit.objects.create(
        organisation=organisation, name=name, symbol=symbol, valid_from=since, position=position
    )
    recording.record(
        "unit.opened",
        subject=Subject("unit", str(unit.pk)),
        by=by,
        at=at,
        facts={"symbol": symbol},
        detail={"name": name},
    )
    return unit


@transaction.atomic
def take_on(
    *,
    organisation: Organisation,
    username: str,
    full_name: str,
    password: str,
    by: Actor,
    at: datetime,
    temporary: bool = False,
) -> Person:
    """Create a person who can sign in; with a ``temporary`` password only in order to change it."""
    policies.may_administer(by, organisation.pk).enforce()
    person = Person(
        organisation=organisation, username=username, full_name=full_name, must_change_password=temporary
    )
    person.set_password(password)
    person.save()
    recording.record(
        "person.taken_on",
        subject=Subject("person", str(person.pk)),
        by=by,
        at=at,
        facts={"username": username},
        detail={"full_name": full_name},
    )
    return person


@transaction.atomic
def appoint(
    *,
    person: Person,
    unit: Unit,
    title: str,
    duties: list[Duty],
    protocol_order: int,
    since: date,
    by: Actor,
    at: datetime,
) -> Post:
    """Give ``person`` a post in ``unit`` with its duties and its place in protocol order."""
    policies.may_give_post(by, person).enforce()
    main = not Post.objects.filter(person=person).exists()
    post = Post.objects.create(
        organisation=person.organisation,
        person=person,
        unit=unit,
        title=title,
        duties=[duty.value for duty in duties],
        protocol_order=protocol_order,
        valid_from=since,
        is_main=main,
    )
    recording.record(
        "post.appointed",
        subject=Subject("post", str(post.pk)),
        by=by,
        at=at,
        facts={"person": person.pk, "unit": unit.pk, "duties": post.duties},
        detail={"title": title},
    )
    return post


@transaction.atomic
def mandate(
    *,
    post: Post,
    authority: Authority,
    authority_lines: list[str],
    since: date,
    by: Actor,
    at: datetime,
    until: date | None = None,
    basis: str = "",
    kinds: Sequence[str] = (),
) -> SigningMandate:
    """Let the holder of ``post`` sign by ``authority``, with the lines above the name (Decree 30 Art. 13).

    ``kinds`` limits it to some kinds of letter. Refuses a right the regime does not know, one that is not this
    post's (only the head signs as head, only a deputy for the head), and lines that say another right.
    """
    policies.may_administer(by, post.organisation_id).enforce()
    lines = [single_line(line) for line in authority_lines]
    profile = queries.period_on(post.organisation, since).format_profile
    policies.may_be_mandated(
        post, authority, lines, profile, dated=until is not None and bool(basis)
    ).enforce()
    row = SigningMandate.objects.create(
        organisation=post.organisation,
        post=post,
        authority=authority,
        authority_lines=lines,
        kinds=sorted(kinds),
        valid_from=since,
        valid_until=until,
        basis=basis,
    )
    recording.record(
        "mandate.given",
        subject=Subject("post", str(post.pk)),
        by=by,
        at=at,
        facts={"mandate": row.pk, "authority": authority, "kinds": row.kinds},
        detail={"lines": lines, "basis": basis},
    )
    return row
