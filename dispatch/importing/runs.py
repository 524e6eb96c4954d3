"""The words of one paragraph: bold, italic and underlined as they are, everything else counted as lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import nsmap, qn

_OFF = {"0", "false", "off", "none"}
_MARKS = (("w:b", "strong"), ("w:i", "em"), ("w:u", "underline"))
_LOOK = ("w:color", "w:highlight", "w:shd", "w:vertAlign", "w:strike", "w:dstrike", "w:smallCaps")
_INSIDE = {qn("w:smartTag"), qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:fldSimple")}
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_COUNTED = {
    qn("w:footnoteReference"): "footnotes",
    qn("w:endnoteReference"): "footnotes",
    qn("w:commentReference"): "comments",
    qn("w:object"): "objects",
    qn("w:sym"): "symbols",
    qn("w:instrText"): "fields",
}
_DRAWN = {qn("w:drawing"), qn("w:pict"), f"{_CHOICE}AlternateContent"}
Node = dict[str, Any]


class Runs:
    """Reads runs; ``losses`` is the reading's own count."""

    def __init__(self, losses: Counter[str]) -> None:
        self.losses = losses

    def content(self, paragraph: Any) -> list[Node]:
        """Give the inline nodes of a paragraph, neighbours of one look joined, white space at the ends gone."""
        joined: list[Node] = []
        for leaf in self._children(paragraph):
            last = joined[-1] if joined else None
            same = (
                last is not None
                and "text" in leaf
                and "text" in last
                and last.get("marks") == leaf.get("marks")
            )
            if same and last is not None:
                last["text"] += leaf["text"]
            else:
                joined.append(leaf)
        return _trimmed(joined)

    def _children(self, parent: Any) -> Iterator[Node]:
        for child in parent:
            tag = child.tag
            if tag == qn("w:r"):
                yield from self._run(child)
            elif tag in {qn("w:ins"), qn("w:moveTo")}:
                self.losses["inserted"] += 1
                yield from self._children(child)
            elif tag in {qn("w:del"), qn("w:moveFrom")}:
                self.losses["deleted"] += 1
            elif tag == qn("w:hyperlink"):
                self.losses["links"] += 1
                yield from self._children(child)
            elif tag in _INSIDE:
                if tag == qn("w:fldSimple"):
                    self.losses["fields"] += 1
                yield from self._children(child)
            elif isinstance(tag, str) and tag.startswith(_MATH):
                self.losses["formulas"] += 1

    def _run(self, run: Any) -> Iterator[Node]:
        properties = run.find(qn("w:rPr"))
        if _is_on(properties, "w:vanish"):
            self.losses["hidden"] += 1
            return
        if properties is not None and any(properties.find(qn(one)) is not None for one in _LOOK):
            self.losses["look"] += 1
        marks = [{"type": name} for tag, name in _MARKS if _is_on(properties, tag)]
        capitals = _is_on(properties, "w:caps")
        for child in run:
            yield from self._piece(child, marks, capitals=capitals)

    def _piece(self, child: Any, marks: list[Node], *, capitals: bool) -> Iterator[Node]:
        tag = child.tag
        if tag == qn("w:t"):
            text = (child.text or "").upper() if capitals else child.text or ""
            yield from _leaf(text, marks)
        elif tag == qn("w:tab"):
            self.losses["tabs"] += 1
            yield from _leaf(" ", marks)
        elif tag in {qn("w:br"), qn("w:cr")}:
            if child.get(qn("w:type")) in {"page", "column"}:
                self.losses["layout"] += 1
            else:
                yield {"type": "hard_break"}
        elif tag == qn("w:noBreakHyphen"):
            yield from _leaf("-", marks)
        elif tag in _DRAWN:
            boxes = child.iter(qn("w:txbxContent"))
            self.losses["text_boxes" if next(boxes, None) is not None else "images"] += 1
        elif tag in _COUNTED:
            self.losses[_COUNTED[tag]] += 1


def _leaf(text: str, marks: list[Node]) -> Iterator[Node]:
    cleaned = "".join(letter for letter in text if letter >= " " or letter == "\t").replace("\t", " ")
    if cleaned:
        yield {"type": "text", "text": cleaned, **({"marks": marks} if marks else {})}


def _is_on(properties: Any, tag: str) -> bool:
    found = None if properties is None else properties.find(qn(tag))
    return found is not None and str(found.get(f"{{{nsmap['w']}}}val", "1")).lower() not in _OFF


def _trimmed(content: list[Node]) -> list[Node]:
    while content and not content[0].get("text", "").strip():
        content.pop(0)
    while content and not content[-1].get("text", "").strip():
        content.pop()
    if content:
        content[0]["text"] = content[0]["text"].lstrip()
        content[-1]["text"] = content[-1]["text"].rstrip()
    return content
