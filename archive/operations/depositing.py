"""Lay any other file into a dossier: photographs, sound, scans, tables (Decree 30/2020 Art. 29)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from archive import errors, policies, queries
from archive.models import Dossier, Origin, Record
from archive.operations.filing import file_record
from archive.ports import Description
from files.enums import FileRole
from files.models import StoredFile
from files.operations import storing
from lib.text import single_line
from organisation.models.actor import Actor

KIND: Final = "file"


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said about the file in the list of documents."""

    title: str
    label: str = ""
    code: str = ""
    author: str = ""
    dated_on: date | None = None
    page_count: int | None = None
    is_draft: bool = False


@transaction.atomic
def lay_in(*, dossier: Dossier, deposited: storing.Deposit, words: Words, by: Actor, at: datetime) -> Record:
    """Keep an uploaded file and file it as the next record of ``dossier``; its pages are counted where it has any.

    Refuses no title, a closed dossier, people without the dossier in hand, and what the store refuses.
    """
    policies.may_file(by, dossier).enforce()
    if not single_line(words.title):
        raise errors.RecordNeedsTitle
    file = storing.keep(by=by, at=at, deposited=deposited, role=FileRole.ORIGINAL)
    return file_record(
        dossier=dossier,
        origin=Origin(KIND, str(file.pk)),
        label=words.label,
        dated_on=words.dated_on,
        code=words.code,
        title=words.title,
        page_count=words.page_count or file.page_count,
        author=words.author,
        is_draft=words.is_draft,
        digest=file.sha256,
        by=by,
        at=at,
    )


class FileRecords:
    """The archive's own port for records of the kind ``file``."""

    def describe(self, origin: Origin) -> Description:
        """Give what the file is called; raise KeyError if there is no such file."""
        file = StoredFile.objects.filter(pk=int(origin.key)).first()
        if file is None:
            raise KeyError(origin.key)
        return Description("", "", file.name, "", None, file.page_count)

    def visible(self, origin: Origin, actor: Actor, at: datetime) -> bool:
        """Say whether ``actor`` has one of the dossiers the file lies in for their work: it lies nowhere else.

        Who was only let read a dossier leafs through it in the catalogue, under the mark.
        """
        seen = queries.dossiers_of(origin, actor, at)
        return any(queries.has_for_work(actor, at, one) for one in seen)

    def file(self, origin: Origin) -> StoredFile | None:
        """Give the file itself."""
        return StoredFile.objects.select_related("blob").filter(pk=int(origin.key)).first()
