"""What is counted above a list is what the list, the print and the spreadsheet hold, whatever is filtered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.enums import AllocationState as A
from dispatch.layout.registers import RegisterCover
from tests.sizes import SIZES
from tests.web.desk import Desk
from web.registers import asking
from web.registers.ending import closing_of
from web.registers.lines import lines_of

LINES = st.lists(
    st.sampled_from(["issued", "waiting", "void", "reserved", "suffixed", "urgent"]), max_size=12
)
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from([*A.values, "awaiting_seal"]),
        "kind": st.sampled_from(["cong_van", "quyet_dinh"]),
        "urgency": st.sampled_from(["normal", "urgent"]),
        "since": st.sampled_from(["2026-11-22", "2026-11-25"]),
        "until": st.sampled_from(["2026-11-24", "2026-11-26"]),
        "q": st.sampled_from(["3", "khảo sát", "SNV", "không có"]),
        "sort": st.sampled_from(["number", "-day"]),
    },
)


def lay_down(desk: Desk, what: list[str]) -> None:
    for number, line in enumerate(what, 1):
        desk.day = date(2026, 11, 22) + timedelta(days=number % 5)
        kind = {"kind": "quyet_dinh"} if number % 3 == 0 else {}
        if line == "issued":
            desk.issued(number, **kind)
        elif line == "urgent":
            desk.issued(number, urgency="urgent", **kind)
        elif line == "waiting":
            desk.numbered(number, "khảo sát", **kind)
        elif line == "void":
            desk.void(number)
        elif line == "reserved":
            desk.reserved(number)
        else:
            desk.void(number)
            desk.issued(number, suffix="a", **kind)


@settings(
    max_examples=max(10, SIZES.hypothesis_examples // 5),
    suppress_health_check=list(HealthCheck),
    deadline=None,
)
@given(what=LINES, filters=FILTERS)
def test_counts_equal_lists(desk: Desk, what: list[str], filters: dict[str, Any]) -> None:
    with transaction.atomic():
        lay_down(desk, what)
        _form, asked = asking.read(filters, desk.organisation, desk.day)
        listed = list(asked.lines(desk.organisation))
        sums = asking.sums(asked.lines(desk.organisation))
        assert sums.total == len(listed) == len({line.pk for line in listed})
        assert sums.void == sum(line.state == A.VOID for line in listed)
        assert sums.reserved == sum(line.state == A.RESERVED for line in listed)
        assert sums.suffixed == sum(bool(line.suffix) for line in listed)
        book = list(asking.as_book(asked).lines(desk.organisation))
        assert {line.pk for line in book} == {line.pk for line in listed}
        assert len(lines_of(book)) == len(book)
        page = closing_of(asked, desk.organisation, RegisterCover(organisation="SNV"), pages=1, day=desk.day)
        assert page.given + page.suffixed + page.void + page.reserved == len(book)
        transaction.set_rollback(True)
