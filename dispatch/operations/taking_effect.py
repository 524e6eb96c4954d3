"""What an issue does to the letters the issued one names: in the transaction of the issue itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from dispatch import lifecycle, queries
from dispatch.enums import LetterStatus, RelationKind
from dispatch.models import LetterRelation, OutgoingLetter
from dispatch.operations import closing, recalling
from organisation.models.actor import Actor


def take_effect(
    *, letter: OutgoingLetter, named: Mapping[int, OutgoingLetter], by: Actor, at: datetime
) -> None:
    """Let what the just issued ``letter`` says of others hold from now on. ``named`` are those others, locked.

    A corrected letter stays valid and as it is; a replaced one is frozen; a recalled one is recalled.
    """
    for relation in queries.relations_of(letter):
        relation.in_force_at = at
        relation.save(update_fields=["in_force_at"])
        target = named.get(relation.target_id)
        if target is not None:
            _act(relation, letter, target, by=by, at=at)


def _act(
    relation: LetterRelation, letter: OutgoingLetter, target: OutgoingLetter, *, by: Actor, at: datetime
) -> None:
    if relation.kind == RelationKind.RECALLS:
        recalling.recalled_by(letter=letter, target=target, by=by, at=at)
        return
    replaces = relation.kind == RelationKind.REPLACES
    if (
        replaces and target.status == LetterStatus.ISSUED
    ):  # a recalled one is frozen already and stays recalled
        lifecycle.advance(target, LetterStatus.REPLACED)
    facts = {"relation": relation.pk, "by_letter": letter.pk}
    detail = {"code": letter.reference_code}
    act = "replaced" if replaces else "corrected"
    closing.close(letter=target, act=act, by=by, at=at, facts=facts, detail=detail)
