"""The interpreter goes where the reference says, stage by stage, for random routes and random verdicts.

And it goes on from there after the driver was lost and rebuilt, or whoever acted was killed in the middle.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.db import Error, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch import queries as letters
from dispatch.enums import Resolution
from dispatch.models import OutgoingLetter
from lib.calendar import local_day
from tests.sizes import SIZES
from tests.workflow.drawn import drawn, publish
from tests.workflow.office import Office, found
from tests.workflow.random_routes import ACTS, routes
from tests.workflow.route_reference import DRAFT, END, RETURN, At, walk
from tests.workflow.test_rebuild import drop_everything
from tests.workflow.test_stages import LEADERS, looks, waiting
from workflow import doctor, queries, rebuilding
from workflow.models import RouteVersion, WorkItem
from workflow.outgoing_letter import consulting, moves
from workflow.routes.asking import holders_at
from workflow.routes.facts import facts_of
from workflow.routes.schema import Route

pytestmark = pytest.mark.django_db
REASON = "Có lý do rõ ràng"
ELSEWHERE = "duty:archivist"


def held_here(route: Route) -> Route:
    """Give the route with only those asked whom the office of the tests has, each of them once."""
    twins = {"unit_head:drafting": "duty:unit_head"}
    stages = []
    for stage in route.stages:
        who: dict[str, str] = {}
        for one in stage.who:
            known = one if one.startswith(("duty:", "unit_head:", "field:")) else ELSEWHERE
            who.setdefault(twins.get(known, known), known)
        asked = tuple(who.values())
        stages.append(replace(stage, who=asked, quorum=min(stage.quorum, len(asked))))
    return Route(tuple(stages))


class Walker:
    """One letter on one route, led by the acts of a walk."""

    def __init__(self, office: Office, route: Route) -> None:
        self.office, self.route = office, route
        numbers = RouteVersion.rows.filter(organisation=office.organisation)
        known = numbers.filter(digest=route.digest).first()
        if known is None:
            publish(office, route, number=numbers.count() + 1)
        else:
            known.route.current = known
            known.route.save()
        self.letter: OutgoingLetter = office.draft()

    def at(self) -> At:
        """Say where the letter waits, in the words of the reference."""
        letter = self.letter = self.office.read(self.letter)
        here = queries.position_of(letter)
        if here == {"draft"}:
            return At(DRAFT, (0,))
        if here == {"prepare"}:
            self.office.lay_out(letter)
            here = {"approve"}
        if here == {"approve"}:
            return At(self.route.stages[-1].key, (0,))
        if not letter.stage:
            return At(END, ())
        stage = self.route.stage(letter.stage)
        holders = holders_at(stage.who, letter, local_day(self.office.at))
        posts = [holders[one].post.pk for one in stage.who]  # type: ignore[union-attr]
        return At(stage.key, tuple(posts.index(item.owner_post_id) for item in self.items()))

    def items(self) -> list[WorkItem]:
        return self.office.items(self.letter)

    def act(self, here: At, which: int, verdict: str) -> None:
        item = self.items()[which % len(here.asked)]
        by, at = self.office.holder(item), self.office.later()
        if here.stage == DRAFT:
            for one in letters.unresolved(self.letter):
                one.letter = self.letter
                consulting.resolve(opinion=one, resolution=Resolution.ACCEPTED, reason="", by=by, at=at)
        elif verdict == RETURN and self.route.stage(here.stage).returns_to is not None:
            moves.send_back(item=item, reason=REASON, by=by, at=at)
            return
        self.office.act(item, self.letter, by)


@given(route=routes(), acts=ACTS, lost=st.integers(0, 30))
@settings(
    max_examples=max(4, SIZES.hypothesis_examples // 10),
    deadline=None,
    database=None,
    derandomize=SIZES.hypothesis_examples < 100,
    suppress_health_check=list(HealthCheck),
)
def test_every_route_is_walked_as_the_reference_walks_it(
    office: Office, route: Route, acts: list[tuple[int, str]], lost: int
) -> None:
    walker = Walker(office, held_here(route))
    acts = acts[:20]
    facts = facts_of(walker.letter, local_day(office.at))
    expected: Iterator[At] = walk(walker.route, facts, acts)
    assert walker.at() == next(expected)
    for number, (which, verdict) in enumerate(acts):
        here = walker.at()
        if here.stage == END:
            break
        walker.act(here, which, verdict)
        if number == lost:
            drop_everything()
            rebuilding.rebuild(queries.letters_to_rebuild(office.organisation), at=office.at)
        there = next(expected)
        assert walker.at() == there, (number, here, which, verdict)
    assert doctor.findings(office.at) == []


@pytest.mark.django_db(transaction=True)
def test_whoever_is_killed_in_the_middle_of_an_answer_leaves_it_unanswered(noon: datetime) -> None:
    office = found(noon)
    publish(office, drawn(looks(who=LEADERS[:2])))
    letter = office.draft()
    office.next(letter, "draft")
    one, other = office.items(letter)
    done, backend = threading.Event(), []
    raised: list[Any] = []

    def answer_and_die() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backend.append(cursor.fetchone()[0])
            with moves.taking(one, by=office.holder(one), at=office.at) as step:
                step.stays = True
                done.set()
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_sleep(20)")  # never comes back
        except Error as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=answer_and_die)
    thread.start()
    assert done.wait(20)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", backend)
    thread.join(20)
    assert raised
    assert waiting(office, letter) == {"binh", "yen"}
    assert doctor.findings(office.at) == []
    office.act(other, letter)
    office.act(one, letter)
    assert waiting(office, letter) == {"hoa"}
