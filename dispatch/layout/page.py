"""What is printed: one letter with every word decided (issuer, signer, recipients) before it is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class PagePart:
    """A text in the same file behind the signature. ``kind`` is the kind of a promulgated text, else empty."""

    title: str
    body_html: str
    promulgated: bool = False
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The second signature, left of the letter's own; ``joint`` where another organisation signs and seals."""

    signer_name: str
    title: str = ""
    authority_lines: tuple[str, ...] = ()
    joint: bool = False


@dataclass(frozen=True, kw_only=True)
class LetterPage:
    """The content of one letter of ``kind``, State or Party.

    ``number`` and ``issued_on`` stay None for a letter that is numbered after signing: their places are
    reserved and ``expected_on`` only feeds the hint. ``issuing_authority`` stands in capitals where the kind
    names who decides, ``issuer_name`` is the issuer as it is written within a sentence. There is no secrecy
    field: secrets never reach the system (D19).
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
    kind: str = "cong_van"
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
    issuing_authority: str = ""
    issuer_name: str = ""
    particulars: tuple[tuple[str, str], ...] = ()
    parts: tuple[PagePart, ...] = ()
    second: Beside | None = None

    def says(self, name: str) -> str:
        """Give the particular ``name``, empty when it says nothing."""
        return dict(self.particulars).get(name, "")

    @property
    def named_issuer(self) -> str:
        """Give the issuer as written within a sentence."""
        return self.issuer_name or self.issuer
