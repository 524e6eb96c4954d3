"""A small office to look at screens with: one organisation, one unit, and people with posts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Error, Page
from pytest_django.live_server_helper import LiveServer

from organisation.enums import Duty, FormatProfile
from organisation.models.organisations import Organisation, OrganisationPeriod, Unit
from organisation.models.people import Person, Post
from tests.browser import SOFTWARE

SINCE = date(2020, 1, 1)
# Playwright keeps an event loop in this thread for the whole run; Django would take it for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(autouse=True)
def _try_screens(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve the screens of tests/ui/screens.py, in the msgids' own language."""
    settings.LANGUAGE_CODE = "en"
    monkeypatch.setattr("ui.navigation._items", [])
    settings.ROOT_URLCONF = "tests.ui.screens"
    settings.TEMPLATES[0]["DIRS"] = [*settings.TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = list(settings.TEMPLATES)


@pytest.fixture
def office(db: None) -> Organisation:
    organisation = Organisation.objects.create(code="SNV")
    OrganisationPeriod.objects.create(
        organisation=organisation,
        valid_from=SINCE,
        name="Sở Nội vụ",
        symbol="SNV",
        place="Hưng Sơn",
        format_profile=FormatProfile.STATE,
        head_title="Giám đốc",
    )
    return organisation


@pytest.fixture
def unit(office: Organisation) -> Unit:
    return Unit.objects.create(organisation=office, valid_from=SINCE, name="Văn phòng", symbol="VP")


@pytest.fixture
def appoint(office: Organisation, unit: Unit) -> Callable[..., Post]:
    def appoint(username: str, full_name: str, title: str, *duties: Duty, is_main: bool = True) -> Post:
        person = Person.objects.filter(username=username).first()
        if person is None:
            person = Person(organisation=office, username=username, full_name=full_name, language="en")
            person.set_password("demo-van-thu")
            person.save()
        return Post.objects.create(
            organisation=office,
            person=person,
            unit=unit,
            title=title,
            duties=[duty.value for duty in duties],
            is_main=is_main,
            valid_from=SINCE,
        )

    return appoint


@pytest.fixture
def lan(appoint: Callable[..., Post]) -> Post:
    return appoint("lan", "Nguyễn Thị Lan", "Văn thư", Duty.REGISTRY_CLERK)


@pytest.fixture
def as_lan(client: Client, lan: Post) -> Client:
    client.force_login(lan.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the distribution's Chromium; inside a container root has no sandbox to give it."""
    return {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", *SOFTWARE]}


@pytest.fixture(scope="session")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """One window for all: the scripts are fetched and compiled once."""
    window = browser.new_context()
    yield window
    window.close()


@pytest.fixture
def page(window: BrowserContext) -> Iterator[Page]:
    """A new tab in a window that has kept nothing of the last test."""
    yield window.new_page()
    window.set_offline(False)
    window.clear_cookies()
    for tab in window.pages:
        with suppress(Error):  # an empty tab has no storage
            tab.evaluate("localStorage.clear()")
        tab.close()


@pytest.fixture
def lan_at_work(page: Page, live_server: LiveServer, lan: Post, client: Client) -> Iterator[Page]:
    """A browser in which Lan has signed in; what the policy blocks, or a script throws, fails the test."""
    client.force_login(lan.person, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.set_default_timeout(8000)
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on(
        "console", lambda line: trouble.append(line.text) if "Content Security Policy" in line.text else None
    )
    yield page
    assert trouble == []
