"""What comes in: a scan read and registered by keys, a wrong one returned, the same one caught, paper without a scan."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.desk import Desk, Reception
from tests.e2e.running import RealOffice

MOST_KEYS = 10
READ_WITHIN = 120_000  # milliseconds for the machine to read a page, while all others test too


def scan_read_and_registered(lan: Desk, office: RealOffice, file: Path, code: str) -> int:
    """Bring ``file`` in, take over what the machine read of it by keys, register it; give the letter's key."""
    bring_in(lan, file)
    until_read(lan)
    key = int(lan.page.url.rstrip("/").split("/")[-1].split("?")[0])
    lan.look("read")
    lan.picture("intake-read")
    assert _by_keys(lan) <= MOST_KEYS
    known = "SELECT reference_code FROM dispatch_incomingletter WHERE id = %s"
    assert office.ask(known, key) == code
    return key


def bring_in(lan: Desk, file: Path) -> None:
    """Say first that it bears no mark of secrecy; only then a file can be chosen."""
    lan.go("/intake/bring/")
    files = lan.page.locator("[name=files]")
    expect(files).to_be_hidden()
    lan.page.locator("[name=secrecy][value=confidential]").check()
    expect(lan.page.locator(".bring__refused")).to_be_visible()
    expect(files).to_be_hidden()
    lan.page.locator("[name=secrecy][value=none]").check()
    files.set_input_files(file)
    lan.page.locator("[data-bring] .btn-primary").click()
    expect(lan.page.locator("[data-facts]")).to_be_visible()


def until_read(lan: Desk) -> None:
    """Wait as a clerk does: the page says by itself when the letter is read, and leads to what was found."""
    found = lan.page.locator(".fact__tag").first
    shown = lan.page.get_by_role("link", name="Xem kết quả")
    expect(found.or_(shown).first).to_be_visible(timeout=READ_WITHIN)
    if not found.is_visible():
        shown.click()
    expect(found).to_be_visible()


def _by_keys(lan: Desk) -> int:
    """Take each proposal over with Enter, which goes on to the next and at last to the button; give the keys pressed."""
    lan.page.reload()
    keys, still = 0, lan.page.locator("[data-fact][data-open]")
    expect(still.first.locator("input, select, textarea").first).to_be_focused()
    for left in range(still.count() - 1, -1, -1):
        lan.page.keyboard.press("Enter")
        keys += 1
        expect(still).to_have_count(left)
    expect(lan.page.locator("#register .btn-primary")).to_be_focused()
    lan.page.keyboard.press("Enter")
    expect(lan.said).to_contain_text("Đã đăng ký")
    return keys + 1


def returned(reception: Reception, file: Path, reason: str) -> None:
    """A letter that is not for this office goes back with a reason and gets no number."""
    with reception.desk("lan") as lan:
        bring_in(lan, file)
        lan.press("Trả lại nơi gửi")
        lan.page.get_by_label("Lý do").fill(reason)
        lan.look()
        lan.press("Trả lại")
        lan.go("/intake/?show=refused")
        expect(lan.page.locator("[data-row]").filter(has_text=reason)).to_have_count(1)
        lan.look("returned")


def caught_twice(reception: Reception, file: Path, code: str) -> None:
    """The same letter once more: warned of, looked at side by side, linked as a further copy, no second number."""
    with reception.desk("lan") as lan:
        bring_in(lan, file)
        expect(lan.page.locator("aside")).to_contain_text("có thể đã được đăng ký")
        lan.page.get_by_role("link", name="xem cạnh nhau").first.click()
        expect(lan.page.locator(".compared")).to_contain_text(code)
        lan.look()
        lan.picture("duplicate")
        lan.press("Là bản khác của văn bản này")
        lan.page.wait_for_url(re.compile(r"/intake/(\?.*)?$"))
        lan.go("/registers/incoming/?q=" + code)
        expect(lan.page.locator("tr[data-row]")).to_have_count(1)
        lan.look()
        lan.picture("incoming-register")


def on_paper(reception: Reception, subject: str) -> None:
    """A letter that lies on the desk as paper: its number at once, without any scan; then struck out with a reason."""
    with reception.desk("lan") as lan:
        lan.go("/intake/paper/")
        lan.look()
        lan.page.locator("[name=secrecy][value=none]").check()
        lan.press("Tiếp tục")
        page = lan.page
        page.locator("[name=issuer]").fill("HUYỆN ỦY AN BÌNH")
        page.locator("[name=code]").fill("12-CV/HU")
        page.locator("[name=subject]").fill(subject)
        lan.look()
        lan.picture("paper-arrival")
        page.get_by_role("button", name="Đăng ký", exact=True).click()
        expect(lan.said).to_contain_text("Đã đăng ký")
        expect(page.locator("main")).to_contain_text("Văn bản đến bằng giấy")
        lan.look()
        lan.press("Hủy đăng ký")
        page.get_by_label("Lý do").fill("Đăng ký nhầm sổ")
        lan.press("Hủy đăng ký")
        lan.go("/registers/incoming/?state=void")
        expect(page.locator("tr.void").filter(has_text=subject)).to_contain_text("Đăng ký nhầm sổ")
