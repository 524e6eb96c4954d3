"""Dossiers: what is in custody came by a transfer or an import and stayed unchanged; keepers work here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from archive import queries
from archive.enums import DossierState
from config.doctor import Finding
from files import queries as stored
from files.errors import StoredBytesDamaged


def check() -> Iterator[Finding]:
    """Give every dossier, transfer and record file that is not as it must be."""
    for dossier in queries.custody_without_transfer():
        yield Finding(
            "custody", f"dossier {dossier.pk}", f"{dossier.code} is in custody, and no transfer brought it"
        )
    for dossier in queries.offered_without_offer():
        yield Finding(
            "custody", f"dossier {dossier.pk}", f"{dossier.code} is offered in no standing transfer"
        )
    for dossier in queries.kept_by_nobody():
        state = DossierState(dossier.state).value
        yield Finding(
            "custody", f"dossier {dossier.pk}", f"{dossier.code} ({state}) is kept by somebody who left"
        )
    for dossier, filed in queries.changed_in_custody():
        yield Finding(
            "custody", f"dossier {dossier.pk}", f"{dossier.code} holds {filed} records filed after it came"
        )
    for transfer in queries.unrecorded_transfers(timezone.now() - timedelta(days=1)):
        yield Finding(
            "custody", f"transfer {transfer.pk}", f"{transfer} was taken over and has no record laid out"
        )
    for copy in queries.all_record_copies():
        try:
            stored.content_of(copy.signed_file or copy.given_file or copy.file)
        except StoredBytesDamaged:
            yield Finding(
                "custody",
                f"transfer {copy.transfer_id}",
                f"copy {copy.number} of its record is damaged or gone",
            )
