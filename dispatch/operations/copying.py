"""Make certified copies: number, sheet or file, the organisation's signature (Decree 30/2020 Art. 25 to 27).

The number is given in the transaction that makes the copy, from the one series of the year for all three forms. A
worker then makes the sheet or the excerpt; an electronic copy is signed by the registry with the organisation's key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, policies, queries
from dispatch.enums import CopyForm, Direction, Medium
from dispatch.layout import copies as heads
from dispatch.models import CertifiedCopy, NumberAllocation, NumberSeries, OutgoingLetter
from dispatch.models.copies import ABBREVIATIONS
from dispatch.models.kinds import PARTY
from dispatch.operations import allocating, closing, locking, series
from files import queries as files
from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from files.reading import opening
from files.rendering import render_pdf
from jobs.enums import Queue
from jobs.models import Job
from jobs.operations.leasing import finishing
from jobs.operations.queueing import enqueue
from lib.calendar import local_day
from lib.database import locked, queued
from lib.refusal import Refusal
from lib.text import single_line
from organisation import queries as office
from organisation.models import Organisation, Post
from organisation.models.actor import Actor
from signing.enums import RequestState, SigningRole
from signing.models import CLOSED, SigningRequest
from signing.operations import authorising, requesting

MAKE, SIGNED, KIND = "dispatch.copy", "dispatch.copy_signed", "copy"
BOOK = "Sổ sao văn bản"
LEAST_VERSION = "1.4"
_PAGES = re.compile(r"\s*\d{1,4}(\s*-\s*\d{1,4})?\s*(,\s*\d{1,4}(\s*-\s*\d{1,4})?\s*)*\Z")


@dataclass(frozen=True, kw_only=True)
class Original:
    """What is copied: an issued letter of this office, a true copy, or anything else by its words and its file."""

    letter: OutgoingLetter | None = None
    of_copy: CertifiedCopy | None = None
    medium: Medium = Medium.PAPER
    code: str = ""
    issuer: str = ""
    day: date | None = None
    subject: str = ""
    upload: storing.Deposit | None = None


@dataclass(frozen=True, kw_only=True)
class NewCopy:
    """A copy to be made. ``pages`` are those of an excerpt; ``signer`` signs a copy on paper.

    A ``form_key`` gets one number.
    """

    form: CopyForm
    to: Medium
    original: Original
    pages: str = ""
    recipients: str = ""
    copies: int = 1
    signer: Post | None = None
    form_key: str = ""


@transaction.atomic
def make(*, new: NewCopy, by: Actor, at: datetime) -> CertifiedCopy:
    """Give the copy its number and have its sheet or file made; give the copy.

    Refuses everybody but the registry, a conversion the law does not know, a sao lục of no sao y, an original not in
    force or not named, a missing or too old scan, pages that cannot be read. Then no number is taken.
    """
    policies.may_keep_copies(by).enforce()
    allocating.refuse_answered_form(by, new.form_key)
    original = _locked(new.original, by)
    source = _medium_of(original)
    policies.may_convert(new.form, source, new.to, original.of_copy).enforce()
    if original.letter is not None:
        policies.may_copy_letter(by, original.letter).enforce()
    if original.of_copy is not None:
        policies.may_copy_copy(original.of_copy).enforce()
    named = _named(original)
    file, quality = _source(original, new.to, by=by, at=at)
    pages = single_line(new.pages) if new.form == CopyForm.EXCERPT else ""
    _pages_of(pages, file.page_count if file else None)
    day = local_day(at)
    period = office.period_on(by.organisation, day)
    allocation = allocating.note_form(_number(new.form, day, by=by, at=at), new.form_key)
    assert by.person is not None  # noqa: S101 -- the registry is people, by policy
    copy = CertifiedCopy.objects.create(
        organisation=by.organisation,
        form=new.form,
        from_medium=source,
        to_medium=new.to,
        letter=original.letter,
        of_copy=original.of_copy,
        pages=pages,
        recipients=new.recipients.strip(),
        copies=new.copies,
        allocation=allocation,
        reference_code=allocation.reference_code,
        legal_day=day,
        signer_post=new.signer,
        printed={"issuer": period.name, "place": period.place, **_authority(new.signer, day), **quality},
        source_file=file,
        made_by=by.person,
        made_at=at,
        **named,
    )
    _note(copy, "made", by=by, at=at)
    _enqueue(MAKE, str(copy.pk), copy, at)
    return copy


@transaction.atomic
def sign(*, copy: CertifiedCopy, pin: str, by: Actor, at: datetime) -> SigningRequest:
    """Sign an electronic copy for the organisation as text: form, organisation, time (App. I); give the request.

    Refuses a copy that is not made yet, signed, void or on paper, and whatever the signer says about the PIN.
    """
    row = locked(CertifiedCopy.objects.select_related("allocation", "organisation"), copy.pk)
    policies.may_sign_copy(by, row).enforce()
    assert row.file is not None  # noqa: S101 -- a copy to be signed has one, by policy
    standing = queries.copy_request(row)
    if standing is not None and standing.state == RequestState.PREPARED and standing.person_id != _key(by):
        requesting.withdraw(by=by, at=at, request=standing)
    request = requesting.request_signature(
        by=by,
        at=at,
        file=row.file,
        role=SigningRole.TEXT,
        origin=requesting.Origin(queries.COPY, str(row.pk)),
        expected_sha256=row.file.sha256,
        prefill={requesting.TEXT: f"{row.title}\n{row.printed['issuer']}"},
    )
    return authorising.hand_over(by=by, at=at, request=request, pin=pin)


@transaction.atomic
def void(*, copy: CertifiedCopy, reason: str, by: Actor, at: datetime) -> CertifiedCopy:
    """Void the number of a copy that was not finished; the line stays in the register with its reason."""
    row = locked(CertifiedCopy.objects.select_related("allocation"), copy.pk)
    policies.may_void_copy(by, row).enforce()
    standing = queries.copy_request(row)
    if standing is not None and standing.state == RequestState.PREPARED:
        requesting.withdraw(by=by, at=at, request=standing)
    elif standing is not None and standing.state not in CLOSED:
        raise errors.CopyIsBeingSigned
    line = locked(NumberAllocation, row.allocation_id)
    allocating.void_line(line, closing.reason_given(reason), at=at)
    _note(row, "voided", by=by, at=at, detail={"reason": line.void_reason})
    return row


def make_sheet(job: Job) -> None:
    """Make what is signed: the scan itself, the pages of an excerpt, or the sheet for paper. A job's handler."""
    copy = CertifiedCopy.objects.select_related("organisation", "source_file__blob", "file").get(
        pk=job.payload["copy"]
    )
    at, by = timezone.now(), Actor.system(copy.organisation, MAKE)
    trouble = ""
    try:
        file = copy.file or _made(copy, by, at)
    except Refusal as refusal:
        with translation.override("vi"):
            file, trouble = None, str(refusal)[:300]
    with transaction.atomic():
        row = locked(CertifiedCopy, copy.pk)
        with finishing(job, at=at):
            row.file, row.trouble = file, trouble
            row.save(update_fields=["file", "trouble"])
            _note(row, "drawn", by=by, at=at)


