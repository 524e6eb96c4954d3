"""Every line of a letter with its place: the fields first, then the body block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dispatch.lint.findings import BODY, PARTS, Examined, Passage

_LINES = frozenset({"paragraph", "heading", "article"})
_LISTS = frozenset({"ordered_list", "bullet_list"})


def passages(examined: Examined) -> Iterator[Passage]:
    """Give every line that was typed, the texts behind the signature last."""
    content = examined.content
    yield Passage("subject", content.subject)
    for name in ("addressees", "legal_bases", "recipients"):
        yield from lines(examined, name)
    yield Passage("keep_line", content.keep_line)
    yield from blocks(content.body)
    for number, part in enumerate(content.parts):
        yield Passage(PARTS, part.title, line=number)
        for passage in blocks(part.body):
            yield replace(passage, field=PARTS, line=number)


def lines(examined: Examined, name: str) -> Iterator[Passage]:
    """Give the lines of one list."""
    for number, line in enumerate(getattr(examined.content, name)):
        yield Passage(name, line, line=number)


def blocks(body: Mapping[str, Any]) -> Iterator[Passage]:
    """Give the blocks of text of the body in their order, empty ones too."""
    yield from _blocks(body, (), in_list=False)


def _blocks(node: Mapping[str, Any], path: tuple[int, ...], *, in_list: bool) -> Iterator[Passage]:
    kind = str(node.get("type", ""))
    if kind in _LINES:
        yield Passage(BODY, _words(node), path=path, kind=kind, in_list=in_list)
        return
    for number, child in enumerate(node.get("content") or ()):
        if isinstance(child, Mapping):
            yield from _blocks(child, (*path, number), in_list=in_list or kind in _LISTS)


def _words(node: Mapping[str, Any]) -> str:
    return "".join(
        "\n" if child.get("type") == "hard_break" else str(child.get("text", ""))
        for child in node.get("content") or ()
        if isinstance(child, Mapping)
    )
