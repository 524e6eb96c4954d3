"""How often what is proposed is right: issued letters of both regimes as PDF, as scans, and as worn scans.

Right means what a clerk would have typed, capitals aside. Letters, offices and people are invented; the letters are set
by the house's own layouts, so an office that sets its letters otherwise is not measured here.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from typing import Any

import pytest

from dispatch.reading.lines import Page, page_of
from dispatch.reading.offices import COMMON
from dispatch.reading.proposing import proposals
from files.enums import MediaType
from files.operations.recognising import read_inks
from files.reading import opening
from tests.factories.papers import Paper, papers, scanned

COUNT, SEED = 60, 20261130
LEAST = {"code": 80, "dated_on": 90, "subject": 90}
FIELDS = ("issuer", "code", "dated_on", "kind", "subject", "signer", "urgency")


def read(content: bytes, pages: int, *, own: bool) -> list[Page]:
    told: list[bytes] = []
    for page in range(1, pages + 1):
        if own:
            told.append(opening.words_on(content, page=page))
        else:
            inks = opening.inks_on(content, MediaType.PDF, page=page)
            told.append(json.dumps(read_inks(inks, first=page == 1)).encode())
    return [page_of(words, number) for number, words in enumerate(told, 1)]


def as_came(paper: Paper, way: str, place: int) -> bytes:
    pdf = paper.pdf()
    return pdf if way == "pdf" else scanned(pdf, worn=place if way == "worn" else None)


@pytest.mark.parametrize(
    ("way", "named"),
    [
        ("pdf", "PDF"),
        ("scan", "clean scans, 200 dpi"),
        ("worn", "worn scans, 200 dpi: skew, blur, seal, ink, JPEG 60"),
    ],
)
def test_what_is_proposed_is_right(figure: Any, way: str, named: str) -> None:
    right: Counter[str] = Counter()
    numbers = 0
    sure: dict[int, list[bool]] = defaultdict(list)
    seconds, pages = 0.0, 0
    for place, paper in enumerate(papers(COUNT, seed=SEED)):
        content = as_came(paper, way, place)
        count = opening.page_count_of(content, MediaType.PDF, name="x.pdf") or 1
        begun = time.monotonic()
        found = {one.field: one for one in proposals(read(content, count, own=way == "pdf"), names=COMMON)}
        seconds, pages = seconds + time.monotonic() - begun, pages + count
        numbers += _number(found["code"].value if "code" in found else "") == _number(paper.truth["code"])
        for field in FIELDS:
            one = found.get(field)
            said = one.value if one else ("normal" if field == "urgency" else "")
            good = said.casefold() == paper.truth[field].casefold()
            right[field] += good
            if one is not None:
                sure[min(one.sure // 10 * 10, 90)].append(good)
    how = f"{COUNT} letters, both regimes, seed {SEED}"
    figure(f"proposals, {named}: number alone", 100 * numbers / COUNT, "%", how=how, least=90)
    for field in FIELDS:
        share = 100 * right[field] / COUNT
        figure(f"proposals, {named}: {field}", share, "%", how=how, least=LEAST.get(field))
    for level, told in sorted(sure.items()):
        share = 100 * sum(told) / len(told)
        figure(
            f"proposals, {named}: right when {level} % sure or more", share, "%", how=f"{len(told)} proposals"
        )
    figure(
        f"reading, {named}",
        pages * 60 / seconds,
        "pages/min",
        how="one core, with the closed process",
        least=20,
    )


def _number(code: str) -> str:
    return code.replace("/", "-").partition("-")[0]
