"""Addresses. A unit keeps its address wherever it is moved."""

from __future__ import annotations

from django.urls import path

from web.catalogue import copying, describing, importing, leafing, places, printing, reading, searching, using

app_name = "catalogue"
urlpatterns = [
    path("", reading.home, name="home"),
    path("search/", searching.find, name="find"),
    path("search/results/", printing.results, name="results"),
    path("prints/<slug:key>/", printing.progress, name="printing"),
    path("prints/<slug:key>/file/", printing.file, name="printed"),
    path("dossiers/<int:pk>/export/", printing.dossier, name="export_dossier"),
    path("new/", describing.new, name="new"),
    path("waiting/", describing.waiting, name="waiting"),
    path("places/", places.places, name="places"),
    path("places/<int:pk>/", places.place, name="place"),
    path("places/<int:pk>/remove/", places.remove, name="remove_place"),
    path("labels/", places.labels, name="labels"),
    path("imports/", importing.imports, name="imports"),
    path("imports/waiting/<slug:key>/", importing.waiting, name="import_waiting"),
    path("imports/<int:pk>/", importing.report, name="import"),
    path("imports/<int:pk>/carry-out/", importing.carry_out, name="carry_out_import"),
    path("imports/<int:pk>/take-back/", importing.take_back, name="take_back_import"),
    path("requests/", using.requests, name="requests"),
    path("requests/<int:pk>/", using.decide, name="request"),
    path("loans/", using.loans, name="loans"),
    path("loans/<int:pk>/back/", using.take_in, name="take_in"),
    path("search/keep/", using.keep_search, name="keep_search"),
    path("search/kept/<int:pk>/let-go/", using.let_search_go, name="let_search_go"),
    path("records/<int:pk>/read/", leafing.read, name="read"),
    path("records/<int:pk>/pages/<int:number>/", leafing.page, name="record_page"),
    path("copies/", copying.copies, name="copies"),
    path("copies/<int:pk>/", copying.copy, name="copy"),
    path("copies/<int:pk>/file.pdf", copying.file, name="copy_file"),
    path("copies/<int:pk>/source.pdf", copying.source, name="copy_source"),
    path("copies/<int:pk>/sign/", copying.sign, name="sign_copy"),
    path("creators/", places.creators, name="creators"),
    path("branch/<int:pk>/", reading.branch, name="branch"),
    path("records/<int:pk>/", reading.record, name="record"),
    path("<int:pk>/", reading.unit, name="unit"),
    path("<int:pk>/alike/", reading.alike, name="alike"),
    path("<int:pk>/copy/<slug:kind>/<int:document>/", copying.ask, name="ask_copy"),
    path("<int:pk>/items/<int:item>/read/", leafing.read_item, name="read_item"),
    path("<int:pk>/items/<int:item>/pages/<int:number>/", leafing.item_page, name="item_page"),
    path("<int:pk>/lend/", using.lend, name="lend"),
    path("<int:pk>/print/", printing.ask, name="print"),
    path("<int:pk>/edit/", describing.edit, name="edit"),
    path("<int:pk>/move/", describing.move, name="move"),
    path("<int:pk>/remove/", describing.remove, name="remove"),
]
