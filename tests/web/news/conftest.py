"""The office of the procedures, seen through a browser."""

from tests.web.letterdesk import _joined, desk, signer

__all__ = ["_joined", "desk", "signer"]
