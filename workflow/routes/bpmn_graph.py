"""Reading an uploaded BPMN file as a plain graph. What is not of the written subset is refused by its id.

The file comes from outside: at most half a megabyte, no document type, no entities, no network. Nothing in it is
ever run; expressions stay text.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from lxml import etree

from workflow.routes.bpmn_words import MODEL, OURS
from workflow.routes.errors import BpmnIsRefused

MOST_BYTES = 512 * 1024
MOST_ELEMENTS = 600
START, END, TASK, SEND = "startEvent", "endEvent", "userTask", "sendTask"
EXCLUSIVE, PARALLEL, BOUNDARY, FLOW = "exclusiveGateway", "parallelGateway", "boundaryEvent", "sequenceFlow"
_NODES = frozenset({START, END, TASK, "task", SEND, EXCLUSIVE, PARALLEL, BOUNDARY})
# Words and pictures around the process: they change nothing and are read over.
_WORDS = frozenset({"documentation", "extensionElements", "textAnnotation", "association", "category"})
# What may stand inside an element of the subset, besides words.
_INSIDE = {
    TASK: {"incoming", "outgoing", "potentialOwner", "multiInstanceLoopCharacteristics"},
    BOUNDARY: {"outgoing", "timerEventDefinition"},
    FLOW: {"conditionExpression"},
}
_ENDS = {"incoming", "outgoing"}


@dataclass
class Flow:
    """An arrow; ``condition`` is its expression as text, empty when it has none."""

    id: str
    source: str
    target: str
    condition: str


@dataclass
class Node:
    """An element of the process, with what an import may ask of it."""

    id: str
    tag: str
    name: str
    element: etree._Element
    leaving: list[Flow] = field(default_factory=list)
    arriving: list[Flow] = field(default_factory=list)

    @property
    def default(self) -> str:
        """Give the id of the arrow marked as default; empty when there is none."""
        return self.element.get("default", "")

    def text_of(self, *path: str) -> str:
        """Give the text of a child of BPMN's own, empty when absent."""
        found = self.element.find("/".join(f"{{{MODEL}}}{step}" for step in path))
        return (found.text or "").strip() if found is not None else ""

    def ours(self) -> str:
        """Give our own exact data, empty in a file other people drew."""
        return self.element.findtext(f"{{{MODEL}}}extensionElements/{{{OURS}}}stage") or ""


@dataclass
class Graph:
    """The elements of the one process by id, and its name."""

    name: str
    nodes: dict[str, Node]

    def node(self, key: str) -> Node:
        """Give the element ``key``."""
        return self.nodes[key]

    def boundary_of(self, key: str) -> list[Node]:
        """Give the events that sit on the edge of the task ``key``."""
        return [
            node
            for node in self.nodes.values()
            if node.tag == BOUNDARY and node.element.get("attachedToRef") == key
        ]


def read_graph(content: bytes) -> Graph:
    """Read a file. Refuses (BpmnIsRefused, with id and reason) what is too large, no BPMN, or outside the subset."""
    root = _parsed(content)
    process = _the_process(root)
    nodes, flows = _elements(process)
    for flow in flows:
        for end in (flow.source, flow.target):
            if end not in nodes:
                raise refused(flow.id, _("the arrow leads to %(id)s, which is not there") % {"id": end[:60]})
        nodes[flow.source].leaving.append(flow)
        nodes[flow.target].arriving.append(flow)
    return Graph(process.get("name", ""), nodes)


def refused(where: str, why: str) -> BpmnIsRefused:
    """Give the refusal that names an element and the reason."""
    return BpmnIsRefused(element=where[:80] or "?", reason=why)


def _parsed(content: bytes) -> etree._Element:
    if len(content) > MOST_BYTES:
        raise refused("file", _("the file is larger than %(most)d KiB") % {"most": MOST_BYTES // 1024})
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise refused("file", _("document types and entities are not read"))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refused("file", _("this is not an XML file")) from error
    if root.getroottree().docinfo.doctype:
        raise refused("file", _("document types and entities are not read"))
    if root.tag != f"{{{MODEL}}}definitions":
        raise refused(_id(root), _("this is not a BPMN 2.0 file"))
    if sum(1 for _one in root.iter()) > MOST_ELEMENTS * 30:
        raise refused("file", _("there are too many elements"))
    return root


def _the_process(root: etree._Element) -> etree._Element:
    processes = root.findall(f"{{{MODEL}}}process")
    if len(processes) != 1:
        where = _id(processes[1]) if processes else _id(root)
        raise refused(
            where, _("a file holds exactly one process; this one holds %(n)d") % {"n": len(processes)}
        )
    for child in root:
        if _tag(child) == "collaboration":
            raise refused(_id(child), _("pools and messages between them are not read"))
    counted = Counter(one.get("id") for one in processes[0].iter() if one.get("id"))
    twice = next((key for key, count in counted.items() if count > 1), None)
    if twice is not None:
        raise refused(twice, _("two elements have this id"))
    return processes[0]


def _elements(process: etree._Element) -> tuple[dict[str, Node], list[Flow]]:
    nodes: dict[str, Node] = {}
    flows: list[Flow] = []
    for child in process:
        tag = _tag(child)
        if tag in _WORDS:
            continue
        if tag not in _NODES and tag != FLOW:
            raise refused(_id(child), _("%(tag)s is not one of the elements read here") % {"tag": tag})
        if not child.get("id"):
            raise refused("?", _("%(tag)s has no id") % {"tag": tag})
        _check_inside(child, tag)
        if tag == FLOW:
            condition = child.findtext(f"{{{MODEL}}}conditionExpression") or ""
            source, target = child.get("sourceRef", ""), child.get("targetRef", "")
            flows.append(Flow(child.get("id", ""), source, target, condition.strip()))
        else:
            kind = TASK if tag == "task" else tag
            nodes[child.get("id", "")] = Node(child.get("id", ""), kind, child.get("name", ""), child)
    if len(nodes) + len(flows) > MOST_ELEMENTS:
        raise refused(_id(process), _("there are too many elements"))
    return nodes, flows


def _check_inside(element: etree._Element, tag: str) -> None:
    allowed = _INSIDE.get(TASK if tag == "task" else tag, _ENDS)
    for part in element:
        inner = _tag(part)
        if inner not in allowed and inner not in _WORDS:
            raise refused(_id(element), _("%(tag)s inside it is not read here") % {"tag": inner})


def _tag(element: etree._Element) -> str:
    name = etree.QName(element)
    return name.localname if name.namespace == MODEL else f"{{{name.namespace}}}{name.localname}"


def _id(element: etree._Element) -> str:
    return str(element.get("id") or etree.QName(element).localname)
