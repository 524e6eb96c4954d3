"""People at their desks in a really running office: a browser's half of HTTP, and what a person swears to.

What was answered with a redirect was done; of what was never answered, because the process died, nobody knows. Both
are written to a log the moment they are known. What waits is read from the office's rows, as an inbox would show it.
"""

from __future__ import annotations

import http.client
import json
import random
import re
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit

import psycopg
from psycopg.rows import dict_row

from lib.calendar import local_day
from tests.storm.herd import note
from tests.workflow.office import blank_page

PASSWORD = "demo-van-thu"
PEOPLE = ("lan", "tuyet", "dung", "binh", "hoa", "minh", "khoa", "vy")
REASON = "Có lý do rõ ràng"
DONE, FOUND, CONFLICT, UNREADABLE = 200, 302, 409, 422
WAITING = """
    SELECT i.step, i.letter_key, i.about_key, a.status, a.paused_on, a.parent_id, a.unit_id
    FROM workflow_workitem i LEFT JOIN dispatch_assignment a
      ON a.id = i.about_key AND i.step IN ('assign', 'handle', 'check_report', 'redirect')
    WHERE i.letter_kind = 'incoming' AND i.done_at IS NULL AND i.organisation_id = %(office)s
      AND (i.owner_post_id = %(post)s OR i.owner_post_id IS NULL AND i.duty = ANY(%(duties)s))
    ORDER BY random() LIMIT 1
"""


class Lost(Exception):
    """No answer came: the process that was asked is gone."""


class Absent(Lost):
    """Nobody was there to be asked: for certain nothing was done."""


class Answer(NamedTuple):
    """As much of an answer as a desk looks at."""

    status: int
    location: str
    text: str


def _today() -> str:
    return local_day(datetime.now(UTC)).isoformat()


