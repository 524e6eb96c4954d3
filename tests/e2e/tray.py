"""Many letters at once: the deputy signs them on a phone with one PIN, the clerk numbers and seals them with one."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.e2e import work
from tests.e2e.desk import Desk, Reception
from tests.sizes import SIZES

SIGNER = "Đỗ Hoàng Yến"
A_LETTER = 15_000  # milliseconds one letter may take to be signed or sealed, on two busy processors
CODE = re.compile(r"\d+/SNV-\w+")


def signed_and_sealed_together(reception: Reception, subject: str) -> list[str]:
    """Tell the story; give the codes of all letters the clerk sealed, in the order of their numbers."""
    subjects = [f"{subject} ({number})" for number in range(1, SIZES.letters_sealed_together + 1)]
    with reception.desk("minh") as minh:
        for one in subjects:
            work.begin(minh)
            work.write(minh, one, signer=SIGNER)
            work.submit(minh)
    with reception.desk("hoa") as hoa:
        for one in subjects:
            work.check_content(hoa, one)
    with reception.desk("dung") as dung:
        for one in subjects:
            work.check_format(dung, one)
    with reception.desk("yen", phone=True) as yen:
        work.row(yen, subjects[-1])
        _reads_all(yen, "/tray/")
        _confirms(yen, "Ký", subjects)
    with reception.desk("lan") as lan:
        for one in subjects:
            work.row(lan, one)
        _reads_all(lan, "/tray/?of=seal")
        codes = _confirms(lan, "Cấp số, đóng dấu", subjects)
        lan.go("/registers/outgoing/")
        for code in codes:
            expect(lan.page.locator("tr[data-row]").filter(has_text=code)).to_be_visible()
    return codes


def _reads_all(desk: Desk, tray: str) -> None:
    """1. Nothing can be ticked before it was opened; from each page the next is one press away."""
    desk.go(tray)
    unread = desk.page.locator("[data-row]").filter(has_text="chưa mở")
    expect(unread.first).to_be_visible()
    assert unread.locator("input:enabled").count() == 0
    desk.look(desk.username)
    desk.picture(f"tray-{desk.username}")
    unread.first.locator("[data-row-open]").click()
    onwards = desk.page.locator("a.btn-primary").filter(visible=True)
    while True:
        work.seen(desk.page)
        desk.look()
        last = "Đã đọc hết" in onwards.first.inner_text()
        before = desk.page.url
        onwards.first.click()
        desk.page.wait_for_url(lambda url, before=before: url != before)
        if last:
            break
    expect(unread).to_have_count(0)


def _confirms(desk: Desk, act: str, subjects: list[str]) -> list[str]:
    """2. All are ticked, shown once more and confirmed with one PIN. 3. Every letter has a line of its own."""
    page = desk.page
    page.locator("#tray-all").check()
    desk.press("Xem và xác nhận")
    chosen = page.locator(".tray-chosen li")
    expect(page.get_by_role("heading", level=1)).to_contain_text(act)
    count = chosen.count()
    expected = CODE.findall(" ".join(chosen.locator("b", has_text="/SNV-").all_text_contents()))
    desk.look(desk.username)
    desk.picture(f"tray-confirm-{desk.username}")
    work.enter_pin(desk, f"{act} {count} văn bản")
    page.wait_for_url("**/tray/batches/*/")
    expect(page.locator("#batch [role=status]")).to_have_text(
        f"Xong {count}/{count}", timeout=count * A_LETTER
    )
    lines = page.locator("#batch li")
    for one in subjects:
        expect(lines.filter(has_text=one).locator("[data-verdict=valid]")).to_be_visible()
    desk.look(desk.username)
    desk.picture(f"tray-done-{desk.username}")
    done = CODE.findall(" ".join(lines.all_inner_texts()))
    assert sorted(done) == sorted(expected)
    return done
