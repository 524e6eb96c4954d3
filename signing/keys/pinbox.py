"""The one place where a PIN stays for a while: the memory of the signer process, for one request, for a minute."""

import threading
import time

SECONDS = 60.0


class PinBox:
    """PINs by request. Each can be taken once and is gone after a minute, taken or not."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._held: dict[int, tuple[float, str]] = {}

    def hold(self, request: int, pin: str) -> None:
        """Keep the PIN for this request."""
        with self._lock:
            self._forget_old()
            self._held[request] = (time.monotonic() + self._seconds, pin)

    def take(self, request: int) -> str | None:
        """Give the PIN of this request and forget it; None when there is none any more."""
        with self._lock:
            self._forget_old()
            held = self._held.pop(request, None)
        return None if held is None else held[1]

    def forget_old(self) -> None:
        """Drop what is older than a minute; called while nothing else happens."""
        with self._lock:
            self._forget_old()

    def _forget_old(self) -> None:
        now = time.monotonic()
        for request in [key for key, (until, _) in self._held.items() if until < now]:
            del self._held[request]


box = PinBox()
