"""The chart as SVG: no script, no colour of its own, readable in light and dark, and with the live position.

Colours come from the page (``currentColor`` and classes ``procedure__…`` with ``data-state``); a drawing that
stands alone as a file brings a small style sheet instead. State is never told by colour alone: done steps bear
a tick, the present one a thick frame and a dot.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from workflow.drawing.chart import END, JOB, START, Chart, Element, chart_of
from workflow.drawing.layout import Box, Layout, lay_out
from workflow.enums import NodeState
from workflow.procedure import Procedure

_ALONE = (
    "<style>.procedure{color:#1c2733;background:#fff;font-family:'Liberation Sans',Arial,sans-serif}"
    "@media (prefers-color-scheme:dark){.procedure{color:#e6e9ec;background:#14191f}}</style>"
)


def svg(
    procedure: type[Procedure], states: Mapping[str, NodeState] | None = None, *, alone: bool = False
) -> str:
    """Draw ``procedure`` with the state of each node where known; ``alone`` makes a file that needs no page."""
    return picture(chart_of(procedure), states, alone=alone)


def picture(
    chart: Chart,
    states: Mapping[str, NodeState] | None = None,
    *,
    badges: Mapping[str, str] | None = None,
    alone: bool = False,
) -> str:
    """Draw any chart; ``badges`` are short words at the corner of an element, how many letters wait there, say."""
    layout = lay_out(chart)
    known, badges = states or {}, badges or {}
    parts = [_head(chart, layout, known, alone=alone)]
    parts += [_way(way.labels, layout.bends[way.name]) for way in chart.ways]
    parts += [
        _element(element, layout.boxes[element.name], known.get(element.name)) for element in chart.elements
    ]
    parts += [_badge(layout.boxes[name], words) for name, words in badges.items()]
    parts += [_frame(str(chart.anywhere), element, layout) for _outcome, element in chart.interruptions]
    return "\n".join([*parts, "</svg>", ""])


def _head(chart: Chart, layout: Layout, states: Mapping[str, NodeState], *, alone: bool) -> str:
    title = str(chart.title)
    here = [str(chart.element(name).title) for name, state in states.items() if state is NodeState.NOW]
    said = f"{title}: {_('now')} {', '.join(here)}" if here else title
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="procedure" role="img" aria-label={quoteattr(said)} '
        f'viewBox="0 0 {layout.width} {layout.height}" font-size="14">'
        f"{_ALONE if alone else ''}"
        '<defs><marker id="procedure-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="currentColor"/></marker></defs>'
    )


def _way(labels: list[str], bends: tuple[tuple[int, int], ...]) -> str:
    points = " ".join(f"{x},{y}" for x, y in bends)
    dashes = ' stroke-dasharray="5 4"' if labels else ""
    line = (
        f'<polyline class="procedure__way" points="{points}" fill="none" stroke="currentColor" '
        f'stroke-width="1.2" marker-end="url(#procedure-tip)"{dashes}/>'
    )
    (x, y), (next_x, _next_y) = bends[0], bends[1]
    anchor, x = ("end", x - 6) if next_x < x else ("start", x + 6)
    y += 20 if next_x == bends[0][0] else 0  # beside a line that leads down, not on the box it leaves
    words = [
        f'<text class="procedure__label" x="{x}" y="{y + below}" text-anchor="{anchor}" font-size="11" '
        f'fill="currentColor">{escape(label)}</text>'
        for label, below in zip(labels, (-4, 13), strict=False)
    ]
    return line + "".join(words)


def _element(element: Element, box: Box, state: NodeState | None) -> str:
    given = f' data-state="{state.value}"' if state else ""
    drawn = _circle(element, box) if element.kind in (START, END) else _task(element, box, state)
    return f'<g class="procedure__{element.kind}" data-node={quoteattr(element.name)}{given}>{drawn}</g>'


def _circle(element: Element, box: Box) -> str:
    x, y = box.middle
    width = 3 if element.kind == END else 1.4
    return _ring(x, y, box.width // 2, width) + _text(box.right + 8, y + 5, element.title)


def _task(element: Element, box: Box, state: NodeState | None) -> str:
    x, y = box.middle
    now = state is NodeState.NOW
    dashes = ' stroke-dasharray="2 3"' if element.kind == JOB and not now else ""
    frame = (
        f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="6" fill="currentColor" '
        f'fill-opacity="{0.12 if now else 0}" stroke="currentColor" stroke-width="{3 if now else 1.2}"{dashes}/>'
    )
    mark = ""
    if now:
        mark = f'<circle cx="{box.x + 10}" cy="{box.y + 10}" r="4.5" fill="currentColor"/>'
    elif state is NodeState.DONE:
        mark = f'<path d="M{box.x + 5} {box.y + 9} l3.5 3.5 l6 -7" fill="none" stroke="currentColor" stroke-width="2"/>'
    if element.several:  # one sheet behind the other: asked at the same time
        frame = (
            f'<path d="M{box.x + 6} {box.y} v-5 h{box.width - 1} v{box.height} h-5" fill="none" '
            f'stroke="currentColor" stroke-width="1.2"/>{frame}'
        )
    lines = [line for line in (str(element.who), *element.lines) if line]
    top = y - 3 - 8 * (len(lines) - 1)
    words = _text(x, top, _short(element.title, 28), 'text-anchor="middle" font-weight="600"')
    small = 'text-anchor="middle" font-size="12"'
    below = [_text(x, top + 19 + 16 * n, _short(line, 38), small) for n, line in enumerate(lines)]
    return frame + mark + words + "".join(below)


def _badge(box: Box, words: str) -> str:
    """Draw words at the upper right corner, on the element's edge."""
    width = 14 + 7 * len(words)
    x = box.right - width + 10
    return (
        f'<g class="procedure__badge"><rect x="{x}" y="{box.y - 11}" width="{width}" height="22" rx="11" '
        'fill="currentColor"/>'
        f'<text x="{x + width // 2}" y="{box.y + 4}" text-anchor="middle" font-size="12" font-weight="700" '
        f'class="procedure__badge-words">{escape(words)}</text></g>'
    )


def _short(words: object, most: int) -> str:
    """Cut what would not fit into a box; the page beside the drawing has all of it."""
    text = str(words)
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _frame(anywhere: str, element: Element, layout: Layout) -> str:
    frame, end = layout.frames[element.name], layout.boxes[element.name]
    x, y = end.middle
    start = frame.x + 42
    return (
        f'<g class="procedure__interruption" data-node="{element.name}">'
        f'<rect x="{frame.x}" y="{frame.y}" width="{frame.width}" height="{frame.height}" rx="6" fill="none" '
        'stroke="currentColor" stroke-width="1.2" stroke-dasharray="1 4"/>'
        + _text(frame.x + 12, frame.y + 22, anywhere, 'font-size="12"')
        + _ring(start, y, 16, 1.4)
        + f'<polyline points="{start + 16},{y} {end.x},{y}" fill="none" stroke="currentColor" stroke-width="1.2" '
        'marker-end="url(#procedure-tip)"/>'
        + _ring(x, y, 18, 3)
        + _text(frame.middle[0], frame.bottom - 10, element.title, 'text-anchor="middle" font-size="12"')
        + "</g>"
    )


def _ring(x: int, y: int, radius: int, width: float) -> str:
    return (
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="none" stroke="currentColor" stroke-width="{width}"/>'
    )


def _text(x: int, y: int, words: object, how: str = "") -> str:
    return f'<text x="{x}" y="{y}" {how} fill="currentColor">{escape(str(words))}</text>'
