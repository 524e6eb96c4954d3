"""The Vietnamese catalogue is complete: every msgid has its translation, and the committed catalogue is fresh."""

from __future__ import annotations

import polib

from tools import messages


def test_every_text_for_people_has_vietnamese() -> None:
    assert messages.problems() == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    written = polib.pofile(str(messages.CATALOGUE / "django.po"))
    compiled = polib.mofile(str(messages.CATALOGUE / "django.mo"))

    def texts(catalogue: polib.POFile | polib.MOFile) -> dict[tuple[str, str], str]:
        return {(e.msgctxt or "", e.msgid): e.msgstr for e in catalogue if not e.msgid_plural and e.msgstr}

    assert texts(compiled) == texts(written)
