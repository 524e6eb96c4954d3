"""Eight people work on incoming letters in a running office whose processes are killed -9: nothing is lost or doubled."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.cluster import Cluster
from tests.e2e.running import RealOffice
from tests.sizes import LONG, SIZES
from tests.storm.desks import PEOPLE, Desk, Orders, asking
from tests.storm.herd import lines_of

pytestmark = [LONG, pytest.mark.slow]
# A letter is spoken of by its key; of these acts the part is.
OF_PARTS = (
    "given_on", "reassigned", "accepted", "progress_told", "reported", "handed_back", "report_accepted",
    "report_sent_back", "paused", "resumed",
)  # fmt: skip
SETTLED = 240.0


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RealOffice]:
    monkeypatch.setenv("WEB_PROCESSES", "2")
    running = RealOffice(tmp_path / "office")
    try:
        running.start()
        yield running
    finally:
        running.end()


def test_nothing_is_lost_or_done_twice(office: RealOffice, tmp_path: Path, proof: Any) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    database = Cluster(office.var / "pg", log=office.var / "asked.log").url
    patience = 120.0 + 12.0 * SIZES.storm_incoming
    orders = Orders(
        office.address, database, SIZES.storm_incoming, logs, *_names(database), time.monotonic() + patience
    )
    begun = time.monotonic()
    desks = [
        threading.Thread(target=Desk(name, orders, random.Random(f"{SIZES.seed}/{name}")).live, name=name)
        for name in PEOPLE
    ]
    for one in desks:
        one.start()
    killed = _storm(office, database, desks, logs)
    seconds = time.monotonic() - begun
    with asking(database) as rows:
        _let_the_machines_end(rows)
        sworn = lines_of(logs)
        lost, doubled = _unlike(rows, sworn)
        doubled += _numbers(rows) + _reminders(rows)
        alone = _without_holder(rows)
        ends = Counter(one["end"] for one in rows.execute(ENDS))
    healed = office.command("doctor", caller=tmp_path)
    said = Counter((words[0], words[1]) for words in sworn)
    counts = Counter(words[0] for words in sworn)
    broken = {words[1]: n for words, n in said.items() if words[0] == "broken"}
    sizes = (
        f"{len(PEOPLE)} people, {sum(ends.values())} letters ({dict(ends)}), {killed} killed with -9, "
        f"{counts['did']} acts sworn to, {counts['unknown']} never answered, {counts['refused']} refused, "
        f"{seconds:.0f} s"
    )
    holds = not (lost or doubled or alone or broken) and healed.returncode == 0
    proof("incoming letters in the storm", f"{len(lost)} lost, {len(doubled)} doubled", "0, 0", holds, sizes)
    assert (lost, doubled, alone, broken) == ([], [], [], {})
    assert healed.returncode == 0, healed.stdout + healed.stderr
    assert sum(killed.values()) >= min(SIZES.storm_incoming_kills, 2)
    assert not set(ends) & {"arrived", "proposing", "directing", "in_hand", "confirming"}
    assert {
        "registered",
        "proposed",
        "directed",
        "given_on",
        "accepted",
        "reported",
        "completed",
        "paused",
    } <= {name for kind, name in said if kind == "did"}


ENDS = """
    SELECT CASE WHEN h.stage IS NULL THEN l.status ELSE h.stage END AS end
    FROM dispatch_incomingletter l JOIN organisation_organisation o ON o.id = l.organisation_id
    LEFT JOIN dispatch_handling h ON h.letter_id = l.id WHERE o.code = 'SNV'
