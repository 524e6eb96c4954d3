"""May this person sign beside the signer, decline to, or call the letter back from there?"""

from __future__ import annotations

from dispatch import errors
from dispatch.enums import COSIGNED_OVER
from dispatch.enums import LetterStatus as S
from dispatch.models import OutgoingLetter
from dispatch.policies import who
from lib.refusal import Verdict, permit_if
from organisation.models.actor import Actor


def may_cosign(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Only the colleague the page names, in person: a signature is nobody else's (Decree 30/2020 Art. 13).

    While it waits for its PIN the same person may ask for it again.
    """
    return who.at_step(letter, S.COSIGNATURE) and who.signature_is_open(letter) and _is_second(actor, letter)


def may_decline_cosigning(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Whoever has to sign beside the signer may send the letter back instead."""
    return may_cosign(actor, letter)


def may_call_back(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """Drafter and signer fetch the letter back from the second signatory, a signature under way excepted."""
    at_step = who.at_step(letter, S.COSIGNATURE) and who.signature_is_open(letter)
    return at_step and (who.is_drafter(actor, letter) or who.decides(actor, letter))


def _is_second(actor: Actor, letter: OutgoingLetter) -> Verdict:
    rows = letter.cosignatures.exclude(state__in=COSIGNED_OVER)
    row = rows.select_related("post__person").first()
    own = row is not None and actor.represented is None and actor.post is not None
    mine = own and row is not None and actor.post is not None and actor.post.pk == row.post_id
    return permit_if(mine, otherwise=errors.NotTheSecondSigner(name=row.signer_name if row else ""))
