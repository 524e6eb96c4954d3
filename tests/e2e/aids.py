"""The story of the drafting aids: findings, phrases, legal bases, a Word file, models, versions beside each other."""

from __future__ import annotations

from pathlib import Path

import docx
from playwright.sync_api import expect

from tests.e2e import work
from tests.e2e.desk import Desk
from tests.e2e.work import Letter


def with_every_aid(minh: Desk, issued: Letter, folder: Path) -> None:
    """Draft with all of them, and look at every page on the way."""
    _keeps_a_phrase(minh)
    key = work.begin(minh)
    _is_shown_what_breaks_the_rules(minh)
    _inserts_the_phrase(minh)
    _rests_on(minh, issued)
    minh.look("with-aids")
    minh.picture("drafting-aids")
    minh.page.locator("button[value=stay]").click()
    expect(minh.page.locator("#flash")).to_contain_text("Đã lưu bản")
    _takes_a_word_file(minh, key, folder)
    _compares(minh, key)


def _keeps_a_phrase(minh: Desk) -> None:
    minh.go("/letters/aids/")
    minh.page.fill("#id_key", "kg")
    minh.page.fill("#id_text", "Kính đề nghị quý cơ quan phối hợp.")
    minh.page.get_by_role("button", name="Lưu mẫu câu").click()
    expect(minh.page.locator("main kbd").first).to_have_text("//kg")
    minh.look()


def _is_shown_what_breaks_the_rules(minh: Desk) -> None:
    """What he typed is marked where it stands, and a press leads to it; put right, the finding goes."""
    minh.page.fill("#id_subject", "V/v thử các tiện ích soạn thảo")
    beside = minh.page.locator("#findings-of-subject")
    expect(beside).to_contain_text("phải sửa")
    beside.locator("[data-finding]").first.click()
    assert (
        minh.page.evaluate(
            "document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
        )
        == "V/v"
    )
    minh.page.fill("#id_subject", "thử các tiện ích soạn thảo")
    expect(beside).to_be_hidden()


def _inserts_the_phrase(minh: Desk) -> None:
    text = minh.page.locator(".editor__text").first
    text.click()
    minh.page.keyboard.type("Thực hiện kế hoạch. //kg ")
    expect(text).to_contain_text("Thực hiện kế hoạch. Kính đề nghị quý cơ quan phối hợp.")


def _rests_on(minh: Desk, issued: Letter) -> None:
    minh.page.locator("#bases-q").press_sequentially(issued.code)
    minh.page.locator("#bases").get_by_role("button", name="Viện dẫn").first.click()
    expect(minh.page.locator("#bases [role=status]")).to_contain_text(
        f"Đã viện dẫn: Căn cứ Công văn số {issued.code}"
    )
    assert minh.page.input_value("#id_legal_bases").startswith(f"Căn cứ Công văn số {issued.code} ngày ")


def _takes_a_word_file(minh: Desk, key: int, folder: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Nội dung lấy từ tệp Word.")
    document.add_paragraph("Một\tHai")
    document.save(str(folder / "noi-dung.docx"))
    minh.go(f"/letters/{key}/import/")
    minh.look()
    minh.page.set_input_files("main input[type=file]", folder / "noi-dung.docx")
    minh.page.get_by_role("button", name="Đọc tệp").click()
    expect(minh.page.locator("main")).to_contain_text("điểm dừng tab")
    minh.look("shown")
    minh.page.get_by_role("button", name="Lấy nội dung này").click()
    expect(minh.page.locator(".editor__text").first).to_contain_text("Nội dung lấy từ tệp Word.")


def _compares(minh: Desk, key: int) -> None:
    minh.go(f"/letters/{key}/compare/")
    expect(minh.page.locator("ins").first).to_contain_text("Nội dung lấy từ tệp Word.")
    minh.look()
    minh.page.get_by_role("link", name="Trang", exact=True).click()
    expect(minh.page.locator(".compared img")).to_have_count(2)
    minh.look("pages")
    minh.picture("compare-pages")
