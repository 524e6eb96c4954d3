"""Reading what the rules of layout and wording find in a letter."""

from __future__ import annotations

from datetime import datetime

from dispatch.lint.examining import examine
from dispatch.lint.findings import Examined, Finding
from dispatch.models import OutgoingLetter
from dispatch.models.content import DraftContent
from lib.calendar import local_day
from organisation import queries as office
from organisation.models import SigningMandate


def findings_on(
    letter: OutgoingLetter, content: DraftContent, at: datetime, *, mandate: SigningMandate | None = None
) -> list[Finding]:
    """Give the findings on ``content`` as a text of ``letter`` today, in the order of the form.

    Who signs, and by which authority, is read from the mandates of the day unless the ``mandate`` of its signer is
    given; without a signer those rules are silent.
    """
    day = local_day(at)
    signer = mandate.post if mandate else None
    if mandate is None and content.signer_post_id is not None:
        signer = office.posts_on(letter.organisation, day).filter(pk=content.signer_post_id).first()
        mandate = office.mandate_of(signer, day, kind=letter.kind) if signer else None
    examined = Examined(
        content=content,
        kind=letter.kind,
        profile=letter.profile_code,
        day=day,
        symbol=letter.symbol,
        authority_lines=tuple(mandate.authority_lines) if mandate else (),
        signer_name=signer.person.full_name if signer else "",
    )
    return examine(examined)
