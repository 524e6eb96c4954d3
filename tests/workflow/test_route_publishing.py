"""Drawing, publishing and retiring routes, and looking ahead on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from audit.models import Event
from organisation.enums import DayKind, Duty
from organisation.models.actor import Actor
from organisation.operations import calendar, ending
from tests.workflow.office import Office
from workflow.models import Route
from workflow.outgoing_letter import deadlines
from workflow.routes import choosing, errors, publishing, queries
from workflow.routes.built_in import default_route
from workflow.routes.schema import Condition, Stage
from workflow.routes.schema import Route as Stages
from workflow.routes.simulate import Sample, simulate

FINANCE = Stage(
    "finance", "Ý kiến Văn phòng", "opinion", ("duty:chief_of_office", "duty:deputy_head"), due_wd=2
)


def begin(office: Office, name: str = "Công văn thường", **given: Any) -> Route:
    return publishing.begin(name=name, by=office.dung, at=office.later(), **given)


def with_opinion(office: Office, row: Route, *stages: Stage) -> Route:
    new = Stages((*(stages or (FINANCE,)), *default_route().stages))
    return publishing.save_draft(
        route=row, stages=new, edition=row.edition, by=office.dung, at=office.later()
    )


def publish(office: Office, row: Route, by: Actor | None = None) -> Any:
    row = Route.rows.get(pk=row.pk)
    return publishing.publish(route=row, edition=row.edition, by=by or office.dung, at=office.later())


def test_a_route_is_drawn_published_and_taken_by_the_next_letter(office: Office) -> None:
    row = with_opinion(office, begin(office))
    assert choosing.route_for(office.draft(), office.at).version is None
    first = publish(office, row)
    found = choosing.route_for(office.draft(), office.at)
    assert (found.version, found.route.stages[0]) == (first, FINANCE)
    names = list(Event.objects.filter(subject_kind="route").order_by("id").values_list("name", flat=True))
    assert names == ["route.begun", "route.drafted", "route.published"]
    last = Event.objects.filter(name="route.published").get()
    assert (last.facts["digest"], last.facts["version"]) == (first.digest, 1)


def test_a_new_version_leaves_the_old_one_as_it_was_and_the_same_stages_are_the_old_version_again(
    office: Office,
) -> None:
    row = begin(office)
    first = publish(office, row)
    changed = with_opinion(office, row)
    second = publish(office, changed)
    assert (first.number, second.number) == (1, 2)
    back = publishing.save_draft(
        route=changed, stages=default_route(), edition=changed.edition, by=office.quan, at=office.later()
    )
    assert publish(office, back) == first
    assert Route.rows.get().current == first
    with pytest.raises(errors.VersionIsCurrent):
        publish(office, back)


@pytest.mark.parametrize("who", ["minh", "hoa", "lan", "binh"])
def test_only_the_chief_of_office_and_administrators_draw_routes(office: Office, who: str) -> None:
    by, row = office.actors[who], begin(office)
    for act in (
        lambda: publishing.begin(name="x", by=by, at=office.at),
        lambda: publishing.describe(route=row, name="x", kinds=[], unit=None, by=by, at=office.at),
        lambda: publishing.save_draft(route=row, stages=default_route(), edition=1, by=by, at=office.at),
        lambda: publishing.publish(route=row, edition=1, by=by, at=office.at),
        lambda: publishing.retire(route=row, by=by, at=office.at),
        lambda: publishing.take_up(route=row, by=by, at=office.at),
    ):
        with pytest.raises(errors.RoutesAreNotYours):
            act()


def test_whoever_stands_in_for_the_chief_of_office_draws_no_routes(office: Office) -> None:
    lent = Actor.by_delegation(office.lend("dung", "lan", Duty.CHIEF_OF_OFFICE))
    with pytest.raises(errors.RoutesAreNotYours):
        publishing.begin(name="x", by=lent, at=office.at)


def test_a_route_with_faults_is_kept_as_a_draft_and_not_published(office: Office) -> None:
    row = begin(office)
    torn = Stages(default_route().stages[:-1])
    row = publishing.save_draft(route=row, stages=torn, edition=1, by=office.dung, at=office.later())
    with pytest.raises(errors.RouteHasProblems):
        publish(office, row)
    assert Route.rows.get().current is None


@pytest.mark.parametrize(("who", "code"), [("unit:NONE", "unknown_unit"), ("post:99999999", "unknown_post")])
def test_a_route_that_names_nobody_of_this_office_is_not_published(
    office: Office, who: str, code: str
) -> None:
    row = with_opinion(office, begin(office), replace(FINANCE, who=(who,)))
    found = queries.faults(queries.draft_of(row), office.organisation, office.at.date())
    assert [(one.stage, one.code) for one in found] == [("finance", code)]
    with pytest.raises(errors.RouteHasProblems):
        publish(office, row)


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_and_not_published_unseen(
    office: Office,
) -> None:
    row = begin(office)
    with_opinion(office, row)
    with pytest.raises(errors.RouteWasEdited):
        publishing.save_draft(route=row, stages=default_route(), edition=1, by=office.quan, at=office.at)
    with pytest.raises(errors.RouteWasEdited):
        publishing.publish(route=row, edition=1, by=office.quan, at=office.at)


def test_two_routes_in_use_never_fit_a_letter_equally_well(office: Office) -> None:
    every = begin(office)
    publish(office, every)
    again = begin(office, "Tất cả")
    with pytest.raises(errors.RoutesOverlap):
        publish(office, again)
    publish(office, begin(office, "Báo cáo", kinds=["bao_cao", "cong_van"]))
    with pytest.raises(errors.RoutesOverlap):
        publish(office, begin(office, "Công văn", kinds=["cong_van"]))
    publish(office, begin(office, "Của phòng", unit=office.units["XDCQ"]))
    publishing.retire(route=every, by=office.quan, at=office.later())
    publish(office, again)
    with pytest.raises(errors.RoutesOverlap):
        publishing.take_up(route=every, by=office.quan, at=office.later())
    with pytest.raises(errors.RouteIsRetired):
        publish(office, every)
    with pytest.raises(errors.RoutesOverlap):
        publishing.describe(
            route=again, name="Tất cả", kinds=["bao_cao"], unit=None, by=office.dung, at=office.later()
        )


def test_routes_have_names_of_their_own(office: Office) -> None:
    begin(office)
    with pytest.raises(errors.RouteNameIsTaken):
        begin(office, "công văn  thường")
    with pytest.raises(errors.RouteHasNoName):
        begin(office, " ")
    assert [begin(office, name).code for name in ("Công văn thường!", "***")] == [
        "cong-van-thuong-2",
        "route",
    ]


# ------------------------------------------------------------------ looking ahead
def sample(office: Office, **given: Any) -> Sample:
    fields = {
        "kind": "cong_van",
        "unit": office.units["XDCQ"],
        "urgency": "normal",
        "signer_post": office.binh.post,
    }
    return Sample(office.organisation, **{**fields, **given})


def ahead(office: Office, *stages: Stage, at: datetime | None = None, **given: Any) -> Any:
    return simulate(
        Stages((*stages, *default_route().stages)),
        sample(office, **given),
        at or office.at,
        terms=deadlines.stage_days,
    )


def test_the_preview_says_who_is_asked_and_until_when_across_the_holidays(office: Office) -> None:
    friday = office.at.replace(year=2027, month=2, day=5)
    assert friday.weekday() == 4
    for day in range(8, 13):
        calendar.record_day(
            day=date(2027, 2, day), kind=DayKind.OFF, name="Tết", by=office.quan, at=office.at
        )
    visits = ahead(office, FINANCE, at=friday)
    assert [[one.post.person.full_name for one in visit.expected] for visit in visits] == [
        ["Vũ Tiến Dũng", "Phạm Thị Yến"],
        ["Phạm Thị Hòa"],
        ["Vũ Tiến Dũng"],
        ["Nguyễn Văn Bình"],
    ]
    assert [visit.due_on for visit in visits] == [
        date(2027, 2, 16), date(2027, 2, 18), date(2027, 2, 19), date(2027, 2, 22),
    ]  # fmt: skip
    assert len(visits[0].holidays) == 5
    assert not any(visit.warns for visit in visits)


def test_the_preview_steps_over_what_does_not_apply(office: Office) -> None:
    hurried = replace(FINANCE, when=Condition("urgency", "in", ("express", "very_urgent")))
    assert [visit.applies for visit in ahead(office, hurried)] == [False, True, True, True]
    visits = ahead(office, hurried, urgency="express")
    assert [visit.applies for visit in visits] == [True] * 4
    assert (visits[2].due_on - visits[1].due_on).days == 0
    by_deputy = replace(FINANCE, when=Condition("authority", "eq", "for_head"))
    assert ahead(office, by_deputy, signer_post=office.yen.post)[0].applies
    assert not ahead(office, by_deputy)[0].applies


def test_the_preview_says_who_is_away_who_stands_in_and_whom_the_letter_would_miss(office: Office) -> None:
    office.lend("hoa", "tam", Duty.UNIT_HEAD, days=30)
    office.lend("dung", "lan", Duty.ARCHIVIST, days=30)
    ending.end_post(
        post=office.yen.post, last_day=office.at.date(), reason="nghỉ hưu", by=office.quan, at=office.at
    )
    visits = ahead(office, FINANCE, at=office.at + timedelta(days=1))
    (chief, deputy), (head,), (checker,), (signer,) = (visit.expected for visit in visits)
    assert (head.away, [post.person.full_name for post in head.stand_ins]) == (True, ["Hồ Thanh Tâm"])
    assert not head.is_missing
    assert (checker.away, checker.stand_ins, checker.is_missing) == (True, (), True)
    assert (deputy.post, deputy.is_missing) == (None, True)
    assert [visit.warns for visit in visits] == [True, False, True, False]
    assert chief.is_missing and not signer.is_missing
