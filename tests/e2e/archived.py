"""In the archive: an old list comes in and is taken back, a dossier is found years later, lent, printed, certified."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import UTC, date, datetime, timedelta

import openpyxl
from playwright.sync_api import expect

from config.demo import PIN
from lib.calendar import local_day
from tests.e2e.desk import MACHINE, Desk, Reception
from tests.e2e.running import RealOffice
from tests.e2e.work import small_pdf

FONDS, TITLE = "Phông Ban Vận động làm đường", "Khen thưởng tổng kết mười năm đổi mới"
LONG_WAIT = MACHINE * 1000


def old_list() -> bytes:
    """Give an old list as the archive kept it: a heading, merged boxes, a doubled code, a secret that is refused."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    heads = ["Phông số", "Tên phông", "Mục lục số", "Đề mục", "Hộp số", "Số hồ sơ", "Tiêu đề hồ sơ",
             "Thời gian tài liệu", "Thời hạn bảo quản", "Số tờ", "Độ mật", "Ghi chú"]  # fmt: skip
    page.append(["MỤC LỤC HỒ SƠ"])
    page.append(heads)
    for number in range(1, 31):
        title = TITLE if number == 7 else f"Hồ sơ khen thưởng đợt {number}"
        page.append(["P21", FONDS, "1", "Khen thưởng làm đường", number // 10 + 1, f"{number}", title, f"{1976 + number}",
                     "20 năm" if number % 3 else "Vĩnh viễn", number * 3, "", ""])  # fmt: skip
    page.append(
        [
            "P21",
            FONDS,
            "1",
            "Khen thưởng làm đường",
            4,
            "7",
            "Cùng số với hồ sơ khác",
            "khoảng 1990",
            "lâu dài",
            "",
            "",
            "",
        ]
    )
    page.append(
        ["P21", FONDS, "1", "Khen thưởng làm đường", 4, "99", "Kế hoạch kín", "1990", "", "", "Tối mật", ""]
    )
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def scans() -> bytes:
    """Give two scans with their list."""
    rows = "Phông số,Tên phông,Số hồ sơ,Tiêu đề hồ sơ,Số ký hiệu,Trích yếu,Ngày văn bản,Tệp\nP22,Phông Ban Biên tập,01,Hồ sơ thành lập,05/QĐ,Về việc thành lập Văn phòng,05/03/1998,01.1.pdf\nP22,,01,,06/QĐ,Về việc bổ nhiệm,06/03/1998,01.2.pdf\n"
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("danh muc.csv", rows)
        archive.writestr("01.1.pdf", small_pdf(2))
        archive.writestr("01.2.pdf", small_pdf())
    return kept.getvalue()


def brought_in_and_taken_back(reception: Reception) -> None:
    """1. Thu tries an old list and reads what would come of it. 2. She imports it. 3. She takes it back.

    4. She imports it again: it is all there, once.
    """
    with reception.desk("thu") as thu:
        _tried(thu, "muc-luc.xlsx", old_list(), "sheet")
        expect(thu.page.locator("main")).to_contain_text("không nhận 1", ignore_case=True)
        assert "Kế hoạch kín" not in thu.page.locator("main").inner_text()
        thu.look("tried")
        thu.picture("catalogue-import")
        _imported(thu)
        thu.look("imported")
        thu.press("Hoàn lại lần nhập")
        thu.page.locator("dialog[open]").get_by_role("button", name="Hoàn lại lần nhập").click()
        expect(thu.page.locator("main header")).to_contain_text("Đã hoàn lại")
        thu.look("taken back")
        thu.go("/catalogue/")
        expect(thu.page.locator("main")).not_to_contain_text(FONDS)
        _tried(thu, "muc-luc.xlsx", old_list(), "sheet")
        _imported(thu)
        thu.go("/catalogue/imports/")
        thu.look()
        thu.picture("catalogue-imports")
        thu.go("/catalogue/")
        expect(thu.page.locator("main tr[data-row]").filter(has_text=FONDS)).to_have_count(1)
        thu.look()
        thu.picture("catalogue")


