"""Addresses."""

from __future__ import annotations

from django.urls import path

from web.organisation import administering, delegating, reading

app_name = "organisation"
urlpatterns = [
    path("", reading.office, name="office"),
    path("people/<int:pk>/", reading.person, name="person"),
    path("delegations/", delegating.delegations, name="delegations"),
    path("delegations/new/", delegating.give, name="delegate"),
    path("delegations/<int:pk>/end/", delegating.end, name="end_delegation"),
    path("mandates/", reading.mandates, name="mandates"),
    path("calendar/", reading.calendar, name="calendar"),
    path("names/", reading.names, name="names"),
    path("names/new/", administering.rename, name="rename"),
    path("units/new/", administering.open_unit, name="open_unit"),
    path("people/new/", administering.take_on, name="take_on"),
    path("people/<int:pk>/appoint/", administering.appoint, name="appoint"),
    path("posts/<int:pk>/mandate/", administering.mandate, name="mandate"),
]
