"""A whole dossier as XML and as one PDF, its documents in the order of their days (Decree 30/2020 App. VI, 4).

The elements are those of App. VI, part II. A PDF joined from signed files bears none of their signatures: it is a copy
to read, and says so.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from lxml import etree

from archive.models import Dossier, Record


def in_order_of_days(records: Iterable[Record]) -> list[Record]:
    """Give records by their day, those without one last, each day in the order of the dossier."""
    return sorted(
        records, key=lambda one: (one.dated_on is None, one.dated_on or one.filed_at.date(), one.ordinal)
    )


def as_xml(dossier: Dossier, records: Sequence[Record], *, organ: str, organ_name: str) -> bytes:
    """Give the dossier with the data of its documents; ``organ`` is the code of the organisation."""
    root = etree.Element("File")
    _code(root, dossier, organ)
    kept = "Vĩnh viễn" if dossier.retention_years is None else f"{dossier.retention_years} năm"
    days = [record.dated_on for record in records if record.dated_on]
    for name, value in (
        ("Title", dossier.title), ("Maintenance", kept), ("Rights", ""), ("Creator", dossier.keeper.full_name),
        ("Language", "Tiếng Việt"), ("StartDate", _day(min(days, default=dossier.opened_on))),
        ("EndDate", _day(max(days, default=dossier.closed_on))), ("DocTotal", str(len(records))),
        ("PageTotal", str(sum(record.page_count or 0 for record in records))), ("Description", dossier.closing_note),
    ):  # fmt: skip
        _add(root, name, value)
    documents = etree.SubElement(root, "Documents")
    for record in records:
        document = etree.SubElement(documents, "Document")
        _code(document, dossier, organ)
        number, _slash, symbol = record.code.partition("/")
        for name, value in (
            ("DocOrdinal", str(record.ordinal)), ("TypeName", record.label), ("CodeNumber", number if symbol else ""),
            ("CodeNotation", symbol or record.code), ("IssuedDate", _day(record.dated_on)),
            ("OrganName", record.author or organ_name), ("Subject", record.title), ("Language", "Tiếng Việt"),
            ("PageAmount", "" if record.page_count is None else str(record.page_count)),
        ):  # fmt: skip
            _add(document, name, value)
    told: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return told


def as_pdf(front: bytes, documents: Iterable[bytes]) -> bytes:
    """Give one PDF: the list of documents, then the documents; what is no PDF, or a locked one, is left out."""
    import pikepdf  # noqa: PLC0415 -- slow import

    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(front)) as book:
        for content in documents:
            try:
                with pikepdf.open(io.BytesIO(content)) as part:
                    book.pages.extend(part.pages)
            except pikepdf.PdfError:
                continue
        book.save(kept)
    return kept.getvalue()


def _code(parent: etree._Element, dossier: Dossier, organ: str) -> None:
    code = etree.SubElement(parent, "FileCode")
    _add(code, "OrganId", organ)
    _add(code, "FileCatalog", str(dossier.year))
    _add(code, "FileNotation", dossier.code)


def _add(parent: etree._Element, name: str, value: str) -> None:
    etree.SubElement(parent, name).text = value or None


def _day(day: object) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
