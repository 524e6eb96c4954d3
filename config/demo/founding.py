"""Found the demo's organisations, appoint its people, set its calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from config.demo import PASSWORD, cast
from dispatch.models.kinds import PARTY, kinds_of
from dispatch.operations import series
from lib.calendar import local_day, local_year
from organisation.enums import Duty
from organisation.models import DayException, Organisation, Post
from organisation.models.actor import Actor
from organisation.operations import delegating, naming, staffing

FIRST_NUMBER = 1240
# Who is away, who stands in, and in which duty. Signing is never delegated this way: that needs a mandate.
ABSENT = (("son", "yen", Duty.DEPUTY_HEAD), ("khoa", "hoa", Duty.UNIT_HEAD))


def found(office: cast.Office, *, at: datetime) -> dict[str, Post]:
    """Found ``office`` with all its people; give their posts by sign-in name."""
    organisation = naming.found(code=office.code, at=at)
    system = Actor.system(organisation, "demo")
    for first_day, values in office.periods:
        naming.rename(
            organisation=organisation,
            since=date.fromisoformat(first_day),
            values=dict(values),
            by=system,
            at=at,
        )
    _set_calendar(organisation)
    since = date.fromisoformat(office.periods[-1][0])
    units = {
        symbol: staffing.open_unit(
            organisation=organisation,
            name=name,
            symbol=symbol,
            since=since,
            position=10 * place,
            by=system,
            at=at,
        )
        for place, (name, symbol) in enumerate(office.units, 1)
    }
    posts = {}
    for member in office.members:
        person = staffing.take_on(
            organisation=organisation,
            username=member.username,
            full_name=member.full_name,
            password=PASSWORD,
            by=system,
            at=at,
        )
        posts[member.username] = staffing.appoint(
            person=person,
            unit=units[member.unit],
            title=member.title,
            duties=list(member.duties),
            protocol_order=member.protocol_order,
            since=since,
            by=system,
            at=at,
        )
    _empower(office, posts, since, system, at)
    return posts


def _empower(office: cast.Office, posts: dict[str, Post], since: date, system: Actor, at: datetime) -> None:
    """Give the mandates to sign, and let colleagues stand in for those who are away."""
    for member in office.members:
        if member.authority is not None:
            staffing.mandate(
                post=posts[member.username],
                authority=member.authority,
                authority_lines=list(member.authority_lines),
                since=since,
                by=system,
                at=at,
                basis="Quy chế làm việc của cơ quan (giả định)",
            )
    for absent, stand_in, duty in ABSENT:
        if absent in posts:
            today = local_day(at)
            delegating.delegate(
                principal=posts[absent],
                delegate=posts[stand_in],
                duties=[duty],
                since=today - timedelta(days=2),
                until=today + timedelta(days=5),
                reason="Đi công tác ngoài tỉnh",
                by=Actor.for_post(posts[absent]),
                at=at,
            )


def open_series(organisation: Organisation, *, at: datetime) -> None:
    """Open this year's series of outgoing letters, going on from the paper register at FIRST_NUMBER."""
    new = series.NewSeries(
        code="van-ban-di", name="Văn bản đi", year=local_year(at), start=FIRST_NUMBER, opened_on=local_day(at)
    )
    series.open_series(new=new, by=Actor.system(organisation, "demo"), at=at)


def open_term(organisation: Organisation, *, since: date, at: datetime) -> None:
    """Open the books of a Party committee's term: each kind counts for itself, through the years (domain 4.2)."""
    system = Actor.system(organisation, "demo")
    for kind in kinds_of(PARTY):
        if not kind.is_open_in(PARTY):
            new = series.NewSeries(
                code=kind.code.replace("_", "-"), name=kind.name, term_from=since, kinds=(kind.code,)
            )
            series.open_series(new=new, by=system, at=at)


def _set_calendar(organisation: Organisation) -> None:
    DayException.objects.bulk_create(
        DayException(organisation=organisation, day=day, kind=kind, name=name, source="Dữ liệu minh họa")
        for day, kind, name in cast.HOLIDAYS
    )
