"""The rules in terms of pyHanko: strict comparison of revisions, offline trust, and what its findings mean to us."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from asn1crypto import crl, ocsp
from pyhanko.pdf_utils import generic
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESPassed
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    FormUpdatingRule,
    GenericFieldModificationRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy, FreshnessReqType
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from signing.enums import ReasonCode, VerdictStatus

# Offline and years later nobody can show a fresh answer about the outermost timestamp's certificate. What the file
# brings must speak of it and say "not revoked"; its age does not count, the certificate's own end does.
_STAMPS = CertRevTrustPolicy(
    REQUIRE_REVINFO,
    freshness=timedelta(days=36_500),
    freshness_req_type=FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION,
)

STRICT = StandardDiffPolicy(
    global_rules=DEFAULT_DIFF_POLICY.global_rules,
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(allow_new_visible_after_certify=False),
            SigFieldModificationRule(allow_in_place_appearance_stream_changes=False),
            GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
        ]
    ),
)

REJECTED = frozenset(
    {
        ReasonCode.NOT_PDF,
        ReasonCode.NOT_SIGNED,
        ReasonCode.MALFORMED,
        ReasonCode.CONTAINER,
        ReasonCode.TRAILING,
        ReasonCode.INTEGRITY,
        ReasonCode.SIGNATURE,
        ReasonCode.MODIFIED,
        ReasonCode.ALGORITHM,
        ReasonCode.REVOKED,
        ReasonCode.EXPIRED,
        ReasonCode.IMPOSTOR,
        ReasonCode.TIMESTAMP,
        ReasonCode.UNEXPECTED,
    }
)

_MEANING: dict[object, ReasonCode] = {
    AdESFailure.FORMAT_FAILURE: ReasonCode.MALFORMED,
    AdESFailure.HASH_FAILURE: ReasonCode.INTEGRITY,
    AdESFailure.SIG_CRYPTO_FAILURE: ReasonCode.SIGNATURE,
    AdESFailure.REVOKED: ReasonCode.REVOKED,
    AdESFailure.NOT_YET_VALID: ReasonCode.EXPIRED,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: ReasonCode.ALGORITHM,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: ReasonCode.ALGORITHM,
    AdESIndeterminate.TIMESTAMP_ORDER_FAILURE: ReasonCode.TIMESTAMP,
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: ReasonCode.UNTRUSTED,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: ReasonCode.UNTRUSTED,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: ReasonCode.UNTRUSTED,
    AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND: ReasonCode.UNTRUSTED,
    AdESIndeterminate.TRY_LATER: ReasonCode.NO_REVOCATION,
    AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE: ReasonCode.NO_REVOCATION,
    AdESIndeterminate.NO_POE: ReasonCode.NO_TIME,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: ReasonCode.NO_TIME,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: ReasonCode.NO_TIME,
    AdESIndeterminate.EXPIRED: ReasonCode.EXPIRED,
    AdESIndeterminate.NOT_YET_VALID: ReasonCode.EXPIRED,
}
_REVOKED = (AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE)


def status_of(reasons: Iterable[ReasonCode]) -> VerdictStatus:
    """REJECT when one reason is certain harm, INDETERMINATE for any other reason, ACCEPT for none."""
    reasons = set(reasons)
    if reasons & REJECTED:
        return VerdictStatus.REJECT
    return VerdictStatus.INDETERMINATE if reasons else VerdictStatus.ACCEPT


def meaning(finding: object, revoked_on: datetime | None, signed_at: datetime | None) -> ReasonCode | None:
    """Our reason for a finding of the ETSI algorithm, None when it passed.

    A revocation counts against the signature unless it demonstrably came later than the signing.
    """
    if finding is AdESPassed.OK:
        return None
    if finding in _REVOKED:
        later = revoked_on is not None and signed_at is not None and revoked_on > signed_at
        return ReasonCode.NO_TIME if later else ReasonCode.REVOKED
    return _MEANING.get(finding, ReasonCode.UNKNOWN)


def specification(roots: tuple[Any, ...], store: Any) -> PdfSignatureValidationSpec:
    """Validation against these roots alone, revocation required, nothing fetched (design D11)."""
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=list(roots)),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    gathering = RevocationInfoGatheringSpec(
        online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
        certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
    )
    return PdfSignatureValidationSpec(
        diff_policy=STRICT,
        signature_validation_spec=SignatureValidationSpec(
            cert_validation_policy=policy,
            ts_cert_validation_policy=replace(policy, revinfo_policy=_STAMPS),
            local_knowledge=_knowledge(roots, store),
            revinfo_gathering_policy=gathering,
        ),
    )


def _knowledge(roots: tuple[Any, ...], store: Any) -> LocalKnowledge:
    """What the file brings along, and the roots: without them every archive fails (trap 5)."""
    if store is None:
        return LocalKnowledge(known_certs=list(roots))
    answers = [ocsp.OCSPResponse.load(stored.get_object().data) for stored in store.ocsps]
    lists = [crl.CertificateList.load(stored.get_object().data) for stored in store.crls]
    return LocalKnowledge(
        known_certs=[*roots, *store.load_certs()],
        known_ocsps=[one for answer in answers for one in OCSPContainer.load_multi(answer)],
        known_crls=[CRLContainer(crl_data=one) for one in lists],
    )


def store_of(reader: Any) -> Any:
    """The validation data kept in the file, or None."""
    try:
        return DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None


def offline_context(roots: tuple[Any, ...], store: Any, at: datetime) -> ValidationContext:
    """A context for an archive timestamp."""
    arguments: dict[str, Any] = {
        "trust_roots": list(roots),
        "allow_fetching": False,
        "revinfo_policy": _STAMPS,
        "moment": at,
    }
    if store is None:
        return ValidationContext(**arguments)
    return store.as_validation_context(arguments)  # type: ignore[no-any-return]


async def leads_to(one: Any, roots: tuple[Any, ...], store: Any, at: datetime) -> bool:
    """Whether the certificate leads to a root when revocation is left aside."""
    others = [*one.other_embedded_certs, *(store.load_certs() if store is not None else [])]
    context = ValidationContext(
        trust_roots=list(roots), other_certs=others, moment=at, revocation_mode="soft-fail"
    )
    try:
        await CertificateValidator(one.signer_cert, validation_context=context).async_validate_usage(set())
    except (PathError, ValidationError):
        return False
    return True


def only_validation_data_since(reader: Any, revision: int) -> bool:
    """Whether everything written after a revision is the catalogue and what its validation store holds."""
    root = reader.root_ref
    allowed = {(root.idnum, root.generation)} | _reachable(reader.root.get("/DSS"))
    before, now = reader.get_historical_root(revision), reader.root
    keys = (set(before) | set(now)) - {"/DSS", "/Extensions"}
    if any(before.raw_get(key) != now.raw_get(key) for key in keys if key in before and key in now):
        return False
    if any((key in before) != (key in now) for key in keys):
        return False
    later = range(revision + 1, reader.xrefs.total_revisions)
    written = {
        (ref.idnum, ref.generation) for step in later for ref in reader.xrefs.explicit_refs_in_revision(step)
    }
    return written <= allowed


def _reachable(start: Any) -> set[tuple[int, int]]:
    """The indirect objects below a value."""
    found: set[tuple[int, int]] = set()
    waiting = [start]
    while waiting:
        value = waiting.pop()
        if isinstance(value, generic.IndirectObject):
            key = (value.idnum, value.generation)
            if key in found:
                continue
            found.add(key)
            value = value.get_object()
        if isinstance(value, generic.DictionaryObject):
            waiting += [value.raw_get(key) for key in value]
        elif isinstance(value, generic.ArrayObject):
            waiting += [value.raw_get(place) for place in range(len(value))]
    return found
