"""The whole incoming life as one machine: everything of ``test_incoming_stateful`` and what lies around it.

Beyond it: time that passes and reminds, colleagues who stand in, opinions, wishes for more time, replies, paper,
straight transfers, dossiers, crashes, vacant posts, a calendar that changes. After each act every row, what the log
says, who is told, who is asked until when and who may read it are compared with the model. ``scrutinise`` tries
everything everybody may not do at the letter's present place, in one step: a machine that has to hit the one wrong
person at the one right place by chance notices nothing. What lives are made of stands in ``incoming_episodes``.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from audit.models import Event
from dispatch import policies, queries
from dispatch.enums import AllocationState, Direction
from dispatch.models import (
    Assignment,
    ClockPause,
    Directive,
    Extension,
    Handling,
    HandlingQuestion,
    IncomingLetter,
    IncomingPart,
    NumberAllocation,
    NumberSeries,
)
from lib.calendar import local_day
from notices.models import Notice
from organisation.enums import Duty
from organisation.models import Delegation, Post
from organisation.models.actor import Actor
from search.models import Projection
from tests.factories import organisation as factory
from tests.workflow.incoming_acts import Act, Doing
from tests.workflow.incoming_episodes import EPISODES
from tests.workflow.incoming_reference import Life
from tests.workflow.test_incoming_stateful import By, IncomingUnderWay
from tests.workflow.trying import must_be_refused, undone
from workflow.incoming_letter import moves, reminding
from workflow.models import WorkItem

EVERYBODY = ("lan", "nga", "minh", "tam", "hoa", "dung", "binh", "yen", "thu", "quan", "khoa", "vy")
REMINDERS = ("incoming.due_soon", "incoming.due_today", "incoming.overdue")
CRASHES = (
    "audit.operations.recording.record",
    "search.operations.projecting.project",
    "workflow.incoming_letter.door._follow",
)


class Crash(Exception):
    """The machine dies in the middle of an act."""


class IncomingLife(IncomingUnderWay):
    """Lives made of episodes, in any order, and what anybody may try in between."""

    @initialize(episodes=st.permutations(sorted(EPISODES)))
    def begin(self, episodes: list[str]) -> None:
        """Found the office and another one; play two episodes."""
        super().begin()
        self.lent: list[tuple[str, str, Delegation]] = []
        self.tries = 0
        other = factory.organisation("STC", name="SỞ TÀI CHÍNH")
        room = factory.unit(other, "Văn phòng", "VP")
        self.stranger = Actor.for_post(factory.post(room, "stranger", "Lạc Thị Xa", "Văn thư", *Duty))
        for name in episodes[:2]:
            EPISODES[name](self)

    # ------------------------------------------------------------ what lives are made of
    def new(self) -> tuple[IncomingLetter, Life]:
        """Register a letter."""
        letter, life = self.intake.registered(), Life(today=self.today, since=self.today)
        said = Event.objects.filter(subject_kind="incoming", subject_key=str(letter.pk)).order_by("id")
        assert [one.name for one in said] == ["incoming.registered", "incoming.handling_begun"]
        self.letters.append((letter, life))
        return letter, life

    def do(self, letter: IncomingLetter, who: str, name: str, *whom: Any, **facts: Any) -> None:
        """Let somebody do what the model says may be done now."""
        act: Act = getattr(self.doing(letter), name)(*whom, **facts)
        life = self.life_of(letter)
        done = self._both(letter, who, act.house, lambda one: act.model(life, one))
        assert done, f"{who} could not {name} {whom}"

    def doing(self, letter: IncomingLetter) -> Doing:
        return Doing(self.intake, letter, self.life_of(letter))

    def life_of(self, letter: IncomingLetter) -> Life:
        return next(life for one, life in self.letters if one.pk == letter.pk)

    def looks(self, letter: IncomingLetter, who: str) -> None:
        moves.note_opened(letter=letter, **self._by(who))
        for name in self._stands_for(who):
            self.life_of(letter).look(name)

    def days_pass(self, days: int) -> None:
        """Let days pass; on each the machine reminds, twice."""
        for _day in range(days):
            self.intake.office.at += timedelta(days=1)
            expected = []
            for letter, life in self.letters:
                life.today = self.today
                expected.append((letter, *life.remind()))
            mark = _last(Notice)
            assert reminding.remind(self.intake.organisation, at=self.intake.at) == sum(
                rungs for _letter, rungs, _told in expected
            )
            assert reminding.remind(self.intake.organisation, at=self.intake.at) == 0, "reminded again"
            for letter, _rungs, told in expected:
                rows = _news(letter, mark).filter(kind__in=REMINDERS)
                assert sorted((one.kind.partition(".")[2], self._name(one)) for one in rows) == told

    @property
    def today(self) -> Any:
        return local_day(self.intake.at)

    def lend(self, principal: str, delegate: str, *duties: Duty, days: int = 5, enough: bool = True) -> None:
        """Let somebody stand in; with duties that are not ``enough`` it opens nothing here."""
        row = self.intake.lend(principal, delegate, *duties, days=days)
        if enough:
            self.lent.append((principal, delegate, row))

    # ------------------------------------------------------------ what nobody may do
    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 2))
    def forbidden(self, which: int) -> None:
        self.scrutinise(self._letter(which)[0], everything=True)

    def scrutinise(self, letter: IncomingLetter, *, everything: bool = False, most: int = 1) -> None:
        """Try, at the letter's present place, what is not allowed, and reading it.

        Each act somebody else may do now, or ``everything``, is tried by ``most`` people who may not, others each
        time, and now and then by a stranger.
        """
        life, acts = self.life_of(letter), list(self.doing(letter).everything())
        before = self._counts()
        for what, act in acts:
            wrong = [name for name in EVERYBODY if not self._may(life, act, name)]
            if len(wrong) == len(EVERYBODY) and not everything:
                continue
            self.tries += 1
            for name in (wrong * 2)[self.tries % len(wrong) :][:most]:
                self.refused(f"{name} could {what} at {life.stage}", act, self.intake.actors[name])
            if self.tries % 5 == 0:
                self.refused(f"a stranger could {what} at {life.stage}", act, self.stranger)
        assert self._counts() == before, "what was refused left something"
        at = self.intake.at
        for name in EVERYBODY:
            sees = any(life.sees(one) for one in self._stands_for(name))
            actor = self.intake.actors[name]
            shown = queries.registered_visible_to(actor, at).filter(pk=letter.pk).exists()
            assert shown == sees, f"{name} {'sees' if shown else 'does not see'} the letter at {life.stage}"
            read = bool(policies.may_read_handled(actor, letter, at))
            assert life.stage == "over" or read == sees, f"{name} may{'' if read else ' not'} read it"
        assert not policies.may_read_handled(self.stranger, letter, at)

    def refused(self, what: str, act: Act | Callable[[By], object], actor: Actor) -> None:
        house = act.house if isinstance(act, Act) else act
        must_be_refused(what, lambda: house({"by": actor, "at": self.intake.at}))

    def _may(self, life: Life, act: Act, name: str) -> bool:
        return any(act.model(copy.deepcopy(life), one) for one in self._stands_for(name))

    # ------------------------------------------------------------ crashes, and what is undone
    def dies_in_the_middle(self, letter: IncomingLetter) -> None:
        """Cut each act off that somebody may do now, at each place: afterwards nothing of it is there."""
        life = self.life_of(letter)
        for what, act in self.doing(letter).everything():
            name = next((name for name in EVERYBODY if self._may(life, act, name)), None)
            for place in CRASHES if name else ():
                before = self._all_of(letter)
                with undone():
                    try:
                        with patch(place, side_effect=Crash):
                            act.house({"by": self.intake.actors[str(name)], "at": self.intake.at})
                    except Crash:
                        assert self._all_of(letter) == before, f"half of {what} is left after {place}"

    # ------------------------------------------------------------ rules beside those of the smaller machine
    @rule(name=st.sampled_from(sorted(EPISODES)))
    def another_episode(self, name: str) -> None:
        if len(self.letters) < 4:
            EPISODES[name](self)

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 2), data=st.data())
    def somebody_does_what_may_be_done(self, which: int, data: Any) -> None:
        letter, life = self._letter(which)
        acts = [
            (name, act)
            for _what, act in self.doing(letter).everything()
            for name in EVERYBODY
            if self._may(life, act, name)
        ]
        if acts:
            name, act = acts[data.draw(st.integers(0, 10_000)) % len(acts)]
            assert self._both(letter, name, act.house, lambda one: act.model(life, one))

    @rule(days=st.integers(1, 4))
    def days_go_by(self, days: int) -> None:
        self.days_pass(days)

    # ------------------------------------------------------------ after each act
    def _both(
        self, letter: IncomingLetter, who: str, act: Callable[[By], object], model: Callable[[str], bool]
    ) -> bool:
        life, acted = self.life_of(letter), []
        life.today = self.today
        life.events.clear()
        life.news.clear()
        events, notices = _last(Event), _last(Notice)

        def tried(name: str) -> bool:
            done = model(name)
            acted.extend([name] if done else [])
            return done

        if not super()._both(letter, who, act, tried):
            return False
        said = Event.objects.filter(pk__gt=events, subject_kind="incoming", subject_key=str(letter.pk))
        assert [one.name.partition(".")[2] for one in said] == life.events
        represented = self.intake.post(acted[0]).pk if acted[0] != who else None
        for one in said:
            assert one.trail["person"] == self.intake.actors[who].person.pk
            assert one.trail["represented"] == represented
        told = [(one.kind.partition(".")[2], self._name(one)) for one in _news(letter, notices)]
        expected = life.news | ({("done_for_you", acted[0])} if acted[0] != who else set())
        assert sorted(told) == sorted(one for one in expected if one[1] != who)
        self._compare(letter, life)
        return True

    def _compare(self, letter: IncomingLetter, life: Life) -> None:
        """Compare every row of the letter with the model."""
        assert self.intake.status(letter) == life.status
        handling = self.intake.handling(letter)
        director = self.intake.post(life.director).pk if life.director else None
        assert (handling.stage, handling.director_id) == (life.stage, director)
        names = {actor.post.pk: name for name, actor in self.intake.actors.items()}
        units = {unit.pk: symbol for symbol, unit in self.intake.office.units.items()}
        rows = [
            (
                names[row.post_id] if row.post_id else units[row.unit_id], row.role, row.status, row.due_on,
                row.paused_on, row.reply_required, bool(row.opened_at or row.accepted_at),
            )
            for row in queries.assignments_of(letter).exclude(status="ended")
        ]  # fmt: skip
        pieces = [
            (one.who, one.role, one.status, life.due_of(one), one.paused, one.reply, one.touched)
            for one in life.every
            if one.status != "ended"
        ]
        assert sorted(rows, key=str) == sorted(pieces, key=str)
        items = WorkItem.items.filter(letter_kind="incoming", letter_key=letter.pk, done_at__isnull=True)
        asked = [(one.step, names.get(one.owner_post_id or 0, one.duty), one.due_on) for one in items]
        assert sorted(asked, key=str) == life.asked_until()
        if life.stage not in ("filed", "over"):
            assert asked, "nobody holds the letter"
        for _step, who, _due in asked:
            pool = {"chief_of_office": "dung", "registry_clerk": "lan"}
            assert life.sees(pool.get(who, who)), f"{who} is asked and may not read it"
        self._found_by_its_readers(letter, life)

    def _found_by_its_readers(self, letter: IncomingLetter, life: Life) -> None:
        row = Projection.objects.get(kind="incoming", key=str(letter.pk))
        parts = IncomingPart.objects.filter(letter=letter, until__isnull=True)
        tokens = set() if life.stage == "over" else set(parts.values_list("token", flat=True))
        assert set(row.tokens) == tokens, "search finds it for others than may read it"

    @invariant()
    def every_number_is_given_once(self) -> None:
        if not getattr(self, "letters", []):
            return
        series = NumberSeries.objects.get(organisation=self.intake.organisation, direction=Direction.INCOMING)
        lines = list(NumberAllocation.objects.filter(series=series).order_by("number"))
        assert [one.number for one in lines] == list(range(series.start, series.next_number))
        assert len(lines) == len(self.letters)
        by_key = {line.pk: line for line in lines}
        for letter, life in self.letters:
            line = by_key.pop(self.intake.read(letter).allocation_id or 0)
            assert (line.state == AllocationState.VOID) == bool(line.void_reason) == (life.stage == "over")
        assert not by_key

    # ------------------------------------------------------------ machinery
    def _stands_for(self, who: str) -> list[str]:
        lent = [
            principal
            for principal, delegate, row in self.lent
            if delegate == who and row.valid_from <= self.today <= row.valid_until
        ]
        return [who, *lent]

    def _by(self, who: str) -> By:
        return {"by": self.intake.actors[who], "at": self.intake.later(seconds=10)}

    def _name(self, notice: Notice) -> str:
        return notice.person.username.removeprefix("snv-")

    def _counts(self) -> list[int]:
        return [model.objects.count() for model in (Event, Notice, Assignment, NumberAllocation)]

    def _all_of(self, letter: IncomingLetter) -> Any:
        rows = [IncomingLetter.objects.filter(pk=letter.pk)]
        rows += [
            model.objects.filter(letter=letter) for model in (Handling, Directive, Assignment, IncomingPart)
        ]
        rows += [HandlingQuestion.objects.filter(letter=letter)]
        rows += [model.objects.filter(assignment__letter=letter) for model in (Extension, ClockPause)]
        rows += [WorkItem.items.filter(letter_kind="incoming", letter_key=letter.pk)]
        rows += [NumberSeries.objects.all(), NumberAllocation.objects.all()]
        return [list(one.order_by("pk").values()) for one in rows], self._counts()

    def vacate(self, who: str) -> None:
        """Let somebody's post have ended yesterday."""
        yesterday = self.today - timedelta(days=1)
        Post.objects.filter(pk=self.intake.post(who).pk).update(valid_until=yesterday)


def tell_everything(first: str = "") -> None:
    """Tell each episode once, each to an office of its own; begin with ``first``."""
    for _name, tell in sorted(EPISODES.items(), key=lambda one: one[0] != first):
        machine = IncomingLife()
        machine.begin([])
        try:
            tell(machine)
            machine.every_number_is_given_once()
            machine.the_house_and_the_model_agree()
            machine.the_doctor_finds_nothing()
        finally:
            machine.teardown()


def _last(model: Any) -> int:
    return int(model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0)


def _news(letter: IncomingLetter, after: int) -> Any:
    rows = Notice.objects.filter(pk__gt=after, subject_kind="incoming", subject_key=str(letter.pk))
    return rows.select_related("person")
