"""The whole outgoing life as one machine: everything of ``test_stateful`` and, beyond it, what comes after the issue.

What the machine compares with is its own: who may do what is told from posts and duties here, not by a policy; the
ledger is read row by row. ``forbidden`` tries everything everybody may not do at the letter's present place, in one
step, because a machine that has to hit the one wrong person at the one right place by chance kills nothing
(workflow paper 6.6). Letters are born at any depth for the same reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from audit.models import Event
from dispatch import policies
from dispatch import queries as letters
from dispatch.enums import DeliveryStatus as D
from dispatch.enums import EndorsementKind as K
from dispatch.enums import LetterStatus as S
from dispatch.enums import RecallAnswer, RelationKind, SendingChannel
from dispatch.models import (
    Delivery,
    IncomingLetter,
    IncomingRecall,
    LetterRelation,
    NumberAllocation,
    OutgoingLetter,
    Recall,
    RecallRequest,
)
from dispatch.operations import (
    delivering,
    endorsing,
    filing,
    issuing,
    numbering,
    recall_answering,
    recall_asking,
    recalling,
    recipients,
    refusing,
    returning,
    sending,
    signing_off,
    submitting,
    withdrawing,
)
from dispatch.operations.recipients import Destination
from files.enums import FileRole
from jobs import ports as job_ports
from jobs.operations import working
from lib.refusal import Refusal
from organisation.enums import Duty
from organisation.models import Post, SigningMandate
from organisation.models.actor import Actor
from signing.enums import Level, RequestState, SigningRole, VerdictStatus
from signing.models import CLOSED, FileVerdict, SigningRequest
from tests.factories import organisation as factory
from tests.workflow.office import Office
from tests.workflow.test_stateful import PEOPLE, REASON, STEPS, LettersUnderWay
from tests.workflow.trying import must_be_refused, or_refused, undone
from workflow import freezing, queries
from workflow.outgoing_letter import moves

EVERYBODY = [*PEOPLE, "thu"]
FROZEN = {S.REPLACED, S.RECALLED}
WENT_OUT = {S.ISSUED, *FROZEN}
HAS_IT = {D.SENT, D.RECEIVED, D.REGISTERED, D.COMPLETED}
AFTER_CONTENT = {
    S.FORMAT_CHECK,
    S.PREPARING,
    S.APPROVAL,
    S.SIGNATURE,
    S.SIGNING,
    S.SIGNED,
    S.NUMBERED,
} | WENT_OUT
AFTER_FORMAT = AFTER_CONTENT - {S.FORMAT_CHECK}
OTHER_BYTES = "0" * 64
# The simplest first: a letter that went the whole way. What was issued has the longest life.
DEPTHS = st.sampled_from(["file_letter", *STEPS, "file_letter"])
AFTERLIVES = ("recalled", "replaced", "corrected", "stopped", "given up", "recalled by letter", "none")
Act = Callable[[OutgoingLetter, Actor], Any]


class Crash(Exception):
    """The machine dies in the middle of an act."""


class WholeLife(LettersUnderWay):
    """People, loans, returns, machines that fail; and corrections, replacements, recalls, receivers, crashes."""

    @initialize(
        births=st.lists(st.tuples(DEPTHS, st.sampled_from(["binh", "yen"])), min_size=1, max_size=2),
        after=st.sampled_from(AFTERLIVES),
    )
    def begin(self, births: list[tuple[str, str]], after: str) -> None:
        """Found the office and one that receives; let letters be there at any depth, one of them watched all the way."""
        super().begin()
        self.frozen: dict[int, Any] = {}
        other = factory.organisation("STC", name="SỞ TÀI CHÍNH")
        room = factory.unit(other, "Văn phòng", "VP")
        self.there = Actor.for_post(factory.post(room, "stranger", "Lạc Thị Xa", "Văn thư", *Duty))
        self._join()
        for number, (step, signer) in enumerate(births):
            letter = self.office.draft(signer=signer)
            self.letters.append(letter)
            self._bring(letter, step, watched=number == 0)
        if self._issued():
            self._live_on(after)

    def _bring(self, letter: OutgoingLetter, step: str, *, watched: bool) -> None:
        """Let the right people act until ``step``; at each stop let the wrong ones try what belongs there."""
        while True:
            here = queries.position_of(letter)
            if watched:
                self._scrutinise(self.office.read(letter), everything=False)
                self._check_the_ledger()
                self._look_at_a_return(letter)
            if step in here:
                return
            self.office.next(letter, here.pop())

    def _look_at_a_return(self, letter: OutgoingLetter) -> None:
        """Send it back where it can be, look at the ledger, and undo it: the life goes on."""
        item = queries.open_items_of(letter).first()
        if item is None or item.step not in {"check_format", "approve", "sign"}:
            return
        with undone():
            by = self.office.holder(item)
            moves.send_back(item=item, reason=REASON, by=by, at=self.office.later())
            self._check_the_ledger()

    def _live_on(self, after: str) -> None:
        """Bring the first issued letter to a place behind its issue."""
        letter, office = self._issued()[0], self.office
        kinds = {
            "replaced": RelationKind.REPLACES,
            "corrected": RelationKind.CORRECTS,
            "recalled by letter": RelationKind.RECALLS,
            "given up": RelationKind.REPLACES,
        }
        if after in {"recalled", "stopped"}:
            self.the_registry_sends_it(0, False)  # a recall may come before the machine carried anything
            if after == "recalled":
                self._carry_out()
            freezing.recall(letter=letter, reason=REASON, by=office.binh, at=office.later())
            self._scrutinise(office.read(letter), everything=False)
            self._check_the_ledger()
            self.the_machine_carries_what_waits()
        if after == "stopped":
            freezing.stop_recall(letter=letter, reason=REASON, by=office.binh, at=office.later())
        if after == "recalled":
            self.the_receiver_answers(True)
            self._not_stopped_once_followed(office.read(letter))
        if after in kinds:
            about = office.about(kinds[after], letter)
            self.letters.append(about)
            self._check_the_ledger()
            if after == "given up":
                withdrawn = {"reason": REASON, "by": office.minh, "at": office.later()}
                moves.withdraw(letter=about, **withdrawn)
            else:
                office.carry(about, "file_letter")

    def _check_the_ledger(self) -> None:
        for check in (
            self.checks_stand_for_the_version_they_passed,
            self.what_is_approved_and_signed_is_what_was_read,
            self.every_act_is_in_the_log,
            self.what_letters_say_of_others_holds,
            self.recalls_and_receivers_agree,
            self.whoever_is_asked_sees_it,
        ):
            check()

    def _not_stopped_once_followed(self, letter: OutgoingLetter) -> None:
        by, at = self.office.binh, self.office.at
        must_be_refused(
            "a recall was stopped that a receiver had followed",
            lambda: recalling.stop(letter=letter, reason=REASON, by=by, at=at),
        )

    # ------------------------------------------------------------ what nobody may do
    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 2))
    def forbidden(self, which: int) -> None:
        """Try, at the letter's present place, every act as everybody who may not, and the rightful with wrong bytes."""
        self._scrutinise(self._letter(which), everything=True)

    @rule()
    def forbidden_everywhere(self) -> None:
        """The same for every letter there is, what belongs to its place only."""
        for letter in self._all():
            self._scrutinise(letter, everything=False)

    def _scrutinise(self, letter: OutgoingLetter, *, everything: bool) -> None:
        for name, what, act, by in self._wrong(letter, everything=everything):
            must_be_refused(f"{name} could {what} at {letter.status}", lambda: act(letter, by))  # noqa: B023
        at = self.office.at
        for who, reader in (("a stranger", self.there), ("the administrator", self.office.quan)):
            must_be_refused(f"{who} read it", lambda: policies.may_read(reader, letter, at).enforce())  # noqa: B023
        self._wrong_files_and_ended_rights(letter)
        self._wrong_hands(letter)

    def _wrong_hands(self, letter: OutgoingLetter) -> None:
        """Let whoever the step does not wait for try to take it; a letter somebody opened is not taken back."""
        at, item = self.office.at, queries.open_items_of(letter).first()
        for name in EVERYBODY if item else ():
            actor = self.office.actors[name]
            if all(one.item.pk != item.pk for one in queries.inbox(actor, at)):
                what = f"{name} took the step {item.step}"
                must_be_refused(what, lambda: self.office.act(item, letter, by=actor))  # noqa: B023
        if letter.status == S.CONTENT_CHECK:
            with undone():
                moves.note_opened(letter=letter, by=self.office.hoa, at=at)
                drafter = self._drafter(letter)
                must_be_refused(
                    "an opened letter was taken back",
                    lambda: returning.take_back(letter=letter, by=drafter, at=at),
                )

    def _wrong_files_and_ended_rights(self, letter: OutgoingLetter) -> None:
        """Try what only a broken machine or an ended right would bring: foreign files, a bad verdict, no mandate."""
        at = self.office.at
        system = Actor.system(self.office.organisation, "test")
        if letter.status == S.SIGNATURE:
            signer = self._post_actor(letter.signer_post)
            with undone():
                SigningMandate.objects.filter(post=letter.signer_post).update(revoked_at=at)
                must_be_refused(
                    "a signature without a mandate", lambda: _sign(self.office.read(letter), signer, at)
                )
        if letter.status == S.SIGNING:
            file = self.office.file(b"%foreign\n", FileRole.SIGNED)
            must_be_refused(
                "a foreign file was taken as signed",
                lambda: signing_off.leader_signed(letter=letter, file=file, by=system, at=at),
            )
        if letter.status == S.NUMBERED:
            for mine, status in ((False, VerdictStatus.ACCEPT), (True, VerdictStatus.REJECT)):
                with undone():
                    file = self._sealed_file(letter, status, mine=mine)
                    must_be_refused(
                        f"issued with {'a bad' if mine else 'a foreign'} file",
                        lambda: issuing.sealed(letter=letter, file=file, by=system, at=at),  # noqa: B023
                    )

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 2))
    def somebody_opens_it(self, which: int) -> None:
        letter = self._letter(which)
        if letter.status == S.CONTENT_CHECK:
            moves.note_opened(letter=letter, by=self.office.hoa, at=self.office.later())
            assert self._letter(which).opened_at is not None

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 2))
    def the_machine_dies_in_the_middle(self, which: int) -> None:
        """An act cut off at its event leaves nothing: row, counts and place are what they were."""
        letter = self._letter(which)
        item = self._item(which, old=False)
        if item is None:
            return
        before = (self._row(letter), Event.objects.count(), queries.position_of(letter))
        with patch("dispatch.operations.closing.recording.record", side_effect=Crash):
            try:
                with transaction.atomic():
                    self.office.act(item, letter)
            except (Crash, Refusal):
                pass
        assert (self._row(letter), Event.objects.count(), queries.position_of(letter)) == before

    # ------------------------------------------------------------ after the issue
    @precondition(lambda self: self._issued())
    @rule(
        which=st.integers(0, 2),
        kind=st.sampled_from(list(letters.ACTS)),
        step=DEPTHS,
    )
    def a_letter_about_an_issued_one(self, which: int, kind: RelationKind, step: str) -> None:
        """Begin a correction, a replacement or a recalling letter, and carry it to any depth."""
        target = self._issued()[which % len(self._issued())]
        if len(self.letters) < 4:
            with or_refused():
                letter = self.office.about(kind, target)
                self.letters.append(self.office.carry(letter, step))

    @precondition(lambda self: self._issued())
    @rule(which=st.integers(0, 2), who=st.sampled_from(["binh", "yen", "minh"]))
    def somebody_recalls(self, which: int, who: str) -> None:
        letter, by = self._issued()[which % len(self._issued())], self.office.actors[who]
        self._try(lambda: freezing.recall(letter=letter, reason=REASON, by=by, at=self.office.later()))

    @precondition(lambda self: self.letters)
    @rule(which=st.integers(0, 2), who=st.sampled_from(["binh", "yen", "minh"]))
    def somebody_stops_the_recall(self, which: int, who: str) -> None:
        letter, by = self._letter(which), self.office.actors[who]
        self._try(lambda: freezing.stop_recall(letter=letter, reason=REASON, by=by, at=self.office.later()))

    @precondition(lambda self: self._issued())
    @rule(which=st.integers(0, 2), arrives=st.booleans())
    def the_registry_sends_it(self, which: int, arrives: bool) -> None:
        """Send to three receivers; everybody gets a delivery, and what the machine carries may wait."""
        letter = self._issued()[which % len(self._issued())]
        if not letter.recipient_rows.exists():
            to = [
                Destination(name="Sở Tư pháp", channel=SendingChannel.HAND),
                Destination(name="Sở Y tế", channel=SendingChannel.POST, address="12 Bạch Đằng"),
                Destination(name="Sở Tài chính", channel=SendingChannel.INNER, inner=self.there.organisation),
            ]
            recipients.choose(letter=letter, destinations=to, by=self.office.lan, at=self.office.later())
            self._scrutinise(self.office.read(letter), everything=False)
            sending.send(letter=letter, by=self.office.lan, at=self.office.later())
            assert Delivery.objects.filter(letter=letter).count() == len(to), "a recipient was forgotten"
        if arrives:
            self._carry_out()

    @rule()
    def the_machine_carries_what_waits(self) -> None:
        before = {row.pk for row in IncomingLetter.objects.all()}
        frozen = set(OutgoingLetter.objects.filter(status__in=FROZEN).values_list("verify_token", flat=True))
        self._carry_out()
        new = IncomingLetter.objects.exclude(pk__in=before)
        assert frozen.isdisjoint(new.values_list("verify_token", flat=True)), "a frozen letter left"

    @rule(agreed=st.booleans())
    def the_receiver_answers(self, agreed: bool) -> None:
        question = IncomingRecall.objects.filter(state=RecallAnswer.ASKED).first()
        if question is None:
            return
        arrived = question.letter
        assert not policies.may_register_arrival(self.there, arrived), (
            "registered while its sender recalls it"
        )
        recall_answering.answer(
            recall=question, agreed=agreed, reason=REASON, by=self.there, at=self.office.later()
        )
        request = RecallRequest.objects.get(pk=question.origin_request)
        assert request.state == (RecallAnswer.AGREED if agreed else RecallAnswer.REFUSED)
        may = bool(policies.may_register_arrival(self.there, IncomingLetter.objects.get(pk=arrived.pk)))
        assert may == (not agreed), "the earlier state was not restored, or a cancelled letter goes on"

    @rule()
    def the_registry_notes_what_came_back(self) -> None:
        request = RecallRequest.objects.filter(state=RecallAnswer.ASKED, electronic=False).first()
        if request is not None:
            by, at = self.office.lan, self.office.later()
            recall_asking.note_answer(request=request, agreed=True, by=by, at=at)

    # ------------------------------------------------------------ the ledger
    @invariant()
    def checks_stand_for_the_version_they_passed(self) -> None:
        """I4, I7: whoever answers stands on the present version; a draft has nothing that stands."""
        for letter in self._all():
            status = S(letter.status)
            standing = {
                row.kind: row for row in letter.endorsements.filter(passed=True, voided_at__isnull=True)
            }
            if status in {S.DRAFT, S.CONTENT_CHECK}:
                assert not standing, f"{letter.pk}: a check stands at {status}"
            for kind, reached in ((K.CONTENT, AFTER_CONTENT), (K.FORMAT, AFTER_FORMAT)):
                if status in reached:
                    assert standing[kind].version_number == letter.version_number

    @invariant()
    def what_is_approved_and_signed_is_what_was_read(self) -> None:
        """I4, I5: the approval names the prepared bytes, the signer is the one the letter names."""
        for letter in self._all():
            approval = letter.endorsements.filter(
                kind=K.APPROVAL, passed=True, voided_at__isnull=True
            ).first()
            if letter.status in {S.SIGNATURE, S.SIGNING, S.SIGNED, S.NUMBERED} | WENT_OUT:
                assert approval is not None
                assert approval.file_sha256 == letter.prepared_sha256 == letter.approved_sha256
            for request in SigningRequest.objects.filter(origin_key=str(letter.pk), role=SigningRole.LEADER):
                if letter.signer_post is not None and request.state == RequestState.COMPLETED:
                    assert request.person_id == letter.signer_post.person_id

    @invariant()
    def numbers_belong_to_their_letters(self) -> None:
        """I3: a letter with a number has its line, and no other letter has it; void lines keep a reason."""
        if not hasattr(self, "office"):
            return
        for line in NumberAllocation.objects.filter(organisation=self.office.organisation):
            if line.state == "void":
                assert line.void_reason
                continue
            assert line.letter is not None and line.letter.allocation_id == line.pk
            assert line.letter.reference_code == line.reference_code
        assert not [
            one for one in self._all() if one.status in {S.NUMBERED} | WENT_OUT and not one.allocation_id
        ]

    @invariant()
    def every_act_is_in_the_log(self) -> None:
        """I6: the status a letter has is the one its last event says, and nothing moves without an event."""
        for letter in self._all():
            last = Event.objects.filter(
                subject_kind="letter", subject_key=str(letter.pk), facts__has_key="status"
            )
            assert last.order_by("-id").values_list("facts__status", flat=True)[0] == letter.status
            names = set(last.values_list("name", flat=True))
            for status, name in (
                (AFTER_CONTENT, "letter.content_passed"),
                (AFTER_FORMAT, "letter.format_passed"),
                (FROZEN, "letter.recalled" if letter.status == S.RECALLED else "letter.replaced"),
            ):
                assert letter.status not in status or name in names, f"{name} is missing"

    @invariant()
    def what_letters_say_of_others_holds(self) -> None:
        """In force with the issue and not before; a replaced letter is frozen, a corrected one is not."""
        if not hasattr(self, "office"):
            return
        for row in LetterRelation.objects.select_related("letter", "target"):
            ended = row.letter.status in {S.WITHDRAWN, S.REFUSED}
            assert (row.in_force_at is not None) == (row.letter.status in WENT_OUT)
            assert (row.dropped_at is not None) == ended
            if row.in_force_at is not None and row.kind != RelationKind.CORRECTS:
                stopped = Recall.objects.filter(letter=row.target, stopped_at__isnull=False).exists()
                assert row.target.status in FROZEN or (row.kind == RelationKind.RECALLS and stopped)
        replaced = LetterRelation.objects.filter(kind=RelationKind.REPLACES, in_force_at__isnull=False)
        said = set(replaced.values_list("target_id", flat=True))
        assert {one.pk for one in self._all() if one.status == S.REPLACED} <= said

    @invariant()
    def recalls_and_receivers_agree(self) -> None:
        """A recalled letter has one standing recall; everybody who has it was asked, each in their way."""
        for letter in self._all():
            recall = letter.recalls.filter(stopped_at__isnull=True).first()
            stopped = letter.recalls.filter(stopped_at__isnull=False, requests__state=RecallAnswer.AGREED)
            assert not stopped.exists(), "a recall was stopped that a receiver had followed"
            assert (recall is not None) == (letter.status == S.RECALLED)
            if recall is None:
                continue
            asked = {one.delivery_id for one in recall.requests.all()}
            has_it = set(letter.deliveries.filter(status__in=HAS_IT).values_list("pk", flat=True))
            assert has_it <= asked, "a receiver was not asked"
            inner = recall.requests.filter(electronic=True).values_list("pk", flat=True)
            questions = IncomingRecall.objects.filter(origin_request__in=list(inner))
            assert questions.count() == len(inner), "a question never reached its receiver"

    @invariant()
    def nothing_frozen_changes(self) -> None:
        for letter in self._all():
            facts = OutgoingLetter.objects.filter(pk=letter.pk).values(
                "content", "printed", "issued_file", "signed_file", "reference_code", "legal_day", "dossier"
            )[0]
            if letter.status in FROZEN:
                assert self.frozen.setdefault(letter.pk, facts) == facts
            else:
                self.frozen.pop(letter.pk, None)
            told = letters.standing_of(letter)
            assert told.in_force == (letter.status not in FROZEN), "the public page says otherwise"

    @invariant()
    def whoever_is_asked_sees_it(self) -> None:
        """I9: each open step stands in the inbox of somebody who may read the letter."""
        for letter in self._all():
            for item in queries.open_items_of(letter):
                holder = self.office.holder(item)
                asked = queries.inbox(holder, self.office.at)
                assert item.pk in {one.item.pk for one in asked}, f"{item.step} is in nobody's inbox"

    # ------------------------------------------------------------ the machine's own knowledge
    def _wrong(self, letter: OutgoingLetter, *, everything: bool) -> Iterator[tuple[str, str, Act, Actor]]:
        at, sha = self.office.at, letter.prepared_sha256
        acts = self._acts(at, sha)
        for what, act in acts.items():
            rightful = self._rightful(letter, what)
            for name in EVERYBODY if rightful or everything else ():
                if name not in rightful:
                    yield name, what, act, self.office.actors[name]
        for name in self._rightful(letter, "approve"):
            other = self._acts(at, OTHER_BYTES)["approve"]
            yield name, "approve other bytes", other, self.office.actors[name]
        for name in self._rightful(letter, "sign"):
            other = self._acts(at, OTHER_BYTES)["sign"]
            yield name, "sign other bytes", other, self.office.actors[name]

    def _acts(self, at: Any, sha: str) -> dict[str, Act]:
        why = REASON
        return {
            "submit": lambda one, by: submitting.submit(letter=one, by=by, at=at),
            "pass the content": lambda one, by: endorsing.check_content(letter=one, by=by, at=at),
            "pass the format": lambda one, by: endorsing.check_format(letter=one, by=by, at=at),
            "approve": lambda one, by: endorsing.approve(letter=one, sha256=sha, by=by, at=at),
            "sign": lambda one, by: _sign(one, by, at, sha),
            "number": lambda one, by: numbering.number_and_request_seal(letter=one, by=by, at=at),
            "send back": lambda one, by: returning.send_back(letter=one, reason=why, by=by, at=at),
            "refuse": lambda one, by: refusing.refuse(letter=one, reason=why, by=by, at=at),
            "withdraw": lambda one, by: withdrawing.withdraw(letter=one, reason=why, by=by, at=at),
            "file": lambda one, by: filing.file_letter(
                letter=one, dossier=self.office.dossier(), by=by, at=at
            ),
            "recall": lambda one, by: recalling.recall(letter=one, reason=why, by=by, at=at),
            "stop the recall": lambda one, by: recalling.stop(letter=one, reason=why, by=by, at=at),
            "send": lambda one, by: sending.send(letter=one, by=by, at=at),
        }

    def _rightful(self, letter: OutgoingLetter, what: str) -> set[str]:
        """Give who may, by name, told from status, posts and duties alone."""
        status, drafter = S(letter.status), self._names(letter.drafter_post) | self._named(letter.drafter)
        signer, registry = self._names(letter.signer_post), {"lan", "nga"}
        decides = signer | {"binh"}
        unit_head = {"hoa"} if letter.unit.symbol == "XDCQ" else {"dung"}
        pin_given = status == S.SIGNING and any(
            one.state not in {RequestState.PREPARED, *CLOSED} for one in self._leader_requests(letter)[:1]
        )
        table: dict[str, dict[S, set[str]]] = {
            "submit": {S.DRAFT: drafter},
            "pass the content": {S.CONTENT_CHECK: unit_head},
            "pass the format": {S.FORMAT_CHECK: {"dung"}},
            "approve": {S.APPROVAL: decides},
            "sign": {S.SIGNATURE: signer, S.SIGNING: signer},
            "number": {S.SIGNED: registry, S.NUMBERED: registry},
            "send back": {
                S.CONTENT_CHECK: unit_head, S.FORMAT_CHECK: {"dung"},
                S.APPROVAL: decides, S.SIGNATURE: decides, S.SIGNING: decides,
            },
            "refuse": {S.APPROVAL: decides, S.SIGNATURE: decides, S.SIGNING: decides},
            "withdraw": {one: drafter for one in (
                S.DRAFT, S.CONTENT_CHECK, S.FORMAT_CHECK, S.PREPARING, S.APPROVAL, S.SIGNATURE, S.SIGNING, S.SIGNED,
            )},
            "file": {S.ISSUED: drafter | registry},
            "recall": {S.ISSUED: decides},
            "stop the recall": {S.RECALLED: decides},
            "send": {S.ISSUED: registry},
        }  # fmt: skip
        return set() if pin_given and what != "number" else table[what].get(status, set())

    def _names(self, post: Post | None) -> set[str]:
        return {name for name, actor in self.office.actors.items() if post and actor.post.pk == post.pk}

    def _named(self, person: Any) -> set[str]:
        return {name for name, actor in self.office.actors.items() if actor.person.pk == person.pk}

    def _drafter(self, letter: OutgoingLetter) -> Actor:
        return self._post_actor(letter.drafter_post)

    def _post_actor(self, post: Post | None) -> Actor:
        return self.office.actors[next(iter(self._names(post)))]

    def _leader_requests(self, letter: OutgoingLetter) -> Any:
        rows = SigningRequest.objects.filter(origin_key=str(letter.pk), role=SigningRole.LEADER)
        return rows.order_by("-id")

    def _sealed_file(self, letter: OutgoingLetter, status: VerdictStatus, *, mine: bool) -> Any:
        file = self.office.file(f"%{status} {mine} {letter.pk}\n".encode(), FileRole.ISSUED)
        FileVerdict.objects.create(
            organisation=letter.organisation, file=file, status=status, level=Level.B_LTA, report={},
            roots_sha256="", judged_at=self.office.at,
        )  # fmt: skip
        if mine:
            request = SigningRequest.objects.filter(origin_key=str(letter.pk), role=SigningRole.SEAL).latest(
                "id"
            )
            SigningRequest.objects.filter(pk=request.pk).update(result=file)
        return file

    def _issued(self) -> list[OutgoingLetter]:
        return [one for one in self._all() if one.status == S.ISSUED]

    def _all(self) -> list[OutgoingLetter]:
        if not hasattr(self, "office"):
            return []
        return [self.office.read(one) for one in self.letters]

    def _row(self, letter: OutgoingLetter) -> Any:
        return OutgoingLetter.objects.filter(pk=letter.pk).values()[0]

    def _carry_out(self) -> None:
        office: Office = self.office
        office.later()  # the worker comes after the act; what it tells is news of its own
        while working.run_one(["interactive", "batch"], clock=lambda: office.at, kinds=[sending.DELIVER]):
            pass

    def _join(self) -> None:
        """Let the machine of deliveries go by the clock of the test, beside those of the procedure."""
        known = dict(job_ports._handlers)
        known[sending.DELIVER] = lambda job: delivering.run(job, clock=lambda: self.office.at)
        job_ports.join(known)


def lead_each_afterlife(first: str = "") -> None:
    """Lead a letter, watched, to its issue and into each of its afterlives, each in a house of its own.

    Begins with ``first``. A machine that has to come by chance upon the one letter that is replaced notices little.
    """
    for after in sorted(AFTERLIVES, key=lambda one: one != first):
        machine = WholeLife()
        try:
            machine.begin([("file_letter", "binh")], after)
            machine._check_the_ledger()
            machine.numbers_belong_to_their_letters()
            machine.every_number_was_given_once()
            machine.nothing_is_issued_without_signer_and_seal()
            machine.one_act_tells_one_person_at_most_once_and_never_the_actor()
            machine.nothing_frozen_changes()
            machine.the_doctor_finds_nothing()
        finally:
            machine.teardown()


def _sign(letter: OutgoingLetter, by: Actor, at: Any, sha: str | None = None) -> Any:
    sha = letter.approved_sha256 if sha is None else sha
    return signing_off.request_leader_signature(letter=letter, sha256=sha, by=by, at=at)