def found_lent_and_printed(reception: Reception, office: RealOffice) -> None:
    """1. Thu finds a dossier down the tree, by a side of it, and by words without marks. 2. She lends the original.

    3. It is late, and the book says so. 4. It comes back. 5. The year's book, the list and the results are printed.
    """
    with reception.desk("thu") as thu:
        _down_the_tree(thu)
        _by_words_and_sides(thu)
        _lent(thu)
        day = yesterday()
        office.change("UPDATE archive_loan SET lent_on = %s, due_on = %s WHERE returned_on IS NULL", day, day)
        thu.go("/catalogue/loans/")
        expect(thu.page.locator("tr[data-row]").filter(has_text=TITLE)).to_contain_text("Quá 1 ngày")
        thu.look("late")
        thu.picture("catalogue-loans")
        thu.press("Đã trả")
        expect(thu.said).to_contain_text("Đã nhận lại bản gốc")
        thu.look("back")
        thu.press(f"In sổ năm {day.year}")
        expect(thu.page.locator("main")).to_contain_text("Đã xong", timeout=LONG_WAIT)
        thu.look("book of loans")
        _printed(thu)
        for path in ("places/", "creators/", "requests/", "waiting/", "labels/", "copies/", "new/"):
            thu.go(f"/catalogue/{path}")
            thu.look()
            thu.picture(f"catalogue-{path.strip('/')}")
        thu.go("/transfers/expired/lists/")
        thu.look()
        thu.picture("expired-lists")


def certified(reception: Reception) -> None:
    """1. Thu imports scans with their list. 2. Minh reads one and asks for a certified copy. 3. Bình allows it.

    4. Lan certifies it for the organisation. 5. Minh has the copy, accepted by the house's own judgement.
    """
    with reception.desk("thu") as thu:
        _tried(thu, "scan.zip", scans(), "scans", open_to_all=True)
        _imported(thu)
    with reception.desk("minh") as minh:
        minh.go("/catalogue/search/?q=thanh+lap+van+phong&level=record")
        minh.page.locator(".results a").first.click()
        minh.look("dossier of an old list")
        minh.page.get_by_role("link", name="Về việc thành lập Văn phòng", exact=True).click()
        minh.look("scan")
        minh.picture("catalogue-read")
        minh.press("Yêu cầu bản sao có chứng thực")
        minh.look()
        minh.picture("copy-ask")
        minh.page.get_by_label("Cấp cho").fill("Ông Trần Văn Mẫu")
        minh.press("Gửi đề nghị")
        expect(minh.page.locator("aside")).to_contain_text("Chờ quyết định")
        minh.look("asked")
        where = minh.page.url.removeprefix(minh.reception.address)
    with reception.desk("binh") as binh:
        binh.go(where)
        binh.look("to be decided")
        binh.press("Cho phép cấp bản sao")
        expect(binh.page.locator("aside h1")).to_contain_text("Bản sao chứng thực số")
    with reception.desk("lan") as lan:
        lan.go(where)
        expect(lan.act("Ký số chứng thực của cơ quan")).to_be_visible(timeout=LONG_WAIT)
        lan.look("made")
        lan.picture("copy-made")
        lan.press("Ký số chứng thực của cơ quan")
        lan.look()
        lan.page.locator("[name=pin]").fill(PIN)
        lan.press("Chứng thực")
        _until(lan, where, "Đã chứng thực")
    with reception.desk("minh") as minh:
        minh.go(where)
        expect(minh.page.locator("aside")).to_contain_text("Đã chứng thực")
        expect(minh.page.locator(".viewer__page").first).to_be_visible()
        minh.look("certified")
        minh.picture("copy-certified")


def yesterday() -> date:
    """Give the day before the story's."""
    return local_day(datetime.now(UTC)) - timedelta(days=1)


