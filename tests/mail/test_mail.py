"""Letters by mail, to a real SMTP server: the file or a link, refusals, retries, and one Message-ID an attempt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.queries import history_of
from dispatch import errors, queries
from dispatch.enums import DeliveryStatus as D
from dispatch.enums import SendingChannel
from dispatch.models import Delivery
from dispatch.operations import delivery_news, mail_form, sending
from files.queries import content_of
from jobs.enums import JobState
from jobs.models import Job
from organisation.errors import AdministratorOnly
from tests.cast import Cast
from tests.factories.dispatch import NOON
from tests.factories.sending import sent, to, work
from tests.mail.conftest import Post

MAIL = SendingChannel.MAIL


def mailed(cast: Cast, *addresses: str) -> list[Delivery]:
    return sent(cast, *[to(f"Nơi nhận {n}", MAIL, email=one) for n, one in enumerate(addresses, 1)])


def fresh(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def test_the_signed_file_goes_bit_by_bit_with_who_and_what(cast: Cast, post: Post) -> None:
    (delivery,) = mailed(cast, "stc@hs.example")
    work()
    (mail,) = post.mails()
    letter = delivery.letter
    assert mail["To"] == "stc@hs.example"
    assert mail["From"] == "SỞ NỘI VỤ <vanthu@snv.example>"
    assert mail["Subject"].strip().startswith("Công văn số 01/SNV-CCHC ngày 24/11/2026: rà soát việc gửi")
    text = mail.get_body().get_content().replace("\r\n", "\n")
    assert f"/verify/{letter.verify_token}\n" in text
    (enclosed,) = mail.iter_attachments()
    assert enclosed.get_content() == content_of(letter.issued_file)
    assert enclosed.get_content_type() == "application/pdf"
    assert fresh(delivery).status == D.SENT


def test_a_mailbox_that_does_not_exist_fails_at_once_and_stops_nobody(cast: Cast, post: Post) -> None:
    bad, good = mailed(cast, "khongco@hs.example", "stc@hs.example")
    work()
    bad, good = fresh(bad), fresh(good)
    assert (bad.status, good.status) == (D.FAILED, D.SENT)
    assert bad.reason == "550 5.1.1 no such mailbox"
    assert [mail["To"] for mail in post.mails()] == ["stc@hs.example"]


def test_a_full_mailbox_is_tried_again_less_and_less_often_for_a_day(cast: Cast, post: Post) -> None:
    (delivery,) = mailed(cast, "day@hs.example")
    at, waits = NOON, []
    for _try in range(6):
        work(at)
        job = Job.objects.get(kind=sending.DELIVER)
        assert (job.state, job.attempts, fresh(delivery).status) == (JobState.QUEUED, 0, D.QUEUED)
        assert "452 4.2.2 mailbox full" in job.last_error
        waits.append((job.run_at - at).total_seconds())
        at = job.run_at
    assert waits[0] == 30
    assert waits == sorted(waits)
    work(NOON + timedelta(hours=25))
    assert (fresh(delivery).status, fresh(delivery).reason) == (D.FAILED, "452 4.2.2 mailbox full")


def test_a_server_that_is_down_is_waited_for(cast: Cast, post: Post, settings) -> None:
    (delivery,) = mailed(cast, "stc@hs.example")
    settings.EMAIL_PORT = 1
    work()
    assert fresh(delivery).status == D.QUEUED
    settings.EMAIL_PORT = post.port
    work(NOON + timedelta(minutes=1))
    assert fresh(delivery).status == D.SENT
    assert len(post.mails()) == 1


def test_the_message_id_is_one_an_attempt_and_another_when_sent_again(cast: Cast, post: Post) -> None:
    (delivery,) = mailed(cast, "stc@hs.example")
    for _twice in range(2):
        work()
        Job.objects.filter(kind=sending.DELIVER).update(state=JobState.QUEUED, finished_at=None)
        sent_again = Delivery.objects.filter(pk=delivery.pk)
        sent_again.update(status=D.QUEUED)  # as if the worker had died before it could note the answer
    one, same = post.mails()
    assert one["Message-ID"] == same["Message-ID"]
    sent_again.update(status=D.SENT)
    by = cast.actor("lan")
    delivery_news.note_failure(delivery=fresh(delivery), reason="Thư bị trả lại", by=by, at=NOON)
    sending.send_again(delivery=fresh(delivery), by=by, at=NOON)
    work()
    assert post.mails()[2]["Message-ID"] != one["Message-ID"]
    assert one["Message-ID"].endswith("@snv.example>")


def test_only_a_link_goes_when_the_office_chose_so_and_it_opens_the_file(
    cast: Cast, post: Post, client
) -> None:
    with pytest.raises(AdministratorOnly):
        mail_form.choose(form=mail_form.MailForm.LINK, by=cast.actor("minh"), at=NOON)
    mail_form.choose(form=mail_form.MailForm.LINK, by=cast.actor("quan"), at=NOON)
    cast.snv.refresh_from_db()
    (delivery,) = mailed(cast, "stc@hs.example")
    work()
    (mail,) = post.mails()
    assert not list(mail.iter_attachments())
    link = next(line for line in mail.get_body().get_content().splitlines() if "/file/" in line)
    path = link[link.index("/verify/") :]
    page = client.get(path)
    assert "01-SNV-CCHC.pdf" in page.content.decode()
    assert not client.cookies
    letter = delivery.letter
    opened = client.get(path, {"n": "0"})
    assert b"".join(opened.streaming_content) == content_of(letter.issued_file)
    names = [event.name for event in history_of(cast.snv.pk, "letter", letter.pk)]
    assert names.count("delivery.downloaded") == 1
    assert fresh(delivery).status == D.SENT


def test_a_link_ends_with_its_attempt_its_form_and_its_time(
    cast: Cast, post: Post, client, monkeypatch
) -> None:
    mail_form.choose(form=mail_form.MailForm.LINK, by=cast.actor("quan"), at=NOON)
    cast.snv.refresh_from_db()
    one, other = mailed(cast, "stc@hs.example", "stp@hs.example")
    work()
    letter = one.letter

    def opens(delivery: Delivery, key: str = "") -> bool:
        key = key or mail_form.pass_for(queries.present_attempt(delivery))
        return client.get(f"/verify/{letter.verify_token}/file/{key}").status_code == 200

    first = mail_form.pass_for(queries.present_attempt(one))
    assert opens(one)
    assert opens(other)
    assert not opens(one, first[:-1] + ("A" if first[-1] != "A" else "B"))
    delivery_news.note_failure(delivery=one, reason="Thư bị trả lại", by=cast.actor("lan"), at=NOON)
    assert not opens(one)
    sending.send_again(delivery=fresh(one), by=cast.actor("lan"), at=NOON)
    assert not opens(fresh(one), first)
    assert opens(fresh(one))
    monkeypatch.setattr(mail_form, "GOOD_FOR", -1)
    assert not opens(other)
    monkeypatch.undo()
    mail_form.choose(form=mail_form.MailForm.FILE, by=cast.actor("quan"), at=NOON)
    assert not opens(other)


def test_a_letter_signed_on_paper_does_not_go_by_mail(cast: Cast, post: Post) -> None:
    from dispatch import policies
    from dispatch.models import LetterRecipient, OutgoingLetter

    row = LetterRecipient(
        letter=OutgoingLetter(medium="paper"), name="Sở Tài chính", channel=MAIL, email="stc@hs.example"
    )
    with pytest.raises(errors.PaperGoesOnPaper):
        policies.may_send_to(row, mail_is_set_up=True).enforce()
