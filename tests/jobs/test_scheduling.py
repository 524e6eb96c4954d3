from datetime import datetime, timedelta

import pytest

from jobs import ports
from jobs.errors import UnknownKind
from jobs.models import Job
from jobs.operations import scheduling, working

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hourly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have one periodic kind only; the house's own wiring comes back by itself."""
    monkeypatch.setattr(ports, "_handlers", {"test.hourly": lambda job: None})
    monkeypatch.setattr(ports, "_schedule", {"test.hourly": 3600})


def test_a_period_is_planned_once_whoever_asks(noon: datetime) -> None:
    scheduling.plan(at=noon)
    scheduling.plan(at=noon + timedelta(minutes=20))
    assert Job.objects.count() == 1
    scheduling.plan(at=noon + timedelta(hours=1))
    assert Job.objects.count() == 2


def test_periodic_work_is_forgotten_a_week_after_it_is_done(noon: datetime) -> None:
    scheduling.plan(at=noon)
    assert working.run_one(["batch"], clock=lambda: noon)
    assert scheduling.forget_done(at=noon + timedelta(days=6)) == 0
    assert scheduling.forget_done(at=noon + timedelta(days=8)) == 1


def test_what_has_no_handler_cannot_be_scheduled() -> None:
    with pytest.raises(UnknownKind):
        ports.join_schedule({"test.unknown": 1})
