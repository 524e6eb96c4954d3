"""Addresses."""

from __future__ import annotations

from django.urls import path

from web.dossiers import acts, listing, opening, planning, reading

app_name = "dossiers"
urlpatterns = [
    path("", listing.dossiers, name="list"),
    path("new/", opening.new, name="new"),
    path("plan/", planning.begin, name="begin_plan"),
    path("plan/<int:year>/", planning.plan, name="plan"),
    path("plan/<int:year>/approve/", planning.approve, name="approve_plan"),
    path("<int:pk>/", reading.detail, name="detail"),
    path("<int:pk>/close/", acts.close, name="close"),
    path("<int:pk>/reopen/", acts.reopen, name="reopen"),
    path("<int:pk>/records/<int:record>/take-out/", acts.take_out, name="take_out"),
    path("<int:pk>/access/", acts.grant, name="grant"),
    path("<int:pk>/access/<int:key>/revoke/", acts.revoke, name="revoke"),
]