@dataclass
class Visitor:
    """One person's browser without the picture."""

    address: str
    username: str
    cookies: dict[str, str] = field(default_factory=dict)

    def sign_in(self) -> None:
        self.get("/account/login/")
        said = {"login": self.username, "password": PASSWORD}
        answer = self.post("/account/login/", said)
        assert answer.status == FOUND, f"{self.username} cannot sign in: {answer.status}"

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(
        self, path: str, fields: Mapping[str, Any], files: Mapping[str, tuple[str, bytes]] | None = None, *,
        as_json: bool = False,
    ) -> Answer:  # fmt: skip
        said = {**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        if files is None:
            body, kind = urlencode(said, doseq=True).encode(), "application/x-www-form-urlencoded"
        else:
            body, kind = _parts(said, files)
        more = {"Accept": "application/json"} if as_json else {}
        return self._ask("POST", path, body, {"Content-Type": kind, **more})

    def _ask(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        more = {"Cookie": cookies, "Referer": self.address + "/", **(headers or {})}
        line = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        try:
            line.connect()
        except OSError as error:
            raise Absent(str(error)) from error
        try:
            line.request(method, path, body=body, headers=more)
            response = line.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise Lost(f"{type(error).__name__}: {error}") from error
        finally:
            line.close()
        for said in response.headers.get_all("Set-Cookie") or []:
            name, _is, value = said.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, response.headers.get("Location", ""), text)


def _parts(fields: Mapping[str, Any], files: Mapping[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    mark = uuid.uuid4().hex
    lines: list[bytes] = []
    for name, value in fields.items():
        lines += [f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()]
    for name, (file, content) in files.items():
        said = f'Content-Disposition: form-data; name="{name}"; filename="{file}"'
        lines += [f"--{mark}\r\n{said}\r\nContent-Type: application/pdf\r\n\r\n".encode(), content, b"\r\n"]
    lines.append(f"--{mark}--\r\n".encode())
    return b"".join(lines), f"multipart/form-data; boundary={mark}"


@dataclass(frozen=True)
class Orders:
    """What everybody at a desk knows: where the office is, how many letters there are to be, where to swear."""

    address: str
    database: str
    letters: int
    folder: Path
    leaders: tuple[int, ...]
    units: tuple[int, ...]
    until: float


class Desk:
    """One person: does what waits, again and again, and swears to what was answered."""

    def __init__(self, name: str, orders: Orders, chance: random.Random) -> None:
        self.name, self.orders, self.chance = name, orders, chance
        self.visitor, self.log = Visitor(orders.address, name), orders.folder / f"{name}.log"
        self.serial = 0
        self.me: dict[str, Any] = {}
        self.rows: Any = None

    def live(self) -> None:
        """Work until every letter has ended, or until time is up."""
        with psycopg.connect(self.orders.database, autocommit=True, row_factory=dict_row) as self.rows:
            self.me = self._one(
                "SELECT t.id AS post, t.unit_id AS unit, t.duties, t.organisation_id AS office "
                "FROM organisation_post t JOIN organisation_person p ON p.id = t.person_id WHERE p.username = %s",
                self.name,
            )
            self._signed_in()
            while time.monotonic() < self.orders.until and not self._all_ended():
                try:
                    worked = self._something()
                except Lost:
                    worked = False
                time.sleep(self.chance.uniform(0.02, 0.2) if worked else self.chance.uniform(0.2, 0.6))

    def _signed_in(self) -> None:
        while time.monotonic() < self.orders.until:
            with suppress(Lost):
                self.visitor.sign_in()
                return
            time.sleep(0.3)

    def _something(self) -> bool:
        waits = self._one(WAITING, **self.me)
        clerk = "registry_clerk" in self.me["duties"] and (not waits or self.chance.random() < 0.7)
        if clerk and self._receive():
            return True
        if self.chance.random() < 0.12 and self._clock():
            return True
        if not waits or waits["step"] == "file_letter":
            return False
        if self.chance.random() < 0.5:
            self.visitor.get(f"/incoming/{waits['letter_key']}/")
        self._do(waits)
        return True

    # ------------------------------------------------------------ the acts
    def _do(self, it: dict[str, Any]) -> None:
        letter, part, dice = it["letter_key"], it["about_key"], self.chance.random()
        if it["step"] == "propose":
            self._act("proposed", letter, f"/incoming/{letter}/propose/", {
                "director": self.chance.choice(self.orders.leaders), **self._naming()})  # fmt: skip
        elif it["step"] == "direct":
            if dice < 0.1:
                self._act("returned_to_chief", letter, f"/incoming/{letter}/another-proposal/", _words())
            else:
                self._act("directed", letter, f"/incoming/{letter}/direct/", self._naming())
        elif it["step"] == "redirect":
            self._act("report_sent_back", part, f"/incoming/parts/{part}/send-back/", _words())
        elif it["step"] == "check_report":
            if dice < 0.15 or it["status"] == "declined":
                self._act("report_sent_back", part, f"/incoming/parts/{part}/send-back/", _words())
            else:
                self._act("report_accepted", part, f"/incoming/parts/{part}/accept-report/", {})
        elif it["step"] == "confirm":
            if dice < 0.15:
                self._act("sent_back", letter, f"/incoming/{letter}/send-back/", _words())
            else:
                self._act("completed", letter, f"/incoming/{letter}/confirm/", _words())
        elif it["step"] in ("assign", "handle"):
            self._work_on(it, part, dice)

    def _work_on(self, it: dict[str, Any], part: int, dice: float) -> None:
        here = f"/incoming/parts/{part}"
        if it["status"] == "waiting" and dice < 0.06:
            self._act("handed_back", part, f"{here}/hand-back/", _words())
        elif it["step"] == "assign" and it["status"] == "waiting":
            officer = self._one(
                "SELECT t.id FROM organisation_post t JOIN organisation_person p ON p.id = t.person_id "
                "WHERE t.unit_id = %s AND 'officer' = ANY(t.duties) AND p.username = ANY(%s) LIMIT 1",
                self.me["unit"],
                list(PEOPLE),
            )
            said = {"lead": f"p{officer['id']}", "term": "", "text": "Tham mưu", "reason": REASON}
            self._act("given_on", part, f"{here}/give-on/", said)
        elif it["status"] == "waiting":
            self._act("accepted", part, f"{here}/accept/", {})
        elif dice < 0.3:
            said = {"percent": self.chance.randrange(100), "note": "Đang làm"}
            self._act("progress_told", part, f"{here}/progress/", said)
        else:
            self._act("reported", part, f"{here}/report/", _words())

    def _clock(self) -> bool:
        """Stop a clock one gave, or let it run again."""
        part = self._one(
            "SELECT a.id, a.paused_on FROM dispatch_assignment a WHERE a.given_by_id = %s AND a.due_on IS NOT NULL "
            "AND a.status IN ('waiting', 'accepted', 'passed_on') ORDER BY random() LIMIT 1",
            self.me["post"],
        )
        if not part:
            return False
        where = f"/incoming/parts/{part['id']}"
        if part["paused_on"]:
            self._act("resumed", part["id"], f"{where}/run-clock/", {})
        else:
            self._act("paused", part["id"], f"{where}/stop-clock/", _words())
        return True

    def _naming(self) -> dict[str, Any]:
        lead, *others = self.chance.sample(self.orders.units, len(self.orders.units))
        helpers = [f"u{key}" for key in others if self.chance.random() < 0.4]
        return {"lead": f"u{lead}", "helpers": helpers, "term": "0", "text": "Giao chủ trì"}

    def _act(self, event: str, about: int, path: str, fields: Mapping[str, Any]) -> Answer | None:
        """Send a form once; swear to what came of it."""
        try:
            answer = self.visitor.post(path, fields)
        except Lost as error:
            note(self.log, "absent" if isinstance(error, Absent) else "unknown", event, about)
            raise
        if answer.status == FOUND and not answer.location.endswith("/direct/"):
            if answer.location.startswith("/account/login"):
                self._signed_in()
            else:
                note(self.log, "did", event, about)
        else:
            kind = "refused" if answer.status in (CONFLICT, UNREADABLE, 403, 404) else "broken"
            note(self.log, kind, event, about, answer.status)
        return answer

    # ------------------------------------------------------------ the registry
    def _receive(self) -> bool:
        """Bring a letter in, or register one that waits."""
        there = self._one(
            "SELECT count(*) AS n FROM dispatch_incomingletter WHERE organisation_id = %(office)s", **self.me
        )
        waits = self._one(
            "SELECT id, issuer FROM dispatch_incomingletter WHERE organisation_id = %(office)s AND status = 'arrived' "
            "ORDER BY random() LIMIT 1",
            **self.me,
        )
        if waits:
            self._register(waits["id"])
            return True
        if there["n"] >= self.orders.letters:
            return False
        self.serial += 1
        if self.chance.random() < 0.5:
            self._paper()
        else:
            self._upload()
        return True

    def _facts(self) -> dict[str, Any]:
        code = f"{self.serial}/{self.name.upper()}-{self.chance.randrange(10**6)}"
        subject = f"việc thứ {self.serial} của {self.name}, mã {uuid.uuid4().hex}"
        return {
            "issuer": f"Cơ quan {uuid.uuid4().hex[:8]}", "code": code, "subject": subject, "kind": "cong_van",
            "urgency": "normal", "dated_on": _today(), "language": "Tiếng Việt",
        }  # fmt: skip

    def _paper(self) -> None:
        """Register paper: the form is sent again until it is answered, as a browser does when asked to."""
        page = self.visitor.get("/intake/paper/?secrecy=none")
        key = re.search(r'name="form_key" value="([^"]+)"', page.text)
        assert key, "the form of paper has no key"
        facts = self._facts()
        said = {
            **facts, "form_key": key[1], "secrecy": "none", "arrival_day": _today(),
            "copies": 1, "page_count": 1, "paper_received": "on",
        }  # fmt: skip
        unanswered = False
        while time.monotonic() < self.orders.until:
            try:
                answer = self.visitor.post("/intake/paper/", said)
            except Lost as error:
                unanswered = unanswered or not isinstance(error, Absent)
                time.sleep(0.3)
                continue
            if answer.status == FOUND:
                note(self.log, "did", "paper", facts["code"])
            else:
                note(self.log, "unknown" if unanswered else "refused", "paper", facts["code"], answer.status)
            return

    def _upload(self) -> None:
        """Bring a file in, again under its token until it is answered."""
        said = {"secrecy": "none", "token": uuid.uuid4().hex, "place": 0}
        content = blank_page() + f"%{self.name} {self.serial} {said['token']}\n".encode()
        while time.monotonic() < self.orders.until:
            try:
                sent = {"files": (f"{self.name}-{self.serial}.pdf", content)}
                answer = self.visitor.post("/intake/bring/", said, sent, as_json=True)
            except Lost:
                time.sleep(0.3)
                continue
            kept = json.loads(answer.text)["letters"] if answer.status == DONE else []
            note(self.log, "did" if kept else "broken", "arrived", kept[0] if kept else answer.status)
            return

    def _register(self, letter: int) -> None:
        if self.chance.random() < 0.05:
            self._act("refused", letter, f"/intake/{letter}/return/", {"reason": REASON})
            return
        self._act("described", letter, f"/intake/{letter}/facts/", self._facts())
        said = {"arrival_day": _today(), "copies": 1, "compared": "on"}
        self._act("registered", letter, f"/intake/{letter}/", said)
        if self.chance.random() < 0.06:
            self._act("voided", letter, f"/intake/{letter}/strike-out/", {"reason": REASON})

    # ------------------------------------------------------------ reading
    def _all_ended(self) -> bool:
        row = self._one(
            "SELECT count(*) AS n, count(*) FILTER (WHERE l.status = 'arrived' "
            "OR h.stage IN ('proposing', 'directing', 'in_hand', 'confirming')) AS going "
            "FROM dispatch_incomingletter l LEFT JOIN dispatch_handling h ON h.letter_id = l.id "
            "WHERE l.organisation_id = %(office)s",
            **self.me,
        )
        return bool(row["n"] >= self.orders.letters and not row["going"])

    def _one(self, question: str, *values: Any, **named: Any) -> dict[str, Any]:
        found = self.rows.execute(question, named or values).fetchone()
        return dict(found) if found else {}


def _words() -> dict[str, str]:
    return {"text": REASON, "reason": REASON, "note": REASON}


@contextmanager
def asking(database: str) -> Iterator[Any]:
    with psycopg.connect(database, autocommit=True, row_factory=dict_row) as rows:
        yield rows
