"""The register as a spreadsheet."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from audit.models import Event
from dispatch.layout.registers import COLUMNS
from tests.web.desk import Desk

URL = "/registers/outgoing/spreadsheet/"


def sheet(client: Client, query: str = "") -> Any:
    response = client.post(URL + query)
    assert response.status_code == 200
    return load_workbook(io.BytesIO(b"".join(response.streaming_content))).active


def test_has_the_ten_columns_in_the_order_of_the_book(desk: Desk) -> None:
    desk.issued(2)
    desk.issued(1)
    desk.void(3)
    rows = list(sheet(desk.client("lan")).values)
    assert rows[2] == COLUMNS
    assert [row[0] for row in rows[3:]] == ["01/SNV-CCHC", "02/SNV-CCHC", "03"]
    assert rows[3][6] == 12
    assert rows[3][1].date() == desk.day


def test_says_which_register_it_is_and_what_it_leaves_out(desk: Desk) -> None:
    desk.issued(1)
    rows = list(sheet(desk.client("lan"), "?kind=cong_van").values)
    assert rows[0][0] == "SỞ NỘI VỤ: Outgoing register"
    assert rows[1][0] == "kind: Công văn"


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_a_cell_never_becomes_a_formula(desk: Desk, typed: str) -> None:
    desk.issued(1, typed, addressees=(typed,))
    cell = sheet(desk.client("lan"))["E4"]
    assert cell.data_type == "s"
    assert cell.value.startswith(typed)
    assert cell.quotePrefix


def test_taking_the_register_away_is_remembered(desk: Desk) -> None:
    desk.issued(1)
    sheet(desk.client("lan"))
    event = Event.objects.get(name="register.exported")
    assert event.facts == {"form": "xlsx", "lines": 1, "asked": []}
    assert event.trail["person"] == desk.posts["lan"].person_id


def test_is_refused_without_the_duty_and_cannot_be_fetched_by_a_link(desk: Desk) -> None:
    desk.issued(1)
    assert desk.client("minh").post(URL).status_code == 409
    assert desk.client("lan").get(URL).status_code == 405
    assert Client().post(URL).status_code == 302
    assert not Event.objects.filter(name="register.exported").exists()
