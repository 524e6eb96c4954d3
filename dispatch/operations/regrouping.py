"""Arrivals are divided or joined anew: pages in another order, turned, left out. What came in stays as it came.

A pile scanned in one go becomes several letters, two halves become one. New files are made by a job; the arrivals they
are made of leave the tray and stay in the house with their bytes, and come back when the clerk takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, lifecycle, policies
from dispatch.enums import IncomingStatus, RegroupState
from dispatch.models import IncomingAttachment, IncomingLetter, Regrouping
from dispatch.operations import linking, reading_arrivals
from dispatch.operations.receiving import KIND
from files import queries as files
from files.enums import FileRole
from files.errors import FileRefused
from files.operations import storing
from files.operations.storing import Deposit
from files.reading import opening
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue
from lib.database import locked
from organisation.models.actor import Actor

REGROUP = "dispatch.regroup"
MOST_PAGES = 500
_SIGNED = b"/ByteRange"
Page = tuple[int, int, int]  # key of the letter, page from 1, quarter turns to the right
Plan = Sequence[Sequence[Page]]  # a list of pages for each new letter
Clock = Callable[[], datetime]


def sources_of(plan: Plan) -> list[int]:
    """Give the keys of the letters whose pages a plan uses, each once, in the order of their first page."""
    return list(dict.fromkeys(key for pages in plan for key, _page, _turns in pages))


def ask(*, letters: Sequence[IncomingLetter], plan: Plan, by: Actor, at: datetime) -> Regrouping:
    """Have the pages of ``letters`` laid into new letters as ``plan`` says, by a job; give the regrouping.

    Refuses letters that wait no more, a signed file (its signature would be lost), and a plan that is empty, changes
    nothing, or names pages that are not there.
    """
    for letter in letters:  # bytes never change: they are looked at before anything is locked
        policies.may_regroup(by, letter).enforce()
        if _SIGNED in files.content_of(letter.scan):
            raise errors.SignedFileStaysWhole(name=letter.scan.name)
    return _ask([one.pk for one in letters], plan, by, at)


@transaction.atomic
def _ask(keys: Sequence[int], plan: Plan, by: Actor, at: datetime) -> Regrouping:
    rows = _rows(keys, by)
    for row in rows.values():
        policies.may_regroup(by, row).enforce()
        policies.may_open(row).enforce()
    _check(plan, rows)
    made = Regrouping.objects.create(
        organisation=by.organisation, plan=[[list(page) for page in pages] for pages in plan], asked_at=at
    )
    for row in rows.values():
        _first, copies = linking.locked_with_copies(row, by)
        linking.lay_back(copies=copies, by=by, at=at)
        lifecycle.settle(row, IncomingStatus.REGROUPED)
        row.regrouped_by, row.updated_at = made, at
        row.save(update_fields=["status", "regrouped_by", "updated_at"])
        _record("regrouped", row, made, by, at)
    enqueue(
        REGROUP,
        key=f"regrouping:{made.pk}",
        organisation_key=by.organisation_key,
        payload={"regrouping": made.pk},
        queue=Queue.INTERACTIVE,
        at=at,
    )
    return made


def _check(plan: Plan, rows: dict[int, IncomingLetter]) -> None:
    pages = [page for group in plan for page in group]
    if not plan or not all(plan) or len(pages) > MOST_PAGES or set(sources_of(plan)) - set(rows):
        raise errors.PlanIsImpossible(most=MOST_PAGES)
    for key, page, _turns in pages:
        if not 1 <= page <= (rows[key].page_count or 1):
            raise errors.PlanIsImpossible(most=MOST_PAGES)
    if len(set((key, page) for key, page, _turns in pages)) < len(pages):
        raise errors.PlanIsImpossible(most=MOST_PAGES)
    whole = [[[(key, page, 0) for page in range(1, (row.page_count or 1) + 1)] for key, row in rows.items()]]
    if [list(group) for group in plan] in whole:
        raise errors.PlanChangesNothing


def run(job: Job, *, clock: Clock = timezone.now) -> None:
    """Do the job ``dispatch.regroup``: make the new files outside any transaction, then the new letters in one."""
    made = Regrouping.objects.select_related("organisation").get(pk=job.payload["regrouping"])
    by = Actor.system(made.organisation, REGROUP)
    try:
        laid = _laid(made)
    except FileRefused as refused:
        at = clock()
        with finishing(job, at=at):
            fail(regrouping=made, reason=str(refused), by=by, at=at)
        return
    at = clock()
    with finishing(job, at=at):
        conclude(regrouping=made, laid=laid, by=by, at=at)


def _laid(made: Regrouping) -> list[Deposit]:
    keys = sources_of(made.plan)
    sources = {row.pk: row for row in made.taken.select_related("file__blob")}
    contents = [files.content_of(sources[key].scan) for key in keys]
    laid = []
    for number, pages in enumerate(made.plan, 1):
        content = opening.assembled(contents, [(keys.index(key), page, turns) for key, page, turns in pages])
        stem = sources[pages[0][0]].scan.name.rpartition(".")[0] or sources[pages[0][0]].scan.name
        name = f"{stem} ({number}).pdf" if len(made.plan) > 1 else f"{stem} (sắp xếp lại).pdf"
        laid.append(storing.deposit(organisation_key=made.organisation_id, content=content, name=name))
    return laid


@transaction.atomic
def conclude(
    *, regrouping: Regrouping, laid: Sequence[Deposit], by: Actor, at: datetime
) -> list[IncomingLetter]:
    """Lay the new letters into the tray, each with the way and the moment of arrival of its first page; give them."""
    row = locked(Regrouping, regrouping.pk)
    sources = {one.pk: one for one in row.taken.all()}
    new = [
        _new_letter(row, deposit, sources[pages[0][0]], by, at)
        for pages, deposit in zip(row.plan, laid, strict=True)
    ]
    for key, source in sources.items():
        heir = next(
            (n for pages, n in zip(row.plan, new, strict=True) if any(p[0] == key for p in pages)), new[0]
        )
        _hand_over(source, heir)
    for letter in new:
        reading_arrivals.ask(letter=letter, by=by, at=at)
        _record("made", letter, row, by, at)
    row.state, row.ended_at = RegroupState.DONE, at
    row.save(update_fields=["state", "ended_at"])
    return new


def _new_letter(
    made: Regrouping, deposit: Deposit, first: IncomingLetter, by: Actor, at: datetime
) -> IncomingLetter:
    file = storing.keep(by=by, at=at, deposited=deposit, role=FileRole.SCAN)
    return IncomingLetter.objects.create(
        organisation=by.organisation,
        source=first.source,
        sender=first.sender,
        page_count=file.page_count,
        file=file,
        made_by=made,
        arrived_at=first.arrived_at,
        updated_at=at,
    )


def _hand_over(source: IncomingLetter, heir: IncomingLetter) -> None:
    """Let the files that came with a letter lie beside the one that has its first pages as well."""
    place = heir.attachments.count()
    for number, one in enumerate(source.attachments.order_by("position"), place + 1):
        IncomingAttachment.objects.create(
            organisation=heir.organisation, letter=heir, file=one.file, position=number
        )


@transaction.atomic
def fail(*, regrouping: Regrouping, reason: str, by: Actor, at: datetime) -> Regrouping:
    """Lay the arrivals back into the tray because the new files could not be made; give the regrouping."""
    row = locked(Regrouping, regrouping.pk)
    row.state, row.trouble, row.ended_at = RegroupState.FAILED, reason[:300], at
    row.save(update_fields=["state", "trouble", "ended_at"])
    _lay_back(row, by, at)
    return row


@transaction.atomic
def undo(*, regrouping: Regrouping, by: Actor, at: datetime) -> Regrouping:
    """Take a regrouping back: what it made leaves the tray, what it took lies there again; give it.

    Refused once one of the new letters was registered, returned, linked or regrouped itself.
    """
    row = locked(Regrouping, regrouping.pk)
    new = _rows(list(row.made.values_list("pk", flat=True)), by)
    policies.may_undo_regrouping(by, row, list(new.values())).enforce()
    for letter in new.values():
        _first, copies = linking.locked_with_copies(letter, by)
        linking.lay_back(copies=copies, by=by, at=at)
        lifecycle.settle(letter, IncomingStatus.REGROUPED)
        letter.updated_at = at
        letter.save(update_fields=["status", "updated_at"])
    row.state, row.ended_at = RegroupState.UNDONE, at
    row.save(update_fields=["state", "ended_at"])
    _lay_back(row, by, at)
    return row


def _lay_back(row: Regrouping, by: Actor, at: datetime) -> None:
    for source in _rows(list(row.taken.values_list("pk", flat=True)), by).values():
        lifecycle.settle(source, IncomingStatus.ARRIVED)
        source.regrouped_by, source.updated_at = None, at
        source.save(update_fields=["status", "regrouped_by", "updated_at"])
        _record("laid_back", source, row, by, at)


def _rows(keys: Sequence[int], by: Actor) -> dict[int, IncomingLetter]:
    rows = {key: locked(IncomingLetter, key) for key in sorted(set(keys))}
    for row in rows.values():
        if row.organisation_id == by.organisation.pk:
            row.organisation = by.organisation
    return {key: rows[key] for key in dict.fromkeys(keys)}


def _record(act: str, letter: IncomingLetter, made: Regrouping, by: Actor, at: datetime) -> None:
    recording.record(
        f"incoming.{act}",
        subject=Subject(KIND, str(letter.pk)),
        by=by,
        at=at,
        facts={"regrouping": made.pk, "file": letter.file_id},
        detail={"name": letter.scan.name},
    )
