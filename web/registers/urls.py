"""Addresses."""

from __future__ import annotations

from django.urls import path

from web.registers import books, closing, incoming, numbers, paper, printing, reading

app_name = "registers"
urlpatterns = [
    path("outgoing/", reading.outgoing, name="outgoing"),
    path("outgoing/spreadsheet/", reading.spreadsheet, name="spreadsheet"),
    path("outgoing/print/", printing.ask, name="print"),
    path("outgoing/prints/", printing.prints, name="prints"),
    path("outgoing/print/<slug:key>/", printing.progress, name="printing"),
    path("outgoing/print/<slug:key>/file/", printing.file, name="printed"),
    path("incoming/", incoming.incoming, name="incoming"),
    path("incoming/spreadsheet/", incoming.spreadsheet, name="incoming_spreadsheet"),
    path("incoming/print/", incoming.ask, name="print_incoming"),
    path("paper/new/", paper.new, name="paper"),
    path("paper/<int:pk>/scan/", paper.scan, name="scan"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/<int:pk>/void/", numbers.void, name="void"),
    path("books/", books.books, name="books"),
    path("books/new/year/", books.open_year, name="open_year"),
    path("books/new/term/", books.open_term, name="open_term"),
    path("books/<int:pk>/end/", books.end, name="end_book"),
    path("books/<int:pk>/close/", closing.close, name="close_book"),
    path("books/<int:pk>/closing/", closing.closing, name="closing"),
    path("books/<int:pk>/stop/", books.freeze, name="freeze_book"),
    path("books/<int:pk>/go-on/", books.confirm, name="confirm_book"),
]
