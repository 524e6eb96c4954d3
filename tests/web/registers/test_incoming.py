"""The books of incoming letters: every line, filters said aloud, legal columns on screen, paper and spreadsheet."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pypdfium2 as pdfium
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dispatch.enums import AssignmentRole as R
from dispatch.layout.incoming_books import INCOMING, TRACKING, TRANSFER
from dispatch.models import Assignment, IncomingLetter
from files import ports
from files.store.filesystem import FilesystemStore
from jobs.operations import leasing
from tests.workflow.incoming_office import Intake, founded
from web.registers import incoming_asking, jobs
from workflow.incoming_letter import moves

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FORMS = {"register": INCOMING, "tracking": TRACKING, "transfer": TRANSFER}


@pytest.fixture
def intake(db: Any, tmp_path: Any) -> Intake:
    store = FilesystemStore(tmp_path / "store")
    ports.join(lambda: store)
    return founded(timezone.now())


def client(intake: Intake, name: str, language: str = "en") -> Client:
    person = intake.post(name).person
    person.language = language
    person.save(update_fields=["language"])
    signed_in = Client()
    signed_in.force_login(person, backend=BACKEND)
    return signed_in


def shown(intake: Intake, name: str = "lan", **query: str) -> str:
    response = client(intake, name).get(reverse("registers:incoming"), query)
    assert response.status_code == 200
    return str(response.content.decode())


def struck_out(intake: Intake) -> IncomingLetter:
    letter = intake.registered()
    moves.strike_out(letter=letter, reason="Ghi nhầm sổ", by=intake.lan, at=intake.later())
    return letter


def test_the_register_has_every_line_with_who_has_it_since_when(intake: Intake) -> None:
    letter = intake.in_hand()
    gone = struck_out(intake)
    page = shown(intake)
    assert page.count("<tr data-row") == 2
    assert "No filter hides a line." in page
    assert "1 void number" in page
    for said in (letter.issuer, letter.reference_code, letter.subject, "Phòng Xây dựng chính quyền"):
        assert said in page
    assert f"<s>{gone.issuer}</s>" in page
    assert "Void: Ghi nhầm sổ" in page
    assert reverse("incoming:letter", args=[letter.pk]) in page


FILTERED = (
    ({"state": "void"}, 1, "struck out"),
    ({"state": "in_hand"}, 1, "in hand"),
    ({"state": "late"}, 1, "past a deadline"),
    ({"state": "direction"}, 2, "waiting for a proposal or a directive"),
    ({"kind": "bao_cao"}, 1, "kind: Báo cáo"),
    ({"q": "2"}, 1, "with “2”"),
    ({"q": "cải cách"}, 4, "with “cải cách”"),
    ({"q": "ubnd tinh hung son"}, 4, "with “ubnd tinh hung son”"),
    ({"since": "2020-01-01", "until": "2020-12-31"}, 0, "arrived from 01/01/2020"),
)


def test_a_filter_is_said_and_its_count_is_its_list(intake: Intake) -> None:
    late = intake.directed()
    Assignment.objects.filter(letter=late, role=R.LEAD).update(due_on=datetime(2020, 1, 1).date())
    intake.registered(kind="bao_cao", kind_name="Báo cáo")
    intake.proposed()
    struck_out(intake)
    for query, count, said in FILTERED:
        page = shown(intake, **query)
        assert page.count("<tr data-row") == count, query
        assert said in page
        _form, asked = incoming_asking.read(query, intake.organisation, timezone.localdate())
        assert asked.lines(intake.organisation).count() == count


def test_follow_up_says_deadline_and_progress_and_the_transfer_book_has_a_line_for_each(
    intake: Intake,
) -> None:
    letter = intake.directed(intake.lead(), intake.helper(), intake.person("thu", R.INFORMATION))
    part = intake.of(letter, "TCBC")
    moves.accept(assignment=part, by=intake.actors["khoa"], at=intake.later())
    lead = intake.of(letter, "XDCQ")
    page = shown(intake, book="tracking")
    assert f"{lead.due_on:%d/%m/%Y}" in page
    page = shown(intake, book="transfer")
    assert page.count("<tr data-row") == 3
    assert "Showing <b>3 lines</b>" in page
    assert page.count("received ") == 1


def test_who_may_not_read_registers_sees_none(intake: Intake) -> None:
    intake.registered()
    assert client(intake, "minh").get(reverse("registers:incoming")).status_code == 409
    assert client(intake, "minh").post(reverse("registers:incoming_spreadsheet")).status_code == 409


def test_another_office_stands_in_no_line(intake: Intake) -> None:
    from tests.workflow.office import found

    intake.registered()
    other = found(timezone.now(), "STC")
    stranger = Client()
    stranger.force_login(other.lan.person, backend=BACKEND)
    assert "<tr data-row" not in stranger.get(reverse("registers:incoming")).content.decode()


def test_the_books_are_printed_with_cover_legal_columns_and_closing_page(intake: Intake) -> None:
    intake.in_hand()
    struck_out(intake)
    for book in FORMS:
        _printed_with_all(intake, book)


def _printed_with_all(intake: Intake, book: str) -> None:
    clerk = client(intake, "lan", "vi")
    where = clerk.post(f"{reverse('registers:print_incoming')}?book={book}", {"book": "01"}).headers[
        "Location"
    ]
    job = leasing.claim(["batch"], at=datetime.now(UTC), kinds=["registers.print"])
    assert job is not None
    jobs.run(job)
    response = clerk.get(f"{where}file/")
    content = b"".join(response.streaming_content)
    with pdfium.PdfDocument(content) as pdf:
        pages = [" ".join(one.get_textpage().get_text_bounded().split()) for one in pdf]
    cover, table, closing = pages[0], pages[1], pages[-1]
    form = FORMS[book]
    for part in (form.title, "Năm: 2026", "Từ số 01 đến số 02", "Quyển số: 01"):
        assert part in cover
    heads = table[: table.find("(1)")]
    # several heads break into lines, which a text of the page gives side by side
    assert [word for column in form.columns for word in column.split() if word not in heads] == []
    assert f"({len(form.columns)})" in table
    assert "Phòng Xây dựng chính quyền" in table
    assert ("Hủy số: Ghi nhầm sổ" in table) == (book != "transfer")
    assert "TRANG KẾT THÚC SỔ" in closing
    listed = clerk.get(reverse("registers:prints")).content.decode()
    assert {"register": "Sổ văn bản đến", "tracking": "Theo dõi giải quyết", "transfer": "Sổ chuyển giao"}[
        book
    ] in listed


def test_the_spreadsheet_has_the_legal_columns_and_the_same_lines(intake: Intake) -> None:
    intake.registered(subject="=1+1")
    letter = intake.in_hand()
    for book in FORMS:
        _same_in_a_sheet(intake, letter, book)


def _same_in_a_sheet(intake: Intake, letter: IncomingLetter, book: str) -> None:
    address = f"{reverse('registers:incoming_spreadsheet')}?book={book}"
    response = client(intake, "lan").post(address)
    content = b"".join(response.streaming_content)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert rows[2] == FORMS[book].columns
    assert len(rows) - 3 == (1 if book == "transfer" else 2)
    assert any(letter.subject in str(cell) or book == "transfer" for cell in rows[-1])
