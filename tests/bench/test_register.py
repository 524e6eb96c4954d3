"""The pages people open all day, with a large register behind them, as the web process serves them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from audit.models import Subject
from dispatch.models import OutgoingLetter
from notices.operations import notifying
from organisation.models import Person
from tests.bench.clocks import queries
from tests.bench.served import Served, client_of
from tests.sizes import SIZES
from workflow.outgoing_letter.telling import News

TIMES = 30
MOST = 150  # ms, issue 2
UNSEEN = 3_000


def measure(web: Served, username: str, address: str, figure: Any, name: str, more: str) -> None:
    who = Person.objects.get(username=username)
    client = client_of(who)
    client.get(address)
    with queries() as asked:
        client.get(address)
    times = web.spent(who, address, TIMES)
    asking = f"{asked.count} queries (slowest {asked.slowest_ms:.0f} ms)"
    how = f"{SIZES.letters_in_register} letters{more}, {asking}, {times.said()}"
    figure(f"{name}, p95", times.p95, "ms", how=how, most=MOST)


def test_the_register_is_loaded_in_minutes(register: Any, figure: Any) -> None:
    how = f"{register.letters} letters, {register.rows} rows, {register.in_hand} in hand, one process"
    figure("bulk load (demo --letters)", register.seconds, "s", how=how, most=300)


@pytest.mark.parametrize("username", ["lan", "minh", "hoa", "dung", "binh"])
def test_the_inbox(register: Any, web: Served, figure: Any, username: str) -> None:
    lines = web.get(Person.objects.get(username=username), "/inbox/").count(b"letter-row__title")
    measure(web, username, "/inbox/", figure, f"inbox of {username}", f", {lines} lines")


def test_the_inbox_with_years_of_unseen_news(register: Any, web: Served, figure: Any) -> None:
    """A head of a unit who never pressed "seen all": the count of the side bar walks every one of them."""
    hoa = Person.objects.get(username="hoa")
    keys = OutgoingLetter.objects.filter(unit__posts__person=hoa).values_list("pk", flat=True)
    for key in keys.order_by("id")[:UNSEEN]:
        facts = {"code": f"{key}/SNV", "day": "2026-11-24"}
        subject = Subject("letter", str(key))
        notifying.tell(people=[hoa], kind=News.ISSUED, subject=subject, facts=facts, at=datetime.now(UTC))
    measure(web, "hoa", "/inbox/", figure, "inbox of hoa with unseen news", f", {UNSEEN} news")


@pytest.mark.parametrize(
    ("what", "asked"),
    [
        ("newest", ""),
        ("page 2", "?page=2"),
        ("last page", "?page=999999"),
        ("by day", "?sort=day"),
        ("a year's days", "?since=2022-01-01&until=2022-12-31"),
        ("words of the subject", "?q=công tác văn thư"),
        ("a number", "?q=88/SNV"),
    ],
)
def test_the_register(register: Any, web: Served, figure: Any, what: str, asked: str) -> None:
    measure(web, "lan", f"/registers/outgoing/{asked}", figure, f"outgoing register, {what}", "")


def test_a_letter_of_the_register(register: Any, web: Served, figure: Any) -> None:
    newest = OutgoingLetter.objects.filter(dossier__isnull=False).order_by("-id").first()
    assert newest is not None
    measure(web, "lan", f"/letters/{newest.pk}/", figure, "page of one letter", "")
