"""Addresses."""

from __future__ import annotations

from django.urls import path

from web.custody import listing, printing, record, schedules, transferring

app_name = "custody"
urlpatterns = [
    path("", listing.transfers, name="transfers"),
    path("due/", listing.due, name="due"),
    path("expired/", listing.expired, name="expired"),
    path("expired/lists/", listing.expired_units, name="expired_units"),
    path("offer/", transferring.offer, name="offer"),
    path("schedules/", schedules.schedules, name="schedules"),
    path("schedules/import/", schedules.bring, name="import_schedule"),
    path("schedules/<int:pk>/", schedules.schedule, name="schedule"),
    path("print/<slug:form>/<int:pk>/", printing.ask_for, name="print"),
    path("print/<slug:form>/<int:pk>/table.xlsx", printing.spreadsheet, name="spreadsheet"),
    path("printing/<slug:key>/", printing.printing, name="printing"),
    path("printing/<slug:key>/file.pdf", printing.printed, name="printed"),
    path("<int:pk>/", transferring.detail, name="detail"),
    path("<int:pk>/accept/", transferring.accept, name="accept"),
    path("<int:pk>/withdraw/", transferring.withdraw, name="withdraw"),
    path("<int:pk>/sign/", record.sign, name="sign"),
    path("<int:pk>/record-<int:number>.pdf", record.record, name="record"),
    path("<int:pk>/items/<int:item>/return/", transferring.return_item, name="return_item"),
]
