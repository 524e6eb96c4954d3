"""Certified copies of holdings: the register, what is copied, the words of the certificate."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max, QuerySet

from archive import policies, ports
from archive.layout.certificate import Certificate
from archive.models import CatalogueRecord, HoldingCopy, Record
from archive.queries.catalogue_printed import time_of
from archive.queries.printed import head_on
from files.enums import MediaType
from files.models import StoredFile
from lib.calendar import written_day
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.queries import may_in_any_post
from signing.enums import SigningRole
from signing.models import SigningRequest
from signing.queries import request_for

HOLDING_COPY = "holding_copy"  # the kind of origin of the signatures on certified copies
TITLE = "BẢN SAO CHỨNG THỰC LƯU TRỮ"


def copies_visible_to(actor: Actor, at: datetime) -> QuerySet[HoldingCopy]:
    """Give the register of certified copies, the newest first: all of it, or what ``actor`` asked for."""
    found = HoldingCopy.objects.filter(organisation=actor.organisation)
    if not may_in_any_post(actor, at, policies.may_see_every_copy):
        found = found.filter(person=actor.person)
    named = found.select_related(
        "organisation", "person", "unit__parent", "record", "item", "decided_by__person", "file__blob",
        "signed_file__blob",
    )  # fmt: skip
    return named.order_by("-id")


def last_copy_number(organisation: Organisation, year: int) -> int:
    """Give the last number of a certified copy given in a year; 0 before the first."""
    rows = HoldingCopy.objects.filter(organisation=organisation, year=year)
    return rows.aggregate(last=Max("number"))["last"] or 0


def source_of(document: CatalogueRecord | Record) -> StoredFile | None:
    """Give the PDF of a document the archive holds, None when there is none."""
    file = document.file if isinstance(document, CatalogueRecord) else file_of_item(document)
    return file if file is not None and file.media_type == MediaType.PDF else None


def file_of_item(item: Record) -> StoredFile | None:
    """Give the file of a document of our own as it was issued or came, None when it has none."""
    owner = ports.owner_of(item.origin_kind)
    return owner.file(item.origin) if isinstance(owner, ports.OriginWithFile) else None


def copied(copy: HoldingCopy) -> CatalogueRecord | Record:
    """Give the document a copy is of."""
    document = copy.record or copy.item
    assert document is not None  # noqa: S101 -- the database holds exactly one
    return document


def holding_copy_request(copy: HoldingCopy) -> SigningRequest | None:
    """Give the latest request for the organisation's signature on a copy."""
    return request_for(copy.organisation, HOLDING_COPY, str(copy.pk), SigningRole.TEXT)


def words_of_certificate(copy: HoldingCopy, day: date) -> dict[str, object]:
    """Give what the certificate says, as it was that day: the copy keeps it."""
    document, unit = copied(copy), copy.unit
    head = head_on(copy.organisation, day)
    kind = document.kind if isinstance(document, CatalogueRecord) else document.label
    dated = f", ngày {document.dated_on:%d/%m/%Y}" if document.dated_on else ""
    sheets = document.sheets if isinstance(document, CatalogueRecord) else ""
    fonds = unit
    while fonds.parent is not None:
        fonds = fonds.parent
    rows = [
        ("Văn bản, tài liệu", f"{kind} {document.code}{dated}".strip()),
        ("Trích yếu", document.title),
        ("Tác giả", document.author),
        ("Phông", f"{fonds.code} {fonds.title}".strip() if fonds.pk != unit.pk else ""),
        ("Hồ sơ", f"{unit.code} {unit.title}".strip()),
        ("Thời gian hồ sơ", time_of(unit)),
        ("Số thứ tự trong hồ sơ", str(document.ordinal)),
        ("Tờ số", sheets),
        ("Cấp cho", copy.given_to or copy.person.full_name),
    ]
    return {"issuer": head.organisation, "place": head.place, "rows": [row for row in rows if row[1]]}


def certificate_of(copy: HoldingCopy) -> Certificate:
    """Give the page of certification that goes behind the copy."""
    assert copy.day is not None  # noqa: S101 -- an allowed copy has its day
    return Certificate(
        head=head_on(copy.organisation, copy.day), code=copy.code, day=written_day(copy.day),
        rows=copy.printed["rows"], issuer=copy.printed["issuer"],
    )  # fmt: skip
