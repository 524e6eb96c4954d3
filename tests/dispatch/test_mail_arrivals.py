"""A letter comes by e-mail: the mail kept as it came, its paper the letter, what cannot be taken in is said."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from django.utils import translation

from dispatch import queries
from dispatch.enums import ArrivalSource, Secrecy, SendingChannel
from dispatch.errors import ArrivalIsSecret
from dispatch.models import Correspondent, IncomingLetter
from dispatch.operations import mail_arrivals
from files.errors import FileRefused, NotAMail
from files.models import Blob
from files.queries import content_of, text_of
from tests.cast import Cast
from tests.factories.dispatch import NOON
from tests.files.pieces import archive, pdf, picture


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def mail(
    *files: tuple[str, bytes], subject: str | None = "V/v báo cáo quý IV", text: str = "Kính gửi"
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Văn thư Sở <vanthu@so.example>"
    if subject is not None:
        message["Subject"] = subject
    message["Message-ID"] = "<1@so.example>"
    message.set_content(text)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message


def take(cast: Cast, content: bytes, key: str = "") -> IncomingLetter:
    return mail_arrivals.take_mail(
        content=content, name="thu.eml", source=ArrivalSource.MAIL_FILE, origin_key=key,
        secrecy=Secrecy.NONE, by=cast.actor("lan"), at=NOON,
    )  # fmt: skip


def beside(letter: IncomingLetter) -> list[str]:
    return [one.file.name for one in queries.incoming_attachments_of(letter)]


def remarks(letter: IncomingLetter) -> str:
    return " ".join(queries.reading_of(letter).remarks)


def test_the_paper_is_the_letter_and_the_mail_lies_beside_it_bit_by_bit(cast: Cast) -> None:
    sent = mail(("anh.png", picture()), ("công văn.pdf", pdf(2))).as_bytes()
    letter = take(cast, sent)
    assert (letter.file.name, content_of(letter.file)) == ("công văn.pdf", pdf(2))
    assert beside(letter) == ["anh.png", "thu.eml"]
    assert content_of(queries.incoming_attachments_of(letter)[1].file) == sent
    assert (letter.sender, letter.subject) == ("Văn thư Sở", "")
    assert queries.proposals_of(letter)["subject"].value == "V/v báo cáo quý IV"


def test_whoever_writes_from_a_known_address_is_named_as_the_directory_does(cast: Cast) -> None:
    Correspondent.objects.create(
        organisation=cast.snv, name="Sở Tài chính", name_folded="so tai chinh", sort_key="x",
        channel=SendingChannel.MAIL, email="VANTHU@so.example", created_at=NOON,
    )  # fmt: skip
    assert take(cast, mail(("a.pdf", pdf())).as_bytes()).sender == "Sở Tài chính"


def test_a_mail_without_files_is_the_letter_itself(cast: Cast) -> None:
    letter = take(cast, mail(text="Đề nghị báo cáo").as_bytes())
    assert letter.file.media_type == "message/rfc822"
    assert "Đề nghị báo cáo" in (text_of(letter.file) or "")


def test_a_mail_in_a_mail_is_opened(cast: Cast) -> None:
    outer = mail()
    outer.add_attachment(mail(("bên trong.pdf", pdf())))
    assert take(cast, outer.as_bytes()).file.name == "bên trong.pdf"


def test_what_cannot_be_taken_in_stays_in_the_mail_and_is_said(cast: Cast) -> None:
    bad = mail(
        ("khoa.pdf", pdf(password="x")), ("winmail.dat", b"\x78\x9f\x3e\x22"), ("trang.pdf", b"<html></html>"), ("tot.pdf", pdf())
    )  # fmt: skip
    letter = take(cast, bad.as_bytes())
    assert (letter.file.name, beside(letter)) == ("tot.pdf", ["thu.eml"])
    said = remarks(letter)
    assert "khoa.pdf is locked" in said
    assert "winmail.dat, which only Outlook opens" in said
    assert "trang.pdf" in said


def test_odd_alphabets_and_no_subject_are_taken_in(cast: Cast) -> None:
    message = mail(subject=None).as_bytes().replace(b'charset="utf-8"', b'charset="x-la"')
    letter = take(cast, message)
    assert "unknown alphabet (x-la)" in remarks(letter)
    raw = b"From: =?x-bad?Q?=FF?= <a@b>\r\nSubject: =?utf-8?B?!!!?= \xff\xfe\r\n\r\ntext \xff"
    assert take(cast, raw).sender


def test_signs_no_database_keeps_do_not_stop_the_door(cast: Cast) -> None:
    """One such mail ended every run, so that no mail behind it came in any more."""
    told = [
        b"From: =?utf-8?q?V=00n?= <a=?utf-8?q?=00?=b@so.example>", b"Subject: =?utf-8?q?b=00o?=",
        b"Content-Type: text/plain; charset=utf-8", b"", b"K\0nh",
    ]  # fmt: skip
    letter = take(cast, b"\r\n".join(told))
    assert "\0" not in letter.sender + letter.reply_address
    bare = take(cast, b"From: =?utf-8?q?a=00b=40so=2Evn?=\r\nSubject: x\r\n\r\nx")
    assert bare.sender == bare.reply_address == "ab@so.vn"


def test_mails_twenty_deep_end_somewhere(cast: Cast) -> None:
    deep = mail(("trong cung.pdf", pdf()))
    for _level in range(20):
        outer = mail()
        outer.add_attachment(deep)
        deep = outer
    letter = take(cast, deep.as_bytes())
    assert "more than five deep" in remarks(letter)


def test_a_mail_of_ten_thousand_parts_is_cut_off_with_a_sentence(cast: Cast) -> None:
    parts = b"".join(
        b"--x\r\nContent-Type: application/octet-stream; name=a%d\r\n\r\nzz\r\n" % n for n in range(10_000)
    )
    bomb = b"From: a@b\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + parts + b"--x--\r\n"
    letter = take(cast, bomb)
    assert len(beside(letter)) <= 101
    assert "more files than a letter has" in remarks(letter)


@pytest.mark.parametrize("content", [b"not a mail at all", b""])
def test_what_is_no_mail_is_refused(cast: Cast, content: bytes) -> None:
    with pytest.raises((NotAMail, FileRefused)):
        take(cast, content)
    assert not IncomingLetter.objects.exists()


def test_a_zip_that_climbs_stays_in_the_mail(cast: Cast) -> None:
    letter = take(cast, mail(("goi.zip", archive({"../x": b"1"})), ("a.pdf", pdf())).as_bytes())
    assert "goi.zip" in remarks(letter)


def test_a_secret_mail_leaves_nothing(cast: Cast) -> None:
    with pytest.raises(ArrivalIsSecret):
        mail_arrivals.take_mail(
            content=mail().as_bytes(), name="m.eml", source=ArrivalSource.MAIL_FILE, secrecy=Secrecy.SECRET,
            by=cast.actor("lan"), at=NOON,
        )  # fmt: skip
    assert not Blob.objects.exists()


def test_the_same_mail_twice_is_one_arrival(cast: Cast) -> None:
    sent = mail(("a.pdf", pdf())).as_bytes()
    assert take(cast, sent, "mailbox:1") == take(cast, sent, "mailbox:1")
    assert IncomingLetter.objects.count() == 1
