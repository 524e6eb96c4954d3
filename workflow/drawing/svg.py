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
    chart = chart_of(procedure)
    layout = lay_out(chart)
    known = states or {}
    parts = [_head(chart, layout, known, alone=alone)]
    parts += [_way(way.labels, layout.bends[way.name]) for way in chart.ways]
    parts += [
        _element(element, layout.boxes[element.name], known.get(element.name)) for element in chart.elements
    ]
    parts += [_frame(str(outcome.label), element, layout) for outcome, element in chart.interruptions]
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
    words = [
        f'<text class="procedure__label" x="{x}" y="{y + below}" text-anchor="{anchor}" font-size="11" '
        f'fill="currentColor">{escape(label)}</text>'
        for label, below in zip(labels, (-4, 13), strict=False)
    ]
    return line + "".join(words)


def _element(element: Element, box: Box, state: NodeState | None) -> str:
    given = f' data-state="{state.value}"' if state else ""
    drawn = _circle(element, box) if element.kind in (START, END) else _task(element, box, state)
    return f'<g class="procedure__{element.kind}" data-node="{element.name}"{given}>{drawn}</g>'


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
        mark = f'<circle cx="{box.x + 16}" cy="{box.y + 16}" r="6" fill="currentColor"/>'
    elif state is NodeState.DONE:
        mark = f'<path d="M{box.x + 10} {box.y + 16} l5 5 l9 -10" fill="none" stroke="currentColor" stroke-width="2"/>'
    words = _text(x, y - 3, element.title, 'text-anchor="middle" font-weight="600"')
    return frame + mark + words + _text(x, y + 16, element.who, 'text-anchor="middle" font-size="12"')


def _frame(outcome: str, element: Element, layout: Layout) -> str:
    frame, end = layout.frames[element.name], layout.boxes[element.name]
    x, y = end.middle
    start = frame.x + 42
    return (
        f'<g class="procedure__interruption" data-node="{element.name}">'
        f'<rect x="{frame.x}" y="{frame.y}" width="{frame.width}" height="{frame.height}" rx="6" fill="none" '
        'stroke="currentColor" stroke-width="1.2" stroke-dasharray="1 4"/>'
        + _text(frame.x + 12, frame.y + 22, _("at any step before the number"), 'font-size="12"')
        + _ring(start, y, 16, 1.4)
        + f'<polyline points="{start + 16},{y} {end.x},{y}" fill="none" stroke="currentColor" stroke-width="1.2" '
        'marker-end="url(#procedure-tip)"/>'
        + _ring(x, y, 18, 3)
        + _text(frame.middle[0], frame.bottom - 10, outcome, 'text-anchor="middle" font-size="12"')
        + "</g>"
    )


def _ring(x: int, y: int, radius: int, width: float) -> str:
    return (
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="none" stroke="currentColor" stroke-width="{width}"/>'
    )


def _text(x: int, y: int, words: object, how: str = "") -> str:
    return f'<text x="{x}" y="{y}" {how} fill="currentColor">{escape(str(words))}</text>'
