"""From work to archive: an officer closes a dossier, the archivist returns it once and then takes it over."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.e2e.desk import Desk, Reception

REMARK = "Thiếu biên bản họp tháng 12"


def to_the_archive(reception: Reception, code: str) -> None:
    """1. Nhung looks the dossier through and closes it: a draft and a duplicate leave it. 2. She offers it.

    3. Thu returns it with a remark. 4. Nhung offers it again. 5. Thu takes it over. 6. Nothing can be changed in it.
    """
    with reception.desk("nhung") as nhung:
        _found(nhung, code)
        nhung.look("open")
        nhung.press("Kết thúc hồ sơ")
        expect(nhung.page.locator("main")).to_contain_text("Bản thảo được đưa ra khỏi hồ sơ")
        nhung.look()
        nhung.picture("dossier-close")
        nhung.press("Kết thúc hồ sơ")
        expect(nhung.page.locator("main details")).to_contain_text("2 tài liệu đã đưa ra khỏi hồ sơ")
        nhung.look("closed")
        _offered(nhung, look=True)
    with reception.desk("thu") as thu:
        thu.go("/transfers/")
        thu.look()
        thu.picture("transfers")
        thu.page.locator("tr[data-row]").first.locator("[data-row-open]").click()
        thu.look("offered")
        thu.page.locator("tr[data-row]").filter(has_text=code).get_by_role("link", name="Trả lại").click()
        thu.page.get_by_label("Lý do").fill(REMARK)
        thu.look()
        thu.press("Trả lại với ý kiến này")
        expect(thu.page.locator("tr[data-row]").filter(has_text=code)).to_contain_text(REMARK)
    with reception.desk("nhung") as nhung:
        _found(nhung, code)
        expect(nhung.page.locator("aside")).to_contain_text(REMARK)
        _offered(nhung)
    with reception.desk("thu") as thu:
        thu.go("/transfers/")
        thu.page.locator("tr[data-row]").first.locator("[data-row-open]").click()
        thu.press("Tiếp nhận")
        thu.page.locator("dialog[open]").get_by_role("button", name="Tiếp nhận").click()
        expect(thu.page.locator("aside")).to_contain_text("Bản 2, bên nhận giữ")
        thu.look("taken over")
        thu.picture("transfer")
    with reception.desk("nhung") as nhung:
        _found(nhung, code)
        expect(nhung.page.locator("aside")).to_contain_text("Thuộc lưu trữ từ")
        expect(nhung.page.get_by_role("link", name="Mở lại")).to_have_count(0)
        nhung.look("in custody")


def _found(desk: Desk, code: str) -> None:
    desk.go(f"/dossiers/?q={code}")
    desk.page.locator("tr[data-row]").filter(has_text=code).locator("[data-row-open]").click()


def _offered(desk: Desk, *, look: bool = False) -> None:
    desk.press("Đề nghị nộp lưu")
    if look:
        desk.look()
    desk.press("Đề nghị nộp lưu")
    expect(desk.page.locator("main")).to_contain_text("Chờ lưu trữ tiếp nhận")
