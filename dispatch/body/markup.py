"""A checked body as the layout's markup (see ``dispatch.layout.body`` for what is let through there)."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from itertools import count
from typing import Any

from dispatch.body.schema import check_body

_MARKS = {"strong": "strong", "em": "em", "underline": "u"}
_ALIGNED = {"center": " class='center'", "right": " class='right'", "left": " class='plain'"}


def markup_of(body: Mapping[str, Any]) -> str:
    """Give the markup of ``body``; refuses a body outside the schema. Articles are counted here: "Điều 1." onwards."""
    check_body(body)
    return _Writer().blocks(body)


class _Writer:
    def __init__(self) -> None:
        self._articles, self._last = count(1), 0

    def blocks(self, node: Mapping[str, Any]) -> str:
        children = list(node.get("content") or ())
        made: list[str] = []
        for index, child in enumerate(children):
            if index and child["type"] == "paragraph" and _is_untitled_article(children[index - 1]):
                # An article without a title begins its first paragraph: "Điều 1. Thành lập …" (template 1.2).
                made[-1] = f"<p class='clause'><strong>Điều {self._last}.</strong> {_inline(child)}</p>"
            else:
                made.append(self._block(child))
        return "".join(made)

    def _block(self, node: Mapping[str, Any]) -> str:
        kind, attributes = node["type"], node.get("attrs") or {}
        if kind == "paragraph":
            return f"<p{_ALIGNED.get(attributes.get('align', ''), '')}>{_inline(node)}</p>"
        if kind == "article":
            self._last = next(self._articles)
            return f"<h4>Điều {self._last}. {_inline(node)}</h4>"
        if kind == "heading":
            return _heading(attributes.get("level", 1), _inline(node))
        if kind == "ordered_list":
            return self._ordered(node, attributes)
        if kind == "bullet_list":
            return f"<ul>{self._items(node)}</ul>"
        return f"<table>{self._rows(node)}</table>"

    def _ordered(self, node: Mapping[str, Any], attributes: Mapping[str, Any]) -> str:
        points = " class='points'" if attributes.get("style") == "alpha" else ""
        order = attributes.get("order", 1)
        start = f" start='{order}'" if order != 1 else ""
        return f"<ol{points}{start}>{self._items(node)}</ol>"

    def _items(self, node: Mapping[str, Any]) -> str:
        return "".join(self._item(child) for child in node["content"])

    def _item(self, node: Mapping[str, Any]) -> str:
        # The first paragraph stands bare, so that the number stands on its line.
        first, *rest = node["content"]
        return f"<li>{_inline(first)}{''.join(self._block(child) for child in rest)}</li>"

    def _rows(self, node: Mapping[str, Any]) -> str:
        rows = list(node["content"])
        head = 0
        while head < len(rows) and _is_head(rows[head]):
            head += 1
        front = "".join(self._row(row) for row in rows[:head])
        return (
            f"<thead>{front}</thead>" if front else ""
        ) + f"<tbody>{''.join(map(self._row, rows[head:]))}</tbody>"

    def _row(self, row: Mapping[str, Any]) -> str:
        return f"<tr>{''.join(self._cell(cell) for cell in row.get('content') or ())}</tr>"

    def _cell(self, cell: Mapping[str, Any]) -> str:
        tag = "th" if cell["type"] == "table_header" else "td"
        attributes = cell.get("attrs") or {}
        spans = "".join(
            f" {name}='{attributes[name]}'" for name in ("colspan", "rowspan") if attributes.get(name, 1) != 1
        )
        return f"<{tag}{spans}>{self.blocks(cell)}</{tag}>"


def _is_untitled_article(node: Mapping[str, Any]) -> bool:
    return bool(node["type"] == "article") and not _inline(node).strip()


def _is_head(row: Mapping[str, Any]) -> bool:
    cells = row.get("content") or ()
    return bool(cells) and all(cell["type"] == "table_header" for cell in cells)


def _heading(level: int, inline: str) -> str:
    if level == 1:
        return f"<h2>{inline}</h2>"
    if level == 2:
        return f"<p class='clause'><strong>{inline}</strong></p>"
    return f"<p><strong><em>{inline}</em></strong></p>"


def _inline(node: Mapping[str, Any]) -> str:
    return "".join(_leaf(child) for child in node.get("content") or ())


def _leaf(node: Mapping[str, Any]) -> str:
    if node["type"] == "hard_break":
        return "<br>"
    text = escape(node["text"], quote=False)
    for mark in node.get("marks") or ():
        tag = _MARKS[mark["type"]]
        text = f"<{tag}>{text}</{tag}>"
    return text
