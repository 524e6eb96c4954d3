"""Draw the life of an outgoing letter into docs/procedures/."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dispatch.lifecycle import drawing

PLACE = Path("docs/procedures/outgoing_letter_lifecycle.md")


class Command(BaseCommand):
    """Writes the drawing, or with ``--check`` fails when the one that stands is stale."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to check only."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail when the drawing is stale"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        path = Path(settings.BASE_DIR) / PLACE
        if options["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != drawing():
                raise CommandError(f"{PLACE} is stale: run manage.py draw_lifecycle")
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawing(), encoding="utf-8")
