"""The graph of a procedure as plain data, in the order people read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from workflow.enums import Outcome
from workflow.nodes import End, Job, Outcomes, Start, Step
from workflow.procedure import Procedure

START, STEP, JOB, GATEWAY, END = "start", "step", "job", "gateway", "end"
STAGE = "stage"  # of a route the office drew: more words than a step of ours

_SHORT = {
    Outcome.SIGNED: _("signed at once"),
    Outcome.RETURNED: pgettext_lazy("arrow", "returned"),
    Outcome.TAKEN_BACK: pgettext_lazy("arrow", "taken back"),
    Outcome.BESIDE: pgettext_lazy("arrow", "a second signs"),
    Outcome.PARTNER: pgettext_lazy("arrow", "a partner as well"),
    Outcome.FAILED: pgettext_lazy("arrow", "failed"),
    Outcome.VOIDED: pgettext_lazy("arrow", "number voided"),
    Outcome.REFUSED: pgettext_lazy("arrow", "refused"),
    Outcome.HANDED_OVER: pgettext_lazy("arrow", "signer left"),
    Outcome.ASKED: pgettext_lazy("arrow", "opinions asked"),
    Outcome.ANSWERED: pgettext_lazy("arrow", "opinions in"),
    Outcome.PASSED_UP: pgettext_lazy("arrow", "passed up"),
    Outcome.MORE_TIME: pgettext_lazy("arrow", "more time"),
}


@dataclass(frozen=True)
class Element:
    """One thing on the chart. ``main`` elements stand below each other, the others beside them.

    A stage has further ``lines``, and ``several`` when it asks more than one at the same time.
    """

    name: str
    kind: str
    title: str | Promise = ""
    who: str | Promise = ""
    main: bool = True
    lines: tuple[str, ...] = ()
    several: bool = False


@dataclass(frozen=True)
class Way:
    """One arrow. ``outcomes`` are empty on the ordinary way; ``words`` stand on the arrows of a route instead."""

    source: str
    target: str
    outcomes: tuple[Outcome, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Give a name that is unique on the chart."""
        return f"{self.source}__{self.target}"

    @property
    def labels(self) -> list[str]:
        """Give the outcomes in short words, one a line; none on the ordinary way."""
        return [*self.words, *(str(_SHORT[outcome]) for outcome in self.outcomes)]


@dataclass(frozen=True)
class Chart:
    """A procedure: its elements from the beginning down, its arrows, and the ends reached from anywhere."""

    title: str | Promise
    elements: tuple[Element, ...]
    ways: tuple[Way, ...]
    interruptions: tuple[tuple[Outcome, Element], ...]
    anywhere: str | Promise = ""

    def element(self, name: str) -> Element:
        """Give the element ``name``."""
        return next(element for element in self.elements if element.name == name)


def chart_of(procedure: type[Procedure], *, gateways: bool = False) -> Chart:
    """Read the chart of ``procedure``; with ``gateways`` every choice stands apart behind its step, as in BPMN."""
    main = _main_path(procedure)
    elements: list[Element] = []
    ways: list[Way] = []
    for node in main:
        elements.append(_element(node))
        behind = node.name
        if gateways and len(_ways(node)) > 1:
            behind = f"{node.name}_decision"
            elements.append(Element(behind, GATEWAY))
            ways.append(Way(node.name, behind))
        for outcomes, target in _ways(node):
            ways.append(Way(behind, target.name, () if outcomes == (Outcome.DONE,) else outcomes))
    stops = {procedure.interruptions[outcome]: outcome for outcome in procedure.interruptions}
    others = [node for node in procedure.instance.nodes() if node not in main]  # type: ignore[union-attr]
    beside = [_element(node, main=False) for node in others if node.name not in stops]
    ends = [(stops[node.name], _element(node, main=False)) for node in others if node.name in stops]
    return Chart(procedure.process_title, (*elements, *beside), tuple(ways), tuple(ends), procedure.anywhere)


def main_path(procedure: type[Procedure]) -> list[str]:
    """Give the names of the nodes of the ordinary way, from the beginning to the end."""
    return [node.name for node in _main_path(procedure)]


def _main_path(procedure: type[Procedure]) -> list[Any]:
    path: list[Any] = []
    node: Any = procedure.instance.node("start")  # type: ignore[union-attr]
    while node is not None and node not in path:
        path.append(node)
        node = getattr(node, "_next", None)
    beside = [one for one in procedure.instance.nodes() if isinstance(one, Step | Job) and one not in path]  # type: ignore[union-attr]
    while beside:  # a step beside stands behind the one that leads there, which may stand beside itself
        node, lead = next((one, lead) for one in beside if (lead := _leading(path, one)) is not None)
        path.insert(path.index(lead) + 1, node)
        beside.remove(node)
    return path


def _leading(path: list[Any], node: Any) -> Any | None:
    return next((one for one in path if any(target is node for _outcomes, target in _ways(one))), None)


def _ways(node: Any) -> list[tuple[tuple[Outcome, ...], Any]]:
    if isinstance(node, Outcomes):
        return node.ways
    following = getattr(node, "_next", None)
    return [((Outcome.DONE,), following)] if following is not None else []


def _element(node: Any, *, main: bool = True) -> Element:
    kind = STEP
    if isinstance(node, Start):
        kind = START
    elif isinstance(node, End):
        kind = END
    elif isinstance(node, Job):
        kind = JOB
    return Element(node.name, kind, node.task_title, node.task_description, main)