def take_over(job: Job) -> None:
    """Keep the signed file with its copy. A job's handler."""
    request = SigningRequest.objects.select_related("organisation", "result").get(pk=job.payload["request"])
    at, by = timezone.now(), Actor.system(request.organisation, SIGNED)
    with transaction.atomic():
        row = locked(CertifiedCopy, int(request.origin_key))
        with finishing(job, at=at):
            if request.result is None or row.signed_file_id:
                return
            row.signed_file = request.result
            row.save(update_fields=["signed_file"])
            _note(row, "signed", by=by, at=at)


HANDLERS = {MAKE: make_sheet, SIGNED: take_over}


def _locked(original: Original, by: Actor) -> Original:
    """Give the original with its row freshly read: a recall, or a number made void, comes before the copy or after."""
    letter, copy = original.letter, original.of_copy
    if letter is not None:
        return replace(original, letter=locking.locked_letter(letter, by))
    if copy is not None:
        return replace(
            original, of_copy=locked(CertifiedCopy.objects.select_related("allocation", "letter"), copy.pk)
        )
    return original


def _medium_of(original: Original) -> Medium:
    if original.letter is not None:
        return Medium(original.letter.medium)
    return Medium(original.of_copy.to_medium) if original.of_copy else original.medium


def _named(original: Original) -> dict[str, object]:
    """Give the words of the original as they are kept; refuses one that is not named."""
    letter, copy = original.letter, original.of_copy
    if letter is not None:
        words = (letter.reference_code, letter.printed.get("issuer", ""), letter.legal_day, letter.subject)
    elif copy is not None:
        words = (copy.original_code, copy.original_issuer, copy.original_day, copy.original_subject)
    else:
        words = (original.code, original.issuer, original.day, original.subject)
    code, issuer, day, subject = words
    cleaned = [single_line(str(one or "")) for one in (code, issuer, subject)]
    if day is None or not all(cleaned):
        raise errors.OriginalIsNotNamed
    closing.refuse_secrets(*cleaned)
    return {
        "original_code": cleaned[0][:80],
        "original_issuer": cleaned[1][:300],
        "original_day": day,
        "original_subject": cleaned[2][:500],
    }


def _source(
    original: Original, to: Medium, *, by: Actor, at: datetime
) -> tuple[StoredFile | None, dict[str, object]]:
    """Give the electronic original, or the scan of the one on paper and how good it is (App. I: 200 dpi, in colour).

    Refuses a missing scan and one of a version before 1.4. Whether a poor one will do, the registry decides.
    """
    source = _medium_of(original)
    of_the_house = original.letter is not None or original.of_copy is not None
    if original.upload is not None and not (of_the_house and source == Medium.ELECTRONIC):
        file = storing.keep(by=by, at=at, deposited=original.upload, role=FileRole.SCAN)
        if file.media_type != "application/pdf":
            raise errors.ScanIsMissing
        found = opening.quality_of(files.content_of(file))
        if found.version < LEAST_VERSION:
            raise errors.ScanIsTooOld(version=found.version)
        measured: dict[str, object] = {}
        if source == Medium.PAPER:
            measured["scan"] = {"dpi": found.dpi, "colour": found.colour}
        return file, measured
    if source == Medium.ELECTRONIC:
        if original.letter is not None:
            return original.letter.issued_file, {}
        if original.of_copy is not None:
            return original.of_copy.signed_file or original.of_copy.file, {}
    if source == Medium.ELECTRONIC or to == Medium.ELECTRONIC:
        raise errors.ScanIsMissing
    return None, {}


