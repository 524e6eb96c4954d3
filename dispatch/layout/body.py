"""The body of a letter: which markup is let through, and the end mark."""

from __future__ import annotations

from html import escape

import lxml.html
import nh3

# Phần, Chương (h2), Mục, Tiểu mục (h3), Điều (h4), khoản (p.clause), điểm (p.point), căn cứ (p.basis).
_TAGS = {
    "p", "h2", "h3", "h4", "ol", "ul", "li", "br", "strong", "em", "u", "sub", "sup", "span",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "ol": {"start"}}
_CLASSES = {
    "p": {"basis", "clause", "point", "center", "right", "plain"},
    "span": {"title"},
    "ol": {"points"},
    "td": {"center", "right"},
    "th": {"center", "right"},
}
_END_MARK = "./."


def clean_body(html: str) -> str:
    """Give ``html`` with nothing but the allowed markup: no styles, links, pictures, ids or scripts."""
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, allowed_classes=_CLASSES, link_rel=None)


def with_end_mark(html: str, mark: str = _END_MARK) -> str:
    """Give clean ``html`` whose last words end in ``mark``, which says that nothing follows.

    The mark is ``./.``, in the Party ``.``. After a table ``./.`` stands in a line of its own; an empty body gets none.
    """
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    if len(root) and root[-1].tag == "table" and not (root[-1].tail or "").strip():
        return f'{html}<p class="right">{mark}</p>' if mark == _END_MARK else html
    place = _last_text_place(root)
    if place is not None:
        element, attribute = place
        text = (getattr(element, attribute) or "").rstrip()
        setattr(element, attribute, text.removesuffix(_END_MARK).rstrip(".;, ") + mark)
    return escape(root.text or "") + "".join(lxml.html.tostring(child, encoding="unicode") for child in root)


def _last_text_place(element: lxml.html.HtmlElement) -> tuple[lxml.html.HtmlElement, str] | None:
    """Give the element and attribute (text or tail) where the last printed words of ``element`` stand."""
    for child in reversed(element):
        if (child.tail or "").strip():
            return child, "tail"
        found = _last_text_place(child)
        if found is not None:
            return found
    return (element, "text") if (element.text or "").strip() else None
