"""Draw two versions of a letter beside each other: asked for by screens, done by a worker, kept as a cache."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dispatch import policies, queries
from dispatch.enums import RenderingState
from dispatch.models import ComparedPage, OutgoingLetter, VersionComparison
from dispatch.operations import locking, previewing
from files.reading import opening
from files.rendering import RenderingError
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue
from lib.isolation.room import NoAnswer
from lib.isolation.wire import unpack
from lib.refusal import Refusal
from organisation.models.actor import Actor

COMPARE = "dispatch.compare"
MOST_PAGES = 30
_KEPT = 3  # comparisons of a letter that stay; older ones are dropped with the next request


@transaction.atomic
def request_pictures(
    *, letter: OutgoingLetter, older: int, newer: int, by: Actor, at: datetime
) -> VersionComparison:
    """Ask for the pages of two saved versions beside each other; give the row that will hold them, drawn once.

    Refuses whoever may not read the letter; raises DoesNotExist for a version that was never saved. Writes no event.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_read(by, letter, at).enforce()
    for number in (older, newer):
        queries.version_of(letter, number)
    comparison, created = VersionComparison.objects.get_or_create(
        letter=letter,
        older=older,
        newer=newer,
        defaults={"organisation": letter.organisation, "asked_at": at},
    )
    if not created and comparison.state != RenderingState.FAILED:
        return comparison
    comparison.state, comparison.sentence, comparison.asked_at = RenderingState.WORKING, "", at
    comparison.save(update_fields=["state", "sentence", "asked_at"])
    enqueue(
        COMPARE,
        key=f"comparison:{comparison.pk}:{int(at.timestamp() * 1000)}",
        organisation_key=letter.organisation_id,
        payload={"comparison": comparison.pk},
        queue=Queue.INTERACTIVE,
        at=at,
    )
    kept = list(letter.comparisons.order_by("-asked_at", "-id").values_list("pk", flat=True)[:_KEPT])
    ComparedPage.objects.filter(comparison__letter=letter).exclude(comparison__in=kept).delete()
    letter.comparisons.exclude(pk__in=kept).delete()
    return comparison


def run(job: Job) -> None:
    """Do the job ``dispatch.compare``: draw outside any transaction, keep in one. A dropped comparison is no error."""
    found = VersionComparison.objects.select_related("letter__organisation", "letter__unit")
    comparison = found.filter(pk=job.payload["comparison"]).first()
    sentence, pages = "", []
    if comparison is not None:
        # A handler is an edge of the house: it reads the clock, what it calls does not.
        try:
            pages = list(_drawn(comparison, timezone.now()))
        except Refusal as refusal:
            sentence = str(refusal)[:300]
        except (RenderingError, NoAnswer):
            sentence = _("These versions cannot be drawn beside each other.")
    with finishing(job, at=timezone.now()):
        kept = found.select_for_update(of=("self",)).filter(pk=job.payload["comparison"]).first()
        if kept is not None:
            _keep(kept, pages, sentence)


def _drawn(comparison: VersionComparison, at: datetime) -> Iterator[ComparedPage]:
    """Give the pages, both versions laid out by the words of today, so that only what was written differs."""
    letter = comparison.letter
    old, new = (
        previewing.draw(letter, queries.version_of(letter, number).draft, at).pdf
        for number in (comparison.older, comparison.newer)
    )
    first: int | None = 1
    while first is not None and first <= MOST_PAGES:
        run_ = opening.compared(old, new, first=first)
        for number, part in enumerate(run_.parts, first):
            before, after, differs = unpack(part)
            yield ComparedPage(
                organisation=letter.organisation,
                comparison=comparison,
                number=number,
                before=before or None,
                after=after or None,
                differs=bool(differs),
            )
        first = run_.after


def _keep(comparison: VersionComparison, pages: list[ComparedPage], sentence: str) -> None:
    comparison.pages.all().delete()
    ComparedPage.objects.bulk_create(pages)
    comparison.sentence = sentence
    comparison.state = RenderingState.FAILED if sentence or not pages else RenderingState.READY
    comparison.save(update_fields=["state", "sentence"])
