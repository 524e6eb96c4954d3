"""What screens call: each is one step through the door with one operation of ``dispatch`` inside.

All refuse StaleTask when the step was left meanwhile and StepIsNotYours when it waits for another, besides what
the operation refuses; a refusal changes nothing. The PIN goes straight to the signer's memory, inside the act:
with a wrong one the letter stays at its step and the page can simply ask again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction

from archive.models import Dossier
from dispatch import policies
from dispatch.enums import LetterStatus
from dispatch.errors import LetterIsElsewhere, NoAttachmentWaits
from dispatch.lifecycle import TO_DRAFTER, Stop
from dispatch.models import NumberAllocation, OutgoingLetter
from dispatch.operations import (
    endorsing,
    filing,
    handing_over,
    locking,
    marking,
    numbering,
    passing_up,
    reading,
    refusing,
    returning,
    signing_off,
    submitting,
    withdrawing,
)
from dispatch.operations.allocating import SuffixException
from lib.refusal import Verdict
from organisation.models import Post
from organisation.models.actor import Actor
from organisation.queries import capacities
from signing.enums import PERSONAL, SigningRole
from signing.models import SigningRequest
from signing.operations import authorising
from workflow.acting import acting, handing, interrupting, mark_opened
from workflow.enums import Outcome
from workflow.errors import StepIsNotYours
from workflow.models import WorkItem
from workflow.outgoing_letter import stages, telling
from workflow.outgoing_letter.flow import OutgoingLetterProcedure
from workflow.passage import Passage

Pin = str | authorising.HeldPin  # typed by the person, or held by the signer for a batch


def submit(*, item: WorkItem, by: Actor, at: datetime) -> OutgoingLetter:
    """Send the draft to the first stage of its route, which is fixed for this letter now."""
    with taking(item, by=by, at=at) as step:
        going = stages.first_stop(step.letter, at)
        step.letter = submitting.submit(letter=step.letter, by=step.by, at=at, to=going.stop)
        step.opens = going.opens
    return step.letter


def check_content(*, item: WorkItem, by: Actor, at: datetime) -> OutgoingLetter:
    """Answer for the content; when enough have, the letter goes on to the next stage."""
    with taking(item, by=by, at=at) as step:
        going = _onward(step)
        step.letter = endorsing.check_content(letter=step.letter, by=step.by, at=at, to=going)
    return step.letter


def check_format(*, item: WorkItem, by: Actor, at: datetime, reason: str = "") -> OutgoingLetter:
    """Answer for the format; when enough have, the letter goes on, to be laid out for the signer at last.

    ``reason`` says why in spite of grave findings.
    """
    with taking(item, by=by, at=at) as step:
        going = _onward(step)
        step.letter = endorsing.check_format(letter=step.letter, by=step.by, at=at, reason=reason, to=going)
    return step.letter


def approve(*, item: WorkItem, sha256: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Approve the very bytes that were read; the signature is a step of its own."""
    with taking(item, by=by, at=at) as step:
        step.letter = endorsing.approve(letter=step.letter, sha256=sha256, by=step.by, at=at)
    return step.letter


def approve_and_sign(*, item: WorkItem, sha256: str, pin: Pin, by: Actor, at: datetime) -> SigningRequest:
    """Approve and sign the bytes that were read: one act, two events."""
    with taking(item, by=by, at=at, outcome=Outcome.SIGNED) as step:
        request = signing_off.approve_and_request(letter=step.letter, sha256=sha256, by=step.by, at=at)
        return authorising.hand_over(by=step.by, at=at, request=request, pin=pin)


def sign(*, item: WorkItem, sha256: str, pin: Pin, by: Actor, at: datetime) -> SigningRequest:
    """Sign what was approved."""
    with taking(item, by=by, at=at) as step:
        request = signing_off.request_leader_signature(letter=step.letter, sha256=sha256, by=step.by, at=at)
        return authorising.hand_over(by=step.by, at=at, request=request, pin=pin)


def number_and_seal(
    *,
    item: WorkItem,
    pin: Pin,
    by: Actor,
    at: datetime,
    legal_day: date | None = None,
    reservation: NumberAllocation | None = None,
    exception: SuffixException | None = None,
) -> SigningRequest:
    """Give number and day and have the seal set: the clerk's one act. After a failed seal the same number is used.

    A ``reservation`` is the kept number to use, an ``exception`` the number with a letter and its reason.
    """
    with taking(item, by=by, at=at) as step:
        request = numbering.number_and_request_seal(
            letter=step.letter,
            legal_day=legal_day,
            reservation=reservation,
            exception=exception,
            by=step.by,
            at=at,
        )
        marks = marking.request_marks(letter=step.letter, by=step.by, at=at)
        return _hand_all([request, *marks], pin, by=step.by, at=at)


