"""Validators that share no code with ours accept the finished letter: poppler with NSS, and OpenSSL."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import urllib.request
from pathlib import Path

import pytest
from asn1crypto import cms, crl

from tests.signing import tampering
from tests.signing.conftest import Letter, Pki


def run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=60)


@pytest.fixture
def on_disk(letter: Letter, tmp_path: Path) -> Path:
    path = tmp_path / "letter.pdf"
    path.write_bytes(letter.lta)
    return path


@pytest.mark.skipif(
    not shutil.which("pdfsig") or not shutil.which("certutil"), reason="poppler or NSS is missing"
)
def test_poppler_accepts_the_finished_letter(on_disk: Path, pki: Pki, tmp_path: Path) -> None:
    store = tmp_path / "nss"
    store.mkdir()
    root = pki.folder / "certificates" / "root.cert.pem"
    assert run("certutil", "-N", "-d", f"sql:{store}", "--empty-password").returncode == 0
    trusted = run("certutil", "-A", "-d", f"sql:{store}", "-n", "root", "-t", "CT,C,C", "-i", root)
    assert trusted.returncode == 0
    said = run("pdfsig", "-nssdir", f"sql:{store}", on_disk).stdout
    assert said.count("Signature Validation: Signature is Valid.") == 2, said
    assert said.count("Certificate Validation: Certificate is Trusted.") == 2, said
    assert said.rstrip().split("Signature #3:")[1].count("Total document signed") == 1, said


def test_openssl_accepts_both_signatures_and_all_timestamps(letter: Letter, pki: Pki, tmp_path: Path) -> None:
    trust = tmp_path / "trust.pem"
    lists = b""
    for authority in ("root", "issuing"):
        address = f"{pki.plan.base_url}/demo/crls/{authority}/latest.crl"
        der = tmp_path / f"{authority}.crl"
        der.write_bytes(urllib.request.urlopen(address).read())
        assert crl.CertificateList.load(der.read_bytes())
        lists += run("openssl", "crl", "-inform", "DER", "-in", der).stdout.encode()
    trust.write_bytes(pki.root + pki.pem("issuing") + lists)
    for number, (start, stop, end) in enumerate(tampering.holes(letter.lta)):
        content, signature = tmp_path / f"{number}.bin", tmp_path / f"{number}.der"
        content.write_bytes(letter.lta[:start] + letter.lta[stop:end])
        signature.write_bytes(tampering.cms_of(letter.lta, number).dump())
        if number == 2:
            assert "OK" in run(
                "openssl", "ts", "-verify", "-data", content, "-in", signature, "-token_in", "-CAfile", trust
            ).stdout  # fmt: skip
            assert end == len(letter.lta)
            continue
        verified = run(
            "openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", signature, "-content", content, "-binary",
            "-CAfile", trust, "-crl_check_all", "-purpose", "any", "-out", "/dev/null",
        )  # fmt: skip
        assert verified.returncode == 0, verified.stderr
        _stamp_covers_value(tampering.cms_of(letter.lta, number), trust, tmp_path)


def _stamp_covers_value(content: cms.ContentInfo, trust: Path, folder: Path) -> None:
    signer = content["content"]["signer_infos"][0]
    token = signer["unsigned_attrs"][0]["values"][0]
    (folder / "token").write_bytes(token.dump())
    digest = hashlib.sha256(signer["signature"].native).hexdigest()
    said = run(
        "openssl", "ts", "-verify", "-digest", digest, "-in", folder / "token", "-token_in", "-CAfile", trust
    )
    assert "OK" in said.stdout, said.stderr


def test_qpdf_finds_nothing_broken(on_disk: Path) -> None:
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is missing")
    assert run("qpdf", "--check", on_disk).returncode == 0
