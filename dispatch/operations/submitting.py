"""Hand a draft over to be checked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dispatch import errors, policies, queries
from dispatch.body.plain import plain_text
from dispatch.lifecycle import TO_CONTENT, Stop
from dispatch.models import OutgoingLetter
from dispatch.models.content import DraftContent, check_lengths
from dispatch.models.shapes import Addressed, shape_of
from dispatch.operations import beside, closing, drafting, going_on, locking, naming, pages
from lib.calendar import local_day
from organisation.models.actor import Actor


@transaction.atomic
def submit(*, letter: OutgoingLetter, by: Actor, at: datetime, to: Stop = TO_CONTENT) -> OutgoingLetter:
    """Hand the draft to the first stop of its route; what was typed since the last version becomes a version first.

    Refuses remarks whose fate was not told (OpinionsWait), an empty subject, text, list of addressees or signer, a
    particular the kind needs, a signer without mandate, a mark of secrecy, and a correction, replacement or recall
    whose text does not say of what. What a kind needs is its shape's (``dispatch.models.shapes``).
    """
    letter = locking.locked_letter(letter, by)
    policies.may_submit(by, letter).enforce()
    letter = drafting.with_typed(letter, by, at)
    check_complete(letter, letter.draft, at)
    naming.check_names(letter, letter.draft)
    # Who checks reads the page, not the form: it is drawn now, while the draft may still be edited.
    drafting.request_preview(letter=letter, content=letter.draft, by=by, at=at)
    waiting = queries.unresolved(letter)
    if waiting:
        raise errors.OpinionsWait(names=", ".join(one.post.person.full_name for one in waiting))
    facts = {"content_hash": letter.draft.hash, **going_on.go_on(letter=letter, stop=to, by=by, at=at)}
    return closing.close(letter=letter, act="submitted", by=by, at=at, facts=facts)


def check_complete(letter: OutgoingLetter, content: DraftContent, at: datetime) -> None:
    """Refuse a content that cannot go on its way yet."""
    drafting.check_storable(content, letter.kind)
    check_lengths(content)
    shape = shape_of(letter.kind)
    if not content.subject:
        raise errors.SubjectIsMissing
    if shape.addressed == Addressed.YES and not content.addressees:
        raise errors.AddresseesAreMissing
    for one in shape.needed:
        told = content.second_post_id is not None and one.name in beside.TOLD_BY_THE_SIGNATURE
        if one.name not in content.particulars and not told:
            raise errors.ParticularIsMissing(field=one.label)
    if shape.body_needed and not plain_text(content.body):
        raise errors.BodyIsEmpty
    for part in content.parts:
        if not plain_text(part.body):
            raise errors.PartIsEmpty(title=part.title)
    if letter.signer_post is None:
        raise errors.SignerIsMissing
    beside.check(letter, content, local_day(at))
    if pages.mandate_for(letter.signer_post, local_day(at), letter.kind) is None:
        raise errors.SignerHasNoMandate(name=letter.signer_post.person.full_name)
