"""The books of incoming letters among many, and the saving of one: what a clerk waits for all day."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from dispatch.operations.arriving import Registration
from tests.bench.arrivals import OPEN_ONES
from tests.bench.clocks import spent
from tests.bench.served import Served
from tests.sizes import SIZES
from tests.workflow.incoming_office import Intake
from workflow.incoming_letter import starting

CALLS = 40
HOW = f"{SIZES.letters_in_register} letters, {OPEN_ONES} of them in hand"


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("incoming register", {}),
        ("incoming register, late ones", {"state": "late"}),
        ("incoming register, words", {"q": "cải cách hành chính"}),
        ("follow-up of handling", {"book": "tracking"}),
        ("transfer book", {"book": "transfer"}),
    ],
)
def test_a_clerk_waits_for_a_book(
    intake: Intake, web: Served, figure: Any, django_db_blocker: Any, name: str, query: dict[str, str]
) -> None:
    with django_db_blocker.unblock():
        took = web.spent(
            intake.post("lan").person, f"{reverse('registers:incoming')}?{urlencode(query)}", CALLS
        )
    figure(f"{name}, p95", took.p95, "ms", how=f"{HOW}; {took.said()}", most=300)


def test_a_clerk_waits_for_the_number(intake: Intake, figure: Any, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        arrived = [intake.arrived() for _one in range(CALLS + 1)]
        took = spent(
            lambda: starting.register(
                letter=arrived.pop(), entry=Registration(), by=intake.lan, at=datetime.now(UTC)
            ),
            CALLS,
        )
    figure("registering an arrival, p95", took.p95, "ms", how=f"{HOW}; {took.said()}", most=150)
