"""May this person register a letter signed on paper, and lay its scan in?"""

from __future__ import annotations

from dispatch import errors
from dispatch.enums import LetterStatus, Medium
from dispatch.models import OutgoingLetter
from dispatch.policies import who
from lib.refusal import Verdict, permit_if, refuse
from organisation.models.actor import Actor


def may_register_paper(actor: Actor) -> Verdict:
    """The registry numbers what was signed on paper (Decree 30/2020 Art. 15)."""
    return who.is_registry(actor, actor.organisation.pk)


def may_add_scan(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The registry lays in the scan of a paper letter that has none yet."""
    if letter.medium != Medium.PAPER:
        return refuse(errors.LetterIsNotOnPaper)
    at_step = who.at_step(letter, LetterStatus.ISSUED)
    there = errors.ScanIsThere(number=letter.reference_code)
    lacks = permit_if(letter.issued_file_id is None, otherwise=there)
    return at_step and lacks and who.is_registry(actor, letter.organisation_id)
