"""What the export writes and the import reads alike: names of elements, our extension, conditions as expressions.

Expressions are FEEL as far as a comparison goes. They are read by a closed grammar and never evaluated.
"""

from __future__ import annotations

import json
import re
from typing import Final

from workflow.drawing.bpmn import DC, DI, FEEL, MODEL, SHAPES, XSI
from workflow.routes.schema import Condition, Op

__all__ = ["DC", "DI", "FEEL", "MODEL", "SHAPES", "XSI"]

OURS: Final = "urn:van-thu:route:1"
TARGET: Final = "urn:van-thu:routes"
# Capital letter and dot: no key of a stage can be one of these.
ENTRY, CHOICE, BACK, DUE, REMIND, REMINDED = "In.", "If.", "Back.", "Due.", "Remind.", "Reminded."
RETURNED: Final = 'outcome = "returned"'
_SIGNS = {Op.EQ.value: "=", Op.NE.value: "!=", Op.GE.value: ">=", Op.LE.value: "<="}
_OPS = {sign: op for op, sign in _SIGNS.items()}
_TEXT = r'"(?:[^"\\]|\\["\\])*"'
_COMPARE = re.compile(rf"([a-z_]{{1,40}})\s*(=|!=|>=|<=)\s*({_TEXT}|[0-9]{{1,9}})")
_IN = re.compile(rf"([a-z_]{{1,40}})\s+in\s*\(\s*({_TEXT}(?:\s*,\s*{_TEXT})*)\s*\)")
_ENOUGH = re.compile(r"numberOfCompletedInstances\s*>=\s*([0-9]{1,3})(\s+or\s+outcome\s*=\s*\"returned\")?")
_DAYS = re.compile(r"P([0-9]{1,3})D")


def expression_of(when: Condition) -> str:
    """Write a condition as an expression."""
    if isinstance(when.value, tuple):
        return f"{when.field} in ({', '.join(_quoted(one) for one in when.value)})"
    value = str(when.value) if isinstance(when.value, int) else _quoted(when.value)
    return f"{when.field} {_SIGNS[when.op]} {value}"


def condition_of(expression: str) -> Condition | None:
    """Read an expression; None when it is not one comparison of the grammar."""
    text = expression.strip()
    compared = _COMPARE.fullmatch(text)
    if compared:
        field, sign, value = compared.groups()
        return Condition(field, _OPS[sign], int(value) if value.isdecimal() else _unquoted(value))
    listed = _IN.fullmatch(text)
    if listed:
        values = tuple(_unquoted(one) for one in re.findall(_TEXT, listed[2]))
        return Condition(listed[1], Op.IN.value, values)
    return None


def enough(needed: int, *, can_return: bool) -> str:
    """Write when a group is through: enough have passed, or one has returned."""
    return f"numberOfCompletedInstances >= {needed}" + (f" or {RETURNED}" if can_return else "")


def needed_of(expression: str) -> int | None:
    """Read how many have to pass from the completion condition of a group; None when it says something else."""
    found = _ENOUGH.fullmatch(expression.strip())
    return int(found[1]) if found else None


def is_returned(expression: str) -> bool:
    """Say whether an expression on an arrow says that the step was left by a return."""
    return re.sub(r"\s+", " ", expression.strip()) == RETURNED


def days_of(duration: str) -> int | None:
    """Read whole days from a duration; our days are working days, which BPMN has no word for."""
    found = _DAYS.fullmatch(duration.strip())
    return int(found[1]) if found else None


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _unquoted(text: str) -> str:
    return str(json.loads(text))
