"""Begin an outgoing letter: the draft and its procedure, together; of nothing, or about an issued letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from dispatch import policies
from dispatch.enums import RelationKind, Secrecy
from dispatch.models import OutgoingLetter
from dispatch.models.relations import Wording
from dispatch.operations import drafting, naming, pages, relating
from lib.calendar import local_day
from organisation.models import Unit
from organisation.models.actor import Actor
from workflow.outgoing_letter.flow import OutgoingLetterProcedure
from workflow.passage import Passage


@transaction.atomic
def start(
    *, kind: str, unit: Unit, by: Actor, at: datetime, secrecy: Secrecy = Secrecy.NONE
) -> OutgoingLetter:
    """Begin a letter of ``kind`` for ``unit`` and put its draft into the drafter's inbox; give the letter.

    Refuses whatever ``dispatch.operations.drafting.create_draft`` refuses, a secret letter first of all.
    """
    letter = drafting.create_draft(kind=kind, unit=unit, by=by, at=at, secrecy=secrecy)
    OutgoingLetterProcedure.start.run(passage=Passage(at=at, by=by, letter=letter))
    return letter


@transaction.atomic
def start_about(
    *,
    target: OutgoingLetter,
    relation: RelationKind,
    corrections: Sequence[Wording] = (),
    reason: str = "",
    by: Actor,
    at: datetime,
) -> OutgoingLetter:
    """Begin a letter that corrects, replaces or recalls the issued ``target``, its words proposed; give the draft.

    A replacement is of equal form, the others are official letters (Decree 30/2020 Art. 18.3). It goes the way of
    every letter and has its effect when it is issued. Refuses as ``may_begin_about`` and ``relating.link`` do.
    """
    policies.may_begin_about(by, target, relation, at).enforce()
    assert by.acting_post is not None  # noqa: S101 -- said by the policy
    kind = target.kind if relation == RelationKind.REPLACES else "cong_van"
    letter = start(kind=kind, unit=by.acting_post.unit, by=by, at=at)
    content = naming.proposal(
        kind=relation, target=target, draft=letter.draft, corrections=corrections, reason=reason
    )
    signer = pages.post_of(letter.organisation, content.signer_post_id, local_day(at))
    content = replace(content, signer_post_id=signer.pk if signer else None)
    drafting.save_version(letter=letter, content=content, base_version=0, by=by, at=at)
    named = relating.link(letter=letter, kind=relation, target=target, corrections=corrections, by=by, at=at)
    return named.letter
