"""Asks the closed child for a judgement; whatever happens to the child, the answer is a verdict."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from lib.isolation.room import ClosedRoom, NoAnswer
from signing.enums import ReasonCode, VerdictStatus
from signing.judging.results import Expected, Verdict, sentence_verdict

LARGEST = 50 * 1024 * 1024
_room = ClosedRoom("signing.judging.child")


def judge(pdf: bytes, roots: Sequence[bytes], *, at: datetime, expected: Expected | None = None) -> Verdict:
    """Judge a file nobody vouches for. A child that is killed means INDETERMINATE, never an exception."""
    if len(pdf) > LARGEST:
        return sentence_verdict(pdf, VerdictStatus.INDETERMINATE, ReasonCode.TOO_LARGE)
    asked = {
        "roots": [text.decode("latin-1") for text in roots],
        "at": at.isoformat(),
        "expected": asdict(expected or Expected()),
    }
    try:
        answer = _room.ask(json.dumps(asked).encode(), pdf)
    except NoAnswer:
        return sentence_verdict(pdf, VerdictStatus.INDETERMINATE, ReasonCode.TOO_HARD)
    return Verdict.from_json(json.loads(answer))
