"""Lay a finished incoming letter into dossiers, and answer the archive's questions about it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from archive.models import Dossier, Origin, Record
from archive.operations.filing import file_record
from archive.ports import Description
from dispatch import lifecycle, policies, queries
from dispatch.enums import HandlingPart
from dispatch.enums import HandlingStage as H
from dispatch.models import IncomingLetter
from dispatch.operations import handled_rows
from dispatch.operations.receiving import KIND
from files.models import StoredFile
from organisation.enums import Duty
from organisation.models.actor import Actor


@transaction.atomic
def file_incoming(*, letter: IncomingLetter, dossier: Dossier, by: Actor, at: datetime) -> Record:
    """File the finished letter as a record of ``dossier`` (Art. 29, 30); again into another, never copied (trap 15).

    Refuses a letter that is not done, a closed dossier, a second time in the same one.
    """
    handling = handled_rows.locked_handling(letter, by)
    policies.may_file_incoming(by, handling.letter, handling).enforce()
    about = describe(handling.letter)
    record = file_record(
        dossier=dossier,
        origin=Origin(KIND, str(letter.pk)),
        **about._asdict(),
        by=by,
        at=at,
    )
    if handling.stage != H.FILED:
        lifecycle.carry(handling, H.FILED, at=at)
    handled_rows.admit(handling.letter, [(HandlingPart.ARCHIVE, Duty.ARCHIVIST)], at=at)
    facts = {"dossier": dossier.pk, "record": record.pk}
    handled_rows.close(
        handling=handling, act="filed", by=by, at=at, facts=facts, detail={"dossier": str(dossier)}
    )
    return record


class IncomingRecords:
    """The archive's port for records of the kind ``incoming`` (``archive.ports.RecordOrigin``)."""

    def describe(self, origin: Origin) -> Description:
        """Give what the letter is called today; raise KeyError if there is no such letter."""
        letter = IncomingLetter.objects.select_related("allocation").filter(pk=int(origin.key)).first()
        if letter is None:
            raise KeyError(origin.key)
        return describe(letter)

    def visible(self, origin: Origin, actor: Actor, at: datetime) -> bool:
        """Say whether ``actor`` has a part in the letter, beyond seeing its line in the dossier."""
        return queries.registered_visible_to(actor, at).filter(pk=int(origin.key)).exists()

    def file(self, origin: Origin) -> StoredFile | None:
        """Give the letter as it came."""
        letter = IncomingLetter.objects.select_related("file__blob").filter(pk=int(origin.key)).first()
        return letter.file if letter is not None else None


def describe(letter: IncomingLetter) -> Description:
    """Give what stands in the list of a dossier."""
    return Description(
        label=letter.kind_name,
        code=letter.reference_code,
        title=letter.subject,
        author=letter.issuer,
        dated_on=letter.dated_on,
        page_count=letter.page_count,
    )
