"""Addresses of the tray."""

from __future__ import annotations

from django.urls import path

from web.tray import confirming, progress, reading

app_name = "tray"
urlpatterns = [
    path("", reading.tray, name="list"),
    path("<int:item>/", reading.read, name="read"),
    path("confirm/", confirming.confirm, name="confirm"),
    path("batches/<int:pk>/", progress.batch, name="batch"),
    path("batches/<int:pk>/pin/", confirming.pin, name="pin"),
]
