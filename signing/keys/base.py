"""What every key can do, whatever holds it."""

from typing import Protocol


class PinRefused(Exception):
    """The PIN does not open the key."""


class PinLocked(Exception):
    """The token itself no longer accepts PINs."""


class KeyUnavailable(Exception):
    """The key is not where its reference says, or its holder does not answer."""


class SigningKey(Protocol):
    """A key that signs after its PIN has been given."""

    def check(self, pin: str) -> None:
        """Refuse with PinRefused, PinLocked or KeyUnavailable when this PIN would not open the key."""

    def sign(self, attributes: bytes, pin: str) -> bytes:
        """The signature value over the attributes with SHA-256; refuses as `check` does."""
