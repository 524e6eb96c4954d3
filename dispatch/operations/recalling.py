"""Recall an issued letter, and stop a recall. The letter is frozen, never deleted (Decree 30/2020 Art. 18.4)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch import errors, lifecycle, policies, queries
from dispatch.enums import LetterStatus
from dispatch.models import OutgoingLetter, Recall
from dispatch.operations import closing, locking, recall_asking
from lib.database import locked
from organisation.models import Post
from organisation.models.actor import Actor


@transaction.atomic
def recall(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> Recall:
    """Recall ``letter`` as its signing authority or as head, with a reason; it is frozen at once.

    Original and facts stay as they are, readable and verifiable; nothing of it is changed, filed or sent from now
    on, and receivers who have it are asked to cancel it or send it back. Refuses others, a letter not in force, and
    a reason nobody could understand.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_recall(by, letter).enforce()
    if by.post is None:
        raise ValueError("only a person in a post recalls a letter")
    return _recall(letter, closing.reason_given(reason), by.post, by.represented, by=by, at=at)


@transaction.atomic
def stop(*, letter: OutgoingLetter, reason: str, by: Actor, at: datetime) -> Recall:
    """Stop the recall of ``letter`` with a reason; it is in force again as it was issued.

    Refuses others, a recall that a letter ordered or a receiver followed, and a letter that was replaced meanwhile.
    """
    letter = locking.locked_letter(letter, by)
    standing = queries.standing_recall(letter)
    policies.may_stop_recall(by, letter, standing).enforce()
    assert standing is not None  # noqa: S101 -- said by the policy
    row = locked(Recall, standing.pk)
    row.stop_reason, row.stopped_at, row.stopped_by = closing.reason_given(reason), at, by.post
    row.save(update_fields=["stop_reason", "stopped_at", "stopped_by"])
    recall_asking.ask_no_more(recall=row, by=by, at=at)
    lifecycle.advance(letter, LetterStatus.ISSUED)
    detail = {"reason": row.stop_reason, "code": letter.reference_code}
    closing.close(letter=letter, act="recall_stopped", by=by, at=at, facts={"recall": row.pk}, detail=detail)
    return row


def recalled_by(*, letter: OutgoingLetter, target: OutgoingLetter, by: Actor, at: datetime) -> None:
    """Let the issued ``letter`` recall the locked ``target``, or join the recall that stands. Part of issuing."""
    if target.status == LetterStatus.ISSUED:
        if letter.signer_post is None:
            raise errors.SignerIsMissing
        row = _recall(target, _words(letter), letter.signer_post, None, by=by, at=at, ordered=letter)
        return
    standing = queries.standing_recall(target)
    if standing is not None and standing.by_letter is None:
        row = locked(Recall, standing.pk)
        row.by_letter = letter
        row.save(update_fields=["by_letter"])
        facts = {"recall": row.pk, "by_letter": letter.pk}
        detail = {"code": letter.reference_code}
        closing.close(letter=target, act="recall_confirmed", by=by, at=at, facts=facts, detail=detail)


def _recall(
    letter: OutgoingLetter,
    reason: str,
    post: Post,
    represented: Post | None,
    *,
    by: Actor,
    at: datetime,
    ordered: OutgoingLetter | None = None,
) -> Recall:
    lifecycle.advance(letter, LetterStatus.RECALLED)
    row = Recall.objects.create(
        organisation=letter.organisation,
        letter=letter,
        reason=reason,
        ordered_by=post,
        represented=represented,
        ordered_at=at,
        by_letter=ordered,
    )
    facts = {"recall": row.pk, "by_letter": ordered.pk if ordered else None}
    detail = {"reason": reason, "code": ordered.reference_code if ordered else ""}
    closing.close(letter=letter, act="recalled", by=by, at=at, facts=facts, detail=detail)
    recall_asking.ask(recall=row, by=by, at=at)
    return row


def _words(letter: OutgoingLetter) -> str:
    """Give the reason of a recall ordered by letter; it is printed in the register, so in Vietnamese."""
    return f"Theo {letter.kind_data.name} số {letter.reference_code}"
