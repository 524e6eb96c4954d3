"""Sending: an act after the issue, one delivery a recipient, and news that never lead back."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.queries import history_of
from dispatch import errors, lifecycle, queries
from dispatch.enums import DeliveryStatus as D
from dispatch.enums import LetterStatus as S
from dispatch.enums import SaidBy, SendingChannel
from dispatch.models import Delivery, DeliveryEntry, LetterSending
from dispatch.operations import delivery_news, recipients, sending
from dispatch.operations.delivery_news import News
from jobs.models import Job
from notices.models import Notice
from tests.cast import Cast
from tests.factories.dispatch import NOON, letter_at
from tests.factories.sending import inside, issued, row, sent, to, with_recipients

POST, HAND, MAIL = SendingChannel.POST, SendingChannel.HAND, SendingChannel.MAIL
LATER = NOON + timedelta(days=2)


def on_paper(cast: Cast, name: str = "Sở Tài chính") -> Delivery:
    (delivery,) = sent(cast, to(name, POST, address="12 Bạch Đằng", copies=2, envelopes=1))
    return delivery


def say(delivery: Delivery, status: D, *, attempt: int = 1, note: str = "vì sai nơi nhận") -> Delivery:
    by = delivery.organisation
    from organisation.models.actor import Actor

    news = News(status=status, said_by=SaidBy.RECEIVER, at=NOON, who="STC", note=note)
    return delivery_news.note(
        delivery=delivery, attempt=attempt, news=news, by=Actor.system(by, "test"), at=NOON
    )


def test_issue_opens_the_sending_and_sends_nothing(cast: Cast) -> None:
    letter = letter_at(cast, S.ISSUED)
    assert LetterSending.objects.get(letter=letter).closed_at is None
    assert [one.letter_id for one in queries.open_sendings(cast.snv)] == [letter.pk]
    assert not Delivery.objects.exists()


def test_one_press_sends_to_everybody_and_a_second_one_to_nobody(cast: Cast) -> None:
    letter = with_recipients(
        cast,
        to("Sở Tài chính", POST, address="12 Bạch Đằng"),
        to("Sở Tư pháp"),
        inside(cast.stranger.organisation, "Kho bạc"),
    )
    deliveries = sending.send(letter=letter, by=cast.actor("lan"), at=NOON)
    assert [(one.recipient.name, one.status) for one in deliveries] == [
        ("Sở Tài chính", D.SENT),
        ("Sở Tư pháp", D.SENT),
        ("Kho bạc", D.QUEUED),
    ]
    assert Job.objects.filter(kind=sending.DELIVER).count() == 1
    with pytest.raises(errors.NothingToSend):
        sending.send(letter=letter, by=cast.actor("lan"), at=NOON)


def test_only_the_chosen_ones_are_sent_to_and_the_rest_stays_to_be_sent(cast: Cast) -> None:
    letter = with_recipients(cast, to("Sở Tài chính"), to("Sở Tư pháp"))
    sending.send(
        letter=letter, recipients_chosen={row(letter, "Sở Tư pháp").pk}, by=cast.actor("lan"), at=NOON
    )
    assert [one.name for one in queries.unsent_recipients_of(letter)] == ["Sở Tài chính"]
    assert queries.open_sendings(cast.snv).exists()


@pytest.mark.parametrize("who", ["minh", "binh", "dung", "quan"])
def test_nobody_but_the_registry_sends(cast: Cast, who: str) -> None:
    letter = with_recipients(cast, to("Sở Tài chính"))
    with pytest.raises(errors.NotTheRegistry):
        sending.send(letter=letter, by=cast.actor(who), at=NOON)


def test_a_letter_is_not_sent_before_it_is_issued(cast: Cast) -> None:
    letter = letter_at(cast, S.NUMBERED)
    recipients.choose(letter=letter, destinations=[to("Sở Tài chính")], by=cast.actor("lan"), at=NOON)
    with pytest.raises(errors.LetterIsElsewhere):
        sending.send(letter=letter, by=cast.actor("lan"), at=NOON)


def test_a_recipient_without_a_way_is_named_and_nothing_is_sent(cast: Cast) -> None:
    letter = with_recipients(cast, to("Sở Tài chính"), to("Sở Tư pháp", None))
    with pytest.raises(errors.RecipientIsIncomplete, match="Sở Tư pháp"):
        sending.send(letter=letter, by=cast.actor("lan"), at=NOON)
    assert not Delivery.objects.exists()


def test_mail_without_a_server_is_refused_with_what_to_do(cast: Cast, settings) -> None:
    settings.EMAIL_HOST = ""
    letter = with_recipients(cast, to("Sở Tư pháp", MAIL, email="a@b.example"))
    with pytest.raises(errors.MailIsNotSetUp):
        sending.send(letter=letter, by=cast.actor("lan"), at=NOON)


def test_the_receipt_is_noted_with_day_and_name_and_stands_in_the_register(cast: Cast) -> None:
    delivery = on_paper(cast)
    by = cast.actor("lan")
    with pytest.raises(errors.DayIsImpossible):
        delivery_news.acknowledge(
            delivery=delivery, on=NOON.date() - timedelta(days=1), received_by="Mai", by=by, at=LATER
        )
    with pytest.raises(errors.DayIsImpossible):
        delivery_news.acknowledge(
            delivery=delivery, on=LATER.date() + timedelta(days=1), received_by="Mai", by=by, at=LATER
        )
    delivery_news.acknowledge(
        delivery=delivery, on=NOON.date() + timedelta(days=1), received_by="Nguyễn Thị Mai", by=by, at=LATER
    )
    facts = queries.sent_facts([delivery.letter_id])[delivery.letter_id]
    assert (facts.recipients, facts.copies, facts.sent_on) == (("Sở Tài chính",), 2, NOON.date())
    assert facts.receipts == ("Nguyễn Thị Mai 25/11/2026",)


def test_what_came_back_is_noted_told_and_sent_again_with_its_history(cast: Cast) -> None:
    delivery = on_paper(cast)
    by = cast.actor("lan")
    delivery_news.note_failure(delivery=delivery, reason="Sai địa chỉ, bưu điện trả lại", by=by, at=NOON)
    assert {one.person for one in Notice.objects.filter(kind="delivery.failed")} == {cast.minh.person}
    assert [one.recipient.name for one in queries.stopped_deliveries(cast.snv)] == ["Sở Tài chính"]
    recipients.change(
        recipient=delivery.recipient,
        destination=to("Sở Tài chính", POST, address="14 Bạch Đằng"),
        by=by,
        at=NOON,
    )
    again = sending.send_again(delivery=delivery, by=by, at=LATER)
    assert (again.status, again.attempts, again.reason) == (D.SENT, 2, "")
    told = [
        (one.number, one.address, [e.status for e in one.entries.all()]) for one in queries.attempts_of(again)
    ]
    assert told == [
        (2, "14 Bạch Đằng", [D.QUEUED, D.SENT]),
        (1, "12 Bạch Đằng", [D.QUEUED, D.SENT, D.FAILED]),
    ]


def test_a_recipient_on_the_way_is_not_changed_and_an_arrived_one_not_sent_again(cast: Cast) -> None:
    delivery, by = on_paper(cast), cast.actor("lan")
    with pytest.raises(errors.RecipientIsUnderWay):
        recipients.change(recipient=delivery.recipient, destination=to("Khác"), by=by, at=NOON)
    delivery_news.acknowledge(delivery=delivery, on=NOON.date(), received_by="Mai", by=by, at=NOON)
    with pytest.raises(errors.CannotBeSentAgain):
        sending.send_again(delivery=delivery, by=by, at=NOON)
    with pytest.raises(errors.NewsIsNotYours):
        delivery_news.note_failure(delivery=delivery, reason="bị trả lại rồi", by=by, at=NOON)


def test_a_printed_line_nobody_answers_to_keeps_the_letter_in_the_tray(cast: Cast) -> None:
    letter = with_recipients(cast, to("Ủy ban nhân dân các xã, phường"))
    sending.send(letter=letter, by=cast.actor("lan"), at=NOON)
    assert queries.lines_without_recipient(letter) == ["Giám đốc (để b/c)"]
    assert queries.open_sendings(cast.snv).exists()
    recipients.choose(letter=letter, destinations=[to("Giám đốc")], by=cast.actor("lan"), at=NOON)
    sending.send(letter=letter, by=cast.actor("lan"), at=NOON)
    assert not queries.open_sendings(cast.snv).exists()


def test_the_registry_closes_a_sending_with_a_reason_only(cast: Cast) -> None:
    letter, by = issued(cast), cast.actor("lan")
    with pytest.raises(errors.ReasonIsMissing):
        sending.close(letter=letter, reason="...", by=by, at=NOON)
    sending.close(letter=letter, reason="Văn bản lưu nội bộ, không gửi", by=by, at=NOON)
    assert not queries.open_sendings(cast.snv).exists()
    recipients.choose(letter=letter, destinations=[to("Sở Tài chính")], by=by, at=NOON)
    assert queries.open_sendings(cast.snv).exists()


# ------------------------------------------------------------------ news in any order
ARRIVING = (D.SENT, D.RECEIVED, D.REGISTERED, D.COMPLETED)
# A registered letter may still be struck out of the book and returned.
HEIGHT = {D.QUEUED: 0, D.SENT: 1, D.FAILED: 2, D.RECEIVED: 2, D.REGISTERED: 3, D.REFUSED: 4, D.COMPLETED: 4}


@settings(suppress_health_check=[HealthCheck.too_slow])  # two processors for eight
@given(st.lists(st.sampled_from([*D, "again"]), max_size=40))
def test_no_wandering_leads_a_delivery_back_within_an_attempt(wishes: list) -> None:
    delivery = Delivery(status=D.QUEUED, attempts=1)
    for wish in wishes:
        before, attempt = D(delivery.status), delivery.attempts
        if wish == "again":
            try:
                lifecycle.begin_again(delivery)
            except errors.IllegalStep:
                assert before in {D.QUEUED, D.RECEIVED, D.REGISTERED, D.COMPLETED}
                assert (delivery.status, delivery.attempts) == (before, attempt)
            else:
                assert (delivery.status, delivery.attempts) == (D.QUEUED, attempt + 1)
            continue
        moved = lifecycle.carry_forward(delivery, wish)
        assert delivery.attempts == attempt
        assert delivery.status == (wish if moved else before)
        assert HEIGHT[D(delivery.status)] >= HEIGHT[before]
        if moved:
            assert HEIGHT[wish] > HEIGHT[before]
        if before in {D.FAILED, D.REFUSED, D.COMPLETED}:
            assert not moved


def test_news_in_any_order_and_twice_end_where_the_furthest_says(cast: Cast, settings) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", "vanthu@snv.example"
    orders = list(permutations(ARRIVING))
    places = [to(f"Xã {n}", MAIL, email=f"xa{n}@hs.example") for n in range(len(orders))]
    for delivery, order in zip(sent(cast, *places), orders, strict=True):
        for status in (*order, *reversed(order)):
            say(delivery, status, note="")
        delivery.refresh_from_db()
        assert delivery.status == D.COMPLETED, order
        said = DeliveryEntry.objects.filter(attempt__delivery=delivery).values_list("status", flat=True)
        assert sorted(said) == sorted([D.QUEUED, *ARRIVING])


def test_late_news_of_an_earlier_attempt_moves_nothing_and_is_kept(cast: Cast) -> None:
    (delivery,) = sent(cast, inside(cast.stranger.organisation))
    say(delivery, D.REFUSED)
    sending.send_again(delivery=delivery, by=cast.actor("lan"), at=NOON)
    say(delivery, D.REGISTERED, attempt=1, note="")
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (D.QUEUED, 2)
    late = DeliveryEntry.objects.get(attempt__delivery=delivery, attempt__number=1, status=D.REGISTERED)
    assert late.moved is False


def test_history_is_never_changed(cast: Cast) -> None:
    delivery = on_paper(cast)
    entry = DeliveryEntry.objects.filter(attempt__delivery=delivery).first()
    assert entry is not None
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        DeliveryEntry.objects.filter(pk=entry.pk).update(note="x")
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        delivery.tries.update(address="x")


def test_the_rows_forbid_what_must_never_be(cast: Cast) -> None:
    delivery = on_paper(cast)
    rows = Delivery.objects.filter(pk=delivery.pk)
    for change, name in (
        ({"status": D.REFUSED}, "delivery_says_why"),
        ({"sent_at": None}, "delivery_left_has_moment"),
        ({"attempts": 0}, "delivery_counts_from_one"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            rows.update(**change)


def test_every_act_of_sending_is_in_the_log_of_the_letter(cast: Cast) -> None:
    delivery = on_paper(cast)
    names = [event.name for event in history_of(cast.snv.pk, "letter", delivery.letter_id)]
    assert names[-3:] == ["letter.recipient_added", "delivery.queued", "delivery.sent"]
