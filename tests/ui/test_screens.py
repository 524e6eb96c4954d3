"""A screen asks for a sign-in and a post, guards its method, and answers page, fragment or JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from organisation.enums import Duty
from organisation.models.people import Person, Post
from organisation.models.powers import Delegation

FRAGMENT = {"HX-Request": "true"}


def test_a_stranger_is_sent_to_sign_in_and_comes_back(client: Client, db: None) -> None:
    response = client.get("/who/?year=2026")
    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/who/%3Fyear%3D2026")


def test_a_public_screen_asks_for_nobody(client: Client, db: None) -> None:
    assert client.get("/open/").content == b"stranger"


def test_a_person_without_a_post_today_is_told_so(client: Client, lan: Post) -> None:
    Post.objects.filter(pk=lan.pk).update(valid_until=date(2021, 1, 1))
    client.force_login(lan.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get("/who/")
    assert response.status_code == 403
    assert "You hold no post today" in response.content.decode()


def test_a_method_that_is_not_listed_is_refused(as_lan: Client) -> None:
    response = as_lan.get("/refuse/")
    assert (response.status_code, response["Allow"]) == (405, "POST")


def test_head_comes_with_get(as_lan: Client) -> None:
    assert as_lan.head("/").status_code == 200


def test_htmx_gets_the_fragment_and_a_boosted_link_the_page(as_lan: Client) -> None:
    assert b"Only the part" in as_lan.get("/", headers=FRAGMENT).content
    assert b"Whole page" in as_lan.get("/", headers={**FRAGMENT, "HX-Boosted": "true"}).content
    assert "HX-Request" in as_lan.get("/")["Vary"]


def test_a_list_says_how_many_and_where_one_stands(as_lan: Client) -> None:
    assert "Showing 41–80 of 95" in as_lan.get("/?page=2").content.decode()


@pytest.mark.parametrize(("asked", "shown"), [("x", "1–40"), ("0", "1–40"), ("99", "81–95"), ("³", "1–40")])
def test_a_senseless_page_number_still_shows_a_page(as_lan: Client, asked: str, shown: str) -> None:
    assert f"Showing {shown} of 95" in as_lan.get("/", {"page": asked}).content.decode()


def test_a_person_works_in_the_main_post_and_may_choose_another_of_their_own(
    as_lan: Client, appoint: Callable[..., Post]
) -> None:
    second = appoint("lan", "", "Thủ quỹ", is_main=False)
    other = appoint("minh", "Trần Quang Minh", "Chuyên viên", Duty.OFFICER)
    assert as_lan.get("/who/").content.decode() == "Văn thư"
    as_lan.post("/post/", {"post": second.pk})
    assert as_lan.get("/who/").content.decode() == "Thủ quỹ"
    as_lan.post("/post/", {"post": other.pk})
    assert as_lan.get("/who/").content.decode() == "Thủ quỹ"


def test_standing_in_is_chosen_and_ends_with_the_delegation(
    as_lan: Client, lan: Post, appoint: Callable[..., Post]
) -> None:
    dung = appoint("dung", "Lê Anh Dũng", "Chánh Văn phòng", Duty.CHIEF_OF_OFFICE)
    today = timezone.now().date()
    delegation = Delegation.objects.create(
        organisation=lan.organisation,
        principal=dung,
        delegate=lan,
        duties=[Duty.CHIEF_OF_OFFICE.value],
        valid_from=today - timedelta(days=1),
        valid_until=today + timedelta(days=2),
        reason="Đi công tác",
    )
    as_lan.post("/post/", {"delegation": delegation.pk})
    assert as_lan.get("/who/").content.decode() == "Văn thư for Lê Anh Dũng"
    Delegation.objects.filter(pk=delegation.pk).update(revoked_at=timezone.now())
    assert as_lan.get("/who/").content.decode() == "Văn thư"


def test_the_language_is_the_persons_until_another_is_chosen(as_lan: Client, lan: Post) -> None:
    assert '<html lang="en">' in as_lan.get("/", headers={"Accept-Language": "vi"}).content.decode()
    Person.objects.filter(pk=lan.person_id).update(language="vi")
    assert '<html lang="vi">' in as_lan.get("/", headers={"Accept-Language": "en"}).content.decode()
    as_lan.post("/language/", {"language": "en"})
    assert '<html lang="en">' in as_lan.get("/").content.decode()
    as_lan.post("/language/", {"language": "xx"})
    assert '<html lang="en">' in as_lan.get("/").content.decode()


@pytest.mark.parametrize("address", ["/", "/who/", "/desk/", "/no/such/page/", "/account/2fa/"])
def test_a_signed_in_person_s_pages_are_kept_nowhere(as_lan: Client, address: str) -> None:
    assert "no-store" in as_lan.get(address)["Cache-Control"]


def test_signing_out_is_kept_nowhere_either(as_lan: Client) -> None:
    assert "no-store" in as_lan.post("/account/logout/")["Cache-Control"]


def test_a_stranger_s_page_and_a_static_file_may_be_kept(client: Client, db: None, settings) -> None:
    assert "Cache-Control" not in client.get("/open/")
    settings.WHITENOISE_USE_FINDERS = True  # as if collected
    assert "max-age=300" in Client().get("/static/js/app.js")["Cache-Control"]
