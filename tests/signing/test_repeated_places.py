"""Number and day repeated on an appendix, and minutes without a day: filled with the seal, accepted by our judge."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf

from files.rendering import render_pdf
from signing.engine import augmenting, preparing
from signing.enums import VerdictStatus
from signing.judging.verdict import judge
from tests.signing.conftest import HTML, PREFILL, Pki, sign

AGAIN = (
    '<p style="break-before:page">(Kèm theo Công văn số <i class=slot id="slot-number-2" style="width:14mm"></i>/SNV-VP '
    'ngày <i class=slot id="slot-day-2" style="width:52mm"></i>)</p></body>'
)


def _values(pdf: bytes) -> dict[str, str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fields = opened.Root.AcroForm.Fields
        return {str(field.T): str(field.get("/V", "")) for field in fields if field.get("/FT") == "/Tx"}


def _issued(pki: Pki, html: str, prefill: dict[str, str]) -> bytes:
    made = render_pdf(html)
    prepared = preparing.add_fields(made.pdf, made.slots)
    leader = augmenting.add_timestamp(sign(pki, prepared, "Leader", "binh"), "Leader", pki.stamps)
    leader = augmenting.add_validation_data(leader, "Leader", pki.trust)
    sealed = augmenting.add_timestamp(sign(pki, leader, "Seal", "snv", prefill=prefill), "Seal", pki.stamps)
    sealed = augmenting.add_validation_data(sealed, "Seal", pki.trust)
    return augmenting.add_archive_timestamp(sealed, pki.stamps)


def test_an_appendix_bears_number_and_day_of_its_letter_and_the_whole_is_accepted(pki: Pki) -> None:
    issued = _issued(pki, HTML.replace("</body>", AGAIN), PREFILL)
    number, day = PREFILL["Number"], PREFILL["Day"]
    assert _values(issued) == {"Number": number, "Number2": number, "Day": day, "Day2": day}
    assert judge(issued, [pki.root], at=datetime.now(UTC)).status == VerdictStatus.ACCEPT


def test_minutes_without_a_day_in_their_head_are_accepted(pki: Pki) -> None:
    html = HTML.replace('id="slot-day"', "")
    issued = _issued(pki, html, {"Number": "05"})
    assert _values(issued) == {"Number": "05"}
    assert judge(issued, [pki.root], at=datetime.now(UTC)).status == VerdictStatus.ACCEPT
