"""Bytes in an S3-compatible service: a conditional PUT refuses to write a key twice."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any, BinaryIO, cast

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from files.errors import DifferentBytesUnderOneHash, StoredBytesDamaged

_ABSENT = {"404", "NoSuchKey", "NotFound"}
_ALREADY_THERE = {"PreconditionFailed", "412", "ConditionalRequestConflict"}


class S3Store:
    """Keeps bytes in ``bucket`` under ``<organisation>/<sha256>``, with the service checking the SHA-256."""

    def __init__(
        self, *, bucket: str, endpoint_url: str, region: str, access_key: str, secret_key: str
    ) -> None:
        self._bucket = bucket
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=endpoint_url or None,
            region_name=region or "us-east-1",  # a name the signature needs; services of one's own ignore it
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            config=Config(
                retries={"max_attempts": 4, "mode": "standard"}, connect_timeout=5, read_timeout=30
            ),
        )

    def put(self, organisation_key: int, sha256: str, content: bytes) -> None:
        """Keep ``content`` durably; see ``files.ports.BlobStore``."""
        digest = hashlib.sha256(content)
        if digest.hexdigest() != sha256:
            raise DifferentBytesUnderOneHash(sha256)
        try:
            self._client.put_object(
                Bucket=self._bucket,
                Key=_key(organisation_key, sha256),
                Body=content,
                IfNoneMatch="*",
                ChecksumSHA256=base64.b64encode(digest.digest()).decode(),
            )
        except ClientError as error:
            if _code(error) not in _ALREADY_THERE:
                raise
            self._check_size(organisation_key, sha256, len(content))

    def open(self, organisation_key: int, sha256: str) -> BinaryIO:
        """Give the bytes as a stream, read whole: the service's own stream cannot be wound back."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=_key(organisation_key, sha256))
        except ClientError as error:
            if _code(error) in _ABSENT:
                raise StoredBytesDamaged(sha256) from None
            raise
        return io.BytesIO(cast("bytes", answer["Body"].read()))

    def exists(self, organisation_key: int, sha256: str) -> bool:
        """Say whether the bytes are there."""
        return self._size(organisation_key, sha256) is not None

    def erase(self, organisation_key: int, sha256: str) -> None:
        """Take the bytes away. A bucket with versions or a lock must be purged by its own means besides."""
        self._client.delete_object(Bucket=self._bucket, Key=_key(organisation_key, sha256))

    def _check_size(self, organisation_key: int, sha256: str, size: int) -> None:
        if self._size(organisation_key, sha256) != size:
            raise StoredBytesDamaged(sha256)

    def _size(self, organisation_key: int, sha256: str) -> int | None:
        try:
            answer = self._client.head_object(Bucket=self._bucket, Key=_key(organisation_key, sha256))
        except ClientError as error:
            if _code(error) in _ABSENT:
                return None
            raise
        return int(answer["ContentLength"])


def _key(organisation_key: int, sha256: str) -> str:
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return f"{int(organisation_key)}/{sha256}"


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
