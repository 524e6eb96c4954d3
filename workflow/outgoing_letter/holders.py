"""Whose turn it is at each step of an outgoing letter. A vacant post stops the letter; no step is skipped."""

from __future__ import annotations

from typing import Any

from lib.calendar import local_day
from organisation import queries as office
from organisation.enums import Duty
from organisation.models import Unit
from workflow.errors import NobodyHoldsTheStep
from workflow.passage import Holder, passage_of


def drafter(activation: Any) -> Holder:
    """Give the post that drafts; a colleague stands in when an officer's work was delegated."""
    post = passage_of(activation).letter.drafter_post
    return Holder(post, Duty.OFFICER if Duty.OFFICER.value in post.duties else None)


def head_of_unit(activation: Any) -> Holder:
    """Give the head of the drafting unit, who answers for the content (Decree 30/2020 Art. 12.1).

    A head who drafts passes his own content: he answers for it either way, and says so in an act of his own.
    Sending it to another would put a name under a text that person never owned; the second pair of eyes on
    such a letter is the chief of office's and the signer's.
    """
    passage = passage_of(activation)
    return _held(activation, Duty.UNIT_HEAD, passage.letter.unit)


def chief_of_office(activation: Any) -> Holder:
    """Give the chief of office, who answers for the format (Decree 30/2020 Art. 12.2)."""
    return _held(activation, Duty.CHIEF_OF_OFFICE, None)


def signer(activation: Any) -> Holder:
    """Give the post chosen to sign. Personal: signing for another takes a mandate, which is another signer."""
    return Holder(passage_of(activation).letter.signer_post)


def registry(activation: Any) -> Holder:
    """Give the registry as a pool: whichever clerk is there (Decree 30/2020 Art. 6)."""
    return Holder(duty=Duty.REGISTRY_CLERK)


def _held(activation: Any, duty: Duty, unit: Unit | None) -> Holder:
    passage = passage_of(activation)
    day = local_day(passage.at)
    post = office.holders_of(passage.letter.organisation, duty, day, unit=unit).first()
    if post is None:
        raise NobodyHoldsTheStep(step=activation.flow_task.task_title, duty=duty.label)
    return Holder(post, duty)
