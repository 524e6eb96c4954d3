"""The procedures of the house, by the name they are drawn and locked under."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from workflow.outgoing_letter.flow import OutgoingLetterProcedure
from workflow.procedure import Procedure

PROCEDURES: Mapping[str, type[Procedure]] = MappingProxyType({"outgoing_letter": OutgoingLetterProcedure})
# Node references that were renamed or taken away, with the migration that carried running letters over.
RENAMES: Mapping[str, str] = MappingProxyType({})
