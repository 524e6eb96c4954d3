"""What the closed process does for the judge: `lib.isolation` asks it here, one fork for each file."""

import json
from datetime import datetime

from signing.judging import verdict
from signing.judging.results import Expected


def answer(head: bytes, pdf: bytes) -> bytes:
    """Judge a file as `head` asks (JSON); the judgement as JSON."""
    asked = json.loads(head)
    expected = Expected(**{**asked["expected"], "fields": tuple(asked["expected"]["fields"])})
    roots = [text.encode("latin-1") for text in asked["roots"]]
    judged = verdict.judge(pdf, roots, at=datetime.fromisoformat(asked["at"]), expected=expected)
    return json.dumps(judged.to_json()).encode()
