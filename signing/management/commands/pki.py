"""Serve the demonstration authority: OCSP, revocation lists and timestamps, for this machine only."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Refused unless the demonstration setting is on."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the authority lies and where it answers."""
        parser.add_argument("--port", type=int, help="default: the port that stands in the certificates")
        parser.add_argument("--folder", type=Path, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until told to end."""
        from signing.pki import serving, writing  # noqa: PLC0415 -- slow import

        if not settings.DEMO:
            raise CommandError("The demonstration authority is served only with OFFICE_DEMO on.")
        folder = options["folder"] or settings.PKI_DIR
        plan = writing.read_plan(folder)
        if plan is None:
            raise CommandError(f"There is no demonstration authority in {folder}.")
        serving.serve(folder, plan, options["port"] or urlsplit(plan.base_url).port or 80)
