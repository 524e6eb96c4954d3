"""Signing in two phases: prepare bytes and attributes, let someone sign them, then complete the file.

Between the phases only `Prepared` has to survive; the key may live in another process, a token, another house.
"""

import base64
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from asn1crypto import cms
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.ades.api import CAdESSignedAttrSpec, GenericCommitment
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import ExternalSigner, PdfCMSSignedAttributes

from lib import loops
from signing.engine import pictures, preparing, texts
from signing.engine.trust import Trust, certificate

DIGEST = "sha256"
RESERVED = 2 * 8_000  # hexadecimal digits, twice the bytes (trap 13); chain and timestamp fit with room


class ValueRefused(Exception):
    """The signature value does not belong to these attributes and this certificate."""


class CannotCarry(Exception):
    """A file that cannot take a signature: encrypted, damaged, or signed and locked by others already."""


class PreparedBytesChanged(Exception):
    """The prepared file is no longer the one whose digest was signed."""


@dataclass(frozen=True)
class Task:
    """What is to be signed: the file, the field, how it looks and what is filled in with it."""

    pdf: bytes
    field: str
    certificate: bytes
    picture: bytes | None = None
    prefill: Mapping[str, str] | None = None
    mark: texts.Mark | None = None

    @property
    def is_leader(self) -> bool:
        """The leader's signature certifies the file; no later one does."""
        return self.field == preparing.LEADER

    @property
    def approves(self) -> bool:
        """Whether a person signs, who approves; a seal says where the file comes from."""
        return self.field in (preparing.LEADER, preparing.SECOND)


