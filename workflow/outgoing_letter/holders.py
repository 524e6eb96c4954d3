"""Whose turn it is at each step of an outgoing letter. A vacant post stops the letter; no step is skipped."""

from __future__ import annotations

from typing import Any

from dispatch import queries as letters
from organisation.enums import Duty
from workflow.passage import Holder, passage_of


def drafter(activation: Any) -> Holder:
    """Give the post that drafts; a colleague stands in when an officer's work was delegated."""
    post = passage_of(activation).letter.drafter_post
    return Holder(post, Duty.OFFICER if Duty.OFFICER.value in post.duties else None)


def asked(activation: Any) -> Holder:
    """Give whom the route asked when the step was opened (``stages``): a step of a stage never asks anew.

    A head who drafts passes his own content: he answers for it either way, and says so in an act of his own.
    Sending it to another would put a name under a text that person never owned; the second pair of eyes on
    such a letter is the chief of office's and the signer's.
    """
    item = passage_of(activation).item
    if item is None:
        raise ValueError("a step of a stage is opened by its stop")
    return Holder(item.owner_post, Duty(item.duty) if item.duty else None)


def signer(activation: Any) -> Holder:
    """Give the post chosen to sign. Personal: signing for another takes a mandate, which is another signer."""
    return Holder(passage_of(activation).letter.signer_post)


def second_signer(activation: Any) -> Holder:
    """Give the post the page names beside the signer. Personal, as the signer's."""
    row = letters.cosignature_of(passage_of(activation).letter)
    return Holder(row.post if row else None)


def registry(activation: Any) -> Holder:
    """Give the registry as a pool: whichever clerk is there (Decree 30/2020 Art. 6)."""
    return Holder(duty=Duty.REGISTRY_CLERK)
