"""Both stores keep the same promises: write once, never change, apart by organisation."""

from __future__ import annotations

import hashlib
import logging
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from files.errors import DifferentBytesUnderOneHash, StoredBytesDamaged
from files.ports import BlobStore
from files.store.choosing import chosen_store
from files.store.filesystem import FilesystemStore
from files.store.s3 import S3Store

CONTENT = "Kính gửi".encode()
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(scope="module")
def s3_address() -> Iterator[str]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    client = boto3.client(
        "s3", endpoint_url=address, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )
    client.create_bucket(Bucket="letters")
    yield address
    server.stop()


@pytest.fixture(params=["filesystem", "s3"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    if request.param == "filesystem":
        return FilesystemStore(tmp_path / "bytes")
    address = request.getfixturevalue("s3_address")
    return S3Store(bucket="letters", endpoint_url=address, region="us-east-1", access_key="a", secret_key="b")


def _read(store: BlobStore, organisation: int, sha256: str = HASH) -> bytes:
    with store.open(organisation, sha256) as stream:
        return stream.read()


def test_bytes_come_back_as_they_went_in(either: BlobStore) -> None:
    either.put(1, HASH, CONTENT)
    assert _read(either, 1) == CONTENT
    assert either.exists(1, HASH)


def test_the_same_bytes_twice_are_no_change(either: BlobStore) -> None:
    either.put(2, HASH, CONTENT)
    either.put(2, HASH, CONTENT)
    assert _read(either, 2) == CONTENT


def test_equal_bytes_of_two_organisations_lie_apart(either: BlobStore) -> None:
    either.put(3, HASH, CONTENT)
    assert not either.exists(4, HASH)
    either.put(4, HASH, CONTENT)
    either.erase(3, HASH)
    assert not either.exists(3, HASH)
    assert _read(either, 4) == CONTENT


def test_bytes_under_a_false_hash_are_refused(either: BlobStore) -> None:
    with pytest.raises(DifferentBytesUnderOneHash):
        either.put(5, "0" * 64, CONTENT)
    assert not either.exists(5, "0" * 64)


def test_absent_bytes_are_an_alarm(either: BlobStore) -> None:
    with pytest.raises(StoredBytesDamaged):
        either.open(6, HASH)


def test_erasing_what_is_absent_is_no_error(either: BlobStore) -> None:
    either.erase(7, HASH)


@pytest.mark.parametrize("key", ["../../etc/passwd", "A" * 64, "a" * 63, ""])
def test_a_key_that_is_no_hash_reaches_nothing(either: BlobStore, key: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        either.open(1, key)


def test_a_stored_file_is_read_only_and_leaves_no_temporary_name(tmp_path: Path) -> None:
    FilesystemStore(tmp_path).put(1, HASH, CONTENT)
    (folder,) = (tmp_path / "1").iterdir()
    (file,) = folder.iterdir()
    assert file.name == HASH
    assert stat.S_IMODE(file.stat().st_mode) & 0o222 == 0


def test_a_damaged_file_is_never_overwritten_but_reported(tmp_path: Path) -> None:
    store = FilesystemStore(tmp_path)
    store.put(1, HASH, CONTENT)
    file = tmp_path / "1" / HASH[:2] / HASH
    file.chmod(0o600)
    file.write_bytes(b"something else!")
    with pytest.raises(StoredBytesDamaged):
        store.put(1, HASH, CONTENT)
    assert file.read_bytes() == b"something else!"


def test_many_writers_of_the_same_bytes_leave_one_whole_file(either: BlobStore) -> None:
    content = os.urandom(200_000)
    sha256 = hashlib.sha256(content).hexdigest()
    failures: list[Exception] = []

    def put() -> None:
        try:
            either.put(8, sha256, content)
        except Exception as error:  # noqa: BLE001 -- collected and asserted below
            failures.append(error)

    threads = [threading.Thread(target=put) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert _read(either, 8, sha256) == content


def test_the_settings_choose_the_store(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.FILE_STORE, settings.FILE_STORE_DIR = "filesystem", tmp_path
    assert isinstance(chosen_store(), FilesystemStore)
    settings.FILE_STORE = "s3"
    settings.FILE_STORE_S3 = {
        "bucket": "b",
        "endpoint_url": "http://127.0.0.1:1",
        "region": "r",
        "access_key": "a",
        "secret_key": "s",
    }
    assert isinstance(chosen_store(), S3Store)
    assert chosen_store() is chosen_store()
    settings.FILE_STORE = "tape"
    with pytest.raises(ValueError, match="tape"):
        chosen_store()
