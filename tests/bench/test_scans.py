"""Many one-page scans dropped at once on a running office: it stays usable, and reads them as fast as it should.

The files go as the page's own script sends them, one request a file, one after the other. Meanwhile colleagues look
at the tray, at the first letter and its picture and at their inbox, and the head signs a letter. CPU is what the
workers and everything they start have used, so pages a minute and core is what one core does that has nothing else.
"""

from __future__ import annotations

import json
import re
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from config.cluster import Cluster
from files.enums import MediaType
from files.reading import opening
from tests.bench.clocks import cpu_of
from tests.e2e.running import RealOffice
from tests.factories.papers import papers, scanned
from tests.sizes import SIZES
from tests.storm.desks import DONE, FOUND, Visitor, asking
from tests.storm.test_incoming import children_of, line_of
from tests.workflow.office import PIN

PAPERS, WHOLE = 20, 1_800.0
READY = "SELECT count(*) AS n FROM dispatch_arrivalreading WHERE read_at IS NOT NULL"
LETTER = (
    "SELECT i.id AS item, i.letter_key AS letter FROM workflow_workitem i "
    "WHERE i.step = 'approve' AND i.done_at IS NULL"
)


class Timed:
    """How long each request took, by what it asked for."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def one(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.took[name].append((time.perf_counter() - begun) * 1000)

    @property
    def slowest(self) -> tuple[float, str]:
        return max((max(values), name) for name, values in self.took.items())

    def said(self) -> str:
        return ", ".join(
            f"{name} p50 {sorted(values)[len(values) // 2]:.0f} most {max(values):.0f} ({len(values)})"
            for name, values in self.took.items()
        )


@pytest.fixture
def office(tmp_path: Path) -> Iterator[RealOffice]:
    running = RealOffice(tmp_path / "office")
    try:
        running.start()
        yield running
    finally:
        running.end()


def test_scans_dropped_at_once(office: RealOffice, tmp_path: Path, figure: Any) -> None:
    made = office.command("shell", "-c", "from tests.bench.one_letter import main; main()", caller=tmp_path)
    assert made.returncode == 0, made.stderr[-2000:]
    files = _scans(SIZES.scans_dropped)
    with asking(Cluster(office.var / "pg", log=office.var / "asked.log").url) as rows:
        waits = _until(lambda: rows.execute(LETTER).fetchone(), 120)
        lan, tuyet, binh, minh = (Visitor(office.address, name) for name in ("lan", "tuyet", "binh", "minh"))
        for one in (lan, tuyet, binh, minh):
            one.sign_in()
            one.get("/intake/" if one in (lan, tuyet) else "/inbox/")  # the web has loaded what it needs
        timed, over, first = Timed(), threading.Event(), _First(office)
        cpu, begun = _workers(office), time.perf_counter()
        looking = [
            threading.Thread(target=_looks, args=(tuyet, timed, over, first)),
            threading.Thread(target=_reads_inbox, args=(minh, timed, over)),
            threading.Thread(target=first.watch),
        ]
        for thread in looking:
            thread.start()
        signed = _drop(lan, binh, files, timed, first, waits, rows)
        dropped = time.perf_counter() - begun
        _until(lambda: rows.execute(READY).fetchone()["n"] >= len(files), WHOLE)
        whole, spent = time.perf_counter() - begun, _workers(office) - cpu
        over.set()
        for thread in looking:
            thread.join()
        signed = _until(signed, 120)
    how = f"{len(files)} scans in {dropped:.0f} s, all read {whole:.0f} s; ms: {timed.said()}"
    slowest, name = timed.slowest
    figure("scans dropped at once, slowest request", slowest, "ms", how=f"{name}; {how}", most=1000)
    figure("scans dropped at once, first preview begins after", first.began, "ms", how=how, most=300)
    figure("signature meanwhile, until timestamped and proved", signed, "s", how=how)
    pages = len(files) / (spent / 60)
    how = f"{spent:.0f} s of CPU by the workers: previews, text, OCR, verdicts, proposals; {how}"
    figure("scans read, pages a minute and core", pages, "pages", how=how, least=20)


def _scans(count: int) -> list[bytes]:
    """Give ``count`` files of one page, no two of the same bytes; their papers repeat, for the machine reads bytes."""
    sheets: list[bytes] = []
    for paper in papers(4 * PAPERS, seed=20261130):
        pdf = paper.pdf()
        if len(sheets) < PAPERS and opening.page_count_of(pdf, MediaType.PDF, name="x.pdf") == 1:
            sheets.append(scanned(pdf))
    return [sheets[n % len(sheets)] + f"\n%{uuid.uuid4().hex}\n".encode() for n in range(count)]


class _First:
    """The first letter that is in, and how long after the answer the drawing of its picture began."""

    def __init__(self, office: RealOffice) -> None:
        self.office, self.letter = office, 0
        self.answered, self.began = 0.0, float("nan")
        self.there = threading.Event()

    def watch(self) -> None:
        self.there.wait(60)
        with asking(Cluster(self.office.var / "pg", log=self.office.var / "asked.log").url) as rows:
            row = _until(lambda: rows.execute(_DRAWN, [self.letter]).fetchone(), 60, 0.005)
        self.began = max(0.0, row["s"] - self.answered) * 1000


# A lease lasts two minutes from when a worker took the job; of one that is done already, its end is the latest moment.
_DRAWN = """
    SELECT extract(epoch FROM coalesce(j.lease_until - interval '120 seconds', j.finished_at))::float AS s
    FROM dispatch_incomingletter l JOIN files_storedfile f ON f.id = l.file_id
    JOIN jobs_job j ON j.kind = 'files.preview' AND j.key = 'blob:' || f.blob_id
    WHERE l.id = %s AND j.state IN ('running', 'done')
