"""The board and the list of incoming letters among many, a part of them open: what people wait for."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.bench.arrivals import CALLS, OPEN_ONES
from tests.bench.served import Served
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
    intake: Intake, web: Served, figure: Any, django_db_blocker: Any, name: str, address: str, most: int
) -> None:
    with django_db_blocker.unblock():
        took = web.spent(intake.post("binh").person, reverse(address), CALLS)
    how = f"{SIZES.letters_in_register} letters, {OPEN_ONES} of them in hand; {took.said()}"
    figure(f"{name}, p95", took.p95, "ms", how=how, most=most)
