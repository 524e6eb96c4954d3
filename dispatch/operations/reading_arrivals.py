"""The machine reads what arrived: a job per letter has its pages read, proposes facts, and finds letters like it.

Everything it finds is a proposal with its place and how sure it is. Nothing is taken over until a clerk says so; a
mark of secrecy on the page holds the arrival at once (design D19).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from audit.models import Subject
from audit.operations import recording
from dispatch import queries
from dispatch.body.secrecy import secret_mark_in
from dispatch.enums import ArrivalSource, IncomingStatus, ProposalSource, ProposalState
from dispatch.models import ArrivalReading, IncomingLetter, Likeness, Proposal
from dispatch.models.incoming import UNNUMBERED
from dispatch.reading import proposing, sketch
from dispatch.reading.certificate import of_signers
from dispatch.reading.findings import Finding
from dispatch.reading.lines import Page, page_of
from files import queries as files
from files.enums import MediaType
from files.operations import checking, recognising
from files.reading import opening
from jobs.enums import Queue
from jobs.errors import RetryLater
from jobs.models import Job
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue
from lib.calendar import local_day
from lib.database import locked
from lib.text import single_line
from notices.operations import notifying
from organisation import queries as office
from organisation.enums import Duty
from organisation.models.actor import Actor
from signing import queries as signing
from signing.operations import judging

READ = "dispatch.read_arrival"
MARK_FOUND = "incoming.mark_found"
_FIRST, _LAST = 3, 2  # pages read before proposing: the head stands on the first, the signature near the end
_FOR_VERDICT = timedelta(seconds=60)
_HINT_SURE = 55
Clock = Callable[[], datetime]


def ask(*, letter: IncomingLetter, remarks: Sequence[str] = (), by: Actor, at: datetime) -> None:
    """Queue all that is to be found out about an arrival, in the transaction in which it comes in."""
    ArrivalReading.objects.create(
        organisation=letter.organisation,
        letter=letter,
        pages=recognising.pages_of(letter.scan.blob, letter.page_count),
        remarks=[single_line(one) for one in remarks],
        asked_at=at,
    )
    if letter.scan.media_type == MediaType.PDF:
        judging.ask_for_verdict(by=by, at=at, file=letter.scan)
    for file in (letter.scan, *(one.file for one in letter.attachments.select_related("file__blob"))):
        checking.ask_for(file=file, by=by, at=at)
    ask_again(letter=letter, key=f"incoming:{letter.pk}", by=by, at=at)


def ask_again(*, letter: IncomingLetter, key: str, by: Actor, at: datetime) -> None:
    """Queue the reading of a letter under ``key``, in the caller's transaction."""
    enqueue(
        READ,
        key=key,
        organisation_key=by.organisation_key,
        payload={"letter": letter.pk},
        queue=Queue.BATCH,
        at=at,
    )


