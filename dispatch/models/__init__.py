"""The rows of letters, by noun."""

from dispatch.models.aids import LetterModel, Phrase
from dispatch.models.arrivals import ArrivalFailure, ArrivalReading, Likeness, Proposal, Regrouping
from dispatch.models.clocks import ClockPause, Extension
from dispatch.models.closings import BookClosing
from dispatch.models.comparisons import ComparedPage, VersionComparison
from dispatch.models.copies import CertifiedCopy
from dispatch.models.cosignatures import CoSignature, JointRequest
from dispatch.models.directive_phrases import DirectivePhrase
from dispatch.models.directory import Correspondent, RecipientGroup, RecipientGroupMember
from dispatch.models.drafts import Attachment, Autosave, DraftVersion, LetterRendering
from dispatch.models.endorsements import Endorsement
from dispatch.models.handling import Assignment, Directive, Handling, IncomingPart
from dispatch.models.incoming import IncomingAttachment, IncomingLetter
from dispatch.models.letters import OutgoingLetter
from dispatch.models.numbers import NumberAllocation, NumberSeries
from dispatch.models.opinions import Opinion
from dispatch.models.participation import Participation
from dispatch.models.questions import HandlingQuestion
from dispatch.models.recall_requests import IncomingRecall, RecallRequest
from dispatch.models.recalls import Recall
from dispatch.models.relations import LetterRelation
from dispatch.models.replies import Reply
from dispatch.models.sending import (
    Delivery,
    DeliveryAttempt,
    DeliveryEntry,
    KeptCopyUse,
    LetterRecipient,
    LetterSending,
)

__all__ = [
    "ArrivalFailure",
    "ArrivalReading",
    "Likeness",
    "Proposal",
    "Regrouping",
    "Assignment",
    "ClockPause",
    "Extension",
    "Directive",
    "DirectivePhrase",
    "Handling",
    "HandlingQuestion",
    "IncomingPart",
    "CertifiedCopy",
    "CoSignature",
    "JointRequest",
    "ComparedPage",
    "LetterModel",
    "Phrase",
    "VersionComparison",
    "Attachment",
    "Autosave",
    "Correspondent",
    "Delivery",
    "DeliveryAttempt",
    "DeliveryEntry",
    "BookClosing",
    "DraftVersion",
    "Endorsement",
    "IncomingAttachment",
    "IncomingLetter",
    "IncomingRecall",
    "KeptCopyUse",
    "LetterRecipient",
    "LetterRelation",
    "LetterRendering",
    "LetterSending",
    "NumberAllocation",
    "NumberSeries",
    "Opinion",
    "OutgoingLetter",
    "Participation",
    "Recall",
    "RecallRequest",
    "Reply",
    "RecipientGroup",
    "RecipientGroupMember",
]
