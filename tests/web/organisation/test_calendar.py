"""The days that differ from the ordinary week, written down by administrators."""

from __future__ import annotations

from datetime import timedelta

from audit.models import Event
from lib.calendar import local_day
from organisation.models import DayException
from organisation.queries import WorkingCalendar
from tests.web.desk import Desk

URL = "/organisation/calendar/"


def test_a_holiday_is_recorded_counts_at_once_and_is_taken_out_again(desk: Desk) -> None:
    day = local_day(desk.at) + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    client = desk.client("quan")
    sent = {"day": day.isoformat(), "kind": "off", "name": "Nghỉ bù", "source": "Thông báo 01"}
    assert client.post(f"{URL}days/new/", sent).headers["Location"] == f"{URL}?year={day.year}"
    row = DayException.objects.get(day=day)
    assert not WorkingCalendar.of(desk.organisation).is_working(day)
    assert "Nghỉ bù" in client.get(f"{URL}?year={day.year}").content.decode()
    again = client.post(f"{URL}days/new/", sent)
    assert again.status_code == 422
    assert "Nghỉ bù. Take that out first." in again.content.decode()
    assert client.post(f"{URL}days/{row.pk}/take-out/").status_code == 302
    assert WorkingCalendar.of(desk.organisation).is_working(day)
    names = Event.objects.filter(name__startswith="calendar.").order_by("pk").values_list("name", flat=True)
    assert list(names) == ["calendar.day_recorded", "calendar.day_taken_out"]


def test_a_day_that_has_passed_stays(desk: Desk) -> None:
    row = DayException.objects.create(
        organisation=desk.organisation, day=local_day(desk.at) - timedelta(days=1), kind="off", name="Nghỉ"
    )
    assert desk.client("quan").post(f"{URL}days/{row.pk}/take-out/").status_code == 409
    assert DayException.objects.filter(pk=row.pk).exists()


def test_only_administrators_change_the_calendar(desk: Desk) -> None:
    row = DayException.objects.order_by("-day").first()
    assert row is not None
    for name in ("minh", "binh"):
        client = desk.client(name)
        assert client.get(f"{URL}days/new/").status_code == 409
        assert client.post(f"{URL}days/{row.pk}/take-out/").status_code == 409
        assert "days/new/" not in client.get(URL).content.decode()
    assert desk.client("quan").post(f"{URL}days/99999/take-out/").status_code == 404
    assert desk.client("quan").post(f"{URL}days/new/", {"day": "x"}).status_code == 422
