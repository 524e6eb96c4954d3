"""May this person bring letters in, and write down what stands on an arrival before it has a number?"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dispatch import errors
from dispatch.enums import ArrivalSource, IncomingStatus, RegroupState
from dispatch.models import IncomingLetter, Regrouping
from dispatch.policies import who
from dispatch.policies.incoming import may_register_arrival
from files import queries as files
from files.enums import VirusStatus
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.enums import Duty
from organisation.models.actor import Actor


def may_bring_in(actor: Actor) -> Verdict:
    """The registry receives (Decree 30/2020 Art. 21); so do the doors the office has set up itself."""
    return permit_if(actor.is_system or actor.has_duty(Duty.REGISTRY_CLERK), otherwise=errors.NotTheRegistry)


def may_describe_arrival(actor: Actor, letter: IncomingLetter) -> Verdict:
    """The registry writes down what stands on it, unless the issuer's own system has said so already."""
    own_words = letter.source == ArrivalSource.INSTALLATION
    said = permit_if(not own_words, otherwise=errors.OriginalIsFixed)
    return may_register_arrival(actor, letter) and said


def is_held(letter: IncomingLetter) -> bool:
    """Say whether the letter is held because of a mark of secrecy nobody has explained."""
    return bool(letter.held_mark) and not letter.not_secret_because


def may_open(letter: IncomingLetter) -> Verdict:
    """A letter is shown unless it is held for a mark of secrecy or bears a virus; who may see it is asked before."""
    if is_held(letter):
        return refuse(errors.ArrivalIsHeld(mark=letter.held_mark))
    for file in (letter.file, *(one.file for one in letter.attachments.select_related("file"))):
        found = files.virus_check_of(file) if file is not None else None
        if found is not None and found.status == VirusStatus.INFECTED:
            return refuse(errors.ArrivalIsInfected(virus=found.name))
    return permit()


def may_let_go(actor: Actor, letter: IncomingLetter) -> Verdict:
    """The registry says that a mark is none of secrecy."""
    held = permit_if(is_held(letter), otherwise=errors.NothingIsHeld)
    return may_register_arrival(actor, letter) and held


def may_erase_secret(actor: Actor, letter: IncomingLetter) -> Verdict:
    """The registry erases what turns out to be secret, before it has a number (design D19)."""
    return may_register_arrival(actor, letter)


def may_link_copy(actor: Actor, letter: IncomingLetter, other: IncomingLetter) -> Verdict:
    """The registry says that an arrival is a further copy of a letter in the tray or the book (App. VI, group 1)."""
    stands = other.organisation_id == letter.organisation_id and other.pk != letter.pk
    stands = stands and other.status in {
        IncomingStatus.ARRIVED,
        IncomingStatus.REGISTERED,
        IncomingStatus.COMPLETED,
    }
    return may_register_arrival(actor, letter) and permit_if(stands, otherwise=errors.NotACopyOfItself)


def may_unlink_copy(actor: Actor, letter: IncomingLetter) -> Verdict:
    """The registry takes the link off again, unless the sender was told of a number meanwhile."""
    here = IncomingStatus(letter.status)
    linked = permit_if(here == IncomingStatus.LINKED, otherwise=errors.IncomingIsElsewhere(status=here.label))
    line = letter.same_as.allocation if letter.same_as else None
    told = letter.source == ArrivalSource.INSTALLATION and line is not None
    silent = permit_if(not told, otherwise=errors.CopyWasReported(number=line))
    return who.is_registry(actor, letter.organisation_id) and linked and silent


def may_regroup(actor: Actor, letter: IncomingLetter) -> Verdict:
    """The registry divides and joins what it scanned; what another office's system sent stays whole."""
    own_words = letter.source == ArrivalSource.INSTALLATION
    whole = permit_if(
        not own_words and letter.file is not None,
        otherwise=errors.SignedFileStaysWhole(name=letter.file_name),
    )
    return may_register_arrival(actor, letter) and whole


def may_undo_regrouping(actor: Actor, row: Regrouping, made: Sequence[IncomingLetter]) -> Verdict:
    """The registry takes a regrouping back while nothing was done with what it made."""
    untouched = row.state == RegroupState.DONE and all(one.status == IncomingStatus.ARRIVED for one in made)
    return who.is_registry(actor, row.organisation_id) and permit_if(
        untouched, otherwise=errors.RegroupingIsUsed
    )


def is_described(letter: IncomingLetter) -> Verdict:
    """A number is given only to a letter whose issuer and subject somebody has written down (App. VI)."""
    said = {_("issuer"): letter.issuer, _("subject"): letter.subject}
    lacking = [str(name) for name, value in said.items() if not value]
    if not lacking:
        return permit()
    return Verdict(errors.ArrivalFactsAreMissing(fields=", ".join(lacking)))
