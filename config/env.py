"""Reading the environment: typed, and a wrong value stops the start with the variable's name.

Every variable read here is documented in ``.env.example``; a test compares the two. A secret may also come
from a file: ``NAME_FILE`` holds its path (how a container is given secrets).
"""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """Give the variable ``name``, or ``default``."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Give the variable ``name`` as yes or no: 1, true, yes, on; 0, false, no, off or empty."""
    value = os.environ.get(name, "").strip().lower()
    if not value and name not in os.environ:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; it has to be 1 or 0")


def number(name: str, default: int) -> int:
    """Give the variable ``name`` as a whole number, or ``default``."""
    value = os.environ.get(name, "")
    try:
        return int(value) if value else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}; it has to be a whole number") from None


def words(name: str) -> list[str]:
    """Give the variable ``name`` as words separated by commas or spaces."""
    return os.environ.get(name, "").replace(",", " ").split()


def secret(name: str, default: str = "") -> str:
    """Give the secret ``name`` from the variable itself or from the file that ``NAME_FILE`` names."""
    path = os.environ.get(f"{name}_FILE", "")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}") from None
    return os.environ.get(name, default)
