"""An incoming letter goes through the house: proposed, directed on a phone, assigned, answered, confirmed, filed; chased."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.e2e import work
from tests.e2e.desk import Desk, Reception
from tests.e2e.running import RealOffice
from tests.e2e.stories import DOSSIER, numbers_and_seals, signs_by_thumb
from tests.e2e.work import Letter

UNIT, OFFICER = "Phòng Cải cách hành chính", "Trần Quang Minh"
MOST_TAPS = 3


def _choice(desk: Desk, name: str, label: str) -> Locator:
    return desk.page.locator(f"#id_{name} label").filter(has_text=label).first


def proposed(reception: Reception, key: int) -> None:
    """The chief of office says who should handle it, and that a written reply is needed."""
    with reception.desk("dung") as dung:
        dung.go(f"/incoming/{key}/propose/")
        _choice(dung, "lead", UNIT).click()
        dung.page.locator("[name=reply]").check()
        dung.page.locator("[name=text]").fill("Kính trình Giám đốc giao phòng chủ trì, trả lời bằng văn bản.")
        dung.look()
        dung.page.locator("main form .btn-primary").click()
        expect(dung.said).to_contain_text("Đã trình lãnh đạo")


def directed_by_thumb(reception: Reception, key: int, subject: str) -> None:
    """The head directs on a phone, from the inbox on, in three taps at most."""
    with reception.desk("binh", phone=True) as binh:
        line, taps = work.row(binh, subject), 0
        binh.look("incoming")
        line.locator("[data-row-next] a, [data-row-action]").first.tap()
        taps += 1
        if not binh.page.url.endswith("/direct/"):
            binh.act("Chỉ đạo").tap()
            taps += 1
        binh.look()
        binh.picture("direct")
        binh.act("Đồng ý như đề xuất").tap()
        taps += 1
        assert taps <= MOST_TAPS
        binh.page.wait_for_url(f"**/incoming/{key}/")
        binh.look()
        binh.picture("incoming-letter")


def assigned(reception: Reception, key: int) -> None:
    """The head of the unit gives it to an officer, who takes it in hand."""
    with reception.desk("hoa") as hoa:
        hoa.go(f"/incoming/{key}/")
        hoa.press("Giao trong đơn vị")
        _choice(hoa, "lead", OFFICER).click()
        hoa.page.locator("[name=text]").fill("Tham mưu văn bản trả lời")
        hoa.look()
        hoa.page.locator("main form .btn-primary").click()
        expect(hoa.said).to_contain_text("Đã giao")
    with reception.desk("minh") as minh:
        minh.go(f"/incoming/{key}/")
        minh.press("Nhận việc")
        minh.look()


def answered(reception: Reception, key: int, subject: str, folder: Path) -> Letter:
    """The officer drafts the reply from the letter; it is checked, signed by the head and issued."""
    answer = Letter(subject)
    with reception.desk("minh") as minh:
        minh.go(f"/incoming/{key}/")
        minh.press("Soạn văn bản trả lời")
        minh.page.wait_for_url(re.compile(r"/letters/\d+/edit/"))
        answer.key = int(minh.page.url.split("/")[-3])
        work.write(minh, subject)
        work.submit(minh)
    with reception.desk("hoa") as hoa:
        work.check_content(hoa, subject)
    with reception.desk("dung") as dung:
        work.check_format(dung, subject)
    with reception.desk("binh", phone=True) as binh:
        signs_by_thumb(binh, subject)
    with reception.desk("lan") as lan:
        numbers_and_seals(lan, answer, folder)
    return answer


def done_and_filed(reception: Reception, key: int) -> None:
    """Officer and unit report, the head confirms, the officer files."""
    for name in ("minh", "hoa"):
        with reception.desk(name) as desk:
            desk.go(f"/incoming/{key}/")
            desk.press("Báo cáo hoàn thành")
            desk.page.locator("[name=text]").fill("Đã trả lời bằng văn bản")
            desk.press("Báo cáo")
            desk.page.wait_for_url(f"**/incoming/{key}/")
    with reception.desk("binh") as binh:
        binh.go(f"/incoming/{key}/")
        binh.press("Xác nhận")
        binh.look()
        binh.press("Xác nhận")
        binh.page.wait_for_url(f"**/incoming/{key}/")
    with reception.desk("minh") as minh:
        minh.go(f"/incoming/{key}/file/")
        choice = minh.page.locator("select[name=dossier]")
        choice.select_option(choice.locator("option", has_text=DOSSIER).get_attribute("value"))
        minh.page.locator("main form .btn-primary").click()
        expect(minh.said).to_contain_text("hồ sơ")
        minh.go(f"/incoming/{key}/way/")
        minh.look()
        minh.picture("incoming-way")


def chased(reception: Reception, office: RealOffice, key: int, subject: str, caller: Path) -> None:
    """Its deadline passes: the ladder reminds whoever has it, the board shows it late and leads to it."""
    late = "UPDATE dispatch_assignment SET due_on = due_on - 30, started_on = started_on - 30 WHERE letter_id = %s RETURNING id"
    assert office.ask(late, key)
    code = (
        "from django.utils import timezone; from workflow.incoming_letter import reminding; "
        "reminding.remind_all(at=timezone.now())"
    )
    done = office.command("shell", "-c", code, caller=caller)
    assert done.returncode == 0, done.stderr
    with reception.desk("hoa") as hoa:
        hoa.go("/news/")
        expect(hoa.page.locator("main")).to_contain_text(subject)
    with reception.desk("binh") as binh:
        binh.go("/board/")
        binh.look()
        binh.picture("board")
        binh.page.locator(".sums a[data-time=late]").click()
        expect(binh.page.locator("[data-list]")).to_contain_text(subject)
        binh.look("late")
        binh.picture("incoming-late")
