"""The judgement of each signature in a file."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import async_validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_basic_validation, ades_lta_validation, ades_with_time_validation
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.status import ModificationInfo, SignatureCoverageLevel
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo

from signing.enums import Level, ReasonCode, VerdictStatus
from signing.judging import certificates, rules
from signing.judging.results import SignatureVerdict

PADES = "/ETSI.CAdES.detached"
ARCHIVE = "/DocTimeStamp"
_TICK = timedelta(seconds=1)  # timestamps tell whole seconds


async def judge_all(
    reader: Any, embedded: Sequence[Any], roots: tuple[Any, ...], at: datetime
) -> list[SignatureVerdict]:
    """Judge the signatures and give the judgements in the order of the file.

    Judged from the last one backwards: an archive timestamp that holds proves that everything before it existed
    at its time, validation data included, so what stands before it is judged as of that time (ETSI EN 319 102-1,
    past validation). Otherwise a letter would become doubtful as soon as the answers kept in it grew old.
    """
    store = rules.store_of(reader)
    found: list[SignatureVerdict] = []
    archived = False
    for one in reversed(embedded):
        if one.sig_object_type == ARCHIVE:
            verdict = await _archive(one, roots, store, at)
            archived = True
            if verdict.status is VerdictStatus.ACCEPT and verdict.stamped_at is not None:
                at = min(at, verdict.stamped_at + _TICK)
        else:
            verdict = await _signature(one, roots, store, at, archived=archived)
        found.append(verdict)
    return found[::-1]


async def _archive(one: Any, roots: tuple[Any, ...], store: Any, at: datetime) -> SignatureVerdict:
    status = await async_validate_pdf_timestamp(
        one, rules.offline_context(roots, store, at), diff_policy=rules.STRICT
    )
    reasons = _changes(status)
    if not (status.intact and status.valid):
        reasons.append(ReasonCode.TIMESTAMP)
    elif not status.trusted:
        reasons.append(ReasonCode.UNTRUSTED)
    if certificates.impostor_in([one.signer_cert, *one.other_embedded_certs], roots, _stored(store)):
        reasons.append(ReasonCode.IMPOSTOR)
    return SignatureVerdict(
        field=str(one.field_name),
        status=rules.status_of(reasons),
        archive=True,
        stamped_at=status.timestamp,
        intact=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
        whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        reasons=tuple(dict.fromkeys(reasons)),
        **certificates.facts(one.signer_cert),
    )


async def _signature(
    one: Any, roots: tuple[Any, ...], store: Any, at: datetime, *, archived: bool
) -> SignatureVerdict:
    stamp = next(iter(extract_tst_data_iter(one.signer_info, signed=False)), None)
    one.compute_integrity_info(diff_policy=rules.STRICT)
    changes = ModificationInfo(**one.summarise_integrity_info())
    result = await _validated(
        one, rules.specification(roots, store), at, stamped=stamp is not None, archived=archived
    )
    status = result.api_status
    claimed, stamped = one.self_reported_timestamp, _stamp_time(stamp)
    reasons = _changes(changes) + _own_reasons(one, roots, store, stamped or claimed or at)
    reasons += _value_reasons(status, stamped=stamp is not None)
    revocation = status.revocation_details if status is not None else None
    finding = rules.meaning(
        result.ades_subindic, revocation.revocation_date if revocation else None, stamped or claimed
    )
    if finding is ReasonCode.UNTRUSTED and await rules.leads_to(one, roots, store, at):
        finding = ReasonCode.NO_REVOCATION
    if finding is not None:
        reasons.append(finding)
    return SignatureVerdict(
        field=str(one.field_name),
        status=rules.status_of(reasons),
        level=_level(stamp is not None, store is not None, archived),
        claimed_at=claimed,
        stamped_at=stamped,
        intact=bool(status is not None and status.intact),
        trusted=bool(finding is None),
        whole_file=changes.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        reasons=tuple(dict.fromkeys(reasons)),
        **certificates.facts(one.signer_cert),
    )


async def _validated(one: Any, specification: Any, at: datetime, *, stamped: bool, archived: bool) -> Any:
    """What the ETSI algorithm that fits the level says (trap 3)."""
    timing = ValidationTimingInfo(validation_time=at, best_signature_time=at, point_in_time_validation=False)
    if archived:
        return await ades_lta_validation(one, specification, timing_info=timing)
    engine = ades_with_time_validation if stamped else ades_basic_validation
    return await engine(
        one.signed_data,
        specification.signature_validation_spec,
        raw_digest=one.compute_digest(),
        timing_info=timing,
    )


def _changes(status: Any) -> list[ReasonCode]:
    reasons = []
    if status.docmdp_ok is False:
        reasons.append(ReasonCode.MODIFIED)
    level = status.modification_level
    if level is None or level > ModificationLevel.FORM_FILLING:
        reasons.append(ReasonCode.MODIFIED)
    if status.coverage is None or status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        reasons.append(ReasonCode.COVERAGE)
    return reasons


def _own_reasons(one: Any, roots: tuple[Any, ...], store: Any, signed_at: datetime) -> list[ReasonCode]:
    reasons = []
    attributes = {attribute["type"].native for attribute in one.signer_info["signed_attrs"]}
    if one.sig_object.get("/SubFilter") != PADES or "signing_certificate_v2" not in attributes:
        reasons.append(ReasonCode.FORMAT)
    digest = one.signer_info["digest_algorithm"]["algorithm"].native
    if not certificates.algorithm_is_safe(one.signer_cert, digest):
        reasons.append(ReasonCode.ALGORITHM)
    if not certificates.was_valid(one.signer_cert, signed_at):
        reasons.append(ReasonCode.EXPIRED)
    if certificates.impostor_in([one.signer_cert, *one.other_embedded_certs], roots, _stored(store)):
        reasons.append(ReasonCode.IMPOSTOR)
    return reasons


def _value_reasons(status: Any, *, stamped: bool) -> list[ReasonCode]:
    """What the digest, the signature value and the timestamp inside say."""
    if status is None:
        return [ReasonCode.MALFORMED]
    if not status.intact:
        return [ReasonCode.INTEGRITY]
    if not status.valid:
        return [ReasonCode.SIGNATURE]
    stamp = getattr(status, "timestamp_validity", None)
    if stamped and stamp is not None and not (stamp.intact and stamp.valid):
        return [ReasonCode.TIMESTAMP]
    return []


def _stamp_time(stamp: Any) -> datetime | None:
    if stamp is None:
        return None
    moment: datetime = stamp["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _level(stamped: bool, stored: bool, archived: bool) -> Level:
    if not stamped:
        return Level.B_B
    if not stored:
        return Level.B_T
    return Level.B_LTA if archived else Level.B_LT


def _stored(store: Any) -> list[Any]:
    return list(store.load_certs()) if store is not None else []
