"""Take the text of a Word file into a draft: read first and shown, then put in the place of the body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from dispatch import errors, policies, queries
from dispatch.body.plain import lines_of, plain_text
from dispatch.body.schema import check_body
from dispatch.body.secrecy import secret_mark_in
from dispatch.importing import opening
from dispatch.importing.opening import Imported
from dispatch.models import DraftVersion, OutgoingLetter
from dispatch.models.typed import body_of
from dispatch.operations import drafting, locking
from files.enums import MediaType
from files.operations import storing
from organisation.models.actor import Actor


def read_file(
    *, letter: OutgoingLetter, content: bytes | BinaryIO, name: str, by: Actor, at: datetime
) -> Imported:
    """Give the text of an uploaded .docx for the draft, and what stayed behind. Keeps and writes nothing.

    Refuses whoever may not edit, all that an upload is refused for (FileRefused), what is no readable Word document
    (ImportRefused), a text without measure, and a mark of secrecy (D19).
    """
    policies.may_edit(by, letter).enforce()
    file = storing.inspect(content=content, name=name)
    if file.media_type != MediaType.DOCX:
        raise errors.ImportIsNotWord(name=file.name)
    found = opening.read(file.content, name=file.name)
    body = body_of(found.body)
    check_body(body)
    mark = secret_mark_in(lines_of(body))
    if mark is not None:
        raise errors.SecretMarkFound(mark=mark)
    if not plain_text(body):
        raise errors.ImportIsEmpty(name=file.name)
    return replace(found, body=body)


@transaction.atomic
def take_body(
    *, letter: OutgoingLetter, body: Mapping[str, Any], token: int, note: str, by: Actor, at: datetime
) -> DraftVersion:
    """Put ``body`` in the place of the draft's text; give the new version. What stood there stays as a version.

    ``token`` is that of the autosave the page was drawn with; refuses when something was typed elsewhere since, and
    all that ``drafting.save_version`` refuses.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_edit(by, letter).enforce()
    typed = queries.autosave_of(letter)
    if token != (typed.token if typed else 0):
        raise drafting.changed_elsewhere(letter, typed)
    letter = drafting.with_typed(letter, by, at, note=_("before the import"))
    taken = letter.draft.with_fields({"body": body})
    return drafting.save_version(
        letter=letter, content=taken, base_version=letter.version_number, note=note, by=by, at=at
    )
