"""The printed register: 20,000 lines as a background job, a month, a day; and the same lines as a spreadsheet.

Each print runs in a process of its own, so that its peak of memory is that of a worker and of nothing else.
"""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from dispatch.models import NumberAllocation
from organisation.models import Person
from tests.bench.printing import print_waiting
from tests.bench.served import client_of

LONG = 20_000
MOST_SECONDS, MOST_MB, MOST_SHORT = 240, 300, 5


def lan() -> Client:
    return client_of(Person.objects.get(username="lan"))


def last_lines(count: int) -> str:
    """Give the filter that leaves about the last ``count`` lines of the register."""
    days = NumberAllocation.objects.order_by("-legal_day").values_list("legal_day", flat=True)
    since = days[min(count, NumberAllocation.objects.count()) - 1]
    return f"?since={since.isoformat()}"


def printed(client: Client, query: str, folder: Path) -> dict[str, Any]:
    """Ask for a print as a clerk does; let another process make it; give what it took."""
    assert client.post(f"/registers/outgoing/print/{query}", {"book": "01"}).status_code == 302
    return print_waiting(folder)


def how(told: dict[str, Any]) -> str:
    return (
        f"{told['lines']} lines, {told['pages']} pages, {told['cpu']:.0f} s of CPU, peak {told['peak_mb']} MB"
    )


def test_twenty_thousand_lines(register: Any, figure: Any, folder: Path) -> None:
    told = printed(lan(), last_lines(LONG), folder)
    figure("register printed, 20,000 lines", told["seconds"], "s", how=how(told), most=MOST_SECONDS)
    figure("register printed, 20,000 lines, memory", told["peak_mb"], "MB", how="VmHWM", most=MOST_MB)


@pytest.mark.parametrize(("what", "lines"), [("day", 80), ("month of 400 lines", 400)])
def test_a_day_and_a_month(register: Any, figure: Any, folder: Path, what: str, lines: int) -> None:
    """80 lines are a busy day of an office of 20,000 letters a year, 400 a month of one of 5,000."""
    told = printed(lan(), last_lines(lines), folder)
    figure(f"register printed, a {what}", told["seconds"], "s", how=how(told), most=MOST_SHORT)


def test_a_month_of_the_largest_office(register: Any, figure: Any, folder: Path) -> None:
    told = printed(lan(), last_lines(LONG // 12), folder)
    figure("register printed, a month of 20,000 a year", told["seconds"], "s", how=how(told), most=MOST_SHORT)


def test_the_same_lines_as_a_spreadsheet(register: Any, figure: Any) -> None:
    client, query = lan(), last_lines(LONG)
    begun = time.perf_counter()
    response = client.post(f"/registers/outgoing/spreadsheet/{query}")
    size = sum(len(part) for part in response.streaming_content)
    took = timedelta(seconds=time.perf_counter() - begun)
    figure("register as a spreadsheet, 20,000 lines", took.total_seconds(), "s", how=f"{size // 1024} KB")
