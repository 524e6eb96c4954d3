"""An office of the Party records the abbreviations its rules leave open; a mandate may be limited to kinds."""

from __future__ import annotations

from datetime import date

import pytest

from organisation import queries
from organisation.models import Organisation, OrganisationPeriod, SigningMandate
from tests.web.desk import Desk

URL = "/organisation/names/abbreviations/"


@pytest.fixture
def party(desk: Desk) -> Desk:
    OrganisationPeriod.objects.filter(organisation=desk.organisation).update(format_profile="party")
    return desk


def own(desk: Desk) -> dict[str, str]:
    return queries.own_abbreviations(Organisation.objects.get(pk=desk.organisation.pk))


def test_only_open_kinds_are_asked_for_and_only_by_administrators(party: Desk) -> None:
    html = party.client("quan").get(URL).content.decode()
    assert 'name="giay_moi"' in html
    assert 'name="cong_van"' not in html and 'name="hop_dong"' not in html
    assert URL in party.client("quan").get("/organisation/names/").content.decode()
    assert party.client("minh").post(URL, {"giay_moi": "GM"}).status_code != 302
    assert own(party) == {}


def test_what_is_recorded_is_used_and_can_be_taken_back(party: Desk) -> None:
    assert party.client("quan").post(URL, {"giay_moi": " GM ", "phieu_gui": "PG"}).status_code == 302
    assert own(party) == {"giay_moi": "GM", "phieu_gui": "PG"}
    party.client("quan").post(URL, {"giay_moi": "GM", "phieu_gui": ""})
    assert own(party) == {"giay_moi": "GM"}


def test_what_is_no_word_is_refused(party: Desk) -> None:
    response = party.client("quan").post(URL, {"giay_moi": "G M"})
    assert response.status_code == 422
    assert own(party) == {}


def test_a_state_office_is_not_asked(desk: Desk) -> None:
    assert URL not in desk.client("quan").get("/organisation/names/").content.decode()


def test_a_mandate_is_limited_to_kinds_and_has_the_form_of_its_right(desk: Desk) -> None:
    post = desk.posts["hoa"]
    url = f"/organisation/posts/{post.pk}/mandate/"
    sent = {
        "authority": "by_order",
        "since": date(2026, 1, 1).isoformat(),
        "kinds": ["giay_moi", "phieu_chuyen"],
    }
    wrong = desk.client("quan").post(url, sent | {"lines": "KT. GIÁM ĐỐC\nTRƯỞNG PHÒNG"})
    assert wrong.status_code == 422 and "TL." in wrong.content.decode()
    assert desk.client("quan").post(url, sent | {"lines": "TL. GIÁM ĐỐC\nTRƯỞNG PHÒNG"}).status_code == 302
    given = SigningMandate.objects.get(post=post)
    assert given.kinds == ["giay_moi", "phieu_chuyen"]
    assert "Giấy mời; Phiếu chuyển" in desk.client("minh").get("/organisation/mandates/").content.decode()
    assert (
        "Giấy mời; Phiếu chuyển"
        in desk.client("minh").get(f"/organisation/people/{post.person_id}/").content.decode()
    )
    day = date(2026, 11, 24)
    assert queries.mandate_of(post, day, kind="giay_moi") == given
    assert queries.mandate_of(post, day, kind="cong_van") is None
