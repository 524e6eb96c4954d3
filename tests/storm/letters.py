"""The shepherd of the letters: people and machines in processes of their own, killed at random, until all is done.

Everything is the house's own, workflow, operations, queue, leases, counter of the signer with its memory of PINs,
but for two slow things: nine of ten letters are laid out as an empty page, and the engine behind the signer's desk and
behind the timestamps is replaced by small real files, through the same recorded steps (``signing.operations.steps``).
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import OperationalError, close_old_connections, transaction  # noqa: E402
from django.db.models import Count, Q  # noqa: E402
from django.utils import timezone  # noqa: E402

from archive.models import Dossier  # noqa: E402
from dispatch import queries as letters  # noqa: E402
from dispatch.models import OutgoingLetter  # noqa: E402
from dispatch.operations import drafting  # noqa: E402
from files import ports as file_ports  # noqa: E402
from files.enums import FileRole  # noqa: E402
from files.models import StoredFile  # noqa: E402
from files.operations import storing  # noqa: E402
from files.store.filesystem import FilesystemStore  # noqa: E402
from jobs import ports as job_ports  # noqa: E402
from jobs.models import Job  # noqa: E402
from jobs.operations import leasing, working  # noqa: E402
from lib.refusal import Refusal  # noqa: E402
from organisation.models import Post  # noqa: E402
from organisation.models.actor import Actor  # noqa: E402
from signing import ports as signing_ports  # noqa: E402
from signing.enums import Level, RequestState, SigningRole, VerdictStatus, WaitReason  # noqa: E402
from signing.judging.results import Verdict  # noqa: E402
from signing.keys.desk import Desk  # noqa: E402
from signing.keys.pinbox import box  # noqa: E402
from signing.models import SigningRequest  # noqa: E402
from signing.operations import steps  # noqa: E402
from tests.storm.herd import Herd, die_here, note  # noqa: E402
from tests.workflow.office import BODY, PIN, blank_page  # noqa: E402
from workflow import queries as work  # noqa: E402
from workflow.models import WorkItem  # noqa: E402
from workflow.outgoing_letter import jobs, moves, starting  # noqa: E402

SIGNER, WORKERS = "signer", ("worker-1", "worker-2")
LEASE = timedelta(
    seconds=4
)  # a job of a dead worker is taken over after this, not after the house's two minutes
LAID_OUT_EVERY = 10
ON_THE_WAY = 120  # letters at once; with all of them on one desk a person would only read the inbox
PATIENCE = 4000
REASONS = ("Cần bổ sung căn cứ", "Sai thẩm quyền ký", "Nội dung chưa rõ")


# ------------------------------------------------------------------ machines
def work_at(queue: str, name: str, chance: random.Random, orders: dict[str, Any]) -> None:
    """Do the jobs of one queue until every letter has ended; die now and then in the middle of one."""
    handlers = {
        **jobs.HANDLERS,
        "signing.sign": sign,
        "signing.augment": augment,
    }
    job_ports.join({kind: _mortal(handler, chance, orders["suicides"]) for kind, handler in handlers.items()})
    while not _all_done(orders):
        while working.run_one([queue], clock=timezone.now, kinds=list(handlers)):
            pass
        time.sleep(0.2)


def _mortal(handler: Callable[[Job], None], chance: random.Random, suicides: float) -> Callable[[Job], None]:
    def perform(job: Job) -> None:
        if chance.random() < suicides:  # the work is done and undone again: killed before the commit
            with transaction.atomic():
                handler(job)
                die_here()
        handler(job)
        if (
            chance.random() < suicides
        ):  # the work is recorded, and the worker dies before it takes another job
            die_here()

    return perform


def open_desk() -> None:
    """The counter of the signer, in the signer's process: it knows one PIN and remembers it for a minute."""

    def respond(question: Any) -> dict[str, Any]:
        if question.get("pin") != PIN:
            return {"refusal": "wrong_pin", "remaining": 4}
        box.hold(question["request"], question["pin"])
        return {"ok": True}

    desk = Desk(settings.SIGNER_SOCKET, respond)
    desk.open()
    threading.Thread(target=desk.serve, daemon=True).start()


