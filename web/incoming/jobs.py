"""The job ``incoming.print``: lays the stamp over the first page of a letter, or lays out its slip of handling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation

from archive.models import Origin
from archive.queries import dossiers_of
from dispatch import queries
from dispatch.enums import AssignmentRole, AssignmentStatus
from dispatch.layout.slips import Slip, SlipDirective, compose_slip, compose_stamp
from dispatch.models.kinds import written
from dispatch.operations import incoming_prints
from dispatch.operations.incoming_prints import PrintForm
from files import queries as files
from files.enums import FileRole, MediaType
from files.operations.storing import store
from files.reading import opening
from files.rendering import render_pdf
from jobs.operations.leasing import finishing
from lib.calendar import local_day
from organisation.models.actor import Actor
from organisation.queries import organisation_of, period_on
from web.incoming.naming import said_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from dispatch.layout.registers import ComposedRegister
    from dispatch.models import Assignment, IncomingLetter
    from jobs.models import Job


def run(job: Job) -> None:
    """Do the job. Slow work outside transactions, then one that keeps file and event."""
    organisation = organisation_of(job.organisation_key)
    letter = queries.incoming_by_key(organisation, job.payload["letter"])
    form, by, at = PrintForm(job.payload["form"]), Actor.system(organisation, job.kind), timezone.now()
    with translation.override("vi"):  # the legal forms are Vietnamese
        made = _slip(letter, at) if form is PrintForm.SLIP else _stamped(letter, by, at)
    number = written(letter.allocation.number) if letter.allocation else ""
    name = f"{'phieu-giai-quyet' if form is PrintForm.SLIP else 'van-ban-den'}-{number}.pdf"
    at = timezone.now()
    with finishing(job, at=at):
        file = store(by=by, at=at, content=made, name=name, role=FileRole.EXPORT)
        incoming_prints.keep(key=job.key, file=file, by=by, at=at)


def _stamped(letter: IncomingLetter, by: Actor, at: datetime) -> bytes:
    """Give a copy of the letter to print, the stamp over its first page; the letter's own file is not touched."""
    lying = dossiers_of(Origin("incoming", str(letter.pk)), by, at)
    stamp = queries.stamp_of(letter, dossiers=[one.code for one in lying])
    assert stamp is not None  # noqa: S101 -- asked before the job was queued
    content = files.content_of(letter.scan)
    if letter.scan.media_type == MediaType.PDF:
        content = opening.excerpt_of(content, [])
    else:
        content = opening.assembled([content], [(0, 1, 0)])
    return opening.laid_over(content, _rendered(compose_stamp(stamp), at), new_page=False, first=True)


def _slip(letter: IncomingLetter, at: datetime) -> bytes:
    period = period_on(letter.organisation, letter.arrival_day or local_day(at))
    rows = list(queries.assignments_of(letter))
    standing = [one for one in queries.directives_of(letter) if one.replaced_at is None]
    directives = [
        SlipDirective(
            text=one.text,
            named=said_of(one.named),
            who=one.given_by.person.full_name,
            day=f"{one.given_on:%d/%m/%Y}",
        )
        for one in standing
    ]
    identity = [letter.reference_code and f"Số {letter.reference_code}"]
    identity += [f"ngày {letter.dated_on:%d/%m/%Y}" if letter.dated_on else "", f"của {letter.issuer}"]
    slip = Slip(
        superior=period.superior,
        organisation=period.name,
        number=written(letter.allocation.number) if letter.allocation else "",
        arrived=f"{letter.arrival_day:%d/%m/%Y}" if letter.arrival_day else "",
        title=f"{letter.kind_name} {letter.subject}".strip(),
        identity=", ".join(part for part in identity if part),
        directives=directives,
        within=[_given(one) for one in rows if one.parent_id and one.status != AssignmentStatus.ENDED],
        reports=_reports(rows),
    )
    return _rendered(compose_slip(slip), at)


def _given(row: Assignment) -> str:
    due = f", hạn {row.due_on:%d/%m/%Y}" if row.due_on else ""
    note = f": {row.note}" if row.note else ""
    role = "" if row.role == AssignmentRole.LEAD else f" ({AssignmentRole(row.role).label})"
    giver = f"{row.given_by.person.full_name}, ngày {local_day(row.given_at):%d/%m/%Y}"
    return f"Giao {queries.whom(row)}{role}{due}{note} ({giver})"


def _reports(rows: Sequence[Assignment]) -> list[str]:
    told = [one for one in rows if one.report and one.reported_at]
    return [
        f"{queries.whom(one)}: {one.report} (ngày {local_day(one.reported_at):%d/%m/%Y})"
        for one in told
        if one.reported_at
    ]


def _rendered(composed: ComposedRegister, at: datetime) -> bytes:
    return render_pdf(
        composed.html, stylesheets=composed.stylesheets, at=at, licensed_fonts=settings.LICENSED_FONTS_DIR
    ).pdf