def mark_attachments(*, letter: OutgoingLetter, pin: str, by: Actor, at: datetime) -> int:
    """Sign for the organisation what of the attachments is not signed yet; give how many. No step moves.

    For a PIN that was lost on the way, or a signature that failed. Refuses a letter of which nothing waits.
    """
    with transaction.atomic():
        marks = marking.request_marks(letter=letter, by=by, at=at)
        if not marks:
            raise NoAttachmentWaits
        _hand_all(marks, pin, by=by, at=at)
    return len(marks)


def file_letter(*, item: WorkItem, dossier: Dossier, by: Actor, at: datetime) -> OutgoingLetter:
    """Put the issued letter into its dossier; the procedure ends, and who files it knows that it was issued."""
    with taking(item, by=by, at=at) as step:
        filing.file_letter(letter=step.letter, dossier=dossier, by=step.by, at=at)
        telling.seen(step.letter, by=step.by, at=at)
    return step.letter


def send_back(
    *, item: WorkItem, reason: str, by: Actor, at: datetime, to: str | None = None
) -> OutgoingLetter:
    """Return the letter with a reason: to the stage ``to``, to its drafter, or where the route returns it to.

    Versions, attachments and remarks stay; what was passed before ``to`` stays passed. Refuses NotAStepBefore.
    """
    with taking(item, by=by, at=at, outcome=Outcome.RETURNED, reason=reason) as step:
        going = stages.back(step.letter, to, at)
        if going.stop != TO_DRAFTER:
            step.outcome = Outcome.SENT_DOWN
        step.letter = returning.send_back(
            letter=step.letter, reason=reason, by=step.by, at=at, to=going.stop, keeps=going.keeps
        )
        step.opens = going.opens
    return step.letter


