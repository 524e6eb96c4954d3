"""The registry's screens of sending: the tray, a letter's recipients, receipts, the directory."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from dispatch import queries
from dispatch.enums import GroupScope, SendingChannel
from dispatch.models import Correspondent, Delivery, LetterRecipient, RecipientGroup
from dispatch.operations import directory
from tests.cast import Cast
from tests.factories.dispatch import NOON, draft
from tests.factories.sending import inside, issued, to, with_recipients
from tests.web.sending.conftest import client_of

POST = SendingChannel.POST


def text(response) -> str:
    return response.content.decode()


def test_the_tray_says_what_is_to_be_sent_and_leads_there(cast: Cast) -> None:
    letter = with_recipients(cast, to("Sở Tài chính"))
    page = text(client_of(cast.lan).get(reverse("sending:tray")))
    assert "1 issued letter somebody is still to get" in page
    assert "1 recipient to send to; 2 printed lines without one" in page
    assert reverse("sending:letter", args=[letter.pk]) in page


@pytest.mark.parametrize("who", ["minh", "quan", "thu"])
def test_the_tray_is_the_registrys(cast: Cast, who: str) -> None:
    response = client_of(getattr(cast, who)).get(reverse("sending:tray"))
    assert response.status_code in {403, 409, 422}
    assert "Only the registry can do this." in text(response)


def test_one_press_sends_to_all_and_every_recipient_has_a_truthful_line(cast: Cast) -> None:
    letter = with_recipients(
        cast, to("Sở Tài chính", POST, address="12 Bạch Đằng"), inside(cast.stranger.organisation, "Kho bạc")
    )
    client = client_of(cast.lan)
    address = reverse("sending:letter", args=[letter.pk])
    assert "Send to 2 recipients" in text(client.get(address))
    response = client.post(reverse("sending:send", args=[letter.pk]), {"whom": "all"}, follow=True)
    page = text(response)
    assert "Sent to 2 recipients." in page
    assert "nobody has said that it arrived" in page
    assert "on its way in a moment" in page
    again = client.post(reverse("sending:send", args=[letter.pk]), {"whom": "all"})
    assert "Nobody is left to send this letter to." in text(again)


def test_only_the_ticked_ones_are_sent(cast: Cast) -> None:
    letter = with_recipients(cast, to("Sở Tài chính"), to("Sở Tư pháp"))
    chosen = LetterRecipient.objects.get(letter=letter, name="Sở Tư pháp")
    client = client_of(cast.lan)
    page = client.post(
        reverse("sending:send", args=[letter.pk]), {"whom": "chosen", "recipient": [chosen.pk]}, follow=True
    )
    assert "Sent to 1 recipient. 1 is left." in text(page)


def test_one_without_a_way_is_said_and_does_not_stop_the_others(cast: Cast) -> None:
    letter = with_recipients(cast, to("Sở Tài chính"), to("Sở Tư pháp", None))
    client = client_of(cast.lan)
    page = text(client.get(reverse("sending:letter", args=[letter.pk])))
    assert "It is not said yet how the letter goes to Sở Tư pháp." in page
    page = text(client.post(reverse("sending:send", args=[letter.pk]), {"whom": "all"}, follow=True))
    assert "Sent to 1 recipient. 1 is left." in page


def test_a_printed_line_is_added_by_hand_with_its_channel(cast: Cast) -> None:
    letter = issued(cast)
    client = client_of(cast.lan)
    address = reverse("sending:add", args=[letter.pk])
    assert "Ủy ban nhân dân các xã, phường" in text(
        client.get(f"{address}?line=Ủy ban nhân dân các xã, phường")
    )
    values = {"name": "UBND xã Sơn Tân", "line": "Ủy ban nhân dân các xã, phường", "channel": "mail"}
    missing = client.post(address, {**values, "copies": 1, "envelopes": 1})
    assert "This way needs it." in text(missing)
    client.post(address, {**values, "email": "xa@hs.example", "copies": 3, "envelopes": 1})
    row = queries.recipients_of(letter).get()
    assert (row.name, row.line, row.email, row.copies) == (
        "UBND xã Sơn Tân",
        "Ủy ban nhân dân các xã, phường",
        "xa@hs.example",
        3,
    )


def test_a_receipt_and_a_return_are_noted_on_the_line(cast: Cast) -> None:
    letter = with_recipients(cast, to("Sở Tài chính"), to("Sở Tư pháp"))
    client = client_of(cast.lan)
    client.post(reverse("sending:send", args=[letter.pk]), {"whom": "all"})
    one, other = Delivery.objects.order_by("recipient__position")
    sent_on = queries.sent_facts([letter.pk])[letter.pk].sent_on
    assert isinstance(sent_on, date)
    client.post(
        reverse("sending:receipt", args=[letter.pk, one.pk]),
        {"on": sent_on.isoformat(), "received_by": "Nguyễn Thị Mai"},
    )
    page = text(
        client.post(
            reverse("sending:failed", args=[letter.pk, other.pk]),
            {"reason": "Người nhận đi vắng"},
            follow=True,
        )
    )
    assert "by Nguyễn Thị Mai" in page
    assert "Người nhận đi vắng" in page
    page = text(client.post(reverse("sending:send_again", args=[letter.pk, other.pk]), follow=True))
    assert "Sent again to Sở Tư pháp." in page
    assert "attempt 2: sent" in page


def test_a_delivery_of_another_letter_is_not_found(cast: Cast) -> None:
    one = with_recipients(cast, to("Sở Tài chính"))
    other = issued(cast)
    client = client_of(cast.lan)
    client.post(reverse("sending:send", args=[one.pk]), {"whom": "all"})
    delivery = Delivery.objects.get()
    assert client.get(reverse("sending:receipt", args=[other.pk, delivery.pk])).status_code == 404
    stranger = client_of(cast.stranger)
    assert stranger.get(reverse("sending:letter", args=[one.pk])).status_code == 404
    assert stranger.post(reverse("sending:send_again", args=[one.pk, delivery.pk])).status_code == 404


def test_the_drafter_picks_from_a_group_and_the_lines_are_printed(cast: Cast) -> None:
    letter = draft(cast)
    known = [
        directory.enter(destination=to(name), by=cast.actor("lan"), at=NOON)
        for name in ("Sở Tài chính", "Sở Tư pháp")
    ]
    group = directory.save_group(
        name="Các sở", scope=GroupScope.OFFICE, members=known, by=cast.actor("lan"), at=NOON
    )
    client = client_of(cast.minh)
    assert "Các sở (2)" in text(client.get(reverse("letters:edit", args=[letter.pk])))
    page = client.post(reverse("sending:pick", args=[letter.pk]), {"group": group.pk}, follow=True)
    assert "2 recipients are added." in text(page)
    assert "Sở Tài chính\nSở Tư pháp" in text(page)
    assert queries.recipients_of(letter).count() == 2


def test_the_letter_page_tells_where_each_copy_stands(cast: Cast) -> None:
    letter = with_recipients(cast, to("Sở Tài chính"))
    client = client_of(cast.lan)
    client.post(reverse("sending:send", args=[letter.pk]), {"whom": "all"})
    page = text(client_of(cast.minh).get(reverse("letters:detail", args=[letter.pk])))
    assert "Recipients and receipts" in page
    assert "sent it to Sở Tài chính" in page


def test_a_sending_is_closed_with_a_reason(cast: Cast) -> None:
    letter = issued(cast)
    client = client_of(cast.lan)
    client.post(reverse("sending:close", args=[letter.pk]), {"reason": "Văn bản chỉ lưu nội bộ"})
    assert "Everything issued has been sent" in text(client.get(reverse("sending:tray")))
    assert "Văn bản chỉ lưu nội bộ" in text(client.get(reverse("sending:letter", args=[letter.pk])))


def test_the_directory_is_read_by_all_and_kept_by_the_registry(cast: Cast) -> None:
    client = client_of(cast.lan)
    values = {"name": "Sở Tài chính", "channel": "inner", "inner": cast.stranger.organisation_id}
    client.post(reverse("sending:enter"), values)
    row = Correspondent.objects.get()
    assert (row.name, row.inner) == ("Sở Tài chính", cast.stranger.organisation)
    clash = client.post(reverse("sending:enter"), {**values, "channel": "hand"})
    assert "stands in the directory already" in text(clash)
    client.post(
        reverse("sending:correct", args=[row.pk]),
        {"name": "Sở Tài chính", "channel": "post", "address": "2 Lê Lợi"},
    )
    row.refresh_from_db()
    assert (row.channel, row.address, row.inner) == ("post", "2 Lê Lợi", None)
    officer = client_of(cast.minh)
    page = text(officer.get(reverse("sending:directory")))
    assert "Sở Tài chính" in page
    assert "Enter somebody" not in page
    assert "Only the registry" in text(officer.post(reverse("sending:retire", args=[row.pk])))
    client.post(reverse("sending:retire", args=[row.pk]))
    assert "The directory is empty" in text(client.get(reverse("sending:directory")))


def test_a_group_of_ones_own_is_saved_and_removed(cast: Cast) -> None:
    known = directory.enter(destination=to("Sở Tài chính"), by=cast.actor("lan"), at=NOON)
    client = client_of(cast.minh)
    page = text(client.get(reverse("sending:new_group")))
    assert "the whole office" not in page
    client.post(reverse("sending:new_group"), {"name": "Của tôi", "scope": "private", "members": [known.pk]})
    group = RecipientGroup.objects.get()
    assert (group.owner, group.members.count()) == (cast.minh.person, 1)
    assert client_of(cast.hoa).get(reverse("sending:group", args=[group.pk])).status_code == 404
    client.post(reverse("sending:remove_group", args=[group.pk]))
    assert "No group is saved yet." in text(client.get(reverse("sending:directory")))
