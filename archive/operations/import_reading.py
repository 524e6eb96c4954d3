"""From bytes to a report: read a file of an old catalogue, plan, and write or only try. For screens and the command."""

from __future__ import annotations

import gc
import hashlib
import io
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from archive import errors
from archive.enums import Access
from archive.importing import ead, guarding, sheets
from archive.importing.found import Catalogue
from archive.models import CatalogueImport, CatalogueUnit
from archive.operations import import_planning, importing
from archive.operations.importing import Scans, Source
from files.models import StoredFile
from lib.refusal import Refusal
from organisation.models.actor import Actor

KINDS: Final = ("sheet", "ead", "scans")
_LISTS: Final = (".xlsx", ".csv", ".txt")


@dataclass(frozen=True)
class Asked:
    """What somebody asks to import: bytes and their name, of which kind, into which part, how open a new fonds is."""

    kind: str
    name: str
    content: bytes
    into: CatalogueUnit | None = None
    access: Access = Access.CONDITIONAL
    mapping: Mapping[str, str] | None = None
    file: StoredFile | None = None
    scans: Scans | None = None


def carry_out(*, asked: Asked, dry: bool, by: Actor, at: datetime) -> CatalogueImport:
    """Import, or only try, and give the import with its report.

    A file refused as a whole gives an import that says why; nothing of it is kept but its name and hash.
    ``dry`` writes the report alone.
    """
    with _without_collector():
        return _carried_out(asked, dry=dry, by=by, at=at)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from looking through hundreds of thousands of things in use again and again for some that are not."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _carried_out(asked: Asked, *, dry: bool, by: Actor, at: datetime) -> CatalogueImport:
    source = Source(asked.kind, asked.name, hashlib.sha256(asked.content).hexdigest(), asked.file)
    try:
        catalogue, scans = read(asked)
        plan = import_planning.plan(catalogue=catalogue, into=asked.into, by=by, at=at)
    except Refusal as refusal:
        return importing.keep_refusal(source=source, access=asked.access, sentence=str(refusal), by=by, at=at)
    if dry:
        return importing.keep_report(plan=plan, source=source, access=asked.access, by=by, at=at)
    try:
        return importing.bring_in(plan=plan, source=source, access=asked.access, by=by, at=at, scans=scans)
    except Refusal as refusal:
        return importing.keep_refusal(source=source, access=asked.access, sentence=str(refusal), by=by, at=at)


def read(asked: Asked) -> tuple[Catalogue, Scans | None]:
    """Read the file by its kind; give what it holds, and where its scans are."""
    if not asked.content:
        raise errors.ImportChosenNothing
    if asked.kind == "ead":
        found = ead.read(asked.content, name=asked.name)
        found.name, found.things = _of_ead(found)
        return found, None
    if asked.kind == "scans" and asked.scans is None:
        return _zipped(asked)
    found = sheets.read(asked.content, name="sheet", mapping=asked.mapping)
    return found, asked.scans


def _of_ead(found: Catalogue) -> tuple[str, list]:  # type: ignore[type-arg]  # Found, as it came
    for thing in found.things:
        thing.key = f"ead:{thing.key}"
    return f"ead:{found.name}", found.things


def _zipped(asked: Asked) -> tuple[Catalogue, Scans]:
    """Read the list beside the scans in a zip; the scans are taken out one by one as the lines name them."""
    archive = guarding.opened_zip(io.BytesIO(asked.content))
    names = guarding.safe_names(archive)
    lists = sorted(name for name in names if name.lower().endswith(_LISTS) and name.count("/") <= 1)
    if not lists:
        raise errors.ImportHasNoList
    content = archive.read(names[lists[0]])
    found = sheets.read(content, name="sheet", mapping=asked.mapping)
    folder = lists[0].rpartition("/")[0]
    return found, _finder(archive, names, folder)


def _finder(archive: zipfile.ZipFile, names: Mapping[str, zipfile.ZipInfo], folder: str) -> Scans:
    by_name = {name.casefold(): member for name, member in names.items()}

    def find(name: str) -> bytes | None:
        plain = unicodedata.normalize("NFC", name.replace("\\", "/")).lstrip("./").casefold()
        within = f"{folder}/{plain}".casefold() if folder else plain
        member = by_name.get(within) or by_name.get(plain)
        try:
            return archive.read(member) if member is not None else None
        except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError):
            return b""

    return find
