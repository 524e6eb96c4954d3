"""What a column of an old list can be taken for, in words, in the order of the choices on the screen."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

COLUMNS = {
    "fonds_code": pgettext_lazy("column", "Code of the fonds"),
    "fonds_title": pgettext_lazy("column", "Name of the fonds"),
    "series_code": pgettext_lazy("column", "Code of the heading"),
    "series_title": pgettext_lazy("column", "Heading"),
    "above_code": pgettext_lazy("column", "Code of the part above"),
    "level": pgettext_lazy("column", "Level of description"),
    "code": pgettext_lazy("column", "Number of the dossier"),
    "title": pgettext_lazy("column", "Title of the dossier"),
    "time": pgettext_lazy("column", "Time"),
    "start": pgettext_lazy("column", "First day"),
    "end": pgettext_lazy("column", "Last day"),
    "keeping": pgettext_lazy("column", "Term of keeping"),
    "sheets": pgettext_lazy("column", "Sheets"),
    "pages": pgettext_lazy("column", "Pages"),
    "access": pgettext_lazy("column", "Access"),
    "medium": pgettext_lazy("column", "Medium"),
    "room": pgettext_lazy("column", "Room"),
    "shelf": pgettext_lazy("column", "Shelf"),
    "box": pgettext_lazy("column", "Box"),
    "secrecy": pgettext_lazy("column", "Secrecy"),
    "ordinal": pgettext_lazy("column", "Place in the dossier"),
    "number": pgettext_lazy("column", "Number of the letter"),
    "symbol": pgettext_lazy("column", "Symbol of the letter"),
    "record_code": pgettext_lazy("column", "Number and symbol of the letter"),
    "kind": pgettext_lazy("column", "Kind of the letter"),
    "subject": pgettext_lazy("column", "Subject of the letter"),
    "dated": pgettext_lazy("column", "Day of the letter"),
    "author": pgettext_lazy("column", "Author of the letter"),
    "span": pgettext_lazy("column", "Sheets from and to"),
    "file": pgettext_lazy("column", "File"),
    "number_of_line": pgettext_lazy("column", "Line number"),
}
