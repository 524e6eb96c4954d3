"""Bring files in from the command line: each file is a letter, or an e-mail with its attachments.

Whoever runs it says that the files bear no mark of secrecy; one on the page holds the letter all the same.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from dispatch.enums import ArrivalSource
from dispatch.operations import door_arrivals
from lib.refusal import Refusal
from organisation.models import Organisation
from organisation.models.actor import Actor
from organisation.queries import organisation_by_code

USAGE, REFUSED = 64, 1


class Command(BaseCommand):
    """``intake FILE… --organisation CODE [--json]``: 0 all came in, 1 some did not, 64 wrong usage."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the files and whose they are."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--organisation", required=True, metavar="CODE", help="whose intake")
        parser.add_argument("--json", action="store_true", help="one line of JSON for each file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take each file in by itself; what one is refused for keeps no other out."""
        try:
            organisation = organisation_by_code(options["organisation"])
        except Organisation.DoesNotExist:
            self.stderr.write(f"there is no organisation {options['organisation']}")
            sys.exit(USAGE)
        by = Actor.system(organisation, "office intake")
        with translation.override("en" if options["json"] else "vi"):
            told = [self._take(path, by) for path in options["files"]]
        for one in told:
            said = json.dumps(one, ensure_ascii=False) if options["json"] else _line(one)
            self.stdout.write(said)
        if any(one["refused"] for one in told):
            sys.exit(REFUSED)

    def _take(self, path: Path, by: Actor) -> dict[str, Any]:
        try:
            letter = door_arrivals.take_file(
                content=path.read_bytes(),
                name=path.name,
                source=ArrivalSource.COMMAND,
                by=by,
                at=timezone.now(),
            )
        except OSError as error:
            return {"file": str(path), "letter": None, "refused": error.strerror or str(error)}
        except Refusal as refusal:
            return {"file": str(path), "letter": None, "refused": str(refusal)}
        facts = {"pages": letter.page_count, "sha256": letter.scan.sha256, "refused": ""}
        return {"file": str(path), "letter": letter.pk, **facts}


def _line(one: dict[str, Any]) -> str:
    return f"{one['file']}: {one['refused'] or one['letter']}"
