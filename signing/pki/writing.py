"""Writes the demonstration authority into a folder: keys, certificates, pictures and the plan itself."""

import json
import os
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial
from pathlib import Path

from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, PKIArchitecture
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from signing.pki import architecture, opened, pictures

DEMO_PIN = "246810"
PLAN = "pki.json"


def write_demo_pki(
    folder: Path,
    base_url: str,
    *,
    at: datetime,
    people: Iterable[tuple[str, str]] = (),
    seals: Iterable[tuple[str, str]] = (),
    troubled: bool = False,
) -> architecture.Plan:
    """Create the demonstration authority below `folder`, or add the holders it does not know yet.

    Takes pairs of slug and common name. Officers' and seals' keys are encrypted with the demonstration PIN;
    seals get "(SPECIMEN)" behind their name. The address stays the one of the first call, because it
    stands in the certificates. `troubled` adds a revoked and an expired officer and an impostor, for tests.
    Gives the plan as written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    for name in ("keys", "certificates", "pictures"):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    plan = _extended(folder, base_url, at, dict(people), dict(seals), troubled)
    _write_keys(folder / "keys", plan)
    _write_certificates(folder, plan)
    for slug, name in plan.people.items():
        _write_once(folder / "pictures" / f"{slug}.png", partial(pictures.signature, name))
    for slug, name in plan.seals.items():
        _write_once(folder / "pictures" / f"{slug}.png", partial(pictures.seal, name))
    return plan


def read_plan(folder: Path) -> architecture.Plan | None:
    """The plan written into a folder, or None where there is none."""
    path = folder / PLAN
    if not path.exists():
        return None
    stored = json.loads(path.read_text(encoding="utf-8"))
    return architecture.Plan(**{**stored, "since": date.fromisoformat(stored["since"])})


def load_config(folder: Path, plan: architecture.Plan) -> CertomancerConfig:
    """Certomancer's view of the folder: what it issues and answers for."""
    opened.use()
    return CertomancerConfig(architecture.configuration(plan), key_search_dir=str(folder))


def _extended(
    folder: Path, base_url: str, at: datetime, people: dict[str, str], seals: dict[str, str], troubled: bool
) -> architecture.Plan:
    old = read_plan(folder) or architecture.Plan(base_url=base_url, since=at.date())
    plan = architecture.Plan(
        base_url=old.base_url,
        since=old.since,
        people={**people, **old.people},
        seals={**seals, **old.seals},
        troubled=old.troubled or troubled,
    )
    stored = {**plan.__dict__, "since": plan.since.isoformat()}
    (folder / PLAN).write_text(json.dumps(stored, ensure_ascii=False, indent=1), encoding="utf-8")
    return plan


def _write_keys(folder: Path, plan: architecture.Plan) -> None:
    plain = {**architecture.AUTHORITY_KEYS, **(architecture.ROGUE_KEYS if plan.troubled else {})}
    for label, bits in plain.items():
        _write_key(folder, label, bits, serialization.NoEncryption())
    for label in plan.holders:
        _write_key(folder, label, 3072, serialization.BestAvailableEncryption(DEMO_PIN.encode()))


def _write_key(
    folder: Path, label: str, bits: int, protection: serialization.KeySerializationEncryption
) -> None:
    path = folder / f"{label}.key.pem"
    if path.exists():
        return
    key = rsa.generate_private_key(65537, bits)
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / f"{label}.pub.pem").write_bytes(public)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(private)


def _write_certificates(folder: Path, plan: architecture.Plan) -> None:
    config = load_config(folder, plan)
    groups = {architecture.AUTHORITY: [*architecture.AUTHORITY_KEYS, *plan.holders]}
    if plan.troubled:
        groups[architecture.ROGUE] = list(architecture.ROGUE_KEYS)
    for name, labels in groups.items():
        authority = config.get_pki_arch(ArchLabel(name))
        for label in labels:
            _write_once(
                folder / "certificates" / f"{label}.cert.pem",
                partial(_certificate, authority, label),
            )


def _certificate(authority: PKIArchitecture, label: str) -> bytes:
    der = authority.get_cert(CertLabel(label)).dump()
    return x509.load_der_x509_certificate(der).public_bytes(serialization.Encoding.PEM)


def _write_once(path: Path, content: Callable[[], bytes]) -> None:
    if not path.exists():
        path.write_bytes(content())
