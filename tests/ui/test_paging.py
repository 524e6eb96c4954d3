"""Long lists in pages: every row once, in its order, from whichever end it is read."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from organisation.models import Organisation
from ui.paging import paginate


@pytest.fixture
def many(db: None) -> list[str]:
    codes = [f"o-{number:02}" for number in range(23)]
    Organisation.objects.bulk_create(Organisation(code=code) for code in codes)
    return codes


@pytest.mark.parametrize("per_page", [1, 4, 5, 22, 23, 24])
@pytest.mark.parametrize("order", ["code", "-code"])
def test_the_pages_together_are_the_list(many: list[str], order: str, per_page: int) -> None:
    rows = Organisation.objects.order_by(order)
    ask = RequestFactory()
    first = paginate(rows, ask.get("/"), per_page=per_page)
    pages = [
        paginate(rows, ask.get(f"/?page={number}"), per_page=per_page) for number in range(1, first.pages + 1)
    ]
    read = [one.code for page in pages for one in page.rows]
    assert read == (many if order == "code" else many[::-1])
    assert {page.total for page in pages} == {23}
    assert [page.number for page in pages] == list(range(1, first.pages + 1))


def test_too_far_is_the_last_page_and_nonsense_the_first(many: list[str]) -> None:
    rows = Organisation.objects.order_by("code")
    assert [
        one.code for one in paginate(rows, RequestFactory().get("/?page=99999"), per_page=10).rows
    ] == many[20:]
    assert paginate(rows, RequestFactory().get("/?page=-1"), per_page=10).number == 1
    assert paginate(rows.none(), RequestFactory().get("/?page=3"), per_page=10).rows == []


def test_an_unordered_list_is_not_cut_into_pages(many: list[str]) -> None:
    with pytest.raises(ValueError, match="order"):
        paginate(Organisation.objects.order_by(), RequestFactory().get("/"))
