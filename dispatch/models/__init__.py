"""The rows of letters, by noun."""

from dispatch.models.drafts import Attachment, Autosave, DraftVersion, LetterRendering
from dispatch.models.endorsements import Endorsement
from dispatch.models.letters import OutgoingLetter
from dispatch.models.numbers import NumberAllocation, NumberSeries
from dispatch.models.participation import Participation
from dispatch.models.relations import LetterRelation

__all__ = [
    "Attachment",
    "Autosave",
    "DraftVersion",
    "Endorsement",
    "LetterRelation",
    "LetterRendering",
    "NumberAllocation",
    "NumberSeries",
    "OutgoingLetter",
    "Participation",
]
