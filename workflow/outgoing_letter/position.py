"""Where an outgoing letter has to wait, told from the legal facts alone: its status, its dossier, its event log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from audit import queries as history
from dispatch import queries as letters
from dispatch.enums import CosigningState, LetterStatus
from dispatch.models import OutgoingLetter
from signing import queries as signatures
from signing.enums import RequestState, SigningRole
from signing.models import SigningRequest
from workflow.enums import Outcome
from workflow.outgoing_letter import stages
from workflow.outgoing_letter.flow import POSITIONS
from workflow.passage import Opening

_LOST = (RequestState.FAILED, RequestState.EXPIRED)
# Why the letter came where it is, by the event that brought it there; whatever is not listed came in the ordinary way.
_CAME_BY: Mapping[str, Outcome] = MappingProxyType(
    {
        "letter.returned": Outcome.RETURNED,
        "letter.taken_back": Outcome.TAKEN_BACK,
        "letter.called_back": Outcome.TAKEN_BACK,
        "letter.opinions_asked": Outcome.ASKED,
        "letter.opinion_given": Outcome.ANSWERED,
        "letter.opinion_called_off": Outcome.ANSWERED,
        "letter.opinions_closed": Outcome.ANSWERED,
        "letter.passed_up": Outcome.PASSED_UP,
        "letter.taken_from_signer": Outcome.HANDED_OVER,
        "letter.partner_refused": Outcome.REFUSED,
        "letter.not_laid_out": Outcome.FAILED,
        "letter.number_voided": Outcome.VOIDED,
        "letter.signature_failed": Outcome.FAILED,
    }
)


class Position(NamedTuple):
    """The node a letter waits at, since when, by which outcome it came there; at a stage, whose answers it awaits."""

    node: str
    since: datetime
    came_by: Outcome
    openings: tuple[Opening, ...] | None = None

    @property
    def nodes(self) -> list[str]:
        """Give the node once for every task that waits there."""
        return [self.node] if self.openings is None else [one.node for one in self.openings]


def position_of(letter: OutgoingLetter) -> Position | None:
    """Give where ``letter`` waits, None when its procedure has ended."""
    status = LetterStatus(letter.status)
    node = POSITIONS.get(status)
    if node is None or (status is LetterStatus.ISSUED and letter.dossier_id is not None):
        return None
    name, since = _arrival(letter)
    came_by = _came_by(name, status)
    if status is LetterStatus.NUMBERED:
        seal = signatures.request_for(letter.organisation, "letter", str(letter.pk), SigningRole.SEAL)
        if seal is not None and seal.state in _LOST:
            return Position("number_and_seal", ended_at(seal), Outcome.FAILED)
        row = letters.cosignature_of(letter)
        if row is not None and row.state == CosigningState.TO_SEAL:
            return Position("await_partner_seal", letter.updated_at, Outcome.PARTNER)
    if status is LetterStatus.COSIGNATURE:
        return _second_signature(letter, since)
    return Position(node, since, came_by, stages.openings(letter, since))


def _second_signature(letter: OutgoingLetter, since: datetime) -> Position:
    """Give where a letter waits for the signature beside its signer's: for the person, or for the machine."""
    row = letters.cosignature_of(letter)
    if row is not None and row.is_joint:
        return Position("await_partner", since, Outcome.PARTNER)
    asked = signatures.request_for(letter.organisation, "letter", str(letter.pk), SigningRole.SECOND)
    if asked is None or asked.file_id != letter.signed_file_id:
        return Position("cosign", since, Outcome.BESIDE)
    if asked.state in _LOST:
        return Position("cosign", ended_at(asked), Outcome.FAILED)
    return Position("await_cosignature", asked.created_at, Outcome.DONE)


def _came_by(event: str, status: LetterStatus) -> Outcome:
    """Give why the letter is where it is; a return that led to a stage is another than one to the drafter."""
    outcome = _CAME_BY.get(event, Outcome.DONE)
    if status is LetterStatus.DRAFT:
        return outcome
    if outcome is Outcome.RETURNED:
        return Outcome.SENT_DOWN
    return Outcome.DONE if outcome is Outcome.ANSWERED else outcome


def _arrival(letter: OutgoingLetter) -> tuple[str, datetime]:
    """Give name and moment of the event that brought the letter to its present status and stage."""
    arrived: tuple[str, datetime] = ("", letter.created_at)
    place = ("", "")
    for event in history.history_of(letter.organisation_id, "letter", letter.pk):
        status = event.facts.get("status", place[0])
        now = (status, event.facts.get("stage", place[1] if status == place[0] else ""))
        if now != place:
            arrived, place = (event.name, event.at), now
    return arrived


def ended_at(request: SigningRequest) -> datetime:
    """Give the moment a request for a signature ended, from its last event."""
    last = history.history_of(request.organisation_id, "signing_request", request.pk).last()
    return last.at if last else request.created_at
