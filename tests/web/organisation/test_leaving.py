"""Letting people go and letting them in again, as administrators and those concerned see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from archive.operations import opening
from archive.operations.opening import NewDossier
from lib.calendar import local_day
from organisation.models import Person, Post, SigningMandate
from tests.web.desk import Desk

URL = "/organisation/"
NEW = "mot-mat-khau-moi"


def page(client: Client, path: str) -> str:
    response = client.get(URL + path)
    assert response.status_code == 200, path
    return " ".join(response.content.decode().split())


def paths(desk: Desk) -> list[str]:
    """Every page by which somebody is let go or let in, of Yến."""
    yen = desk.posts["yen"]
    mandate = SigningMandate.objects.get(post=yen)
    return [
        f"posts/{yen.pk}/end/",
        f"people/{yen.person_id}/let-go/",
        f"people/{yen.person_id}/password/",
        f"mandates/{mandate.pk}/end/",
    ]


def test_only_administrators_let_go_and_give_passwords(desk: Desk) -> None:
    for path in paths(desk):
        page(desk.client("quan"), path)
        for name in ("minh", "binh", "yen"):
            assert desk.client(name).get(URL + path).status_code == 409, path
            assert desk.client(name).post(URL + path, {"reason": "x", "password": NEW}).status_code == 409
    assert Person.objects.get(pk=desk.posts["yen"].person_id).is_active


def test_what_is_not_there_cannot_be_ended(desk: Desk) -> None:
    for path in ("posts/0/end/", "people/0/let-go/", "people/0/password/", "people/0/take-back/", "people/0/work/",
                 "mandates/0/end/", "certificates/0/retire/"):  # fmt: skip
        assert desk.client("quan").get(URL + path).status_code == 404, path


def test_a_post_ends_with_the_day_that_was_typed(desk: Desk) -> None:
    client, post = desk.client("quan"), desk.posts["minh"]
    last_day = local_day(desk.at) + timedelta(days=30)
    sent = {"last_day": last_day.isoformat(), "reason": "hết hạn hợp đồng"}
    assert client.post(URL + f"posts/{post.pk}/end/", sent).status_code == 302
    assert Post.objects.get(pk=post.pk).valid_until == last_day
    assert last_day.strftime("%d/%m/%Y") in page(client, f"people/{post.person_id}/")


@pytest.mark.parametrize("wrong", [{"last_day": "x"}, {"last_day": "2020-01-01"}, {"reason": ""}])
def test_an_end_that_cannot_be_is_said_on_the_form(desk: Desk, wrong: dict[str, str]) -> None:
    post = desk.posts["minh"]
    sent = {"last_day": local_day(desk.at).isoformat(), "reason": "nghỉ hưu", **wrong}
    assert desk.client("quan").post(URL + f"posts/{post.pk}/end/", sent).status_code == 422
    assert Post.objects.get(pk=post.pk).valid_until is None


def test_the_last_administrator_reads_why_he_cannot_go(desk: Desk) -> None:
    client, post = desk.client("quan"), desk.posts["quan"]
    assert "without an administrator" in page(client, f"people/{post.person_id}/")
    for path in (f"posts/{post.pk}/end/", f"people/{post.person_id}/let-go/"):
        assert client.post(URL + path, {"last_day": "2030-01-01", "reason": "nghỉ"}).status_code == 409
    assert Person.objects.get(pk=post.person_id).is_active


def test_whoever_is_let_go_is_out_with_the_next_click(desk: Desk) -> None:
    minh = desk.client("minh")
    assert minh.get("/organisation/").status_code == 200
    person = desk.posts["minh"].person_id
    sent = {"reason": "thôi việc"}
    assert desk.client("quan").post(URL + f"people/{person}/let-go/", sent).status_code == 302
    assert minh.get("/organisation/").status_code == 302
    form = {"login": "minh", "password": "demo-van-thu"}
    assert Client().post("/account/login/", form).status_code != 302
    html = page(desk.client("quan"), f"people/{person}/")
    assert "No longer works here." in html
    assert "End the employment" not in html


def test_somebody_who_left_is_let_in_again(desk: Desk) -> None:
    quan, person = desk.client("quan"), desk.posts["minh"].person_id
    quan.post(URL + f"people/{person}/let-go/", {"reason": "thôi việc"})
    taken = quan.post(URL + f"people/{person}/take-back/", {"password": NEW})
    assert taken.headers["Location"] == f"/organisation/people/{person}/appoint/"
    assert Person.objects.get(pk=person).is_active


# ------------------------------------------------------------------ passwords
def test_a_temporary_password_opens_nothing_but_its_own_change(desk: Desk) -> None:
    before = desk.client("minh")
    person = desk.posts["minh"].person
    sent = {"password": NEW}
    assert desk.client("quan").post(URL + f"people/{person.pk}/password/", sent).status_code == 302
    assert before.get("/organisation/").headers["Location"].startswith("/account/login/")
    minh = Client()
    assert minh.post("/account/login/", {"login": "minh", "password": NEW}).status_code == 302
    for path in ("/", "/inbox/", "/organisation/", "/account/2fa/", "/account/password/change/"):
        assert minh.get(path).headers["Location"] == "/account/password/", path
    html = minh.get("/account/password/").content.decode()
    assert "temporary" in html
    own = {"present": NEW, "password": "cua-rieng-minh-1", "again": "cua-rieng-minh-1"}
    assert minh.post("/account/password/", own).headers["Location"] == "/"
    assert minh.get("/organisation/").status_code == 200


def test_changing_ones_password_ends_the_other_sessions(desk: Desk) -> None:
    Person.objects.filter(username="minh").update(must_change_password=False)
    here, there = Client(), Client()
    for client in (here, there):
        assert (
            client.post("/account/login/", {"login": "minh", "password": "demo-van-thu"}).status_code == 302
        )
    own = {"present": "demo-van-thu", "password": NEW, "again": NEW}
    assert here.post("/account/password/", own).status_code == 302
    assert here.get("/organisation/").status_code == 200
    assert there.get("/organisation/").headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    "wrong", [{"present": "sai-mat-khau"}, {"again": "khac-han-day"}, {"password": "short", "again": "short"},
              {"password": "demo-van-thu", "again": "demo-van-thu"}],
)  # fmt: skip
def test_a_change_that_cannot_be_is_said_and_no_password_comes_back(
    desk: Desk, wrong: dict[str, str]
) -> None:
    sent = {"present": "demo-van-thu", "password": NEW, "again": NEW, **wrong}
    response = desk.client("minh").post("/account/password/", sent)
    assert response.status_code == 422
    assert NEW not in response.content.decode()
    assert Person.objects.get(username="minh").check_password("demo-van-thu")


def test_somebody_taken_on_has_to_choose_a_password(desk: Desk) -> None:
    sent = {"full_name": "Lý Thu Hà", "username": "ha", "password": NEW}
    desk.client("quan").post(URL + "people/new/", sent)
    assert Person.objects.get(username="ha").must_change_password


# ------------------------------------------------------------------ powers
def test_a_mandate_is_ended_and_the_list_says_when(desk: Desk) -> None:
    mandate = SigningMandate.objects.get(post=desk.posts["yen"])
    client = desk.client("quan")
    assert client.post(URL + f"mandates/{mandate.pk}/end/", {"reason": "thôi phân công"}).status_code == 302
    mandate.refresh_from_db()
    assert mandate.revoked_at is not None
    assert "ended" in page(client, "mandates/")


def test_the_same_delegation_is_refused_with_a_sentence(desk: Desk) -> None:
    today = local_day(desk.at)
    sent: dict[str, Any] = {
        "principal": desk.posts["binh"].pk, "delegate": desk.posts["yen"].pk, "duties": ["head"], "reason": "đi học",
        "since": today.isoformat(), "until": (today + timedelta(days=3)).isoformat(),
    }  # fmt: skip
    client = desk.client("binh")
    assert client.post(URL + "delegations/new/", sent).status_code == 302
    again = client.post(URL + "delegations/new/", sent)
    assert again.status_code == 422
    assert "already stands in for this post" in again.content.decode()


# ------------------------------------------------------------------ everything at once
def test_everything_is_handed_over_with_a_record_that_can_be_printed(desk: Desk) -> None:
    minh = desk.posts["minh"]
    new = NewDossier("01.X", "Hồ sơ của Minh", minh.unit, minh.person, 10)
    opening.open_dossier(new=new, by=desk.actor("minh"), at=desk.at)
    url, client = f"people/{minh.person_id}/work/all/", desk.client("quan")
    assert "Hồ sơ của Minh" in page(client, url)
    assert client.post(URL + url, {"to": desk.posts["vy"].pk, "reason": ""}).status_code == 422
    answer = client.post(URL + url, {"to": desk.posts["vy"].pk, "reason": "nghỉ hưu"})
    assert answer.status_code == 302
    told = page(client, answer.headers["Location"].removeprefix(URL))
    assert "01.X" in told and desk.posts["vy"].person.full_name in told
    assert "Nothing is in hand" in page(client, url)
    assert desk.client("vy").get(URL + url).status_code == 409
