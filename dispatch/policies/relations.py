"""May this letter say something of that one?"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import pgettext_lazy

from dispatch import errors
from dispatch.enums import EVER_ISSUED, RecallAnswer, RelationKind
from dispatch.enums import LetterStatus as S
from dispatch.models import OutgoingLetter, Recall
from dispatch.policies import who
from dispatch.policies.letters import may_edit, may_read
from lib.refusal import Verdict, permit, permit_if, refuse
from organisation.models.actor import Actor

_DONE = {
    RelationKind.CORRECTS: pgettext_lazy("act on a letter", "corrected"),
    RelationKind.REPLACES: pgettext_lazy("act on a letter", "replaced"),
    RelationKind.RECALLS: pgettext_lazy("act on a letter", "recalled"),
}


def may_link(
    actor: Actor, letter: OutgoingLetter, kind: RelationKind, target: OutgoingLetter, at: datetime
) -> Verdict:
    """Whoever edits the draft names issued letters they may read; acts need the form the Decree asks for."""
    named = target.issued_at is not None and target.pk != letter.pk
    return (
        may_edit(actor, letter)
        and may_read(actor, target, at)
        and permit_if(named, otherwise=errors.OnlyIssuedLettersAreNamed)
        and _has_the_form(letter, kind, target)
    )


def _has_the_form(letter: OutgoingLetter, kind: RelationKind, target: OutgoingLetter) -> Verdict:
    """A correction is a công văn, a replacement of equal form (Decree 30/2020 Art. 18.3); both of what is in force."""
    if kind == RelationKind.BASED_ON:
        return permit()
    if kind == RelationKind.CORRECTS:
        form = permit_if(letter.kind == "cong_van", otherwise=errors.CorrectionIsALetter)
    else:
        equal = kind == RelationKind.RECALLS or letter.kind == target.kind
        otherwise = errors.NotOfEqualForm(code=target.reference_code, kind=target.kind_data.label)
        form = permit_if(equal, otherwise=otherwise)
    return _is_in_force(target, kind) and form


def _is_in_force(target: OutgoingLetter, kind: RelationKind) -> Verdict:
    if target.status == S.ISSUED:
        return permit()
    if target.status not in EVER_ISSUED:
        return refuse(errors.OnlyIssuedLettersAreNamed)
    where = S(target.status).label
    return refuse(errors.LetterIsNotInForce(code=target.reference_code, status=where, act=_DONE[kind]))


def may_begin_about(actor: Actor, target: OutgoingLetter, kind: RelationKind, at: datetime) -> Verdict:
    """Whoever reads the issued letter and drafts begins one that corrects, replaces or recalls it."""
    return may_draft_about(actor, target, kind) and may_read(actor, target, at)


def may_draft_about(actor: Actor, target: OutgoingLetter, kind: RelationKind) -> Verdict:
    """The same of a letter that lies open before them: they read it."""
    drafts = actor.acting_post is not None and actor.organisation.pk == target.organisation_id
    return permit_if(drafts, otherwise=errors.MayNotBeginHere) and _is_in_force(target, kind)


def may_recall(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The signing authority, or the head, recalls what is in force (Decree 30/2020 Art. 18.4)."""
    return _is_in_force(letter, RelationKind.RECALLS) and who.decides(actor, letter)


def may_stop_recall(actor: Actor, letter: OutgoingLetter, recall: Recall | None) -> Verdict:
    """Whoever may recall stops a recall, unless a letter ordered it, a receiver followed it, or it was replaced."""
    if letter.status != S.RECALLED or recall is None or recall.stopped_at is not None:
        return refuse(errors.RecallIsNotUnderWay(code=letter.reference_code))
    if recall.by_letter is not None:
        return refuse(errors.RecallWasMadeByLetter(code=recall.by_letter.reference_code))
    followed = recall.requests.filter(state=RecallAnswer.AGREED).first()
    if followed is not None:
        return refuse(errors.ReceiverCancelledIt(name=followed.name))
    replacement = letter.named_by.filter(kind=RelationKind.REPLACES, in_force_at__isnull=False).first()
    if replacement is not None:
        return refuse(errors.ReplacedMeanwhile(code=replacement.letter.reference_code))
    return who.decides(actor, letter)
