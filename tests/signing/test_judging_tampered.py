"""No falsified letter is accepted, and each is called what it is: invalid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms
from asn1crypto import x509 as asn1_x509

from signing.engine import augmenting, two_phase
from signing.engine.trust import Trust
from signing.enums import Level, ReasonCode, VerdictStatus
from signing.judging.results import Expected, Verdict
from signing.judging.verdict import judge
from tests.signing import tampering
from tests.signing.conftest import PREFILL, Letter, Pki, sign

NOW = datetime.now(UTC) + timedelta(hours=2)  # a long run signs long after this line is read


def test_there_are_enough_falsifications() -> None:
    assert len(tampering.TAMPERINGS) >= 29


@pytest.mark.parametrize("how", list(tampering.TAMPERINGS))
def test_a_falsified_letter_is_rejected(letter: Letter, pki: Pki, how: str) -> None:
    bad = tampering.TAMPERINGS[how](letter.lta)
    assert bad != letter.lta
    verdict = judge(bad, [pki.root], at=NOW)
    assert verdict.status is VerdictStatus.REJECT, (how, verdict.reasons)
    assert verdict.reasons


def test_the_finished_letter_is_accepted_at_its_level(letter: Letter, pki: Pki) -> None:
    verdict = judge(letter.lta, [pki.root], at=NOW)
    assert (verdict.status, verdict.level, verdict.reasons) == (VerdictStatus.ACCEPT, Level.B_LTA, ())
    assert [(one.field, one.signer) for one in verdict.signers] == [
        ("Leader", "Nguyễn Văn Bình"),
        ("Seal", "SỞ NỘI VỤ (SPECIMEN)"),
    ]
    assert all(one.stamped_at and one.trusted and one.intact for one in verdict.signatures)
    assert verdict.signatures[-1].whole_file
    assert Verdict.from_json(verdict.to_json()) == verdict


@pytest.mark.parametrize("later", ["11 min", "1 h", "1 d", "6 d", "8 d", "40 d", "400 d", "2500 d"])
def test_the_finished_letter_is_accepted_at_any_later_time_without_a_network(
    letter: Letter, pki: Pki, later: str
) -> None:
    count, unit = later.split()
    span = timedelta(**{{"min": "minutes", "h": "hours", "d": "days"}[unit]: int(count)})
    verdict = judge(letter.lta, [pki.root], at=NOW + span)
    assert (verdict.status, verdict.level) == (VerdictStatus.ACCEPT, Level.B_LTA)


def test_a_seal_set_when_the_answers_about_the_leader_are_gone_asks_for_them_again(
    letter: Letter, pki: Pki
) -> None:
    sealed = sign(pki, letter.leader_bt, "Seal", "snv", picture=pki.picture("snv"), prefill=PREFILL)
    sealed = augmenting.add_timestamp(sealed, "Seal", pki.stamps)
    for field in ("Leader", "Seal"):
        sealed = augmenting.add_validation_data(sealed, field, pki.trust)
    finished = augmenting.add_archive_timestamp(sealed, pki.stamps)
    verdict = judge(finished, [pki.root], at=NOW)
    assert (verdict.status, verdict.level) == (VerdictStatus.ACCEPT, Level.B_LTA)
    assert len(finished) <= 130_000


def test_without_its_root_a_letter_is_not_judged_valid(letter: Letter, pki: Pki) -> None:
    verdict = judge(letter.lta, [], at=NOW)
    assert verdict.status is VerdictStatus.INDETERMINATE
    assert ReasonCode.UNTRUSTED in verdict.reasons or ReasonCode.NO_TIME in verdict.reasons


def test_a_root_with_the_same_name_is_an_impostor(letter: Letter, pki: Pki) -> None:
    verdict = judge(letter.lta, [pki.pem("rogue-root")], at=NOW)
    assert verdict.status is VerdictStatus.REJECT


def test_a_letter_signed_by_an_impostor_is_rejected(letter: Letter, pki: Pki) -> None:
    trust = Trust.from_pem([pki.root], [pki.pem("rogue-root")])
    task = two_phase.Task(letter.prepared, "Leader", pki.der("rogue-officer"))
    prepared = two_phase.prepare(task, trust)
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding

    key = serialization.load_pem_private_key(
        (pki.folder / "keys" / "rogue-officer.key.pem").read_bytes(), None
    )
    value = key.sign(prepared.attributes, padding.PKCS1v15(), hashes.SHA256())
    bad = two_phase.complete(prepared, value, trust)
    verdict = judge(augmenting.add_timestamp(bad, "Leader", pki.stamps), [pki.root], at=NOW)
    assert verdict.status is VerdictStatus.REJECT
    assert ReasonCode.IMPOSTOR in verdict.reasons


def test_a_certificate_swapped_for_a_namesake_is_rejected(letter: Letter, pki: Pki) -> None:
    content = tampering.cms_of(letter.leader_bb, 0)
    certificates = [
        cms.CertificateChoices({"certificate": asn1_x509.Certificate.load(pki.der("rogue-officer"))}),
        *[
            c
            for c in content["content"]["certificates"]
            if c.chosen.subject.native["common_name"] != "Nguyễn Văn Bình"
        ],
    ]
    content["content"]["certificates"] = cms.CertificateSet(certificates)
    bad = tampering.with_cms(letter.leader_bb, 0, content.dump())
    assert judge(bad, [pki.root], at=NOW).status is VerdictStatus.REJECT


def test_a_revoked_certificate_is_rejected(letter: Letter, pki: Pki) -> None:
    import io
    import urllib.request

    from asn1crypto import crl
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    signed = augmenting.add_timestamp(sign(pki, letter.prepared, "Leader", "revoked"), "Leader", pki.stamps)
    lists = []
    for authority in ("root", "issuing"):
        url = f"{pki.plan.base_url}/demo/crls/{authority}/latest.crl"
        lists.append(crl.CertificateList.load(urllib.request.urlopen(url).read()))
    writer = IncrementalPdfFileWriter(io.BytesIO(signed))
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=pki.trust.others, crls=lists)
    out = io.BytesIO()
    writer.write(out)
    verdict = judge(out.getvalue(), [pki.root], at=NOW)
    assert verdict.status is VerdictStatus.REJECT
    assert ReasonCode.REVOKED in verdict.reasons


def test_the_engine_refuses_proof_for_a_revoked_certificate(letter: Letter, pki: Pki) -> None:
    signed = sign(pki, letter.prepared, "Leader", "revoked")
    with pytest.raises(augmenting.ChainRefused):
        augmenting.add_validation_data(signed, "Leader", pki.trust)


def test_an_expired_certificate_is_rejected(letter: Letter, pki: Pki) -> None:
    verdict = judge(sign(pki, letter.prepared, "Leader", "expired"), [pki.root], at=NOW)
    assert verdict.status is VerdictStatus.REJECT
    assert ReasonCode.EXPIRED in verdict.reasons


@pytest.mark.parametrize(
    ("step", "status"),
    [
        ("prepared", VerdictStatus.REJECT),
        ("leader_bb", VerdictStatus.INDETERMINATE),
        ("leader_bt", VerdictStatus.INDETERMINATE),
        ("leader_lt", VerdictStatus.INDETERMINATE),
        ("seal_lt", VerdictStatus.INDETERMINATE),
    ],
)
def test_an_unfinished_letter_is_not_accepted(
    letter: Letter, pki: Pki, step: str, status: VerdictStatus
) -> None:
    assert judge(getattr(letter, step), [pki.root], at=NOW).status is status


def test_a_sealed_letter_without_archive_timestamp_never_counts_as_one_that_has_it(
    letter: Letter, pki: Pki
) -> None:
    # When OCSP was slow, the list stored with the leader's signature speaks for the seal as well: B-LT, rightly.
    verdict = judge(letter.seal_bt, [pki.root], at=NOW)
    assert verdict.status is VerdictStatus.INDETERMINATE or verdict.level in {Level.B_T, Level.B_LT}
    issued = Expected(fields=("Leader", "Seal"), level=Level.B_LTA)
    assert judge(letter.seal_bt, [pki.root], at=NOW, expected=issued).status is not VerdictStatus.ACCEPT


def test_a_rolled_back_letter_is_rejected_where_the_finished_one_is_expected(
    letter: Letter, pki: Pki
) -> None:
    expected = Expected(fields=("Leader", "Seal"), level=Level.B_LTA)
    assert judge(letter.lta, [pki.root], at=NOW, expected=expected).status is VerdictStatus.ACCEPT
    for earlier in (letter.leader_lt, letter.leader_bt):
        assert judge(earlier, [pki.root], at=NOW, expected=expected).status is VerdictStatus.REJECT
    assert judge(letter.seal_lt, [pki.root], at=NOW, expected=expected).status is not VerdictStatus.ACCEPT


def test_another_signer_than_expected_is_rejected(letter: Letter, pki: Pki) -> None:
    expected = Expected(fields=("Leader", "Seal"), certificates={"Leader": "00" * 32})
    assert judge(letter.lta, [pki.root], at=NOW, expected=expected).status is VerdictStatus.REJECT


@pytest.mark.parametrize(
    "junk", [b"", b"%PDF-", b"hello", b"%PDF-1.7\n" + b"/ByteRange [0 1 2 3]" * 3, b"\0" * 5000]
)
def test_junk_is_a_judgement_and_no_crash(junk: bytes, pki: Pki) -> None:
    assert judge(junk, [pki.root], at=NOW).status is VerdictStatus.REJECT
