"""A closed room answers, or says that it could not; nothing that happens in it reaches whoever asks."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

import pytest

from lib.isolation import room as rooms
from lib.isolation import wire
from lib.isolation.room import ClosedRoom, RoomLost, TooHard
from tests.sizes import LONG


@pytest.fixture(scope="module")
def room():
    one = ClosedRoom("tests.lib.answers")
    yield one
    one.close()


def test_a_question_is_answered_whatever_its_size(room: ClosedRoom) -> None:
    for body in (b"", b"short", os.urandom(1 << 20) * 20):
        assert room.ask(b"echo", body) == body


@pytest.mark.parametrize("deed", [b"die", b"fail", b"swallow", b"boast"])
def test_a_fork_that_comes_to_grief_costs_its_own_question_only(room: ClosedRoom, deed: bytes) -> None:
    room.ask(b"echo", b"")
    server = room.process_id
    with pytest.raises(TooHard):
        room.ask(deed, b"")
    assert room.ask(b"echo", b"next") == b"next"
    assert room.process_id == server


@LONG  # ten seconds of processor time
@pytest.mark.slow
def test_a_fork_that_never_ends_is_ended(room: ClosedRoom) -> None:
    with pytest.raises(TooHard):
        room.ask(b"spin", b"")
    assert room.ask(b"echo", b"next") == b"next"


def test_whoever_asks_waits_no_longer_than_the_bound(room: ClosedRoom, monkeypatch) -> None:
    room.ask(b"echo", b"")
    monkeypatch.setattr(rooms, "WALL_SECONDS", 0.3)
    began = time.monotonic()
    with pytest.raises(TooHard):
        room.ask(b"sleep", b"5")
    assert time.monotonic() - began < 2


def test_two_questions_are_open_at_once_and_a_third_waits(room: ClosedRoom) -> None:
    room.ask(b"echo", b"")
    began = time.monotonic()
    asking = [threading.Thread(target=room.ask, args=(b"sleep", b"0.5")) for _ in range(3)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert 1.0 <= time.monotonic() - began < 1.5 + 2


def test_a_server_that_was_killed_is_started_again(room: ClosedRoom) -> None:
    room.ask(b"echo", b"")
    first = room.process_id
    assert first is not None
    os.kill(first, 9)
    assert room.ask(b"echo", b"again") == b"again"
    assert room.process_id != first


def test_a_room_that_cannot_be_opened_is_a_fault_and_no_judgement() -> None:
    shut = ClosedRoom("tests.lib.no_such_module")
    with pytest.raises(RoomLost):
        shut.ask(b"echo", b"")
    shut.close()


def test_a_fork_has_neither_network_nor_files_nor_programs(room: ClosedRoom, tmp_path: Path) -> None:
    found = json.loads(room.ask(b"forbidden", str(tmp_path / "out").encode()))
    assert found.pop("loop") == "allowed"
    assert found.pop("write") != "allowed"
    if os.uname().machine == "aarch64":
        del found["the second numbering"]  # there is none
    if os.uname().machine in {"x86_64", "aarch64"}:
        assert set(found.values()) == {"PermissionError"}


def test_a_fork_knows_no_secret_and_hears_no_other_question(room: ClosedRoom) -> None:
    environment = room.ask(b"environment", b"").decode()
    assert "DATABASE" not in environment
    assert "SECRET" not in environment
    # the three standard ones, its own connection, and the folder that is being listed
    assert len(json.loads(room.ask(b"open", b""))) == 5


def test_a_forked_worker_opens_a_room_of_its_own(room: ClosedRoom) -> None:
    room.ask(b"echo", b"")
    ours = room.process_id
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        room.ask(b"echo", b"")
        os.write(writing, str(room.process_id).encode())
        room.close()
        os._exit(0)
    os.waitpid(child, 0)
    theirs = int(os.read(reading, 20))
    os.close(reading)
    os.close(writing)
    assert theirs != ours
    assert room.ask(b"echo", b"still here") == b"still here"
    assert room.process_id == ours


def test_nothing_is_sent_to_whoever_needs_nothing_more() -> None:
    """Whoever knows that a message is empty may have answered and gone: sending it would break the pipe."""

    class Channel:
        sent: list[bytes] = []

        def sendall(self, part: bytes) -> None:
            self.sent.append(part)

    wire.send(Channel(), b"echo", b"")  # type: ignore[arg-type]
    assert Channel.sent == [wire.LENGTH.pack(4), b"echo", wire.LENGTH.pack(0)]


def test_several_messages_travel_as_one() -> None:
    parts = [b"", b"a", b"bc" * 1000]
    assert wire.unpack(wire.pack(parts)) == parts
    for torn in (wire.pack(parts)[:-1], b"\0\0\0"):
        with pytest.raises(ValueError, match="cut off"):
            wire.unpack(torn)
