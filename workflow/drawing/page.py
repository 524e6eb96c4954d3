"""What is committed and compared in the tests: a page, a drawing and BPMN in ``docs/``, and the lock of names."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.utils import translation
from viewflow.workflow.fields import get_flow_ref

from workflow.drawing.bpmn import bpmn
from workflow.drawing.chart import JOB, STEP, chart_of
from workflow.drawing.svg import svg
from workflow.procedure import Procedure


def documents(
    procedure: type[Procedure], name: str, terms: Mapping[str, tuple[int | None, int | None]]
) -> dict[str, str]:
    """Give the files that document ``procedure``, by file name, in English, always the same text."""
    with translation.override("en"):
        return {
            f"{name}.md": _page(procedure, name, terms),
            f"{name}.svg": svg(procedure, alone=True),
            f"{name}.bpmn": bpmn(procedure),
        }


def lock_of(procedures: Mapping[str, type[Procedure]]) -> str:
    """Give the names that running letters store. A name that disappears strands them: see the test of the lock."""
    lock = {
        get_flow_ref(procedure): {
            node.name: sorted(edge.dst.name for edge in node._outgoing())
            for node in sorted(procedure.instance.nodes(), key=lambda node: node.name)  # type: ignore[union-attr]
        }
        for procedure in procedures.values()
    }
    return json.dumps(lock, indent=2, sort_keys=True) + "\n"


def _page(procedure: type[Procedure], name: str, terms: Mapping[str, tuple[int | None, int | None]]) -> str:
    chart = chart_of(procedure)
    lines = [
        f"# {chart.title}",
        "",
        "Drawn from the procedure in `workflow/` by `manage.py workflow draw`; do not edit by hand.",
        "",
        f"![{chart.title}]({name}.svg)",
        "",
        f"The same chart as BPMN 2.0: [{name}.bpmn]({name}.bpmn).",
        "",
        "| step | who | term, working days | term when very urgent or express | ways on |",
        "|---|---|---|---|---|",
    ]
    for element in chart.elements:
        if element.kind not in (STEP, JOB):
            continue
        ordinary, hurried = terms.get(element.name, (None, None))
        ways = ", ".join(
            f"{' / '.join(way.labels)} → {chart_title(chart, way.target)}"
            if way.outcomes
            else chart_title(chart, way.target)
            for way in chart.ways
            if way.source == element.name
        )
        lines.append(f"| {element.title} | {element.who} | {_days(ordinary)} | {_days(hurried)} | {ways} |")
    anywhere = str(chart.anywhere)
    for _outcome, element in chart.interruptions:
        lines += ["", f"{anywhere[:1].upper()}{anywhere[1:]} its procedure can end: {element.title}."]
    return "\n".join(lines) + "\n"


def chart_title(chart: object, name: str) -> str:
    """Give the title of an element for a table."""
    return str(chart.element(name).title)  # type: ignore[attr-defined]


def _days(days: int | None) -> str:
    if days is None:
        return "–"
    return "same day" if days == 0 else str(days)
