"""Incoming letters of the demo at every point of their way: a job that plays the registry, the leaders and the units.

Each letter is laid out in its issuer's layout, as a file with a text, and played in one transaction: a job that is
killed finds what is there by its origin and goes on with the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from archive import queries as archive
from config.demo import cast
from dispatch import queries
from dispatch.enums import ArrivalSource, AssignmentRole, Secrecy
from dispatch.layout.composing import compose
from dispatch.layout.page import LetterPage
from dispatch.layout.profiles import STATE_2020
from dispatch.models import Assignment, IncomingLetter
from dispatch.operations import arriving, describing, taking_in
from dispatch.operations.arriving import Registration
from dispatch.operations.clock_rules import Term
from dispatch.operations.describing import ArrivalFacts
from dispatch.operations.directing import Named
from dispatch.operations.taking_in import Coming
from files.operations import storing
from files.rendering import render_pdf
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations import leasing, queueing
from lib.calendar import ZONE, local_day
from organisation import queries as office
from organisation.models import Organisation, Post
from organisation.models.actor import Actor
from workflow.incoming_letter import moves, starting

KIND: Final = "config.demo_incoming"
WEEK = 5


@dataclass(frozen=True)
class Came:
    """One letter: who wrote it, what it says, how many working days ago it came, how far it has come since.

    ``until``: waiting, returned, registered, struck_out, proposed, directed, in_hand, reported, filed. ``again``: the
    same bytes came by mail as well. Without ``file`` it lies on the desk as paper.
    """

    issuer: str
    superior: str
    number: int
    symbol: str
    subject: str
    days_ago: int
    until: str = "registered"
    kind: str = "cong_van"
    urgency: str = "normal"
    lead: str = "CCHC"
    officer: str = "minh"
    term: int = 7
    again: bool = False
    file: bool = True
    source: ArrivalSource = ArrivalSource.SCANNER

    @property
    def code(self) -> str:
        """Give number and symbol as they stand on the letter."""
        return f"{self.number:02}/{self.symbol}"


_TINH = "ỦY BAN NHÂN DÂN TỈNH HƯNG SƠN"
STC, KHCN, UBND = "SỞ TÀI CHÍNH", "SỞ KHOA HỌC VÀ CÔNG NGHỆ", _TINH
CAME: Final = (
    Came(UBND, "", 2107, "UBND-NC", "báo cáo kết quả sắp xếp đơn vị hành chính cấp xã", 12, "filed"),
    Came(STC, _TINH, 3340, "STC-NS", "lập dự toán ngân sách nhà nước năm 2027", 9, "in_hand", term=2),
    Came("BỘ NỘI VỤ", "", 7012, "BNV-CCHC", "tự chấm điểm Chỉ số cải cách hành chính", 8, "directed",
         urgency="urgent", term=3),
    Came(KHCN, _TINH, 915, "SKHCN-CĐS", "rà soát dịch vụ công trực tuyến toàn trình", 6, "reported"),
    Came("BÁO HƯNG SƠN", "", 44, "BHS", "mời viết bài chuyên đề cải cách hành chính", 5, "returned"),
    Came(UBND, "", 2166, "UBND-NC", "kiểm tra việc thực hiện kỷ luật, kỷ cương hành chính", 4, "in_hand",
         officer="nhung"),
    Came(STC, _TINH, 3391, "STC-QLG", "thẩm định giá tài sản thanh lý", 3, "struck_out"),
    Came("UBND PHƯỜNG HƯNG SƠN", "", 188, "UBND", "xin ý kiến về vị trí việc làm", 2, "proposed", lead="TCBC",
         file=False, source=ArrivalSource.PAPER),
    Came(KHCN, _TINH, 958, "SKHCN-BCVT", "triển khai nền tảng họp trực tuyến", 1, "registered", again=True),
    Came("BỘ NỘI VỤ", "", 178, "KH-BNV", "kiểm tra công tác văn thư, lưu trữ năm 2027", 0, "waiting",
         kind="ke_hoach"),
    Came(UBND, "", 2231, "UBND-TH", "đăng ký chương trình công tác quý I năm 2027", 0, "waiting", urgency="urgent"),
)  # fmt: skip


def queue_all(*, at: datetime) -> None:
    """Queue the job, in the caller's transaction."""
    organisation = office.organisation_by_code(cast.STATE.code)
    queueing.enqueue(KIND, key="all", organisation_key=organisation.pk, payload={}, queue=Queue.BATCH, at=at)


