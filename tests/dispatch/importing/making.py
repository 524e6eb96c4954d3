"""Word files as people and attackers make them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import docx
from docx.document import Document

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def written(write: Callable[[Document], Any]) -> bytes:
    """Give a document made with python-docx itself."""
    document = docx.Document()
    write(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def package(document_xml: str, **parts: str | bytes) -> bytes:
    """Give a document whose main part is written by hand; other parts by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("_rels/.rels", RELS)
        made.writestr("word/document.xml", document_xml)
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def body(inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{WORD}"><w:body>{inner}</w:body></w:document>'


def paragraph_with(inner: str) -> bytes:
    """Give a document of one paragraph."""
    return package(body(f"<w:p>{inner}</w:p>"))


def with_main(
    content: bytes, change: Callable[[str], str], extra: Mapping[str, bytes] | None = None
) -> bytes:
    """Give ``content`` with its main part changed and parts added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for entry in given.infolist():
            data = given.read(entry)
            if entry.filename == "word/document.xml":
                data = change(data.decode()).encode()
            made.writestr(entry, data)
        for name, data in (extra or {}).items():
            made.writestr(name, data)
    return out.getvalue()
