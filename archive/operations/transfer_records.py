"""The transfer record: laid out in two copies by a worker, signed by giver and receiver (Decree 30/2020 App. V).

Both sign the bytes of each copy in person, the giver first; the receiver's signature closes it. One PIN signs both.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from archive import errors, policies, queries
from archive.layout.forms import compose_record
from archive.models import Transfer, TransferCopy
from archive.operations.transferring import DRAW, note
from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from files.rendering import RenderedPdf, render_pdf
from jobs.models import Job
from jobs.operations.leasing import finishing
from lib.calendar import local_day
from lib.database import locked
from organisation.models.actor import Actor
from signing.enums import SigningRole
from signing.models import SigningRequest
from signing.operations import authorising, requesting
from signing.operations.preparing import prepare_for_two

SIGNED: Final = "archive.transfer_signed"
COPIES: Final = (1, 2)


def draw(job: Job) -> None:
    """Lay both copies out with their places for two signatures. A job's handler; done twice, it draws once."""
    transfer = Transfer.objects.select_related(
        "organisation", "unit", "giver__person", "receiver__person"
    ).get(pk=job.payload["transfer"])
    at, by = timezone.now(), Actor.system(transfer.organisation, DRAW)
    with translation.override("vi"):
        made = [] if queries.copies_of_record(transfer) else [_laid_out(transfer, one, at) for one in COPIES]
    with transaction.atomic():
        row = locked(Transfer, transfer.pk)
        with finishing(job, at=at):
            if row.copies.exists():
                return
            for number, page in zip(COPIES, made, strict=True):
                file = _kept(transfer, number, page, by=by, at=at)
                TransferCopy.objects.create(
                    organisation=transfer.organisation, transfer=row, number=number, file=file
                )
            note(transfer=transfer, act="record_drawn", by=by, at=at)


@transaction.atomic
def sign(*, transfer: Transfer, pin: str, by: Actor, at: datetime) -> list[SigningRequest]:
    """Sign the copies of the record in person, with one PIN; give the requests, now being signed.

    Where one copy was signed and the other failed, only the other is. Refuses a record not laid out yet, everybody but
    giver and receiver, the receiver before the giver, a second time, and whatever the signer says about certificate
    and PIN.
    """
    row = locked(Transfer.objects.select_related("giver__person", "receiver__person"), transfer.pk)
    copies = queries.copies_of_record(row)
    policies.may_sign_record(by, row, copies).enforce()
    role = SigningRole.SECOND if all(copy.given_file_id for copy in copies) else SigningRole.LEADER
    wanted = [(copy, copy.given_file or copy.file) for copy in copies if _is_missing(copy, role)]
    if not wanted:
        raise errors.RecordIsBeingSigned
    requests = [_request(copy, file, role, by=by, at=at) for copy, file in wanted]
    batch = authorising.HeldPin(f"transfer:{row.pk}/{secrets.token_hex(8)}")
    hashes = [file.sha256 for _copy, file in wanted]
    authorising.hold_for_batch(by=by, at=at, batch=batch, role=role, files=hashes, pin=pin)
    return [authorising.hand_over(by=by, at=at, request=request, pin=batch) for request in requests]


def take_over(job: Job) -> None:
    """Keep a signed copy with its transfer. A job's handler."""
    request = SigningRequest.objects.select_related("organisation", "result").get(pk=job.payload["request"])
    at, by = timezone.now(), Actor.system(request.organisation, SIGNED)
    copy = TransferCopy.objects.select_related("transfer").get(pk=int(request.origin_key))
    with transaction.atomic():
        locked(Transfer, copy.transfer_id)
        row = locked(TransferCopy.objects.select_related("transfer"), copy.pk)
        with finishing(job, at=at):
            if request.result is None:
                return
            field = "given_file" if request.role == SigningRole.LEADER else "signed_file"
            if getattr(row, f"{field}_id"):
                return
            setattr(row, field, request.result)
            row.save(update_fields=[field])
            act = f"copy_{field.removesuffix('_file')}"
            note(transfer=row.transfer, act=act, by=by, at=at, facts={"copy": row.number})


HANDLERS: Final = {DRAW: draw, SIGNED: take_over}


def _is_missing(copy: TransferCopy, role: SigningRole) -> bool:
    """Say whether the signature in ``role`` is neither on the copy nor under way."""
    done = copy.given_file_id if role == SigningRole.LEADER else copy.signed_file_id
    standing = queries.signature_on(copy, role)
    return not done and not (standing is not None and standing.is_under_way)


def _laid_out(transfer: Transfer, copy: int, at: datetime) -> RenderedPdf:
    head = queries.head_on(transfer.organisation, local_day(transfer.answered_at or at))
    page = queries.transfer_page(transfer, copy=copy)
    composed = compose_record(head, page, queries.handed_over_table(transfer))
    return render_pdf(
        composed.html, stylesheets=composed.stylesheets, at=at, licensed_fonts=settings.LICENSED_FONTS_DIR
    )


def _kept(transfer: Transfer, copy: int, page: RenderedPdf, *, by: Actor, at: datetime) -> StoredFile:
    name = f"bien-ban-giao-nhan-{transfer.number}-{transfer.year}-ban-{copy}.pdf"
    laid = storing.store(by=by, at=at, content=page.pdf, name=name, role=FileRole.DRAFT_RENDERING)
    return prepare_for_two(by=by, at=at, file=laid, slots=page.slots)


def _request(
    copy: TransferCopy, file: StoredFile, role: SigningRole, *, by: Actor, at: datetime
) -> SigningRequest:
    return requesting.request_signature(
        by=by,
        at=at,
        file=file,
        role=role,
        origin=requesting.Origin(queries.SIGNED_AS, str(copy.pk)),
        expected_sha256=file.sha256,
    )