def sign(job: Job) -> None:
    """The signer's job without the engine: no PIN in memory, and it is asked for again."""
    request = SigningRequest.objects.select_related("organisation", "file__blob").get(
        pk=job.payload["request"]
    )
    pin = box.take(request.pk)
    if request.state != RequestState.AUTHORISED:
        return
    if pin is None:
        steps.ask_again(job, request, WaitReason.ASK_AGAIN, at=timezone.now())
        return
    pdf = blank_page() + f"%{request.role} {request.pk}\n".encode()
    steps.signed(job, request, pdf, {"document_digest": "0" * 64}, at=timezone.now())


def augment(job: Job) -> None:
    """Timestamp and archive timestamp without a service: the recorded steps alone."""
    request = SigningRequest.objects.select_related("organisation", "certificate").get(
        pk=job.payload["request"]
    )
    if request.state == RequestState.SIGNED:
        assert request.working is not None
        request = steps.timestamped(request, bytes(request.working), at=timezone.now())
    if request.state == RequestState.TIMESTAMPED:
        assert request.working is not None
        pdf = bytes(request.working)
        laid = storing.deposit(
            organisation_key=request.organisation_id, content=pdf, name=f"{request.pk}.pdf"
        )
        level = Level.B_LTA if request.role == SigningRole.SEAL else Level.B_LT
        steps.completed(
            job, request, laid, Verdict(VerdictStatus.ACCEPT, laid.sha256, level=level), at=timezone.now()
        )


def lay_out(letter: OutgoingLetter, by: Actor, at: datetime, *, really: Any = jobs._lay_out) -> StoredFile:
    """Lay every tenth letter out for real, with its fields; the others are an empty page."""
    if letter.pk % LAID_OUT_EVERY == 0:
        return really(letter, by, at)
    content = blank_page() + f"%prepared {letter.pk}/{letter.version_number}\n".encode()
    return storing.store(by=by, at=at, content=content, name=f"{letter.pk}.pdf", role=FileRole.PREPARED)


# ------------------------------------------------------------------ people
class Human:
    """One person at a desk: does what the inbox says, and swears in a log to what was done."""

    def __init__(self, name: str, chance: random.Random, orders: dict[str, Any]) -> None:
        self.chance, self.orders = chance, orders
        self.log = Path(orders["folder"]) / f"{name}.log"
        post = Post.objects.select_related("person", "organisation", "unit").get(pk=orders["people"][name])
        self.by, self.post = Actor.for_post(post), post

    def live(self) -> None:
        """Work until every letter has ended."""
        while not _all_done(self.orders):
            if not self._something():
                time.sleep(self.chance.uniform(0.5, 2.0))

    def _something(self) -> bool:
        at = timezone.now()
        for request in work.waiting_for_pin(self.by):
            self._try(
                "pin", request.pk, lambda r=request: moves.give_pin(request=r, pin=PIN, by=self.by, at=at)
            )
        asked = work.inbox(self.by, at)
        if asked:
            # the first few in any order: colleagues of a pool often reach for the same
            for one in self.chance.sample(asked[:4], len(asked[:4])):
                self._try(*self._act(one.item, timezone.now()))
            return True
        return self._draft(at)

    def _act(self, item: WorkItem, at: datetime) -> tuple[str, int, Callable[[], object]]:
        one: dict[str, Any] = {"item": item, "by": self.by, "at": at}
        letter = letters.letter_by_key(self.by.organisation, item.letter_key)
        reason, dice = self.chance.choice(REASONS), self.chance.random()
        if item.step in {"check_content", "check_format", "approve"} and dice < 0.06:
            return "returned", item.pk, lambda: moves.send_back(reason=reason, **one)
        if item.step == "approve" and dice < 0.08:
            return "refused", item.pk, lambda: moves.refuse(reason=reason, **one)
        sha = letter.prepared_sha256
        ways: dict[str, Callable[[], object]] = {
            "draft": lambda: moves.submit(**one),
            "check_content": lambda: moves.check_content(**one),
            "check_format": lambda: moves.check_format(**one),
            "approve": lambda: (
                moves.approve_and_sign(sha256=sha, pin=PIN, **one)
                if dice < 0.5
                else moves.approve(sha256=sha, **one)
            ),
            "sign": lambda: moves.sign(sha256=sha, pin=PIN, **one),
            "number_and_seal": lambda: moves.number_and_seal(pin=PIN, **one),
            "file_letter": lambda: moves.file_letter(dossier=self._dossier(), **one),
        }
        return item.step, item.pk, ways[item.step]

    def _draft(self, at: datetime) -> bool:
        """Begin another letter while there are too few, if drafting is this person's work."""
        if "officer" not in self.post.duties or not _more_is_wanted(self.orders):
            return False
        begun: list[OutgoingLetter] = []

        def begin() -> None:
            with transaction.atomic():
                letter = starting.start(kind="cong_van", unit=self.post.unit, by=self.by, at=at)
                fields = {
                    "subject": f"văn bản thử {letter.pk}", "addressees": ["UBND các xã"], "body": BODY,
                    "signer_post_id": self.chance.choice(self.orders["signers"]),
                }  # fmt: skip
                content = letter.draft.with_fields(fields)
                drafting.save_version(letter=letter, content=content, base_version=0, by=self.by, at=at)
                begun.append(letter)

        self._try("begun", 0, begin, key_of=lambda: begun[0].pk)
        return True

    def _try(
        self, what: str, key: int, act: Callable[[], object], *, key_of: Callable[[], int] | None = None
    ) -> None:
        dying = self.chance.random() < self.orders["suicides"]
        try:
            if dying:
                with transaction.atomic():
                    act()
                    die_here()
            act()
        except Refusal as refusal:
            note(self.log, "refusal", type(refusal).__name__, what, key)
        except OperationalError as error:
            note(self.log, "database", type(error.__cause__).__name__, what, key)
            close_old_connections()
        else:
            note(self.log, "did", what, key_of() if key_of else key)

    def _dossier(self) -> Dossier:
        return Dossier.objects.get(pk=self.orders["dossiers"][str(self.post.unit_id)])


