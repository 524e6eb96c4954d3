"""Transfers on the screen: offered, returned, taken over, printed; schedules; and who sees nothing of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from archive.enums import DossierState
from archive.models import Dossier, FilePlan, Record, Transfer
from archive.operations import closing, planning
from jobs.models import Job
from jobs.operations import working
from lib.calendar import local_day
from tests.web.desk import Desk
from tests.web.dossiers.test_dossiers import a_dossier, file_in

URL = "/transfers/"
TABLE = b"code,heading,title,years,article\n1,I,Ke hoach nam,vinh vien,Muc 1\n"


def page(client: Client, path: str = "") -> str:
    response = client.get(URL + path)
    assert response.status_code == 200, path
    return " ".join(response.content.decode().split())


@pytest.fixture
def closed(desk: Desk) -> Dossier:
    dossier = a_dossier(desk)
    file_in(desk, dossier, 1)
    return closing.close(dossier=dossier, by=desk.actor("minh"), at=datetime.now(UTC))


def offer(desk: Desk, dossier: Dossier) -> Transfer:
    sent = {"dossiers": [dossier.pk], "paper_boxes": "2", "condition": "tốt"}
    response = desk.client("minh").post(URL + "offer/", sent)
    assert response.status_code == 302
    return Transfer.objects.latest("pk")


def test_the_lists_say_what_is_missing(desk: Desk) -> None:
    minh = desk.client("minh")
    assert "Nothing was offered to the archive yet" in page(minh)
    assert "Nothing waits to be handed over" in page(minh, "due/")
    assert "Nothing has run out" in page(minh, "expired/")
    assert "There is no schedule yet" in page(minh, "schedules/")
    assert "You keep no closed dossier" in page(minh, "offer/")


def test_a_dossier_is_offered_returned_once_and_taken_over(desk: Desk, closed: Dossier) -> None:
    minh, thu = desk.client("minh"), desk.client("thu")
    assert "01.CCHC" in page(minh, "due/")
    first = offer(desk, closed)
    html = page(thu, f"{first.pk}/")
    assert "outside the file plan" in html
    assert "On paper: 2 boxes" in html
    item = first.items.get()
    here = f"{URL}{first.pk}/items/{item.pk}/return/"
    assert thu.post(here, {"reason": ""}).status_code == 422
    assert thu.post(here, {"reason": "Thiếu phụ lục"}).status_code == 302
    assert "Thiếu phụ lục" in page(minh, f"{first.pk}/")
    second = offer(desk, closed)
    assert minh.post(f"{URL}{second.pk}/accept/").status_code == 409
    assert thu.post(f"{URL}{second.pk}/accept/").status_code == 302
    closed.refresh_from_db()
    assert closed.state == DossierState.ARCHIVED
    assert "The record is being laid out." in page(thu, f"{second.pk}/")
    shown = " ".join(minh.get(f"/dossiers/{closed.pk}/").content.decode().split())
    assert "In custody since" in shown
    assert "Put right" not in shown
    assert minh.post(f"/dossiers/{closed.pk}/reopen/", {"reason": "Bổ sung thêm"}).status_code == 422


def test_an_offer_is_withdrawn_with_a_reason(desk: Desk, closed: Dossier) -> None:
    made = offer(desk, closed)
    assert desk.client("minh").post(f"{URL}{made.pk}/withdraw/", {"reason": "Còn sửa"}).status_code == 302
    closed.refresh_from_db()
    assert closed.state == DossierState.CLOSED


def test_strangers_and_others_learn_nothing(desk: Desk, closed: Dossier) -> None:
    made = offer(desk, closed)
    vy = desk.client("vy")
    for path in ("", "accept/", "withdraw/", "sign/", "record-1.pdf"):
        assert vy.get(f"{URL}{made.pk}/{path}").status_code in {404, 405}
        assert Client().get(f"{URL}{made.pk}/{path}").status_code in {302, 405}
    assert ">1/2026<" not in page(vy)
    assert ">1/2026<" in page(desk.client("minh"))
    assert vy.post(f"{URL}print/documents/{closed.pk}/").status_code == 404
    assert vy.get(f"{URL}print/documents/{closed.pk}/table.xlsx").status_code == 404
    assert vy.get(f"{URL}print/nothing/{closed.pk}/table.xlsx").status_code == 404
    assert vy.post(f"{URL}print/handed_over/{made.pk}/").status_code == 404
    assert vy.get(f"{URL}print/plan/999/table.xlsx").status_code == 404


@pytest.mark.parametrize("form", ["documents", "handed_over", "plan"])
def test_a_form_is_printed_by_a_worker_and_given_as_a_spreadsheet(
    desk: Desk, closed: Dossier, form: str
) -> None:
    made, lan = offer(desk, closed), desk.actor("lan")
    plan: FilePlan = planning.begin(year=2026, by=lan, at=desk.at)
    entry = planning.NewEntry("01", "Hồ sơ", desk.posts["minh"].unit, None, "I. Việc chung")
    planning.add_entry(plan=plan, entry=entry, by=lan, at=desk.at)
    of = {"documents": closed.pk, "handed_over": made.pk, "plan": plan.pk}[form]
    minh = desk.client("minh")
    where = minh.post(f"{URL}print/{form}/{of}/").headers["Location"]
    assert "being laid out" in minh.get(where).content.decode()
    assert working.run_one(["interactive"], clock=lambda: datetime.now(UTC), kinds=["archive.form"])
    assert "It is ready." in minh.get(where).content.decode()
    assert b"%PDF" in b"".join(minh.get(where + "file.pdf").streaming_content)
    assert desk.client("vy").get(where).status_code == (200 if form == "plan" else 404)
    sheet = minh.get(f"{URL}print/{form}/{of}/table.xlsx")
    assert b"".join(sheet.streaming_content)[:2] == b"PK"


def test_a_schedule_is_imported_read_and_chosen(desk: Desk) -> None:
    thu, minh = desk.client("thu"), desk.client("minh")
    sent = {"name": "Bảng", "source": "QĐ 1", "valid_from": "2026-01-01"}
    table = SimpleUploadedFile("bang.csv", TABLE)
    assert minh.post(URL + "schedules/import/", sent | {"table": table}).status_code == 409
    where = thu.post(URL + "schedules/import/", sent | {"table": SimpleUploadedFile("b.csv", TABLE)})
    assert where.status_code == 302
    assert "Ke hoach nam" in minh.get(where.headers["Location"]).content.decode()
    wrong = SimpleUploadedFile("b.csv", b"khong phai bang")
    assert thu.post(URL + "schedules/import/", sent | {"table": wrong}).status_code == 422
    dossier = a_dossier(desk)
    html = minh.get(f"/dossiers/{dossier.pk}/describe/").content.decode()
    item = html.split("Ke hoach nam")[0].rsplit('value="', 1)[1].split('"')[0]
    words = {"code": "01.CCHC", "title": "Tên mới", "retention_item": item}
    assert minh.post(f"/dossiers/{dossier.pk}/describe/", words).status_code == 302
    dossier.refresh_from_db()
    assert (dossier.title, dossier.retention_years) == ("Tên mới", None)


def test_a_file_is_laid_in_completed_and_opened(desk: Desk) -> None:
    dossier, minh = a_dossier(desk), desk.client("minh")
    here = f"/dossiers/{dossier.pk}/"
    sent = {"file": SimpleUploadedFile("anh.txt", b"noi dung"), "title": "Ảnh hội nghị"}
    assert minh.post(here + "add/", sent).status_code == 302
    record = Record.objects.get()
    close = minh.get(here + "close/").content.decode()
    assert "has no author" in close
    assert minh.post(here + "close/", {"work_ended_on": local_day(desk.at)}).status_code == 422
    line = {"title": "Ảnh", "author": "Phòng", "dated_on": "2026-11-24", "page_count": "2"}
    assert minh.post(f"{here}records/{record.pk}/describe/", line).status_code == 302
    assert b"".join(minh.get(f"{here}records/{record.pk}/file/").streaming_content) == b"noi dung"
    assert desk.client("vy").get(f"{here}records/{record.pk}/file/").status_code == 404
    assert minh.post(here + "close/", {"work_ended_on": local_day(desk.at)}).status_code == 302


def test_whoever_leaves_hands_the_dossiers_over(desk: Desk) -> None:
    dossier = a_dossier(desk)
    minh = desk.posts["minh"]
    here = f"/dossiers/of/{minh.person_id}/pass-on/"
    assert "no dossier here" in desk.client("vy").get(here).content.decode()
    sent = {"dossiers": [dossier.pk], "to": desk.posts["nhung"].pk, "reason": "Chuyển công tác"}
    assert desk.client("hoa").post(here, sent).status_code == 302
    dossier.refresh_from_db()
    assert dossier.keeper == desk.posts["nhung"].person


def test_the_head_lets_a_dossier_be_kept_back(desk: Desk, closed: Dossier) -> None:
    here = f"/dossiers/{closed.pk}/keep-back/"
    until = local_day(desk.at).replace(month=12, day=28, year=local_day(desk.at).year + 1)
    sent = {"until": until.isoformat(), "reason": "Còn cần dùng"}
    assert desk.client("minh").post(here, sent).status_code == 409
    assert desk.client("binh").post(here, sent).status_code == 302
    assert "kept back until" in page(desk.client("minh"), "due/")
    assert desk.client("minh").post(f"/dossiers/{closed.pk}/hand-over/").status_code == 302
    assert Job.objects.filter(kind="archive.transfer_record").count() == 0


def test_gathering_asks_for_something_one_may_see(desk: Desk) -> None:
    dossier, minh = a_dossier(desk), desk.client("minh")
    here = f"/dossiers/{dossier.pk}/gather/"
    assert minh.get(here).status_code == 200
    assert minh.post(here, {}).status_code == 422
    assert minh.post(here, {"code": "99/SNV-VP"}).status_code == 422
    assert desk.client("vy").get(here).status_code == 404
