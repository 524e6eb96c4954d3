"""What the judge says, as plain data that passes between processes."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

from signing.enums import Level, ReasonCode, VerdictStatus


@dataclass(frozen=True)
class Expected:
    """What a file of our own must carry: fields in order, and the certificate (SHA-256) that must sign each."""

    fields: tuple[str, ...] = ()
    certificates: Mapping[str, str] = field(default_factory=dict)
    level: Level | None = None
    sha256: str = ""


@dataclass(frozen=True)
class SignatureVerdict:
    """One signature: whose, when, under whose authority, and whether it holds (TT 15/2025: what must be shown)."""

    field: str
    status: VerdictStatus
    level: Level | None = None
    archive: bool = False
    signer: str = ""
    organisation: str = ""
    issuer: str = ""
    serial: str = ""
    certificate_sha256: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    claimed_at: datetime | None = None
    stamped_at: datetime | None = None
    intact: bool = False
    trusted: bool = False
    whole_file: bool = False
    reasons: tuple[ReasonCode, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The judgement of one file."""

    status: VerdictStatus
    file_sha256: str
    level: Level | None = None
    signatures: tuple[SignatureVerdict, ...] = ()
    reasons: tuple[ReasonCode, ...] = ()

    @property
    def sentences(self) -> list[str]:
        """The reasons as sentences in the reader's language."""
        return [str(reason.label) for reason in self.reasons]

    @property
    def signers(self) -> tuple[SignatureVerdict, ...]:
        """The signatures of people and seals, without archive timestamps."""
        return tuple(signature for signature in self.signatures if not signature.archive)

    def to_json(self) -> dict[str, Any]:
        """Plain data; moments as ISO 8601."""
        return _plain(asdict(self))  # type: ignore[no-any-return]

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The judgement as it was before `to_json`."""
        return cls(
            status=VerdictStatus(stored["status"]),
            file_sha256=stored["file_sha256"],
            level=Level(stored["level"]) if stored["level"] else None,
            signatures=tuple(_signature(part) for part in stored["signatures"]),
            reasons=tuple(ReasonCode(code) for code in stored["reasons"]),
        )


def sentence_verdict(pdf: bytes, status: VerdictStatus, *reasons: ReasonCode) -> Verdict:
    """A judgement without signatures: the file itself is the matter."""
    return Verdict(status, hashlib.sha256(pdf).hexdigest(), reasons=reasons)


def _signature(stored: Mapping[str, Any]) -> SignatureVerdict:
    moments = {
        key: datetime.fromisoformat(stored[key]) if stored[key] else None
        for key in ("valid_from", "valid_until", "claimed_at", "stamped_at")
    }
    return SignatureVerdict(
        **{
            **stored,
            **moments,
            "status": VerdictStatus(stored["status"]),
            "level": Level(stored["level"]) if stored["level"] else None,
            "reasons": tuple(ReasonCode(code) for code in stored["reasons"]),
        }
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, str) and type(value) is not str:
        return str.__str__(value)
    return value
