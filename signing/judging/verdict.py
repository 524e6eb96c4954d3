"""The judgement of a signed file: several independent checks, all of which must agree (signing paper, 5.4)."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from lib import loops
from signing.enums import Level, ReasonCode, VerdictStatus
from signing.judging import certificates, container, rules, signatures
from signing.judging.results import Expected, SignatureVerdict, Verdict, sentence_verdict

LEVELS = [Level.B_B, Level.B_T, Level.B_LT, Level.B_LTA]


@dataclass(frozen=True)
class _Opened:
    reader: Any
    lenient: bool

    @property
    def newest_signed(self) -> int:
        """The newest revision that a signature covers."""
        return max(int(one.signed_revision) for one in self.reader.embedded_signatures)


def judge(pdf: bytes, roots: Sequence[bytes], *, at: datetime, expected: Expected | None = None) -> Verdict:
    """Judge the file against trusted roots (PEM texts) as of the moment `at`, without network.

    Never raises for what stands in the file: hostile input is a judgement (malformed means REJECT).
    `expected` adds what a file of our own must be: hash, fields in order, signers, level.
    """
    try:
        holes = container.read(pdf)
    except container.NotPdf:
        return sentence_verdict(pdf, VerdictStatus.REJECT, ReasonCode.NOT_PDF)
    except container.ContainerFault:
        return sentence_verdict(pdf, VerdictStatus.REJECT, ReasonCode.CONTAINER)
    if not holes:
        return sentence_verdict(pdf, VerdictStatus.REJECT, ReasonCode.NOT_SIGNED)
    trusted = tuple(found for text in roots for found in certificates.read_pem(text))
    try:
        return _judge(pdf, holes, trusted, at, expected or Expected())
    except (MemoryError, RecursionError):
        return sentence_verdict(pdf, VerdictStatus.INDETERMINATE, ReasonCode.TOO_HARD)
    except Exception:  # noqa: BLE001 -- the edge to hostile input: the PDF library fails in many undocumented ways
        return sentence_verdict(pdf, VerdictStatus.REJECT, ReasonCode.MALFORMED)


def _judge(
    pdf: bytes, holes: Sequence[container.Hole], roots: tuple[Any, ...], at: datetime, expected: Expected
) -> Verdict:
    opened = _open(pdf)
    embedded = sorted(
        opened.reader.embedded_signatures, key=lambda one: int(one.byte_range[2]) + int(one.byte_range[3])
    )
    if not _same(holes, embedded):
        return sentence_verdict(pdf, VerdictStatus.REJECT, ReasonCode.CONTAINER)
    found = loops.run(signatures.judge_all(opened.reader, embedded, roots, at))
    reasons = [
        *_reasons_of_file(pdf, holes[-1], opened, found, expected),
        *_reasons_of_expectation(pdf, found, expected),
    ]
    every = [*reasons, *(reason for one in found for reason in one.reasons)]
    return Verdict(
        status=rules.status_of(every),
        file_sha256=hashlib.sha256(pdf).hexdigest(),
        level=_level(found),
        signatures=tuple(found),
        reasons=tuple(dict.fromkeys(every)),
    )


def _open(pdf: bytes) -> _Opened:
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        list(reader.embedded_signatures)
        return _Opened(reader, lenient=False)
    except Exception:  # noqa: BLE001 -- one more try for the sloppy writers of this world; at best INDETERMINATE
        return _Opened(PdfFileReader(io.BytesIO(pdf), strict=False), lenient=True)


def _same(holes: Sequence[container.Hole], embedded: Sequence[Any]) -> bool:
    """Whether our reading of the bytes and the library's reading of the objects name the same signatures."""
    ours = [(0, hole.start, hole.stop, hole.end - hole.stop) for hole in holes]
    theirs = [tuple(int(number) for number in one.byte_range) for one in embedded]
    contents = [bytes(one.pkcs7_content).rstrip(b"\0") for one in embedded]
    return ours == theirs and contents == [hole.der.rstrip(b"\0") for hole in holes]


def _reasons_of_file(
    pdf: bytes, last: container.Hole, opened: _Opened, found: Sequence[SignatureVerdict], expected: Expected
) -> Iterable[ReasonCode]:
    if opened.lenient:
        yield ReasonCode.LENIENT
    if not any(not one.archive for one in found):
        yield ReasonCode.NOT_SIGNED
    if last.end != len(pdf):
        yield from _reasons_of_tail(pdf, last, opened, found, expected)
    empty = any(value is None for _, value, _ in enumerate_sig_fields(opened.reader, filled_status=False))
    if empty and not expected.fields:
        yield ReasonCode.EMPTY_FIELD


def _reasons_of_tail(
    pdf: bytes, last: container.Hole, opened: _Opened, found: Sequence[SignatureVerdict], expected: Expected
) -> Iterable[ReasonCode]:
    """What no signature covers: nothing but validation data may stand there, and even that is not accepted.

    Only a file of our own, between two of its steps, may end so; it is asked for by the level that is expected.
    """
    if not container.ends_with_own_revision(pdf, last.end):
        yield ReasonCode.TRAILING
    elif found[-1].archive and not rules.only_validation_data_since(opened.reader, opened.newest_signed):
        yield ReasonCode.MODIFIED
    elif expected.level is not Level.B_LT:
        yield ReasonCode.COVERAGE


def _reasons_of_expectation(
    pdf: bytes, found: Sequence[SignatureVerdict], expected: Expected
) -> Iterable[ReasonCode]:
    signers = [one for one in found if not one.archive]
    wrong = (
        bool(expected.fields) and tuple(one.field for one in signers) != expected.fields,
        any(
            one.certificate_sha256 != expected.certificates[one.field]
            for one in signers
            if one.field in expected.certificates
        ),
        bool(expected.sha256) and hashlib.sha256(pdf).hexdigest() != expected.sha256,
    )
    if any(wrong):
        yield ReasonCode.UNEXPECTED
    level = _level(found)
    if expected.level and (level is None or LEVELS.index(level) < LEVELS.index(expected.level)):
        yield ReasonCode.NO_TIME


def _level(found: Sequence[SignatureVerdict]) -> Level | None:
    reached = [one.level for one in found if one.level is not None and not one.archive]
    return min(reached, key=LEVELS.index) if reached else None
