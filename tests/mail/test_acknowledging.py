"""The sender of a mail is told by mail, to a real SMTP server: registered under which number, returned why; once."""

from __future__ import annotations

from datetime import date, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from audit.queries import history_of
from dispatch.enums import ArrivalSource, Secrecy, SendingChannel
from dispatch.models import Correspondent, IncomingLetter
from dispatch.operations import acknowledging, arriving, describing, mail_arrivals
from dispatch.operations.arriving import Registration
from dispatch.operations.describing import ArrivalFacts
from jobs import ports
from jobs.models import Job
from jobs.operations import working
from tests.cast import Cast
from tests.factories.dispatch import NOON
from tests.factories.sending import QUEUES, book_of_arrivals
from tests.files.pieces import pdf
from tests.mail.conftest import Post


def arrived(cast: Cast, address: str = "vanthu@so.example", **headers: str) -> IncomingLetter:
    message = EmailMessage()
    message["From"], message["Subject"] = f"Văn thư Sở <{address}>", "V/v báo cáo"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Kính gửi")
    message.add_attachment(pdf(), maintype="application", subtype="pdf", filename="cv.pdf")
    return mail_arrivals.take_mail(
        content=message.as_bytes(), name="thu.eml", source=ArrivalSource.MAILBOX, secrecy=Secrecy.NONE,
        by=cast.actor("lan"), at=NOON,
    )  # fmt: skip


def work(at: Any = NOON) -> None:
    ports.join({acknowledging.ACKNOWLEDGE: lambda job: acknowledging.run(job, clock=lambda: at)})
    while working.run_one(QUEUES, clock=lambda: at, kinds=[acknowledging.ACKNOWLEDGE]):
        pass


def registered(cast: Cast, letter: IncomingLetter) -> None:
    book_of_arrivals(cast.actor("lan"))
    facts = ArrivalFacts(
        issuer="SỞ TÀI CHÍNH", code="5/STC-NS", dated_on=date(2026, 11, 20), subject="quyết toán"
    )
    letter = describing.describe(letter=letter, facts=facts, by=cast.actor("lan"), at=NOON)
    arriving.register(letter=letter, entry=Registration(), by=cast.actor("lan"), at=NOON)


def test_the_number_is_told_without_any_word_of_the_letter(cast: Cast, post: Post) -> None:
    letter = arrived(cast)
    work()
    assert post.mails() == []  # a stranger is answered once a clerk has seen the mail
    registered(cast, letter)
    work()
    (mail,) = post.mails()
    text = mail.get_content()
    assert (mail["To"], mail["Auto-Submitted"]) == ("vanthu@so.example", "auto-replied")
    assert "số đến 1/2026" in text
    assert "5/STC-NS" in text
    assert "quyết toán" not in text + mail["Subject"]
    names = [event.name for event in history_of(letter.organisation_id, "incoming", letter.pk)]
    assert names[-1] == "incoming.acknowledged"


def test_a_known_correspondent_hears_at_once_that_it_came(cast: Cast, post: Post) -> None:
    Correspondent.objects.create(
        organisation=cast.snv, name="Sở Tài chính", name_folded="so tai chinh", sort_key="so tai chinh",
        channel=SendingChannel.MAIL, email="vanthu@so.example", created_at=NOON,
    )  # fmt: skip
    arrived(cast)
    work()
    (mail,) = post.mails()
    assert "đã nhận" in mail["Subject"]


@pytest.mark.parametrize("header", ["Auto_Submitted", "Precedence", "List_Id"])
def test_a_machine_is_never_answered(cast: Cast, header: str) -> None:
    value = {"Auto_Submitted": "auto-replied", "Precedence": "bulk", "List_Id": "<ds.example>"}[header]
    assert arrived(cast, **{header: value}).reply_address == ""


def test_a_mailbox_that_does_not_exist_stands_in_the_history(cast: Cast, post: Post) -> None:
    letter = arrived(cast, "khongco@hs.example")
    registered(cast, letter)
    work()
    assert post.mails() == []
    last = history_of(letter.organisation_id, "incoming", letter.pk).last()
    assert last is not None
    assert last.name == "incoming.not_acknowledged"


def test_a_server_that_is_down_is_waited_for(cast: Cast, post: Post, settings: Any) -> None:
    letter = arrived(cast)
    settings.EMAIL_PORT = 1
    registered(cast, letter)
    work()
    assert Job.objects.get(kind=acknowledging.ACKNOWLEDGE).state == "queued"
    settings.EMAIL_PORT = post.port
    work(NOON + timedelta(minutes=5))
    assert len(post.mails()) == 1