def _more_is_wanted(orders: dict[str, Any]) -> bool:
    begun, ended = _begun_and_ended(orders)
    return begun < orders["letters"] and begun - ended < ON_THE_WAY


def _all_done(orders: dict[str, Any]) -> bool:
    begun, ended = _begun_and_ended(orders)
    return begun >= orders["letters"] and begun == ended


def _begun_and_ended(orders: dict[str, Any]) -> tuple[int, int]:
    over = Q(status__in=["withdrawn", "refused"]) | Q(dossier__isnull=False)
    mine = OutgoingLetter.objects.filter(organisation=orders["organisation"])
    counted = mine.aggregate(begun=Count("pk"), ended=Count("pk", filter=over))
    return counted["begun"], counted["ended"]


# ------------------------------------------------------------------ the shepherd
def child(name: str, chance: random.Random, orders: dict[str, Any]) -> None:
    """Live as the machine or the person ``name``."""
    if name == SIGNER:
        open_desk()
        work_at("signer", name, chance, orders)
    elif name in WORKERS:
        work_at("interactive", name, chance, orders)
    else:
        Human(name, chance, orders).live()


def main(orders: dict[str, Any]) -> None:
    import pikepdf  # noqa: F401 -- loaded once, before the forks
    import weasyprint  # noqa: F401

    from signing.engine import preparing  # noqa: F401

    blank_page()
    settings.SIGNER_SOCKET = orders["socket"]
    store = FilesystemStore(Path(orders["store"]))
    file_ports.join(lambda: store)
    signing_ports.join({"letter": jobs.LetterSignatures()})
    leasing.LEASE = LEASE
    jobs._lay_out = lay_out
    chance = random.Random(orders["seed"])
    names = [SIGNER, *WORKERS, *orders["people"]]
    herd = Herd(lambda name, own: child(name, own, orders), names, orders["seed"])
    begun, next_kill = time.monotonic(), 0.0
    while len(herd.finished) < len(names) and time.monotonic() - begun < orders["patience"]:
        herd.raise_all()
        if time.monotonic() > next_kill:
            if next_kill and herd.killed < orders["kills"]:
                herd.kill_one(chance)
            next_kill = time.monotonic() + chance.uniform(0.5, 1.5) * orders["every"]
        time.sleep(0.02)
        herd.gather()
    unfinished = len(names) - len(herd.finished)
    herd.end()
    report = {
        "born": herd.born, "killed": herd.killed, "errors": herd.ended_badly, "unfinished": unfinished,
        "suicides": max(0, herd.born - len(names) - herd.killed - herd.ended_badly),
        "seconds": round(time.monotonic() - begun, 1),
    }  # fmt: skip
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
