"""The procedures of the house, by the name they are drawn and locked under."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from workflow.incoming_letter import deadlines as incoming
from workflow.incoming_letter.flow import IncomingLetterProcedure
from workflow.outgoing_letter import deadlines as outgoing
from workflow.outgoing_letter.flow import OutgoingLetterProcedure
from workflow.procedure import Procedure, Term

PROCEDURES: Mapping[str, type[Procedure]] = MappingProxyType(
    {"outgoing_letter": OutgoingLetterProcedure, "incoming_letter": IncomingLetterProcedure}
)
TERMS: Mapping[str, Mapping[str, Term]] = MappingProxyType(
    {"outgoing_letter": outgoing.TERMS, "incoming_letter": incoming.TERMS}
)
# Node references that were renamed or taken away, with the migration that carried running letters over.
RENAMES: Mapping[str, str] = MappingProxyType({})
