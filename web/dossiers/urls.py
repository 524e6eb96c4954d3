"""Addresses."""

from __future__ import annotations

from django.urls import path

from web.dossiers import acts, completing, gathering, keeping, listing, opening, planning, reading

app_name = "dossiers"
urlpatterns = [
    path("", listing.dossiers, name="list"),
    path("new/", opening.new, name="new"),
    path("plan/", planning.begin, name="begin_plan"),
    path("plan/<int:year>/", planning.plan, name="plan"),
    path("plan/<int:year>/approve/", planning.approve, name="approve_plan"),
    path("plan/<int:year>/send-back/", planning.send_back, name="send_plan_back"),
    path("plan/<int:year>/lines/<int:pk>/", planning.entry, name="plan_entry"),
    path("plan/<int:year>/lines/<int:pk>/remove/", planning.remove_entry, name="remove_plan_entry"),
    path("plan/<int:year>/parts/<int:pk>/give-back/", planning.give_back, name="give_part_back"),
    path("plan/<int:year>/<slug:name>/", planning.act, name="plan_act"),
    path("<int:pk>/", reading.detail, name="detail"),
    path("<int:pk>/close/", completing.close, name="close"),
    path("<int:pk>/describe/", completing.describe, name="describe"),
    path("<int:pk>/add/", completing.add_file, name="add_file"),
    path("<int:pk>/gather/", gathering.gather, name="gather"),
    path("<int:pk>/keep-back/", keeping.keep_back, name="keep_back"),
    path("<int:pk>/hand-over/", keeping.end_keeping_back, name="end_keeping_back"),
    path("<int:pk>/records/<int:record>/describe/", completing.describe_record, name="describe_record"),
    path("<int:pk>/records/<int:record>/file/", completing.file, name="file"),
    path("of/<int:person>/pass-on/", keeping.pass_on, name="pass_on"),
    path("<int:pk>/reopen/", acts.reopen, name="reopen"),
    path("<int:pk>/records/<int:record>/take-out/", acts.take_out, name="take_out"),
    path("<int:pk>/access/", acts.grant, name="grant"),
    path("<int:pk>/access/<int:key>/revoke/", acts.revoke, name="revoke"),
]