@dataclass(frozen=True)
class Prepared:
    """Everything the second phase needs, storable as JSON."""

    pdf: bytes
    document_digest: bytes
    start: int
    end: int
    attributes: bytes
    certificate: bytes
    input_sha256: str

    def to_json(self) -> dict[str, str | int]:
        """The state as plain data."""
        return {
            "pdf": base64.b64encode(self.pdf).decode(),
            "document_digest": self.document_digest.hex(),
            "start": self.start,
            "end": self.end,
            "attributes": base64.b64encode(self.attributes).decode(),
            "certificate": base64.b64encode(self.certificate).decode(),
            "input_sha256": self.input_sha256,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The state as it was before storing."""
        return cls(
            pdf=base64.b64decode(stored["pdf"]),
            document_digest=bytes.fromhex(stored["document_digest"]),
            start=int(stored["start"]),
            end=int(stored["end"]),
            attributes=base64.b64decode(stored["attributes"]),
            certificate=base64.b64decode(stored["certificate"]),
            input_sha256=str(stored["input_sha256"]),
        )

    def dumps(self) -> str:
        """The state as text."""
        return json.dumps(self.to_json())


def prepare(task: Task, trust: Trust) -> Prepared:
    """Write the revision with an empty signature and give the attributes that have to be signed.

    Number and day are written in the same revision as the seal, because the seal locks them (design D9). A ``mark``
    makes its own field in a file that has none, whoever wrote it; raises CannotCarry for one that takes no signature.
    """
    if task.mark is None:
        writer, style = IncrementalPdfFileWriter(io.BytesIO(task.pdf)), None
    else:
        writer = _writer_of_any(task.pdf)
        style = _marked(writer, task.mark)
    if task.prefill:
        preparing.fill(writer, task.prefill)
    meta = PdfSignatureMetadata(
        field_name=task.field,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        certify=task.is_leader,
        docmdp_permissions=MDPPerm.FILL_FORMS if task.is_leader else MDPPerm.NO_CHANGES,
    )
    signer = _signer(task.certificate, trust)
    if task.picture:
        style = pictures.appearance(task.picture)
    digest, file, attributes = loops.run(
        _prepare(writer, PdfSigner(meta, signer=signer, stamp_style=style), task)
    )
    return Prepared(
        pdf=file,
        document_digest=digest.document_digest,
        start=digest.reserved_region_start,
        end=digest.reserved_region_end,
        attributes=attributes.dump(),
        certificate=task.certificate,
        input_sha256=hashlib.sha256(task.pdf).hexdigest(),
    )


def _writer_of_any(pdf: bytes) -> IncrementalPdfFileWriter:
    """Open a file of anybody's making. One that is written sloppily is first written anew, page for page the same."""
    try:
        return _untouched(IncrementalPdfFileWriter(io.BytesIO(pdf)))
    except CannotCarry:
        raise
    except Exception:  # noqa: BLE001 -- the PDF library fails in many undocumented ways on foreign files
        try:
            return _untouched(IncrementalPdfFileWriter(io.BytesIO(_written_anew(pdf))))
        except CannotCarry:
            raise
        except Exception as error:
            raise CannotCarry from error


def _untouched(writer: IncrementalPdfFileWriter) -> IncrementalPdfFileWriter:
    reader = writer.prev
    if reader.encrypted or list(reader.embedded_signatures):
        raise CannotCarry
    writer.find_page_for_modification(0)
    return writer


def _marked(writer: IncrementalPdfFileWriter, mark: texts.Mark) -> Any:
    """Add the field; a file whose pages are not what they should be takes none."""
    try:
        return texts.add_field(writer, mark)
    except texts.LetterMissing:
        raise
    except Exception as error:
        raise CannotCarry from error


def _written_anew(pdf: bytes) -> bytes:
    import pikepdf  # noqa: PLC0415 -- seldom needed

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def complete(prepared: Prepared, value: bytes, trust: Trust) -> bytes:
    """Embed the signature value and give the signed file (B-B).

    Refuses a value that does not verify, and prepared bytes that changed in the meantime.
    """
    verify_value(prepared, value)
    outside = hashlib.sha256(prepared.pdf[: prepared.start])
    outside.update(prepared.pdf[prepared.end :])
    if outside.digest() != prepared.document_digest:
        raise PreparedBytesChanged
    content = loops.run(_content(prepared, value, trust))
    out = io.BytesIO(prepared.pdf)
    region = PreparedByteRangeDigest(
        document_digest=prepared.document_digest,
        reserved_region_start=prepared.start,
        reserved_region_end=prepared.end,
    )
    region.fill_with_cms(out, content)
    return out.getvalue()


def verify_value(prepared: Prepared, value: bytes) -> None:
    """Refuse a value that is not a signature of the attributes, or attributes that speak of another digest."""
    attributes = cms.CMSAttributes.load(prepared.attributes)
    stated = [a["values"][0].native for a in attributes if a["type"].native == "message_digest"]
    if stated != [prepared.document_digest]:
        raise PreparedBytesChanged
    key = load_der_x509_certificate(prepared.certificate).public_key()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, prepared.attributes, ec.ECDSA(hashes.SHA256()))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(value, prepared.attributes, padding.PKCS1v15(), hashes.SHA256())
        else:
            raise ValueRefused("unknown kind of key")
    except InvalidSignature as error:
        raise ValueRefused from error


async def _prepare(writer: Any, pdf_signer: Any, task: Task) -> tuple[Any, bytes, Any]:
    digest, _, out = await pdf_signer.async_digest_doc_for_signing(
        writer, existing_fields_only=True, bytes_reserved=RESERVED
    )
    meaning = GenericCommitment.PROOF_OF_APPROVAL if task.approves else GenericCommitment.PROOF_OF_ORIGIN
    settings = PdfCMSSignedAttributes(cades_signed_attrs=CAdESSignedAttrSpec(commitment_type=meaning.asn1))
    attributes = await pdf_signer.signer.signed_attrs(
        digest.document_digest, DIGEST, attr_settings=settings, use_pades=True
    )
    return digest, out.getvalue(), attributes


async def _content(prepared: Prepared, value: bytes, trust: Trust) -> Any:
    signer = _signer(prepared.certificate, trust, value)
    return await signer.async_sign_prescribed_attributes(
        DIGEST, signed_attrs=cms.CMSAttributes.load(prepared.attributes)
    )


def _signer(der: bytes, trust: Trust, value: bytes | None = None) -> ExternalSigner:
    return ExternalSigner(
        signing_cert=certificate(der),
        cert_registry=trust.store(),
        signature_value=value or 512,
        embed_roots=False,
    )