def pass_up(*, item: WorkItem, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Let the superior decide instead: answer for the step, or sign, which has the letter laid out anew.

    Refuses NobodyIsAbove at the top, and whatever the operation refuses.
    """
    with taking(item, by=by, at=at, outcome=Outcome.PASSED_UP, reason=reason) as step:
        if not item.stage:
            step.letter = passing_up.pass_up_signature(letter=step.letter, reason=reason, by=step.by, at=at)
            return step.letter
        before = {one.holder.post for one in stages.openings(step.letter, at) or ()}
        step.letter = passing_up.pass_up_check(letter=step.letter, reason=reason, by=step.by, at=at)
        now = stages.openings(step.letter, at) or ()
        step.opens = tuple(one for one in now if one.holder.post not in before)
        step.shared = False  # the others are still asked
    return step.letter


def refuse(*, item: WorkItem, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Decline the letter for good; the procedure ends."""
    with taking(item, by=by, at=at, outcome=Outcome.REFUSED, reason=reason) as step:
        step.letter = refusing.refuse(letter=step.letter, reason=reason, by=step.by, at=at)
    return step.letter


def take_back(*, letter: OutgoingLetter, by: Actor, at: datetime) -> OutgoingLetter:
    """Fetch the letter back to the step one let it go from, while nobody has opened it."""
    with stopping(letter, by=by, at=at, outcome=Outcome.TAKEN_BACK) as step:
        to = stages.taken_back(step.letter, at)
        step.letter = returning.take_back(letter=step.letter, by=by, at=at, to=to)
    return step.letter


def withdraw(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Give the letter up before it has a number; the procedure ends and the letter is kept."""
    with stopping(letter, by=by, at=at, outcome=Outcome.WITHDRAWN, reason=reason) as step:
        step.letter = withdrawing.withdraw(letter=step.letter, reason=reason, by=by, at=at)
    return step.letter


def void_number(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> OutgoingLetter:
    """Void the number of a letter that was not sealed; the registry is asked for another one.

    Refuses a letter without a number (LetterIsElsewhere) besides what ``numbering.void`` refuses.
    """
    with stopping(letter, by=by, at=at, outcome=Outcome.VOIDED, reason=reason) as step:
        if step.letter.allocation is None:
            raise LetterIsElsewhere(status=LetterStatus(step.letter.status).label)
        numbering.void(allocation=step.letter.allocation, reason=reason, by=by, at=at)
    return step.letter


@transaction.atomic
def hand_over(
    *, held: Iterable[tuple[OutgoingLetter, Post]], to: Post, reason: str, by: Actor, at: datetime
) -> int:
    """Let ``to`` go on with letters where those who held them had to: all of them or none; give how many.

    They are locked in the order of their keys, as by everybody who locks several.
    """
    pairs = sorted(held, key=lambda pair: pair[0].pk)
    for letter, holder in pairs:
        handed = handing(letter, procedure=OutgoingLetterProcedure, holder=holder, to=to, by=by, at=at)
        with handed as step:
            step.letter = handing_over.hand_over(
                letter=step.letter, holder=holder, to=to, reason=reason, by=by, at=at
            )
            telling.tell(step, reason=reason, holder=holder)
    return len(pairs)


@transaction.atomic
def take_from_signer(*, letters: Iterable[OutgoingLetter], reason: str, by: Actor, at: datetime) -> int:
    """Give ``letters`` their signer can no longer sign back to their drafters: all or none; give how many."""
    rows = sorted(letters, key=lambda letter: letter.pk)
    for letter in rows:
        with stopping(letter, by=by, at=at, outcome=Outcome.HANDED_OVER, reason=reason) as step:
            step.letter = handing_over.take_from_signer(letter=step.letter, reason=reason, by=by, at=at)
    return len(rows)


def note_opened(*, letter: OutgoingLetter, by: Actor, at: datetime) -> OutgoingLetter:
    """Note that ``by`` opened the letter's page: the step that waits for this person counts as opened, news as seen."""
    with transaction.atomic():
        letter = reading.note_opened(letter=letter, by=by, at=at)
        mark_opened(OutgoingLetterProcedure.letter_kind, letter.pk, by=by, at=at)
        telling.seen(letter, by=by, at=at)
    return letter


@transaction.atomic
def give_pin(*, request: SigningRequest, pin: Pin, by: Actor, at: datetime) -> SigningRequest:
    """Give the PIN again for a signature whose PIN was lost (the signer restarted); no step moves.

    A request may have waited for weeks, so the right is asked anew: refuses whoever no longer holds the post that
    asked, and a mandate that ended (Decree 30/2020 Art. 13). The letter is locked first, as in every other act.
    """
    own = (one for one in capacities(by, at) if one.delegation is None and one.post is not None)
    holder = next((one for one in own if one.post is not None and one.post.pk == request.post_id), None)
    if holder is None:
        raise StepIsNotYours(holder=request.person.full_name)
    letters = OutgoingLetterProcedure.letters().filter(organisation=by.organisation)
    letter = locking.locked_letter(letters.get(pk=int(request.origin_key)), holder)
    _may_give_pin(holder, letter, request, at).enforce()
    personal = request.role in PERSONAL
    marks = [] if personal else marking.request_marks(letter=letter, by=holder, at=at)
    return _hand_all([request, *marks], pin, by=holder, at=at)


def _may_give_pin(holder: Actor, letter: OutgoingLetter, request: SigningRequest, at: datetime) -> Verdict:
    if request.role == SigningRole.LEADER:
        return policies.may_sign(holder, letter, at)
    if request.role == SigningRole.SECOND:
        return policies.may_cosign(holder, letter)
    return policies.may_number(holder, letter)


def _hand_all(requests: Sequence[SigningRequest], pin: Pin, *, by: Actor, at: datetime) -> SigningRequest:
    """Give the PIN to the signer for the letter and what goes with it, all or none; give the first request.

    A PIN that is typed for several files is held for exactly these (ADR 30).
    """
    first = requests[0]
    if isinstance(pin, str) and len(requests) > 1:
        held = authorising.HeldPin(f"request:{first.pk}/{first.attempts + 1}")
        files = [one.expected_sha256 for one in requests]
        authorising.hold_for_batch(
            by=by, at=at, batch=held, role=SigningRole(first.role), files=files, pin=pin
        )
        pin = held
    done = [authorising.hand_over(by=by, at=at, request=one, pin=pin) for one in requests]
    return done[0]


def _onward(step: Passage) -> Stop | None:
    """Give where the letter goes when this step is passed, and let the passage open it; None: others have to answer."""
    going = stages.onward(step.letter, step.at)
    step.stays = going is None
    step.opens = going.opens if going else None
    step.shared = going is not None and going.leaves
    return going.stop if going else None


@contextmanager
def taking(
    item: WorkItem, *, by: Actor, at: datetime, outcome: Outcome = Outcome.DONE, reason: str = ""
) -> Iterator[Passage]:
    """Let ``by`` take the step of ``item``, and tell whom it concerns."""
    with acting(item.pk, by=by, at=at, outcome=outcome) as step:
        yield step
        telling.tell(step, reason=reason)


@contextmanager
def stopping(
    letter: OutgoingLetter,
    *,
    by: Actor,
    at: datetime,
    outcome: Outcome,
    reason: str = "",
    about_key: int | None = None,
) -> Iterator[Passage]:
    """Let somebody who does not hold the step stop or fetch ``letter``, and tell whom it concerns."""
    stopped = interrupting(
        letter, procedure=OutgoingLetterProcedure, by=by, at=at, outcome=outcome, about_key=about_key
    )
    with stopped as step:
        yield step
        telling.tell(step, reason=reason)
