"""The way of one letter, told once; the other stories take it up where this one ends.

1. Minh drafts with the real page beside him, attaches a file, and submits.
2. Hòa checks the content, Dũng the format.
3. Bình reads on a phone, approves and signs: three taps besides the PIN.
4. Lan gives number and day and has the seal set; the letter is issued.
5. Minh files it into a dossier.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e import work
from tests.e2e.desk import Desk, Reception
from tests.e2e.work import Letter

MOST_TAPS = 3
ATTACHED = "Phụ lục 01.pdf"
DOSSIER = "01.CCHC.2026"


def from_hand_to_hand(reception: Reception, subject: str) -> Letter:
    """Lead a new letter to its signer."""
    letter = Letter(subject)
    with reception.desk("minh") as minh:
        _drafts(minh, letter)
    with reception.desk("hoa") as hoa:
        work.check_content(hoa, subject)
    with reception.desk("dung") as dung:
        work.check_format(dung, subject)
    return letter


def the_whole_way(reception: Reception, subject: str, folder: Path) -> Letter:
    """Lead a new letter all the way; `pdf` is then the issued file."""
    letter = from_hand_to_hand(reception, subject)
    with reception.desk("binh", phone=True) as binh:
        assert signs_by_thumb(binh, subject) <= MOST_TAPS
    with reception.desk("lan") as lan:
        numbers_and_seals(lan, letter, folder)
    with reception.desk("minh") as minh:
        _files(minh, letter)
    return letter


def _drafts(minh: Desk, letter: Letter) -> None:
    minh.go("/inbox/")
    minh.picture("inbox")
    letter.key = work.begin(minh)
    work.write(minh, letter.subject)
    expect(minh.page.locator("[data-preview-state]").first).to_have_attribute("data-state", "ready")
    work.seen(minh.page)  # the real page, drawn beside what he types
    work.attach(minh, ATTACHED)
    work.seen(minh.page)
    minh.look()
    minh.picture("compose")
    work.submit(minh)


def signs_by_thumb(binh: Desk, subject: str) -> int:
    """Count every tap from the inbox on; entering the PIN is not one."""
    taps = 0
    line = work.row(binh, subject)
    binh.picture("leader-inbox")
    line.get_by_role("link", name="Đọc và ký").tap()
    taps += 1
    work.seen(binh.page)
    binh.look()
    work.seen(binh.page)
    binh.picture("leader-letter")
    binh.act("Duyệt và ký").tap()
    taps += 1
    expect(binh.page.locator("main")).to_contain_text("đã xem 1 trên 1 trang")
    binh.look()
    binh.picture("leader-sign")
    binh.page.locator("[name=pin]").fill(work.PIN)
    binh.act("Duyệt và ký").tap()
    taps += 1
    work.signed(binh, "Đã ký")
    return taps


def numbers_and_seals(lan: Desk, letter: Letter, folder: Path) -> None:
    """Give number and day, have the seal set; code and file are known then."""
    work.row(lan, letter.subject).get_by_role("link", name="Cấp số, đóng dấu").click()
    lan.page.wait_for_url("**/seal/")
    lan.look()
    lan.picture("number-and-seal")
    work.enter_pin(lan, "Cấp số và đóng dấu")
    work.signed(lan, "Đã ban hành")
    lan.look()
    lan.go(f"/letters/{letter.key}/")
    work.seen(lan.page)
    found = re.search(r"\d+/SNV-CCHC", lan.page.locator(".block--head").inner_text())
    assert found is not None
    letter.code = found.group()
    letter.pdf = lan.download("#files a[href$='download=1']", folder / "issued.pdf")


def _files(minh: Desk, letter: Letter) -> None:
    work.row(minh, letter.code).get_by_role("link", name="Lưu hồ sơ").click()
    minh.look()
    choice = minh.page.locator("select[name=dossier]")
    choice.select_option(choice.locator("option", has_text=DOSSIER).get_attribute("value"))
    minh.press("Lưu hồ sơ")
    expect(minh.said).to_contain_text(DOSSIER)
    work.seen(minh.page)
    minh.look()
    work.seen(minh.page)
    minh.picture("issued-letter")
