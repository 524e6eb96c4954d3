"""A letter is sent inside the installation: one office refuses it, gets it again, registers it and is done with it."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Locator, expect

from tests.e2e.desk import PATIENCE, Desk, Reception
from tests.e2e.work import Letter

RECEIVER = "Ban Tuyên giáo và Dân vận Tỉnh ủy"
REASON = "Văn bản thiếu phụ lục kèm theo, đề nghị gửi lại"


def refused_then_taken(letter: Letter, reception: Reception) -> None:
    """Tell the story with Lan of the department and Loan of the Party commission."""
    with reception.desk("lan") as lan, reception.desk("loan", phone=True) as loan:
        _send(lan, letter)
        _refuse(loan, letter)
        _send_again(lan, letter)
        _register(loan, letter)
        _stands(lan, letter, "đã tiếp nhận")
        _be_done(loan, letter)
        _stands(lan, letter, "đã hoàn thành")
        lan.picture("sending")


def _send(lan: Desk, letter: Letter) -> None:
    """1. Lan finds the letter in the tray, adds the commission from the directory and sends it in one press."""
    lan.go("/sending/")
    lan.look()
    lan.page.locator("[data-row]").filter(has_text=letter.subject).locator("[data-row-open], a").first.click()
    choice = lan.page.get_by_label(re.compile("Từ danh bạ"))
    choice.select_option(choice.locator("option", has_text=RECEIVER).get_attribute("value"))
    lan.press("Thêm")
    expect(lan.said).to_contain_text("Đã thêm 1 nơi nhận")
    lan.look("recipients")
    lan.press("Gửi đến 1 nơi nhận")
    expect(lan.said).to_contain_text("Đã gửi đến 1 nơi nhận")
    _stands(lan, letter, "đã đến")


def _refuse(loan: Desk, letter: Letter) -> None:
    """2. Loan sees it on her phone, reads page and verdict, and returns it with a reason."""
    _open(loan, letter)
    until, judged = time.monotonic() + PATIENCE / 1000, loan.page.locator("#signatures [data-verdict=valid]")
    while not judged.count():  # the signatures are judged by a worker
        assert time.monotonic() < until, "nobody judges the signatures"
        time.sleep(0.4)
        loan.page.reload()
    loan.look()
    loan.picture("intake")
    loan.press("Trả lại nơi gửi")
    loan.page.get_by_label("Lý do").fill(REASON)
    loan.look()
    loan.press("Trả lại")
    expect(loan.said).to_contain_text("nơi gửi được báo")


def _send_again(lan: Desk, letter: Letter) -> None:
    """3. Lan reads the reason beside the recipient and sends again."""
    _stands(lan, letter, "bị từ chối")
    expect(lan.page.locator("main")).to_contain_text(REASON)
    lan.look("refused")
    lan.press("Gửi lại")
    lan.page.locator("#confirm [data-confirmed]").click()
    expect(lan.said).to_contain_text("Đã gửi lại")
    _stands(lan, letter, "đã đến")


def _register(loan: Desk, letter: Letter) -> None:
    """4. Loan registers what came again; it gets the next number of her book."""
    _open(loan, letter)
    loan.press("Đăng ký")
    expect(loan.said).to_contain_text(re.compile(r"Đã đăng ký: số đến \d+"))


def _be_done(loan: Desk, letter: Letter) -> None:
    """5. Loan says that it is dealt with."""
    _open(loan, letter, "?show=registered")
    loan.look("registered")
    loan.press("Đã giải quyết")
    loan.press("Đã giải quyết")
    loan.go("/intake/?show=completed")
    expect(_line(loan, letter)).to_be_visible()


def _open(loan: Desk, letter: Letter, show: str = "") -> None:
    until = time.monotonic() + PATIENCE / 1000
    loan.go(f"/intake/{show}")
    while not _line(loan, letter).count():
        assert time.monotonic() < until, f"{letter.code} does not arrive"
        time.sleep(0.4)
        loan.go(f"/intake/{show}")
    _line(loan, letter).locator("[data-row-open]").click()
    loan.page.wait_for_url(re.compile(r"/intake/\d+/$"))


def _line(loan: Desk, letter: Letter) -> Locator:
    return loan.page.locator("[data-row]").filter(has_text=letter.code).first


def _stands(lan: Desk, letter: Letter, status: str) -> None:
    """Wait until the commission's line says ``status``, as a person does who loads the page again."""
    until = time.monotonic() + PATIENCE / 1000
    line = lan.page.locator("[data-row]").filter(has_text=RECEIVER).locator("b").filter(has_text=status)
    lan.go(f"/sending/{letter.key}/")
    while not line.count():
        assert time.monotonic() < until, f"{RECEIVER} does not come to “{status}”"
        time.sleep(0.4)
        lan.go(f"/sending/{letter.key}/")
