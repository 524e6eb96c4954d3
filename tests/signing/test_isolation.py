"""Hostile files meet a closed child; whatever becomes of it, the answer is a judgement."""

from __future__ import annotations

import os
import zlib
from datetime import UTC, datetime, timedelta

import pytest

from lib.isolation.room import ClosedRoom
from signing.enums import ReasonCode, VerdictStatus
from signing.judging import isolation
from signing.judging.results import Expected
from tests.signing.conftest import Letter, Pki

NOW = datetime.now(UTC) + timedelta(hours=2)  # a long run signs long after this line is read


def test_the_child_judges_as_the_judge_does(letter: Letter, pki: Pki) -> None:
    expected = Expected(fields=("Leader", "Seal"))
    verdict = isolation.judge(letter.lta, [pki.root], at=NOW, expected=expected)
    assert (verdict.status, verdict.level) == (VerdictStatus.ACCEPT, "B-LTA")
    assert isolation.judge(b"%PDF-1.7 junk", [pki.root], at=NOW).status is VerdictStatus.REJECT


def test_after_a_server_was_killed_the_next_file_is_judged(letter: Letter, pki: Pki) -> None:
    isolation.judge(letter.lta, [pki.root], at=NOW)
    assert isolation._room.process_id is not None
    os.kill(isolation._room.process_id, 9)
    assert isolation.judge(letter.lta, [pki.root], at=NOW).status is VerdictStatus.ACCEPT


def test_a_child_that_gives_no_answer_means_indeterminate(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("tests.lib.answers", "tests.lib.no_such_module"):  # neither knows the question
        room = ClosedRoom(module)
        monkeypatch.setattr(isolation, "_room", room)
        assert isolation.judge(b"%PDF-1.7", [], at=NOW).reasons == (ReasonCode.TOO_HARD,)
        room.close()


def test_a_bomb_ends_within_its_bounds(letter: Letter, pki: Pki) -> None:
    bomb = zlib.compress(b"\0" * 300_000_000)
    pdf = letter.lta + b"\n99 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(bomb) + bomb
    assert isolation.judge(pdf, [pki.root], at=NOW).status is not VerdictStatus.ACCEPT


def test_a_file_past_the_limit_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "LARGEST", 10)
    assert isolation.judge(b"%PDF-1.7 more than ten", [], at=NOW).reasons == (ReasonCode.TOO_LARGE,)
