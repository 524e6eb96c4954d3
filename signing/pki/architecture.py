"""What the demonstration authority consists of, as data for certomancer."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

AUTHORITY = "demo"
ROGUE = "rogue"

AUTHORITY_KEYS = {"root": 3072, "issuing": 3072, "ocsp": 2048, "tsa": 2048, "tsa-2": 2048}
TROUBLED = {"revoked": "Lê Văn Thu Hồi", "expired": "Phạm Thị Hết Hạn"}
ROGUE_KEYS = {"rogue-root": 3072, "rogue-officer": 3072}

Config = dict[str, object]


@dataclass(frozen=True)
class Plan:
    """Who gets a certificate, from which day on, and where the authority answers."""

    base_url: str
    since: date
    people: Mapping[str, str] = field(default_factory=dict)
    seals: Mapping[str, str] = field(default_factory=dict)
    troubled: bool = False

    @property
    def holders(self) -> dict[str, str]:
        """Slug and common name of everyone whose key is protected by a PIN."""
        seals = {slug: f"{name} (SPECIMEN)" for slug, name in self.seals.items()}
        return {**self.people, **seals, **(TROUBLED if self.troubled else {})}


def configuration(plan: Plan) -> Config:
    """The whole configuration certomancer needs to issue the certificates and to answer for them."""
    architectures: Config = {AUTHORITY: _authority(plan)}
    keysets: Config = {AUTHORITY: _keyset(AUTHORITY_KEYS, plan.holders)}
    if plan.troubled:
        architectures[ROGUE] = _rogue(plan)
        keysets[ROGUE] = _keyset(ROGUE_KEYS, {})
    return {"external-url-prefix": plan.base_url, "keysets": keysets, "pki-architectures": architectures}


def serial_of(label: str) -> int:
    """A serial number that stays the same when other holders are added."""
    return int.from_bytes(hashlib.sha256(label.encode()).digest()[:8]) >> 1 or 1


def _keyset(authority: Mapping[str, int], holders: Mapping[str, str]) -> Config:
    own = {label: {"path": f"{label}.key.pem"} for label in authority}
    public = {label: {"path": f"{label}.pub.pem", "public-only": True} for label in holders}
    return {"path-prefix": "keys", "keys": {**own, **public}}


def _authority(plan: Plan) -> Config:
    names = {
        "root": "Văn Thư Demo Root CA",
        "issuing": "Văn Thư Demo Issuing CA",
        "ocsp": "Văn Thư Demo OCSP",
        "tsa": "Văn Thư Demo Timestamp",
        "tsa-2": "Văn Thư Demo Timestamp 2",
        **plan.holders,
    }
    return {
        "keyset": AUTHORITY,
        "entity-defaults": {"country-name": "VN", "organization-name": "Văn Thư Demo"},
        "entities": {label: {"common-name": name} for label, name in names.items()},
        "certs": {**_own_certificates(plan), **{label: _holder(plan, label) for label in plan.holders}},
        "services": _services(),
    }


def _own_certificates(plan: Plan) -> Config:
    stamp = [
        _key_usage("digital_signature"),
        {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
        _revocation_list("root"),
    ]
    long, middle = _span(plan.since, -1500, 7000), _span(plan.since, -400, 3000)
    path: Config = {"crl-repo": "root", "max-path-len": 0}
    authority: Config = {"id": "simple-ca", "params": {"crl-repo": "root"}}
    certificates: Config = {
        "root": _certificate("root", "root", long, profiles=[authority]),
        "issuing": _certificate("issuing", "root", long, profiles=[{"id": "simple-ca", "params": path}]),
        "ocsp": _certificate("ocsp", "issuing", middle, profiles=["ocsp-responder"]),
    }
    for label in ("tsa", "tsa-2"):  # directly under the root, so that a token needs no further certificate
        certificates[label] = _certificate(label, "root", middle, extensions=stamp)
    return certificates


def _holder(plan: Plan, label: str) -> Config:
    certificate = _certificate(
        label, "issuing", _span(plan.since, -60, 1095), extensions=_officer_extensions()
    )
    if plan.troubled and label == "revoked":
        since = plan.since - timedelta(days=20)
        certificate["revocation"] = {"revoked-since": f"{since}T00:00:00+0000", "reason": "key_compromise"}
    if plan.troubled and label == "expired":
        certificate["validity"] = _span(plan.since, -900, -30)
    return certificate


def _officer_extensions() -> list[Config]:
    access = {"ocsp-responder-names": ["issuing"], "ca-issuer-links": [{"repo": "issuing"}]}
    smart = {"schema": "aia-urls", "params": access}
    return [
        _key_usage("digital_signature", "non_repudiation"),
        {"id": "extended_key_usage", "critical": False, "value": ["email_protection", "1.3.6.1.5.5.7.3.36"]},
        {"id": "authority_information_access", "critical": False, "smart-value": smart},
        _revocation_list("issuing"),
    ]


def _services() -> Config:
    stamps = {label: {"signing-key": label, "signing-cert": label} for label in ("tsa", "tsa-2")}
    lists = {
        label: {"for-issuer": label, "signing-key": label, "simulated-update-schedule": schedule}
        for label, schedule in (("root", "P90D"), ("issuing", "P7D"))
    }
    responder = {"for-issuer": "issuing", "responder-cert": "ocsp", "signing-key": "ocsp"}
    return {
        "ocsp": {"issuing": responder},
        "crl-repo": lists,
        "cert-repo": {
            "root": {"for-issuer": "root", "publish-issued-certs": True},
            "issuing": {"for-issuer": "issuing", "publish-issued-certs": False},
        },
        "time-stamping": stamps,
    }


def _rogue(plan: Plan) -> Config:
    """An impostor: the same names, other keys."""
    holder = next(iter(plan.people.values()), "Nguyễn Văn Bình")
    span = _span(plan.since, -60, 1095)
    return {
        "keyset": ROGUE,
        "entity-defaults": {"country-name": "VN", "organization-name": "Văn Thư Demo"},
        "entities": {
            "rogue-root": {"common-name": "Văn Thư Demo Root CA"},
            "rogue-officer": {"common-name": holder},
        },
        "certs": {
            "rogue-root": _certificate("rogue-root", "rogue-root", span, profiles=[{"id": "simple-ca"}]),
            "rogue-officer": _certificate(
                "rogue-officer",
                "rogue-root",
                span,
                extensions=[_key_usage("digital_signature", "non_repudiation")],
            ),
        },
    }


def _certificate(label: str, issuer: str, validity: Config, **more: object) -> Config:
    return {
        "subject": label,
        "subject-key": label,
        "issuer": issuer,
        "authority-key": issuer,
        "serial": serial_of(label),
        "validity": validity,
        **more,
    }


def _span(since: date, first: int, last: int) -> Config:
    begin, end = since + timedelta(days=first), since + timedelta(days=last)
    return {"valid-from": f"{begin}T00:00:00+0000", "valid-to": f"{end}T00:00:00+0000"}


def _key_usage(*bits: str) -> Config:
    smart = {"schema": "key-usage", "params": list(bits)}
    return {"id": "key_usage", "critical": True, "smart-value": smart}


def _revocation_list(repository: str) -> Config:
    smart = {"schema": "crl-dist-url", "params": {"crl-repo-names": [repository]}}
    return {"id": "crl_distribution_points", "critical": False, "smart-value": smart}


def url_of_timestamps(base_url: str) -> Sequence[str]:
    """The addresses of the two timestamp services, the first choice first."""
    return [f"{base_url}/{AUTHORITY}/tsa/{label}" for label in ("tsa", "tsa-2")]
