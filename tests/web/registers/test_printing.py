"""The register as a bound book: asked for, made by the worker, watched, fetched."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from django.test import Client

from audit.models import Event
from dispatch.layout.registers import COLUMNS
from dispatch.operations import closing_books, series
from files import ports
from files.store.filesystem import FilesystemStore
from jobs.enums import JobState
from jobs.models import Job
from jobs.operations import leasing
from lib.calendar import local_day
from tests.web.desk import Desk
from web.registers import jobs, laying

URL = "/registers/outgoing/print/"


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> None:
    joined = FilesystemStore(tmp_path / "store")
    ports.join(lambda: joined)


def ask(client: Client, query: str = "", book: str = "02") -> str:
    response = client.post(URL + query, {"book": book})
    assert response.status_code == 302
    return response.headers["Location"]


def work() -> Job:
    job = leasing.claim(["batch"], at=datetime.now(UTC), kinds=["registers.print"])
    assert job is not None
    jobs.run(job)
    return job


def printed(client: Client, where: str) -> bytes:
    response = client.get(f"{where}file/")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def text(pdf: bytes, page: int) -> str:
    with pdfium.PdfDocument(pdf) as document:
        return " ".join(document[page].get_textpage().get_text_bounded().split())


def test_prints_cover_and_the_ten_columns(desk: Desk) -> None:
    desk.issued(1)
    desk.void(2, "cấp hai số cho một dự thảo")
    client = desk.client("lan")
    where = ask(client)
    work()
    pdf = printed(client, where)
    cover, table = text(pdf, 0), text(pdf, 1)
    for part in (
        "ỦY BAN NHÂN DÂN TỈNH HƯNG SƠN", "SỞ NỘI VỤ", "SỔ ĐĂNG KÝ VĂN BẢN ĐI", "Năm: 2026",
        "Từ ngày 24/11/2026 đến ngày 24/11/2026", "Từ số 01 đến số 02", "Quyển số: 02",
    ):  # fmt: skip
        assert part in cover
    places = [table.find(f"({number})") for number in range(1, 11)]
    assert places == sorted(places)
    assert -1 not in places
    heads = table[: places[0]]
    assert [column for column in COLUMNS if column not in heads] == []
    assert "Công văn về việc triển khai khảo sát" in table
    assert "Hủy số: cấp hai số cho một dự thảo" in table
    assert "Trang 1" in table


def test_prints_rising_in_landscape_with_heads_on_every_page(desk: Desk) -> None:
    for number in range(1, 41):
        desk.void(number, "lý do " * 12)
    client = desk.client("lan")
    where = ask(client, "?sort=-number")
    work()
    pdf = printed(client, where)
    with pdfium.PdfDocument(pdf) as document:
        pages = len(document)
        width, height = document[1].get_size()
    assert (round(width), round(height)) == (842, 595)
    assert pages > 2
    for page in range(1, pages - 1):
        assert "(10)" in text(pdf, page)
    assert [int(n) for n in re.findall(r"\b(\d\d) 24/11/2026", text(pdf, 1))][:3] == [1, 2, 3]


def test_a_line_taller_than_a_page_keeps_the_heads_on_every_page(desk: Desk) -> None:
    desk.void(1, "trước")
    many = tuple(f"Ủy ban nhân dân xã số {number} thuộc tỉnh Hưng Sơn" for number in range(1, 61))
    desk.issued(2, addressees=many)
    desk.void(3, "sau")
    client = desk.client("lan")
    where = ask(client)
    work()
    pdf = printed(client, where)
    with pdfium.PdfDocument(pdf) as document:
        pages = [text(pdf, page) for page in range(1, len(document) - 1)]
    assert len(pages) > 2
    assert all("(10)" in page and "Nơi nhận văn bản" in page for page in pages)
    assert [many[0] in pages[0], many[-1] in pages[-1], "sau" in pages[-1]] == [True, True, True]


def test_a_long_book_is_made_in_parts_and_counts_its_pages_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(laying, "PART", 10)
    for number in range(1, 26):
        desk.void(number, "lý do " * 20)
    client = desk.client("lan")
    where = ask(client)
    work()
    pdf = printed(client, where)
    with pdfium.PdfDocument(pdf) as document:
        pages = len(document)
    assert [f"Trang {page}" in text(pdf, page) for page in range(1, pages)] == [True] * (pages - 1)
    assert (
        sum(
            "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in text(pdf, page) and "Quyển số" in text(pdf, page)
            for page in range(pages)
        )
        == 1
    )


def lines_on_pages(pdf: bytes) -> list[list[int]]:
    with pdfium.PdfDocument(pdf) as document:
        pages = len(document)
    return [
        [int(n) for n in re.findall(r"\b(\d\d) 24/11/2026", text(pdf, page))] for page in range(1, pages - 1)
    ]


def test_nobody_sees_on_paper_where_one_part_ended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 61):
        desk.void(number, "lý do " * (1 + number % 9 * 4))
    client = desk.client("lan")
    whole, parts = ask(client), ask(client)
    work()
    monkeypatch.setattr(laying, "PART", 17)
    work()
    one, many = (lines_on_pages(printed(client, where)) for where in (whole, parts))
    assert one == many
    assert [n for page in many for n in page] == list(range(1, 61))  # none lost, none twice
    assert len(many) > 4


def test_a_tall_line_at_the_edge_of_a_part_is_kept_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laying, "PART", 2)
    desk.void(1, "trước")
    many = tuple(f"Ủy ban nhân dân xã số {number} thuộc tỉnh Hưng Sơn" for number in range(1, 61))
    desk.issued(2, addressees=many)
    desk.void(3, "giữa")
    desk.void(4, "sau")
    client = desk.client("lan")
    where = ask(client)
    work()
    pdf = printed(client, where)
    with pdfium.PdfDocument(pdf) as document:
        whole = " ".join(text(pdf, page) for page in range(1, len(document)))
    assert [whole.count(part) for part in ("trước", "xã số 60 ", "giữa", "Hủy số: sau")] == [1, 1, 1, 1]


def closing_page(client: Client, query: str = "") -> str:
    where = ask(client, query)
    work()
    pdf = printed(client, where)
    with pdfium.PdfDocument(pdf) as document:
        return text(pdf, len(document) - 1)


def test_the_last_page_counts_pages_and_numbers(desk: Desk) -> None:
    desk.issued(1)
    desk.numbered(1, "số phụ", suffix="a")
    desk.void(2)
    desk.reserved(3)
    last = closing_page(desk.client("lan"))
    for part in (
        "TRANG KẾT THÚC SỔ", "Sổ này có 2 trang, đăng ký từ số 01 đến số 03.", "Số đã cấp cho văn bản 1",
        "Số phụ (có chữ sau số) 1", "Số đã hủy, còn dòng và lý do 1", "Số đang giữ 1", "Sổ chưa khóa khi in.",
        "VĂN THƯ", "Trang 2",
    ):  # fmt: skip
        assert part in last


def test_the_last_page_of_a_closed_book_says_who_closed_it_and_when(desk: Desk) -> None:
    desk.void(1)
    desk.series.next_number = 2
    desk.series.save()
    today = local_day(desk.at)
    series.end_series(series=desk.series, on=today, by=desk.actor("lan"), at=desk.at)
    closing_books.close_book(series=desk.series, by=desk.actor("lan"), at=desk.at)
    client, name = desk.client("lan"), desk.posts["lan"].person.full_name
    whole = closing_page(client, f"?series={desk.series.pk}")
    assert f"Sổ đã khóa ngày {today:%d/%m/%Y}" in whole
    assert name in whole
    part = closing_page(client, f"?series={desk.series.pk}&state=void")
    assert "Sổ đã khóa" not in part
    assert name not in part


def test_an_empty_book_says_that_it_holds_nothing(desk: Desk) -> None:
    assert "Sổ này có 2 trang, không đăng ký văn bản nào." in closing_page(desk.client("lan"))


def test_a_register_that_is_not_whole_says_so_on_paper(desk: Desk) -> None:
    desk.issued(1)
    client = desk.client("lan", "en")
    where = ask(client, "?kind=cong_van")
    work()
    assert "Chỉ gồm: loại: Công văn" in text(printed(client, where), 1)


def test_a_book_of_one_part_is_archival(desk: Desk, tmp_path: Path) -> None:
    desk.issued(1)
    client = desk.client("lan")
    where = ask(client)
    work()
    path = tmp_path / "book.pdf"
    path.write_bytes(printed(client, where))
    told = subprocess.run(["pdfinfo", "-meta", path], capture_output=True, text=True, check=True).stdout
    assert re.search(r"pdfaid:part\D+3\D", told)


def test_an_empty_register_prints_too(desk: Desk) -> None:
    client = desk.client("lan")
    where = ask(client)
    work()
    assert "Không có văn bản nào." in text(printed(client, where), 1)


def test_the_page_waits_and_then_shows_the_book(desk: Desk) -> None:
    desk.issued(1)
    client = desk.client("lan")
    where = ask(client)
    waiting = client.get(where).content.decode()
    assert "Waiting for a worker" in waiting
    assert client.get(f"{where}file/").status_code == 404
    job = work()
    job.refresh_from_db()
    assert job.state == JobState.DONE
    part = client.get(where, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f"{where}file/" in part


def test_whoever_left_finds_the_print_again(desk: Desk) -> None:
    client = desk.client("lan")
    assert "No register has been printed yet" in client.get("/registers/outgoing/prints/").content.decode()
    where = ask(client, "?kind=cong_van")
    html = client.get("/registers/outgoing/prints/").content.decode()
    assert where in html
    assert "being printed" in html
    assert "kind: Công văn" in html
    work()
    assert "ready" in client.get("/registers/outgoing/prints/").content.decode()
    assert desk.client("minh").get("/registers/outgoing/prints/").status_code == 409


def test_printing_is_remembered_with_its_file(desk: Desk) -> None:
    desk.issued(1)
    ask(desk.client("lan"), "?kind=cong_van")
    work()
    asked, made = Event.objects.filter(subject_kind="register").order_by("id")
    assert (asked.name, made.name) == ("register.printed", "register.print_made")
    assert asked.trail["person"] == desk.posts["lan"].person_id
    assert asked.facts["asked"] == ["kind=cong_van"]
    assert made.facts["lines"] == 1


def test_a_print_is_for_its_office_only(desk: Desk) -> None:
    desk.issued(1)
    where = ask(desk.client("lan"))
    work()
    for name in ("minh", "quan"):
        assert desk.client(name).get(where).status_code == 409
        assert desk.client(name).get(f"{where}file/").status_code == 409
        assert desk.client(name).post(URL).status_code == 409
    assert Client().get(where).status_code == 302
    assert desk.client("lan").get(f"{URL}nobody-knows/").status_code == 404


def test_asking_says_what_will_be_printed(desk: Desk) -> None:
    desk.issued(1)
    html = desk.client("lan").get(URL + "?kind=cong_van").content.decode()
    assert "kind: Công văn" in html


def test_a_book_number_too_long_is_refused_on_the_form(desk: Desk) -> None:
    assert desk.client("lan").post(URL, {"book": "9" * 50}).status_code == 422
    assert Job.objects.count() == 0


def test_the_book_opens_in_a_reader(desk: Desk) -> None:
    desk.issued(1)
    client = desk.client("lan")
    where = ask(client)
    work()
    assert io.BytesIO(printed(client, where)).read(5) == b"%PDF-"
