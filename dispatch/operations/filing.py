"""Lay an issued letter into a dossier, and answer the archive's questions about it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from archive.models import Dossier, Origin, Record
from archive.operations.filing import file_record
from archive.ports import Description
from dispatch import policies, queries
from dispatch.enums import PartRole
from dispatch.models import OutgoingLetter
from dispatch.operations import closing, locking, participating
from files.models import StoredFile
from organisation.enums import Duty
from organisation.models.actor import Actor


@transaction.atomic
def file_letter(*, letter: OutgoingLetter, dossier: Dossier, by: Actor, at: datetime) -> Record:
    """File the issued letter as a record of ``dossier`` (Decree 30/2020 Art. 30); give the record.

    A letter may lie in several dossiers without being copied (trap 15); the first one is remembered with it.
    Refuses a letter not issued, a closed dossier, a second time in the same one.
    """
    letter = locking.locked_letter(letter, by)
    policies.may_file(by, letter).enforce()
    about = _description(letter)
    record = file_record(
        dossier=dossier,
        origin=Origin(closing.KIND, str(letter.pk)),
        **about._asdict(),
        by=by,
        at=at,
    )
    letter.dossier = letter.dossier or dossier
    participating.admit(letter, PartRole.ARCHIVE, Duty.ARCHIVIST, at=at)
    facts = {"dossier": dossier.pk, "record": record.pk}
    closing.close(letter=letter, act="filed", by=by, at=at, facts=facts, detail={"dossier": str(dossier)})
    return record


class LetterRecords:
    """The archive's port for records of the kind ``letter`` (``archive.ports.RecordOrigin``)."""

    def describe(self, origin: Origin) -> Description:
        """Give what the letter is called today; raise KeyError if there is no such letter."""
        letter = OutgoingLetter.objects.select_related("issued_file").filter(pk=int(origin.key)).first()
        if letter is None:
            raise KeyError(origin.key)
        return _description(letter)

    def visible(self, origin: Origin, actor: Actor, at: datetime) -> bool:
        """Say whether ``actor`` takes part in the letter, beyond seeing its line in the dossier."""
        return queries.letters_visible_to(actor, at).filter(pk=int(origin.key)).exists()

    def file(self, origin: Origin) -> StoredFile | None:
        """Give the letter as it was issued."""
        letter = OutgoingLetter.objects.select_related("issued_file__blob").filter(pk=int(origin.key)).first()
        return letter.issued_file if letter is not None else None


def _description(letter: OutgoingLetter) -> Description:
    return Description(
        label=letter.kind_data.name,
        code=letter.reference_code,
        title=letter.subject,
        author=str(letter.printed.get("issuer", "")),
        dated_on=letter.legal_day,
        page_count=letter.issued_file.page_count if letter.issued_file else None,
    )
