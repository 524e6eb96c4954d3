"""Every kind of the regime is offered, and the form asks what its template asks."""

from __future__ import annotations

import json
import re
from typing import Any

from django.urls import reverse

from dispatch import queries
from dispatch.models import OutgoingLetter
from dispatch.models.kinds import STATE, kinds_of
from tests.web.letterdesk import LetterDesk
from tests.web.letters.test_edit import fields
from tests.workflow.office import BODY

INVITATION = {
    "particular_invited": "Trưởng các phòng",
    "particular_occasion": "Hội nghị triển khai nhiệm vụ",
    "particular_chair": "",
    "particular_time": "08 giờ 00, ngày 15 tháng 12 năm 2026",
    "particular_place": "Phòng họp số 1",
}


def begun(desk: LetterDesk, kind: str) -> OutgoingLetter:
    unit = desk.office.minh.post.unit_id
    desk.post("minh", "letters:new", secrecy="none", unit=unit, kind=kind)
    return OutgoingLetter.objects.get()


def names(page: str) -> set[str]:
    return set(re.findall(r'<(?:input|textarea|select)[^>]* name="([^"]+)"', page))


def part(index: int, role: str, title: str = "", body: Any = "", kind: str = "") -> dict[str, str]:
    text = json.dumps(body) if body else ""
    sent = {f"part_{index}_role": role, f"part_{index}_title": title, f"part_{index}_body": text}
    return sent | ({f"part_{index}_kind": kind} if kind else {})


def test_all_kinds_of_the_state_are_offered(desk: LetterDesk) -> None:
    page = desk.get("minh", "letters:new").content.decode()
    offered = re.findall(
        r'<option value="([a-z_]+)"', page.partition('name="kind"')[2].partition("</select>")[0]
    )
    assert offered == [kind.code for kind in kinds_of(STATE)]


def test_an_unknown_kind_is_refused(desk: LetterDesk) -> None:
    unit = desk.office.minh.post.unit_id
    response = desk.post("minh", "letters:new", secrecy="none", unit=unit, kind="ket_luan")
    assert response.status_code == 422
    assert not OutgoingLetter.objects.exists()


def test_an_invitation_asks_for_its_particulars_and_for_no_addressees(desk: LetterDesk) -> None:
    letter = begun(desk, "giay_moi")
    asked = names(desk.get("minh", "letters:edit", letter.pk).content.decode())
    assert set(INVITATION) <= asked
    assert not {"addressees", "legal_bases", "part_0_kind"} & asked
    sent = fields(desk) | INVITATION
    del sent["addressees"], sent["legal_bases"]
    assert desk.post("minh", "letters:edit", letter.pk, **sent).status_code == 302
    kept = queries.version_of(letter, 1).draft
    assert kept.particulars["place"] == "Phòng họp số 1"
    assert "chair" not in kept.particulars and kept.addressees == ()
    shown = desk.get("minh", "letters:detail", letter.pk).content.decode()
    assert "Phòng họp số 1" in shown
    assert "Phòng họp số 1" in desk.get("minh", "letters:version", letter.pk, 1).content.decode()


def test_a_decision_takes_a_text_it_promulgates_and_appendices_one_at_a_time(desk: LetterDesk) -> None:
    letter = begun(desk, "quyet_dinh")
    asked = names(desk.get("minh", "letters:edit", letter.pk).content.decode())
    assert {"part_0_kind", "part_0_body", "part_1_title"} <= asked and "part_2_title" not in asked
    sent = (
        fields(desk)
        | part(0, "promulgated", "Văn thư", BODY, kind="quy_che")
        | part(1, "appendix", "Danh sách", BODY)
    )
    assert desk.post("minh", "letters:edit", letter.pk, **sent).status_code == 302
    kept = queries.version_of(letter, 1).draft
    assert [(one.role, one.kind, one.title) for one in kept.parts] == [
        ("promulgated", "quy_che", "Văn thư"),
        ("appendix", "", "Danh sách"),
    ]
    page = desk.get("minh", "letters:edit", letter.pk).content.decode()
    assert "part_2_title" in names(page) and page.count("<details") >= 3


def test_an_emptied_appendix_is_gone(desk: LetterDesk) -> None:
    letter = begun(desk, "bao_cao")
    desk.post("minh", "letters:edit", letter.pk, **fields(desk), **part(0, "appendix", "Danh sách", BODY))
    newest = queries.autosave_of(OutgoingLetter.objects.get())
    sent = fields(desk, base_version="1", version=str(newest.token)) | part(0, "appendix")
    assert desk.post("minh", "letters:edit", letter.pk, **sent).status_code == 302
    assert queries.version_of(letter, 2).draft.parts == ()


def test_typing_keeps_particulars_and_appendices(desk: LetterDesk) -> None:
    letter = begun(desk, "giay_moi")
    typed = INVITATION | part(0, "appendix", "Chương trình", BODY) | {"subject": "Họp", "unknown": "x"}
    url = reverse("letters:autosave", args=[letter.pk])
    sent = json.dumps({"version": "0", "fields": typed})
    assert desk.browser("minh").post(url, sent, content_type="application/json").status_code == 200
    kept = queries.autosave_of(letter).draft
    assert kept.particulars["time"] == INVITATION["particular_time"]
    assert kept.parts[0].title == "Chương trình"


def test_two_people_writing_lose_neither_particulars_nor_appendices(desk: LetterDesk) -> None:
    letter = begun(desk, "giay_moi")
    desk.post("minh", "letters:edit", letter.pk, **(fields(desk) | INVITATION))
    mine = fields(desk) | INVITATION | part(0, "appendix", "Chương trình của tôi", BODY)
    page = desk.post("minh", "letters:edit", letter.pk, **mine)
    assert page.status_code == 409
    shown = page.content.decode()
    assert "Chương trình của tôi" in shown
    assert {"particular_place", "part_0_title", "part_0_body"} <= names(shown)
