"""Everything that can be done with an incoming letter, each act twice: in the house, and in the model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from dispatch import queries
from dispatch.enums import AssignmentRole as R
from dispatch.models import IncomingLetter
from dispatch.operations.clock_rules import Term
from dispatch.operations.directing import Named, OnPaper
from files.operations import storing
from tests.workflow.incoming_office import Intake
from tests.workflow.incoming_reference import HEADS, STAFF, Life, forward
from tests.workflow.office import blank_page
from workflow import replying
from workflow.incoming_letter import clocks, moves

REASON = "Có lý do rõ ràng"
LEAD = {"XDCQ": "lead"}
House = Callable[[dict[str, Any]], object]
Model = Callable[[Life, str], bool]


class Act(NamedTuple):
    """``house`` takes who acts and when; ``model`` the life and who acts."""

    house: House
    model: Model


class Doing:
    """The acts on one letter by name. Those on a part take the unit or the person who has it."""

    def __init__(self, intake: Intake, letter: IncomingLetter, life: Life) -> None:
        self.intake, self.letter, self.life = intake, letter, life

    def named(self, whom: dict[str, str], *, reply: bool = False) -> list[Named]:
        return [self._one(name, role, reply) for name, role in whom.items()]

    def _one(self, name: str, role: str, reply: bool) -> Named:
        unit = self.intake.office.units.get(name)
        post = None if unit else self.intake.post(name)
        return Named(role=R(role), unit=unit, post=post, term=Term(days=5), reply=reply)

    # ------------------------------------------------------------ on the whole
    def propose(self, to: str = "yen") -> Act:
        what: Any = {"letter": self.letter, "director": self.intake.post(to), "text": "Kính trình"}
        return Act(
            lambda by: moves.propose(named=self.named(LEAD), **what, **by),
            lambda life, name: life.propose(name, to),
        )

    def return_to_chief(self) -> Act:
        return Act(
            lambda by: moves.return_to_chief(letter=self.letter, reason=REASON, **by), Life.return_to_chief
        )

    def settle(self) -> Act:
        return Act(lambda by: moves.settle(letter=self.letter, note=REASON, **by), Life.settle)

    def complete_unhandled(self) -> Act:
        return Act(
            lambda by: moves.complete_unhandled(letter=self.letter, note=REASON, **by),
            Life.complete_unhandled,
        )

    def transfer(self) -> Act:
        return Act(
            lambda by: moves.transfer(letter=self.letter, named=self.named(LEAD), text="Chuyển", **by),
            lambda life, name: life.transfer(name, LEAD),
        )

    def record_on_paper(self, leader: str = "yen") -> Act:
        scan = storing.deposit(
            organisation_key=self.intake.organisation.pk, content=blank_page(), name="but-phe.pdf"
        )

        def house(by: dict[str, Any]) -> object:
            paper = OnPaper(leader=self.intake.post(leader), day=self.life.today, scan=scan)
            return moves.record_on_paper(
                letter=self.letter, paper=paper, named=self.named(LEAD), text="Giao", **by
            )

        return Act(house, lambda life, name: life.record_on_paper(name, leader, LEAD))

    def direct(self, whom: dict[str, str] | None = None, *, reply: bool = False) -> Act:
        chosen = {"TCBC": "lead"} if whom is None else whom
        why = REASON if self.life.stage in ("in_hand", "confirming") else ""
        named = self.named(chosen, reply=reply)
        return Act(
            lambda by: moves.direct(letter=self.letter, named=named, text="Giao", reason=why, **by),
            lambda life, name: life.direct(name, chosen, reply=reply),
        )

    def take_back(self) -> Act:
        return Act(lambda by: moves.take_back_directive(letter=self.letter, **by), Life.take_back)

    def strike_out(self) -> Act:
        return Act(lambda by: moves.strike_out(letter=self.letter, reason=REASON, **by), Life.strike_out)

    def confirm(self) -> Act:
        return Act(
            lambda by: moves.confirm(letter=self.letter, **by),
            lambda life, name: life.confirm(name, done=True),
        )

    def send_back(self) -> Act:
        return Act(
            lambda by: moves.send_back(letter=self.letter, reason=REASON, **by),
            lambda life, name: life.confirm(name, done=False),
        )

    def file(self, number: int = 0) -> Act:
        dossier = self.intake.dossiers(number)
        return Act(
            lambda by: moves.file_letter(letter=self.letter, dossier=dossier, **by),
            lambda life, name: life.file(name, number),
        )

    def begin_reply(self) -> Act:
        return Act(lambda by: replying.begin(incoming=self.letter, **by), Life.begin_reply)

    # ------------------------------------------------------------ on a part
    def accept(self, part: str) -> Act:
        return self._on(part, moves.accept, Life.accept)

    def progress(self, part: str) -> Act:
        return self._on(part, moves.tell_progress, Life.progress, percent=40, note="Đang viết")

    def hand_back(self, part: str) -> Act:
        return self._on(part, moves.hand_back, Life.hand_back, reason=REASON)

    def report(self, part: str) -> Act:
        return self._on(part, moves.report, Life.report, text="Đã xong")

    def take_away(self, part: str) -> Act:
        return self._on(part, moves.take_away, Life.take_away, reason=REASON)

    def release(self, part: str) -> Act:
        return self._on(part, moves.release, Life.release, reason=REASON)

    def accept_report(self, part: str) -> Act:
        def model(life: Life, name: str, piece: Any) -> bool:
            return life.judge(name, piece, accepted=True)

        return self._on(part, moves.accept_report, model)

    def insist(self, part: str) -> Act:
        def model(life: Life, name: str, piece: Any) -> bool:
            return life.judge(name, piece, accepted=False)

        return self._on(part, moves.send_back_report, model, reason=REASON)

    def give_on(self, part: str, to: str = "", *helpers: str) -> Act:
        to = to or STAFF.get(part, ("minh",))[0]
        named = [self.intake.person(to, R.LEAD), *(self.intake.person(one) for one in helpers)]

        def model(life: Life, name: str, piece: Any) -> bool:
            return life.give_on(name, piece, to, *helpers)

        return self._on(part, moves.give_on, model, named=named, reason=REASON)

    def pause(self, part: str) -> Act:
        return self._on(part, clocks.pause, Life.pause, reason=REASON)

    def resume(self, part: str) -> Act:
        return self._on(part, clocks.resume, Life.resume)

    def ask_for_time(self, part: str, days: int = 3) -> Act:
        piece = self.life.piece(part)
        assert piece is not None
        until = forward(max(self.life.due_of(piece) or date.min, self.life.today), days)

        def model(life: Life, name: str, piece: Any) -> bool:
            return life.ask_for_time(name, piece, until)

        return self._on(part, clocks.ask_for_time, model, until=until, reason=REASON)

    def grant(self, part: str) -> Act:
        return self._decide(part, granted=True)

    def refuse(self, part: str) -> Act:
        return self._decide(part, granted=False)

    def ask_opinion(self, part: str, whom: str = "thu") -> Act:
        def model(life: Life, name: str, piece: Any) -> bool:
            return life.ask_opinion(name, piece, whom)

        posts = [self.intake.post(whom)]
        return self._on(part, clocks.ask_opinion, model, posts=posts, question="Ý kiến?", due_on=None)

    def answer(self, part: str, whom: str = "thu") -> Act:
        question = self._question(part, whom)
        return Act(
            lambda by: clocks.answer(question=question, text="Đồng ý", **by),
            lambda life, name: life.answer(name, _piece(life, part), whom),
        )

    def no_longer(self, part: str, whom: str = "thu") -> Act:
        question = self._question(part, whom)
        return Act(
            lambda by: clocks.no_longer(question=question, **by),
            lambda life, name: life.no_longer(name, _piece(life, part), whom),
        )

    def _on(self, part: str, move: Callable[..., object], model: Callable[..., bool], **facts: Any) -> Act:
        row = self.intake.of(self.letter, part)
        return Act(
            lambda by: move(assignment=row, **facts, **by),
            lambda life, name: model(life, name, _piece(life, part)),
        )

    def _decide(self, part: str, *, granted: bool) -> Act:
        row = self.intake.of(self.letter, part)
        wish = next(one for one in queries.open_extensions(self.letter) if one.assignment_id == row.pk)
        wish.assignment = row
        return Act(
            lambda by: clocks.decide_extension(extension=wish, granted=granted, answer=REASON, **by),
            lambda life, name: life.decide(name, _piece(life, part), granted=granted),
        )

    def _question(self, part: str, whom: str) -> Any:
        row, post = self.intake.of(self.letter, part), self.intake.post(whom)
        asked = queries.open_questions(self.letter)
        question = next(one for one in asked if one.assignment_id == row.pk and one.post_id == post.pk)
        question.assignment, question.letter = row, row.letter
        return question

    # ------------------------------------------------------------ everything there is
    def everything(self) -> Iterator[tuple[str, Act]]:
        """Give every act that has something to act on, with what it is called."""
        for name in ON_THE_WHOLE:
            yield name, getattr(self, name)()
        for whom in dict.fromkeys(one.who for one in self.life.every):
            piece = _piece(self.life, whom)
            names = [*ON_A_PART, *(["give_on"] if whom in HEADS else [])]
            names += ["ask_for_time"] if self.life.due_of(piece) else []
            names += ["grant", "refuse"] if piece.wish else []
            for name in names:
                yield f"{name} {whom}", getattr(self, name)(whom)
            for asked in piece.asking:
                yield f"answer {asked}", self.answer(whom, asked)
                yield f"no_longer {asked}", self.no_longer(whom, asked)


ON_THE_WHOLE = (
    "propose", "return_to_chief", "settle", "complete_unhandled", "transfer", "record_on_paper", "direct",
    "take_back", "strike_out", "confirm", "send_back", "file", "begin_reply",
)  # fmt: skip
ON_A_PART = (
    "accept", "progress", "hand_back", "report", "take_away", "release", "accept_report", "insist", "pause",
    "resume", "ask_opinion",
)  # fmt: skip


def _piece(life: Life, who: str) -> Any:
    piece = life.piece(who)
    assert piece is not None, f"{who} has no part"
    return piece
