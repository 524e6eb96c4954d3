"""A person at a browser, and everything that may go wrong there without being seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    expect,
)

from config.demo import PASSWORD
from tests.e2e.checking import Checked

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds: two processors for office, browser and the other tests
MACHINE = 90.0  # seconds for the workers to bring a letter to the next person, while all others test too
# The browser also reports answers the office gives on purpose; each of these is asserted where it is expected.
_REFUSED = re.compile(r"status of (409|422|404)\b")

expect.set_options(timeout=PATIENCE)


@dataclass
class Trouble:
    """What no person would see and no page may do: a script error, a blocked source, a request to the outside."""

    address: str
    lines: list[str] = field(default_factory=list)
    deaf: bool = False  # while axe works, which tries inline styles of its own

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.lines.append(f"script: {error.error}"))
        context.on("request", self._on_request)
        context.on("response", self._on_response)

    def _on_console(self, line: ConsoleMessage) -> None:
        if line.type == "error" and not self.deaf and not _REFUSED.search(line.text):
            self.lines.append(f"console at {line.page.url if line.page else '?'}: {line.text[:200]}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.address + "/", "data:", "blob:")):
            self.lines.append(f"outside: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.lines.append(f"{response.status} from {response.url}")


class Reception:
    """Lets people in: each signs in once by the form, and sits down as often as the stories need."""

    def __init__(self, browser: Browser, address: str, checked: Checked, screens: Path) -> None:
        self.browser, self.address, self.checked, self.screens = browser, address, checked, screens
        self.taken: set[Path] = set()
        self._cookies: dict[str, Any] = {}

    @contextmanager
    def desk(self, username: str = "", *, phone: bool = False, **options: Any) -> Iterator[Desk]:
        """Open a browser of one person (or of nobody); what went wrong in it fails the story at the end."""
        size: Any = PHONE if phone else DESKTOP
        touch = {"has_touch": True, "is_mobile": True} if phone else {}
        options = {
            "viewport": size,
            "locale": "vi-VN",
            "timezone_id": "Asia/Ho_Chi_Minh",
            "reduced_motion": "reduce",
            **touch,
            **options,
        }
        context = self.browser.new_context(
            base_url=self.address, storage_state=self._cookies.get(username), **options
        )
        context.set_default_timeout(PATIENCE)
        trouble = Trouble(self.address)
        trouble.listen(context)
        try:
            desk = Desk(context.new_page(), self, username, trouble)
            if username and username not in self._cookies:
                desk.sign_in()
                self._cookies[username] = context.storage_state()
            yield desk
        finally:
            context.close()
        assert trouble.lines == [], trouble.lines


@dataclass
class Desk:
    """One page of one person."""

    page: Page
    reception: Reception
    username: str
    trouble: Trouble

    def sign_in(self) -> None:
        """Sign in by the form, as everybody does."""
        self.go("/")
        self.look()
        self.picture("sign-in")
        self.page.get_by_label("Tên đăng nhập").fill(self.username)
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập", exact=True).click()
        expect(self.page.locator("nav.side")).to_be_attached()

    def go(self, path: str) -> None:
        """Open an address of the office."""
        self.page.goto(path)

    def look(self, state: str = "") -> None:
        """Check the page as it stands: accessible, nothing wider than the screen, in light and dark, both widths.

        ``state`` tells apart what one address shows at different times.
        """
        self.trouble.deaf = True
        self.reception.checked.look(self.page, state)
        self.page.evaluate("0")  # what axe caused has been said by now
        self.trouble.deaf = False

    def picture(self, name: str) -> None:
        """Take the page as a desk and as a phone show it, the first time a run comes by."""
        if (self.reception.screens / f"{name}.png") in self.reception.taken:
            return
        self.reception.taken.add(self.reception.screens / f"{name}.png")
        before, self.trouble.deaf = self.page.viewport_size, True
        for size, ending in ((DESKTOP, ""), (PHONE, "-phone")):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            if self.page.locator(".viewer__page").count():
                self.page.wait_for_timeout(900)  # the page of the PDF is drawn anew at this width
            self.page.screenshot(path=self.reception.screens / f"{name}{ending}.png")
        self.page.set_viewport_size(before)  # type: ignore[arg-type]
        self.trouble.deaf = False

    def press(self, name: str) -> None:
        """Press the button or link of this name that is shown (desk and phone have one each)."""
        self.act(name).click()

    def act(self, name: str) -> Locator:
        """Give the button or link of this name; the key it answers to may stand behind the name."""
        called = re.compile(rf"^{re.escape(name)}( \w)?$")
        acts = self.page.get_by_role("button", name=called).or_(self.page.get_by_role("link", name=called))
        return acts.filter(visible=True).first

    def download(self, link: str, to: Path) -> bytes:
        """Fetch what a link downloads."""
        with self.page.expect_download() as waiting:
            self.page.locator(link).first.click()
        waiting.value.save_as(to)
        return to.read_bytes()

    @property
    def said(self) -> Locator:
        """The line in which the office says what it has just done."""
        return self.page.locator("#flash")
