"""Lists of a Word document: which paragraph is an item of which kind at which depth, and the lists made of them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from dispatch.importing.xml import found

_DEEPEST = 5
_STYLES = {"decimal": "decimal", "lowerLetter": "alpha"}
Node = dict[str, Any]


class Numbering:
    """The numbering part of the document; a document without one has no lists."""

    def __init__(self, document: Document, losses: Counter[str]) -> None:
        self._losses = losses
        self._root = _numbering_root(document)
        self._by_style = {
            str(name): numbers
            for one in document.styles.element.iterchildren(qn("w:style"))
            for name in found(one, "./w:name/@w:val")
            for numbers in found(one, "./w:pPr/w:numPr")
        }

    def level_of(self, paragraph: Any, style: str) -> Node | None:
        """Give kind and depth of the list item a paragraph is, or None."""
        numbers = (found(paragraph, "./w:pPr/w:numPr") or [self._by_style.get(style)])[0]
        if numbers is None or self._root is None:
            return None
        key = str((found(numbers, "./w:numId/@w:val") or ["0"])[0])
        depth = int((found(numbers, "./w:ilvl/@w:val") or ["0"])[0])
        form = self._format(key, depth)
        if key == "0" or form in {"", "none"}:
            return None
        if form == "bullet":
            return {"kind": "bullet_list", "style": "", "depth": min(depth, _DEEPEST), "key": key}
        if form not in _STYLES:
            self._losses["numbering"] += 1
        return {
            "kind": "ordered_list",
            "style": _STYLES.get(form, "decimal"),
            "depth": min(depth, _DEEPEST),
            "key": key,
        }

    def _format(self, key: str, depth: int) -> str:
        abstract = found(self._root, "./w:num[@w:numId=$one]/w:abstractNumId/@w:val", one=key)
        if not abstract:
            return ""
        level = "./w:abstractNum[@w:abstractNumId=$one]/w:lvl[@w:ilvl=$two]/w:numFmt/@w:val"
        said = found(self._root, level, one=abstract[0], two=str(depth))
        return str(said[0]) if said else ""


def _numbering_root(document: Document) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            part = relation.target_part
            root = getattr(part, "element", None)
            return root if root is not None and root.tag == qn("w:numbering") else None
    return None


def gathered(blocks: list[Node]) -> list[Node]:
    """Give the blocks with neighbouring items put into lists, deeper ones inside the item before.

    A list that goes on after other text keeps counting where it stopped.
    """
    content: list[Node] = []
    counted: Counter[tuple[str, int]] = Counter()
    open_lists: list[Node] = []
    for block in blocks:
        level = block.pop("list", None)
        if level is None:
            open_lists = []
            content.append(block)
            continue
        depth = min(level["depth"], len(open_lists))
        del open_lists[depth + 1 :]
        for key in [one for one in counted if one[0] == level["key"] and one[1] > level["depth"]]:
            del counted[key]
        counted[level["key"], level["depth"]] += 1
        number = counted[level["key"], level["depth"]]
        if len(open_lists) <= depth or not _fits(open_lists[depth], level):
            del open_lists[depth:]
            open_lists.append(_new_list(level, number))
            (open_lists[depth - 1]["content"][-1]["content"] if depth else content).append(open_lists[depth])
        block.pop("attrs", None)
        open_lists[depth]["content"].append({"type": "list_item", "content": [block]})
    return content


def _fits(made: Node, level: Node) -> bool:
    return bool(
        made["type"] == level["kind"]
        and (made.get("attrs") or {}).get("style", level["style"]) == level["style"]
    )


def _new_list(level: Node, number: int) -> Node:
    made: Node = {"type": level["kind"], "content": []}
    if level["kind"] == "ordered_list":
        made["attrs"] = {"order": min(number, 999), "style": level["style"]}
    return made
