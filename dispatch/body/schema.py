"""Which text the editor may have made. Anything else is refused, so nothing foreign reaches page or screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dispatch import errors

MOST_DEPTH = 16
MOST_NODES = 20_000
MOST_TEXT = 300_000

Node = Mapping[str, Any]
Check = Callable[[Any], bool]

BLOCKS = frozenset({"paragraph", "heading", "article", "ordered_list", "bullet_list", "table"})
INLINE = frozenset({"text", "hard_break"})
MARKS = frozenset({"strong", "em", "underline"})

_CHILDREN: Mapping[str, frozenset[str]] = {
    "doc": BLOCKS,
    "paragraph": INLINE,
    "heading": INLINE,
    "article": INLINE,
    "ordered_list": frozenset({"list_item"}),
    "bullet_list": frozenset({"list_item"}),
    "list_item": BLOCKS,
    "table": frozenset({"table_row"}),
    "table_row": frozenset({"table_cell", "table_header"}),
    "table_cell": frozenset({"paragraph", "ordered_list", "bullet_list"}),
    "table_header": frozenset({"paragraph", "ordered_list", "bullet_list"}),
    "hard_break": frozenset(),
}
_FILLED = frozenset(
    {"doc", "ordered_list", "bullet_list", "list_item", "table", "table_cell", "table_header"}
)


def _between(low: int, high: int) -> Check:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _one_of(*allowed: str) -> Check:
    return lambda value: isinstance(value, str) and value in allowed


def _widths(value: Any) -> bool:
    if value is None:
        return True
    return isinstance(value, list) and all(_between(0, 5000)(width) for width in value)


_CELL: Mapping[str, Check] = {"colspan": _between(1, 50), "rowspan": _between(1, 500), "colwidth": _widths}
_ATTRIBUTES: Mapping[str, Mapping[str, Check]] = {
    "paragraph": {"align": _one_of("justify", "left", "center", "right")},
    "heading": {"level": _between(1, 3)},
    "ordered_list": {"order": _between(1, 999), "style": _one_of("decimal", "alpha")},
    "table_cell": _CELL,
    "table_header": _CELL,
}


def check_body(body: Any) -> None:
    """Refuse (BodyIsMalformed, BodyIsTooLarge) a body with unknown nodes, marks or attributes, or without measure."""
    _Inspection().document(body)


def _refuse(what: object) -> errors.BodyIsMalformed:
    return errors.BodyIsMalformed(what=str(what)[:60])


class _Inspection:
    """One walk through a body, counting as it goes."""

    def __init__(self) -> None:
        self.nodes = 0
        self.letters = 0

    def document(self, body: Any) -> None:
        if not isinstance(body, Mapping) or body.get("type") != "doc":
            raise _refuse("doc")
        self._node(body, "doc", depth=0)

    def _node(self, node: Node, kind: str, *, depth: int) -> None:
        self.nodes += 1
        if depth > MOST_DEPTH or self.nodes > MOST_NODES:
            raise errors.BodyIsTooLarge
        if kind == "text":
            self._text(node)
            return
        for key in node:
            if key not in {"type", "attrs", "content"}:
                raise _refuse(f"{kind}.{key}")
        self._attributes(kind, node.get("attrs"))
        self._children(kind, node.get("content"), depth)

    def _children(self, kind: str, content: Any, depth: int) -> None:
        children = [] if content is None else content
        if not isinstance(children, list):
            raise _refuse(f"{kind}.content")
        if kind in _FILLED and not children:
            raise _refuse(f"{kind}, empty")
        for index, child in enumerate(children):
            name = child.get("type") if isinstance(child, Mapping) else None
            if not isinstance(name, str) or name not in _CHILDREN[kind]:
                raise _refuse(name if isinstance(name, str) else kind)
            if kind == "list_item" and index == 0 and name != "paragraph":
                raise _refuse("list_item without paragraph")
            self._node(child, name, depth=depth + 1)

    def _attributes(self, kind: str, attributes: Any) -> None:
        if attributes is None:
            return
        if not isinstance(attributes, Mapping):
            raise _refuse(f"{kind}.attrs")
        known = _ATTRIBUTES.get(kind, {})
        for name, value in attributes.items():
            if name not in known or not known[name](value):
                raise _refuse(f"{kind}.{name}")

    def _text(self, node: Node) -> None:
        text = node.get("text")
        if set(node) - {"type", "text", "marks"} or not isinstance(text, str) or not text:
            raise _refuse("text")
        self.letters += len(text)
        if self.letters > MOST_TEXT:
            raise errors.BodyIsTooLarge
        marks: Any = node.get("marks") or []
        if not isinstance(marks, Sequence) or isinstance(marks, str):
            raise _refuse("marks")
        for mark in marks:
            name = mark.get("type") if isinstance(mark, Mapping) else None
            if (
                not isinstance(name, str)
                or name not in MARKS
                or set(mark) - {"type", "attrs"}
                or mark.get("attrs")
            ):
                raise _refuse(name or "mark")
