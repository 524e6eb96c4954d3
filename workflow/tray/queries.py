"""Reading the tray: what may be confirmed together, and what became of what was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from dispatch import queries as letters
from dispatch.models import OutgoingLetter
from organisation.models.actor import Actor
from organisation.queries import capacities
from signing import queries as signatures
from signing.enums import RequestState
from signing.models import CLOSED, SigningRequest
from workflow import acting
from workflow import queries as procedures
from workflow.enums import LineState, TrayAct
from workflow.models import TrayBatch, TrayLine, WorkItem
from workflow.standing import may_take

LEADERS_STEPS = ("approve", "sign")
CLERKS_STEP = "number_and_seal"
MOST_BATCHES = 10


@dataclass(frozen=True)
class Waiting:
    """One letter of a tray: the step, what confirming it means, and whether its very bytes were opened."""

    item: WorkItem
    letter: OutgoingLetter
    act: TrayAct
    sha256: str
    opened: bool
    on_behalf: bool


@dataclass(frozen=True)
class Outcome:
    """What became of one letter of a batch; ``why`` is a sentence where one is needed."""

    line: TrayLine
    letter: OutgoingLetter
    state: LineState
    why: str = ""


def tray_of(actor: Actor, at: datetime, *, sealing: bool) -> list[Waiting]:
    """Give what waits for approval and signature, or for number and seal, in the order of the inbox."""
    standing = capacities(actor, at)
    steps = (CLERKS_STEP,) if sealing else LEADERS_STEPS
    asked = [one for one in procedures.inbox(actor, at, standing) if one.item.step in steps]
    by_key = letters.files_of_letters([one.letter for one in asked])
    opened = letters.opened_files(actor, [one.letter for one in asked])
    found = []
    for one in asked:
        taker = next((who for who in standing if may_take(who, one.item)), None)
        sha256 = by_key[one.letter.pk].signed if sealing else by_key[one.letter.pk].prepared
        act = act_on(one.item, one.letter, taker)
        found.append(
            Waiting(one.item, one.letter, act, sha256, sha256 in opened, one.on_behalf_of is not None)
        )
    return found


def act_on(item: WorkItem, letter: OutgoingLetter, taker: Actor | None) -> TrayAct:
    """Say what confirming means here: only the signer signs, whoever else decides approves (Decree 30/2020 Art. 13)."""
    if item.step == CLERKS_STEP:
        return TrayAct.SEAL
    own = taker is not None and taker.represented is None and taker.post is not None
    signer = own and taker is not None and taker.post is not None and taker.post.pk == letter.signer_post_id
    return TrayAct.SIGN if signer or item.step == "sign" else TrayAct.APPROVE


def batch_for(actor: Actor, pk: int) -> TrayBatch:
    """Give a batch this person confirmed; raises DoesNotExist for everybody else's."""
    return _batches().get(organisation=actor.organisation, person=actor.person, pk=pk)


def batch_by_key(pk: int) -> TrayBatch:
    """Give a batch to the job that works it off."""
    return _batches().get(pk=pk)


def batches_of(actor: Actor) -> list[TrayBatch]:
    """Give the last batches this person confirmed, newest first."""
    mine = _batches().filter(organisation=actor.organisation, person=actor.person)
    return list(mine.order_by("-id")[:MOST_BATCHES])


def lines_left(batch: TrayBatch) -> QuerySet[TrayLine]:
    """Give the lines whose act is still to be made, or whose signature waits for its PIN again, in their order."""
    left = Q(done_at__isnull=True, refusal="") | Q(request__state=RequestState.PREPARED)
    return batch.lines.filter(left).order_by("position")


def outcomes_of(batch: TrayBatch, at: datetime) -> list[Outcome]:
    """Give the truth about each letter of a batch, read from the letters and their signatures: five queries."""
    lines = list(batch.lines.all())
    rows = letters.letters_by_key(batch.organisation, [line.letter_key for line in lines])
    requests = signatures.requests_by_key([line.request_id for line in lines if line.request_id])
    items = {item.pk: item for item in _items(line.item_key for line in lines)}
    held = batch.stopped_at is None and (batch.held_until is None or at <= batch.held_until)
    return [
        _outcome(
            line, rows[line.letter_key], requests.get(line.request_id or 0), items.get(line.item_key), held
        )
        for line in lines
    ]


def _outcome(
    line: TrayLine,
    letter: OutgoingLetter,
    request: SigningRequest | None,
    item: WorkItem | None,
    held: bool,
) -> Outcome:
    if line.refusal:
        return Outcome(line, letter, LineState.REFUSED, line.refusal)
    if request is not None:
        return Outcome(line, letter, *_state_of(request))
    if line.done_at is not None:
        return Outcome(line, letter, LineState.DONE)
    if item is not None and not item.is_open:
        return Outcome(line, letter, LineState.REFUSED, str(acting.stale(item)))
    if held:
        return Outcome(line, letter, LineState.QUEUED)
    return Outcome(line, letter, LineState.PIN, _("Nothing was done to this letter yet."))


def _state_of(request: SigningRequest) -> tuple[LineState, str]:
    reason = str(request.get_reason_display()) if request.reason else ""
    if request.state == RequestState.COMPLETED:
        return LineState.DONE, ""
    if request.state in CLOSED:
        return LineState.REFUSED, reason
    if request.state == RequestState.PREPARED:
        return LineState.PIN, reason
    return LineState.WORKING, reason


def _batches() -> QuerySet[TrayBatch]:
    lines = Prefetch("lines", queryset=TrayLine.rows.order_by("position"))
    return TrayBatch.rows.select_related("organisation", "person", "post__person").prefetch_related(lines)


def _items(keys: Iterable[int]) -> QuerySet[WorkItem]:
    return WorkItem.items.select_related("owner_post__person", "done_by").filter(pk__in=list(keys))
