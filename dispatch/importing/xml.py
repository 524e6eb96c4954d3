"""XPath over a Word part, with the namespaces of Word."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import nsmap
from lxml import etree


def found(element: Any, path: str, **values: str) -> list[Any]:
    """Give what ``path`` finds below ``element``; ``values`` fill its ``$names``, so that no text becomes a path."""
    result: list[Any] = etree._Element.xpath(element, path, namespaces=nsmap, **values)
    return result
