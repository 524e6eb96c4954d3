"""Numbers of one series, taken by many processes that abort, are killed and kill themselves: none lost, none twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from audit.models import Event
from config.doctor import numbers as doctor
from dispatch.enums import AllocationState, LetterStatus
from dispatch.models import NumberAllocation, NumberSeries, OutgoingLetter
from tests import cast as people
from tests.factories import dispatch as make
from tests.sizes import SIZES
from tests.storm.herd import let_loose, lines_of

LETTERS = 4
KILLS = max(2, SIZES.numbers_allotted // 400)


@pytest.mark.slow
def test_no_number_is_lost_or_given_twice(transactional_db: None, tmp_path: Path, proof: Any) -> None:
    cast = people.assemble()
    series = make.year_series(cast.snv, cast)
    letters = [make.letter_at(cast, LetterStatus.SIGNED).pk for _ in range(LETTERS)]
    logs = tmp_path / "logs"
    logs.mkdir()
    orders = {
        "seed": SIZES.seed, "folder": str(logs), "series": series.pk, "post": cast.lan.pk, "letters": letters,
        "numbers": SIZES.numbers_allotted, "processes": SIZES.numbering_processes, "kills": KILLS,
        "suicides": KILLS / SIZES.numbers_allotted, "every": 1.0,
    }  # fmt: skip
    report = let_loose("tests.storm.numbers", orders, patience=3600)

    series = NumberSeries.objects.get(pk=series.pk)
    lines = list(NumberAllocation.objects.filter(series=series).order_by("number"))
    sworn = Counter(int(words[-1]) for words in lines_of(logs) if words[0] in {"reserved", "voided"})
    gaps = set(range(series.start, series.next_number)) - {line.number for line in lines}
    doubled = [n for n, times in Counter(line.number for line in lines).items() if times > 1]
    twice = [number for number, times in sworn.items() if times > 1]
    lost = sworn.keys() - {line.number for line in lines}
    acts = Counter(words[0] for words in lines_of(logs))
    sizes = (
        f"{len(lines)} numbers, {SIZES.numbering_processes} processes, {report['killed']} kill -9 from outside, "
        f"{report['suicides']} inside the transaction, {acts['aborted']} aborts, "
        f"{sum(line.state == AllocationState.VOID for line in lines)} void lines, {report['seconds']} s"
    )
    holds = not gaps and not doubled and not twice and not lost and len(lines) >= SIZES.numbers_allotted
    proof(
        "numbers under contention",
        f"{len(gaps)} gaps, {len(doubled) + len(twice)} doubled, {len(lost)} lost",
        "0, 0, 0",
        holds,
        sizes,
    )
    assert report["errors"] == 0, report["said"]
    assert (gaps, doubled, twice, lost) == (set(), [], [], set())
    assert len(lines) >= SIZES.numbers_allotted
    assert report["killed"] + report["suicides"] > 0
    assert list(doctor.check()) == []
    for line in lines:  # a void number keeps its line and its reason, for ever
        assert (line.state == AllocationState.VOID) == bool(line.void_reason)
    reserved_and_void = [
        line for line in lines if line.state == AllocationState.VOID and line.letter_id is None
    ]
    assert Event.objects.filter(name="number.voided").count() == len(reserved_and_void)
    for letter in OutgoingLetter.objects.filter(pk__in=letters):
        given = [
            line for line in lines if line.letter_id == letter.pk and line.state == AllocationState.ALLOCATED
        ]
        assert given == ([letter.allocation] if letter.allocation else [])
