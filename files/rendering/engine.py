"""The WeasyPrint side of rendering: fetcher without a network, one font set, the walk over the laid-out
boxes."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from files.rendering import SLOT_PREFIX, RenderedPdf, RenderingError, Slot
from files.rendering.fonts import letter_fonts

_POINTS_PER_PIXEL = 0.75
_GENERATOR = "Văn Thư"


class PackagedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives ``data:`` URLs and files inside ``folders``; anything else stops the rendering."""

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False, fail_on_errors=True)
        self._folders = [folder.resolve() for folder in folders]

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Give the resource at ``url``; raises ValueError when it lies outside."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        path = Path(unquote(parts.path)).resolve()
        inside = any(path.is_relative_to(folder) for folder in self._folders)
        if parts.scheme != "file" or parts.netloc or not inside:
            raise ValueError(f"not part of the package: {url[:200]}")
        return URLFetcherResponse(url, path.read_bytes())


def render(
    html: str,
    *,
    stylesheets: Sequence[str],
    at: datetime | None,
    licensed_fonts: Path | None,
    base: Path | None,
    variant: str,
    tagged: bool,
) -> RenderedPdf:
    """Do what ``files.rendering.render_pdf`` promises."""
    with _unswept():
        return _rendered(
            html,
            stylesheets=stylesheets,
            at=at,
            licensed_fonts=licensed_fonts,
            base=base,
            variant=variant,
            tagged=tagged,
        )


@contextmanager
def _unswept() -> Iterator[None]:
    """Keep the collector away from a layout: millions of boxes live until its end, and each sweep walks them all.

    A fifth of the time of a long table. What was made is swept once, when the layout is over.
    """
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()


def _rendered(
    html: str,
    *,
    stylesheets: Sequence[str],
    at: datetime | None,
    licensed_fonts: Path | None,
    base: Path | None,
    variant: str,
    tagged: bool,
) -> RenderedPdf:
    fonts = letter_fonts(licensed_fonts)
    folders = [path.parent for _, path in fonts.faces] + ([base] if base else [])
    fetcher = PackagedFetcher(folders)
    # Both are filled while the sheets are read: a sheet that does not share them loses its fonts and list
    # letters.
    shared = {"font_config": FontConfiguration(), "counter_style": CounterStyle()}
    base_url = f"{base.resolve().as_uri()}/" if base else None
    try:
        sheets = [
            CSS(string=text, url_fetcher=fetcher, base_url=base_url, **shared)
            for text in (fonts.css(), *stylesheets)
        ]
        source = HTML(string=html, url_fetcher=fetcher, base_url=base_url)
        document = source.render(stylesheets=sheets, pdf_variant=variant, pdf_tags=tagged, **shared)
        _describe(document.metadata, at)
        pdf = document.write_pdf(pdf_variant=variant, pdf_tags=tagged)
    except FatalURLFetchingError as error:
        raise RenderingError(str(error)) from error
    return RenderedPdf(
        pdf=pdf, slots=_slots(document.pages), pages=len(document.pages), fonts=dict(fonts.hashes)
    )


def _describe(metadata: Any, at: datetime | None) -> None:
    metadata.generator = _GENERATOR
    metadata.created = metadata.modified = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def _slots(pages: Sequence[Any]) -> dict[str, Slot]:
    """Walk the private box tree (WeasyPrint is pinned, a test watches) for elements whose id starts with
    ``slot-``."""
    found: dict[str, Slot] = {}
    for number, page in enumerate(pages):
        here: set[str] = set()
        for box in _boxes(page._page_box):
            name = _slot_name(box)
            if name is None or name in here:
                continue
            if name in found:
                raise RenderingError(f"the place {name} lies on two pages")
            here.add(name)
            found[name] = _slot(name, number, page.height, box)
    return found


def _boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        # Floats and footnotes hang in the tree together with the place they continue at.
        yield from _boxes(child[0] if isinstance(child, tuple) else child)


def _slot_name(box: Any) -> str | None:
    element = getattr(box, "element", None)
    name = element.get("id") if element is not None and hasattr(element, "get") else None
    measured = isinstance(getattr(box, "width", None), int | float) and isinstance(box.height, int | float)
    return name.removeprefix(SLOT_PREFIX) if name and name.startswith(SLOT_PREFIX) and measured else None


def _slot(name: str, page: int, page_height: float, box: Any) -> Slot:
    x, y, width, height = box.content_box_x(), box.content_box_y(), box.width, box.height
    top = page_height - y
    left, bottom, right, upper = (round(v * _POINTS_PER_PIXEL, 2) for v in (x, top - height, x + width, top))
    text = next((inner for inner in _boxes(box) if type(inner).__name__ == "TextBox"), None)
    baseline = 0.0 if text is None else (y + height - text.position_y - text.baseline) * _POINTS_PER_PIXEL
    return Slot(
        name=name,
        page=page,
        box=(left, bottom, right, upper),
        size=round(box.style["font_size"] * _POINTS_PER_PIXEL, 2),
        italic=box.style["font_style"] == "italic",
        align=box.element.get("data-align", "center"),
        baseline=round(baseline, 2),
        hint=box.element.get("data-hint", ""),
    )
