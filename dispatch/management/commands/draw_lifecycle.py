"""Draw the life of an outgoing letter, and its way to a recipient, into docs/procedures/."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dispatch.lifecycle import drawing, drawing_of_delivery

PLACES = {
    Path("docs/procedures/outgoing_letter_lifecycle.md"): drawing,
    Path("docs/procedures/delivery_lifecycle.md"): drawing_of_delivery,
}


class Command(BaseCommand):
    """Writes the drawings, or with ``--check`` fails when one that stands is stale."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to check only."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing; fail when the drawing is stale"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare."""
        for place, draw in PLACES.items():
            path = Path(settings.BASE_DIR) / place
            if not options["check"]:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(draw(), encoding="utf-8")
            elif not path.exists() or path.read_text(encoding="utf-8") != draw():
                raise CommandError(f"{place} is stale: run manage.py draw_lifecycle")
