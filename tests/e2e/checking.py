"""What every page must be: nothing serious for axe, never wider than the screen, in light and dark."""

from __future__ import annotations

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.sizes import TIER

WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
# Once is what the first tier has time for.
SCHEMES = {1280: [], 390: ["light"]} if TIER == "test" else {1280: ["light", "dark"], 390: ["light", "dark"]}
GRAVE = {"serious", "critical"}
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}  # all that darkness can change
# Pages that differ only by a key are one page.
_KEYS = re.compile(r"/(\d+|[0-9a-f]{32}|[A-Za-z0-9_-]{22,43})(?=/|$)")
_TOO_WIDE = """() => {
  const root = document.documentElement;
  const cut = [...document.querySelectorAll(".dock *, .phone-tabs *")].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1);
  if (cut.length) return ["cut off at the edge", ...cut.slice(0, 4).map((e) => e.outerHTML.slice(0, 120))];
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > root.clientWidth + 1);
  return [`${root.scrollWidth} of ${root.clientWidth}`, ...wide.slice(0, 4).map((e) => e.outerHTML.slice(0, 120))];
}"""


class Checked:
    """The checks of one run; each kind of page is checked once."""

    def __init__(self) -> None:
        self.pages: dict[str, list[str]] = {}
        self._axe = Axe()

    def look(self, page: Page, state: str = "") -> None:
        """Check a page at both widths, in light and dark, once for each kind and state; leave it as it was."""
        name = _KEYS.sub("/N", page.url.split("?")[0].split("//", 1)[1].partition("/")[2]) or "/"
        name += f" “{page.title()}”" if "signing" in name else ""
        name += f" ({state})" if state else ""
        if name in self.pages:
            return
        size = page.viewport_size
        found: list[str] = []
        for width in (WIDE, NARROW):
            page.set_viewport_size(width)  # type: ignore[arg-type]
            for scheme in SCHEMES[width["width"]]:
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                found += [f"{width['width']} {scheme}: {line}" for line in self._axe_says(page, scheme)]
            if too_wide := page.evaluate(_TOO_WIDE):
                found.append(f"{width['width']}: wider than the screen: {too_wide}")
        page.emulate_media(color_scheme="light")
        if size:
            page.set_viewport_size(size)
        self.pages[name] = found

    def _axe_says(self, page: Page, scheme: str) -> list[str]:
        options: dict[str, Any] = {
            "resultTypes": ["violations"],
            "preload": False,
            **(COLOURS if scheme == "dark" else {}),
        }
        violations = self._axe.run(page, options=options).response["violations"]
        return [
            f"{found['id']}: {[node['html'][:160] for node in found['nodes'][:3]]}"
            for found in violations
            if found["impact"] in GRAVE
        ]

    def wrong(self) -> dict[str, list[str]]:
        """Give what was found, by page."""
        return {name: found for name, found in self.pages.items() if found}
