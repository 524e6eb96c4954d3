"""A letter comes in as files: bytes kept exactly, secrecy asked first, facts required only for a number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from audit.queries import history_of
from dispatch import errors, queries
from dispatch.enums import ArrivalSource, Secrecy
from dispatch.enums import IncomingStatus as I
from dispatch.models import IncomingLetter
from dispatch.models.codes import split_code
from dispatch.operations import arriving, describing, taking_in
from dispatch.operations.arriving import Registration
from dispatch.operations.describing import ArrivalFacts
from dispatch.operations.taking_in import Coming
from files.errors import BrokenFile, EmptyFile, EncryptedFile, FakeFile, FileTooLarge
from files.models import Blob
from files.operations import storing
from files.operations.storing import Deposit
from files.queries import content_of
from jobs.models import Job
from tests.cast import Cast
from tests.factories.dispatch import NOON
from tests.factories.sending import book_of_arrivals
from tests.files.pieces import archive, bomb, pdf, picture

UPLOAD = Coming(source=ArrivalSource.UPLOAD, secrecy=Secrecy.NONE)
FACTS = ArrivalFacts(
    issuer="SỞ TÀI CHÍNH", code="05/STC-NS", dated_on=date(2026, 11, 20), subject="quyết toán năm"
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def lay(cast: Cast, content: bytes, name: str = "quet.pdf") -> Deposit:
    return storing.deposit(organisation_key=cast.snv.pk, content=content, name=name)


def taken(cast: Cast, content: bytes | None = None, name: str = "quet.pdf", **more: object) -> IncomingLetter:
    coming = Coming(source=ArrivalSource.UPLOAD, secrecy=Secrecy.NONE, **more)  # type: ignore[arg-type]
    main = lay(cast, content or pdf(2), name)
    return taking_in.take_in(coming=coming, main=main, by=cast.actor("lan"), at=NOON)


def test_what_came_lies_there_bit_by_bit_and_nobody_has_to_know_it_yet(cast: Cast) -> None:
    content = pdf(3)
    main, other = lay(cast, content), lay(cast, picture(), "anh.png")
    letter = taking_in.take_in(coming=UPLOAD, main=main, others=[other], by=cast.actor("lan"), at=NOON)
    assert content_of(letter.file) == content
    assert (letter.status, letter.issuer, letter.subject, letter.page_count) == (I.ARRIVED, "", "", 3)
    (enclosed,) = queries.incoming_attachments_of(letter)
    assert content_of(enclosed.file) == picture()
    assert [event.name for event in history_of(cast.snv.pk, "incoming", letter.pk)] == ["incoming.arrived"]
    assert Job.objects.filter(kind="signing.judge", key=f"file:{letter.file_id}").exists()


@pytest.mark.parametrize("secrecy", [s for s in Secrecy if s != Secrecy.NONE])
def test_a_secret_letter_is_refused_and_leaves_nothing(cast: Cast, secrecy: Secrecy) -> None:
    coming = Coming(source=ArrivalSource.UPLOAD, secrecy=secrecy)
    with pytest.raises(errors.ArrivalIsSecret, match="separate machine"):
        taking_in.refuse_secret(coming.secrecy)
    with pytest.raises(errors.ArrivalIsSecret):
        taking_in.take_in(coming=coming, main=lay(cast, pdf()), by=cast.actor("lan"), at=NOON)
    assert not IncomingLetter.objects.exists()
    assert not Blob.objects.exists()


def test_secrecy_has_to_be_said(cast: Cast) -> None:
    coming = Coming(source=ArrivalSource.UPLOAD)
    with pytest.raises(errors.SecrecyIsNotSaid):
        taking_in.take_in(coming=coming, main=lay(cast, pdf()), by=cast.actor("lan"), at=NOON)


def test_the_same_arrival_sent_twice_is_one(cast: Cast) -> None:
    first = taken(cast, origin_key="upload:1:x:0")
    assert taken(cast, pdf(5), origin_key="upload:1:x:0") == first
    assert IncomingLetter.objects.count() == 1


def test_only_the_registry_brings_in(cast: Cast) -> None:
    with pytest.raises(errors.NotTheRegistry):
        taking_in.take_in(coming=UPLOAD, main=lay(cast, pdf()), by=cast.actor("minh"), at=NOON)


def test_a_table_alone_is_no_letter(cast: Cast) -> None:
    with pytest.raises(errors.NotALetter, match="bang.txt"):
        taken(cast, b"1;2;3", "bang.txt")


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"", "trong.pdf", EmptyFile),
        (pdf(password="x"), "khoa.pdf", EncryptedFile),
        (b"<html><body>hello</body></html>", "trang.pdf", Exception),
        (b"%PDF-1.7 nothing more", "hong.pdf", BrokenFile),
        (b"just text", "van-ban.pdf", FakeFile),
        (bomb(1500), "bom.pdf", Exception),
        (archive({"../../etc/passwd": b"x"}), "goi.zip", Exception),
    ],
    ids=["empty", "locked", "web page", "broken", "fake", "bomb", "climbing zip"],
)
def test_bad_files_are_refused_with_a_sentence_and_leave_nothing(
    cast: Cast, content: bytes, name: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal) as refused:
        lay(cast, content, name)
    assert name in str(refused.value)
    assert not Blob.objects.exists()


def test_a_file_of_two_hundred_megabytes_is_refused(cast: Cast, settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    with pytest.raises(FileTooLarge, match="larger than 1 MB"):
        lay(cast, pdf() + b"\0" * (2 * 1024 * 1024))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/công văn.pdf", "công văn.pdf"),
        ("C:\\máy\\quét\r\n.pdf", "quét.pdf"),
        ("Co\u0302ng va\u0306n \u202efdp.pdf", "Công văn fdp.pdf"),
        ("😀" * 300 + ".pdf", None),
    ],
)
def test_names_lose_what_could_harm(cast: Cast, name: str, kept: str | None) -> None:
    letter = taken(cast, name=name)
    assert len(letter.file.name) <= 255
    if kept:
        assert letter.file.name == kept


def test_five_thousand_pages_come_in_and_are_counted(cast: Cast) -> None:
    assert taken(cast, pdf(5000)).page_count == 5000


def test_an_arrival_nobody_has_read_gets_no_number(cast: Cast) -> None:
    book_of_arrivals(cast.actor("lan"))
    letter = taken(cast)
    with pytest.raises(errors.ArrivalFactsAreMissing, match="issuer, subject"):
        arriving.register(letter=letter, entry=Registration(), by=cast.actor("lan"), at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomingLetter.objects.filter(pk=letter.pk).update(status=I.REGISTERED)
    described = describing.describe(letter=letter, facts=FACTS, by=cast.actor("lan"), at=NOON)
    done = arriving.register(letter=described, entry=Registration(), by=cast.actor("lan"), at=NOON)
    assert (done.status, str(done.allocation)) == (I.REGISTERED, "1")
    assert (done.issuer, done.sender, done.number, done.symbol) == (
        "SỞ TÀI CHÍNH",
        "SỞ TÀI CHÍNH",
        "5",
        "STC-NS",
    )


def test_what_is_written_down_is_in_the_history_once(cast: Cast) -> None:
    letter = taken(cast)
    for _again in range(2):
        describing.describe(letter=letter, facts=FACTS, by=cast.actor("lan"), at=NOON)
    events = [event.name for event in history_of(cast.snv.pk, "incoming", letter.pk)]
    assert events == ["incoming.arrived", "incoming.described"]


@pytest.mark.parametrize("day", [date(2062, 1, 1), NOON.date() + timedelta(days=1), date(1926, 1, 1)])
def test_a_letter_is_not_dated_ahead_nor_in_another_age(cast: Cast, day: date) -> None:
    letter = taken(cast)
    with pytest.raises(errors.DayOfLetterIsImpossible):
        describing.describe(
            letter=letter,
            facts=ArrivalFacts(issuer="A", subject="B", dated_on=day),
            by=cast.actor("lan"),
            at=NOON,
        )


def test_a_mark_of_secrecy_is_not_written_down(cast: Cast) -> None:
    with pytest.raises(errors.SecretMarkFound):
        describing.describe(
            letter=taken(cast), facts=ArrivalFacts(subject="TỐI MẬT"), by=cast.actor("lan"), at=NOON
        )


@pytest.mark.parametrize(
    ("typed", "number", "symbol", "whole"),
    [
        ("05/QĐ-SNV", "5", "QĐ-SNV", "05/QĐ-SNV"),
        ("412-CV/BTCTU", "412", "CV/BTCTU", "412-CV/BTCTU"),
        ("Số: 12a / BC-UBND", "12a", "BC-UBND", "12a / BC-UBND"),
        ("Số 7", "7", "", "7"),
        ("không số", "", "không số", "không số"),
        ("", "", "", ""),
    ],
)
def test_number_and_symbol_are_read_as_people_write_them(
    typed: str, number: str, symbol: str, whole: str
) -> None:
    assert split_code(typed) == (number, symbol, whole)
