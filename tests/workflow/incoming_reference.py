"""What should happen to an incoming letter, in a few lines of plain Python that share nothing with the house.

One letter: its stage, and who has which part. The model knows units only by their heads, and counts no days.
"""

from __future__ import annotations

from dataclasses import dataclass, field

HEADS = {"XDCQ": "hoa", "TCBC": "khoa"}
STAFF = {"XDCQ": ("minh", "tam"), "TCBC": ("vy",)}
LEADERS = ("binh", "yen")
OPEN = ("waiting", "accepted", "passed_on", "reported", "declined")


@dataclass
class Piece:
    """One part: whose, as what, how far; ``within`` are those the unit gave it on to."""

    who: str
    role: str
    status: str = "waiting"
    touched: bool = False
    paused: bool = False
    within: list[Piece] = field(default_factory=list)

    @property
    def holder(self) -> str:
        return HEADS.get(self.who, self.who)

    @property
    def live(self) -> list[Piece]:
        return [one for one in self.within if one.status != "ended"]

    def end(self) -> None:
        self.status = "ended"
        for one in self.within:
            if one.status in OPEN:
                one.end()


@dataclass
class Life:
    """A letter as it should be."""

    stage: str = "proposing"
    director: str = ""
    pieces: list[Piece] = field(default_factory=list)

    @property
    def live(self) -> list[Piece]:
        return [one for one in self.pieces if one.status != "ended"]

    @property
    def lead(self) -> Piece:
        (lead,) = [one for one in self.live if one.role == "lead"]
        return lead

    def piece(self, who: str) -> Piece | None:
        """Give the newest part of somebody."""
        every = [*self.pieces, *(child for one in self.pieces for child in one.within)]
        found = [one for one in every if one.who == who]
        return found[-1] if found else None

    def parent(self, child: Piece) -> Piece | None:
        return next((one for one in self.pieces if child in one.within), None)

    def asked(self) -> list[tuple[str, str]]:
        """Give who should be asked for what."""
        if self.stage == "proposing":
            return [("propose", "chief_of_office")]
        if self.stage == "directing":
            return [("direct", self.director)]
        if self.stage == "confirming":
            return [("confirm", self.director)]
        if self.stage == "filing":
            done = [one for one in self.lead.live if one.role == "lead"]
            return [("file_letter", (done[0] if done else self.lead).holder)]
        return sorted(self._in_hand()) if self.stage == "in_hand" else []

    def _in_hand(self) -> list[tuple[str, str]]:
        found = []
        for one in self.live:
            if one.status in ("waiting", "accepted"):
                found.append(("assign" if one.who in HEADS else "handle", one.holder))
            if one.status == "declined":
                found.append(("redirect", self.director))
            for child in one.live:
                if child.status in ("waiting", "accepted"):
                    found.append(("handle", child.who))
                if one.status == "passed_on" and child.status in ("reported", "declined"):
                    found.append(("check_report", one.holder))
        return found

    # ------------------------------------------------------------ acts; False: to be refused
    def propose(self, by: str, to: str) -> bool:
        if self.stage != "proposing" or by != "dung":
            return False
        self.stage, self.director = "directing", to
        return True

    def direct(self, by: str, named: dict[str, str]) -> bool:
        first = self.stage in ("proposing", "directing")
        anew = self.stage in ("in_hand", "confirming")
        if not (first and by in LEADERS or anew and by in (self.director, "binh")):
            return False
        for one in self.live:
            if one.who not in named and one.status != "done":
                one.end()
        for who, role in named.items():
            standing = next((one for one in self.live if one.who == who), None)
            if standing is None:
                self.pieces.append(Piece(who, role))
                continue
            standing.role = role
            if standing.status in ("reported", "declined") or standing.status == "done" and role == "lead":
                standing.status = "accepted"
        if first:
            self.director = by
        self.stage = "in_hand"
        return True

    def take_back(self, by: str) -> bool:
        if self.stage != "in_hand" or by not in (self.director, "binh"):
            return False
        if any(one.touched or one.within for one in self.live):
            return False
        for one in self.live:
            one.end()
        self.stage = "directing"
        return True

    def look(self, by: str) -> None:
        for one in self.live:
            for piece in (one, *one.live):
                if piece.holder == by:
                    piece.touched = True

    def accept(self, by: str, piece: Piece) -> bool:
        if not self._mine(by, piece, "waiting"):
            return False
        piece.status, piece.touched = "accepted", True
        return True

    def give_on(self, by: str, piece: Piece, to: str) -> bool:
        if piece.who not in HEADS or not self._mine(by, piece, "waiting", "accepted", "passed_on"):
            return False
        if to not in STAFF[piece.who]:
            return False
        for one in piece.live:
            if one.who != to and one.status != "done":
                one.end()
        standing = next((one for one in piece.live if one.who == to), None)
        for one in piece.live:
            if one.who != to:
                one.role = "contributor"
        if standing is None:
            piece.within.append(Piece(to, "lead"))
        else:
            standing.role = "lead"
            if standing.status in ("reported", "declined", "done"):
                standing.status = "accepted"
        piece.status, piece.touched = "passed_on", True
        return True

    def hand_back(self, by: str, piece: Piece) -> bool:
        if not self._mine(by, piece, "waiting", "accepted"):
            return False
        piece.status = "declined"
        return True

    def report(self, by: str, piece: Piece) -> bool:
        if not self._mine(by, piece, "waiting", "accepted", "passed_on"):
            return False
        if any(one.status in OPEN and one.status != "reported" for one in piece.live):
            return False
        top = self.parent(piece) is None
        if piece.role == "lead" and top:
            if any(one is not piece and one.status in OPEN for one in self.live):
                return False
            self.stage = "confirming"
        for one in piece.live:
            if one.status == "reported":
                one.status = "done"
        piece.status, piece.touched = "reported" if piece.role == "lead" else "done", True
        return True

    def judge(self, by: str, piece: Piece, *, accepted: bool) -> bool:
        parent = self.parent(piece)
        if self.stage not in ("in_hand", "confirming") or piece.status not in ("reported", "declined"):
            return False
        if parent is None:
            if accepted or piece.status != "declined" or by not in (self.director, "binh"):
                return False
            piece.status = "waiting"
            return True
        if by != parent.holder or accepted and piece.status != "reported":
            return False
        piece.status = "done" if accepted else "waiting" if piece.status == "declined" else "accepted"
        if accepted and parent.status == "passed_on":
            parent.status = "accepted"
        return True

    def release(self, by: str, piece: Piece) -> bool:
        if piece.role != "contributor" or piece.status not in OPEN or self.parent(piece) is not None:
            return False
        if self.stage not in ("in_hand", "confirming"):
            return False
        if by not in (self.director, "binh", self.lead.holder):
            return False
        piece.end()
        return True

    def strike_out(self, by: str) -> bool:
        if by != "lan" or self.stage in ("filing", "filed", "over"):
            return False
        for piece in self.live:
            if piece.status in OPEN:
                piece.end()
        self.stage = "over"
        return True

    def confirm(self, by: str, *, done: bool) -> bool:
        if self.stage != "confirming" or by not in (self.director, "binh"):
            return False
        self.lead.status = "done" if done else "accepted"
        self.stage = "filing" if done else "in_hand"
        return True

    def _mine(self, by: str, piece: Piece, *statuses: str) -> bool:
        return self.stage == "in_hand" and piece.status in statuses and piece.holder == by
