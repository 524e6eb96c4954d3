"""Addresses."""

from __future__ import annotations

from django.urls import path

from web.organisation import (
    abbreviating,
    administering,
    calendar,
    certificates,
    delegating,
    handing,
    handing_all,
    leaving,
    person,
    reading,
    registering,
)

app_name = "organisation"
urlpatterns = [
    path("", reading.office, name="office"),
    path("people/<int:pk>/", person.person, name="person"),
    path("people/<int:pk>/work/", handing.work, name="work"),
    path("people/<int:pk>/work/signer/", handing.take_from_signer, name="take_from_signer"),
    path("people/<int:pk>/work/all/", handing_all.everything, name="everything"),
    path("people/<int:pk>/work/all/<int:event>/", handing_all.record, name="handed_over"),
    path("people/<int:pk>/let-go/", leaving.let_go, name="let_go"),
    path("people/<int:pk>/take-back/", leaving.take_back, name="take_back"),
    path("people/<int:pk>/password/", leaving.give_password, name="give_password"),
    path("posts/<int:pk>/end/", leaving.end_post, name="end_post"),
    path("mandates/<int:pk>/end/", leaving.end_mandate, name="end_mandate"),
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/new/", registering.register, name="register_certificate"),
    path("certificates/<int:pk>/retire/", certificates.retire, name="retire_certificate"),
    path("certificates/<int:pk>/unlock/", certificates.unlock, name="unlock_certificate"),
    path("delegations/", delegating.delegations, name="delegations"),
    path("delegations/new/", delegating.give, name="delegate"),
    path("delegations/<int:pk>/end/", delegating.end, name="end_delegation"),
    path("mandates/", reading.mandates, name="mandates"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/days/new/", calendar.record, name="record_day"),
    path("calendar/days/<int:pk>/take-out/", calendar.take_out, name="take_out_day"),
    path("names/", reading.names, name="names"),
    path("names/abbreviations/", abbreviating.abbreviations, name="abbreviations"),
    path("names/new/", administering.rename, name="rename"),
    path("units/new/", administering.open_unit, name="open_unit"),
    path("people/new/", administering.take_on, name="take_on"),
    path("people/<int:pk>/appoint/", administering.appoint, name="appoint"),
    path("posts/<int:pk>/mandate/", administering.mandate, name="mandate"),
]
