"""A draft as plain text: to read a version, or two side by side, without laying it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from dispatch.models.content import DraftContent

DEEPEST = 40
_BULLETS = {"bullet_list": "– ", "ordered_list": "• "}
_BLOCKS = {"paragraph", "heading", "article"}


@dataclass(frozen=True)
class Shown:
    """What is read of a draft: its facts as pairs, its body as paragraphs."""

    facts: list[tuple[str, str]]
    paragraphs: list[str]


def shown(content: DraftContent) -> Shown:
    """Give the readable side of ``content``."""
    facts = [
        (_("Subject"), content.subject),
        (_("To"), "; ".join(content.addressees)),
        (_("Legal bases"), "; ".join(content.legal_bases)),
        (_("Recipients"), "; ".join(content.recipients)),
        (_("Kept by"), content.keep_line),
    ]
    return Shown(facts, [line for line in _paragraphs(content.body) if line.strip()])


def _paragraphs(node: Mapping[str, Any], mark: str = "", depth: int = 0) -> Iterator[str]:
    if depth > DEEPEST:
        return
    kind = node.get("type")
    children = [child for child in node.get("content") or [] if isinstance(child, Mapping)]
    if kind in _BLOCKS:
        yield mark + "".join(_inline(child) for child in children)
        return
    if kind == "table_row":
        yield " | ".join(" ".join(_paragraphs(cell, depth=depth + 1)) for cell in children)
        return
    for child in children:
        yield from _paragraphs(child, _BULLETS.get(str(kind), mark if kind == "list_item" else ""), depth + 1)


def _inline(node: Mapping[str, Any]) -> str:
    return "\n" if node.get("type") == "hard_break" else str(node.get("text", ""))
