"""The worker is killed in the middle of delivering: nothing is lost, and nothing is recorded twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.utils import timezone

from dispatch.enums import DeliveryStatus as D
from dispatch.enums import SendingChannel
from dispatch.models import Delivery, DeliveryEntry, IncomingLetter
from jobs.enums import JobState
from jobs.models import Job
from tests import cast as people
from tests.factories import organisation as office
from tests.factories.sending import inside, sent, to
from tests.mail.conftest import ROOT, Post
from tests.sizes import LONG, SIZES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, LONG]
PLACES, KILLS = SIZES.deliveries_inside, SIZES.delivery_kills


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def worker(tmp_path: Path, settings: Any) -> subprocess.Popen[bytes]:
    values = connection.settings_dict
    address = (
        f"postgresql://{quote(values['USER'] or '')}@/{values['NAME']}?host={quote(str(values['HOST']))}"
    )
    environment = {
        **os.environ, "OFFICE_DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": address,
        "PYTHONPATH": str(ROOT), "VAR_DIR": str(tmp_path), "FILE_STORE_DIR": str(settings.FILE_STORE_DIR),
        "TRUST_ROOTS_DIR": str(tmp_path / "trust"), "EMAIL_HOST": settings.EMAIL_HOST,
        "EMAIL_PORT": str(settings.EMAIL_PORT), "EMAIL_FROM": settings.DEFAULT_FROM_EMAIL,
    }  # fmt: skip
    with (tmp_path / "worker.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "django", "worker"], env=environment, stdout=log, stderr=log
        )


def orphan_nothing_for_long() -> None:
    """Let the lease of a killed worker run out now instead of in two minutes."""
    past = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(state=JobState.RUNNING).update(lease_until=past)


def test_killed_between_the_servers_yes_and_our_note_the_mail_is_repeated_under_one_id(
    post: Post, tmp_path: Path, settings: Any
) -> None:
    cast = people.assemble()
    (delivery,) = sent(
        cast, to("Sở Tài chính", SendingChannel.MAIL, email="cham@hs.example"), at=timezone.now()
    )
    first = worker(tmp_path, settings)
    until(lambda: len(post.mails()) == 1)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert Delivery.objects.get(pk=delivery.pk).status == D.QUEUED
    orphan_nothing_for_long()
    second = worker(tmp_path, settings)
    try:
        until(lambda: Delivery.objects.get(pk=delivery.pk).status == D.SENT)
    finally:
        second.terminate()
        second.wait(30)
    one, again = post.mails()
    assert one["Message-ID"] == again["Message-ID"]
    noted = DeliveryEntry.objects.filter(attempt__delivery=delivery).values_list("status", flat=True)
    assert list(noted) == [D.QUEUED, D.SENT]


def test_killed_again_and_again_every_letter_inside_arrives_exactly_once(
    post: Post, tmp_path: Path, settings: Any
) -> None:
    cast = people.assemble()
    offices = [office.organisation(f"CQ{n}", name=f"CƠ QUAN {n}") for n in range(PLACES)]
    deliveries = sent(
        cast, *[inside(office, f"Cơ quan {n}") for n, office in enumerate(offices)], at=timezone.now()
    )
    pause = 0.15
    for kill in range(KILLS):
        running = worker(tmp_path, settings)
        before = IncomingLetter.objects.count()
        until(lambda before=before: IncomingLetter.objects.count() > before or _done(deliveries))
        time.sleep(pause * (kill % 3))
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        orphan_nothing_for_long()
    last = worker(tmp_path, settings)
    try:
        until(lambda: _done(deliveries), 120)
    finally:
        last.terminate()
        last.wait(60)
    assert IncomingLetter.objects.count() == PLACES
    assert {one.organisation_id for one in IncomingLetter.objects.all()} == {one.pk for one in offices}
    for delivery in deliveries:
        noted = DeliveryEntry.objects.filter(attempt__delivery=delivery).values_list("status", flat=True)
        assert list(noted) == [D.QUEUED, D.SENT, D.RECEIVED]


def _done(deliveries: list[Delivery]) -> bool:
    keys = [one.pk for one in deliveries]
    return not Delivery.objects.filter(pk__in=keys).exclude(status=D.RECEIVED).exists()
