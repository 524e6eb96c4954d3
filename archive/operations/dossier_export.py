"""Take a whole dossier away, with the eyes of whoever asks: its data as XML, its documents as one PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.conf import settings

from archive import ports, queries
from archive.exporting.dossier import as_pdf, as_xml, in_order_of_days
from archive.layout.forms import compose_table
from archive.models import Dossier, Record
from files.enums import MediaType
from files.queries import content_of
from files.rendering import render_pdf
from lib.calendar import local_day
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.queries import period_on

XML: Final = "dossier_xml"
PDF: Final = "dossier_pdf"


def made(
    *, form: str, dossier: Dossier, organisation: Organisation, reader: Actor, moment: datetime
) -> tuple[bytes, str, int]:
    """Give the file of a dossier, its name, and how many documents it tells of.

    Whoever sees the dossier sees the labels in it, so XML and list have them all; into the PDF come only documents
    the reader may open themselves (``may_open_origin``).
    """
    records = in_order_of_days(queries.records_of(dossier))
    name = f"ho-so-{dossier.year}-{dossier.pk}"
    if form == XML:
        period = period_on(organisation, local_day(moment))
        told = as_xml(dossier, records, organ=organisation.code, organ_name=period.name)
        return told, f"{name}.xml", len(records)
    opened = {
        record.pk: content for record in records if (content := _content(record, reader, moment)) is not None
    }
    table = queries.documents_table(dossier)
    count = f"{len(opened)}/{len(records)}"
    said = f"Bản để đọc, gồm {count} văn bản theo thứ tự thời gian; không mang chữ ký số của bản gốc."
    composed = compose_table(
        queries.head_on(organisation, local_day(moment)), replace(table, closing=(*table.closing, said)),
        day=local_day(moment),
    )  # fmt: skip
    front = render_pdf(
        composed.html, stylesheets=composed.stylesheets, at=moment, licensed_fonts=settings.LICENSED_FONTS_DIR
    )
    return (
        as_pdf(front.pdf, (opened[one.pk] for one in records if one.pk in opened)),
        f"{name}.pdf",
        len(opened),
    )


def _content(record: Record, reader: Actor, moment: datetime) -> bytes | None:
    owner = ports.owner_of(record.origin_kind)
    if not isinstance(owner, ports.OriginWithFile) or not queries.may_open_origin(record, reader, moment):
        return None
    file = owner.file(record.origin)
    return content_of(file) if file is not None and file.media_type == MediaType.PDF else None
