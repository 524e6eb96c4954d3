"""Anything anybody may try, in any order: the doctor never finds anything, and the log tells every act once."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from audit.models import Event
from dispatch import queries as letters
from dispatch.enums import LetterStatus, Resolution
from dispatch.models import OutgoingLetter
from dispatch.operations.consulting import Question
from lib.refusal import Refusal
from notices.models import Notice
from organisation.enums import Duty
from organisation.operations import delegating
from signing.enums import RequestState, SigningRole
from tests.sizes import SIZES
from tests.workflow.drawn import drawn, publish
from tests.workflow.office import PIN, Office, found
from tests.workflow.test_path import WAY
from workflow import doctor, queries, rebuilding
from workflow.models import RouteVersion, WorkItem
from workflow.outgoing_letter import consulting, moves
from workflow.routes.schema import Stage

pytestmark = pytest.mark.django_db
STEPS = [step for step, _status in WAY]
PEOPLE = ["lan", "minh", "tam", "hoa", "dung", "binh", "yen", "quan"]
REASON = "Có lý do rõ ràng"


class LettersUnderWay(RuleBasedStateMachine):
    """Letters born at any depth, people who are right or wrong, machines that succeed, fail or come twice."""

    @initialize()
    def begin(self) -> None:
        self._outer = transaction.atomic()
        self._outer.__enter__()
        self.office: Office = found(datetime(2026, 11, 24, 1, 0, tzinfo=UTC))
        self.letters: list[OutgoingLetter] = []
        self.items: list[WorkItem] = []
        self.lent: list[Any] = []
        self.acts = 0

    def teardown(self) -> None:
        if hasattr(self, "_outer"):
            transaction.set_rollback(True)
            self._outer.__exit__(None, None, None)

    @rule(
        step=st.sampled_from(STEPS),
        by=st.sampled_from(["minh", "hoa"]),
        signer=st.sampled_from(["binh", "yen"]),
    )
    def new_letter(self, step: str, by: str, signer: str) -> None:
        if len(self.letters) < 3:
            self.letters.append(self.office.carry(self.office.draft(by=by, signer=signer), step))

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 2), times=st.integers(1, 3))
    def advance(self, which: int, times: int) -> None:
        letter = self._letter(which)
        for _ in range(times):
            here = queries.position_of(letter)
            if here:
                self.office.next(letter, here.pop())

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 2), who=st.sampled_from(PEOPLE), old=st.booleans())
    def anybody_tries_the_step(self, which: int, who: str, old: bool) -> None:
        item = self._item(which, old=old)
        if item is None:
            return
        actor = self.office.actors[who]
        before, told = Event.objects.count(), Notice.objects.count()
        rightful = item.is_open and any(
            one.item.pk == item.pk for one in queries.inbox(actor, self.office.at)
        )
        try:
            with transaction.atomic():
                self.office.act(item, self._of(item), by=actor)
        except Refusal:
            assert (Event.objects.count(), Notice.objects.count()) == (before, told)
            return
        assert rightful, f"{who} passed {item} without standing in its inbox"
        item.refresh_from_db()
        assert item.done_by == actor.person

    @rule(mode=st.sampled_from(["all", "any", "quorum"]), kind=st.sampled_from(["content", "opinion"]))
    def the_office_draws_another_route(self, mode: str, kind: str) -> None:
        who, quorum = ("duty:head", "duty:deputy_head", "duty:registry_clerk"), 2 if mode == "quorum" else 0
        route = drawn(Stage("looks", "Xem trước", kind, who, mode, quorum))
        known = RouteVersion.rows.filter(organisation=self.office.organisation)
        if not known.filter(digest=route.digest).exists():
            publish(self.office, route, number=known.count() + 1)

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 2), who=st.sampled_from(PEOPLE), whom=st.sampled_from(PEOPLE))
    def the_drafter_asks_around(self, which: int, who: str, whom: str) -> None:
        item = self._item(which, old=False)
        if item is None or item.step != "draft":
            return
        questions = [Question(self.office.actors[one].post, 2) for one in sorted({whom, "dung"})]
        one = {"note": "", "by": self.office.actors[who], "at": self.office.later()}
        self._try(lambda: consulting.ask(item=item, questions=questions, **one))

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 2), who=st.sampled_from(PEOPLE))
    def anybody_closes_the_round_or_tells_its_fate(self, which: int, who: str) -> None:
        letter, by = self._letter(which), self.office.actors[who]
        one = {"reason": REASON, "by": by, "at": self.office.later()}
        self._try(lambda: consulting.close_round(letter=letter, **one))
        for opinion in letters.opinions_of(letter)[:2]:
            opinion.letter = letter
            self._try(
                lambda opinion=opinion: consulting.resolve(
                    opinion=opinion, resolution=Resolution.DECLINED, **one
                )
            )

    @precondition(lambda self: self.letters)
    @rule(
        which=st.integers(0, 2),
        who=st.sampled_from(PEOPLE),
        to=st.sampled_from(["looks", "check_content", "check_format"]),
    )
    def anybody_returns_to_a_step_or_passes_up(self, which: int, who: str, to: str) -> None:
        item = self._item(which, old=False)
        if item is None:
            return
        one = {"item": item, "reason": REASON, "by": self.office.actors[who], "at": self.office.later()}
        if item.step != "draft":
            self._try(lambda: moves.send_back(to=to, **one))
        if item.step in ("check_content", "check_format", "approve", "sign"):
            self._try(lambda: moves.pass_up(**one))

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 2), who=st.sampled_from(PEOPLE), how=st.sampled_from(["back", "refuse"]))
    def anybody_returns_or_refuses(self, which: int, who: str, how: str) -> None:
        item = self._item(which, old=False)
        if item is None:
            return
        move = moves.send_back if how == "back" else moves.refuse
        self._try(lambda: move(item=item, reason=REASON, by=self.office.actors[who], at=self.office.later()))

    @precondition(lambda self: self.letters)
    @rule(
        which=st.integers(0, 2),
        who=st.sampled_from(["minh", "hoa", "lan"]),
        how=st.sampled_from(["take", "give", "void"]),
    )
    def somebody_interrupts(self, which: int, who: str, how: str) -> None:
        letter, by = self._letter(which), self.office.actors[who]
        one = {"letter": letter, "by": by, "at": self.office.later()}
        acts = {
            "take": lambda: moves.take_back(**one),
            "give": lambda: moves.withdraw(reason=REASON, **one),
            "void": lambda: moves.void_number(reason=REASON, **one),
        }
        self._try(acts[how])

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 2), role=st.sampled_from(list(SigningRole)), ends=st.booleans())
    def a_signature_comes_or_fails(self, which: int, role: SigningRole, ends: bool) -> None:
        letter = self._letter(which)
        node = "await_signature" if role == SigningRole.LEADER else "await_seal"
        if node in queries.position_of(letter):
            self.office.signature_comes(letter, role, RequestState.COMPLETED if ends else RequestState.FAILED)

    @precondition(lambda self: self.letters)
    @rule(
        which=st.integers(0, 2),
        who=st.sampled_from(["quan", "hoa", "minh"]),
        to=st.sampled_from(["minh", "tam", "hoa", "lan"]),
    )
    def somebody_hands_the_letter_over(self, which: int, who: str, to: str) -> None:
        letter, office = self._letter(which), self.office
        one = {"reason": REASON, "by": office.actors[who], "at": office.later()}
        held = [(letter, letter.drafter_post)]
        self._try(lambda: moves.hand_over(held=held, to=office.actors[to].post, **one))
        self._try(lambda: moves.take_from_signer(letters=[letter], **one))

    @rule(
        principal=st.sampled_from(["hoa", "dung", "lan", "binh"]),
        delegate=st.sampled_from(["tam", "nga", "yen"]),
    )
    def lend(self, principal: str, delegate: str) -> None:
        duties = [Duty(duty) for duty in self.office.actors[principal].duties]
        self._try(
            lambda: self.lent.append((principal, self.office.lend(principal, delegate, *duties, days=1)))
        )

    @precondition(lambda self: self.lent)
    @rule()
    def take_the_loan_back(self) -> None:
        principal, delegation = self.lent.pop()
        delegating.revoke(delegation=delegation, by=self.office.actors[principal], at=self.office.later())

    @precondition(lambda self: self.letters)
    @rule()
    def lose_the_work_items_and_rebuild(self) -> None:
        places = {letter.pk: queries.position_of(letter) for letter in self.letters}
        WorkItem.items.filter(done_at__isnull=True).delete()
        rebuilding.rebuild(queries.letters_to_rebuild(self.office.organisation), at=self.office.at)
        assert {letter.pk: queries.position_of(letter) for letter in self.letters} == places

    @invariant()
    def the_doctor_finds_nothing(self) -> None:
        if hasattr(self, "office"):
            assert doctor.findings(self.office.at, organisation=self.office.organisation) == []

    @invariant()
    def every_number_was_given_once(self) -> None:
        if not hasattr(self, "office"):
            return
        from dispatch.models import NumberAllocation

        numbers = sorted(NumberAllocation.objects.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))

    @invariant()
    def nothing_is_issued_without_signer_and_seal(self) -> None:
        for letter in (
            OutgoingLetter.objects.filter(status=LetterStatus.ISSUED) if hasattr(self, "office") else []
        ):
            names = list(Event.objects.filter(subject_key=str(letter.pk)).values_list("name", flat=True))
            assert {"letter.approved", "letter.leader_signed", "letter.numbered", "letter.issued"} <= set(
                names
            )

    @invariant()
    def one_act_tells_one_person_at_most_once_and_never_the_actor(self) -> None:
        acts = list(Event.objects.filter(subject_kind="letter")) if hasattr(self, "office") else []
        actors = {(act.subject_key, act.at, act.trail["person"]) for act in acts}
        moments = {(key, at) for key, at, _person in actors}
        told = [(one.subject_key, one.created_at, one.person_id) for one in Notice.objects.all()]
        assert len(set(told)) == len(told)
        assert {(key, at) for key, at, _person in told} <= moments, "news of nothing"
        assert set(told).isdisjoint(actors)

    def _letter(self, which: int) -> OutgoingLetter:
        return self.office.read(self.letters[which % len(self.letters)])

    def _of(self, item: WorkItem) -> OutgoingLetter:
        return self.office.read(next(letter for letter in self.letters if letter.pk == item.letter_key))

    def _item(self, which: int, *, old: bool) -> WorkItem | None:
        letter = self._letter(which)
        rows = WorkItem.items.filter(letter_key=letter.pk, done_at__isnull=not old)
        return rows.select_related("owner_post__person").order_by("id").last()

    def _try(self, act: Any) -> None:
        before, told = Event.objects.count(), Notice.objects.count()
        try:
            with transaction.atomic():
                act()
        except Refusal:
            assert (Event.objects.count(), Notice.objects.count()) == (before, told)


class TestLettersUnderWay(LettersUnderWay.TestCase):
    """At a reduced size in the first tier, at full size in ``prove``."""

    settings = settings(
        max_examples=max(3, SIZES.hypothesis_examples // 10),
        stateful_step_count=12,
        deadline=None,
        database=None,
        derandomize=SIZES.hypothesis_examples < 100,
        suppress_health_check=list(HealthCheck),
    )

    @pytest.fixture(autouse=True)
    def _database(self, db: Any, signer: Any) -> None:
        assert PIN
