"""The department with a second unit, and incoming letters brought to any point of their way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import count
from typing import Any

from archive.models import Dossier
from archive.operations.opening import NewDossier, open_dossier
from dispatch import queries
from dispatch.enums import AssignmentRole as R
from dispatch.enums import Direction, IncomingStatus
from dispatch.models import Assignment, Handling, IncomingLetter
from dispatch.operations.arriving import Registration
from dispatch.operations.clock_rules import Term
from dispatch.operations.directing import Named
from dispatch.operations.series import NewSeries, open_series
from files.enums import FileRole
from lib.text import fold
from organisation.enums import Duty
from organisation.models import Post
from organisation.models.actor import Actor
from organisation.operations import staffing
from tests.keepsake import once, once_from_here, told
from tests.workflow.office import SINCE, Office, found
from workflow.incoming_letter import moves, starting
from workflow.incoming_letter import queries as incoming
from workflow.models import WorkItem

_serial = count(1)
MORE = {
    "khoa": ("Đinh Đăng Khoa", "Trưởng phòng", [Duty.UNIT_HEAD], 41),
    "vy": ("Mai Tường Vy", "Chuyên viên", [Duty.OFFICER], 51),
}


@dataclass
class Intake:
    """The office, and short ways to do what its people do with what arrives."""

    office: Office

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["office"], name)

    # ------------------------------------------------------------ letters
    def arrived(self, **fields: Any) -> IncomingLetter:
        """Give a letter that lies in the intake."""
        at, serial = self.office.later(), next(_serial)
        issuer = fields.pop("issuer", "UBND TỈNH HƯNG SƠN")
        values = {
            "source": "installation",
            "issuer": issuer,
            "issuer_folded": fold(issuer),
            "sender": issuer,
            "number": str(serial),
            "symbol": "UBND-NC",
            "reference_code": f"{serial}/UBND-NC",
            "dated_on": date(2026, 11, 20),
            "kind": "cong_van",
            "kind_name": "Công văn",
            "subject": f"báo cáo công tác cải cách hành chính {serial}",
            "file": self.office.file(f"%PDF arrival {serial}".encode(), FileRole.ORIGINAL),
            "arrived_at": at,
            "updated_at": at,
            **fields,
        }
        return IncomingLetter.objects.create(organisation=self.office.organisation, **values)

    def _once(self, build: Callable[[], IncomingLetter], *wish: Any, **fields: Any) -> IncomingLetter:
        """Give what ``build`` gives; the second time that is wished for from here, its rows are laid down again."""
        if not self.office.keeps:
            return build()
        place = (
            "incoming",
            self.office.organisation.code,
            self.office.at,
            told((wish, sorted(fields.items()))),
        )
        letter, self.office.at = once_from_here(place, lambda: (build(), self.office.at))
        return letter

    def registered(self, **fields: Any) -> IncomingLetter:
        """Give a letter that was just registered: the chief of office is asked."""
        return self._once(lambda: self._registered(**fields), "registered", **fields)

    def _registered(self, **fields: Any) -> IncomingLetter:
        letter = self.arrived(**fields)
        return starting.register(
            letter=letter, entry=Registration(), by=self.office.lan, at=self.office.later()
        )

    def proposed(self, director: str = "binh", **fields: Any) -> IncomingLetter:
        """Give a letter that waits for its leader, a proposal beside it."""
        return self._once(lambda: self._proposed(director, **fields), "proposed", director, **fields)

    def _proposed(self, director: str, **fields: Any) -> IncomingLetter:
        letter = self.registered(**fields)
        moves.propose(
            letter=letter,
            director=self.office.actors[director].post,
            named=[self.lead()],
            text="Kính trình Giám đốc giao phòng XDCQ chủ trì",
            by=self.office.dung,
            at=self.office.later(),
        )
        return self.read(letter)

    def directed(self, *named: Named, by: str = "binh", **fields: Any) -> IncomingLetter:
        """Give a letter in hand: of the unit XDCQ unless said otherwise."""
        return self._once(lambda: self._directed(*named, by=by, **fields), "directed", named, by, **fields)

    def _directed(self, *named: Named, by: str, **fields: Any) -> IncomingLetter:
        letter = self.proposed(by, **fields)
        moves.direct(
            letter=letter,
            named=list(named) or [self.lead()],
            text="Giao phòng XDCQ chủ trì tham mưu",
            by=self.office.actors[by],
            at=self.office.later(),
        )
        return self.read(letter)

    def in_hand(self, **fields: Any) -> IncomingLetter:
        """Give a letter that officer Minh has accepted."""
        return self._once(lambda: self._in_hand(**fields), "in hand", **fields)

    def _in_hand(self, **fields: Any) -> IncomingLetter:
        letter = self.directed(**fields)
        self.give_on(letter)
        moves.accept(assignment=self.of(letter, "minh"), by=self.office.minh, at=self.office.later())
        return self.read(letter)

    def reported(self, **fields: Any) -> IncomingLetter:
        """Give a letter whose lead says that it is done."""
        return self._once(lambda: self._reported(**fields), "reported", **fields)

    def _reported(self, **fields: Any) -> IncomingLetter:
        letter = self.in_hand(**fields)
        moves.report(
            assignment=self.of(letter, "minh"),
            text="Đã tham mưu",
            by=self.office.minh,
            at=self.office.later(),
        )
        moves.report(
            assignment=self.of(letter, "XDCQ"), text="Đã xong", by=self.office.hoa, at=self.office.later()
        )
        return self.read(letter)

    def give_on(self, letter: IncomingLetter, to: str = "minh", **more: Any) -> None:
        moves.give_on(
            assignment=self.of(letter, "XDCQ"),
            named=[self.person(to, R.LEAD)],
            by=self.office.hoa,
            at=self.office.later(),
            **more,
        )

    # ------------------------------------------------------------ parts
    def lead(self, unit: str = "XDCQ", days: int | None = 5, **more: Any) -> Named:
        return Named(role=R.LEAD, unit=self.office.units[unit], term=Term(days=days), **more)

    def helper(self, unit: str = "TCBC", days: int | None = 3) -> Named:
        return Named(role=R.CONTRIBUTOR, unit=self.office.units[unit], term=Term(days=days))

    def person(self, name: str, role: R = R.CONTRIBUTOR, days: int | None = None) -> Named:
        return Named(role=role, post=self.office.actors[name].post, term=Term(days=days))

    def of(self, letter: IncomingLetter, whom: str) -> Assignment:
        """Give the newest assignment of a unit or a person, its letter with it."""
        rows = queries.assignments_of(letter)
        unit = self.office.units.get(whom)
        row = rows.filter(unit=unit).last() if unit else rows.filter(post=self.post(whom)).last()
        assert row is not None
        return queries.assignment_by_key(self.office.organisation, row.pk)

    def post(self, name: str) -> Post:
        post: Post = self.office.actors[name].post
        return post

    def read(self, letter: IncomingLetter) -> IncomingLetter:
        return queries.incoming_by_key(self.office.organisation, letter.pk)

    def handling(self, letter: IncomingLetter) -> Handling:
        found_one = queries.handling_of(letter)
        assert found_one is not None
        return found_one

    def status(self, letter: IncomingLetter) -> str:
        return str(IncomingLetter.objects.get(pk=letter.pk).status)

    def dossiers(self, number: int) -> Dossier:
        """Give one of several dossiers of the unit XDCQ, kept by Minh; opened when it is first asked for."""
        code = f"{number + 1:02}.CQ"
        known = Dossier.objects.filter(organisation=self.office.organisation, code=code).first()
        if known is not None:
            return known
        new = NewDossier(code, "Công tác văn thư", self.office.minh.post.unit, self.office.minh.person, 10)
        return open_dossier(new=new, by=self.office.minh, at=self.office.at)

    # ------------------------------------------------------------ who is asked
    def asked(self, letter: IncomingLetter) -> list[tuple[str, str]]:
        """Give each open step with the short name of its holder, or the duty of a pool."""
        names = {actor.post.pk: name for name, actor in self.office.actors.items()}
        items = WorkItem.items.filter(letter_kind="incoming", letter_key=letter.pk, done_at__isnull=True)
        return sorted((item.step, names.get(item.owner_post_id or 0, item.duty)) for item in items)

    def items_of(self, letter: IncomingLetter) -> list[WorkItem]:
        return list(incoming.open_items_of(letter))

    def inbox(self, name: str) -> list[tuple[int, str]]:
        actor: Actor = self.office.actors[name]
        return [(line.letter.pk, line.item.step) for line in incoming.inbox(actor, self.office.at)]


def founded(at: Any) -> Intake:
    """Found the department with a second unit and a book of arrivals."""
    office = once(("intake", at), partial(_founded, at))
    office.join_handlers()
    return Intake(office)


def _founded(at: Any) -> Office:
    office = found(at)
    by = Actor.system(office.organisation, "set-up")
    unit = staffing.open_unit(
        organisation=office.organisation, name="Phòng Tổ chức, biên chế", symbol="TCBC", since=SINCE, position=4,
        by=by, at=at,
    )  # fmt: skip
    office.units["TCBC"] = unit
    for username, (name, title, duties, order) in MORE.items():
        person = staffing.take_on(
            organisation=office.organisation, username=f"snv-{username}", full_name=name, password="demo-van-thu",
            by=by, at=at,
        )  # fmt: skip
        post = staffing.appoint(
            person=person,
            unit=unit,
            title=title,
            duties=duties,
            protocol_order=order,
            since=SINCE,
            by=by,
            at=at,
        )
        office.actors[username] = Actor.for_post(post)
    new = NewSeries(
        code="van-ban-den", name="Văn bản đến", year=2026, direction=Direction.INCOMING,
        opened_on=date(2026, 1, 1),
    )  # fmt: skip
    open_series(new=new, by=by, at=at)
    return office


__all__ = ["Intake", "IncomingStatus", "founded"]
