"""Reads letters off pictures with tesseract: one page at a time, one thread, a bounded time, in Vietnamese.

The picture is one we have drawn ourselves in the closed process; what tesseract says is text with places.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from files.reading.places import WHOLE

SECONDS = 45  # a page takes two or three; one that takes this long is left out
_LEVEL_WORD, _LEAST_SURE = "5", 25
_CELLS = 12


class PageUnread(Exception):
    """Tesseract is not there, took too long, or died of this page."""


def is_there() -> bool:
    """Say whether pictures can be read here."""
    return shutil.which("tesseract") is not None


COLUMNS, BLOCK, SCATTERED = "4", "6", "11"  # what tesseract calls its page segmentation modes


def read(picture: bytes, *, form: str = COLUMNS) -> list[list[Any]]:
    """Give the words on a PNG as ``[text, x0, y0, x1, y1, how sure]``; raises PageUnread.

    ``form`` says what to look for: columns of text, one block, or scattered words, as marks and stamps are.
    """
    if not is_there():
        raise PageUnread("tesseract is not installed")
    with tempfile.TemporaryDirectory(prefix="read-") as folder:
        page = Path(folder) / "page.png"
        page.write_bytes(picture)
        command = ["tesseract", str(page), "-", "-l", "vie", "--psm", form, "tsv"]
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
        try:
            done = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS, check=True)
        except subprocess.TimeoutExpired:
            raise PageUnread(f"took longer than {SECONDS} s") from None
        except subprocess.CalledProcessError as error:
            raise PageUnread(error.stderr.decode(errors="replace")[-200:] or str(error.returncode)) from None
    return _words(done.stdout.decode("utf-8", errors="replace"))


def _words(table: str) -> list[list[Any]]:
    width = height = 1
    found: list[list[Any]] = []
    for line in table.splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) != _CELLS:
            continue
        left, top, wide, high = (int(cell) for cell in cells[6:10])
        if cells[0] == "1":
            width, height = max(wide, 1), max(high, 1)
        sure, text = round(float(cells[10])), cells[11].strip()
        if cells[0] == _LEVEL_WORD and text and sure >= _LEAST_SURE:
            found.append([text, *_place(left, top, left + wide, top + high, width, height), sure])
    return found


def _place(left: int, top: int, right: int, bottom: int, width: int, height: int) -> list[int]:
    return [
        round(left * WHOLE / width),
        round(top * WHOLE / height),
        round(right * WHOLE / width),
        round(bottom * WHOLE / height),
    ]
