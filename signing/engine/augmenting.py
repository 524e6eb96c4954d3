"""Steps after the signature that need no key: timestamp, validation data, archive timestamp. Each can be repeated."""

import hashlib
import io
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import aiohttp
from asn1crypto import cms, parser
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import (
    CertificateFetchError,
    CRLFetchError,
    OCSPFetchError,
    PathError,
    ValidationError,
)

from lib import loops
from signing.engine.timestamps import NoTimestamp, TsaPool
from signing.engine.trust import Trust, certificate

DIGEST = "sha256"
STAMP_RESERVED = 2 * 5_000

SIGNER_DEPTH = (
    4  # ContentInfo, [0], SignedData, SignerInfos, SignerInfo: each the last element of the one before
)

T = TypeVar("T")


class LaterRevision(Exception):
    """The signature is not the last thing in the file, so nothing may be added inside it."""


class ServiceUnavailable(Exception):
    """A timestamp or revocation service could not be reached, or its answer was of no use."""


class ChainRefused(Exception):
    """The authority answered, and the certificate is not valid (revoked, expired, unknown)."""


def add_timestamp(pdf: bytes, field: str, urls: Sequence[str]) -> bytes:
    """Put a timestamp inside the reserved place of the newest signature; size and byte range stay the same.

    Gives the file unchanged when the signature has one already. Refuses when a later revision exists.
    """
    signature = _signature(pdf, field)
    _, _, start, rest = (int(value) for value in signature.byte_range)
    if start + rest != len(pdf):
        raise LaterRevision(field)
    first = int(signature.byte_range[1])
    content = cms.ContentInfo.load(bytes.fromhex(pdf[first + 1 : start - 1].decode("ascii")))
    der = content.dump()
    signer = content["content"]["signer_infos"][0]
    if any(
        attribute["type"].native == "signature_time_stamp_token" for attribute in signer["unsigned_attrs"]
    ):
        return pdf
    imprint = hashlib.sha256(signer["signature"].native).digest()

    async def stamp(session: aiohttp.ClientSession) -> Any:
        return await TsaPool(urls, session).async_timestamp(imprint, DIGEST)

    token = _online(stamp)
    attributes = cms.CMSAttributes([simple_cms_attribute("signature_time_stamp_token", token)])
    unsigned = parser.emit(2, 1, 1, attributes.contents)  # [1] IMPLICIT at the end of SignerInfo
    digits = _appended(der, SIGNER_DEPTH, unsigned).hex().encode("ascii")
    room = start - first - 2
    if len(digits) > room:
        raise ServiceUnavailable("the token does not fit into the reserved place")
    return pdf[: first + 1] + digits.ljust(room, b"0") + pdf[start - 1 :]


def add_validation_data(pdf: bytes, field: str, trust: Trust) -> bytes:
    """Add certificates and revocation answers for the signature and its timestamp (B-LT)."""
    signature = _signature(pdf, field)

    async def collect(session: aiohttp.ClientSession) -> bytes:
        out = await async_add_validation_info(
            signature, trust.online(session), add_vri_entry=False, embed_roots=True
        )
        return bytes(out.getvalue())

    return _online(collect)


def check_certificate(der: bytes, trust: Trust) -> None:
    """Ask the authority whether the certificate is good now (TT 15/2025: before signing).

    Refuses with ChainRefused when it is not, with ServiceUnavailable when nobody answers.
    """

    async def ask(session: aiohttp.ClientSession) -> None:
        validator = CertificateValidator(certificate(der), validation_context=trust.online(session))
        await validator.async_validate_usage(set())

    _online(ask)


def add_archive_timestamp(pdf: bytes, urls: Sequence[str]) -> bytes:
    """Add a document timestamp that covers every byte (B-LTA); it must be the last step (trap 8)."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))

    async def stamp(session: aiohttp.ClientSession) -> bytes:
        stamper = PdfTimeStamper(
            TsaPool(urls, session), field_name=f"Archive{len(writer.prev.embedded_signatures)}"
        )
        out = await stamper.async_timestamp_pdf(writer, DIGEST, bytes_reserved=STAMP_RESERVED)
        return bytes(out.getvalue())

    return _online(stamp)


def _signature(pdf: bytes, field: str) -> Any:
    for found in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures:
        if found.field_name == field:
            return found
    raise KeyError(field)


def _appended(der: bytes, depth: int, extra: bytes) -> bytes:
    """Add an element inside the last element, `depth` levels down, leaving every other byte as it was.

    asn1crypto would serialise the whole tree again, which takes fifty times longer and risks the signed bytes.
    """
    kind, method, tag, _, content, _ = parser.parse(der)
    if depth == 0:
        return bytes(parser.emit(kind, method, tag, content + extra))
    place = last = 0
    while place < len(content):
        _, _, _, header, inner, trailer = parser.parse(content[place:])
        last, place = place, place + len(header) + len(inner) + len(trailer)
    return bytes(parser.emit(kind, method, tag, content[:last] + _appended(content[last:], depth - 1, extra)))


def _online(work: Callable[[aiohttp.ClientSession], Awaitable[T]]) -> T:
    async def run() -> T:
        async with aiohttp.ClientSession() as session:
            return await work(session)

    try:
        return loops.run(run())
    except (
        NoTimestamp,
        CertificateFetchError,
        CRLFetchError,
        OCSPFetchError,
        aiohttp.ClientError,
        OSError,
    ) as error:
        raise ServiceUnavailable(type(error).__name__) from error
    except (PathError, ValidationError) as error:
        if "InsufficientRevinfo" in type(error).__name__ or "Stale" in type(error).__name__:
            raise ServiceUnavailable(type(error).__name__) from error
        raise ChainRefused(str(error)) from error
