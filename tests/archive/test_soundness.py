"""What the doctor says of dossiers and transfers: nothing in a sound office, and each fault by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection

from archive.enums import DossierState
from archive.models import Dossier, Record
from archive.operations import closing, transferring
from archive.operations.transferring import Offer
from config.doctor import custody
from tests.archive.conftest import Office


@pytest.fixture
def held(office: Office, dossier: Dossier, file: Callable[..., Record], noon: datetime) -> Dossier:
    file(dossier, 1)
    closing.close(dossier=dossier, by=office.minh, at=noon)
    transfer = transferring.offer(dossiers=[dossier], new=Offer(), by=office.minh, at=noon)
    transferring.accept(transfer=transfer, by=office.thu, at=noon)
    dossier.refresh_from_db()
    return dossier


@contextmanager
def a_hand_in_the_database() -> Iterator[None]:
    """Write as whoever may stop the triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def said() -> list[str]:
    return [finding.sentence for finding in custody.check()]


def test_a_record_that_was_never_laid_out_is_found(held: Dossier) -> None:
    assert said() == ["1/2026 was taken over and has no record laid out"]


def test_what_a_hand_in_the_database_did_is_found(held: Dossier, noon: datetime) -> None:
    with a_hand_in_the_database():
        Record.objects.filter(dossier=held).update(removed_at=noon + timedelta(days=1))
        held.transfer_items.update(state="withdrawn")
    assert "01.CCHC is in custody, and no transfer brought it" in said()
    with a_hand_in_the_database():
        held.transfer_items.update(state="accepted")
    assert "01.CCHC holds 1 records filed after it came" in said()


def test_offered_in_no_offer_and_kept_by_somebody_gone_is_found(
    office: Office, dossier: Dossier, file: Callable[..., Record], noon: datetime
) -> None:
    file(dossier, 1)
    closing.close(dossier=dossier, by=office.minh, at=noon)
    assert said() == []
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.OFFERED)
    dossier.keeper.is_active = False
    dossier.keeper.save(update_fields=["is_active"])
    assert said() == [
        "01.CCHC is offered in no standing transfer",
        "01.CCHC (offered) is kept by somebody who left",
    ]