def write(job: Job) -> None:
    """Play every letter that is not there yet, the oldest first: the book counts by days."""
    organisation = office.organisation_of(job.organisation_key)
    now = timezone.now()
    posts = {post.person.username: post for post in office.posts_on(organisation, local_day(now))}
    for place, came in enumerate(CAME):
        leasing.extend(job, at=timezone.now())
        key = f"demo:{place}"
        if queries.incoming_by_origin(organisation, key) is None and not _stands(organisation, came):
            _Player(organisation, posts, came, key, now).play()
    at = timezone.now()
    with leasing.finishing(job, at=at):
        pass


def _stands(organisation: Organisation, came: Came) -> bool:
    """Say whether a letter on paper, which has no origin, is in the book already."""
    known = IncomingLetter.objects.filter(organisation=organisation, source=ArrivalSource.PAPER)
    return not came.file and known.filter(reference_code=came.code).exists()


class _Player:
    """Plays one letter's people."""

    def __init__(
        self, organisation: Organisation, posts: dict[str, Post], came: Came, key: str, now: datetime
    ) -> None:
        self.organisation, self.posts, self.came, self.key = organisation, posts, came, key
        self.now, self.came_on = now, _working_day(local_day(now), came.days_ago)
        self.hours = 8.0

    def at(self) -> datetime:
        """Give a later moment of the letter's first day, never ahead of now."""
        self.hours += 0.5
        clock = time(int(self.hours), int(self.hours % 1 * 60))
        return min(datetime.combine(self.came_on, clock, tzinfo=ZONE), self.now)

    def by(self, name: str) -> Actor:
        return Actor.for_post(self.posts[name])

    def play(self) -> None:
        """Have the letter come in and walk as far as its script says."""
        made = self._made() if self.came.file else b""
        main = self._laid(made) if made else None
        with transaction.atomic():
            letter = self._registered_on_paper() if main is None else self._taken_in(main)
            if self.came.until not in ("waiting", "returned"):
                self._walk(letter)
            if self.came.again:
                self._again(made)

    def _made(self) -> bytes:
        came = self.came
        page = LetterPage(
            superior=came.superior, issuer=came.issuer, symbol=came.symbol, place="Hưng Sơn", expected_on=self.came_on,
            number=came.number, issued_on=self.dated_on(), subject=came.subject, kind=came.kind,
            urgency="" if came.urgency == "normal" else came.urgency, addressees=("Sở Nội vụ",),
            body_html=f"<p>{came.issuer} đề nghị Sở Nội vụ phối hợp thực hiện việc {came.subject}.</p>"
            "<p>Ý kiến, báo cáo bằng văn bản gửi về cơ quan để tổng hợp.</p>",
            recipients=("Như trên",), keep_line="VT", authority_lines=("KT. GIÁM ĐỐC",), title="PHÓ GIÁM ĐỐC",
            signer_name="Nguyễn Văn Mẫu",
        )  # fmt: skip
        composed = compose(page, STATE_2020)
        return render_pdf(composed.html, stylesheets=composed.stylesheets, at=self.now).pdf

    def dated_on(self) -> date:
        """Give the day of the letter: the working day before it came."""
        return _working_day(self.came_on, 1)

    def _laid(self, content: bytes) -> storing.Deposit:
        name = f"quet-{self.key.partition(':')[2].zfill(3)}.pdf"
        return storing.deposit(organisation_key=self.organisation.pk, content=content, name=name)

    def facts(self) -> ArrivalFacts:
        came = self.came
        return ArrivalFacts(
            issuer=came.issuer, code=came.code, dated_on=self.dated_on(), kind=came.kind, subject=came.subject,
            signer="Nguyễn Văn Mẫu", signer_title="Phó Giám đốc", addressees="Sở Nội vụ", urgency=came.urgency,
        )  # fmt: skip

    def _taken_in(self, main: storing.Deposit) -> IncomingLetter:
        came, lan = self.came, self.by("lan")
        coming = Coming(source=came.source, secrecy=Secrecy.NONE, origin_key=self.key)
        letter = taking_in.take_in(coming=coming, main=main, by=lan, at=self.at())
        if came.until == "waiting":
            return letter
        letter = describing.describe(letter=letter, facts=self.facts(), by=lan, at=self.at())
        if came.until == "returned":
            why = "Văn bản gửi nhầm: không thuộc thẩm quyền giải quyết của Sở."
            return arriving.refuse(letter=letter, reason=why, by=lan, at=self.at())
        entry = Registration(arrival_day=self.came_on)
        return starting.register(letter=letter, entry=entry, by=lan, at=self.at())

    def _registered_on_paper(self) -> IncomingLetter:
        entry = Registration(arrival_day=self.came_on, sheets=2, page_count=3)
        return starting.register_paper(
            secrecy=Secrecy.NONE, facts=self.facts(), entry=entry, by=self.by("lan"), at=self.at()
        )

    def _again(self, content: bytes) -> None:
        """The same letter comes once more, by the office's mailbox."""
        coming = Coming(
            source=ArrivalSource.MAILBOX,
            secrecy=Secrecy.NONE,
            origin_key=f"{self.key}:mail",
            sender=self.came.issuer,
        )
        main = storing.deposit(organisation_key=self.organisation.pk, content=content, name="van-ban.pdf")
        taking_in.take_in(coming=coming, main=main, by=self.by("lan"), at=self.now)

    def _walk(self, letter: IncomingLetter) -> None:
        until = self.came.until
        if until == "struck_out":
            why = "Đăng ký nhầm: văn bản gửi Sở Xây dựng."
            moves.strike_out(letter=letter, reason=why, by=self.by("lan"), at=self.at())
            return
        order = ("registered", "proposed", "directed", "in_hand", "reported", "filed")
        steps = (self._propose, self._direct, self._give_on, self._report, self._file)
        for step in steps[: order.index(until)]:
            step(letter)

    def _named(self) -> list[Named]:
        units = {unit.symbol: unit for unit in office.units_of(self.organisation, self.came_on)}
        return [Named(role=AssignmentRole.LEAD, unit=units[self.came.lead], term=Term(days=self.came.term))]

    def _propose(self, letter: IncomingLetter) -> None:
        moves.propose(
            letter=letter, director=self.posts["binh"], named=self._named(),
            text="Kính trình Giám đốc cho ý kiến chỉ đạo.", by=self.by("dung"), at=self.at(),
        )  # fmt: skip

    def _direct(self, letter: IncomingLetter) -> None:
        text = "Giao phòng chủ trì tham mưu, báo cáo Giám đốc."
        moves.direct(letter=letter, named=self._named(), text=text, by=self.by("binh"), at=self.at())

    def _give_on(self, letter: IncomingLetter) -> None:
        lead = self._lead(letter)
        named = [Named(role=AssignmentRole.LEAD, post=self.posts[self.came.officer])]
        moves.give_on(assignment=lead, named=named, note="Tham mưu", by=self.by("hoa"), at=self.at())
        own = next(one for one in queries.open_assignments_of(letter) if one.parent_id == lead.pk)
        own = queries.assignment_by_key(self.organisation, own.pk)
        moves.accept(assignment=own, by=self.by(self.came.officer), at=self.at())

    def _report(self, letter: IncomingLetter) -> None:
        own = next(one for one in queries.open_assignments_of(letter) if one.parent_id is not None)
        own = queries.assignment_by_key(self.organisation, own.pk)
        moves.report(assignment=own, text="Đã tham mưu xong.", by=self.by(self.came.officer), at=self.at())
        lead = self._lead(letter)
        moves.report(assignment=lead, text="Phòng đã hoàn thành.", by=self.by("hoa"), at=self.at())

    def _file(self, letter: IncomingLetter) -> None:
        moves.confirm(letter=letter, by=self.by("binh"), at=self.at())
        minh, at = self.by("minh"), self.at()
        dossier = next(iter(archive.dossiers_to_file_in(minh, at)), None)
        if dossier is not None:
            moves.file_letter(letter=letter, dossier=dossier, by=minh, at=at)

    def _lead(self, letter: IncomingLetter) -> Assignment:
        lead = queries.lead_of(letter)
        assert lead is not None  # noqa: S101 -- directed before
        return queries.assignment_by_key(self.organisation, lead.pk)


def _working_day(today: date, days_ago: int) -> date:
    """Give the day that many days of work before ``today``, of the same year: a book counts through one."""
    day = today
    while days_ago > 0 and day > date(today.year, 1, 2):
        day -= timedelta(days=1)
        days_ago -= day.weekday() < WEEK
    return day
