"""Inside the installation: a letter is copied into the receiver's intake, and what happens to it there comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.queries import history_of
from dispatch import errors, queries
from dispatch.enums import DeliveryStatus as D
from dispatch.enums import IncomingStatus as I
from dispatch.models import Attachment, Delivery, IncomingLetter, NumberAllocation
from dispatch.operations import arriving, recipients, reporting, sending
from dispatch.operations.arriving import Registration
from files.enums import FileRole
from files.operations import storing
from files.queries import content_of
from jobs.enums import JobState
from jobs.models import Job
from organisation.models import Organisation
from organisation.models.actor import Actor
from tests.cast import Cast
from tests.factories.dispatch import NOON
from tests.factories.sending import book_of_arrivals, inside, issued, sent, to, work
from tests.files.pieces import pdf

LATER = NOON + timedelta(hours=3)


def arrive(cast: Cast) -> tuple[Delivery, IncomingLetter]:
    (delivery,) = sent(cast, inside(cast.stranger.organisation))
    work()
    return Delivery.objects.get(pk=delivery.pk), IncomingLetter.objects.latest("pk")


def clerk(cast: Cast) -> Actor:
    return cast.actor("stranger")


def statuses(delivery: Delivery) -> list[str]:
    return [
        entry.status for attempt in reversed(queries.attempts_of(delivery)) for entry in attempt.entries.all()
    ]


def test_the_original_arrives_bit_by_bit_with_its_values_and_no_key_of_the_sender(cast: Cast) -> None:
    delivery, arrived = arrive(cast)
    letter = delivery.letter
    assert letter.issued_file is not None
    assert content_of(arrived.file) == content_of(letter.issued_file)
    assert arrived.file.organisation == cast.stranger.organisation
    assert arrived.file_id != letter.issued_file_id
    assert (arrived.issuer, arrived.number, arrived.symbol) == ("SỞ NỘI VỤ", "1", "SNV-CCHC")
    assert (arrived.subject, arrived.dated_on, arrived.signer) == (
        letter.subject,
        letter.legal_day,
        "Vũ Hải Bình",
    )
    assert (arrived.verify_token, arrived.status) == (letter.verify_token, I.ARRIVED)
    assert delivery.status == D.RECEIVED
    assert statuses(delivery) == [D.QUEUED, D.SENT, D.RECEIVED]


def test_there_is_an_event_on_each_side_and_the_verdict_is_asked_for(cast: Cast) -> None:
    delivery, arrived = arrive(cast)
    there = history_of(cast.stranger.organisation_id, "incoming", arrived.pk)
    assert [event.name for event in there] == ["incoming.arrived"]
    here = [event.name for event in history_of(cast.snv.pk, "letter", delivery.letter_id)]
    assert here[-3:] == ["delivery.queued", "delivery.sent", "delivery.received"]
    assert Job.objects.filter(kind="signing.judge", key=f"file:{arrived.file_id}").exists()


def test_attachments_travel_with_it(cast: Cast) -> None:
    letter = issued(cast)
    file = storing.store(
        by=cast.system(), at=NOON, content=pdf(3), name="phu-luc.pdf", role=FileRole.ATTACHMENT
    )
    Attachment.objects.create(
        organisation=cast.snv, letter=letter, file=file, position=1, added_by=cast.minh.person, added_at=NOON
    )
    recipients.choose(
        letter=letter, destinations=[inside(cast.stranger.organisation)], by=cast.actor("lan"), at=NOON
    )
    sending.send(letter=letter, by=cast.actor("lan"), at=NOON)
    work()
    (enclosed,) = queries.incoming_attachments_of(IncomingLetter.objects.get())
    assert content_of(enclosed.file) == content_of(file)
    assert enclosed.file.name == "phu-luc.pdf"


def test_a_delivery_done_twice_arrives_once(cast: Cast) -> None:
    _delivery, arrived = arrive(cast)
    Job.objects.filter(kind=sending.DELIVER).update(state=JobState.QUEUED, finished_at=None)
    work()
    assert IncomingLetter.objects.get() == arrived


def test_registered_it_gets_the_next_number_and_the_sender_hears_it(cast: Cast) -> None:
    book_of_arrivals(clerk(cast))
    delivery, arrived = arrive(cast)
    done = arriving.register(
        letter=arrived, entry=Registration(note="bản giấy gửi sau"), by=clerk(cast), at=LATER
    )
    assert (done.status, str(done.allocation), done.arrival_day) == (I.REGISTERED, "1", NOON.date())
    work(LATER)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.arrival_code) == (D.REGISTERED, "1/2026")
    arriving.complete(letter=done, note="Đã trả lời", by=clerk(cast), at=LATER)
    work(LATER)
    delivery.refresh_from_db()
    assert delivery.status == D.COMPLETED
    assert statuses(delivery) == [D.QUEUED, D.SENT, D.RECEIVED, D.REGISTERED, D.COMPLETED]
    who = delivery.tries.get().entries.get(status=D.REGISTERED)
    assert (who.who, who.said_by, who.at) == ("SỞ TÀI CHÍNH", "receiver", LATER)


def test_refused_with_its_reason_it_is_sent_again_and_arrives_anew(cast: Cast) -> None:
    delivery, arrived = arrive(cast)
    with pytest.raises(errors.ReasonIsMissing):
        arriving.refuse(letter=arrived, reason="..", by=clerk(cast), at=LATER)
    arriving.refuse(letter=arrived, reason="Văn bản không thuộc thẩm quyền", by=clerk(cast), at=LATER)
    work(LATER)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.reason) == (D.REFUSED, "Văn bản không thuộc thẩm quyền")
    sending.send_again(delivery=delivery, by=cast.actor("lan"), at=LATER)
    work(LATER)
    assert IncomingLetter.objects.count() == 2
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts) == (D.RECEIVED, 2)


def test_a_refused_arrival_has_no_number_and_is_not_registered(cast: Cast) -> None:
    book_of_arrivals(clerk(cast))
    _delivery, arrived = arrive(cast)
    refused = arriving.refuse(letter=arrived, reason="Gửi nhầm cơ quan", by=clerk(cast), at=LATER)
    with pytest.raises(errors.IncomingIsElsewhere):
        arriving.register(letter=refused, entry=Registration(), by=clerk(cast), at=LATER)
    assert not NumberAllocation.objects.filter(direction="incoming").exists()


def test_without_a_book_nothing_is_registered(cast: Cast) -> None:
    _delivery, arrived = arrive(cast)
    with pytest.raises(errors.NoIncomingBook):
        arriving.register(letter=arrived, entry=Registration(), by=clerk(cast), at=LATER)
    arrived.refresh_from_db()
    assert arrived.status == I.ARRIVED


def test_the_same_letter_again_is_warned_of_before_it_gets_a_second_number(cast: Cast) -> None:
    book_of_arrivals(clerk(cast))
    _delivery, arrived = arrive(cast)
    first = arriving.register(letter=arrived, entry=Registration(), by=clerk(cast), at=LATER)
    IncomingLetter.objects.filter(pk=first.pk).update(issuer_folded="so noi vu")
    again = IncomingLetter.objects.get(pk=first.pk)
    again.pk, again.allocation, again.status, again.origin_key = None, None, I.ARRIVED, "delivery:0:9"
    again.arrival_day = again.registered_at = None
    again.save(force_insert=True)
    with pytest.raises(errors.ArrivalMayBeDouble, match="1"):
        arriving.register(letter=again, entry=Registration(), by=clerk(cast), at=LATER)
    entry = Registration(compared=True, same_as=first)
    done = arriving.register(letter=again, entry=entry, by=clerk(cast), at=LATER)
    assert (str(done.allocation), done.same_as) == ("2", first)


def test_the_day_of_arrival_lies_between_the_arrival_and_today(cast: Cast) -> None:
    book_of_arrivals(clerk(cast))
    _delivery, arrived = arrive(cast)
    for day in (NOON.date() - timedelta(days=1), NOON.date() + timedelta(days=1)):
        with pytest.raises(errors.ArrivalDayIsImpossible):
            arriving.register(letter=arrived, entry=Registration(arrival_day=day), by=clerk(cast), at=LATER)


def test_another_office_neither_sees_nor_touches_it(cast: Cast) -> None:
    _delivery, arrived = arrive(cast)
    with pytest.raises(IncomingLetter.DoesNotExist):
        queries.incoming_by_key(cast.snv, arrived.pk)
    for act in (
        lambda by: arriving.register(letter=arrived, entry=Registration(), by=by, at=LATER),
        lambda by: arriving.refuse(letter=arrived, reason="Gửi nhầm cơ quan", by=by, at=LATER),
    ):
        with pytest.raises(errors.NotTheRegistry):
            act(cast.actor("lan"))


def test_news_from_an_organisation_the_letter_was_not_sent_to_is_not_believed(cast: Cast) -> None:
    delivery, _arrived = arrive(cast)
    job = Job(
        kind=reporting.REPORT,
        organisation_key=Organisation.objects.create(code="LA").pk,
        payload={
            "to": "SNV",
            "delivery": delivery.pk,
            "attempt": 1,
            "status": "completed",
            "at": NOON.isoformat(),
            "who": "Lạ",
            "note": "",
            "code": "",
        },
    )
    with pytest.raises(Delivery.DoesNotExist):
        reporting.run(job)
    delivery.refresh_from_db()
    assert delivery.status == D.RECEIVED


def test_an_organisation_that_works_no_longer_fails_and_stops_nobody_else(cast: Cast) -> None:
    gone = cast.stranger.organisation
    deliveries = sent(cast, inside(gone), to("Sở Tư pháp"))
    Organisation.objects.filter(pk=gone.pk).update(is_active=False)
    work()
    told = {one.recipient.name: one.status for one in Delivery.objects.filter(letter=deliveries[0].letter)}
    assert told == {"Sở Tài chính": D.FAILED, "Sở Tư pháp": D.SENT}


def test_a_new_year_counts_arrivals_from_one_by_itself(cast: Cast) -> None:
    book_of_arrivals(clerk(cast))
    december = NOON + timedelta(days=30)
    january = NOON + timedelta(days=45)
    for at in (december, january):
        sent(cast, inside(cast.stranger.organisation), at=at)
        work(at)
        arrived = IncomingLetter.objects.latest("pk")
        arriving.register(letter=arrived, entry=Registration(compared=True), by=clerk(cast), at=at)
    lines = NumberAllocation.objects.filter(direction="incoming").order_by("legal_day")
    assert [(line.number, line.legal_year) for line in lines] == [(1, 2026), (1, 2027)]
