"""Nobody finds, counts or glimpses what is not theirs: search against brute force."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from organisation.enums import Duty
from organisation.models import Delegation
from organisation.models.actor import Actor
from organisation.queries import access_tokens_of
from search import queries
from search.enums import IndexState
from search.models import Projection
from search.operations import projecting
from search.operations.indexing import Indexer
from tests.search.conftest import Office, Put
from tests.sizes import SIZES

PEOPLE, THINGS = 20, 300
SYLLABLES = ["kế", "hoạch", "báo", "cáo", "nghỉ", "lễ", "đảng", "ủy", "văn", "phòng", "mật", "khẩu"]


def _folded(text: str) -> set[str]:
    plain = dict(zip("ếạáảễđỉủăòậẩ", "eaaaediuaoaa", strict=True))
    return {"".join(plain.get(c, c) for c in word) for word in text.split()}


def _title(chance: random.Random) -> str:
    return " ".join(chance.choices(SYLLABLES, k=5))


def _tokens(chance: random.Random, offices: list[Office], staff: list[Actor]) -> list[str]:
    office = chance.choice(offices)
    prefix = office.everybody
    choices = [prefix, *(f"{prefix}/unit:{unit.pk}" for unit in office.units), f"{prefix}/duty:head"]
    choices += [f"{prefix}/person:{actor.person.pk}" for actor in staff if actor.person]
    choices += [f"{prefix}/post:{actor.post.pk}" for actor in staff if actor.post]
    return chance.sample(choices, k=chance.randint(0, 3))


def _everything(actor: Actor, noon: datetime, query: str) -> tuple[set[str], dict[str, Counter[str]], int]:
    """Walk all pages and give what was shown, the facet counts of the first page and the count."""
    first = queries.search(actor=actor, at=noon, query=query)
    shown = {hit.key for n in range(1, first.page_count + 1) for hit in
             queries.search(actor=actor, at=noon, query=query, page=n).hits}  # fmt: skip
    spread = {name: Counter({v.value: v.count for v in values}) for name, values in first.facets.items()}
    return shown, spread, first.count


def _expected(actor: Actor, noon: datetime, query: str) -> tuple[set[str], Counter[str]]:
    mine = set(access_tokens_of(actor, noon))
    rows = [
        row
        for row in Projection.objects.filter(organisation=actor.organisation)
        if mine & set(row.tokens) and not row.withdrawn and _folded(query) <= _folded(row.title)
    ]
    return {row.key for row in rows}, Counter(row.facets["status"] for row in rows)


def test_everybody_finds_exactly_what_brute_force_finds(
    office: Office, put: Put, indexer: Indexer, noon: datetime
) -> None:
    chance = random.Random(SIZES.seed)
    offices = [office, Office("BTG")]
    staff = [
        offices[n % 2].person(f"Người {n}", *chance.sample([Duty.HEAD, Duty.OFFICER], k=1), unit=n % 3)
        for n in range(PEOPLE)
    ]
    Delegation.objects.create(
        organisation=office.organisation, principal=staff[0].post, delegate=staff[2].post,
        valid_from="2026-11-01", valid_until="2026-11-30", reason="nghỉ phép",
    )  # fmt: skip
    for key in range(THINGS):
        where = chance.choice(offices)
        put(key, _title(chance), organisation=where.organisation, tokens=_tokens(chance, offices, staff),
            facets={"status": chance.choice(["draft", "issued"])}, dated_on=date(2026, 1, 1 + key % 28))  # fmt: skip
        if key % 100 == 99:  # the last third stays outside the index, and rights go on changing below
            indexer.catch_up()
    for row in chance.sample(list(Projection.objects.all()), 60):
        put(row.key, row.title, organisation=row.organisation, tokens=_tokens(chance, offices, staff),
            facets=row.facets)  # fmt: skip
    leaks = 0
    for behind in (True, False):
        if not behind:
            indexer.catch_up()
        for actor in staff:
            for query in ("", "kế hoạch", "mat khau", "đảng"):
                shown, spread, count = _everything(actor, noon, query)
                keys, by_status = _expected(actor, noon, query)
                leaks += len(shown - keys) + max(0, count - len(keys))
                if behind:
                    continue
                assert (shown, count) == (keys, len(keys))
                assert spread["status"] == by_status
    assert leaks == 0


def test_a_right_that_was_taken_away_is_gone_before_the_index_knows(
    office: Office, put: Put, indexer: Indexer, reader: Actor, noon: datetime
) -> None:
    put(1, "Kế hoạch kín", facets={"status": "draft"})
    put(2, "Kế hoạch mở", facets={"status": "draft"})
    indexer.catch_up()
    put(1, "Kế hoạch kín", tokens=[f"{office.everybody}/person:0"], facets={"status": "draft"})
    found = queries.search(actor=reader, at=noon, query="kế hoạch")
    assert found.state is IndexState.READY
    assert ([hit.key for hit in found.hits], found.count) == (["2"], 1)
    assert [(v.value, v.count) for v in found.facets["status"]] == [("draft", 1)]


def test_a_withdrawn_thing_is_gone_at_once_and_leaves_no_word(
    office: Office, put: Put, indexer: Indexer, ask: Callable[..., list[str]], noon: datetime
) -> None:
    row = put(1, "Kế hoạch", text="điều kín đáo")
    indexer.catch_up()
    assert ask("kín đáo") == ["1"]
    with transaction.atomic():
        assert projecting.withdraw(organisation=office.organisation, kind="letter", key=1, at=noon)
        assert not projecting.withdraw(organisation=office.organisation, kind="letter", key=1, at=noon)
    assert ask("kín đáo") == []
    row.refresh_from_db()
    assert (row.title, row.text, row.words, row.code_norm, row.facets, row.tokens) == ("", "", "", "", {}, [])
    indexer.catch_up()
    assert ask("kín đáo") == []
    put(1, "Kế hoạch mới")
    indexer.catch_up()
    assert ask("kế hoạch") == ["1"]


def test_a_delegate_finds_what_the_absent_colleague_finds(
    office: Office, put: Put, indexer: Indexer, ask: Callable[..., list[str]]
) -> None:
    absent, delegate = office.person("Phạm Văn Bình", unit=1), office.person("Lê Thị Yến", unit=2)
    assert absent.post and delegate.post
    put(1, "Kế hoạch", tokens=[f"{office.everybody}/post:{absent.post.pk}"])
    indexer.catch_up()
    assert ask("kế hoạch", actor=delegate) == []
    Delegation.objects.create(
        organisation=office.organisation, principal=absent.post, delegate=delegate.post,
        valid_from="2026-11-24", valid_until="2026-11-24", reason="đi công tác",
    )  # fmt: skip
    assert ask("kế hoạch", actor=delegate) == ["1"]
