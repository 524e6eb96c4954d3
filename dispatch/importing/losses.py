"""What a Word file can hold and a letter cannot: the words for it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Loss(models.TextChoices):
    """One sort of thing left behind; the slugs are those ``child`` counts by."""

    IMAGES = "images", pgettext_lazy("left behind", "pictures and drawings")
    TEXT_BOXES = "text_boxes", pgettext_lazy("left behind", "text boxes")
    OBJECTS = "objects", pgettext_lazy("left behind", "embedded objects")
    FORMULAS = "formulas", pgettext_lazy("left behind", "formulas")
    SYMBOLS = "symbols", pgettext_lazy("left behind", "special signs of a symbol font")
    FOOTNOTES = "footnotes", pgettext_lazy("left behind", "footnotes and endnotes")
    COMMENTS = "comments", pgettext_lazy("left behind", "comments")
    INSERTED = "inserted", pgettext_lazy("left behind", "tracked insertions (their text was taken over)")
    DELETED = "deleted", pgettext_lazy("left behind", "tracked deletions (their text was left out)")
    HIDDEN = "hidden", pgettext_lazy("left behind", "hidden text")
    FIELDS = "fields", pgettext_lazy("left behind", "fields (what they last showed was taken over)")
    LINKS = "links", pgettext_lazy("left behind", "links (their words were taken over)")
    EXTERNAL = (
        "external",
        pgettext_lazy("left behind", "references to other files or the network (not fetched)"),
    )
    HEADERS = "headers", pgettext_lazy("left behind", "headers and footers")
    LAYOUT = "layout", pgettext_lazy("left behind", "columns, breaks and landscape pages")
    LOOK = "look", pgettext_lazy("left behind", "colours, sizes, typefaces, raised or struck text")
    TABS = "tabs", pgettext_lazy("left behind", "tab stops (a space stands for each)")
    NUMBERING = "numbering", pgettext_lazy("left behind", "other ways of numbering (counted 1, 2, 3)")
    NESTED_TABLES = (
        "nested_tables",
        pgettext_lazy("left behind", "tables within tables (their words were taken over)"),
    )
    STYLES = "styles", pgettext_lazy("left behind", "styles the letter does not know")
