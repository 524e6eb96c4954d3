"""Reading page by page under a watermark: scans of old lists, and the documents of dossiers somebody was let read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.urls import reverse

from archive import policies, queries
from archive.models import CatalogueRecord
from archive.operations import catalogue_use
from files.enums import MediaType
from files.queries import preview_of, preview_pages
from ui import writing
from ui.screens import render, screen
from web.catalogue.finding import unit_of

if TYPE_CHECKING:
    from archive.models import CatalogueUnit, Record
    from files.models import StoredFile
    from ui.request import OfficeRequest

DRAWN = {MediaType.PDF, MediaType.PNG, MediaType.JPEG, MediaType.TIFF}  # what pictures of pages are made of


@screen()
def read(request: OfficeRequest, pk: int) -> HttpResponse:
    """Show the scan of a record of an old list; the file itself is not handed out."""
    record = _record(request, pk)
    if record.file is None:
        raise Http404
    catalogue_use.note_view(unit=record.unit, by=request.actor, at=request.at, record=record.pk)
    pages = [(n, reverse("catalogue:record_page", args=[pk, n])) for n in preview_pages(record.file)]
    return _shown(request, record.unit, record, record.file, pages, reverse("catalogue:record", args=[pk]))


@screen()
def page(request: OfficeRequest, pk: int, number: int) -> HttpResponse:
    """Send the picture of one page to whoever may read the record now."""
    return _picture(_record(request, pk).file, number)


@screen()
def read_item(request: OfficeRequest, pk: int, item: int) -> HttpResponse:
    """Show a document of a dossier of the office to whoever was let read the dossier, as long as that holds."""
    unit, record, file = _item(request, pk, item)
    catalogue_use.note_view(unit=unit, by=request.actor, at=request.at, item=record.pk)
    drawn = preview_pages(file) if file is not None else []
    pages = [(n, reverse("catalogue:item_page", args=[pk, item, n])) for n in drawn]
    return _shown(request, unit, record, file, pages, reverse("catalogue:unit", args=[pk]))


@screen()
def item_page(request: OfficeRequest, pk: int, item: int, number: int) -> HttpResponse:
    """Send the picture of one page of such a document."""
    _unit, _record, file = _item(request, pk, item)
    return _picture(file, number)


def _shown(
    request: OfficeRequest,
    unit: CatalogueUnit,
    record: CatalogueRecord | Record,
    file: StoredFile | None,
    pages: list[tuple[int, str]],
    back: str,
) -> HttpResponse:
    person = request.actor.person
    context = {
        "unit": unit,
        "record": record,
        "label": record.kind if isinstance(record, CatalogueRecord) else record.label,
        "kind": "record" if isinstance(record, CatalogueRecord) else "item",
        "file": file,
        "drawn": file is not None and file.media_type in DRAWN,
        "pages": pages,
        "back": back,
        "mark": f"{person.full_name if person else ''} · {writing.moment_full(request.at)}",
        "repeats": range(12),
    }
    return render(request, "catalogue/read.html", context)


def _picture(file: StoredFile | None, number: int) -> HttpResponse:
    picture = preview_of(file, number) if file is not None else None
    if picture is None:
        raise Http404
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, no-store"})


def _record(request: OfficeRequest, pk: int) -> CatalogueRecord:
    try:
        return queries.record_for(request.actor, request.at, pk)
    except CatalogueRecord.DoesNotExist:
        raise Http404 from None


def _item(request: OfficeRequest, pk: int, item: int) -> tuple[CatalogueUnit, Record, StoredFile | None]:
    """Give a document of a dossier with its file; 404 for everybody who was not let read the dossier."""
    unit = unit_of(request, pk)
    until = queries.may_be_read_until(unit, request.actor.person, request.at)
    found = queries.records_of(unit.dossier).filter(pk=item).first() if unit.dossier else None
    if found is None or not policies.may_leaf_through(request.actor, unit, until):
        raise Http404
    return unit, found, queries.file_of_item(found)
