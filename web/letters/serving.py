"""Send stored bytes to a browser: shown in place when safe, else as a download; never guessed, never shared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, cast

from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import content_disposition_header, parse_etags

from files.queries import open_content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

    from files.models import StoredFile

SHOWN = {"application/pdf", "image/png", "image/jpeg"}
CHUNK = 64 * 1024
ONE_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})\Z")


def serve(request: HttpRequest, file: StoredFile, *, name: str = "") -> HttpResponse:
    """Send ``file``, or the range asked for, or 304 when the browser has it. The caller has checked the right.

    ``?download=1`` saves instead of showing; what is neither PDF nor picture is always saved.
    """
    etag = f'"{file.sha256}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return _dressed(HttpResponseNotModified(), etag)
    span = _span(request.headers.get("Range", ""), file.size)
    if span is not None and span[0] >= span[1]:
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{file.size}"
        return _dressed(answer, etag)
    start, stop = span or (0, file.size)
    body = _pieces(open_content(file), start, stop)
    response = StreamingHttpResponse(body, status=206 if span else 200, content_type=file.media_type)
    if span:
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
    response["Content-Length"] = str(stop - start)
    as_attachment = file.media_type not in SHOWN or "download" in request.GET
    response["Content-Disposition"] = str(content_disposition_header(as_attachment, name or file.name))
    return _dressed(response, etag)


def _dressed(response: HttpResponse | StreamingHttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    # no-cache, not no-store: the browser keeps the bytes but asks each time, so a lost right counts at once
    response["Cache-Control"] = "private, no-cache"
    return cast("HttpResponse", response)  # screens answer one type; Django's streaming one is its cousin


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """Read a Range header of one range; several, or nonsense, get the whole file as RFC 9110 14.2 allows."""
    found = ONE_RANGE.match(asked.strip())
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size


def _pieces(stream: BinaryIO, start: int, stop: int) -> Iterator[bytes]:
    with stream:
        stream.seek(start)
        left = stop - start
        while left > 0 and (piece := stream.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece
