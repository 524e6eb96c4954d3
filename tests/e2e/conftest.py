"""One real office for all stories, and a reception that lets its people in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import SOFTWARE
from tests.e2e.checking import Checked
from tests.e2e.desk import Reception
from tests.e2e.running import RealOffice
from tests.e2e.stories import the_whole_way
from tests.e2e.work import Letter

SUBJECT = "tăng cường kỷ luật, kỷ cương hành chính dịp cuối năm 2026"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Judge the pages when all stories are told, in whatever order they were shuffled."""
    items.sort(key=lambda item: getattr(item, "originalname", "") == "test_every_page_was_good_for_everybody")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealOffice]:
    """Start the office as `./office` does, in a folder of its own; or take the running one OFFICE_VAR names."""
    running = os.environ.get("OFFICE_VAR")
    if running:
        yield RealOffice.running(Path(running))
        return
    office = RealOffice(tmp_path_factory.mktemp("office"))
    try:
        office.start()
        yield office
    finally:
        office.end()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the distribution's Chromium; inside a container root has no sandbox to give it."""
    program = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": program, "args": ["--lang=vi-VN", *SOFTWARE, *sandbox]}


@pytest.fixture(scope="session")
def checked() -> Checked:
    """What was found on the pages the stories went through."""
    return Checked()


@pytest.fixture(scope="session")
def reception(browser: Browser, office: RealOffice, checked: Checked, screens: Path) -> Reception:
    return Reception(browser, office.address, checked, screens)


@pytest.fixture(scope="session")
def letter(reception: Reception, tmp_path_factory: pytest.TempPathFactory) -> Letter:
    """A letter that has gone the whole way: the first story, told before any that needs its end."""
    return the_whole_way(reception, SUBJECT, tmp_path_factory.mktemp("issued"))


@pytest.fixture(scope="session")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go: a folder of the run, or docs/screens when SCREENS_DIR says so."""
    named = os.environ.get("SCREENS_DIR")
    folder = Path(named).resolve() if named else tmp_path_factory.mktemp("screens")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
