"""Where a signature stands, in words: working, waiting with a reason, done, or not done and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from dispatch.enums import EVER_ISSUED, LetterStatus
from signing.enums import RequestState, SigningRole, WaitReason
from web.letters.acts import place

if TYPE_CHECKING:
    from dispatch.models import OutgoingLetter
    from signing.models import SigningRequest
    from workflow.models import WorkItem

PERCENT = {
    RequestState.AUTHORISED: 20,
    RequestState.SIGNED: 50,
    RequestState.TIMESTAMPED: 75,
    RequestState.COMPLETED: 95,
}
RETRY = {SigningRole.LEADER: "sign", SigningRole.SECOND: "cosign", SigningRole.SEAL: "seal"}
UNDER_SEAL = {LetterStatus.NUMBERED, *EVER_ISSUED}


@dataclass(frozen=True, kw_only=True)
class State:
    """One sentence and what may be done; ``working`` asks the page to look again."""

    title: str
    text: str = ""
    working: bool = False
    percent: int = 0
    verdict: str = ""
    retry_url: str = ""


def role_of(letter: OutgoingLetter) -> SigningRole:
    """Give the signature the letter is about now: the seal once it has its number."""
    if letter.status == LetterStatus.COSIGNATURE:
        return SigningRole.SECOND
    return SigningRole.SEAL if letter.status in UNDER_SEAL else SigningRole.LEADER


def state_of(letter: OutgoingLetter, request: SigningRequest | None, item: WorkItem | None) -> State:
    """Give the words for the present signature of ``letter``; ``item`` is the step the reader may take again."""
    if letter.status in EVER_ISSUED:
        return State(
            title=_("Issued"),
            text=_("Sealed and timestamped as %(code)s.") % {"code": letter.reference_code},
            verdict="valid",
        )
    if letter.status == LetterStatus.SIGNED:
        return State(
            title=_("Signed"), text=_("Timestamped. The registry gives number and day."), verdict="valid"
        )
    beside = letter.status == LetterStatus.COSIGNATURE
    if beside and (request is None or request.file_id != letter.signed_file_id):
        return State(title=_("Signed"), text=_("Timestamped. The second signature follows."), verdict="valid")
    if request is None:
        return State(title=_("No signature is under way"), verdict="doubtful")
    reason = str(request.get_reason_display()) if request.reason else ""
    state = RequestState(request.state)
    if state == RequestState.COMPLETED and letter.printed.get("second", {}).get("joint"):
        return State(title=_("Sealed"), text=_("Now the partner sets its seal."), verdict="valid")
    if state == RequestState.PREPARED:
        retry = reverse("letters:pin", args=[letter.pk])
        return State(title=_("Waiting for the PIN"), text=reason, verdict="doubtful", retry_url=retry)
    if state in {RequestState.FAILED, RequestState.EXPIRED}:
        retry = place(RETRY[SigningRole(request.role)], letter, item)
        text = reason or str(state.label)
        return State(title=_("Not signed"), text=text, verdict="invalid", retry_url=retry)
    text = reason or str(state.label)
    return State(title=_working_title(request), text=text, working=True, percent=PERCENT[state])


def _working_title(request: SigningRequest) -> str:
    if request.reason in {WaitReason.NO_TIMESTAMP, WaitReason.NO_REVOCATION}:
        return _("Waiting for a service outside")
    return _("The seal is being set") if request.role == SigningRole.SEAL else _("The letter is being signed")
