"""Judge signed PDF files, without a database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from signing.enums import VerdictStatus
from signing.judging import isolation
from signing.judging.results import Verdict

ALL_ACCEPTED, ANY_REJECTED, ANY_INDETERMINATE, USAGE, FAILURE = 0, 1, 2, 64, 70


class _Parser(ArgumentParser):
    """A parser whose usage errors leave with 64, as administrators' scripts expect."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and leave."""
        self.print_usage(sys.stderr)
        sys.stderr.write(f"{self.prog}: {message}\n")
        raise SystemExit(USAGE)


class Command(BaseCommand):
    """One line per file: verdict, level, signatures, reasons. Exit 0 all accepted, 1 any rejected, 2 otherwise."""

    help = __doc__
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """A parser with the exit status for wrong usage."""
        parser = _Parser(prog=f"{Path(prog_name).name} {subcommand}", description=self.__doc__)
        self.add_base_options(parser)
        self.add_arguments(parser)
        return parser

    def add_base_options(self, parser: ArgumentParser) -> None:
        """The options Django itself reads."""
        for option in ("--settings", "--pythonpath"):
            parser.add_argument(option)
        for option in ("--traceback", "--no-color", "--force-color", "--skip-checks"):
            parser.add_argument(option, action="store_true")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, roots, form of the report."""
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument(
            "--trust", action="append", default=[], metavar="PEM", help="root certificates to trust"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object per line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge the files in turn and leave with the worst of them."""
        try:
            roots = _roots(options["trust"])
        except OSError as error:
            self.stderr.write(str(error))
            raise SystemExit(USAGE) from error
        found, failed = [], False
        for name in options["files"]:
            try:
                verdict = isolation.judge(Path(name).read_bytes(), roots, at=timezone.now())
            except OSError as error:
                self.stderr.write(f"{name}: {error.strerror or error}")
                failed = True
                continue
            found.append(verdict)
            self.stdout.write(_json(name, verdict) if options["json"] else _line(name, verdict))
        status = FAILURE if failed else _exit_status(found)
        if status:
            raise SystemExit(status)


def _roots(names: list[str]) -> list[bytes]:
    """The roots named, or else those of the installation."""
    folder = Path(settings.TRUST_ROOTS_DIR)
    paths = [Path(name) for name in names] or (sorted(folder.glob("*.pem")) if folder.is_dir() else [])
    texts = [path.read_bytes() for path in paths]
    for path, text in zip(paths, texts, strict=True):
        if b"-----BEGIN CERTIFICATE-----" not in text:
            raise OSError(f"{path}: no certificate in PEM form")
    return texts


def _exit_status(found: list[Verdict]) -> int:
    statuses = {verdict.status for verdict in found}
    if VerdictStatus.REJECT in statuses:
        return ANY_REJECTED
    return ANY_INDETERMINATE if VerdictStatus.INDETERMINATE in statuses else ALL_ACCEPTED


def _line(name: str, verdict: Verdict) -> str:
    signers = "; ".join(f"{one.field}={one.signer} {one.status.value}" for one in verdict.signers) or "-"
    reasons = ",".join(reason.value for reason in verdict.reasons) or "-"
    level = verdict.level.value if verdict.level else "-"
    return f"{name}: {verdict.status.value} {level} [{signers}] {reasons}"


def _json(name: str, verdict: Verdict) -> str:
    return json.dumps({"file": name, **verdict.to_json(), "sentences": verdict.sentences}, ensure_ascii=False)