def _tried(thu: Desk, name: str, content: bytes, kind: str, *, open_to_all: bool = False) -> None:
    thu.go("/catalogue/imports/")
    thu.page.get_by_label("Loại tệp").select_option(kind)
    thu.page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}  # type: ignore[arg-type]
    )
    if open_to_all:
        thu.page.get_by_label("Phông mới công khai trong cơ quan").check()
    thu.press("Thử tệp")
    thu.page.wait_for_url("**/catalogue/imports/*/", timeout=LONG_WAIT)
    expect(thu.page.locator("main header")).to_contain_text("Đã thử, chưa ghi", timeout=LONG_WAIT)


def _imported(thu: Desk) -> None:
    thu.press("Nhập vào mục lục")
    expect(thu.page.locator("main header")).to_contain_text("Đã nhập", timeout=LONG_WAIT)


def _down_the_tree(thu: Desk) -> None:
    thu.go("/catalogue/")
    line = thu.page.get_by_role("treeitem").filter(has_text=FONDS)
    line.locator("[data-turn]").click()
    part = thu.page.get_by_role("treeitem").filter(has_text="Khen thưởng làm đường")
    expect(part).to_be_visible()
    part.click()
    thu.look("series")
    thu.picture("catalogue-series")
    thu.page.get_by_role("link", name=TITLE).first.click()
    expect(thu.page.locator("h1")).to_contain_text(TITLE)
    thu.look("dossier")
    thu.picture("catalogue-dossier")


def _by_words_and_sides(thu: Desk) -> None:
    thu.go("/catalogue/")
    thu.page.locator("main [name=q]").fill("tong ket muoi nam")
    thu.page.locator("main [name=q]").press("Enter")
    expect(thu.page.locator(".results")).to_contain_text(TITLE, timeout=LONG_WAIT)
    thu.go("/catalogue/search/?q=khen+thuong")
    thu.look()
    thu.picture("catalogue-search")
    before = thu.page.locator(".results > li").count()
    thu.page.locator(".facet a").filter(has_text="1983").click()
    expect(thu.page.locator(".results > li")).to_have_count(1)
    assert before > 1
    thu.look("narrowed")
    thu.page.locator(".results a").first.click()
    expect(thu.page.locator("h1")).to_contain_text(TITLE)


def _lent(thu: Desk) -> None:
    thu.press("Cho mượn bản gốc")
    thu.look()
    thu.picture("catalogue-lend")
    choice = thu.page.get_by_label("Người mượn")
    choice.select_option(choice.locator("option", has_text="Minh").first.get_attribute("value"))
    thu.page.get_by_label("Người cho phép").fill("Chánh Văn phòng")
    thu.page.get_by_label("Hẹn trả").fill(str(yesterday() + timedelta(days=8)))
    thu.press("Cho mượn")
    expect(thu.said).to_contain_text("Đã ghi vào sổ cho mượn")
    thu.look("lent")


def _printed(thu: Desk) -> None:
    thu.go("/catalogue/")
    thu.page.locator("main tr[data-row]").filter(has_text=FONDS).locator("[data-row-open]").click()
    thu.look("fonds")
    thu.picture("catalogue-fonds")
    thu.press("Tạo tệp")
    expect(thu.page.locator(".viewer__page").first).to_be_visible(timeout=LONG_WAIT)
    thu.look("printed")
    thu.picture("catalogue-printed")
    thu.go("/catalogue/search/?q=khen+thuong&level=dossier")
    thu.press("In")
    expect(thu.page.locator(".viewer__page").first).to_be_visible(timeout=LONG_WAIT)
    thu.picture("catalogue-results-printed")


def _until(desk: Desk, where: str, said: str) -> None:
    until = time.monotonic() + MACHINE
    desk.go(where)
    while said not in desk.page.locator("aside").inner_text():
        assert time.monotonic() < until, f"“{said}” does not come"
        time.sleep(0.5)
        desk.go(where)
