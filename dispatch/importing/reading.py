"""Walks a Word document and makes the letter's body of it: paragraphs, articles, headings, lists and tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from dispatch.importing.lists import Numbering, gathered
from dispatch.importing.runs import Runs
from dispatch.importing.xml import found

ARTICLE = re.compile(r"^\s*Điều\s+(\d{1,3})\s*[.:]\s*")
_HEADING = re.compile(r"^(?:heading|tiêu đề)\s*(\d)", re.IGNORECASE)
_KNOWN = re.compile(
    r"^(normal|body text|list|title|subtitle|default|no spacing|table|heading|tiêu đề|plain text)",
    re.IGNORECASE,
)
_ALIGNED = {"center": "center", "right": "right", "end": "right", "left": "left", "start": "left"}
Node = dict[str, Any]


class Reader:
    """One reading of one document; ``losses`` and ``styles`` fill as it goes."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.losses: Counter[str] = Counter()
        self.styles: set[str] = set()
        self.numbering = Numbering(document, self.losses)
        self._named = {
            str(one.get(qn("w:styleId"))): str((found(one, "./w:name/@w:val") or [""])[0])
            for one in document.styles.element.iterchildren(qn("w:style"))
        }
        self.runs = Runs(self.losses)

    def body(self) -> Node:
        """Give the body; articles typed as "Điều 1." become articles if they count from 1 without a gap."""
        blocks = list(self.blocks(self.document.element.body, in_cell=False))
        self._number_articles(blocks)
        content = gathered(blocks)
        return {"type": "doc", "content": content or [{"type": "paragraph"}]}

    def blocks(self, parent: Any, *, in_cell: bool) -> Iterator[Node]:
        """Give the blocks below ``parent`` in order; those of lists bear their level in ``list``."""
        for child in parent:
            if child.tag == qn("w:p"):
                block = self._paragraph(child, in_cell=in_cell)
                if block is not None:
                    yield block
            elif child.tag == qn("w:tbl"):
                if in_cell:
                    self.losses["nested_tables"] += 1
                    yield from self._flattened(child)
                else:
                    yield self._table(child)
            elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins")}:
                yield from self.blocks(child, in_cell=in_cell)

    def _paragraph(self, element: Any, *, in_cell: bool) -> Node | None:
        content = self.runs.content(element)
        style = self._style(element)
        listed = self.numbering.level_of(element, style)
        if not content:
            return None
        heading = _HEADING.match(style) if not in_cell and listed is None else None
        if heading or (style.lower() == "title" and not in_cell):
            level = min(3, int(heading[1])) if heading else 1
            return {"type": "heading", "attrs": {"level": level}, "content": content}
        block: Node = {"type": "paragraph", "attrs": {"align": self._alignment(element)}, "content": content}
        if listed is not None:
            block["list"] = listed
        return block

    def _style(self, element: Any) -> str:
        """Give the name of the paragraph's style, and note one the letter does not know."""
        named = found(element, "./w:pPr/w:pStyle/@w:val")
        if not named:
            return ""
        name = self._named.get(str(named[0]), str(named[0]))
        if not _KNOWN.match(name):
            if name not in self.styles:
                self.losses["styles"] += 1
            self.styles.add(name[:60])
        return name

    def _alignment(self, element: Any) -> str:
        said = found(element, "./w:pPr/w:jc/@w:val")
        return _ALIGNED.get(said[0], "justify") if said else "justify"

    def _number_articles(self, blocks: list[Node]) -> None:
        typed = [(block, ARTICLE.match(_text(block))) for block in blocks if block["type"] != "table"]
        articles = [(block, match) for block, match in typed if match and "list" not in block]
        if [int(match[1]) for _block, match in articles] != list(range(1, len(articles) + 1)):
            return
        for block, match in articles:
            rest = _without(block["content"], match.end())
            block.pop("attrs", None)
            block["type"] = "article"
            block["content"] = rest or [{"type": "text", "text": "…"}]

    def _flattened(self, table: Any) -> Iterator[Node]:
        for cell in table.iter(qn("w:tc")):
            yield from self.blocks(cell, in_cell=True)

    def _table(self, table: Any) -> Node:
        rows: list[Node] = []
        open_cells: dict[int, Node] = {}
        for row in table.iterchildren(qn("w:tr")):
            head = bool(found(row, "./w:trPr/w:tblHeader"))
            cells = list(self._cells(row, open_cells, head=head))
            if cells:
                rows.append({"type": "table_row", "content": cells})
        empty = {"type": "table_cell", "content": [{"type": "paragraph"}]}
        return {"type": "table", "content": rows or [{"type": "table_row", "content": [empty]}]}

    def _cells(self, row: Any, open_cells: dict[int, Node], *, head: bool) -> Iterator[Node]:
        column = 0
        for cell in found(row, "./w:tc | ./w:sdt/w:sdtContent/w:tc"):
            span = min(50, max(1, int((found(cell, "./w:tcPr/w:gridSpan/@w:val") or ["1"])[0])))
            merged = found(cell, "./w:tcPr/w:vMerge")
            if merged and merged[0].get(qn("w:val")) != "restart" and column in open_cells:
                attributes = open_cells[column]["attrs"]
                attributes["rowspan"] = min(500, attributes["rowspan"] + 1)
            else:
                made = self._cell(cell, span, head=head)
                open_cells.pop(column, None)
                if merged:
                    open_cells[column] = made
                yield made
            column += span

    def _cell(self, cell: Any, span: int, *, head: bool) -> Node:
        content = gathered(list(self.blocks(cell, in_cell=True))) or [{"type": "paragraph"}]
        kind = "table_header" if head else "table_cell"
        return {"type": kind, "attrs": {"colspan": span, "rowspan": 1}, "content": content}


def _text(block: Node) -> str:
    return "".join(leaf.get("text", "\n") for leaf in block["content"])


def _without(content: list[Node], length: int) -> list[Node]:
    """Give ``content`` without its first ``length`` characters."""
    rest: list[Node] = []
    for leaf in content:
        size = len(leaf.get("text", "\n"))
        if length >= size:
            length -= size
            continue
        rest.append({**leaf, "text": leaf["text"][length:]} if length and "text" in leaf else leaf)
        length = 0
    return rest
