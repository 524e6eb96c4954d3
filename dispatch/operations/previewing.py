"""Draw the live previews that screens ask for: the worker's side of ``drafting.request_preview``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dispatch.enums import RenderingState
from dispatch.layout.composing import compose
from dispatch.models import LetterRendering, OutgoingLetter
from dispatch.models.content import DraftContent
from dispatch.operations import drafting, pages
from files.rendering import RenderedPdf, RenderingError, render_pdf
from jobs.models import Job
from jobs.operations.leasing import finishing
from lib.calendar import local_day
from lib.refusal import Refusal

PREVIEW = drafting.PREVIEW


def run(job: Job) -> None:
    """Do the job ``dispatch.preview``: draw outside any transaction, keep in one. A dropped preview is no error."""
    rendering = (
        LetterRendering.objects.select_related("letter__organisation", "letter__unit")
        .filter(pk=job.payload["rendering"])
        .first()
    )
    # A handler is an edge of the house: it reads the clock, what it calls does not.
    outcome = _outcome(rendering, timezone.now()) if rendering is not None else {}
    with finishing(job, at=timezone.now()):
        if outcome:
            LetterRendering.objects.filter(pk=job.payload["rendering"]).update(**outcome)


def _outcome(rendering: LetterRendering, at: datetime) -> dict[str, Any]:
    try:
        drawn = draw(rendering.letter, rendering.draft, at)
    except Refusal as refusal:
        return {"state": RenderingState.FAILED, "sentence": str(refusal)[:300]}
    except RenderingError:
        return {"state": RenderingState.FAILED, "sentence": _("The letter cannot be laid out as it is.")}
    return {"state": RenderingState.READY, "pdf": drawn.pdf, "page_count": drawn.pages, "sentence": ""}


def draw(letter: OutgoingLetter, content: DraftContent, at: datetime) -> RenderedPdf:
    """Give the page of ``content`` as it would look today; a signer not chosen yet leaves the place empty."""
    day = local_day(at)
    signer = pages.post_of(letter.organisation, content.signer_post_id, day)
    mandate = pages.mandate_for(signer, day, letter.kind) if signer else None
    printed = pages.printed_facts(letter, content, mandate, day)
    composed = compose(pages.page_of(letter, content, printed), pages.profile_of(letter))
    return render_pdf(
        composed.html, stylesheets=composed.stylesheets, at=at, licensed_fonts=settings.LICENSED_FONTS_DIR
    )
