"""Let a draft say what it is to an issued letter, or no longer say it. The relation has effect with its issue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dispatch import errors, policies, queries
from dispatch.enums import RelationKind
from dispatch.models import LetterRelation, OutgoingLetter
from dispatch.models.relations import Wording
from dispatch.operations import closing, locking
from lib.database import locked
from lib.text import single_line
from organisation.models.actor import Actor

_MOST_WORDINGS = 50
_LONGEST = 1000


@transaction.atomic
def link(
    *,
    letter: OutgoingLetter,
    kind: RelationKind,
    target: OutgoingLetter,
    line: str = "",
    corrections: Sequence[Wording] = (),
    by: Actor,
    at: datetime,
) -> LetterRelation:
    """Write down that the draft ``letter`` corrects, replaces, recalls or rests on the issued ``target``.

    ``line`` is how the letter prints a legal basis; ``corrections`` are asked for by CORRECTS and only there
    (Decree 30/2020 Art. 18.3). Refuses a target that is not issued or not readable, one no longer in force for an
    act, the same twice, a second replacement, and a form the act does not allow.
    """
    both = locking.locked_letters([letter.pk, target.pk], by)
    letter, target = both[letter.pk], both[target.pk]
    policies.may_link(by, letter, kind, target, at).enforce()
    if queries.relations_of(letter, kind).filter(target=target).exists():
        raise errors.NamedAlready(code=target.reference_code)
    replaced = target.named_by.filter(kind=RelationKind.REPLACES, dropped_at__isnull=True)
    if kind == RelationKind.REPLACES and replaced.exists():
        raise errors.ReplacedByAnother(code=target.reference_code)
    assert by.acting_post is not None  # noqa: S101 -- whoever edits a draft holds a post
    relation = LetterRelation.objects.create(
        organisation=letter.organisation,
        letter=letter,
        kind=kind,
        target=target,
        line=single_line(line)[:300],
        corrections=[one.as_json() for one in _said(kind, corrections)],
        linked_at=at,
        linked_by=by.acting_post,
    )
    facts = {"relation": relation.pk, "kind": kind.value, "target": target.pk}
    detail = {"code": target.reference_code}
    closing.close(letter=letter, act="linked", by=by, at=at, facts=facts, detail=detail)
    return relation


@transaction.atomic
def unlink(*, relation: LetterRelation, by: Actor, at: datetime) -> LetterRelation:
    """Let a draft no longer say it; the row stays. Refuses (RelationIsFixed) once it is in force or let go."""
    letter = locking.locked_letter(relation.letter, by)
    policies.may_edit(by, letter).enforce()
    relation = locked(LetterRelation, relation.pk)
    if relation.in_force_at is not None or relation.dropped_at is not None:
        raise errors.RelationIsFixed
    _drop(relation, at)
    facts = {"relation": relation.pk, "kind": relation.kind, "target": relation.target_id}
    detail = {"code": relation.target.reference_code}
    closing.close(letter=letter, act="unlinked", by=by, at=at, facts=facts, detail=detail)
    return relation


def let_all_go(letter: OutgoingLetter, *, at: datetime) -> None:
    """Drop what an ending draft said of others, so that another letter may. Part of withdrawing and refusing."""
    for relation in queries.relations_of(letter):
        _drop(relation, at)


def _drop(relation: LetterRelation, at: datetime) -> None:
    relation.dropped_at = at
    relation.save(update_fields=["dropped_at"])


def _said(kind: RelationKind, corrections: Sequence[Wording]) -> list[Wording]:
    """Give the cleaned corrections; refuses a correction without words, and words without a correction."""
    if (kind == RelationKind.CORRECTS) != bool(corrections) or len(corrections) > _MOST_WORDINGS:
        raise errors.CorrectionSaysNothing
    cleaned = [
        Wording(
            place=single_line(one.place)[:_LONGEST],
            wrong=single_line(one.wrong)[:_LONGEST],
            right=single_line(one.right)[:_LONGEST],
        )
        for one in corrections
    ]
    if any(not (one.place and one.wrong and one.right) or one.wrong == one.right for one in cleaned):
        raise errors.CorrectionSaysNothing
    return cleaned
