"""Make the Vietnamese catalogue: merge ``locale/vi/LC_MESSAGES/parts/*.po`` into ``django.po`` and ``django.mo``.

``python tools/messages.py`` writes both; ``--check`` writes nothing, extracts every msgid of the house with
xgettext and says which have no Vietnamese, which parts disagree, and which translations nothing asks for.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
CATALOGUE = ROOT / "locale" / "vi" / "LC_MESSAGES"
PACKAGES = "config web workflow ui dispatch archive signing files search notices organisation jobs audit lib templates"

_EXTRACT = [
    "from django.conf import settings; settings.configure(); import django; django.setup()",
    "from django.core.management import call_command",
    "call_command('makemessages', locale=['vi'], verbosity=0)",
]


def merged() -> tuple[polib.POFile, list[str]]:
    """Give the merged catalogue and the msgids that two parts translate differently."""
    catalogue = polib.POFile(check_for_duplicates=False)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "vi",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    seen: dict[tuple[str, str], polib.POEntry] = {}
    disagreeing: list[str] = []
    for part in sorted((CATALOGUE / "parts").glob("*.po")):
        for entry in polib.pofile(str(part)):
            key = (entry.msgctxt or "", entry.msgid)
            if key not in seen:
                seen[key] = entry
            elif (seen[key].msgstr, seen[key].msgstr_plural) != (entry.msgstr, entry.msgstr_plural):
                disagreeing.append(f"{part.name}: {entry.msgid!r}")
    for key in sorted(seen):
        entry = seen[key]
        entry.linenum, entry.occurrences, entry.comment, entry.tcomment = None, [], "", ""
        catalogue.append(entry)
    return catalogue, disagreeing


def extracted() -> dict[tuple[str, str], str]:
    """Give every msgid that the source asks for, with one place that asks."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for package in PACKAGES.split():
            shutil.copytree(
                ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "migrations")
            )
        (copy / "locale").mkdir()
        code = "\n".join(_EXTRACT)
        environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        subprocess.run([sys.executable, "-c", code], cwd=copy, check=True, env=environment)
        found = polib.pofile(str(copy / "locale" / "vi" / "LC_MESSAGES" / "django.po"))
    return {(e.msgctxt or "", e.msgid): (e.occurrences[0][0] if e.occurrences else "?") for e in found}


def problems() -> list[str]:
    """Give what keeps the catalogue from being complete, as sentences."""
    catalogue, disagreeing = merged()
    translated = {(e.msgctxt or "", e.msgid): e for e in catalogue}
    out = [f"two parts disagree: {where}" for where in disagreeing]
    for key, place in sorted(extracted().items()):
        entry = translated.get(key)
        if entry is None or not (entry.msgstr or all(entry.msgstr_plural.values() or [""])):
            out.append(f"no Vietnamese: {key[1]!r} ({place})")
            continue
        text = entry.msgstr or "".join(entry.msgstr_plural.values())
        if set(re.findall(r"%\(\w+\)", key[1])) != set(re.findall(r"%\(\w+\)", text)):
            out.append(f"places differ: {key[1]!r}")
    written = CATALOGUE / "django.po"
    if not written.exists() or written.read_text(encoding="utf-8") != str(catalogue) + "\n":
        out.append("django.po is stale; run tools/messages.py")
    return out


def main() -> int:
    """Write the catalogue, or check it."""
    if "--check" in sys.argv:
        found = problems()
        print("\n".join(found) or "the Vietnamese catalogue is complete")
        return 1 if found else 0
    catalogue, disagreeing = merged()
    (CATALOGUE / "django.po").write_text(str(catalogue) + "\n", encoding="utf-8")
    catalogue.save_as_mofile(str(CATALOGUE / "django.mo"))
    print(f"{len(catalogue)} entries" + "".join(f"\ndisagreeing {where}" for where in disagreeing))
    return 0


if __name__ == "__main__":
    sys.exit(main())
