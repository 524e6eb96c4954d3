"""All stories in one file: with `--dist loadfile` they stay on one worker, and one office serves them all."""

from __future__ import annotations

import io
import json
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from config.demo import PIN
from lib.calendar import local_day
from tests.e2e import arrival, handled, work
from tests.e2e.aids import with_every_aid
from tests.e2e.archived import brought_in_and_taken_back, certified, found_lent_and_printed
from tests.e2e.checking import Checked
from tests.e2e.custody import to_the_archive
from tests.e2e.deputy import signed_for_the_head
from tests.e2e.desk import PATIENCE, Desk, Reception
from tests.e2e.running import RealOffice
from tests.e2e.sending import refused_then_taken
from tests.e2e.stories import ATTACHED, DOSSIER, from_hand_to_hand
from tests.e2e.tray import signed_and_sealed_together
from tests.e2e.work import Letter
from tests.factories.papers import papers, scanned
from tests.sizes import LONG, SIZES, TIER

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings(
        "ignore::pytest.PytestRemovedIn10Warning"
    ),  # raised by pytest-playwright itself
]

FORMS = (  # of the administrator
    "delegations/new/", "names/new/", "units/new/", "people/new/", "certificates/new/", "calendar/days/new/",
)  # fmt: skip


# ---------------------------------------------------------------- one letter, from the first word to the dossier
def test_one_letter_goes_the_whole_way(letter: Letter) -> None:
    """The steps stand in tests/e2e/stories.py; the fixture walks them, taps counted."""
    assert re.fullmatch(r"\d+/SNV-CCHC", letter.code)
    assert letter.pdf.startswith(b"%PDF-")


