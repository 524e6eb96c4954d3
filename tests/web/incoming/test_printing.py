"""The stamp ĐẾN over the view and on prints, never in the file; the slip of handling in its legal form."""

from __future__ import annotations

from typing import Any

import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dispatch import queries
from dispatch.models import IncomingLetter
from dispatch.reading.blank import HIGH, WIDE, room_for_stamp
from files import ports as file_ports
from files.enums import FileRole
from files.operations import storing
from files.queries import content_of
from files.store.filesystem import FilesystemStore
from jobs import ports
from jobs.operations import working
from tests.files.pieces import pdf, picture
from tests.workflow.incoming_office import Intake, founded
from web.incoming import jobs

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def intake(db: Any, tmp_path: Any) -> Intake:
    store = FilesystemStore(tmp_path / "store")
    file_ports.join(lambda: store)
    return founded(timezone.now())


def client(intake: Intake, name: str) -> Client:
    person = intake.post(name).person
    person.language = "en"
    person.save(update_fields=["language"])
    signed_in = Client()
    signed_in.force_login(person, backend=BACKEND)
    return signed_in


def with_file(intake: Intake, content: bytes, name: str = "cong-van.pdf") -> Any:
    by = intake.office.lan
    return storing.store(by=by, at=intake.later(), content=content, name=name, role=FileRole.ORIGINAL)


def printed(intake: Intake, reader: Client, letter: IncomingLetter, form: str) -> bytes:
    where = reader.post(reverse("incoming:print", args=[letter.pk, form])).headers["Location"]
    assert "being laid out" in reader.get(where).content.decode()
    ports.join({"incoming.print": jobs.run})
    assert working.run_one(["interactive"], clock=timezone.now, kinds=["incoming.print"])
    return b"".join(reader.get(f"{where}file/").streaming_content)


def words(content: bytes, page: int = 0) -> str:
    with pdfium.PdfDocument(content) as document:
        return " ".join(document[page].get_textpage().get_text_bounded().split())


def test_the_stamp_lies_over_the_view_and_the_print_and_never_in_the_file(intake: Intake) -> None:
    file = with_file(intake, pdf(2))
    letter = intake.in_hand(file=file)
    before = content_of(letter.scan)
    reader = client(intake, "minh")
    page = reader.get(reverse("incoming:letter", args=[letter.pk])).content.decode()
    assert "data-viewer-over" in page
    for said in ("ĐẾN", "Số: 01", "Chuyển: Phòng Xây dựng chính", "SỞ NỘI VỤ"):
        assert said in page
    made = printed(intake, reader, letter, "stamped")
    for said in ("ĐẾN", "Số: 01", f"Ngày: {letter.arrival_day:%d/%m/%Y}"):
        assert said in words(made)
    assert "ĐẾN" not in words(made, 1)
    assert content_of(queries.incoming_by_key(intake.organisation, letter.pk).scan) == before


def test_a_picture_is_printed_with_the_stamp_too(intake: Intake) -> None:
    letter = intake.registered(file=with_file(intake, picture(), "anh.png"))
    assert "ĐẾN" in words(printed(intake, client(intake, "lan"), letter, "stamped"))


def test_the_slip_has_its_three_parts_filled_as_far_as_they_are_known(intake: Intake) -> None:
    letter = intake.reported()
    text = words(printed(intake, client(intake, "hoa"), letter, "slip"))
    for said in (
        "SỞ NỘI VỤ", "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN", "Số đến: 01", letter.reference_code, letter.subject,
        "Ý kiến của lãnh đạo cơ quan, tổ chức", "Giao phòng XDCQ chủ trì tham mưu", "Chủ trì: Phòng Xây dựng chính quyền",
        "Ý kiến của lãnh đạo đơn vị", "Giao Nguyễn Văn Minh", "Ý kiến đề xuất của người giải quyết", "Đã tham mưu",
    ):  # fmt: skip
        assert said in text
    fresh = words(printed(intake, client(intake, "lan"), intake.registered(), "slip"))
    assert "Số đến: 02" in fresh


def test_who_may_not_read_the_letter_gets_no_print_of_it(intake: Intake) -> None:
    letter = intake.registered(file=with_file(intake, pdf()))
    stranger = client(intake, "vy")
    assert stranger.post(reverse("incoming:print", args=[letter.pk, "stamped"])).status_code == 404
    clerk = client(intake, "lan")
    where = clerk.post(reverse("incoming:print", args=[letter.pk, "stamped"])).headers["Location"]
    assert stranger.get(where).status_code == 404
    assert stranger.get(f"{where}file/").status_code == 404
    assert clerk.post(reverse("incoming:print", args=[letter.pk, "all"])).status_code == 404


# ------------------------------------------------------------------ where the stamp has room
def box(left: float, top: float, right: float, bottom: float) -> tuple[int, int, int, int]:
    """Give a place on an A4 page, from millimetres, as words are placed."""
    return (round(left / 0.021), round(top / 0.0297), round(right / 0.021), round(bottom / 0.0297))


def test_it_stands_where_no_word_is_and_in_the_corner_of_a_full_page() -> None:
    left, top = room_for_stamp([box(25, 30, 100, 52), box(110, 30, 190, 60), box(30, 95, 195, 270)])
    assert left < 60
    assert top > 52
    assert top + HIGH < 95
    right, _top = room_for_stamp([box(25, 30, 120, 120)])
    assert right > 120
    corner = room_for_stamp([box(5, y, 205, y + 4) for y in range(20, 290, 6)])
    assert corner[1] + 0 < 10
    assert corner[0] + WIDE < 210


def test_a_picture_of_the_stamp_measures_35_by_50(intake: Intake) -> None:
    from dispatch.layout.slips import compose_stamp
    from files.rendering import render_pdf

    letter = intake.registered(file=with_file(intake, pdf()))
    composed = compose_stamp(queries.stamp_of(letter))
    made = render_pdf(composed.html, stylesheets=composed.stylesheets, at=timezone.now(), licensed_fonts=None)
    with pdfium.PdfDocument(made.pdf) as document:
        sides = [round(points * 25.4 / 72) for points in document[0].get_size()]
    assert sides == [210, 297]
    assert 'width="50" height="35"' in composed.html