"""


def _names(database: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    with asking(database) as rows:
        leaders = rows.execute(
            "SELECT t.id FROM organisation_post t JOIN organisation_person p ON p.id = t.person_id "
            "WHERE p.username = 'binh'"
        )
        units = rows.execute(
            "SELECT t.unit_id AS id FROM organisation_post t JOIN organisation_person p ON p.id = t.person_id "
            "WHERE p.username IN ('hoa', 'khoa')"
        )
        return tuple(one["id"] for one in leaders), tuple(one["id"] for one in units)


# ------------------------------------------------------------------ the storm
def _storm(office: RealOffice, database: str, desks: list[threading.Thread], logs: Path) -> Counter[str]:
    """Kill a process every few acts, and let the clocks be looked at, until the people have done.

    Counted by acts, not by the clock: else a slow machine is killed anew before anybody has done anything.
    """
    chance, killed, rung, due = random.Random(SIZES.seed), Counter[str](), 0, 1
    while any(one.is_alive() for one in desks):
        time.sleep(chance.uniform(0.5, 2.5))
        rung += 1
        with asking(database) as rows:
            rows.execute(
                "INSERT INTO jobs_job (organisation_key, kind, key, queue, payload, state, attempts, run_at, lease, "
                "last_error, created_at) VALUES (0, 'workflow.remind', %s, 'batch', '{}', 'queued', 0, now(), '', '', "
                "now())",
                [f"storm-{rung}"],
            )
            _orphan_nothing_for_long(rows)
        alive = _machines(office)  # none between a death and what the supervisor starts again
        acts = len(lines_of(logs))
        if alive and acts >= due and sum(killed.values()) < SIZES.storm_incoming_kills:
            name, pid = chance.choice(alive)
            os.kill(pid, signal.SIGKILL)
            killed[name] += 1
            due = acts + chance.randint(1, 12)
    return killed


def _machines(office: RealOffice) -> list[tuple[str, int]]:
    """Give the web processes, those below them, and the workers; the web as a whole as seldom as each of them."""
    assert office.process is not None
    children = children_of()
    found = []
    for pid in children.get(office.process.pid, []):
        line = line_of(pid)
        if "granian" in line:
            found += [("web", pid)] + [
                ("web process", one) for one in children.get(pid, []) for _twice in "12"
            ]
        elif " worker " in line:
            found.append(("worker", pid))
    return found


def children_of() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            found.setdefault(int(fields[1]), []).append(int(path.parent.name))
    return found


def line_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _orphan_nothing_for_long(rows: Any) -> None:
    """Let the lease of a killed worker run out after four seconds instead of two minutes."""
    rows.execute(
        "UPDATE jobs_job SET lease_until = now() - interval '1 second' WHERE state = 'running' "
        "AND lease_until < now() + interval '116 seconds'"
    )


def _let_the_machines_end(rows: Any) -> None:
    until = time.monotonic() + SETTLED
    open_ones = "SELECT count(*) AS n FROM jobs_job WHERE state IN ('queued', 'running') AND run_at <= now()"
    while rows.execute(open_ones).fetchone()["n"]:
        assert time.monotonic() < until, "the workers do not come to an end"
        _orphan_nothing_for_long(rows)
        time.sleep(0.5)


# ------------------------------------------------------------------ what is compared
def _unlike(rows: Any, sworn: list[list[str]]) -> tuple[list[str], list[str]]:
    """Compare what was sworn to with the log: not less often, and not more often than somebody asked for it."""
    did = Counter((words[1], words[2]) for words in sworn if words[0] == "did")
    unknown = Counter((words[1], words[2]) for words in sworn if words[0] == "unknown")
    events: Counter[tuple[str, str]] = Counter()
    for row in rows.execute(
        "SELECT e.name, e.subject_key, e.facts->>'assignment' AS part, l.reference_code, l.source "
        "FROM audit_event e JOIN dispatch_incomingletter l ON l.id::text = e.subject_key "
        "WHERE e.subject_kind = 'incoming'"
    ):
        name = row["name"].removeprefix("incoming.")
        if name == "registered" and row["source"] == "paper":
            events["paper", row["reference_code"]] += 1
        name = {"reassigned": "given_on"}.get(name, name)
        events[name, row["part"] if name in OF_PARTS else row["subject_key"]] += 1
    lost = [f"{act}: sworn {n}, in the log {events[act]}" for act, n in did.items() if events[act] < n]
    asked = {name for name, _about in did}
    doubled = [
        f"{act}: in the log {n}, sworn {did[act]}, unknown {unknown[act]}"
        for act, n in events.items()
        if act[0] in asked - {"arrived", "registered"} and n > did[act] + unknown[act]
    ]
    twice = [
        f"{act} {n} times"
        for act, n in events.items()
        if act[0] in ("paper", "registered", "arrived") and n > 1
    ]
    return lost, doubled + twice


def _numbers(rows: Any) -> list[str]:
    """Every number of the book once, none missing, each with its letter; void ones say why."""
    found = []
    for book in rows.execute(
        "SELECT id, start, next_number FROM dispatch_numberseries WHERE direction = 'incoming'"
    ).fetchall():
        lines = rows.execute(
            "SELECT n.number, n.state, n.void_reason, count(l.id) AS letters FROM dispatch_numberallocation n "
            "LEFT JOIN dispatch_incomingletter l ON l.allocation_id = n.id WHERE n.series_id = %s "
            "GROUP BY n.id ORDER BY n.number",
            [book["id"]],
        ).fetchall()
        if [one["number"] for one in lines] != list(range(book["start"], book["next_number"])):
            found.append(f"book {book['id']} has gaps or doubles")
        found += [
            f"number {one['number']} has {one['letters']} letters" for one in lines if one["letters"] != 1
        ]
        found += [
            f"number {one['number']} is void without a reason"
            for one in lines
            if (one["state"] == "void") != bool(one["void_reason"])
        ]
    return found


def _reminders(rows: Any) -> list[str]:
    """Each rung of each clock in one event, and as many notices as its events name people."""
    claimed = rows.execute("SELECT count(*) AS n FROM workflow_rungclaim").fetchone()["n"]
    said = rows.execute(
        "SELECT coalesce(sum(jsonb_array_length(facts->'rungs')), 0) AS rungs, "
        "coalesce(sum(jsonb_array_length(facts->'people')), 0) AS people FROM audit_event "
        "WHERE name = 'incoming.reminded'"
    ).fetchone()
    told = rows.execute(
        "SELECT count(*) AS n FROM notices_notice WHERE kind IN "
        "('incoming.due_soon', 'incoming.due_today', 'incoming.overdue')"
    ).fetchone()["n"]
    alike = (claimed, told) == (said["rungs"], said["people"])
    nobody = [] if claimed else ["nobody was ever reminded"]
    return nobody + ([] if alike else [f"{claimed} rungs claimed, {said}, {told} notices"])


def _without_holder(rows: Any) -> list[int]:
    found = rows.execute(
        "SELECT h.letter_id AS id FROM dispatch_handling h WHERE h.stage NOT IN ('filed', 'over') AND NOT EXISTS "
        "(SELECT 1 FROM workflow_workitem i WHERE i.letter_kind = 'incoming' AND i.letter_key = h.letter_id "
        "AND i.done_at IS NULL)"
    )
    return [one["id"] for one in found]
