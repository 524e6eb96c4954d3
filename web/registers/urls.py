"""Addresses."""

from __future__ import annotations

from django.urls import path

from web.registers import numbers, printing, reading

app_name = "registers"
urlpatterns = [
    path("outgoing/", reading.outgoing, name="outgoing"),
    path("outgoing/spreadsheet/", reading.spreadsheet, name="spreadsheet"),
    path("outgoing/print/", printing.ask, name="print"),
    path("outgoing/print/<slug:key>/", printing.progress, name="printing"),
    path("outgoing/print/<slug:key>/file/", printing.file, name="printed"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("numbers/<int:pk>/void/", numbers.void, name="void"),
]
