"""A hundred thousand incoming letters, five thousand of them in hand, for the measurements of boards and books."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from dispatch.models import Assignment, Handling, IncomingLetter, IncomingPart, NumberAllocation
from files import ports as file_ports
from files.store.filesystem import FilesystemStore
from tests.sizes import SIZES
from tests.workflow.incoming_office import Intake, founded

OPEN_ONES = 5_000
CALLS = 40
SUBJECTS = (
    "Về việc đẩy mạnh cải cách hành chính năm 2027",
    "Về việc phòng, chống thiên tai trước mùa mưa bão",
    "Báo cáo tình hình thực hiện dự toán ngân sách quý III",
    "Mời dự hội nghị trực tuyến về chuyển đổi số",
    "Về việc góp ý dự thảo quy chế làm việc",
    "Thông báo kết luận của Chủ tịch Ủy ban nhân dân tỉnh",
    "Về việc cử cán bộ tham gia lớp bồi dưỡng lý luận chính trị",
    "Về việc kiểm tra công tác văn thư, lưu trữ",
    "Kế hoạch tuyển dụng viên chức ngành giáo dục",
    "Về việc giải quyết đơn thư của công dân",
)


@pytest.fixture(scope="session")
def intake(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Intake]:
    store = FilesystemStore(tmp_path_factory.mktemp("board"))
    file_ports.join(lambda: store)
    with django_db_blocker.unblock():
        made = founded(datetime.now(UTC) - timedelta(days=12))
        done, in_hand = made.registered(), made.directed(made.lead(), made.helper())  # the newest are in hand
        many = SIZES.letters_in_register
        copies(done, max(0, many - OPEN_ONES), stage="filed", status="completed")
        copies(in_hand, min(OPEN_ONES, many))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the autovacuum of an office has long done
        yield made


def copies(letter: IncomingLetter, many: int, *, stage: str = "", status: str = "") -> None:
    """Copy a letter with all its rows, each copy under a number of its own."""
    replaced = {"stage": stage, "ended_at": "2026-11-01T00:00:00Z"} if stage else {}
    ended = {"status": status, "completed_at": "2026-11-01T00:00:00Z"} if status else {}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        first = {}
        for model, key in ((NumberAllocation, letter.allocation_id), (IncomingLetter, letter.pk)):
            first[model] = _highest(model) + 1
            more = {**(ended if model is IncomingLetter else {})}
            _copy(
                cursor, model, f"id = {key}", many, {"id": f"{first[model]} + n", **_link(model, first)}, more
            )
        of_letter = {"letter_id": f"{first[IncomingLetter]} + n"}
        _copy(cursor, Handling, f"letter_id = {letter.pk}", many, of_letter, replaced)
        _copy(cursor, IncomingPart, f"letter_id = {letter.pk}", many, of_letter, {})
        _copy(cursor, Assignment, f"letter_id = {letter.pk}", many, of_letter, {})
        cursor.execute("SET session_replication_role = origin")


def _link(model: Any, first: dict[Any, int]) -> dict[str, str]:
    if model is NumberAllocation:
        number = "1000000 + n + t.id * 200000"
        return {"number": number, "reference_code": f"({number})::text"}
    subject = f"(ARRAY{list(SUBJECTS)})[1 + mod(n, {len(SUBJECTS)})]"
    return {"allocation_id": f"{first[NumberAllocation]} + n", "origin_key": "''", "subject": subject}


def _highest(model: Any) -> int:
    return int(model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1_000_000


def _copy(
    cursor: Any, model: Any, where: str, many: int, counted: dict[str, str], fixed: dict[str, str]
) -> None:
    """Insert ``many`` copies of the rows ``where`` with some columns counted and some fixed."""
    table = model._meta.db_table
    counted = {"id": f"nextval(pg_get_serial_sequence('{table}', 'id'))", **counted}
    pairs = ", ".join([f"'{name}', {value}" for name, value in counted.items()])
    pairs += "".join(f", '{name}', '{value}'" for name, value in fixed.items())
    # A row of a lateral function, not ``(function()).*``: that calls it once for every column.
    cursor.execute(
        f"INSERT INTO {table} SELECT made.* FROM {table} t, generate_series(1, %s) n, "  # noqa: S608 -- ours
        f"jsonb_populate_record(NULL::{table}, to_jsonb(t) || jsonb_build_object({pairs})) made WHERE t.{where}",
        [many],
    )
