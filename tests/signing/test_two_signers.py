"""A second person signs, a second organisation seals: the same bytes, one revision after another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from signing.engine import augmenting, preparing
from signing.enums import Level, VerdictStatus
from signing.judging import verdict
from signing.judging.results import Expected, Verdict
from tests.signing.conftest import HTML, PREFILL, Pki, sign

OTHERS = """<div id="slot-second" style="position:absolute;left:10mm;top:5mm;width:50mm;height:25mm"></div>"""
PARTNERS = (
    """<div id="slot-partner" style="position:absolute;left:-8mm;top:0;width:36mm;height:36mm"></div>"""
)
ALL = ("Leader", "Second", "Seal", "Partner")


def now() -> datetime:
    return datetime.now(UTC)


def prepared(*, joint: bool) -> bytes:
    from files.rendering import render_pdf

    more = OTHERS + (PARTNERS if joint else "")
    made = render_pdf(HTML.replace('<div id="slot-leader"', more + '<div id="slot-leader"'))
    return preparing.add_fields(made.pdf, made.slots)


def step(pki: Pki, pdf: bytes, field: str, holder: str, **more: object) -> bytes:
    """Sign, timestamp, add the proofs: what the jobs do for each signature."""
    signed = sign(pki, pdf, field, holder, **more)
    stamped = augmenting.add_timestamp(signed, field, pki.stamps)
    return augmenting.add_validation_data(stamped, field, pki.trust)


@dataclass(frozen=True)
class Joint:
    leader: bytes
    second: bytes
    sealed: bytes
    both: bytes
    lta: bytes


@pytest.fixture(scope="module")
def joint(pki: Pki) -> Joint:
    leader = step(pki, prepared(joint=True), "Leader", "binh", picture=pki.picture("binh"))
    second = step(pki, leader, "Second", "yen", picture=pki.picture("yen"))
    sealed = step(pki, second, "Seal", "snv", picture=pki.picture("snv"), prefill=PREFILL)
    both = step(pki, sealed, "Partner", "snv", picture=pki.picture("snv"))
    return Joint(leader, second, sealed, both, augmenting.add_archive_timestamp(both, pki.stamps))


def judged(pki: Pki, pdf: bytes, fields: tuple[str, ...] = (), level: Level | None = None) -> Verdict:
    return verdict.judge(pdf, [pki.root], at=now(), expected=Expected(fields=fields, level=level))


def test_every_step_of_a_joint_letter_stands_and_the_whole_is_accepted(pki: Pki, joint: Joint) -> None:
    for pdf, count in ((joint.leader, 1), (joint.second, 2), (joint.sealed, 3)):
        between = judged(pki, pdf, ALL[:count], Level.B_LT)
        assert between.status is VerdictStatus.ACCEPT, between.sentences
    whole = judged(pki, joint.lta)
    assert whole.status is VerdictStatus.ACCEPT, whole.sentences
    assert whole.level is Level.B_LTA
    assert tuple(one.field for one in whole.signers) == ALL


def test_each_signature_is_added_and_nothing_before_it_is_touched(joint: Joint) -> None:
    steps = (joint.leader, joint.second, joint.sealed, joint.both, joint.lta)
    assert all(after.startswith(before) for before, after in zip(steps, steps[1:], strict=False))


def test_minutes_with_a_second_signature_are_accepted(pki: Pki) -> None:
    leader = step(pki, prepared(joint=False), "Leader", "binh")
    second = step(pki, leader, "Second", "yen")
    sealed = step(pki, second, "Seal", "snv", prefill=PREFILL)
    whole = judged(pki, augmenting.add_archive_timestamp(sealed, pki.stamps))
    assert whole.status is VerdictStatus.ACCEPT, whole.sentences
    assert [one.field for one in whole.signers] == ["Leader", "Second", "Seal"]


def test_a_letter_that_lacks_the_second_signature_or_seal_is_not_accepted(pki: Pki, joint: Joint) -> None:
    unsigned = step(pki, joint.leader, "Seal", "snv", prefill=PREFILL)
    assert (
        judged(pki, augmenting.add_archive_timestamp(unsigned, pki.stamps)).status is not VerdictStatus.ACCEPT
    )
    unsealed = augmenting.add_archive_timestamp(joint.sealed, pki.stamps)
    assert judged(pki, unsealed).status is not VerdictStatus.ACCEPT
    assert judged(pki, unsealed, ALL, Level.B_LTA).status is VerdictStatus.REJECT


@pytest.mark.parametrize("number", range(4))
def test_a_byte_changed_in_any_of_the_four_is_rejected(pki: Pki, joint: Joint, number: int) -> None:
    """The value of the n-th signature, and the content it covers."""
    from signing.judging import container

    hole = container.read(joint.lta)[number]
    middle = hole.start + 1 + 2 * 300
    other = b"0" if joint.lta[middle : middle + 1] != b"0" else b"1"
    forged = joint.lta[:middle] + other + joint.lta[middle + 1 :]
    assert judged(pki, forged).status is VerdictStatus.REJECT


def test_a_number_changed_after_the_first_seal_is_rejected(pki: Pki, joint: Joint) -> None:
    other = {**PREFILL, "Number": "999"}
    forged = step(pki, joint.sealed, "Partner", "snv", prefill=other)
    whole = judged(pki, augmenting.add_archive_timestamp(forged, pki.stamps))
    assert whole.status is VerdictStatus.REJECT
