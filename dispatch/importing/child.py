"""What the closed process does with a Word file: text in, a body and a count of losses out.

Only python-docx and this package's own reading are loaded, nothing of the house but the wire's names.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from typing import Any

import docx
from docx.document import Document
from lxml import etree

from dispatch.importing.reading import Reader
from dispatch.importing.xml import found

MOST_XML = 40 * 1024 * 1024  # of all parts in XML, unpacked; an honest letter has a hundredth
MOST_UNPACKED = 300 * 1024 * 1024
_ENTITIES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_HEAD = 64 * 1024
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    etree.LxmlError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    NotImplementedError,
    RuntimeError,
    RecursionError,
    OSError,
)


def answer(_head: bytes, content: bytes) -> bytes:
    """Give JSON: the body, the losses with their counts and the unknown styles; or the fault that keeps it out."""
    try:
        return json.dumps(_read(content)).encode()
    except _UNREADABLE:
        return json.dumps({"fault": "broken"}).encode()


def _read(content: bytes) -> dict[str, Any]:
    fault = _fault(content)
    if fault:
        return {"fault": fault}
    document = docx.Document(io.BytesIO(content))
    reader = Reader(document)
    body = reader.body()
    _count_around(document, reader)
    return {"body": body, "losses": dict(reader.losses), "styles": sorted(reader.styles)[:10]}


def _fault(content: bytes) -> str:
    """Give why the package is not opened at all; sizes are read from its list, which unpacking holds it to."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entries = package.infolist()
        parts = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))]
        if sum(entry.file_size for entry in parts) > MOST_XML:
            return "too_large"
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            return "too_large"
        if any(entry.flag_bits & 1 for entry in entries):
            return "locked"
        for entry in parts:
            with package.open(entry) as opened:
                head = opened.read(_HEAD)
            if any(mark in head for mark in _ENTITIES):  # Word writes none: only an attack declares entities
                return "broken"
    return ""


def _count_around(document: Document, reader: Reader) -> None:
    """Count what lies outside the text: comments, headers, columns, references to elsewhere."""
    for relation in document.part.rels.values():
        if relation.is_external and not relation.reltype.endswith("/hyperlink"):
            reader.losses["external"] += 1
    for section in document.sections:
        around = (section.header, section.footer, section.first_page_header, section.first_page_footer)
        reader.losses["headers"] += sum(
            not part.is_linked_to_previous and any(one.text.strip() for one in part.paragraphs)
            for part in around
        )
        columns = found(section._sectPr, "./w:cols/@w:num")
        wide = (section.page_width or 0) > (section.page_height or 0)
        if wide or any(number not in {"", "1"} for number in columns):
            reader.losses["layout"] += 1
