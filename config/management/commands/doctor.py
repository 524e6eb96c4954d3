"""Check every invariant of flow, numbers, log and store; exit 1 when one does not hold."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from config.doctor import Check, Finding, custody, flow, incoming, keys, letters, log, numbers, work

CHECKS: dict[str, Check] = {
    "log": log.check,
    "numbers": numbers.check,
    "letters": letters.check,
    "incoming": incoming.check,
    "custody": custody.check,
    "flow": flow.check,
    "jobs": work.check,
    "keys": keys.check,
}


class Command(BaseCommand):
    """Reads only; safe in a running office."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which checks, and how to report."""
        parser.add_argument(
            "checks",
            nargs="*",
            choices=[*CHECKS, []],
            metavar="CHECK",
            help=f"of {', '.join(CHECKS)}; default all",
        )
        parser.add_argument("--json", action="store_true", help="report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the checks and report."""
        found: list[Finding] = []
        for name in options["checks"] or CHECKS:
            found += list(CHECKS[name]())
        if options["json"]:
            self.stdout.write(json.dumps([vars(finding) for finding in found], ensure_ascii=False, indent=1))
        else:
            for finding in found:
                self.stdout.write(f"{finding.check}: {finding.subject}: {finding.sentence}")
            self.stdout.write(f"{len(found)} findings" if found else "The office is sound.")
        sys.exit(1 if found else 0)
