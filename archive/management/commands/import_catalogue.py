"""Import old catalogues: spreadsheets, finding aids in EAD 2002 or EAD3, folders of scans with a list.

Each file comes in by itself, whole or not at all; one bad file never stops the rest. A second run changes nothing.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from archive import errors
from archive.enums import Access, ImportState, Level
from archive.importing import guarding
from archive.importing.columns import FIELDS
from archive.models import CatalogueUnit
from archive.operations import import_planning, import_reading
from archive.operations.import_reading import Asked
from archive.operations.importing import Scans
from lib.refusal import Refusal
from organisation.models import Organisation
from organisation.models.actor import Actor

USAGE, REFUSED = 64, 1
_ENDINGS = {"ead": {".xml"}, "sheet": {".xlsx", ".csv", ".txt"}}
_MOST_FOLDER = 400 * 1024 * 1024  # a folder of scans as one zip


class Command(BaseCommand):
    """``import sheet|ead|scans PATH…``: 0 all came in, 1 some did not, 64 wrong usage."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the kind, the files or folders, and where they go."""
        parser.add_argument("kind", choices=["sheet", "ead", "scans"])
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--organisation", metavar="CODE", help="whose catalogue; may be left out if there is one"
        )
        parser.add_argument("--into", metavar="CODE", help="the code of the fonds lists go into")
        parser.add_argument(
            "--open", action="store_true", help="a new fonds is open to everybody in the office"
        )
        parser.add_argument(
            "--map", action="append", default=[], metavar="HEAD=FIELD", help="what a column means"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
        parser.add_argument("--json", action="store_true", help="one line of JSON for each file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import each file in a transaction of its own."""
        organisation = self._organisation(options["organisation"])
        mapping = self._mapping(options["map"])
        into = self._into(organisation, options["into"])
        by = Actor.system(organisation, "office import")
        access = Access.OPEN if options["open"] else Access.CONDITIONAL
        bad = False
        with translation.override("en" if options["json"] else "vi"):
            for path in _files(options["kind"], options["paths"]):
                told = self._one(options["kind"], path, into, access, mapping, by, dry=options["dry_run"])
                bad = bad or bool(told["refused"])
                self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else _said(told))
        if bad:
            sys.exit(REFUSED)

    def _one(
        self, kind: str, path: Path, into: CatalogueUnit | None, access: Access, mapping: dict[str, str], by: Actor,
        *, dry: bool,
    ) -> dict[str, Any]:  # fmt: skip
        try:
            content, scans = _read(kind, path)
            asked = Asked(kind, path.name, content, into, access, mapping, None, scans)
            if dry:
                catalogue, _scans = import_reading.read(asked)
                made = import_planning.plan(catalogue=catalogue, into=into, by=by, at=timezone.now())
                return {"file": str(path), "import": None, "refused": "", **_lines(made)}
            run = import_reading.carry_out(asked=asked, dry=False, by=by, at=timezone.now())
        except (OSError, Refusal) as error:
            return {"file": str(path), "import": None, "refused": str(error), "counts": {}}
        except Exception as error:  # noqa: BLE001 -- a fault of ours with one file keeps no other out; it is said aloud
            return {
                "file": str(path),
                "import": None,
                "refused": f"{type(error).__name__}: {error}"[:500],
                "counts": {},
            }
        refused = run.refusal if run.state == ImportState.REFUSED else ""
        return {"file": str(path), "import": run.pk, "refused": refused, "counts": run.counts}

    def _organisation(self, code: str | None) -> Organisation:
        found = Organisation.objects.filter(code=code) if code else Organisation.objects.all()
        if found.count() != 1:
            self.stderr.write(
                f"there is no organisation {code}" if code else "say which: --organisation CODE"
            )
            sys.exit(USAGE)
        return found.get()

    def _mapping(self, pairs: list[str]) -> dict[str, str]:
        mapping = dict(pair.partition("=")[::2] for pair in pairs)
        if wrong := [
            field
            for field in mapping.values()
            if field and field not in FIELDS and not field.startswith("kept.")
        ]:
            self.stderr.write(f"no field is called {wrong[0]}; there are: {', '.join(FIELDS)}")
            sys.exit(USAGE)
        return mapping

    def _into(self, organisation: Organisation, code: str | None) -> CatalogueUnit | None:
        if code is None:
            return None
        found = CatalogueUnit.objects.filter(organisation=organisation, level=Level.FONDS, code=code).first()
        if found is None:
            self.stderr.write(f"there is no fonds {code}")
            sys.exit(USAGE)
        return found


def _files(kind: str, paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if kind != "scans" and path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.suffix.lower() in _ENDINGS[kind])
            yield from (one for one in inside if one.is_file() and not one.is_symlink())
        else:
            yield path


def _read(kind: str, path: Path) -> tuple[bytes, Scans | None]:
    """Give the bytes of a file; of a folder of scans its list, and how to find a scan in it, never outside."""
    if kind == "ead":
        return _bytes(path, guarding.MOST_XML), None
    if kind == "sheet" or path.is_file():
        return _bytes(path, guarding.MOST_SHEET if kind == "sheet" else _MOST_FOLDER), None
    lists = sorted(one for one in path.iterdir() if one.suffix.lower() in _ENDINGS["sheet"])
    if not lists:
        raise errors.ImportHasNoList
    root = path.resolve()
    by_name = {
        unicodedata.normalize("NFC", str(one.relative_to(path))).casefold(): one
        for one in path.rglob("*")
        if one.is_file() and not one.is_symlink() and one.resolve().is_relative_to(root)
    }

    def find(name: str) -> bytes | None:
        plain = unicodedata.normalize("NFC", name.replace("\\", "/")).casefold()
        return by_name[plain].read_bytes() if plain in by_name else None

    return _bytes(lists[0], guarding.MOST_SHEET), find


def _bytes(path: Path, most: int) -> bytes:
    """Give the bytes of a file; one larger than ``most`` is refused before it is read."""
    if path.stat().st_size > most:
        raise errors.ImportTooLarge(most=most // 1024 // 1024)
    return path.read_bytes()


def _lines(made: import_planning.Plan) -> dict[str, Any]:
    told = [
        {
            "line": line.found.place,
            "outcome": str(line.outcome),
            "reasons": [str(one) for one in line.found.reasons],
        }
        for line in made.lines
        if line.found.reasons
    ]
    return {"counts": made.counts, "lines": told[:1000], "columns": made.catalogue.columns}


def _said(told: dict[str, Any]) -> str:
    if told["refused"]:
        return f"{told['file']}: {told['refused']}"
    counts: Counter[str] = Counter({name: n for name, n in told["counts"].items() if "." not in name})
    return f"{told['file']}: " + ", ".join(f"{name} {n}" for name, n in counts.items())
