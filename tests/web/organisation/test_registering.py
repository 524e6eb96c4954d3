"""Registering a certificate: what the form takes, and everything it refuses with one sentence."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from PIL import Image

from audit.models import Event
from files import ports as file_ports
from files.store.filesystem import FilesystemStore
from signing.enums import SigningRole
from signing.models import SigningCertificate
from tests.signing.conftest import Pki, pki
from tests.web.desk import Desk

__all__ = ["pki"]
URL = "/organisation/certificates/"
NEW = f"{URL}new/"
MODULE = "/usr/lib/softhsm/libsofthsm2.so"


@pytest.fixture(autouse=True)
def _machine(settings: Any, tmp_path: Path, pki: Pki) -> Any:
    """A machine that trusts one authority and names one module."""
    trust = tmp_path / "trust"
    trust.mkdir()
    (trust / "root.pem").write_bytes(pki.root)
    (trust / "issuing.chain").write_bytes(pki.pem("issuing"))
    settings.TRUST_ROOTS_DIR, settings.PKCS11_MODULES = trust, [MODULE]
    before, store = list(file_ports._joined), FilesystemStore(tmp_path / "store")
    file_ports.join(lambda: store)
    yield
    file_ports._joined[:] = before


def send(
    desk: Desk, content: bytes, *, name: str = "quan", picture: bytes | None = b"", **more: Any
) -> HttpResponse:
    drawn = png() if picture == b"" else picture
    sent = {
        "whose": desk.posts["yen"].person_id, "module": MODULE, "token": "Lãnh đạo", "key": "yen",
        "certificate": SimpleUploadedFile("yen.cer", content),
        "picture": None if drawn is None else SimpleUploadedFile("yen.png", drawn, "image/png"), **more,
    }  # fmt: skip
    return desk.client(name).post(NEW, {key: value for key, value in sent.items() if value is not None})


def png(side: int = 40) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (side, 20), (0, 0, 200, 200)).save(out, "PNG")
    return out.getvalue()


def der(pem: bytes) -> bytes:
    return x509.load_pem_x509_certificate(pem).public_bytes(serialization.Encoding.DER)


def self_made(bits: int = 2048) -> bytes:
    """A certificate nobody vouches for."""
    key = rsa.generate_private_key(65537, bits)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tự cấp")])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    built = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
        .add_extension(usage, critical=True)
    )  # fmt: skip
    return built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.mark.parametrize("form", [bytes, der])
def test_the_certificate_of_a_signer_is_registered_from_pem_and_from_der(
    desk: Desk, pki: Pki, form: Any
) -> None:
    assert send(desk, form(pki.pem("yen"))).headers["Location"] == URL
    row = SigningCertificate.objects.get()
    assert (row.role, row.person, row.key_reference) == (
        SigningRole.LEADER, desk.posts["yen"].person, f"pkcs11:{MODULE}|Lãnh đạo|yen",
    )  # fmt: skip
    assert row.picture is not None
    assert Event.objects.filter(name="certificate.registered", subject_key=str(row.pk)).exists()
    html = desk.client("quan").get(URL).content.decode()
    assert f"pkcs11:{MODULE}|Lãnh đạo|yen" in html
    assert "Văn Thư Demo Root CA" in html


def test_the_certificate_of_the_seal_belongs_to_nobody(desk: Desk, pki: Pki) -> None:
    assert (
        send(desk, pki.pem("snv"), whose="seal", module="file", token="", key="keys/snv.key.pem").status_code
        == 302
    )
    row = SigningCertificate.objects.get()
    assert (row.role, row.person, row.key_reference) == (SigningRole.SEAL, None, "file:keys/snv.key.pem")


@pytest.mark.parametrize(
    ("holder", "sentence"),
    [
        ("expired", "The certificate expired on"),
        ("issuing", "is not one for signing"),
        ("tsa", "is not one for signing"),
        ("rogue-officer", "No authority this office trusts"),
    ],
)
def test_a_certificate_that_could_sign_nothing_is_refused(
    desk: Desk, pki: Pki, holder: str, sentence: str
) -> None:
    response = send(desk, pki.pem(holder))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not SigningCertificate.objects.exists()


def test_what_is_no_certificate_or_holds_a_key_is_refused_and_not_shown_again(desk: Desk, pki: Pki) -> None:
    key = (pki.folder / "keys" / "yen.key.pem").read_bytes()
    for sent, sentence in (
        (b"nonsense", "This is not a certificate"),
        (pki.pem("yen") * 2, "This is not a certificate"),
        (pki.pem("yen") + key, "holds a private key"),
        (self_made(), "No authority this office trusts stands behind the certificate (issued by “Tự cấp”)"),
        (self_made(1024), "too weak"),
        (b"x" * 70_000, "larger than 64 KB"),
    ):
        response = send(desk, sent)
        shown = response.content.decode()
        assert response.status_code == 422
        assert sentence in shown
        assert "BEGIN" not in shown
    assert not SigningCertificate.objects.exists()


def test_the_same_certificate_is_registered_once(desk: Desk, pki: Pki) -> None:
    send(desk, pki.pem("yen"))
    response = send(desk, pki.pem("yen"))
    assert "already registered" in response.content.decode()
    assert SigningCertificate.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"whose": ""}, {"whose": "99999"}, {"module": "/tmp/planted.so"}, {"token": ""}, {"token": "a|b"}, {"key": "a|b"},
     {"key": ""}, {"certificate": None}, {"picture": None}],
)  # fmt: skip
def test_a_form_that_says_too_little_or_names_another_module_changes_nothing(
    desk: Desk, pki: Pki, wrong: dict[str, Any]
) -> None:
    assert send(desk, pki.pem("yen"), **wrong).status_code == 422
    assert not SigningCertificate.objects.exists()


def test_outside_the_demo_no_key_lies_in_a_file(desk: Desk, pki: Pki, settings: Any) -> None:
    settings.DEMO = False
    sent = {"module": "file", "token": "", "key": "keys/yen.key.pem"}
    assert send(desk, pki.pem("yen"), **sent).status_code == 422
    assert not SigningCertificate.objects.exists()


@pytest.mark.parametrize("picture", [b"GIF89a", b"%PDF-1.4", png(2001), b"\x89PNG\r\n\x1a\n"])
def test_a_picture_the_signer_could_not_draw_is_refused(desk: Desk, pki: Pki, picture: bytes) -> None:
    assert send(desk, pki.pem("yen"), picture=picture).status_code == 422
    assert not SigningCertificate.objects.exists()


def test_only_administrators_register(desk: Desk, pki: Pki) -> None:
    for name in ("minh", "yen", "lan"):
        assert desk.client(name).get(NEW).status_code == 409
        assert send(desk, pki.pem("yen"), name=name).status_code == 409
    assert not SigningCertificate.objects.exists()


def test_the_page_says_what_the_machine_lacks(desk: Desk, settings: Any, tmp_path: Path) -> None:
    client = desk.client("quan")
    assert "trust folder yet" not in client.get(NEW).content.decode()
    (tmp_path / "trust" / "broken.pem").write_text("nothing")
    assert "No certificate can be read in this file." in client.get(URL).content.decode()
    settings.TRUST_ROOTS_DIR = tmp_path / "elsewhere"
    assert "No root of an authority lies in the trust folder yet." in client.get(NEW).content.decode()
    assert str(tmp_path / "elsewhere") in client.get(URL).content.decode()
