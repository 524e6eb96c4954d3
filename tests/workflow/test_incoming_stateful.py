"""Anything anybody may try with incoming letters, in any order: the house and a small model of it always agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from audit.models import Event
from dispatch import queries
from dispatch.enums import AssignmentRole as R
from dispatch.models import Assignment, IncomingLetter
from dispatch.operations.clock_rules import Term
from dispatch.operations.directing import Named
from lib.refusal import Refusal
from notices.models import Notice
from tests.sizes import SIZES, TIER
from tests.workflow.incoming_office import Intake, founded
from tests.workflow.incoming_reference import HEADS, STAFF, Life, Piece
from workflow.incoming_letter import clocks, door, moves, soundness
from workflow.models import WorkItem

pytestmark = pytest.mark.django_db
PEOPLE = ["lan", "dung", "binh", "yen", "hoa", "khoa", "minh", "tam", "vy", "quan"]
WHOM = ["XDCQ", "TCBC", "thu"]
MORNING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
TODAY = MORNING.date()
PARTS = [*HEADS, *(who for staff in STAFF.values() for who in staff), "thu"]
REASON = "Có lý do rõ ràng"
By = dict[str, Any]  # who acts, and when


class IncomingUnderWay(RuleBasedStateMachine):
    """Letters born at any depth; right and wrong people; every act also done to the model."""

    @initialize()
    def begin(self) -> None:
        self._outer = transaction.atomic()
        self._outer.__enter__()
        self.intake: Intake = founded(MORNING)
        self.intake.office.keeps = False  # a life asks for each place once
        self.letters: list[tuple[IncomingLetter, Life]] = []

    def teardown(self) -> None:
        if hasattr(self, "_outer"):
            transaction.set_rollback(True)
            self._outer.__exit__(None, None, None)

    # ------------------------------------------------------------ births
    @rule(depth=st.integers(0, 3), helper=st.booleans())
    def a_letter_comes(self, depth: int, helper: bool) -> None:
        if len(self.letters) >= 2:
            return
        letter, life = self.intake.registered(), Life(today=TODAY, since=TODAY)
        self.letters.append((letter, life))
        named = {"XDCQ": "lead", **({"TCBC": "contributor"} if helper else {})}
        if depth > 0:
            self._propose(0 if len(self.letters) == 1 else 1, "dung", "binh")
        if depth > 1:
            self._direct(len(self.letters) - 1, "binh", named)
        if depth > 2:
            self._on_part(len(self.letters) - 1, "XDCQ", "hoa", self._giving("minh"))

    # ------------------------------------------------------------ acts on the whole
    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 1), who=st.sampled_from(PEOPLE), to=st.sampled_from(["binh", "yen"]))
    def somebody_proposes(self, which: int, who: str, to: str) -> None:
        self._propose(which, who, to)

    @precondition(lambda self: self.letters)
    @rule(
        which=st.integers(0, 1),
        who=st.sampled_from(["binh", "binh", "yen", "dung", "hoa"]),
        lead=st.sampled_from(WHOM),
        helpers=st.sets(st.sampled_from(WHOM), max_size=2),
    )
    def somebody_directs(self, which: int, who: str, lead: str, helpers: set[str]) -> None:
        named = {lead: "lead", **{one: "contributor" for one in sorted(helpers) if one != lead}}
        self._direct(which, who, named)

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 1), who=st.sampled_from(["binh", "yen", "lan", "hoa"]))
    def somebody_takes_the_directive_back(self, which: int, who: str) -> None:
        letter, life = self._letter(which)
        self._both(
            letter,
            who,
            lambda by: moves.take_back_directive(letter=letter, **by),
            life.take_back,
        )

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 1), who=st.sampled_from(["binh", "yen", "dung", "hoa"]), done=st.booleans())
    def somebody_confirms_or_sends_back(self, which: int, who: str, done: bool) -> None:
        letter, life = self._letter(which)

        def act(by: By) -> None:
            if done:
                moves.confirm(letter=letter, **by)
            else:
                moves.send_back(letter=letter, reason=REASON, **by)

        self._both(letter, who, act, lambda name: life.confirm(name, done=done))

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 1), who=st.sampled_from(PEOPLE))
    def somebody_looks(self, which: int, who: str) -> None:
        letter, life = self._letter(which)
        if (
            queries.registered_visible_to(self.intake.actors[who], self.intake.at)
            .filter(pk=letter.pk)
            .exists()
        ):
            moves.note_opened(letter=letter, **self._by(who))
            for name in self._stands_for(who):
                life.look(name)

    # ------------------------------------------------------------ acts on parts
    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 1), part=st.sampled_from(PARTS), data=st.data())
    def somebody_accepts(self, which: int, part: str, data: Any) -> None:
        self._on_part(
            which,
            part,
            self._someone(which, part, data),
            lambda row, life, piece: (
                lambda by: moves.accept(assignment=row, **by),
                lambda name: life.accept(name, piece),
            ),
        )

    @precondition(lambda self: self.letters)
    @rule(
        which=st.integers(0, 1), part=st.sampled_from(list(HEADS)), to=st.sampled_from(PARTS), data=st.data()
    )
    def somebody_gives_it_on(self, which: int, part: str, to: str, data: Any) -> None:
        if to in HEADS:
            return
        self._on_part(which, part, self._someone(which, part, data), self._giving(to))

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 1), part=st.sampled_from(PARTS), data=st.data())
    def somebody_hands_back(self, which: int, part: str, data: Any) -> None:
        self._on_part(
            which,
            part,
            self._someone(which, part, data),
            lambda row, life, piece: (
                lambda by: moves.hand_back(assignment=row, reason=REASON, **by),
                lambda name: life.hand_back(name, piece),
            ),
        )

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 1), part=st.sampled_from(PARTS), data=st.data())
    def somebody_reports(self, which: int, part: str, data: Any) -> None:
        self._on_part(
            which,
            part,
            self._someone(which, part, data),
            lambda row, life, piece: (
                lambda by: moves.report(assignment=row, text="Đã xong", **by),
                lambda name: life.report(name, piece),
            ),
        )

    @precondition(lambda self: self.letters)
    @rule(
        which=st.integers(0, 1),
        part=st.sampled_from(PARTS),
        who=st.sampled_from(["hoa", "khoa", "binh", "minh"]),
        accepted=st.booleans(),
    )
    def somebody_judges(self, which: int, part: str, who: str, accepted: bool) -> None:
        def both(row: Assignment, life: Life, piece: Piece) -> Any:
            def act(by: By) -> None:
                if accepted:
                    moves.accept_report(assignment=row, **by)
                else:
                    moves.send_back_report(assignment=row, reason=REASON, **by)

            return act, lambda name: life.judge(name, piece, accepted=accepted)

        self._on_part(which, part, who, both)

    @precondition(lambda self: self.letters)
    @rule(
        which=st.integers(0, 1),
        part=st.sampled_from(WHOM),
        who=st.sampled_from(["hoa", "binh", "khoa", "yen"]),
    )
    def somebody_releases(self, which: int, part: str, who: str) -> None:
        self._on_part(
            which,
            part,
            who,
            lambda row, life, piece: (
                lambda by: moves.release(assignment=row, reason=REASON, **by),
                lambda name: life.release(name, piece),
            ),
        )

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 1), part=st.sampled_from(PARTS), stop=st.booleans())
    def the_clock_stops_or_runs(self, which: int, part: str, stop: bool) -> None:
        _letter, life = self._letter(which)
        piece = life.piece(part)
        parent = life.parent(piece) if piece else None

        def both(row: Assignment, life: Life, piece: Piece) -> Any:
            if stop:
                return (
                    lambda by: clocks.pause(assignment=row, reason=REASON, **by),
                    lambda name: life.pause(name, piece),
                )
            return lambda by: clocks.resume(assignment=row, **by), lambda name: life.resume(name, piece)

        self._on_part(which, part, parent.holder if parent else life.director or "binh", both)

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 1), who=st.sampled_from(["lan", "binh"]), chance=st.integers(0, 3))
    def somebody_strikes_it_out(self, which: int, who: str, chance: int) -> None:
        if chance:  # now and then: of a letter struck out nothing more is to be learnt
            return
        letter, life = self._letter(which)
        self._both(
            letter,
            who,
            lambda by: moves.strike_out(letter=letter, reason=REASON, **by),
            life.strike_out,
        )

    # ------------------------------------------------------------ what is always true
    @invariant()
    def the_house_and_the_model_agree(self) -> None:
        for letter, life in getattr(self, "letters", []):
            assert str(self.intake.handling(letter).stage) == life.stage
            assert self.intake.asked(letter) == life.asked()
            assert door.stands_right(letter, self.intake.at)
            rows = queries.assignments_of(letter).exclude(status="ended")
            assert sorted(row.status for row in rows) == sorted(
                one.status for one in life.every if one.status != "ended"
            )

    @invariant()
    def the_doctor_finds_nothing(self) -> None:
        if getattr(self, "letters", []):
            assert soundness.findings(self.intake.at) == []

    # ------------------------------------------------------------ machinery
    def _propose(self, which: int, who: str, to: str) -> None:
        letter, life = self._letter(which)
        self._both(
            letter,
            who,
            lambda by: moves.propose(
                letter=letter,
                director=self.intake.post(to),
                named=[self.intake.lead()],
                text="Kính trình",
                **by,
            ),
            lambda name: life.propose(name, to),
        )

    def _direct(self, which: int, who: str, named: dict[str, str]) -> None:
        letter, life = self._letter(which)
        reason = REASON if life.stage in ("in_hand", "confirming") else ""
        parts = [self._named(whom, role) for whom, role in named.items()]
        self._both(
            letter,
            who,
            lambda by: moves.direct(letter=letter, named=parts, text="Giao", reason=reason, **by),
            lambda name: life.direct(name, named),
        )

    def _named(self, whom: str, role: str) -> Named:
        unit = self.intake.office.units.get(whom)
        post = None if unit else self.intake.post(whom)
        return Named(role=R(role), unit=unit, post=post, term=Term(days=5))

    def _giving(self, to: str) -> Callable[[Assignment, Life, Piece], Any]:
        person = Named(role=R.LEAD, post=self.intake.post(to))
        return lambda row, life, piece: (
            lambda by: moves.give_on(assignment=row, named=[person], reason=REASON, **by),
            lambda name: life.give_on(name, piece, to),
        )

    def _on_part(
        self, which: int, part: str, who: str, both: Callable[[Assignment, Life, Piece], Any]
    ) -> None:
        letter, life = self._letter(which)
        piece = life.piece(part)
        if piece is not None:
            act, model = both(self.intake.of(letter, part), life, piece)
            self._both(letter, who, act, model)

    def _both(
        self, letter: IncomingLetter, who: str, act: Callable[[By], object], model: Callable[[str], bool]
    ) -> bool:
        """Do it in the house and in the model: both do it, or both decline and nothing has changed."""
        before = self._traces(letter)
        try:
            with transaction.atomic():
                act(self._by(who))
            done = True
        except Refusal:
            done = False
            assert self._traces(letter) == before
        assert any(model(name) for name in self._stands_for(who)) == done
        return done

    def _stands_for(self, who: str) -> list[str]:
        """Give who somebody may act as: here everybody is there, and acts for nobody else."""
        return [who]

    def _traces(self, letter: IncomingLetter) -> list[Any]:
        items = WorkItem.items.filter(letter_kind="incoming", letter_key=letter.pk).values_list(
            "pk", "done_at"
        )
        return [Event.objects.count(), Notice.objects.count(), sorted(items, key=str)]

    def _someone(self, which: int, part: str, data: Any) -> str:
        """Give the rightful holder more often than chance would."""
        _letter, life = self._letter(which)
        piece = life.piece(part)
        rightful = [piece.holder] * 4 if piece else []
        return str(data.draw(st.sampled_from([*rightful, *PEOPLE])))

    def _letter(self, which: int) -> tuple[IncomingLetter, Life]:
        return self.letters[which % len(self.letters)]

    def _by(self, who: str) -> By:
        return {"by": self.intake.actors[who], "at": self.intake.later()}


TestIncomingUnderWay = IncomingUnderWay.TestCase
TestIncomingUnderWay.settings = settings(
    max_examples=max(5, SIZES.hypothesis_examples // 10),
    stateful_step_count=20 if TIER == "test" else 30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
