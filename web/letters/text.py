"""A draft as plain text: to read a version, or two side by side, without laying it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from dispatch.models.kinds import kind_of
from dispatch.models.shapes import shape_of

if TYPE_CHECKING:
    from dispatch.models.content import DraftContent
    from dispatch.models.parts import Part

DEEPEST = 40
_BULLETS = {"bullet_list": "– ", "ordered_list": "• "}
_BLOCKS = {"paragraph", "heading", "article"}


@dataclass(frozen=True)
class Shown:
    """What is read of a draft: its facts as pairs, its body as paragraphs."""

    facts: list[tuple[str, str]]
    paragraphs: list[str]


def shown(content: DraftContent, kind: str) -> Shown:
    """Give the readable side of ``content`` of a letter of ``kind``."""
    facts = [
        (_("Subject"), content.subject),
        (_("To"), "; ".join(content.addressees)),
        (_("Legal bases"), "; ".join(content.legal_bases)),
        (_("Recipients"), "; ".join(content.recipients)),
        (_("Kept by"), content.keep_line),
        *particulars_of(content, kind),
    ]
    paragraphs = [*_paragraphs(content.body), *(line for part in content.parts for line in _part(part))]
    return Shown(facts, [line for line in paragraphs if line.strip()])


def particulars_of(content: DraftContent, kind: str) -> list[tuple[str, str]]:
    """Give the facts only letters of ``kind`` have, in the order of their template."""
    said = [(str(one.label), content.particulars.get(one.name, "")) for one in shape_of(kind).particulars]
    return [(label, value.replace("\n", "; ")) for label, value in said if value]


def _part(part: Part) -> Iterator[str]:
    yield f"{kind_of(part.kind).name if part.kind else _('Appendix')}: {part.title}"
    yield from _paragraphs(part.body)


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
