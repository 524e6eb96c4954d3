"""The one place where a PIN stays for a while: the memory of the signer process, for the intents it was given for.

One intent: a minute at most. Several intents confirmed at once (a batch): the PIN is bound to the hashes of exactly
the files that were confirmed, each can be drawn once, and the whole is over after a bounded time (ADR 30).
"""

import threading
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

SECONDS = 60.0
SECONDS_A_FILE = 2.0
MOST_SECONDS = 300.0
MOST_FILES = 400  # a hundred letters with their separate attachments


@dataclass
class _Batch:
    until: float
    pin: str
    files: Counter[str]


class PinBox:
    """PINs by request and by batch. Each intent takes its PIN once; what is not taken is gone when its time is over."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._held: dict[int, tuple[float, str, str]] = {}
        self._batches: dict[str, _Batch] = {}

    def hold(self, request: int, pin: str) -> None:
        """Keep the PIN for this request."""
        with self._lock:
            self._forget_old()
            self._held[request] = (time.monotonic() + self._seconds, pin, "")

    def hold_batch(self, batch: str, files: Collection[str], pin: str) -> None:
        """Keep the PIN for the files with these hashes, and for no others; a batch held before is replaced."""
        with self._lock:
            self._forget_old()
            span = min(self._seconds + SECONDS_A_FILE * len(files), MOST_SECONDS)
            self._batches[batch] = _Batch(time.monotonic() + span, pin, Counter(files))

    def draw(self, batch: str, file: str, request: int) -> bool:
        """Let the request that signs ``file`` have the PIN of the batch; say whether the batch held one for it."""
        with self._lock:
            self._forget_old()
            held = self._batches.get(batch)
            if held is None or not held.files[file]:
                return False
            held.files -= Counter([file])
            self._held[request] = (held.until, held.pin, file)
            if not held.files:
                del self._batches[batch]
            return True

    def take(self, request: int, file: str = "") -> str | None:
        """Give the PIN of this request and forget it; None when there is none any more, or it was for another file."""
        with self._lock:
            self._forget_old()
            until_pin_file = self._held.pop(request, None)
        if until_pin_file is None:
            return None
        _until, pin, bound = until_pin_file
        return pin if not bound or bound == file else None

    def _forget_old(self) -> None:
        now = time.monotonic()
        for request in [key for key, (until, _pin, _file) in self._held.items() if until < now]:
            del self._held[request]
        for batch in [key for key, held in self._batches.items() if held.until < now]:
            del self._batches[batch]


box = PinBox()
