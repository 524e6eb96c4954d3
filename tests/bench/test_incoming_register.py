"""The books of incoming letters among many, and the saving of one: what a clerk waits for all day."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dispatch.operations.arriving import Registration
from tests.bench.arrivals import BACKEND, OPEN_ONES
from tests.bench.clocks import Spent
from tests.sizes import SIZES
from tests.workflow.incoming_office import Intake
from workflow.incoming_letter import starting

CALLS = 40
HOW = f"{SIZES.letters_in_register} letters, {OPEN_ONES} of them in hand"


def _slow(spent: Spent) -> float:
    return float(sorted(spent.wall)[int(len(spent.wall) * 0.95)])


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
    intake: Intake, figure: Any, django_db_blocker: Any, name: str, query: dict[str, str]
) -> None:
    with django_db_blocker.unblock():
        client, spent = Client(), Spent()
        client.force_login(intake.post("lan").person, backend=BACKEND)
        for call in range(CALLS + 3):
            if call < 3:
                client.get(reverse("registers:incoming"), query)
                continue
            with spent.one():
                assert client.get(reverse("registers:incoming"), query).status_code == 200
    figure(f"{name}, p95", _slow(spent), "ms", how=HOW, most=300)


def test_a_clerk_waits_for_the_number(intake: Intake, figure: Any, django_db_blocker: Any) -> None:
    with django_db_blocker.unblock():
        spent = Spent()
        arrived = [intake.arrived() for _one in range(CALLS)]
        for letter in arrived:
            at = datetime.now(UTC)
            with spent.one():
                starting.register(letter=letter, entry=Registration(), by=intake.lan, at=at)
    figure("registering an arrival, p95", _slow(spent), "ms", how=HOW, most=150)
