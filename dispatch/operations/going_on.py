"""What happens when a letter comes to its next stop: asked people see it, a page is fixed, opinions are asked for.

Part of the acts that move a letter, which write the event.
"""

from __future__ import annotations

from datetime import datetime

from dispatch import errors, lifecycle
from dispatch.enums import LetterStatus, PartRole
from dispatch.lifecycle import Stop
from dispatch.models import OutgoingLetter
from dispatch.operations import asking, beside, pages, participating
from lib.calendar import local_day
from organisation.enums import Duty
from organisation.models.actor import Actor


def go_on(*, letter: OutgoingLetter, stop: Stop, by: Actor, at: datetime) -> dict[str, object]:
    """Bring the locked ``letter`` to ``stop`` and give the facts for the event; the caller saves.

    Refuses what may not follow, and, where the page is fixed, a letter nobody may sign.
    """
    facts = fix_page(letter, at) if stop.status is LetterStatus.PREPARING else {}
    lifecycle.arrive(letter, stop)
    letter.moved_by = by.acting_post
    let_in(letter, stop, at=at)
    if stop.status is LetterStatus.OPINIONS:
        asking.ask_at_stage(letter=letter, stop=stop, by=by, at=at)
    return facts | ({"stage": stop.stage} if stop.stage else {})


def fix_page(letter: OutgoingLetter, at: datetime) -> dict[str, object]:
    """Fix what the page bears: names, symbol, signer, authority. Refuses a signer without mandate (design D9)."""
    if letter.signer_post is None:
        raise errors.SignerIsMissing
    day = local_day(at)
    letter.mandate = pages.mandate_for(letter.signer_post, day, letter.kind)
    if letter.mandate is None:
        raise errors.SignerHasNoMandate(name=letter.signer_post.person.full_name)
    letter.profile_version = pages.version_on(letter.profile_code, day)
    beside.fix(letter, at)
    letter.printed = pages.printed_facts(letter, letter.draft, letter.mandate, day)
    signer = (PartRole.SIGNER, letter.signer_post)
    participating.admit_all(letter, [signer, (PartRole.APPROVER, Duty.HEAD)], at=at)
    return {
        "signer": letter.signer_post_id,
        "mandate": letter.mandate_id,
        "profile": letter.profile_version,
    }


def let_in(letter: OutgoingLetter, stop: Stop, *, at: datetime) -> None:
    """Let those asked at ``stop`` see the letter: the drafting unit, the duty of the format check, or a post."""
    if stop.status is LetterStatus.CONTENT_CHECK:
        participating.admit(letter, PartRole.UNIT, letter.unit, at=at)
    elif stop.status is LetterStatus.FORMAT_CHECK and not stop.asked:
        participating.admit(letter, PartRole.FORMAT_CHECKER, Duty.CHIEF_OF_OFFICE, at=at)
    elif stop.status is LetterStatus.OPINIONS:
        return
    keys = []
    for one in stop.asked:
        if one.duty == Duty.CHIEF_OF_OFFICE:
            participating.admit(letter, PartRole.FORMAT_CHECKER, Duty.CHIEF_OF_OFFICE, at=at)
        elif one.post is not None and (one.named or one.unit != letter.unit_id):
            keys.append(one.post)
    participating.admit_posts(letter, PartRole.CHECKER, keys, at=at)
