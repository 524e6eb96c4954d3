"""Whom the demo's two offices write to, and their books of incoming letters. Every name and address is invented."""

from __future__ import annotations

from datetime import date, datetime

from config.demo import cast
from dispatch.enums import Direction, GroupScope, SendingChannel
from dispatch.operations import directory, series
from dispatch.operations.recipients import Destination
from lib.calendar import local_year
from organisation.models import Organisation, Post
from organisation.models.actor import Actor

CLERKS = {cast.STATE.code: "lan", cast.PARTY.code: "loan"}
FIRST_ARRIVAL = {cast.STATE.code: 2310, cast.PARTY.code: 871}
_OUTSIDE = (
    ("Sở Tài chính", SendingChannel.MAIL, "vanthu.stc@hungson.example", ""),
    ("Sở Tư pháp", SendingChannel.MAIL, "vanthu.stp@hungson.example", ""),
    ("Sở Giáo dục và Đào tạo", SendingChannel.POST, "", "Số 5 đường Lê Lợi, phường Hưng Sơn"),
    ("Ủy ban nhân dân phường Hưng Sơn", SendingChannel.HAND, "", "Số 1 đường Bạch Đằng"),
    ("Ủy ban nhân dân xã Sơn Tân", SendingChannel.POST, "", "Thôn Trung, xã Sơn Tân"),
)
_INSIDE = {
    cast.STATE.code: (cast.PARTY.code, "Ban Tuyên giáo và Dân vận Tỉnh ủy"),
    cast.PARTY.code: (cast.STATE.code, "Sở Nội vụ"),
}


def fill(organisation: Organisation, posts: dict[str, Post], *, at: datetime) -> None:
    """Open the book of incoming letters of an office, and write its directory and one group."""
    clerk = Actor.for_post(posts[CLERKS[organisation.code]])
    new = series.NewSeries(
        code="van-ban-den",
        name="Văn bản đến",
        year=local_year(at),
        direction=Direction.INCOMING,
        start=FIRST_ARRIVAL[organisation.code],
        opened_on=date(local_year(at), 1, 1),  # the demo's letters came over the last weeks
    )
    series.open_series(new=new, by=clerk, at=at)
    known = [
        directory.enter(
            destination=Destination(name=name, channel=channel, email=email, address=address), by=clerk, at=at
        )
        for name, channel, email, address in _OUTSIDE
    ]
    directory.save_group(
        name="Các sở có liên quan", scope=GroupScope.OFFICE, members=known[:3], by=clerk, at=at
    )


def introduce(*, at: datetime, posts: dict[str, dict[str, Post]]) -> None:
    """Let each office know the other, once both are founded."""
    for code, (other, name) in _INSIDE.items():
        clerk = Actor.for_post(posts[code][CLERKS[code]])
        inner = Organisation.objects.get(code=other)
        destination = Destination(name=name, channel=SendingChannel.INNER, inner=inner)
        directory.enter(destination=destination, by=clerk, at=at)
