"""The words of a body without their form: for search, for the check of emptiness, for marks of secrecy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_LINES = {"paragraph", "heading", "article"}


def lines_of(body: Mapping[str, Any]) -> list[str]:
    """Give the lines of ``body`` as typed, one for each paragraph, heading, article and forced break."""
    return [line for block in _text_blocks(body) for line in _words(block).split("\n")]


def plain_text(body: Mapping[str, Any]) -> str:
    """Give the words of ``body``, one block a line, empty lines left out."""
    return "\n".join(line.strip() for line in lines_of(body) if line.strip())


def _text_blocks(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if node.get("type") in _LINES:
        yield node
        return
    for child in node.get("content") or ():
        yield from _text_blocks(child)


def _words(node: Mapping[str, Any]) -> str:
    return "".join(
        "\n" if child.get("type") == "hard_break" else str(child.get("text", ""))
        for child in node.get("content") or ()
    )
