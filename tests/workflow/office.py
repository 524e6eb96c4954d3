"""The State department of the personas, and short ways to bring a letter to any step of its procedure."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, partial
from typing import Any

from django.db import transaction

from archive.models import Dossier
from archive.operations.opening import NewDossier, open_dossier
from audit.models import Subject
from audit.operations import recording
from dispatch import queries as letters
from dispatch.enums import RelationKind, Stance
from dispatch.models import Opinion, OutgoingLetter
from dispatch.models.relations import Wording
from dispatch.operations import drafting
from dispatch.operations.series import NewSeries, open_series
from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from jobs import ports as job_ports
from jobs.models import Job
from jobs.operations import working
from organisation import queries as people
from organisation.enums import Authority, Duty
from organisation.models import Delegation, Organisation, Unit
from organisation.models.actor import Actor
from organisation.operations import delegating, naming, staffing
from signing import ports as signing_ports
from signing import queries as signatures
from signing.enums import Level, RequestState, SigningRole, VerdictStatus, WaitReason
from signing.models import FileVerdict, SigningCertificate, SigningRequest
from tests.keepsake import once, once_from_here
from workflow import freezing, queries
from workflow.models import WorkItem
from workflow.outgoing_letter import consulting, cosigning, jobs, moves, starting
from workflow.outgoing_letter.following import NAMED

SINCE = date(2025, 1, 1)
PIN = "246810"
BODY = {
    "type": "doc",
    "content": [
        {"type": "paragraph", "content": [{"type": "text", "text": "Sở Nội vụ đề nghị các đơn vị rà soát."}]}
    ],
}
WORDS = (Wording(place="đoạn đầu", wrong="rà soát", right="rà soát, báo cáo"),)
PEOPLE = {
    "lan": ("Trần Thị Lan", "Văn thư", "VP", [Duty.REGISTRY_CLERK], 60),
    "nga": ("Lê Thu Nga", "Văn thư", "VP", [Duty.REGISTRY_CLERK], 61),
    "minh": ("Nguyễn Văn Minh", "Chuyên viên", "XDCQ", [Duty.OFFICER], 50),
    "tam": ("Hồ Thanh Tâm", "Phó Trưởng phòng", "XDCQ", [Duty.OFFICER], 45),
    "hoa": ("Phạm Thị Hòa", "Trưởng phòng", "XDCQ", [Duty.UNIT_HEAD], 40),
    "dung": ("Vũ Tiến Dũng", "Chánh Văn phòng", "VP", [Duty.CHIEF_OF_OFFICE], 30),
    "binh": ("Nguyễn Văn Bình", "Giám đốc", "LD", [Duty.HEAD], 10),
    "yen": ("Phạm Thị Yến", "Phó Giám đốc", "LD", [Duty.DEPUTY_HEAD], 20),
    "thu": ("Đặng Minh Thu", "Lưu trữ viên", "VP", [Duty.ARCHIVIST], 70),
    "quan": ("Đỗ Minh Quân", "Quản trị", "VP", [Duty.ADMINISTRATOR], 80),
}


@cache
def blank_page() -> bytes:
    import pikepdf

    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


@dataclass
class Office:
    """Everybody by short name, and the clock of the test."""

    organisation: Organisation
    at: datetime
    units: dict[str, Unit] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    keeps: bool = False  # what it writes may be laid down again for another test

    def join_handlers(self) -> None:
        """Let the machines go by the clock of the test."""
        clock = {"clock": lambda: self.at}
        handlers = {**jobs.HANDLERS, **freezing.HANDLERS}
        job_ports.join({kind: partial(handler, **clock) for kind, handler in handlers.items()})

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["actors"][name]
        except KeyError:
            raise AttributeError(name) from None

    def later(self, **span: int) -> datetime:
        self.at += timedelta(**(span or {"minutes": 5}))
        return self.at

    # ------------------------------------------------------------ letters
    def draft(self, by: str = "minh", signer: str = "binh", **fields: Any) -> OutgoingLetter:
        """Begin a letter and write a complete draft."""
        actor: Actor = self.actors[by]
        letter = starting.start(kind="cong_van", unit=actor.post.unit, by=actor, at=self.later())
        return self.write(letter, by, signer, **fields)

    def about(self, relation: RelationKind, target: OutgoingLetter, *, by: str = "minh") -> OutgoingLetter:
        """Begin a letter about an issued one, its words as they are proposed."""
        corrections = WORDS if relation == RelationKind.CORRECTS else ()
        target = self.read(target)
        return starting.start_about(
            target=target, relation=relation, corrections=corrections, by=self.actors[by], at=self.later()
        )

    def write(
        self, letter: OutgoingLetter, by: str = "minh", signer: str = "binh", **fields: Any
    ) -> OutgoingLetter:
        letter = self.read(letter)
        values = {
            "subject": "Rà soát văn bản điện tử",
            "addressees": ["Ủy ban nhân dân các xã"],
            "body": BODY,
            "signer_post_id": self.actors[signer].post.pk,
            **fields,
        }
        content = letter.draft.with_fields(values)
        drafting.save_version(
            letter=letter,
            content=content,
            base_version=letter.version_number,
            by=self.actors[by],
            at=self.later(),
        )
        return self.read(letter)

    def read(self, letter: OutgoingLetter) -> OutgoingLetter:
        return letters.letter_by_key(self.organisation, letter.pk)

    def item(self, letter: OutgoingLetter) -> WorkItem:
        """The one open step of people."""
        return queries.open_items_of(letter).get()

    def item_is_open(self, item: WorkItem) -> bool:
        return WorkItem.items.get(pk=item.pk).is_open

    def at_step(self, step: str, **fields: Any) -> OutgoingLetter:
        """A letter that waits at ``step``, brought there by the right people; the first time that is asked here."""
        if not self.keeps:
            return self.carry(self.draft(**fields), step)
        wish = (self.organisation.code, self.at, step, repr(sorted(fields.items())))
        letter, self.at = once_from_here(wish, lambda: (self.carry(self.draft(**fields), step), self.at))
        return letter

    def carry(self, letter: OutgoingLetter, step: str) -> OutgoingLetter:
        """Let the right people act until the letter waits at ``step``."""
        while step not in (here := queries.position_of(letter)):
            self.next(letter, here.pop())
        return self.read(letter)

    def next(self, letter: OutgoingLetter, here: str) -> None:
        """Let the right person, or machine, do the step ``here``."""
        letter = self.read(letter)
        if here == "prepare":
            self.lay_out(letter)
        elif here == "await_signature":
            self.signature_comes(letter, SigningRole.LEADER)
        elif here == "await_cosignature":
            self.signature_comes(letter, SigningRole.SECOND)
        elif here == "await_seal":
            self.signature_comes(letter, SigningRole.SEAL)
        else:
            self.act(self.items(letter)[0], letter)

    def act(self, item: WorkItem, letter: OutgoingLetter, by: Actor | None = None) -> Any:
        """Do the step of ``item`` as whoever holds it."""
        one = {"item": item, "by": by or self.holder(item), "at": self.later()}
        sha = letter.prepared_sha256
        steps = {
            "draft": lambda: moves.submit(**one),
            "give_opinion": lambda: self.agree(item, by=one["by"], at=one["at"]),
            "check_content": lambda: moves.check_content(**one),
            "check_format": lambda: moves.check_format(**one),
            "approve": lambda: moves.approve(sha256=sha, **one),
            "sign": lambda: moves.sign(sha256=sha, pin=PIN, **one),
            "cosign": lambda: cosigning.cosign(sha256=letter.signed_file.sha256, pin=PIN, **one),
            "number_and_seal": lambda: moves.number_and_seal(pin=PIN, **one),
            "file_letter": lambda: moves.file_letter(dossier=self.dossier(), **one),
        }
        return steps[item.step]()

    def agree(self, item: WorkItem, **one: Any) -> Any:
        opinion = Opinion.objects.select_related("letter").get(pk=item.about_key)
        return consulting.answer(item=item, opinion=opinion, stance=Stance.AGREE, text="", **one)

    def items(self, letter: OutgoingLetter) -> list[WorkItem]:
        """The open steps of people, in the order they were asked."""
        return list(queries.open_items_of(letter))

    def holder(self, item: WorkItem) -> Actor:
        if item.owner_post is None:
            return self.lan
        return next(actor for actor in self.actors.values() if actor.post.pk == item.owner_post_id)

    # ------------------------------------------------------------ machines
    def file(self, content: bytes, role: FileRole) -> StoredFile:
        by = Actor.system(self.organisation, "test")
        return storing.store(by=by, at=self.at, content=blank_page() + content, name="letter.pdf", role=role)

    def lay_out(self, letter: OutgoingLetter) -> None:
        """Do what the prepare job does, with a page that needs no WeasyPrint."""
        from dispatch.operations import preparing
        from workflow.acting import completing, wait_of
        from workflow.outgoing_letter.flow import OutgoingLetterProcedure

        key = wait_of(letter.pk, procedure=OutgoingLetterProcedure, node="prepare")
        by = Actor.system(self.organisation, "workflow.prepare_letter")
        page = self.file(f"%prepared {letter.pk}/{letter.version_number}\n".encode(), FileRole.PREPARED)
        at = self.later()
        with completing(key, by=by, at=at) as step:
            step.letter = preparing.prepared(letter=step.letter, file=page, by=by, at=at)
        Job.objects.filter(key=key).update(state="done", finished_at=at)

    def signature_comes(
        self, letter: OutgoingLetter, role: SigningRole, state: RequestState = RequestState.COMPLETED
    ) -> None:
        """Let the signer have finished, as its rows would say, and the office hear of it."""
        request = signatures.request_for(self.organisation, "letter", str(letter.pk), role)
        with transaction.atomic():
            end_request(self, request, state)
        while working.run_one(["interactive"], clock=lambda: self.at, kinds=["workflow.signature_came"]):
            pass
        self.tell_the_named()

    def tell_the_named(self) -> None:
        """Let the machines follow what an issue did to the letters it names."""
        while working.run_one(["interactive"], clock=lambda: self.at, kinds=[NAMED]):
            pass

    # ------------------------------------------------------------ office
    def dossier(self) -> Dossier:
        known = Dossier.objects.filter(organisation=self.organisation).first()
        if known is not None:
            return known
        new = NewDossier("01.CQ", "Công tác văn thư", self.minh.post.unit, self.minh.person, 10)
        return open_dossier(new=new, by=self.minh, at=self.at)

    def lend(self, principal: str, delegate: str, *duties: Duty, days: int = 5) -> Delegation:
        today = people.local_day(self.at)
        return delegating.delegate(
            principal=self.actors[principal].post,
            delegate=self.actors[delegate].post,
            duties=list(duties),
            since=today,
            until=today + timedelta(days=days),
            reason="đi công tác",
            by=self.actors[principal],
            at=self.at,
        )


def end_request(office: Office, request: SigningRequest, state: RequestState) -> None:
    """Write the rows a signer leaves behind, without keys, and tell whoever asked for the signature."""
    at = office.later()
    if state == RequestState.COMPLETED:
        role = FileRole.ISSUED if request.role == SigningRole.SEAL else FileRole.SIGNED
        file = office.file(f"%{request.role} {request.pk}\n".encode(), role)
        request.state, request.result = state, file
        request.signed_at = request.completed_at = at
        FileVerdict.objects.create(
            organisation=office.organisation, file=file, status=VerdictStatus.ACCEPT, level=Level.B_LTA,
            report={}, roots_sha256="", judged_at=at,
        )  # fmt: skip
    else:
        request.state, request.reason = state, WaitReason.KEY_AWAY
        by = Actor.system(office.organisation, "signer")
        recording.record(
            "signature.failed", subject=Subject("signing_request", str(request.pk)), by=by, at=at
        )
    request.save()
    origin = signing_ports.origin_of("letter")
    if state == RequestState.COMPLETED:
        origin.completed(request, request.result, at=at)
    else:
        origin.failed(request, at=at)


def found(at: datetime, code: str = "SNV") -> Office:
    """Found the department with its people, mandates and certificates."""
    office = once(("office", at, code), partial(_founded, at, code))
    office.join_handlers()
    office.keeps = True
    return office


def _founded(at: datetime, code: str) -> Office:
    organisation = naming.found(code=code, at=at)
    by = Actor.system(organisation, "set-up")
    naming.rename(
        organisation=organisation,
        since=SINCE,
        by=by,
        at=at,
        values={
            "name": "SỞ NỘI VỤ", "symbol": "SNV", "superior": "ỦY BAN NHÂN DÂN TỈNH HƯNG SƠN", "place": "Hưng Sơn",
            "format_profile": "state", "head_title": "GIÁM ĐỐC",
        },
    )  # fmt: skip
    office = Office(organisation, at)
    for position, (symbol, name) in enumerate(
        [("LD", "Lãnh đạo Sở"), ("VP", "Văn phòng"), ("XDCQ", "Phòng Xây dựng chính quyền")], start=1
    ):
        office.units[symbol] = staffing.open_unit(
            organisation=organisation, name=name, symbol=symbol, since=SINCE, position=position, by=by, at=at
        )
    for username, (name, title, unit, duties, order) in PEOPLE.items():
        person = staffing.take_on(
            organisation=organisation,
            username=f"{code.lower()}-{username}",
            full_name=name,
            password="demo-van-thu",
            by=by,
            at=at,
        )
        post = staffing.appoint(
            person=person,
            unit=office.units[unit],
            title=title,
            duties=duties,
            protocol_order=order,
            since=SINCE,
            by=by,
            at=at,
        )
        office.actors[username] = Actor.for_post(post)
    for username, authority, lines in (
        ("binh", Authority.HEAD, ["GIÁM ĐỐC"]),
        ("yen", Authority.FOR_HEAD, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
    ):
        staffing.mandate(
            post=office.actors[username].post,
            authority=authority,
            authority_lines=lines,
            since=SINCE,
            by=by,
            at=at,
        )
        certificate(office, office.actors[username].person)
    certificate(office, None)
    open_series(new=NewSeries(code="cv", name="Công văn đi 2026", year=2026), by=by, at=at)
    return office


def certificate(office: Office, person: Any) -> SigningCertificate:
    name = person.full_name if person else "SỞ NỘI VỤ"
    return SigningCertificate.objects.create(
        organisation=office.organisation,
        role=SigningRole.LEADER if person else SigningRole.SEAL,
        person=person,
        common_name=name,
        issuer="SPECIMEN",
        serial="1",
        fingerprint=hashlib.sha256(f"{office.organisation.pk}{name}".encode()).hexdigest(),
        certificate=b"",
        valid_from=office.at - timedelta(days=30),
        valid_until=office.at + timedelta(days=1000),
        key_reference="file:none",
        registered_at=office.at,
    )
