"""May this letter say something of that one?"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import pgettext_lazy

from dispatch import errors
from dispatch.enums import LetterStatus as S
from dispatch.enums import RelationKind
from dispatch.models import OutgoingLetter
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
    if target.status != S.ISSUED:
        return refuse(
            errors.LetterIsNotInForce(
                code=target.reference_code, status=S(target.status).label, act=_DONE[kind]
            )
        )
    if kind == RelationKind.CORRECTS:
        return permit_if(letter.kind == "cong_van", otherwise=errors.CorrectionIsALetter)
    equal = kind != RelationKind.REPLACES or letter.kind == target.kind
    return permit_if(
        equal, otherwise=errors.NotOfEqualForm(code=target.reference_code, kind=target.kind_data.label)
    )
