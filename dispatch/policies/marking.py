"""May this person sign separate attachments for the organisation?"""

from __future__ import annotations

from dispatch import errors
from dispatch.enums import LetterStatus as S
from dispatch.models import Attachment, OutgoingLetter
from dispatch.policies import who
from lib.refusal import Verdict, permit_if
from organisation.models.actor import Actor
from signing import queries as signatures


def may_mark(actor: Actor, letter: OutgoingLetter) -> Verdict:
    """The registry, once the letter has its number: the signature on an attachment names it (Decree 30/2020 App. I)."""
    return who.at_step(letter, S.NUMBERED, S.ISSUED) and who.is_registry(actor, letter.organisation_id)


def attachments_are_signed(letter: OutgoingLetter) -> Verdict:
    """Permit unless the organisation's signature on a separate attachment is still being made."""
    keys = Attachment.objects.filter(letter=letter, removed_at__isnull=True).values_list("pk", flat=True)
    origins = [f"{key}/{letter.allocation_id}" for key in keys]
    open_ones = signatures.open_requests(letter.organisation).filter(
        origin_kind="attachment", origin_key__in=origins
    )
    return permit_if(not origins or not open_ones.exists(), otherwise=errors.AttachmentsAreBeingSigned)
