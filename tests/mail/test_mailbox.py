"""The office's mailbox on a real IMAP server: each mail comes in once, and leaves the inbox only when it is in."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from django.utils import timezone

from dispatch.carrier import mailbox
from dispatch.enums import ArrivalSource
from dispatch.models import ArrivalFailure, IncomingLetter
from dispatch.operations import fetching_mail
from files.queries import content_of
from jobs.models import Job
from organisation.models.actor import Actor
from tests import cast as people
from tests.cast import Cast
from tests.dispatch.test_mail_arrivals import mail
from tests.files.pieces import pdf
from tests.mail.dovecot import PASSWORD, Box, running


@pytest.fixture(scope="module")
def server() -> Iterator[Box]:
    with running() as box:
        yield box


@pytest.fixture
def cast(db: None) -> Cast:
    return people.assemble()


@pytest.fixture
def box(server: Box, settings: Any, cast: Cast) -> Box:
    settings.INTAKE_MAILBOX, settings.INTAKE_MAILBOX_PASSWORD = server.url, PASSWORD
    settings.INTAKE_MAILBOX_ORGANISATION = "SNV"
    with server.session() as session:
        for folder in ("INBOX", fetching_mail.TAKEN, fetching_mail.FAILED):
            status, answer = session.select(f'"{folder}"')
            if status == "OK" and int(answer[0]):
                session.store("1:*", "+FLAGS", r"(\Deleted)")
                session.expunge()
    return server


def fetch(cast: Cast) -> int:
    return fetching_mail.fetch(by=Actor.system(cast.snv, fetching_mail.FETCH), at=timezone.now())


@lru_cache  # a mail has a random boundary; one and the same is meant
def letter_mail(subject: str = "V/v báo cáo") -> bytes:
    return mail(("công văn.pdf", pdf(2)), subject=subject).as_bytes().replace(b"\n", b"\r\n")


def test_a_mail_comes_in_and_is_moved_aside_on_the_server(cast: Cast, box: Box) -> None:
    box.lay(letter_mail())
    assert fetch(cast) == 1
    letter = IncomingLetter.objects.get()
    assert (letter.source, content_of(letter.file)) == (ArrivalSource.MAILBOX, pdf(2))
    assert content_of(letter.attachments.get().file) == letter_mail()
    assert (box.count(), box.count(fetching_mail.TAKEN)) == (0, 1)
    assert fetch(cast) == 0


def test_killed_between_taking_in_and_moving_the_mail_is_still_there_and_comes_in_once(
    cast: Cast, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.lay(letter_mail())
    with monkeypatch.context() as dying:
        dying.setattr(mailbox.Mailbox, "move", lambda *_all: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            fetch(cast)
    assert (box.count(), IncomingLetter.objects.count()) == (1, 1)
    fetch(cast)
    assert (box.count(), IncomingLetter.objects.count()) == (0, 1)


def test_before_it_is_in_nothing_is_moved_and_the_tray_says_so(
    cast: Cast, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.lay(letter_mail())
    with monkeypatch.context() as broken:
        broken.setattr("dispatch.operations.taking_in.enclose", lambda **_all: 1 / 0)
        fetch(cast)
    assert (box.count(), IncomingLetter.objects.count()) == (1, 0)
    assert ArrivalFailure.objects.count() == 1
    fetch(cast)
    assert (box.count(), IncomingLetter.objects.count()) == (0, 1)


def test_the_server_may_number_its_mails_anew(cast: Cast, box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    box.lay(letter_mail())
    with monkeypatch.context() as staying:
        staying.setattr(mailbox.Mailbox, "move", lambda *_all: None)
        fetch(cast)
    box.forget_numbers()
    fetch(cast)
    assert IncomingLetter.objects.count() == 1


def test_the_same_mail_twice_is_one_arrival_and_two_mails_with_one_message_id_are_two(
    cast: Cast, box: Box
) -> None:
    box.lay(letter_mail())
    box.lay(letter_mail())
    box.lay(letter_mail("V/v việc khác"))
    fetch(cast)
    assert IncomingLetter.objects.count() == 2
    assert (box.count(), box.count(fetching_mail.TAKEN)) == (0, 3)


def test_what_cannot_come_in_is_laid_aside_and_said(cast: Cast, box: Box, settings: Any) -> None:
    box.lay(b"X-Nothing: of a mail\r\n\r\n")
    settings.MAX_UPLOAD_BYTES = 20_000
    box.lay(mail(("lon.bin", b"\1" * 60_000)).as_bytes())
    assert fetch(cast) == 0
    reasons = {one.reason for one in ArrivalFailure.objects.all()}
    assert len(reasons) == 2
    assert (box.count(), box.count(fetching_mail.FAILED)) == (0, 2)


def test_a_mailbox_that_is_down_is_said_once_a_day_and_stops_nothing(cast: Cast, settings: Any) -> None:
    settings.INTAKE_MAILBOX, settings.INTAKE_MAILBOX_ORGANISATION = "imap://vanthu@127.0.0.1:9/INBOX", "SNV"
    for _turn in range(3):
        fetching_mail.run(Job(kind=fetching_mail.FETCH))
    failure = ArrivalFailure.objects.get()
    assert "127.0.0.1" in failure.reason or "refused" in failure.reason


def test_a_wrong_password_is_a_mailbox_that_is_down(cast: Cast, box: Box, settings: Any) -> None:
    settings.INTAKE_MAILBOX_PASSWORD = "sai"
    with pytest.raises(mailbox.MailboxUnreachable):
        fetch(cast)
