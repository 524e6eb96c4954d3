"""The daily mail, to a real SMTP server: how much waits, nothing of what it says, once a day, until it is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from archive.enums import Purpose
from archive.operations import reading_requests
from dispatch.operations import digesting
from files import ports as file_ports
from files.store.filesystem import FilesystemStore
from jobs import ports
from jobs.models import Job
from jobs.operations import working
from notices.operations import choosing
from tests.mail.conftest import Post
from tests.workflow.incoming_office import Intake, founded
from workflow import digests

MORNING = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)  # half past seven of a Wednesday in Hà Nội


@pytest.fixture
def intake(db: Any, noon: datetime, tmp_path: Any) -> Iterator[Intake]:
    stores, handlers = list(file_ports._joined), dict(ports._handlers)
    store = FilesystemStore(tmp_path / "store")
    file_ports.join(lambda: store)
    office = founded(noon)
    for name in ("binh", "hoa"):
        person = office.post(name).person
        person.email = f"{name}@snv.example"
        person.save()
    ports.join({digesting.DIGEST: lambda job: digesting.run(job, clock=lambda: MORNING)})
    yield office
    file_ports._joined[:] = stores
    ports.join(handlers)


def deliver() -> None:
    while working.run_one(["batch"], clock=lambda: MORNING, kinds=[digesting.DIGEST]):
        pass


def test_it_says_how_much_waits_and_nothing_of_what_it_says(intake: Intake, post: Post) -> None:
    letter = intake.directed()
    intake.proposed()
    assert digests.send_due(at=MORNING) == 2
    deliver()
    by_person = {mail["To"]: mail.get_body().get_content() for mail in post.mails()}
    assert set(by_person) == {"binh@snv.example", "hoa@snv.example"}
    for text in by_person.values():
        assert "Có 1 văn bản chờ" in text
        assert "/inbox/" in text
        assert "/news/mail/" in text
        assert letter.subject not in text
        assert letter.reference_code not in text


def test_what_was_asked_of_the_archive_is_counted_with_it(intake: Intake, post: Post) -> None:
    person = intake.post("thu").person
    person.email = "thu@snv.example"
    person.save()
    for _twice in range(2):
        reading_requests.ask(
            asked_for="hồ sơ 1996",
            purpose=Purpose.OFFICIAL,
            purpose_text="",
            unit=None,
            by=intake.hoa,
            at=MORNING,
        )
    digests.send_due(at=MORNING)
    deliver()
    (mail,) = post.mails()
    assert mail["To"] == "thu@snv.example"
    text = mail.get_body().get_content()
    assert "Có 2 việc của lưu trữ chờ" in text
    assert "văn bản chờ" not in text and "1996" not in text


def test_once_a_day_however_often_it_is_looked(intake: Intake, post: Post) -> None:
    intake.proposed()
    for _again in range(3):
        digests.send_due(at=MORNING)
    deliver()
    assert len(post.mails()) == 1
    assert Job.objects.filter(kind=digesting.DIGEST).count() == 1


def test_whoever_stopped_it_gets_none(intake: Intake, post: Post) -> None:
    intake.proposed()
    choosing.choose_mail(wanted=False, by=intake.binh, at=intake.later())
    assert digests.send_due(at=MORNING) == 0
    deliver()
    assert post.mails() == []


@pytest.mark.parametrize("shift", [timedelta(hours=-3), timedelta(days=3)])
def test_neither_before_the_day_begins_nor_on_a_day_off(intake: Intake, post: Post, shift: timedelta) -> None:
    intake.proposed()
    assert digests.send_due(at=MORNING + shift) == 0
