"""Where everything lies: one column from top to bottom, returns on the left, shortcuts and ends on the right.

A column fits a phone and a sheet of paper alike; both drawings use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow.drawing.chart import END, GATEWAY, JOB, STAGE, START, STEP, Chart, Way

SIZES: Mapping[str, tuple[int, int]] = {
    START: (36, 36),
    END: (36, 36),
    STEP: (210, 58),
    JOB: (210, 58),
    GATEWAY: (50, 50),
    STAGE: (250, 84),
}
TOP, GAP, TRACK, MARGIN = 24, 34, 18, 28
MAIN, BESIDE = 290, 560
WORDS = 84  # room for the words on an arrow
FRAME = (190, 110)  # the box around an end that is reached from anywhere

Point = tuple[int, int]


@dataclass(frozen=True)
class Box:
    """A rectangle; y grows downwards."""

    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> Point:
        """Give the centre."""
        return self.x + self.width // 2, self.y + self.height // 2

    @property
    def right(self) -> int:
        """Give the right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Give the lower edge."""
        return self.y + self.height


@dataclass
class Layout:
    """Boxes by element, bends by way, frames by interrupting end, and the size of the sheet."""

    boxes: dict[str, Box] = field(default_factory=dict)
    bends: dict[str, tuple[Point, ...]] = field(default_factory=dict)
    frames: dict[str, Box] = field(default_factory=dict)
    width: int = 0
    height: int = 0


def lay_out(chart: Chart) -> Layout:
    """Give the places of everything on ``chart``."""
    layout = Layout()
    _column(chart, layout)
    _beside(chart, layout)
    _frames(chart, layout)
    tracks = _tracks(chart, layout)
    for way in chart.ways:
        layout.bends[way.name] = _bends(chart, way, layout, tracks)
    layout.width = _width(chart, layout)
    layout.height = max(box.bottom for box in [*layout.boxes.values(), *layout.frames.values()]) + TOP + 14
    return layout


def _width(chart: Chart, layout: Layout) -> int:
    """Give the width of the sheet: a chart with nothing beside its column, and no way there, is a narrow one."""
    if chart.interruptions or any(not element.main for element in chart.elements):
        return BESIDE + FRAME[0] // 2 + MARGIN
    reach = [x for bends in layout.bends.values() for x, _y in bends]
    return max([*reach, *(box.right for box in layout.boxes.values())]) + MARGIN


def _column(chart: Chart, layout: Layout) -> None:
    y = TOP
    for element in chart.elements:
        if element.main:
            width, height = SIZES[element.kind]
            layout.boxes[element.name] = Box(MAIN - width // 2, y, width, height)
            y += height + GAP


def _beside(chart: Chart, layout: Layout) -> None:
    """Put every other end beside the first step that leads to it."""
    for element in chart.elements:
        if element.main:
            continue
        width, height = SIZES[element.kind]
        sources = [way.source for way in chart.ways if way.target == element.name]
        _x, y = layout.boxes[sources[0]].middle
        layout.boxes[element.name] = Box(BESIDE - width // 2, y - height // 2, width, height)


def _frames(chart: Chart, layout: Layout) -> None:
    last = max(box.bottom for box in layout.boxes.values())
    for number, (_outcome, element) in enumerate(chart.interruptions):
        width, height = FRAME
        frame = Box(BESIDE - width // 2, last - height - number * (height + GAP), width, height)
        layout.frames[element.name] = frame
        side = SIZES[END][0]
        layout.boxes[element.name] = Box(frame.right - side - 24, frame.y + 40, side, side)


def _tracks(chart: Chart, layout: Layout) -> dict[str, int]:
    """Give each way that leaves the column a line of its own; ways to one target share it, short ones lie inside."""
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for way in chart.ways:
        side = _side(chart, way, layout)
        if side in ("left", "right"):
            low, high = sorted((layout.boxes[way.source].middle[1], layout.boxes[way.target].middle[1]))
            before = spans.get((side, way.target), (low, high))
            spans[side, way.target] = (min(low, before[0]), max(high, before[1]))
    taken: dict[tuple[str, int], list[tuple[int, int]]] = {}
    tracks: dict[str, int] = {}
    for (side, target), (low, high) in sorted(spans.items(), key=lambda item: item[1][1] - item[1][0]):
        line = 0
        while any(low <= other[1] and other[0] <= high for other in taken.get((side, line), [])):
            line += 1
        taken.setdefault((side, line), []).append((low, high))
        tracks[f"{side}:{target}"] = line
    return tracks


def _side(chart: Chart, way: Way, layout: Layout) -> str:
    target = chart.element(way.target)
    if not target.main:
        return "beside"
    names = [element.name for element in chart.elements if element.main]
    distance = names.index(way.target) - names.index(way.source)
    if distance == 1:
        return "down"
    return "right" if distance > 1 else "left"


def _bends(chart: Chart, way: Way, layout: Layout, tracks: dict[str, int]) -> tuple[Point, ...]:
    source, target = layout.boxes[way.source], layout.boxes[way.target]
    side = _side(chart, way, layout)
    if side == "down":
        return (source.middle[0], source.bottom), (target.middle[0], target.y)
    diamond = chart.element(way.source).kind == GATEWAY
    shift = 0 if diamond else source.height // 4
    if side == "beside":
        y = source.middle[1] - shift
        if abs(y - target.middle[1]) <= target.height // 2:
            return (source.right, y), (target.x, y)
        x = target.middle[0]
        return (source.right, y), (x, y), (x, target.bottom if y > target.bottom else target.y)
    widest = max(layout.boxes[element.name].width for element in chart.elements if element.main) // 2
    line = WORDS + tracks[f"{side}:{way.target}"] * TRACK
    if side == "left":
        x, y = MAIN - widest - line, source.middle[1] + shift
        into = target.middle[1] - (0 if chart.element(way.target).kind == GATEWAY else target.height // 4)
        return (source.x, y), (x, y), (x, into), (target.x, into)
    x, y = MAIN + widest + line, source.middle[1] + shift
    return (source.right, y), (x, y), (x, target.middle[1]), (target.right, target.middle[1])
