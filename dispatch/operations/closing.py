"""How every act on a letter ends: row saved, event written, search projection renewed. In the act's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from audit.models import Subject
from audit.operations import recording
from dispatch import errors, lifecycle, queries
from dispatch.body.plain import plain_text
from dispatch.body.secrecy import secret_mark_in
from dispatch.enums import EVER_ISSUED, RelationKind
from dispatch.models import OutgoingLetter
from dispatch.models.content import DraftContent
from lib.text import nfc
from organisation.models.actor import Actor
from search.operations import projecting

KIND = "letter"
_FEWEST_LETTERS = 5
_LONGEST_REASON = 2000


def close(
    *,
    letter: OutgoingLetter,
    act: str,
    by: Actor,
    at: datetime,
    facts: Mapping[str, object] | None = None,
    detail: Mapping[str, object] | None = None,
) -> OutgoingLetter:
    """Save ``letter``, record the event ``letter.<act>``, renew what search finds; give the letter."""
    letter.updated_at = at
    letter.save()
    recording.record(
        f"letter.{act}",
        subject=Subject(KIND, str(letter.pk)),
        by=by,
        at=at,
        facts={"status": str(letter.status), "version": letter.version_number, **(facts or {})},
        detail={"subject": letter.subject, **(detail or {})},
    )
    project(letter, at=at)
    return letter


def project(letter: OutgoingLetter, *, at: datetime) -> None:
    """Write what of ``letter`` can be found, and by whom: those who take part, nobody else."""
    content = letter.draft
    around = "\n".join((*content.addressees, *content.recipients, str(letter.printed.get("signer", ""))))
    projecting.project(
        organisation=letter.organisation,
        kind=KIND,
        key=str(letter.pk),
        title=letter.subject,
        code=letter.reference_code,
        text="\n".join((*(plain_text(body) for body in content.bodies()), *_said_besides(content), around)),
        facets={
            "kind": letter.kind,
            "status": str(letter.status),
            "unit": letter.unit_id,
            "direction": "outgoing",
            **_corrections(letter),
        },
        tokens=queries.tokens_of(letter),
        dated_on=letter.legal_day,
        at=at,
    )


def _said_besides(content: DraftContent) -> list[str]:
    return [*content.particulars.values(), *(part.title for part in content.parts)]


def _corrections(letter: OutgoingLetter) -> dict[str, str]:
    """Give the codes of the letters that correct an issued one, for the line that search shows of it."""
    if letter.status not in EVER_ISSUED:
        return {}
    codes = [row.letter.reference_code for row in queries.named_by(letter, RelationKind.CORRECTS)]
    return {"corrected_by": ", ".join(codes)} if codes else {}


def reason_given(reason: str) -> str:
    """Give the cleaned reason; refuses one with fewer than five letters, which nobody could understand, and secrets."""
    cleaned = nfc(reason.replace("\0", "")).strip()[:_LONGEST_REASON]
    if sum(character.isalpha() for character in cleaned) < _FEWEST_LETTERS:
        raise errors.ReasonIsMissing
    refuse_secrets(cleaned)
    return cleaned


def refuse_secrets(*texts: str) -> None:
    """Refuse (SecretMarkFound) words beside a letter that bear a mark of secrecy (design D19)."""
    mark = secret_mark_in(line for text in texts for line in text.splitlines())
    if mark is not None:
        raise errors.SecretMarkFound(mark=mark)


def reopen(letter: OutgoingLetter, *, at: datetime) -> None:
    """Make the locked ``letter`` a draft again: what was passed is void, what was laid out or approved is let go.

    Nothing is deleted: versions, files, attachments and endorsements stay.
    """
    lifecycle.arrive(letter, lifecycle.TO_DRAFTER)
    letter.endorsements.filter(passed=True, voided_at__isnull=True).update(voided_at=at)
    let_go_of_page(letter)


def let_go_of_page(letter: OutgoingLetter) -> None:
    """Forget what was laid out and approved of the locked ``letter``, in memory; the files stay."""
    letter.mandate, letter.printed = None, {}
    letter.prepared_file, letter.prepared_sha256 = None, ""
    letter.approved_sha256, letter.approved_by, letter.approved_at = "", None, None