def test_the_issued_file_is_accepted_by_the_command(
    letter: Letter, office: RealOffice, tmp_path: Path
) -> None:
    """`./office verify` on the file and on a changed copy, by their names in the folder where one stands."""
    (tmp_path / "issued.pdf").write_bytes(letter.pdf)
    (tmp_path / "changed.pdf").write_bytes(_one_byte_changed(letter.pdf))
    done = office.command("verify", "--json", "issued.pdf", "changed.pdf", caller=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr  # one of the two is rejected
    assert [json.loads(line)["status"] for line in done.stdout.splitlines()] == ["ACCEPT", "REJECT"]


@LONG
def test_the_receiver_refuses_it_once_and_takes_it_then(letter: Letter, reception: Reception) -> None:
    """The steps stand in tests/e2e/sending.py."""
    refused_then_taken(letter, reception)


def test_it_is_found_by_words_without_marks_and_by_its_number(letter: Letter, reception: Reception) -> None:
    """1. Minh types words of the subject without marks. 2. He types the number with blanks and small letters."""
    with reception.desk("minh") as minh:
        for query in ("tang cuong ky luat ky cuong", letter.code.replace("/", " / ").lower()):
            _find(minh, query, letter)
        minh.look()
        minh.picture("search")


def test_whoever_holds_a_copy_can_check_it(letter: Letter, office: RealOffice, reception: Reception) -> None:
    """1. A stranger opens what the QR code leads to. 2. The issued file is the one; with one byte changed it is not.

    3. A code nobody gave is answered like one of an unissued letter.
    """
    token = office.ask("SELECT verify_token FROM dispatch_outgoingletter WHERE id = %s", letter.key)
    with reception.desk() as stranger:
        stranger.go(f"/verify/{token}")
        expect(stranger.page.locator("main [data-verdict=valid]")).to_contain_text(
            "Văn bản này đã được ban hành"
        )
        expect(stranger.page.locator("main")).to_contain_text(letter.code)
        stranger.look()
        stranger.picture("verify")
        _compare(stranger, letter.pdf)
        expect(stranger.page.locator("[role=status] [data-verdict=valid]")).to_contain_text("Đúng là tệp")
        _compare(stranger, _one_byte_changed(letter.pdf))
        expect(stranger.page.locator("[role=status] [data-verdict=invalid]")).to_contain_text(
            "Không phải tệp"
        )
        stranger.go(f"/verify/{'A' * 32}")
        expect(stranger.page.locator("main [data-verdict=doubtful]")).to_be_visible()
        stranger.look()


def test_a_file_of_somebody_else_is_judged_for_people_of_the_office(
    letter: Letter, reception: Reception
) -> None:
    """1. Thu chooses a PDF she was sent. 2. The page says what each signature is worth."""
    with reception.desk("thu") as thu:
        thu.go("/verify/file/")
        thu.look()
        _choose(thu, letter.pdf)
        thu.page.locator("main form button.btn-primary").click()
        expect(thu.page.locator("[role=status] [data-verdict=valid]").first).to_be_visible(timeout=60_000)
        assert thu.page.locator("[role=status] [data-verdict=invalid]").count() == 0
        thu.picture("judged-file")


# ---------------------------------------------------------------- everybody of the office, and many letters at once
@LONG
def test_everybody_checks_and_the_deputy_signs_for_the_head(reception: Reception, office: RealOffice) -> None:
    """The steps stand in tests/e2e/deputy.py."""
    letter = signed_for_the_head(reception, "phân công đầu mối tiếp nhận hồ sơ tuyển dụng")
    status = "SELECT status FROM dispatch_outgoingletter WHERE id = %s"
    assert office.ask(status, letter.key) in {"signed", "numbered", "issued"}


@LONG
def test_the_clerk_seals_many_with_one_pin(reception: Reception) -> None:
    """The steps stand in tests/e2e/tray.py."""
    codes = signed_and_sealed_together(reception, "cử công chức tham gia đoàn kiểm tra công vụ")
    numbers = [int(code.split("/")[0]) for code in codes]
    assert len(set(numbers)) == len(numbers) >= SIZES.letters_sealed_together


# ---------------------------------------------------------------- what may go wrong on the way
@LONG
def test_a_returned_letter_keeps_everything_and_two_tabs_lose_nothing(reception: Reception) -> None:
    """1. Minh submits with an attachment. 2. Hòa sends it back with a reason. 3. Minh reads it on a full draft.

    4. He types in two tabs; the office shows both texts and keeps the one he chooses. 5. He submits again.
    """
    subject = "rà soát trụ sở làm việc sau sắp xếp đơn vị hành chính"
    with reception.desk("minh") as minh:
        work.begin(minh)
        work.write(minh, subject)
        work.attach(minh, ATTACHED)
        work.submit(minh)
    with reception.desk("hoa") as hoa:
        work.open_letter(hoa, subject)
        hoa.press("Trả lại")
        hoa.page.locator("dialog[open] textarea").fill("Bổ sung thời hạn báo cáo.")
        hoa.page.locator("dialog[open] button.btn-primary").click()
        expect(hoa.said).to_contain_text(subject)
    with reception.desk("minh") as minh:
        work.row(minh, subject).locator("[data-row-next] a").click()
        expect(minh.page.locator("#draft-form")).to_contain_text("Bổ sung thời hạn báo cáo.")
        expect(minh.page.locator("#attachments")).to_contain_text(ATTACHED)
        expect(minh.page.locator(".editor__text").first).to_contain_text("Kết quả thực hiện gửi về Sở Nội vụ")
        _types_in_two_tabs(minh)
        work.submit(minh)


@LONG
def test_a_wrong_pin_is_told_and_two_presses_sign_once(reception: Reception, office: RealOffice) -> None:
    """1. Bình enters a wrong PIN; the office says how many tries are left. 2. He opens the sheet twice.

    3. He presses twice in one and once in the other. 4. One signature was made, by one request.
    """
    subject = "thống kê công chức giữ ngạch chuyên viên chính"
    from_hand_to_hand(reception, subject)
    with reception.desk("binh") as binh:
        work.open_letter(binh, subject)
        work.seen(binh.page)
        binh.press("Duyệt và ký")
        work.enter_pin(binh, "Duyệt và ký", "000000")
        expect(binh.page.locator("form .form-row__error, form .invalid-feedback")).to_contain_text("4 lần")
        binh.look()
        other = binh.page.context.new_page()
        other.goto(binh.page.url)
        other.locator("[name=pin]").fill(PIN)
        binh.page.locator("[name=pin]").fill(PIN)
        binh.act("Duyệt và ký").dblclick()
        other.locator("main form button.btn-primary").click()
        work.signed(binh, "Đã ký")
        expect(other.locator("main")).not_to_contain_text("PIN của khóa ký")
    key = office.ask("SELECT id FROM dispatch_outgoingletter WHERE subject = %s", subject)
    made = "SELECT count(*) FROM signing_signingrequest WHERE origin_kind = 'letter' AND origin_key = %s"
    assert office.ask(made, str(key)) == 1


@LONG
def test_who_stands_in_acts_on_behalf_and_it_is_said(reception: Reception) -> None:
    """1. Hòa lets Nhung stand in. 2. Minh submits. 3. Nhung finds it in her inbox, on behalf of Hòa, and passes it.

    4. The letter says for whom she acted. 5. Hòa ends the delegation.
    """
    subject = "góp ý dự thảo quy chế làm việc của Sở"
    with reception.desk("hoa") as hoa:
        _lets_stand_in(hoa, "Bùi Cẩm Nhung")
    with reception.desk("minh") as minh:
        work.begin(minh)
        work.write(minh, subject)
        work.submit(minh)
    with reception.desk("nhung") as nhung:
        expect(work.row(nhung, subject)).to_contain_text("Phạm Thị Hòa")
        work.open_letter(nhung, subject)
        expect(nhung.page.locator(".block--head")).to_contain_text("thay Phạm Thị Hòa")
        nhung.press("Duyệt nội dung")
        expect(nhung.said).to_contain_text("Đã duyệt nội dung")
    with reception.desk("dung") as dung:
        work.open_letter(dung, subject)
        expect(dung.page.locator("aside")).to_contain_text("Bùi Cẩm Nhung thay Phạm Thị Hòa")
    with reception.desk("hoa") as hoa:
        hoa.go("/organisation/delegations/")
        hoa.page.locator("tr:not(.void)").filter(has_text="Bùi Cẩm Nhung").get_by_role("button").click()
        hoa.page.locator("#confirm [data-confirmed]").click()
        expect(hoa.page.locator("tr.void").filter(has_text="Bùi Cẩm Nhung").first).to_be_visible()


# ---------------------------------------------------------------- what comes in
@LONG
def test_a_scan_comes_in_and_is_answered_and_filed(
    reception: Reception, office: RealOffice, tmp_path: Path
) -> None:
    """A scan is registered in ten keys, directed on a phone, assigned, chased when late, answered, signed and filed.

    The same scan once more is caught; a wrong one is returned; paper is registered without a scan. The steps stand in
    tests/e2e/arrival.py and tests/e2e/handled.py.
    """
    paper = next(one for one in papers(20) if one.page.kind == "cong_van" and not one.page.urgency)
    file, other = tmp_path / "quet.pdf", tmp_path / "nham.pdf"
    file.write_bytes(scanned(paper.pdf()))
    other.write_bytes(work.small_pdf())
    subject = paper.truth["subject"]
    with reception.desk("lan") as lan:
        key = arrival.scan_read_and_registered(lan, office, file, paper.truth["code"])
    arrival.caught_twice(reception, file, paper.truth["code"])
    arrival.returned(reception, other, "Văn bản gửi nhầm cơ quan")
    arrival.on_paper(reception, "xin ý kiến về quy chế phối hợp")
    handled.proposed(reception, key)
    handled.directed_by_thumb(reception, key, subject)
    handled.assigned(reception, key)
    handled.chased(reception, office, key, subject, tmp_path)
    handled.answered(reception, key, "trả lời về việc gửi, nhận văn bản điện tử", tmp_path)
    handled.done_and_filed(reception, key)
    stage = "SELECT stage FROM dispatch_handling WHERE letter_id = %s"
    assert office.ask(stage, key) == "filed"


# ---------------------------------------------------------------- registers, dossiers, the office
@LONG
def test_the_register_says_what_it_shows_prints_and_exports(
    letter: Letter, reception: Reception, tmp_path: Path
) -> None:
    """1. Lan opens the book: nothing is hidden, and it says so. 2. She filters; the sentence names the filter.

    3. The book is printed in the legal form, as a job. 4. The spreadsheet has the same lines.
    """
    with reception.desk("lan") as lan:
        lan.go("/registers/outgoing/")
        expect(lan.page.locator("tr[data-row]").filter(has_text=letter.code)).to_contain_text(letter.subject)
        lan.look()
        lan.picture("register")
        lan.page.locator("[data-filter]").fill("khong co dong nao nhu the")
        lan.press("Lọc")
        expect(lan.page.locator(".page-head .said")).to_contain_text("khong co dong nao nhu the")
        assert lan.page.locator("tr[data-row]").count() == 0
        lan.go("/registers/outgoing/")
        with lan.page.expect_download() as waiting:
            lan.press("Bảng tính")
        waiting.value.save_as(tmp_path / "register.xlsx")
        assert letter.code in _cells(tmp_path / "register.xlsx")
        lan.press("In sổ")
        lan.look()
        lan.press("Tạo sổ in")
        work.seen(lan.page)
        lan.look()
        lan.picture("register-print")
        assert lan.download(".viewer-bar a[download]", tmp_path / "register.pdf").startswith(b"%PDF-")
        lan.go("/registers/numbers/")
        lan.look()


def test_the_letter_lies_in_its_dossier(letter: Letter, reception: Reception) -> None:
    """1. Minh looks through the dossiers by year. 2. He opens the one and finds the letter. 3. He opens the letter."""
    with reception.desk("minh") as minh:
        minh.go("/dossiers/")
        minh.look()
        minh.picture("dossiers")
        minh.page.locator(".tree a").filter(has_text=DOSSIER[-4:]).first.click()
        minh.page.locator("tr[data-row]").filter(has_text=DOSSIER).locator("[data-row-open]").click()
        line = minh.page.locator("main tbody tr").filter(has_text=letter.code)
        expect(line).to_contain_text(letter.subject)
        minh.look()
        minh.picture("dossier")
        line.get_by_role("link").first.click()
        work.seen(minh.page)
    with reception.desk("thu") as thu:
        for path in ("/dossiers/plan/2026/", "/dossiers/new/"):
            thu.go(path)
            thu.look()


@LONG
def test_a_dossier_goes_to_the_archive(reception: Reception) -> None:
    """Closed, offered, returned once, taken over, and then left alone."""
    to_the_archive(reception, f"03.CCHC.{local_day(datetime.now(UTC)).year - 1}")


@LONG
def test_an_old_list_comes_in_and_its_dossier_is_found_lent_and_printed(
    reception: Reception, office: RealOffice
) -> None:
    """The steps stand in tests/e2e/archived.py."""
    brought_in_and_taken_back(reception)
    found_lent_and_printed(reception, office)


@LONG
def test_a_holding_is_certified(reception: Reception) -> None:
    """The steps stand in tests/e2e/archived.py."""
    certified(reception)


@LONG
def test_the_pages_of_the_office(letter: Letter, reception: Reception) -> None:
    """1. Anybody reads who is who; the administrator changes it. 2. The procedure is drawn with the letter's place."""
    with reception.desk("quan") as quan:
        for path in ("", "delegations/", "mandates/", "certificates/", "calendar/", "names/", *FORMS):
            quan.go(f"/organisation/{path}")
            quan.look()
        for path, name in (
            ("", "organisation"),
            ("certificates/", "certificates"),
            (FORMS[4], "certificate"),
        ):
            quan.go(f"/organisation/{path}")
            quan.picture(name)
        quan.go("/organisation/")
        quan.page.locator("tr[data-row] a, [data-row-open]").first.click()
        quan.look()
        person = urlsplit(quan.page.url).path
        for part in ("work/", "let-go/", "password/", "appoint/"):
            quan.go(person + part)
            quan.look()
        for path in ("/news/", "/account/password/", "/account/2fa/"):
            quan.go(path)
            quan.look()
    with reception.desk("minh") as minh:
        minh.go(f"/letters/{letter.key}/procedure/")
        expect(minh.page.locator(".flow-drawing svg")).to_be_visible()
        minh.look()
        minh.picture("procedure")


@LONG
def test_an_office_whose_book_is_over_is_told_and_opens_one(reception: Reception) -> None:
    """1. A congress ends the book of letters of the Party's office. 2. Its clerk reads what is missing.

    3. She opens the book of the new term. 4. It is listed, and nothing is missing any more.
    """
    with reception.desk("loan") as loan:
        loan.go("/registers/books/")
        loan.look()
        book = loan.page.locator("[data-row]").filter(has=loan.page.get_by_text("Công văn", exact=True))
        book.get_by_role("link", name="Ghi ngày cuối").first.click()
        loan.page.get_by_label("Ngày cuối cùng").fill(f"{local_day(datetime.now(UTC)) - timedelta(days=1)}")
        loan.look()
        loan.press("Ghi ngày cuối")
        loan.go("/organisation/")
        expect(loan.page.locator("#missing")).to_contain_text("Chưa mở sổ cho năm")
        loan.look("missing")
        loan.picture("missing")
        loan.go("/registers/books/")
        loan.look("no book")
        loan.press("Mở sổ theo nhiệm kỳ")
        loan.look()
        loan.picture("book")
        loan.press("Mở sổ")
        opened = loan.page.locator("[data-row]").filter(has_text="Văn bản đi")
        expect(opened).to_contain_text("đại hội sau")
        loan.picture("books")
        loan.go("/organisation/")
        expect(loan.page.locator("#missing")).not_to_contain_text("Chưa mở sổ")
        loan.go("/registers/books/new/year/")
        loan.look()
        loan.go("/registers/books/")
        loan.press("Khóa sổ")
        loan.look()


# ---------------------------------------------------------------- hands on the keyboard, and the other language
@LONG
def test_the_inbox_is_worked_by_keys(reception: Reception) -> None:
    """1. `?` shows the keys. 2. j and k choose a row. 3. Enter does what the row names. 4. `/` goes to search."""
    with reception.desk("minh") as minh:
        for subject in ("mở lớp bồi dưỡng văn thư", "kiểm kê tài liệu giấy"):
            work.begin(minh)
            minh.page.get_by_label("Trích yếu").fill(subject)
            work.kept(minh.page)
        minh.go("/inbox/")
        minh.look()
        rows = minh.page.locator("[data-list] [data-row]")
        for key, chosen in (("j", 0), ("j", 1), ("k", 0), ("j", 1)):
            minh.page.keyboard.press(key)
            expect(rows.nth(chosen)).to_have_attribute("aria-current", "true")
        where = rows.nth(1).locator("[data-row-next] a").get_attribute("href")
        minh.page.keyboard.press("?")
        expect(minh.page.locator("dialog#keys")).to_contain_text("Soạn văn bản")
        minh.page.keyboard.press("Escape")
        rows.nth(1).locator("[data-row-open]").focus()
        minh.page.keyboard.press("Enter")
        minh.page.wait_for_url(f"**{where}")
        minh.go("/inbox/")
        minh.page.keyboard.press("/")
        expect(minh.page.locator("[data-search]")).to_be_focused()


def test_the_office_speaks_english_to_whoever_wants_it(reception: Reception) -> None:
    """1. Phúc chooses English in his menu; it stays on the next page. 2. He goes back to Vietnamese."""
    with reception.desk("phuc") as phuc:
        phuc.page.locator(".me summary").click()
        phuc.act("English").click()
        expect(phuc.page.locator("html")).to_have_attribute("lang", "en")
        phuc.go("/inbox/")
        expect(phuc.page.get_by_role("heading", level=1)).to_have_text("Inbox")
        phuc.page.locator(".me summary").click()
        phuc.act("Tiếng Việt").click()
        expect(phuc.page.get_by_role("heading", level=1)).to_have_text("Hộp việc")


@LONG
def test_a_letter_is_drafted_with_every_aid(letter: Letter, reception: Reception, tmp_path: Path) -> None:
    """Findings where they are, a phrase by its key, the issued letter as a basis, a Word file, versions compared."""
    with reception.desk("minh") as minh:
        with_every_aid(minh, letter, tmp_path)


def test_every_page_was_good_for_everybody(letter: Letter, checked: Checked, browser: Browser) -> None:
    """The pages the stories above went through: axe, width, light and dark. Runs last."""
    assert len(checked.pages) >= (10 if TIER == "test" else 40), sorted(checked.pages)
    assert checked.wrong() == {}


# ---------------------------------------------------------------- small steps
def _find(desk: Desk, query: str, letter: Letter) -> None:
    """Search until the indexer has caught up."""
    until = time.monotonic() + PATIENCE / 1000
    found = desk.page.locator(".results li").filter(has_text=letter.code)
    desk.go(f"/search/?q={query}")
    while not found.count():
        assert time.monotonic() < until, f"“{query}” does not find {letter.code}"
        time.sleep(0.4)
        desk.go(f"/search/?q={query}")
    expect(found.first).to_contain_text(letter.subject)


def _one_byte_changed(pdf: bytes) -> bytes:
    """Change one letter of the first page's stream, far from any signature."""
    place = pdf.index(b"stream") + 40
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def _choose(desk: Desk, pdf: bytes) -> None:
    file = {"name": "issued.pdf", "mimeType": "application/pdf", "buffer": pdf}
    desk.page.locator("main input[type=file]").set_input_files(file)  # type: ignore[arg-type]


def _compare(desk: Desk, pdf: bytes) -> None:
    _choose(desk, pdf)
    desk.press("So sánh")


def _types_in_two_tabs(minh: Desk) -> None:
    """Type in one tab, then in the other that does not know it; both texts are shown, mine is chosen."""
    elsewhere = minh.page.context.new_page()
    elsewhere.goto(minh.page.url)
    elsewhere.get_by_label("Kính gửi").fill("Gõ ở thẻ thứ hai")
    work.kept(elsewhere)
    elsewhere.close()
    minh.page.get_by_label("Kính gửi").fill("Gõ ở thẻ thứ nhất")
    expect(minh.page.locator("[data-autosave-state]")).to_have_attribute("data-state", "conflict")
    expect(minh.page.get_by_label("Kính gửi")).to_have_value("Gõ ở thẻ thứ nhất")
    minh.press("Lưu bản")
    main = minh.page.locator("main")
    expect(main).to_contain_text("Gõ ở thẻ thứ nhất")
    expect(main).to_contain_text("Gõ ở thẻ thứ hai")
    minh.look()
    minh.picture("conflict")
    minh.press("Lưu nội dung của tôi thành bản mới nhất")
    expect(minh.page.get_by_label("Kính gửi")).to_have_value("Gõ ở thẻ thứ nhất")
    expect(minh.page.get_by_role("button", name="Lấy lại")).to_have_count(0)  # nothing is left unsaved here


def _lets_stand_in(hoa: Desk, who: str) -> None:
    hoa.go("/organisation/delegations/new/")
    hoa.look()
    page = hoa.page
    option = page.locator("[name=delegate] option", has_text=who)
    page.locator("[name=delegate]").select_option(option.get_attribute("value"))
    page.locator("[name=until]").fill(page.locator("[name=since]").input_value())
    page.locator("[name=reason]").fill("Đi công tác ngoài tỉnh")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("tr[data-row]:not(.void)").filter(has_text=who)).to_be_visible()


def _cells(file: Path) -> set[object]:
    sheet = openpyxl.load_workbook(io.BytesIO(file.read_bytes()), read_only=True).active
    assert sheet is not None
    return {cell for line in sheet.iter_rows(values_only=True) for cell in line}