"""


def _drop(
    lan: Visitor, binh: Visitor, files: list[bytes], timed: Timed, first: _First, waits: Any, rows: Any
) -> Callable[[], Any]:
    """Send the files; after a quarter of them the head signs. Give what tells, once it is done, after how long."""
    said = {"secrecy": "none", "token": uuid.uuid4().hex}
    signed_at = 0.0
    for place, content in enumerate(files):
        with timed.one("a file"):
            sent = {"files": (f"quet-{place:03}.pdf", content)}
            answer = lan.post("/intake/bring/", {**said, "place": place}, sent, as_json=True)
        assert answer.status == DONE, answer.text[:300]
        if not place:
            first.letter, first.answered = json.loads(answer.text)["letters"][0], time.time()
            first.there.set()
        if place == len(files) // 4:
            signed_at = _sign(binh, timed, waits)
    done = "SELECT extract(epoch FROM completed_at) AS s FROM signing_signingrequest WHERE completed_at IS NOT NULL"

    def after() -> Any:
        row = rows.execute(done).fetchone()
        return float(row["s"]) - signed_at if row else None

    return after


def _sign(binh: Visitor, timed: Timed, waits: Any) -> float:
    path = f"/letters/{waits['letter']}/steps/{waits['item']}/sign/"
    with timed.one("the sheet to sign"):
        page = binh.get(path)
    sha = re.search(r'name="sha256" value="([0-9a-f]{64})"', page.text)
    assert sha, page.status
    with timed.one("the PIN"):
        answer = binh.post(path, {"sha256": sha[1], "pin": PIN})
    assert answer.status == FOUND, answer.status
    return time.time()


def _looks(tuyet: Visitor, timed: Timed, over: threading.Event, first: _First) -> None:
    first.there.wait(60)
    while not over.is_set():
        for name, path in (
            ("the tray", "/intake/"),
            ("a letter", f"/intake/{first.letter}/"),
            ("its picture", f"/intake/{first.letter}/pages/1.png"),
        ):
            with timed.one(name):
                tuyet.get(path)
            over.wait(0.3)


def _reads_inbox(minh: Visitor, timed: Timed, over: threading.Event) -> None:
    while not over.is_set():
        with timed.one("an inbox"):
            minh.get("/inbox/")
        over.wait(1.0)


def _workers(office: RealOffice) -> float:
    """Seconds of processor the workers, what they run now and what they ran have used."""
    assert office.process is not None
    below = children_of()
    found, spent = [one for one in below.get(office.process.pid, []) if " worker " in line_of(one)], 0.0
    while found:
        pid = found.pop()
        spent += cpu_of(pid) + cpu_of(pid, ended_children=True)
        found += below.get(pid, [])
    return spent


def _until(told: Callable[[], Any], seconds: float, pause: float = 0.2) -> Any:
    end = time.monotonic() + seconds
    while not (found := told()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(pause)
    return found
