"""Write the issued files of letters into a folder, with a manifest of numbers and hashes."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dispatch import queries
from files import queries as stored
from organisation.models import Organisation


class Command(BaseCommand):
    """The manifest is ``manifest.json``: a list of number, day, SHA-256, size and file name."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to and of whom."""
        parser.add_argument("--out", type=Path, required=True, help="an empty or new folder")
        parser.add_argument("--organisation", help="the code of one organisation; default all")
        parser.add_argument("--json", action="store_true", help="print the manifest as well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every issued file; refuse a folder that holds anything."""
        out: Path = options["out"]
        code = options["organisation"]
        if code and not Organisation.objects.filter(code=code).exists():
            raise CommandError(f"There is no organisation {code}.")
        if out.exists() and any(out.iterdir()):
            raise CommandError(f"{out} is not empty; name a new folder.")
        out.mkdir(parents=True, exist_ok=True)
        manifest = []
        for letter in queries.all_issued().iterator(chunk_size=200):
            file = letter.issued_file
            if file is None or (code and letter.organisation.code != code):
                continue
            name = f"{letter.organisation.code}-{letter.pk}-{letter.reference_code.replace('/', '_')}.pdf"
            content = stored.content_of(file)
            (out / name).write_bytes(content)
            manifest.append(
                {
                    "organisation": letter.organisation.code,
                    "code": letter.reference_code,
                    "day": letter.legal_day.isoformat() if letter.legal_day else None,
                    "sha256": file.blob.sha256,
                    "size": len(content),
                    "file": name,
                }
            )
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        (out / "manifest.json").write_text(text, encoding="utf-8")
        self.stdout.write(text if options["json"] else f"{len(manifest)} issued files in {out}")
