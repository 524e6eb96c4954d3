"""May this person look at what arrived, register it, refuse it, and say that it is done?"""

from __future__ import annotations

from dispatch import errors
from dispatch.enums import ArrivalSource, HandlingStage, IncomingStatus, LetterStatus
from dispatch.models import Handling, IncomingLetter
from dispatch.policies import who
from dispatch.policies.recalls import is_not_recalled
from lib.refusal import Verdict, permit_if
from organisation.enums import Duty
from organisation.models.actor import Actor


def may_read_intake(actor: Actor) -> Verdict:
    """What arrives is seen by the registry, the leaders and the chief of office (Decree 30/2020 Art. 20, 23)."""
    duties = (Duty.REGISTRY_CLERK, Duty.HEAD, Duty.DEPUTY_HEAD, Duty.CHIEF_OF_OFFICE)
    return permit_if(actor.has_duty(*duties), otherwise=errors.NotTheRegistry)


def may_register_arrival(actor: Actor, letter: IncomingLetter) -> Verdict:
    """The registry registers what arrived (Art. 22)."""
    return _at(letter, IncomingStatus.ARRIVED) and who.is_registry(actor, letter.organisation_id)


def may_refuse_arrival(actor: Actor, letter: IncomingLetter) -> Verdict:
    """The registry returns what is not for this office or cannot be trusted, before it has a number (Art. 21)."""
    return may_register_arrival(actor, letter)


def may_complete_incoming(actor: Actor, letter: IncomingLetter) -> Verdict:
    """The registry says of a registered letter nobody was directed to handle that it has been dealt with (Art. 24)."""
    here = _at(letter, IncomingStatus.REGISTERED) and who.is_registry(actor, letter.organisation_id)
    return here and _is_not_in_hand(letter)


def may_strike_out(actor: Actor, letter: IncomingLetter) -> Verdict:
    """The registry strikes out what it registered by mistake, unless somebody has begun to answer it (Art. 22)."""
    ended = (LetterStatus.WITHDRAWN, LetterStatus.REFUSED)
    answered = letter.replies.exclude(letter__status__in=ended).exists()
    here = _at(letter, IncomingStatus.REGISTERED) and who.is_registry(actor, letter.organisation_id)
    return here and permit_if(not answered, otherwise=errors.ReplyIsBegun)


def may_correct_arrival(actor: Actor, letter: IncomingLetter) -> Verdict:
    """The registry corrects what it wrote in the book, unless these are the words of the issuer's own system."""
    own_words = letter.source == ArrivalSource.INSTALLATION
    said = permit_if(not own_words, otherwise=errors.OriginalIsFixed)
    return _is_in_book(letter) and who.is_registry(actor, letter.organisation_id) and said


def may_scan_arrival(actor: Actor, letter: IncomingLetter) -> Verdict:
    """The registry scans a paper letter after it was registered (Art. 22)."""
    none = permit_if(letter.file_id is None, otherwise=errors.ScanIsThere(number=letter.allocation))
    return _is_in_book(letter) and none and who.is_registry(actor, letter.organisation_id)


def _is_in_book(letter: IncomingLetter) -> Verdict:
    return permit_if(
        letter.status in (IncomingStatus.REGISTERED, IncomingStatus.COMPLETED),
        otherwise=errors.IncomingIsElsewhere(status=IncomingStatus(letter.status).label),
    )


def _is_not_in_hand(letter: IncomingLetter) -> Verdict:
    """Permit unless somebody was directed to handle the letter: then its director says that it is done."""
    handling = Handling.objects.filter(letter=letter).first()
    waits = handling is None or handling.stage in (HandlingStage.PROPOSING, HandlingStage.DIRECTING)
    stage = HandlingStage(handling.stage).label if handling else ""
    return permit_if(waits, otherwise=errors.HandlingIsElsewhere(stage=stage))


def _at(letter: IncomingLetter, status: IncomingStatus) -> Verdict:
    here = IncomingStatus(letter.status)
    at = permit_if(here == status, otherwise=errors.IncomingIsElsewhere(status=here.label))
    return at and is_not_recalled(letter)
