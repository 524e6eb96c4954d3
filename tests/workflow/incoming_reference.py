"""What should happen to an incoming letter, in plain Python that shares nothing with the house.

One letter: its stage, who has which part until when, who may read it, what the log says of an act and whom it tells.
The model knows units only by their heads, and the week only by Saturday and Sunday.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

HEADS = {"XDCQ": "hoa", "TCBC": "khoa"}
STAFF = {"XDCQ": ("minh", "tam"), "TCBC": ("vy",)}
LEADERS = ("binh", "yen")
REGISTRY = ("lan", "nga")
CHIEF = "dung"
OPEN = ("waiting", "accepted", "passed_on", "reported", "declined")
AT_WORK = ("waiting", "accepted", "passed_on", "declined")
DAYS = 5  # what every directive of the machines gives
STEPS = {"propose": 1, "direct": 1, "redirect": 1, "check_report": 2, "decide_extension": 1, "confirm": 2, "file_letter": 5}  # fmt: skip
RUNGS = (
    ("soon", -1, ("holder",)),
    ("today", 0, ("holder",)),
    ("late", 1, ("holder", "head")),
    ("very_late", 3, ("holder", "head", "chief", "director")),
)
Asked = tuple[str, str, date | None]


def forward(day: date, count: int) -> date:
    """Give the day ``count`` working days later; a day of rest counts as the next Monday."""
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
    for _one in range(count):
        day += timedelta(days=3 if day.weekday() == 4 else 1)
    return day


def back(day: date, count: int) -> date:
    for _one in range(count):
        day -= timedelta(days=3 if day.weekday() == 0 else 1)
    return day


def between(first: date, last: date) -> int:
    """Count the working days from ``first`` on and before ``last``."""
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range((last - first).days))


@dataclass
class Piece:
    """One part: whose, as what, how far, until when; ``within`` are those the unit gave it on to.

    A part within a unit has the unit's day: nobody in the machines is given one of his own.
    """

    who: str
    role: str
    status: str = "waiting"
    touched: bool = False
    due: date | None = None
    since: date = date.min
    paused: date | None = None
    wish: tuple[date, date] | None = None  # until when more time is asked for, and since when
    asking: set[str] = field(default_factory=set)
    climbed: set[str] = field(default_factory=set)
    reply: bool = False
    within: list[Piece] = field(default_factory=list)

    @property
    def holder(self) -> str:
        return HEADS.get(self.who, self.who)

    @property
    def head(self) -> str | None:
        """Give the head of the unit it lies in."""
        return next(
            (head for unit, head in HEADS.items() if self.who == unit or self.who in STAFF[unit]), None
        )

    @property
    def readers(self) -> set[str]:
        alone = self.who in HEADS or self.role == "information" or self.head is None
        return {self.holder} if alone else {self.holder, str(self.head)}

    @property
    def live(self) -> list[Piece]:
        return [one for one in self.within if one.status != "ended"]

    def let_go(self) -> None:
        """Nothing is waited for any more: no clock that stands still, no wish, no opinion."""
        self.paused, self.wish = None, None
        self.asking.clear()


@dataclass
class Life:
    """A letter as it should be. Each act says whether it is done; False is to be refused and changes nothing.

    Of the act done last ``events`` is what the log has to say, ``news`` who is told what (also whoever acts: people
    are never told what they do themselves).
    """

    stage: str = "proposing"
    director: str = ""
    today: date = date.min
    since: date = date.min
    transfers: bool = False
    replied: str = ""
    pieces: list[Piece] = field(default_factory=list)
    consulted: set[str] = field(default_factory=set)
    dossiers: set[int] = field(default_factory=set)
    events: list[str] = field(default_factory=list)
    news: set[tuple[str, str]] = field(default_factory=set)

    # ------------------------------------------------------------ what can be asked of it
    @property
    def live(self) -> list[Piece]:
        return [one for one in self.pieces if one.status != "ended"]

    @property
    def every(self) -> list[Piece]:
        return [*self.pieces, *(child for one in self.pieces for child in one.within)]

    @property
    def lead(self) -> Piece:
        (lead,) = [one for one in self.live if one.role == "lead"]
        return lead

    @property
    def status(self) -> str:
        ends = {"filing": "completed", "filed": "completed", "over": "voided"}
        return ends.get(self.stage, "registered")

    def piece(self, who: str) -> Piece | None:
        """Give the newest part of somebody."""
        found = [one for one in self.every if one.who == who]
        return found[-1] if found else None

    def parent(self, child: Piece) -> Piece | None:
        return next((one for one in self.pieces if child in one.within), None)

    def due_of(self, piece: Piece) -> date | None:
        return (self.parent(piece) or piece).due

    def sees(self, who: str) -> bool:
        """Say whether somebody may read it: registry and leaders, whoever has a part or had looked at one."""
        if self.stage == "over":
            return False
        if who in (*LEADERS, *REGISTRY, CHIEF, *self.consulted) or who == "thu" and bool(self.dossiers):
            return True
        return any(who in one.readers and (one.status != "ended" or one.touched) for one in self.every)

    def asked(self) -> list[tuple[str, str]]:
        """Give who should be asked for what."""
        return sorted((step, who) for step, who, _day in self._asked())

    def asked_until(self) -> list[Asked]:
        """Give who should be asked for what until when."""
        return sorted(self._asked(), key=str)

    def _asked(self) -> Iterator[Asked]:
        director = self.director or "chief_of_office"
        steps = {
            "proposing": ("propose", "chief_of_office"), "directing": ("direct", director),
            "confirming": ("confirm", director), "filing": ("file_letter", self._filer()),
        }  # fmt: skip
        if self.stage in steps:
            step, who = steps[self.stage]
            yield step, who, forward(self.since, STEPS[step])
        if self.stage == "in_hand":
            yield from self._in_hand(director)

    def _filer(self) -> str:
        if not any(one.role == "lead" for one in self.live):
            return "registry_clerk"
        done = [one for one in self.lead.live if one.role == "lead"]
        return (done[0] if done else self.lead).holder

    def _in_hand(self, director: str) -> Iterator[Asked]:
        for one in self.live:
            if one.status == "declined":
                yield "redirect", director, forward(one.since, STEPS["redirect"])
            for child in one.live:
                if one.status == "passed_on" and child.status in ("reported", "declined"):
                    yield "check_report", one.holder, forward(child.since, STEPS["check_report"])
            for part, giver in ((one, director), *((child, one.holder) for child in one.live)):
                nobody = part.status == "passed_on" and not any(each.status in OPEN for each in part.live)
                if part.status in ("waiting", "accepted") or nobody:
                    step = "assign" if part.who in HEADS else "handle"
                    yield step, part.holder, None if part.paused else self.due_of(part)
                if part.wish:
                    yield "decide_extension", giver, forward(part.wish[1], STEPS["decide_extension"])
                for name in part.asking:
                    yield "give_opinion", name, None

    # ------------------------------------------------------------ before it is in hand
    def propose(self, by: str, to: str) -> bool:
        if self.stage != "proposing" or by != CHIEF:
            return False
        self.director = to
        return self._at("directing", "proposed")

    def return_to_chief(self, by: str) -> bool:
        if self.stage != "directing" or by not in LEADERS:
            return False
        return self._at("proposing", "returned_to_chief")

    def settle(self, by: str) -> bool:
        if not self._fresh or by not in (*LEADERS, CHIEF):
            return False
        return self._at("filing", "settled")

    def complete_unhandled(self, by: str) -> bool:
        if not self._fresh or by not in REGISTRY:
            return False
        return self._at("filing", "completed")

    def transfer(self, by: str, named: dict[str, str]) -> bool:
        if not self._fresh or by not in REGISTRY or not self.transfers:
            return False
        self.director = ""
        self._give(named)
        return self._at("in_hand", "transferred")

    def record_on_paper(self, by: str, leader: str, named: dict[str, str]) -> bool:
        if not self._fresh or by not in REGISTRY:
            return False
        self.director = leader
        self._give(named)
        self.news.add(("recorded_for_you", leader))
        return self._at("in_hand", "directed")

    def direct(self, by: str, named: dict[str, str], *, reply: bool = False) -> bool:
        anew = self.stage in ("in_hand", "confirming")
        if not (self._fresh and by in LEADERS or anew and self._directs(by)):
            return False
        if sum(role == "lead" for role in named.values()) != 1:
            return False
        if not anew:
            self.director = by
        self._give(named, reply=reply)
        self.since = self.since if self.stage == "in_hand" else self.today
        self.stage = "in_hand"
        return self._said("directed_anew" if anew else "directed")

    def take_back(self, by: str) -> bool:
        if self.stage != "in_hand" or not self._directs(by):
            return False
        if any(one.touched or one.live for one in self.live):
            return False
        for one in self.live:
            self._end(one, told=False)
        self.director = self.director or "binh"
        return self._at("directing", "directive_taken_back")

    def strike_out(self, by: str) -> bool:
        if by not in REGISTRY or self.status != "registered" or self.replied:
            return False
        for piece in self.live:
            if piece.status in OPEN:
                self._end(piece)
        self._at("over", "voided")
        self.events.append("handling_ended")
        return True

    # ------------------------------------------------------------ with a part
    def look(self, by: str) -> None:
        for one in self.live:
            for piece in (one, *one.live):
                if piece.holder == by:
                    piece.touched = True

    def accept(self, by: str, piece: Piece) -> bool:
        if not self._mine(by, piece, "waiting"):
            return False
        piece.touched = True
        return self._turn(piece, "accepted", "accepted")

    def progress(self, by: str, piece: Piece) -> bool:
        if not self._mine(by, piece, "waiting", "accepted", "passed_on"):
            return False
        if piece.status == "waiting":
            self._turn(piece, "accepted")
            piece.touched = True
        return self._said("progress_told")

    def give_on(self, by: str, piece: Piece, to: str, *helpers: str) -> bool:
        if piece.who not in HEADS or not self._mine(by, piece, "waiting", "accepted", "passed_on"):
            return False
        if not {to, *helpers} <= set(STAFF[piece.who]) or to in helpers:
            return False
        event = "reassigned" if any(one.status in OPEN for one in piece.live) else "given_on"
        for one in piece.live:
            if one.who not in (to, *helpers):
                if one.status == "done":
                    one.role = "contributor"
                else:
                    self._end(one)
        for who, role in ((to, "lead"), *((each, "contributor") for each in helpers)):
            standing = next((one for one in piece.live if one.who == who), None)
            if standing is None:
                piece.within.append(Piece(who, role, since=self.today))
                continue
            standing.role, standing.climbed = role, set()
            if standing.status in ("reported", "declined", "done"):
                self._turn(standing, "accepted")
        piece.touched = True
        if piece.status != "passed_on":
            self._turn(piece, "passed_on")
        return self._said(event)

    def take_away(self, by: str, piece: Piece) -> bool:
        parent = self.parent(piece)
        if parent is None or parent.holder != by or piece.status not in OPEN:
            return False
        self._end(piece)
        self._take_up(parent)
        return self._said("taken_away")

    def hand_back(self, by: str, piece: Piece) -> bool:
        if not self._mine(by, piece, "waiting", "accepted"):
            return False
        return self._turn(piece, "declined", "handed_back")

    def report(self, by: str, piece: Piece) -> bool:
        if not self._mine(by, piece, "waiting", "accepted", "passed_on"):
            return False
        if any(one.status in OPEN and one.status != "reported" for one in piece.live):
            return False
        parent = self.parent(piece)
        if piece.role == "lead" and parent is None:
            if any(one is not piece and one.status in OPEN for one in self.live):
                return False
            if piece.reply and self.replied != "issued":
                return False
            self.stage, self.since = "confirming", self.today
        for one in piece.live:
            if one.status == "reported":
                self._turn(one, "done")
        if piece.role == "contributor":
            beside = self.live if parent is None else parent.live
            leads = [one for one in beside if one.role == "lead" and one.status in OPEN]
            self.news |= {("contributed", one.holder) for one in leads}
        piece.touched = True
        piece.let_go()
        return self._turn(piece, "reported" if piece.role == "lead" else "done", "reported")

    def judge(self, by: str, piece: Piece, *, accepted: bool) -> bool:
        parent = self.parent(piece)
        if self.stage not in ("in_hand", "confirming") or piece.status not in ("reported", "declined"):
            return False
        if parent is None:
            if accepted or piece.status != "declined" or not self._directs(by):
                return False
            return self._turn(piece, "waiting", "report_sent_back")
        if by != parent.holder or accepted and piece.status != "reported":
            return False
        if not accepted:
            back_to = "waiting" if piece.status == "declined" else "accepted"
            return self._turn(piece, back_to, "report_sent_back")
        self._turn(piece, "done")
        self._take_up(parent)
        return self._said("report_accepted")

    def release(self, by: str, piece: Piece) -> bool:
        if piece.role != "contributor" or piece.status not in OPEN:
            return False
        if self.stage not in ("in_hand", "confirming"):
            return False
        parent = self.parent(piece)
        beside = self.live if parent is None else parent.live
        leads = {one.holder for one in beside if one.role == "lead"}
        gave = self._directs(by) if parent is None else by == parent.holder
        if not gave and by not in leads:
            return False
        self._end(piece)
        return self._said("released")

    def begin_reply(self, by: str) -> bool:
        mine = any(one.holder == by and one.status in AT_WORK[:3] for one in self.every)
        if self.stage != "in_hand" or not mine:
            return False
        self.replied = self.replied or "begun"
        return self._said("reply_begun")

    # ------------------------------------------------------------ time and opinions
    def pause(self, by: str, piece: Piece) -> bool:
        if piece.status not in OPEN or piece.paused or not self._gave(by, piece):
            return False
        piece.paused = self.today
        self.news.add(("paused", piece.holder))
        return self._said("paused")

    def resume(self, by: str, piece: Piece) -> bool:
        if piece.status not in OPEN or not piece.paused or not self._gave(by, piece):
            return False
        if piece.due is not None:
            piece.due = forward(piece.due, between(piece.paused, self.today))
        piece.paused = None
        self.news.add(("resumed", piece.holder))
        return self._said("resumed")

    def ask_for_time(self, by: str, piece: Piece, until: date) -> bool:
        due = self.due_of(piece)
        if not self._mine(by, piece, "waiting", "accepted", "passed_on") or piece.paused or piece.wish:
            return False
        if due is None or until <= max(due, self.today) or self.parent(piece) is not None:
            return False
        piece.wish = (until, self.today)
        return self._said("extension_asked")

    def decide(self, by: str, piece: Piece, *, granted: bool) -> bool:
        if piece.wish is None or not self._gave(by, piece):
            return False
        if granted:
            piece.due = piece.wish[0]
            self._new_clock(piece)
        piece.wish = None
        self.news.add(("more_time" if granted else "no_more_time", piece.holder))
        return self._said("extension_granted" if granted else "extension_refused")

    def ask_opinion(self, by: str, piece: Piece, whom: str) -> bool:
        if not self._mine(by, piece, "waiting", "accepted", "passed_on") or whom in piece.asking:
            return False
        piece.asking.add(whom)
        self.consulted.add(whom)
        return self._said("question_asked")

    def answer(self, by: str, piece: Piece, whom: str) -> bool:
        if whom not in piece.asking or by != whom:
            return False
        piece.asking.remove(whom)
        self.news.add(("answered", piece.holder))
        return self._said("question_answered")

    def no_longer(self, by: str, piece: Piece, whom: str) -> bool:
        if whom not in piece.asking or by != piece.holder:
            return False
        piece.asking.remove(whom)
        self.news.add(("no_longer_asked", whom))
        return self._said("question_over")

    def remind(self) -> tuple[int, list[tuple[str, str]]]:
        """Climb what is due today; give how many rungs, and who is told what of it."""
        rungs, told = 0, []
        for piece in self.every if self.stage == "in_hand" else ():
            due = self.due_of(piece)
            if piece.status not in AT_WORK or piece.paused or due is None:
                continue
            days = {code: forward(due, n) if n >= 0 else back(due, -n) for code, n, _whom in RUNGS}
            new = [one for one in RUNGS if days[one[0]] <= self.today and one[0] not in piece.climbed]
            piece.climbed |= {code for code, _n, _whom in new}
            rungs += len(new)
            people = {self._on_rung(piece, whom) for _code, _n, several in new for whom in several}
            word = "due_soon" if due > self.today else "due_today" if due == self.today else "overdue"
            told += [(word, name) for name in people if name]
        return rungs, sorted(told)

    def _on_rung(self, piece: Piece, whom: str) -> str | None:
        return {"holder": piece.holder, "head": piece.head, "chief": CHIEF, "director": self.director}[whom]

    # ------------------------------------------------------------ the end
    def confirm(self, by: str, *, done: bool) -> bool:
        if self.stage != "confirming" or not self._directs(by):
            return False
        self._turn(self.lead, "done" if done else "accepted")
        if done:
            self.news |= {("completed", one.holder) for one in self.every if one.status == "done"}
        return self._at("filing" if done else "in_hand", "completed" if done else "sent_back")

    def file(self, by: str, dossier: int) -> bool:
        """The dossiers of the machines are kept by minh, of the unit XDCQ; the archivist files anywhere."""
        worked = any(
            one.holder == by and one.status != "ended" and one.role != "information" for one in self.every
        )
        of_unit = by in (HEADS["XDCQ"], *STAFF["XDCQ"], "thu")
        if self.stage not in ("filing", "filed") or dossier in self.dossiers:
            return False
        if by not in REGISTRY and not (worked and of_unit):
            return False
        self.dossiers.add(dossier)
        if self.stage == "filing":
            self._at("filed")
        return self._said("filed")

    # ------------------------------------------------------------ the parts of an act
    @property
    def _fresh(self) -> bool:
        return self.stage in ("proposing", "directing")

    def _directs(self, by: str) -> bool:
        return by == "binh" or by == (self.director or CHIEF)

    def _gave(self, by: str, piece: Piece) -> bool:
        parent = self.parent(piece)
        return self._directs(by) if parent is None else by == parent.holder

    def _mine(self, by: str, piece: Piece, *statuses: str) -> bool:
        return self.stage == "in_hand" and piece.status in statuses and piece.holder == by

    def _give(self, named: dict[str, str], *, reply: bool = False) -> None:
        for one in self.live:
            if one.who not in named and one.status != "done":
                self._end(one)
        for who, role in named.items():
            standing = next((one for one in self.live if one.who == who), None)
            told, due = role == "information", None if role == "information" else forward(self.today, DAYS)
            if standing is None:
                one = Piece(who, role, status="told" if told else "waiting", due=due, since=self.today)
                self.pieces.append(one)
                self.news |= {("for_information", one.holder)} if told else set()
            else:
                self._give_again(standing, role, due)
        self.lead.reply = reply
        for one in self.live:
            one.reply = one.reply and one.role == "lead"

    def _give_again(self, piece: Piece, role: str, due: date | None) -> None:
        was, piece.role, piece.due = piece.role, role, due
        if role == "information":
            piece.let_go()
            for child in piece.live:
                if child.status in OPEN:
                    self._end(child)
        else:
            self._new_clock(piece)
        if (was == "information") != (role == "information"):
            self._turn(piece, "told" if role == "information" else "waiting")
            self.news |= {("for_information", piece.holder)} if role == "information" else set()
        elif piece.status in ("reported", "declined") or piece.status == "done" and role == "lead":
            self._turn(piece, "accepted")

    def _new_clock(self, piece: Piece) -> None:
        """A clock that stands still goes on standing, from today."""
        for one in (piece, *(child for child in piece.live if child.status in OPEN)):
            one.climbed = set()
        piece.paused = self.today if piece.paused else None

    def _end(self, piece: Piece, *, told: bool = True) -> None:
        if piece.status in OPEN and told:
            self.news.add(("no_longer_yours", piece.holder))
        for one in piece.within:
            if one.status in OPEN:
                self._end(one, told=told)
        piece.let_go()
        self._turn(piece, "ended")

    def _take_up(self, parent: Piece) -> None:
        leads = [one for one in parent.live if one.role == "lead" and one.status in OPEN]
        if parent.status == "passed_on" and not leads and self.stage == "in_hand":
            self._turn(parent, "accepted")

    def _turn(self, piece: Piece, status: str, event: str = "") -> bool:
        piece.status, piece.since = status, self.today
        return self._said(event) if event else True

    def _at(self, stage: str, event: str = "") -> bool:
        self.stage, self.since = stage, self.today
        return self._said(event) if event else True

    def _said(self, event: str) -> bool:
        self.events.append(event)
        return True