def _pages_of(pages: str, count: int | None) -> list[int]:
    """Read ``1-3, 5``; refuses what cannot be read, and pages the original does not have."""
    if not pages:
        return []
    if not _PAGES.match(pages):
        raise errors.PagesAreWrong(pages=count or "?")
    found: list[int] = []
    for part in pages.split(","):
        first, _dash, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    if not found or min(found) < 1 or (count is not None and max(found) > count):
        raise errors.PagesAreWrong(pages=count or "?")
    return found


def _number(form: CopyForm, day: date, *, by: Actor, at: datetime) -> NumberAllocation:
    """Take the next number of the year's one series of copies, opening it with the first (Art. 25)."""
    queued(Organisation, by.organisation.pk)  # two clerks with the first copy of the year queue here
    book = queries.copies_series(by.organisation, day)
    if book is None:
        new = series.NewSeries(code="ban-sao", name=BOOK, year=day.year, direction=Direction.COPY)
        book = series.open_series(new=new, by=by, at=at)
    return allocating.take_for_copy(series=book, day=day, symbol=_symbol(form, book, day), by=by, at=at)


def _symbol(form: CopyForm, book: NumberSeries, day: date) -> str:
    issuer = office.period_on(book.organisation, day).symbol
    return f"{ABBREVIATIONS[form]}{'/' if book.profile_code == PARTY else '-'}{issuer}"


def _authority(signer: Post | None, day: date) -> dict[str, object]:
    if signer is None:
        return {"authority_lines": [], "signer": ""}
    mandate = office.mandates_on(signer.organisation, day).filter(post=signer).first()
    lines = list(mandate.authority_lines) if mandate else [signer.title.upper()]
    return {"authority_lines": lines, "signer": signer.person.full_name}


def _made(copy: CertifiedCopy, by: Actor, at: datetime) -> StoredFile:
    """Make the file: an electronic copy from its source, or the sheet that is printed and signed by hand."""
    source = files.content_of(copy.source_file) if copy.source_file else b""
    wanted = _pages_of(copy.pages, None)
    if copy.is_electronic:
        whole = not wanted and copy.from_medium == Medium.PAPER
        content = source if whole else opening.excerpt_of(source, wanted)
    else:
        content = _sheet(copy, opening.excerpt_of(source, wanted) if source else b"", at)
    name = f"{copy.reference_code.replace('/', '-')}.pdf"
    return storing.store(by=by, at=at, content=content, name=name, role=FileRole.COPY)


def _sheet(copy: CertifiedCopy, below: bytes, at: datetime) -> bytes:
    """Lay the head of the copy right below the end of the text, on the same sheet; else behind it on the next page."""
    begins = opening.last_blank(below, least=heads.HEIGHT) if below else None
    head = heads.CopyHead(
        title=copy.title,
        issuer=copy.printed["issuer"],
        code=copy.reference_code,
        place=copy.printed["place"],
        day=copy.legal_day,
        authority_lines=copy.printed["authority_lines"],
        signer=copy.printed["signer"],
        recipients=[line.strip(" -;.") for line in copy.recipients.splitlines() if line.strip()],
        excerpt_of=f"Trích từ văn bản số {copy.original_code}" if copy.form == CopyForm.EXCERPT else "",
        offset=20.0 if begins is None else begins + 4,
    )
    html, sheets = heads.compose(head)
    made = render_pdf(html, stylesheets=sheets, at=at, licensed_fonts=settings.LICENSED_FONTS_DIR).pdf
    return opening.laid_over(below, made, new_page=begins is None) if below else made


def _enqueue(kind: str, key: str, copy: CertifiedCopy, at: datetime) -> None:
    enqueue(
        kind,
        key=key,
        organisation_key=copy.organisation_id,
        payload={"copy": copy.pk},
        queue=Queue.INTERACTIVE,
        at=at,
    )


def _key(by: Actor) -> int | None:
    return by.person.pk if by.person else None


def _note(
    copy: CertifiedCopy, act: str, *, by: Actor, at: datetime, detail: dict[str, object] | None = None
) -> None:
    recording.record(
        f"copy.{act}",
        subject=Subject(KIND, str(copy.pk)),
        by=by,
        at=at,
        facts={
            "form": str(copy.form),
            "allocation": copy.allocation_id,
            "source": copy.source_file_id,
            "file": copy.file_id,
            "signed": copy.signed_file_id,
        },
        detail={"code": copy.reference_code, "original": copy.original_code, **(detail or {})},
    )
