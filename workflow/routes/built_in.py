"""The route a letter takes where the office has drawn none: what the house did before there were routes.

Letters are pinned to it by its digest like to any other, so an old built-in route stays in ``BUILT_IN`` for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from workflow.routes.rules import HEAD_OF_DRAFTING_UNIT, SIGNER
from workflow.routes.schema import DRAFT, Route, Stage, StageKind

# Names are data, as in routes people draw: they are stored with letters and do not follow the reader's language.
_FIRST = Route(
    (
        Stage("check_content", "Kiểm tra nội dung", StageKind.CONTENT.value, (HEAD_OF_DRAFTING_UNIT,)),
        Stage("check_format", "Kiểm tra thể thức", StageKind.FORMAT.value, ("duty:chief_of_office",)),
        Stage("sign", "Ký ban hành", StageKind.SIGNATURE.value, (SIGNER,), returns_to=DRAFT),
    )
)
BUILT_IN: Mapping[str, Route] = MappingProxyType({_FIRST.digest: _FIRST})


def default_route() -> Route:
    """Give the route of a letter for which the office has drawn none: content, format, signature."""
    return _FIRST
