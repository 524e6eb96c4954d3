"""The procedures: every letter is where its facts say, and every step lies in exactly one inbox."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from config.doctor import Finding
from workflow import doctor
from workflow.incoming_letter import soundness


def check() -> Iterator[Finding]:
    """Give every broken invariant of the driver; ``manage workflow rebuild`` cures them."""
    for found in doctor.findings(timezone.now()):
        yield Finding("flow", f"letter {found.letter}", f"{found.code}: {found.what}")
    for one in soundness.findings(timezone.now()):
        yield Finding("flow", f"incoming letter {one.letter}", f"{one.code}: {one.what}")
