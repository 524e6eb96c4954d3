"""Two archivists in one fonds at the same moment: what is added below a part that is being moved goes along."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from django.db import connection, connections, transaction

from archive.enums import Level
from archive.models import CatalogueUnit
from tests.archive.conftest import Office
from tests.archive.test_catalogue import Shelves
from tests.office.toy import wait_until

WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_part_added_while_what_is_above_it_moves_has_the_new_way(noon: datetime) -> None:
    shelves = Shelves(Office("SNV"), noon)
    fonds = shelves.fonds()
    a, b = shelves.part(fonds, "A"), shelves.part(fonds, "B")
    inside = shelves.part(a, "A.1", Level.SUBSERIES)

    def move() -> None:
        shelves.move(a, b)
        connections.close_all()

    mover = threading.Thread(target=move)
    with transaction.atomic():
        added = shelves.part(inside, "A.1.1", Level.CLASS)
        mover.start()
        wait_until(somebody_waits)
    mover.join()
    way = [CatalogueUnit.objects.get(code=code).pk for code in ("P01", "B", "A", "A.1", "A.1.1")]
    assert CatalogueUnit.objects.get(pk=added.pk).path == "".join(f"/{key}" for key in way) + "/"
