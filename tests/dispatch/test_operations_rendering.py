"""The page itself: the live preview of a draft and the file prepared for signing, both really drawn."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2 as pdfium
import pytest
from django.utils import translation

from dispatch import errors, queries
from dispatch.enums import LetterStatus as S
from dispatch.enums import RenderingState
from dispatch.models import LetterRendering
from dispatch.operations import drafting, pages, preparing, previewing
from jobs.models import Job
from jobs.operations import leasing, working
from jobs.ports import join
from tests.cast import Cast
from tests.factories.dispatch import NOON, content, draft, letter_at

pytestmark = pytest.mark.slow


def words(pdf: bytes) -> str:
    document = pdfium.PdfDocument(io.BytesIO(pdf))
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def work(at: Any = NOON) -> None:
    join({drafting.PREVIEW: previewing.run})
    while working.run_one(["interactive"], clock=lambda: at, kinds=[drafting.PREVIEW]):
        pass


def test_the_prepared_page_bears_the_words_of_the_office(cast: Cast) -> None:
    letter = letter_at(cast, S.PREPARING, signer="yen")
    rendered = preparing.render_letter(letter, NOON)
    printed = words(rendered.pdf)

    assert set(rendered.slots) == {"number", "day", "leader", "seal"}
    for line in ("SỞ NỘI VỤ", "/SNV-CCHC", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Đỗ Hoàng Yến", "Lưu: VT, CCHC"):
        assert line in printed
    assert preparing.render_letter(letter, NOON).pdf == rendered.pdf


def test_the_qr_leads_to_the_letters_own_address(cast: Cast, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "https://vanthu.example"
    letter = letter_at(cast, S.PREPARING)
    assert pages.verify_address(letter) == f"https://vanthu.example/verify/{letter.verify_token}"
    page = pages.page_of(letter, letter.draft, letter.printed)
    assert page.qr_svg.startswith("<svg")
    assert pages.page_of(letter, letter.draft, {**letter.printed, "qr": False}).qr_svg == ""


def test_a_preview_is_drawn_by_the_worker_and_shown_by_its_hash(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    written = content(cast, subject="bản xem trước", signer_post_id=None)
    asked = drafting.request_preview(letter=letter, content=written, by=by, at=NOON)
    assert asked.state == RenderingState.WORKING
    work()
    drawn = queries.rendering_of(letter, written.hash)
    assert drawn is not None
    assert (drawn.state, drawn.page_count) == (RenderingState.READY, 1)
    pdf = queries.rendering_bytes(letter, drawn.pk)
    assert pdf is not None
    assert "bản xem trước" in words(pdf)


def test_the_same_content_is_drawn_once(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    first = drafting.request_preview(letter=letter, content=content(cast), by=by, at=NOON)
    assert drafting.request_preview(letter=letter, content=content(cast), by=by, at=NOON) == first
    assert Job.objects.filter(kind=drafting.PREVIEW).count() == 1


def test_old_previews_are_dropped_and_their_jobs_do_no_harm(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    for turn in range(5):
        drafting.request_preview(
            letter=letter, content=content(cast, keep_line=f"VT, {turn}"), by=by, at=NOON
        )
    assert LetterRendering.objects.count() == 3
    LetterRendering.objects.all().delete()
    job = leasing.claim(["interactive"], at=NOON, kinds=[drafting.PREVIEW])
    assert job is not None
    previewing.run(job)
    job.refresh_from_db()
    assert job.state == "done"


def test_a_page_that_cannot_be_drawn_says_so_and_can_be_asked_for_again(cast: Cast) -> None:
    letter, by = draft(cast), cast.actor("minh")
    asked = drafting.request_preview(letter=letter, content=content(cast), by=by, at=NOON)
    broken = {**asked.content, "body": {"type": "doc", "content": [{"type": "script"}]}}
    LetterRendering.objects.filter(pk=asked.pk).update(content=broken)
    with translation.override("en"):
        work()
    failed = queries.rendering_of(letter)
    assert failed is not None
    assert failed.state == RenderingState.FAILED
    assert "does not belong in a letter" in failed.sentence
    again = drafting.request_preview(letter=letter, content=content(cast), by=by, at=NOON.replace(hour=6))
    assert again.state == RenderingState.WORKING


def test_a_hostile_body_is_not_even_queued(cast: Cast) -> None:
    letter = draft(cast)
    hostile = content(cast, body={"type": "doc", "content": [{"type": "image"}]})
    with pytest.raises(errors.BodyIsMalformed):
        drafting.request_preview(letter=letter, content=hostile, by=cast.actor("minh"), at=NOON)
    assert not Job.objects.filter(kind=drafting.PREVIEW).exists()
