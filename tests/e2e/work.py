"""What people do with a letter, one function for each: the words of the stories."""

from __future__ import annotations

import io
import re
import time
from dataclasses import dataclass

import pikepdf
import pypdfium2
from playwright.sync_api import Locator, Page, expect

from config.demo import PIN
from tests.e2e.desk import MACHINE, Desk

BODY = (
    "Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh, Sở Nội vụ đề nghị các cơ quan, địa phương quán triệt công chức "
    "chấp hành nghiêm giờ giấc làm việc, không sử dụng rượu, bia trong giờ làm việc.",
    "Kết quả thực hiện gửi về Sở Nội vụ trước ngày 20 tháng 12 năm 2026 để tổng hợp, báo cáo.",
)
HEAD = "Vũ Hải Bình"


@dataclass
class Letter:
    """What the stories remember of a letter."""

    subject: str
    key: int = 0
    code: str = ""
    pdf: bytes = b""


def small_pdf(pages: int = 1) -> bytes:
    """Make a PDF to attach."""
    pdf, out = pikepdf.Pdf.new(), io.BytesIO()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    pdf.save(out)
    return out.getvalue()


def text_of(pdf: bytes) -> str:
    """Give what the pages of a PDF say."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def begin(desk: Desk) -> int:
    """Begin a draft: first of all that it is not secret."""
    desk.go("/letters/new/")
    desk.look()
    desk.page.locator("[name=secrecy]").first.check()
    desk.press("Bắt đầu soạn")
    desk.page.wait_for_url(re.compile(r"/letters/\d+/edit/"))
    return int(desk.page.url.split("/")[-3])


def write(desk: Desk, subject: str, *, signer: str = HEAD) -> None:
    """Fill the draft in and wait until the office has kept it."""
    page = desk.page
    page.get_by_label("Trích yếu").fill(subject)
    page.get_by_label("Kính gửi").fill("Các sở, ban, ngành cấp tỉnh\nỦy ban nhân dân các xã, phường, đặc khu")
    page.locator(".editor__text").first.click()
    for paragraph in BODY:
        page.keyboard.insert_text(paragraph)
        page.keyboard.press("Enter")
    page.keyboard.press("Backspace")
    page.get_by_label("Nơi nhận", exact=True).fill("Như trên\nGiám đốc, các Phó Giám đốc Sở")
    page.get_by_label("Lưu", exact=True).fill("VT, CCHC")
    choice = page.get_by_label("Người ký", exact=True)
    choice.select_option(choice.locator("option", has_text=signer).get_attribute("value"))
    kept(page)


def kept(page: Page) -> None:
    """Wait until everything typed is kept."""
    expect(page.locator("[data-autosave-state]")).to_have_attribute("data-state", "saved")


def attach(desk: Desk, name: str) -> None:
    """Lay a file beside the letter."""
    file = {"name": name, "mimeType": "application/pdf", "buffer": small_pdf()}
    desk.page.locator("#attachments input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    desk.press("Đính kèm")
    expect(desk.page.locator("#attachments")).to_contain_text(name)


def submit(desk: Desk) -> None:
    """Save the version and send it to the head of the unit."""
    desk.press("Lưu và trình")
    expect(desk.said).to_contain_text("Đã trình")


def row(desk: Desk, subject: str) -> Locator:
    """Wait until the letter stands in the inbox, as a person does who loads the page again; give its line."""
    line = desk.page.locator("[data-list] [data-row]").filter(has_text=subject)
    until = time.monotonic() + MACHINE
    desk.go("/inbox/")
    while not line.count():
        assert time.monotonic() < until, f"“{subject}” does not come to {desk.username}"
        time.sleep(0.4)
        desk.go("/inbox/")
    return line.first


def open_letter(desk: Desk, subject: str) -> None:
    """Open the letter from the inbox."""
    row(desk, subject).locator("[data-row-open]").click()
    desk.page.wait_for_url(re.compile(r"/letters/\d+/$"))


def pass_on(desk: Desk, subject: str, act: str, said: str) -> None:
    """Check the letter and let it go on."""
    open_letter(desk, subject)
    desk.look()
    desk.press(act)
    expect(desk.said).to_contain_text(said)


def check_content(desk: Desk, subject: str) -> None:
    pass_on(desk, subject, "Duyệt nội dung", "Đã duyệt nội dung")


def check_format(desk: Desk, subject: str) -> None:
    pass_on(desk, subject, "Thể thức đạt", "Thể thức đạt")


def seen(page: Page) -> None:
    """Wait until the first page is drawn."""
    expect(page.locator(".viewer__page canvas").first).to_be_visible()


def enter_pin(desk: Desk, act: str, pin: str = PIN) -> None:
    """Enter the PIN and confirm."""
    desk.page.locator("[name=pin]").fill(pin)
    desk.press(act)


def signed(desk: Desk, words: str) -> None:
    """Wait for the signer to have done it; the page tells by itself."""
    desk.page.wait_for_url("**/signing/")
    expect(desk.page.locator("#signing [data-verdict]")).to_contain_text(words, timeout=90_000)
