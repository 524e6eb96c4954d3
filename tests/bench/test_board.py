"""The board and the list of incoming letters among many, a part of them open: what people wait for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.bench.arrivals import BACKEND, CALLS, OPEN_ONES
from tests.bench.clocks import spent
from tests.sizes import SIZES
from tests.workflow.incoming_office import Intake


@pytest.mark.parametrize(
    ("name", "address", "most"),
    [
        ("board", "board:board", 200),
        ("list of incoming letters", "incoming:list", 200),
        ("inbox", "inbox:list", 150),
    ],
)
def test_a_leader_waits_for(
    intake: Intake, figure: Any, django_db_blocker: Any, name: str, address: str, most: int, tmp_path: Path
) -> None:
    with django_db_blocker.unblock():
        client = Client()
        client.force_login(intake.post("binh").person, backend=BACKEND)
        page = reverse(address)
        assert client.get(page).status_code == 200
        took = spent(lambda: client.get(page), CALLS)
    how = f"{SIZES.letters_in_register} letters, {OPEN_ONES} of them in hand; {took.said()}"
    figure(f"{name}, p95", took.p95, "ms", how=how, most=most)
