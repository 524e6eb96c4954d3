"""Breaking names over lines: as few as fit, as equal as possible, so that a heading looks set by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Width = Callable[[str], float]


@dataclass(frozen=True)
class Heading:
    """The measured head of the letter: lines of the two names, lengths of the rules in millimetres."""

    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    issuer_rule: float
    motto_rule: float
    kinh_gui: float
    abstract: tuple[str, ...] = ()
    abstract_rule: float = 0.0


def balanced(name: str, room: float, width: Width) -> tuple[str, ...]:
    """Break ``name`` at spaces into as few lines of at most ``room`` as possible, the longest kept short.

    A line break typed in the name is kept. A single word wider than the room stays whole.
    """
    lines: list[str] = []
    for part in name.splitlines():
        words = part.split()
        if words:
            lines += _broken(words, room, width)
    return tuple(lines)


def widest(lines: Sequence[str], width: Width) -> float:
    """Give the width of the widest line, 0 when there is none."""
    return max((width(line) for line in lines), default=0.0)


def _broken(words: list[str], room: float, width: Width) -> list[str]:
    """Narrow the room step by step while the number of lines stays that of the full room."""
    best = _greedy(words, room, width)
    target = len(best)
    narrower = widest(best, width)
    while True:
        attempt = _greedy(words, narrower - 0.01, width)
        if len(attempt) > target or widest(attempt, width) >= narrower:
            return best
        best, narrower = attempt, widest(attempt, width)


def _greedy(words: list[str], room: float, width: Width) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if width(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
