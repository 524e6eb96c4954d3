"""The book of incoming letters: paper without a scan, the registry's fields, struck out lines, what the sender hears."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from audit.queries import history_of
from config.doctor import incoming
from dispatch import errors
from dispatch.enums import AllocationState, ArrivalSource, Secrecy
from dispatch.enums import IncomingStatus as I
from dispatch.models import Delivery, IncomingLetter, NumberSeries
from dispatch.operations import acknowledging, arriving, describing, paper_arrivals, taking_in
from dispatch.operations.arriving import Registration
from dispatch.operations.describing import ArrivalFacts
from files.operations import storing
from jobs.models import Job
from lib.calendar import local_day
from search.models import Projection
from tests.cast import Cast
from tests.factories.dispatch import NOON
from tests.factories.sending import book_of_arrivals, inside, sent, work
from tests.files.pieces import pdf

FACTS = ArrivalFacts(
    issuer="HUYỆN ỦY AN BÌNH",
    sender="Bưu điện tỉnh",
    code="12-CV/HU",
    dated_on=date(2026, 11, 20),
    kind="cong_van",
    subject="xin ý kiến về quy chế phối hợp",
    addressees="Sở Nội vụ",
    due_on=date(2026, 12, 4),
)
TODAY = local_day(NOON)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def book(cast: Cast) -> None:
    book_of_arrivals(cast.actor("lan"))


def on_paper(cast: Cast, facts: ArrivalFacts = FACTS, **more: Any) -> IncomingLetter:
    entry = more.pop("entry", Registration())
    values = {"secrecy": Secrecy.NONE, "by": cast.actor("lan"), "at": NOON, **more}
    return paper_arrivals.register(facts=facts, entry=entry, **values)


def names(letter: IncomingLetter) -> list[str]:
    return [event.name for event in history_of(letter.organisation_id, "incoming", letter.pk)]


@pytest.mark.usefixtures("book")
def test_a_letter_on_paper_gets_its_number_without_any_scan(cast: Cast) -> None:
    entry = Registration(sheets=3, copies=2, page_count=5, field_of_work="Tổ chức cán bộ", note="Bì rách")
    letter = on_paper(cast, entry=entry)
    letter.refresh_from_db()
    assert (letter.source, letter.file, str(letter.allocation)) == (ArrivalSource.PAPER, None, "1")
    assert (letter.sheets, letter.copies, letter.page_count, letter.paper_received) == (3, 2, 5, True)
    assert (letter.field_of_work, letter.note, letter.language) == ("Tổ chức cán bộ", "Bì rách", "Tiếng Việt")
    assert (letter.issuer, letter.sender, letter.addressees) == (FACTS.issuer, FACTS.sender, FACTS.addressees)
    assert letter.due_on == FACTS.due_on
    assert names(letter) == ["incoming.arrived", "incoming.registered"]


@pytest.mark.usefixtures("book")
def test_only_paper_may_be_without_a_file(cast: Cast) -> None:
    letter = on_paper(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomingLetter.objects.filter(pk=letter.pk).update(source=ArrivalSource.UPLOAD)


@pytest.mark.usefixtures("book")
@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"secrecy": Secrecy.CONFIDENTIAL}, errors.ArrivalIsSecret),
        ({"secrecy": None}, errors.SecrecyIsNotSaid),
        ({"facts": ArrivalFacts(issuer="", subject="x")}, errors.ArrivalFactsAreMissing),
        ({"facts": ArrivalFacts(issuer="a", subject="ĐỘ MẬT: TỐI MẬT")}, Exception),
        ({"entry": Registration(arrival_day=TODAY + timedelta(days=1))}, errors.ArrivalDayIsImpossible),
        ({"entry": Registration(arrival_day=date(2026, 11, 19))}, errors.ArrivalDayIsImpossible),
    ],
    ids=["secret", "not said", "no issuer", "secret words", "tomorrow", "before the letter"],
)
def test_what_is_refused_on_paper_leaves_no_row_and_no_number(
    cast: Cast, more: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        on_paper(cast, more.pop("facts", FACTS), **more)
    assert not IncomingLetter.objects.exists()
    assert NumberSeries.objects.get(direction="incoming").next_number == 1


@pytest.mark.usefixtures("book")
def test_paper_may_bear_the_day_on_which_it_lay_on_the_desk(cast: Cast) -> None:
    assert on_paper(cast, entry=Registration(arrival_day=date(2026, 11, 23))).arrival_day == date(
        2026, 11, 23
    )


@pytest.mark.usefixtures("book")
def test_a_form_sent_twice_gives_one_number(cast: Cast) -> None:
    on_paper(cast, form_key="a" * 32)
    with pytest.raises(errors.FormIsAnswered):
        on_paper(cast, form_key="a" * 32)
    assert IncomingLetter.objects.count() == 1


@pytest.mark.usefixtures("book")
def test_the_same_paper_twice_is_warned_of_and_may_be_registered_when_compared(cast: Cast) -> None:
    first = on_paper(cast)
    with pytest.raises(errors.ArrivalMayBeDouble):
        on_paper(cast)
    second = on_paper(cast, entry=Registration(compared=True, same_as=first))
    assert (second.same_as, str(second.allocation)) == (first, "2")


@pytest.mark.usefixtures("book")
def test_the_scan_follows_once_and_is_read_like_any_other(cast: Cast) -> None:
    letter = on_paper(cast)
    lay = storing.deposit(organisation_key=cast.snv.pk, content=pdf(4), name="quet.pdf")
    done = paper_arrivals.add_scan(letter=letter, scan=lay, by=cast.actor("lan"), at=NOON)
    assert (done.scan.name, done.page_count) == ("quet.pdf", 4)
    assert Job.objects.filter(kind="dispatch.read_arrival").exists()
    with pytest.raises(errors.ScanIsThere):
        paper_arrivals.add_scan(letter=letter, scan=lay, by=cast.actor("lan"), at=NOON)


# ------------------------------------------------------------------ struck out
def struck(cast: Cast, letter: IncomingLetter, **more: Any) -> IncomingLetter:
    values = {"reason": "Ghi nhầm sổ, văn bản của Sở Tài chính", "by": cast.actor("lan"), "at": NOON, **more}
    return arriving.strike_out(letter=letter, **values)


@pytest.mark.usefixtures("book")
def test_a_line_struck_out_stays_with_its_reason_and_its_number_is_never_given_again(cast: Cast) -> None:
    letter = struck(cast, on_paper(cast))
    letter.refresh_from_db()
    line = letter.allocation
    assert line is not None
    assert (letter.status, line.state, line.number) == (I.VOIDED, AllocationState.VOID, 1)
    assert line.void_reason == "Ghi nhầm sổ, văn bản của Sở Tài chính"
    assert (
        str(on_paper(cast).allocation) == "2"
    )  # it warns of no double: the first stands in no book any more
    assert names(letter)[-1] == "incoming.voided"


@pytest.mark.usefixtures("book")
def test_striking_out_needs_a_reason_the_registry_and_a_letter_in_the_book(cast: Cast) -> None:
    letter = on_paper(cast)
    with pytest.raises(errors.NotTheRegistry):
        struck(cast, letter, by=cast.actor("minh"))
    with pytest.raises(Exception, match="reason"):
        struck(cast, letter, reason="...")
    struck(cast, letter)
    with pytest.raises(errors.IncomingIsElsewhere):
        struck(cast, letter)


def test_a_letter_struck_out_and_returned_is_told_to_its_sender(cast: Cast) -> None:
    sent(cast, inside(cast.stranger.organisation))
    work()
    clerk = cast.actor("stranger")
    book_of_arrivals(clerk)
    letter = IncomingLetter.objects.latest("pk")
    arriving.register(letter=letter, entry=Registration(), by=clerk, at=NOON)
    work()
    assert Delivery.objects.get().status == "registered"
    struck(cast, letter, reason="Gửi nhầm cơ quan", returned=True, by=clerk)
    work()
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.reason) == ("refused", "Gửi nhầm cơ quan")


# ------------------------------------------------------------------ whoever wrote a mail is answered by mail
@pytest.mark.usefixtures("book")
def test_a_mail_is_answered_only_where_there_is_an_address_and_a_server(cast: Cast, settings: Any) -> None:
    main = storing.deposit(organisation_key=cast.snv.pk, content=pdf(), name="a.pdf")
    coming = taking_in.Coming(
        source=ArrivalSource.MAILBOX, secrecy=Secrecy.NONE, reply_address="so@so.example"
    )
    letter = taking_in.take_in(coming=coming, main=main, by=cast.actor("lan"), at=NOON)
    settings.EMAIL_HOST = ""
    acknowledging.ask(letter=letter, by=cast.actor("lan"), at=NOON)
    assert not Job.objects.filter(kind=acknowledging.ACKNOWLEDGE).exists()
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example", "vanthu@snv.example"
    arriving.refuse(letter=letter, reason="Gửi nhầm cơ quan", by=cast.actor("lan"), at=NOON)
    job = Job.objects.get(kind=acknowledging.ACKNOWLEDGE)
    assert job.payload["status"] == "refused"
    acknowledging.ask(letter=on_paper(cast), by=cast.actor("lan"), at=NOON)
    assert Job.objects.filter(kind=acknowledging.ACKNOWLEDGE).count() == 1


@pytest.mark.usefixtures("book")
def test_the_doctor_finds_a_line_that_says_otherwise_than_its_letter(cast: Cast) -> None:
    struck(cast, on_paper(cast))
    letter = on_paper(cast)
    assert list(incoming.check()) == []
    IncomingLetter.objects.filter(pk=letter.pk).update(status=I.VOIDED)
    (found,) = incoming.check()
    assert "do not agree" in found.sentence


# ------------------------------------------------------------------ corrected
def corrected(cast: Cast, letter: IncomingLetter, facts: ArrivalFacts, **more: Any) -> IncomingLetter:
    values = {"reason": "Ghi nhầm số, ký hiệu", "by": cast.actor("lan"), "at": NOON, **more}
    return describing.correct(letter=letter, facts=facts, **values)


@pytest.mark.usefixtures("book")
def test_a_corrected_line_keeps_number_and_day_and_what_it_said_before(cast: Cast) -> None:
    letter = on_paper(cast)
    right = replace(FACTS, code="21-CV/HU", kind="bao_cao", subject="báo cáo quy chế phối hợp")
    corrected(cast, letter, right)
    letter.refresh_from_db()
    assert (letter.reference_code, letter.subject, str(letter.allocation)) == ("21-CV/HU", right.subject, "1")
    assert letter.allocation is not None
    assert letter.allocation.kind == "bao_cao"
    event = list(history_of(letter.organisation_id, "incoming", letter.pk))[-1]
    assert (event.name, event.facts["fields"]) == ("incoming.corrected", ["code", "kind", "subject"])
    said = event.detail.text
    assert (said["code_before"], said["code"]) == ("12-CV/HU", "21-CV/HU")
    assert said["reason"] == "Ghi nhầm số, ký hiệu"
    found = Projection.objects.get(kind="incoming", key=str(letter.pk))
    assert (found.code, found.title) == ("21-CV/HU", right.subject)


@pytest.mark.usefixtures("book")
def test_a_correction_needs_a_reason_the_registry_a_change_and_a_line_that_stands(cast: Cast) -> None:
    letter, right = on_paper(cast), replace(FACTS, signer="Trần Văn Bốn")
    with pytest.raises(errors.NotTheRegistry):
        corrected(cast, letter, right, by=cast.actor("minh"))
    with pytest.raises(Exception, match="reason"):
        corrected(cast, letter, right, reason="...")
    with pytest.raises(errors.NothingIsCorrected):
        corrected(cast, letter, FACTS)
    with pytest.raises(errors.ArrivalFactsAreMissing):
        corrected(cast, letter, replace(FACTS, subject=""))
    with pytest.raises(errors.SecretMarkFound):
        corrected(cast, letter, replace(FACTS, subject="TỐI MẬT"))
    struck(cast, letter)
    with pytest.raises(errors.IncomingIsElsewhere):
        corrected(cast, letter, right)


@pytest.mark.usefixtures("book")
def test_a_correction_does_not_make_two_lines_of_one_letter(cast: Cast) -> None:
    on_paper(cast)
    other = on_paper(cast, replace(FACTS, code="13-CV/HU", subject="việc khác"))
    with pytest.raises(errors.ArrivalMayBeDouble):
        corrected(cast, other, replace(FACTS, subject="việc khác"))
    other.refresh_from_db()
    assert other.reference_code == "13-CV/HU"


def test_what_another_office_of_the_installation_wrote_is_not_corrected(cast: Cast) -> None:
    sent(cast, inside(cast.stranger.organisation))
    work()
    there = cast.actor("stranger")
    book_of_arrivals(there)
    letter = arriving.register(
        letter=IncomingLetter.objects.latest("pk"), entry=Registration(), by=there, at=NOON
    )
    with pytest.raises(errors.OriginalIsFixed):
        corrected(cast, letter, replace(ArrivalFacts.of(letter), subject="việc khác"), by=there)
