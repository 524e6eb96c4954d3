"""What anyone may verify of an issued letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dispatch.enums import EVER_ISSUED, LetterStatus, Medium
from dispatch.models import (
    OutgoingLetter,
)
from dispatch.models.kinds import kind_of
from dispatch.queries.standing import Standing, standing_of
from organisation.models import Organisation


@dataclass(frozen=True, kw_only=True)
class PublicFacts:
    """What the page behind a QR code says of an issued letter; ``subject`` is None unless the office shows it.

    Of a letter ``on_paper`` the original lies with the registry; ``issued_sha256`` is its scan's, or empty.
    """

    issuer: str
    kind: str
    reference_code: str
    legal_day: date
    signer: str
    signer_title: str
    status: LetterStatus
    subject: str | None
    on_paper: bool
    issued_sha256: tuple[str, ...]
    standing: Standing


def by_verify_token(token: str) -> OutgoingLetter | None:
    """Give the letter with this token that was ever issued. Unknown and not yet issued answer alike: None."""
    if not 22 <= len(token) <= 43:
        return None
    issued = OutgoingLetter.objects.filter(verify_token=token, status__in=EVER_ISSUED)
    return issued.select_related("organisation", "issued_file__blob").first()


def public_facts(letter: OutgoingLetter) -> PublicFacts:
    """Give what may be told of an issued ``letter`` to anyone who holds its token; raises ValueError if not issued."""
    file, on_paper = letter.issued_file, letter.medium == Medium.PAPER
    if letter.legal_day is None or (file is None and not on_paper):
        raise ValueError("nothing is told of a letter that is not issued")
    return PublicFacts(
        issuer=letter.printed["issuer"],
        kind=kind_of(letter.kind).name,
        reference_code=letter.reference_code,
        legal_day=letter.legal_day,
        signer=letter.printed["signer"],
        signer_title=letter.printed["title"],
        status=LetterStatus(letter.status),
        subject=letter.subject if letter.organisation.settings.get("verify_shows_subject") else None,
        on_paper=on_paper,
        issued_sha256=(file.sha256,) if file else (),
        standing=standing_of(letter),
    )


def by_issued_bytes(sha256: str) -> OutgoingLetter | None:
    """Give the letter of any office whose issued file has this hash; whoever asks holds the file itself."""
    found = OutgoingLetter.objects.filter(
        issued_file__blob__organisation__in=Organisation.objects.values("pk"),  # the index begins with it
        issued_file__blob__sha256=sha256,
        status__in=EVER_ISSUED,
    )
    return found.select_related("organisation", "issued_file__blob").order_by("id").first()
