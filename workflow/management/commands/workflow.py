"""Draw the procedures, rebuild them from the letters, or ask whether all of them stand right."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workflow import doctor, queries, rebuilding
from workflow.drawing import page
from workflow.drawing.bpmn import bpmn
from workflow.incoming_letter import rebuilding as incoming
from workflow.procedures import PROCEDURES, TERMS

LOCK = Path("workflow/flows.lock.json")
DOCS = Path("docs/procedures")


class Command(BaseCommand):
    """``workflow draw``, ``workflow bpmn NAME``, ``workflow rebuild``, ``workflow doctor``."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the deed, and for BPMN the procedure."""
        parser.add_argument("deed", choices=["draw", "bpmn", "rebuild", "doctor"])
        parser.add_argument("procedure", nargs="?", choices=sorted(PROCEDURES), default="outgoing_letter")
        parser.add_argument("--into", type=Path, default=settings.BASE_DIR, help="draw into another folder")

    def handle(self, *args: Any, deed: str, procedure: str, into: Path, **options: Any) -> None:
        """Do the deed; ``doctor`` fails when something stands wrong."""
        if deed == "draw":
            self._draw(into)
        elif deed == "bpmn":
            self.stdout.write(bpmn(PROCEDURES[procedure]), ending="")
        elif deed == "rebuild":
            result = rebuilding.rebuild(queries.letters_to_rebuild().iterator(), at=timezone.now())
            arrived = incoming.rebuild(incoming.letters_to_rebuild().iterator(), at=timezone.now())
            seen, made = result.seen + arrived.seen, result.made + arrived.made
            self.stdout.write(f"{seen} letters seen, {made} procedures made anew")
        else:
            self._examine()

    def _draw(self, into: Path) -> None:
        for name, procedure in PROCEDURES.items():
            for file, text in page.documents(procedure, name, TERMS[name]).items():
                path = into / DOCS / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        (into / LOCK).write_text(page.lock_of(PROCEDURES), encoding="utf-8")

    def _examine(self) -> None:
        found = doctor.findings(timezone.now())
        for finding in found:
            self.stdout.write(f"{finding.code} letter {finding.letter}: {finding.what}")
        if found:
            raise CommandError(f"{len(found)} findings; `manage.py workflow rebuild` cures I9, I20 and I21")
        self.stdout.write("every letter stands where its procedure does")
