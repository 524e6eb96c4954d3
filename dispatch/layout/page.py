"""What is printed: one letter with every word decided (issuer, signer, recipients) before it is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class LetterPage:
    """The content of one State *công văn*.

    ``number`` and ``issued_on`` stay None for a letter that is numbered after signing: their places are
    reserved and ``expected_on`` only feeds the hint. There is no secrecy field: secrets never reach the
    system (D19).
    """

    issuer: str
    symbol: str
    place: str
    expected_on: date
    subject: str
    addressees: tuple[str, ...]
    body_html: str
    recipients: tuple[str, ...]
    keep_line: str
    title: str
    signer_name: str
    superior: str = ""
    legal_bases: tuple[str, ...] = ()
    authority_lines: tuple[str, ...] = ()
    number: int | None = None
    issued_on: date | None = None
    number_digits: int = 3
    urgency: str = ""
    circulation: str = ""
    drafter_code: str = ""
    copies: int | None = None
    contact_line: str = ""
    qr_svg: str = ""
