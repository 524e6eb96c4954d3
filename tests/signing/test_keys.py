"""Keys open with their PIN and with nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from signing.keys import desk, opening
from signing.keys.base import KeyUnavailable, PinRefused
from signing.keys.desk import Desk
from signing.keys.pinbox import PinBox
from tests.signing.conftest import PIN, Pki

MODULE = "/usr/lib/softhsm/libsofthsm2.so"


def test_a_wrong_pin_is_refused_before_and_after_the_right_one(pki: Pki) -> None:
    key = pki.key("yen")
    for _ in range(2):
        with pytest.raises(PinRefused):
            key.check("000000")
        assert key.sign(b"attributes", PIN)


def test_the_folder_and_the_keys_are_closed_to_others(pki: Pki) -> None:
    assert pki.folder.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in (pki.folder / "keys").glob("*.key.pem"))
    assert b"ENCRYPTED" in (pki.folder / "keys" / "snv.key.pem").read_bytes()


def test_the_counter_outlives_whatever_goes_wrong_behind_it(tmp_path: Path) -> None:
    def respond(question: Any) -> dict[str, object]:
        if question.get("pin"):
            raise ConnectionAbortedError if question["pin"] == "lost" else RuntimeError("no database")
        return {"ok": True}

    counter = Desk(str(tmp_path / "run" / "signer.sock"), respond)
    counter.open()
    thread = threading.Thread(target=counter.serve)
    thread.start()
    try:
        for pin in ("lost", "broken"):
            with pytest.raises(desk.NobodyThere):
                desk.hand_over(counter.path, {"pin": pin})
        assert desk.hand_over(counter.path, {"question": "alive"}) == {"ok": True}
    finally:
        counter.close()
        thread.join()


def test_whoever_hands_over_a_pin_does_not_wait_longer_than_others_wait_for_the_number(
    tmp_path: Path,
) -> None:
    released = threading.Event()
    counter = Desk(str(tmp_path / "run" / "signer.sock"), lambda _question: {"ok": released.wait(30)})
    counter.open()
    thread = threading.Thread(target=counter.serve)
    thread.start()
    began = time.monotonic()
    try:
        with pytest.raises(desk.NobodyThere):
            desk.hand_over(counter.path, {"pin": PIN})
        assert time.monotonic() - began < 5
    finally:
        released.set()
        counter.close()
        thread.join()


def test_a_reference_never_leaves_the_folder(pki: Pki) -> None:
    for reference in (
        "file:../../etc/passwd",
        "file:/etc/passwd",
        "what:ever",
        "pkcs11:one|two",
        "file:none.pem",
    ):
        with pytest.raises(KeyUnavailable):
            opening.key_of(reference, pki.folder, modules=[], demo=True).check(PIN)


def test_writing_the_authority_again_adds_people_and_changes_nothing_else(pki: Pki, tmp_path: Path) -> None:
    from signing.pki import writing

    copy = tmp_path / "pki"
    shutil.copytree(pki.folder, copy)
    before = {p: p.read_bytes() for p in copy.rglob("*.pem")}
    plan = writing.write_demo_pki(
        copy, "http://127.0.0.1:1", at=__import__("datetime").datetime.now(), people=[("thu", "Lê Thị Thu")]
    )
    assert plan.base_url == pki.plan.base_url
    assert {p: p.read_bytes() for p in before} == before
    assert (copy / "certificates" / "thu.cert.pem").exists()


def test_the_box_gives_a_pin_once_and_forgets_it_in_time() -> None:
    box = PinBox(seconds=60)
    box.hold(1, "111111")
    assert box.take(2) is None
    assert box.take(1) == "111111"
    assert box.take(1) is None
    brief = PinBox(seconds=-1)
    brief.hold(1, "111111")
    assert brief.take(1) is None


@pytest.mark.skipif(
    not Path(MODULE).exists() or not shutil.which("softhsm2-util"), reason="SoftHSM is missing"
)
def test_a_token_signs_with_its_pin_and_refuses_another(tmp_path: Path, pki: Pki) -> None:
    (tmp_path / "tokens").mkdir()
    configuration = tmp_path / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {tmp_path}/tokens\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(configuration)
    parsed = serialization.load_pem_private_key(
        (pki.folder / "keys" / "binh.key.pem").read_bytes(), PIN.encode()
    )
    plain = parsed.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (tmp_path / "plain.pem").write_bytes(plain)
    tool = ["softhsm2-util"]
    subprocess.run(
        [*tool, "--init-token", "--free", "--label", "leader", "--pin", "1234", "--so-pin", "4321"],
        check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run(
        [*tool, "--import", str(tmp_path / "plain.pem"), "--token", "leader", "--label", "key", "--id", "01",
         "--pin", "1234"],
        check=True, capture_output=True,
    )  # fmt: skip
    key = opening.key_of(f"pkcs11:{MODULE}|leader|key", tmp_path, modules=[MODULE], demo=False)
    with pytest.raises(PinRefused):
        key.check("9999")
    value = key.sign(b"attributes", "1234")
    parsed.public_key().verify(value, b"attributes", padding.PKCS1v15(), hashes.SHA256())
    with pytest.raises(KeyUnavailable):
        opening.key_of(f"pkcs11:{MODULE}|nobody|key", tmp_path, modules=[MODULE], demo=False).check("1234")


def test_a_key_in_a_file_is_opened_in_a_demonstration_only(pki: Pki) -> None:
    with pytest.raises(KeyUnavailable):
        opening.key_of("file:keys/binh.key.pem", pki.folder, modules=[MODULE], demo=False)


def test_a_module_the_machine_does_not_name_is_never_loaded(tmp_path: Path) -> None:
    planted = tmp_path / "planted.so"
    for reference in (f"pkcs11:{planted}|leader|key", "pkcs11:|leader|key", f"pkcs11:{MODULE}|leader|"):
        assert not opening.is_usable(reference, [MODULE], demo=False)
        with pytest.raises(KeyUnavailable):
            opening.key_of(reference, tmp_path, modules=[MODULE], demo=False)
    assert opening.is_usable(opening.behind_module(MODULE, "leader", "key"), [MODULE], demo=False)