def propose_hints(*, letter: IncomingLetter, hints: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Propose what the way in knows, the subject of a mail for instance; the page's own words replace it."""
    found = [Finding(name, single_line(value)[:500], _HINT_SURE) for name, value in hints.items() if value]
    _keep(letter, found, ProposalSource.MAIL, at)


def run(job: Job, *, clock: Clock = timezone.now) -> None:
    """Do the job ``dispatch.read_arrival``: the pages that say who and what, proposals, then the rest by itself."""
    letter = IncomingLetter.objects.select_related("organisation", "file__blob", "reading").get(
        pk=job.payload["letter"]
    )
    blob, count = letter.scan.blob, letter.reading.pages
    wanted = [page for page in range(1, count + 1) if page <= _FIRST or page > count - _LAST]
    recognising.read_pages(blob, wanted, job=job)
    pages = [page_of(told, page) for page in wanted if (told := files.words_of(letter.scan, page))]
    signers = _signers(letter, clock())
    text = "\n".join(line.text for page in pages for line in page.lines)
    laid = recognising.laid_text(blob, count) if count else None
    alike = _alike(letter, text)
    dividers = _dividers(letter)
    at = clock()
    by = Actor.system(letter.organisation, READ)
    with finishing(job, at=at):
        recognising.keep_text(blob, laid, at=at)
        recognising.ask_for_rest(blob, count=letter.page_count, at=at)
        conclude(letter=letter, pages=pages, signers=signers, sketched=sketch.sketch(text), by=by, at=at)
        _keep_likenesses(letter, alike)
        ArrivalReading.objects.filter(letter=letter).update(dividers=dividers)


@transaction.atomic
def conclude(
    *,
    letter: IncomingLetter,
    pages: Sequence[Page],
    signers: Sequence[tuple[str, str]] = (),
    sketched: Sequence[int] = (),
    by: Actor,
    at: datetime,
) -> IncomingLetter:
    """Keep what the pages say of the arrival: proposals, or that it is held for a mark of secrecy; give it.

    Of a letter that has its number already, the registry and the chief of office are told of the mark.
    """
    row = locked(IncomingLetter, letter.pk)
    row.organisation = letter.organisation
    mark = proposing.secret_mark(pages, is_mark=secret_mark_in)
    waits = row.status in UNNUMBERED and row.source != ArrivalSource.INSTALLATION
    found: list[Finding] = []
    if waits and mark is not None and not row.not_secret_because:
        row.held_mark, row.updated_at = mark.text[:40], at
        row.save(update_fields=["held_mark", "updated_at"])
    elif mark is not None and row.status not in UNNUMBERED and row.source != ArrivalSource.INSTALLATION:
        _warn(
            row, mark.text[:40], at
        )  # it has its number: it is held no more, but it is not passed over either
    elif row.status == IncomingStatus.ARRIVED and row.source != ArrivalSource.INSTALLATION:
        names = queries.known_offices(row.organisation)
        found = of_signers(proposing.proposals(pages, names=names), signers)
        own = bool(pages) and pages[0].own
        _keep(row, found, ProposalSource.TEXT if own else ProposalSource.OCR, at)
    unread = [page.number for page in pages if not page.lines]
    reading = locked(ArrivalReading, letter.reading.pk)
    reading.sketch, reading.read_at = list(sketched), at
    reading.save(update_fields=["sketch", "read_at"])
    recording.record(
        "incoming.read",
        subject=Subject("incoming", str(row.pk)),
        by=by,
        at=at,
        facts={"pages": len(pages), "unread": unread, "held": bool(row.held_mark)}
        | {"proposed": sorted(one.field for one in found)},
    )
    return row


def _warn(letter: IncomingLetter, mark: str, at: datetime) -> None:
    """Tell the registry and the chief of office of a mark read after the number was given, or on a later scan."""
    day = local_day(at)
    there = [
        post.person
        for duty in (Duty.REGISTRY_CLERK, Duty.CHIEF_OF_OFFICE)
        for post in office.holders_of(letter.organisation, duty, day)
    ]
    subject = Subject("incoming", str(letter.pk))
    notifying.tell(people=there, kind=MARK_FOUND, subject=subject, facts={"name": mark}, at=at)


def _keep(letter: IncomingLetter, found: Sequence[Finding], source: ProposalSource, at: datetime) -> None:
    decided = set(letter.proposals.exclude(state=ProposalState.OPEN).values_list("field", flat=True))
    for one in found:
        if one.field in decided:  # what a clerk has taken over or changed is not proposed anew
            continue
        Proposal.objects.update_or_create(
            letter=letter,
            field=one.field,
            defaults={
                "organisation": letter.organisation,
                "value": one.value[:500],
                "source": source if one.page or source == ProposalSource.MAIL else ProposalSource.CERTIFICATE,
                "sure": one.sure,
                "page": one.page or None,
                "box": list(one.box or ()),
                "proposed_at": at,
            },
        )


def _signers(letter: IncomingLetter, now: datetime) -> list[tuple[str, str]]:
    """Give name and organisation of whoever signed the file; waits a while for the verdict, which comes by itself."""
    if letter.scan.media_type != MediaType.PDF:
        return []
    if signing.verdict_of(letter.scan) is None and now - letter.reading.asked_at < _FOR_VERDICT:
        raise RetryLater(seconds=2, reason="the verdict on the signatures is not there yet")
    return queries.signers_of(letter.scan)


def _dividers(letter: IncomingLetter) -> list[tuple[int, str]]:
    """Give where a scan of many pages may fall apart into several letters."""
    if letter.scan.media_type != MediaType.PDF or (letter.page_count or 0) < 2:
        return []
    return opening.dividers_in(files.content_of(letter.scan), MediaType.PDF)


def _alike(letter: IncomingLetter, text: str) -> list[tuple[int, int]]:
    """Give keys of letters with nearly the same text, and how alike they are in percent."""
    sketched = sketch.sketch(text)
    if not sketched:
        return []
    own = sketch.stretches(text)
    compared = [
        (other.pk, sketch.alike(own, sketch.stretches(queries.first_text_of(other))))
        for other in queries.sketched_alike(letter, sketched)
    ]
    return [(pk, percent) for pk, percent in compared if percent >= sketch.ALIKE]


def _keep_likenesses(letter: IncomingLetter, alike: Sequence[tuple[int, int]]) -> None:
    for other, percent in alike:
        Likeness.objects.update_or_create(
            letter=letter,
            other_id=other,
            defaults={"organisation": letter.organisation, "percent": percent},
        )
